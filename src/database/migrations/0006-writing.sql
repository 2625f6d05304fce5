-- What the hub may write to a channel, part by part. No row: nothing of it.
create table channel_live (
  workspace_id text not null,
  channel_id text not null,
  part text not null check (part in ('data', 'images', 'prices')),
  since timestamptz not null,
  actor jsonb not null,
  primary key (workspace_id, channel_id, part),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);

-- Stop all writing: for one channel, or for all. What waits is kept.
alter table channel add column stopped_at timestamptz, add column stopped_by jsonb;
alter table workspace add column stopped_at timestamptz, add column stopped_by jsonb;

-- Who says what a field of a channel shows, where it is another than by default.
create table field_owner (
  workspace_id text not null,
  channel_id text not null,
  level text not null check (level in ('product', 'variant')),
  field text not null,
  owner text not null check (owner in ('hub', 'store', 'nobody')),
  primary key (workspace_id, channel_id, level, field),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);

-- The layers above what was observed, each as what it has otherwise than the one below (domain/layers.ts); null for
-- nothing, as in nearly all rows. `pinned`: fields that a merchant set for this channel, which stay its own also where
-- the master comes to say the same.
alter table listing
  add column base jsonb, add column sent jsonb, add column desired jsonb, add column pinned text[];
alter table offer
  add column base jsonb, add column sent jsonb, add column desired jsonb, add column pinned text[];
create index listing_to_do on listing (workspace_id, channel_id, remote_id) where desired is not null;
create index listing_edited on listing (workspace_id, channel_id, remote_id) where base is not null;
create index offer_to_do on offer (workspace_id, channel_id, listing_id, remote_id) where desired is not null;
create index offer_edited on offer (workspace_id, channel_id, listing_id, remote_id) where base is not null;

create table plan (
  workspace_id text not null,
  id text not null,
  channel_id text not null,
  made_at timestamptz not null,
  actor jsonb not null,
  state text not null check (state in ('ready', 'applying', 'applied', 'cancelled', 'outdated')),
  -- What it would write and what to mind, as it is shown.
  summary jsonb not null,
  -- The brakes that a person has looked at and let pass: which, who and when.
  passed jsonb not null default '[]',
  -- Applying it: the row is the job, claimed as a run is.
  started_at timestamptz,
  finished_at timestamptz,
  paused_at timestamptz,
  cancel_asked_at timestamptz,
  due_at timestamptz,
  claimed_until timestamptz,
  claim integer not null default 0,
  -- Why it waits, and what to do, in words.
  problem text,
  -- Requests made so far, writes and reads apart.
  writes integer not null default 0,
  reads integer not null default 0,
  primary key (id, workspace_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
-- One at a time that could be sent.
create unique index plan_open on plan (workspace_id, channel_id) where state in ('ready', 'applying');
create index plan_due on plan (due_at) where state = 'applying';
create index plan_latest on plan (workspace_id, channel_id, made_at desc, id desc);

create table change (
  workspace_id text not null,
  plan_id text not null,
  seq bigint not null,
  made_at timestamptz not null,
  level text not null check (level in ('product', 'variant')),
  listing_id text not null,
  offer_id text,
  field text not null,
  part text not null check (part in ('data', 'images', 'prices')),
  -- As it is listed and searched.
  name text not null,
  sku text not null,
  before jsonb,
  after jsonb,
  -- Of a price: what is asked now, where the field itself says nothing (a variant has its product's, a sale none yet).
  price_now text,
  -- Somebody changed it in the store after it was last written, and it would be written over.
  edited boolean not null,
  state text not null check (
    state in ('planned', 'left_out', 'sending', 'applied', 'rejected', 'deferred', 'unknown', 'superseded', 'cancelled')
  ),
  reason text,
  fix text,
  settled_at timestamptz,
  primary key (plan_id, seq, workspace_id, made_at)
) partition by range (made_at);
create table change_other partition of change default;
create index change_state on change (plan_id, workspace_id, state, seq);
create index change_send on change (plan_id, workspace_id, level, part, seq) where state = 'planned';

-- From where on a plan is held until a person lets it pass, where a channel has it otherwise than by default.
create table channel_brakes (
  workspace_id text not null,
  channel_id text not null,
  price_cut_percent integer not null check (price_cut_percent between 0 and 100),
  hidden_most integer not null check (hidden_most >= 0),
  hidden_percent integer not null check (hidden_percent between 0 and 100),
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
