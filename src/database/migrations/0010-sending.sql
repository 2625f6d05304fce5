-- How what is to do on a channel gets to its store, part by part: when the hub looks by itself, and whether it asks before
-- it sends. No row: it never looks, a person makes the plans.
create table channel_sending (
  workspace_id text not null,
  channel_id text not null,
  part text not null check (part in ('data', 'images', 'prices')),
  mode text not null check (mode in ('ask', 'by_itself')),
  -- Neither: as soon as something is to do.
  every_minutes integer check (every_minutes between 1 and 10080),
  daily_at text check (daily_at ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  since timestamptz not null,
  actor jsonb not null,
  -- Raised by whatever leaves something to do, in its transaction; as far as a look has come.
  marked bigint not null default 1,
  looked bigint not null default 0,
  -- When the hub looks next; null where nothing has been marked since the last look.
  due_at timestamptz,
  claimed_until timestamptz,
  -- Why the last look could not be done, and how often in a row.
  problem text,
  failures integer not null default 0,
  primary key (workspace_id, channel_id, part),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade,
  check (every_minutes is null or daily_at is null)
);

-- A plan that the hub made by itself stands beside a person's: neither takes the other's place. One at a time is applied.
alter table plan add column automatic boolean not null default false;
drop index plan_open;
create unique index plan_open on plan (workspace_id, channel_id) where state in ('ready', 'applying') and not automatic;
create unique index plan_held on plan (workspace_id, channel_id) where state = 'ready' and automatic;
create unique index plan_applying on plan (workspace_id, channel_id) where state = 'applying';

-- What became of the earlier changes of a field.
create index change_item on change (workspace_id, listing_id, field, made_at desc);
