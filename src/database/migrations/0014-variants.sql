-- Variants of the master catalog that a listing of a channel is to get and has not got.
create table offer_wanted (
  workspace_id text not null,
  channel_id text not null,
  listing_id text not null,
  variant_id text not null,
  asked_at timestamptz not null,
  actor jsonb not null,
  primary key (workspace_id, channel_id, listing_id, variant_id),
  foreign key (workspace_id, channel_id, listing_id)
    references listing (workspace_id, channel_id, remote_id) on delete cascade on update cascade,
  foreign key (workspace_id, variant_id) references variant (workspace_id, id) on delete cascade
);
create index offer_wanted_variant on offer_wanted (variant_id, workspace_id);
