-- One place the merchant sells.
create table channel (
  workspace_id text not null references workspace (id) on delete cascade,
  id text not null unique,
  kind text not null,
  name text not null check (length(name) between 1 and 80),
  -- The store this channel was first connected to. It never changes: another store is another channel.
  store_key text,
  -- What is wrong and what to do, in words; null when all is well.
  attention text,
  paused_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index channel_name on channel (workspace_id, lower(name)) where removed_at is null;
create unique index channel_store on channel (workspace_id, store_key) where removed_at is null;

-- A channel's credentials, without the secret ones, and how they fare.
create table channel_connection (
  workspace_id text not null,
  channel_id text not null,
  settings jsonb not null,
  -- The last four characters of the access token, so that people can tell one from another.
  token_end text not null,
  saved_at timestamptz not null,
  last_worked_at timestamptz,
  next_check_at timestamptz not null,
  -- Checks in a row that did not reach the store: what the waiting time grows with.
  failed_checks integer not null default 0,
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
create index channel_connection_due on channel_connection (next_check_at);

-- Sealed values: v1:keyId:nonce:ciphertext.
create table channel_secret (
  workspace_id text not null,
  channel_id text not null,
  field text not null,
  sealed text not null,
  primary key (workspace_id, channel_id, field),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);

-- What the store said of itself when it was last read.
create table channel_profile (
  workspace_id text not null,
  channel_id text not null,
  read_at timestamptz not null,
  profile jsonb not null,
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);

-- One run of the connection doctor.
create table connection_check (
  workspace_id text not null,
  id text not null,
  channel_id text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  verdict text check (verdict in ('connected', 'refused', 'unreachable')),
  -- False for credentials that were tried and not kept: they say nothing about the channel.
  of_stored_credentials boolean not null,
  rows jsonb not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
create index connection_check_latest on connection_check (workspace_id, channel_id, started_at desc);
-- One check of a channel at a time.
create unique index connection_check_running on connection_check (workspace_id, channel_id) where finished_at is null;
