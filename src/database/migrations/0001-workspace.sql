-- One merchant's business. Every domain row belongs to one, and has it first in its key.
create table workspace (
  id text primary key,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null
);

-- The sign-in library's own tables, named and shaped as it expects them (camel case).
create schema auth;

create table auth."user" (
  "id" text primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null default false,
  "image" text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);

create table auth."session" (
  "id" text primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" ("id") on delete cascade
);
create index session_of_user on auth."session" ("userId");

create table auth."account" (
  "id" text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);
create index account_of_user on auth."account" ("userId");

create table auth."verification" (
  "id" text primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);
create index verification_identifier on auth."verification" ("identifier");

create table auth."rateLimit" (
  "id" text primary key,
  "key" text not null unique,
  "count" integer not null,
  "lastRequest" bigint not null
);

-- Who may do what where. The sign-in library proves who somebody is; this says what he may do.
create table membership (
  workspace_id text not null references workspace (id) on delete cascade,
  user_id text not null references auth."user" ("id") on delete cascade,
  role text not null check (role in ('owner')),
  primary key (workspace_id, user_id)
);

-- What happened, by whom, kept for good. Partitioned by month from the start: a table cannot be later.
create table event (
  workspace_id text not null references workspace (id) on delete cascade,
  id text not null,
  at timestamptz not null,
  actor jsonb not null,
  verb text not null,
  channel_id text,
  about jsonb not null,
  primary key (workspace_id, at, id)
) partition by range (at);
create index event_channel on event (workspace_id, channel_id, at desc);

-- Catches what no month was made for yet, so that a wrong clock never loses an event.
create table event_other partition of event default;
