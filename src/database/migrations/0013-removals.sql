-- Products and variants that a merchant wants deleted in a store. `offer_id` null: the product with all that is in it.
create table removal_wanted (
  workspace_id text not null,
  channel_id text not null,
  listing_id text not null,
  offer_id text,
  asked_at timestamptz not null,
  actor jsonb not null,
  foreign key (workspace_id, channel_id, listing_id)
    references listing (workspace_id, channel_id, remote_id) on delete cascade on update cascade
);
create unique index removal_wanted_item on removal_wanted (workspace_id, channel_id, listing_id, coalesce(offer_id, ''));

-- When the hub deleted it in its store. What an import read of the store before that is old.
alter table listing add column removed_at timestamptz;
alter table offer add column removed_at timestamptz;

-- Of a removal: what the store showed when it was planned, so that nothing goes that nobody has seen.
alter table change add column shown jsonb;
