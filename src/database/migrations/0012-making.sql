-- Whole products and variants that a store gets or loses are changes, too. `content`: all that one that is made has.
alter table change drop constraint change_level_check;
alter table change add constraint change_level_check check (
  level in (
    'product', 'variant', 'brand', 'category', 'new_product', 'new_variant', 'removed_product', 'removed_variant'
  )
);
alter table change add column content jsonb;

-- What was made in the hub comes from no store.
alter table product alter column origin_channel_id drop not null, alter column origin_remote_id drop not null;
alter table variant alter column origin_channel_id drop not null, alter column origin_remote_id drop not null;

-- Master products that a channel is to get and has not got yet. `own`: what the channel is to show in place of the
-- master's values.
create table listing_wanted (
  workspace_id text not null,
  channel_id text not null,
  product_id text not null,
  own jsonb not null default '{}',
  asked_at timestamptz not null,
  actor jsonb not null,
  primary key (workspace_id, channel_id, product_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade,
  foreign key (workspace_id, product_id) references product (workspace_id, id) on delete cascade
);
create index listing_wanted_product on listing_wanted (product_id, workspace_id);

-- Products that a store was or is being asked to make: it had none of their name and SKUs before, so one that has them
-- after a lost answer is ours, and an import leaves it to the plan that is making it.
create table product_attempt (
  workspace_id text not null,
  channel_id text not null,
  product_id text not null,
  plan_id text not null,
  name_key text not null,
  sku_keys text[] not null,
  made_at timestamptz not null,
  primary key (workspace_id, channel_id, product_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade,
  foreign key (workspace_id, product_id) references product (workspace_id, id) on delete cascade
);
