-- Searching for any part of a name, SKU or barcode. Trusted since PostgreSQL 13: whoever owns the database may create it.
create extension if not exists pg_trgm;

-- One execution of a pull. The row is the job itself: a worker claims it, writes how far it came, and whoever comes after
-- a crash goes on from there.
create table run (
  workspace_id text not null,
  id text not null,
  channel_id text not null,
  kind text not null check (kind in ('pull')),
  -- full: the whole catalog; changes: what the store says was changed since the last look.
  mode text not null check (mode in ('full', 'changes')),
  actor jsonb not null,
  state text not null check (state in ('queued', 'running', 'waiting', 'done', 'cancelled', 'failed')),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- When somebody may work on it next.
  due_at timestamptz not null,
  -- Who works on it must write again before this; every claim raises the number, and an older one writes nothing more.
  claimed_until timestamptz,
  claim integer not null default 0,
  cancel_asked_at timestamptz,
  -- Why it waits or failed, and what to do, in words.
  problem text,
  progress jsonb not null,
  checkpoint jsonb not null,
  -- What the store said it has against what was taken; null until it ends.
  account jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
-- One at a time for each channel.
create unique index run_active on run (workspace_id, channel_id) where state in ('queued', 'running', 'waiting');
create index run_due on run (due_at) where state in ('queued', 'running', 'waiting');
create index run_latest on run (workspace_id, created_at desc, id desc);

-- What a run names: rows that were not taken, that came in another form than documented, that were made, edited or
-- deleted while it ran, that are gone. All of them.
create table run_row (
  workspace_id text not null,
  run_id text not null,
  seq bigint generated always as identity,
  outcome text not null check (
    outcome in ('refused', 'noted', 'made', 'edited', 'deleted', 'gone', 'held', 'returned', 'waiting')
  ),
  kind text not null check (kind in ('product', 'variant', 'category', 'brand')),
  remote_id text not null,
  name text not null,
  sku text not null,
  reason text not null,
  came text not null,
  primary key (workspace_id, run_id, seq),
  foreign key (workspace_id, run_id) references run (workspace_id, id) on delete cascade
);
create index run_row_outcome on run_row (workspace_id, run_id, outcome, seq);
create index run_row_remote on run_row (workspace_id, run_id, outcome, kind, remote_id);

-- How a channel's catalog is kept up to date, and how old each part of it is.
create table channel_catalog (
  workspace_id text not null,
  channel_id text not null,
  -- The store's time from which on changes are asked for; null until the whole catalog was read once.
  changes_from timestamptz,
  next_changes_at timestamptz,
  next_full_at timestamptz,
  products_read_at timestamptz,
  details_read_at timestamptz,
  categories_read_at timestamptz,
  brands_read_at timestamptz,
  complete_at timestamptz,
  -- By how much the store's own total was above what the hub had of it when the whole catalog was read last.
  total_off bigint not null default 0,
  trees jsonb not null default '[]',
  -- More missing at once than either marks nothing.
  missing_most integer not null default 20 check (missing_most between 0 and 1000000),
  missing_percent_most integer not null default 5 check (missing_percent_most between 0 and 100),
  -- The run whose missing products wait for a word from the merchant.
  held_run_id text,
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
create index channel_catalog_due on channel_catalog (least(next_changes_at, next_full_at));

create table channel_brand (
  workspace_id text not null,
  channel_id text not null,
  remote_id text not null,
  name text not null,
  image_url text,
  seen_run text not null,
  primary key (workspace_id, channel_id, remote_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);

create table channel_category (
  workspace_id text not null,
  channel_id text not null,
  remote_id text not null,
  tree_id text not null,
  parent_id text,
  name text not null,
  visible boolean not null,
  sort_order integer not null,
  -- Names from the root to this one, and the ids from the root to its parent.
  path text[] not null,
  ancestor_ids text[] not null,
  seen_run text not null,
  primary key (workspace_id, channel_id, remote_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
create index channel_category_parent on channel_category (workspace_id, channel_id, parent_id);

-- Keys by which the rows below are looked up one by one begin with the id, not with the workspace that they all have in
-- common: an import of 100,000 variants compares them tens of millions of times.

-- The master catalog.
create table product (
  workspace_id text not null references workspace (id) on delete cascade,
  id text not null,
  fields jsonb not null,
  -- Options and modifiers, which are read later than the rest.
  details jsonb not null,
  state text not null check (state in ('active', 'archived')),
  -- The listing that it was made from.
  origin_channel_id text not null,
  origin_remote_id text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- What lists show, sort and filter by.
  name text not null,
  name_key text not null,
  brand text,
  categories text[] not null,
  price numeric,
  price_most numeric,
  image_url text,
  variant_count integer not null,
  fault_count integer not null,
  search text not null,
  primary key (id, workspace_id)
)
-- Room for its details on the same page: then not one of the indexes has to hear of them.
with (fillfactor = 50);
create index product_name on product (workspace_id, name_key, id);
create index product_changed on product (workspace_id, changed_at, id);
create index product_price on product (workspace_id, coalesce(price, -1), id);
create index product_brand on product (workspace_id, coalesce(brand, ''), name_key, id);
create index product_categories on product using gin (categories);
create index product_search on product using gin (search gin_trgm_ops);
create index product_fault on product (workspace_id, name_key, id) where fault_count > 0;
create index product_archived on product (workspace_id, name_key, id) where state = 'archived';

create table variant (
  workspace_id text not null,
  id text not null,
  product_id text not null,
  position integer not null,
  fields jsonb not null,
  sku text,
  -- What SKUs that may mean the same have in common; null where it has none of its own.
  sku_key text,
  sku_fault text check (sku_fault in ('blank', 'too_long', 'invalid', 'duplicate')),
  -- The fill by which the hub gave it its SKU.
  sku_fill_id text,
  origin_channel_id text not null,
  origin_remote_id text not null,
  primary key (id, workspace_id),
  foreign key (workspace_id, product_id) references product (workspace_id, id) on delete cascade
);
create unique index variant_sku on variant (sku_key, workspace_id) where sku_key is not null;
create index variant_product on variant (product_id, workspace_id, position);
create index variant_fault on variant (workspace_id, sku_fault, product_id) where sku_fault is not null;
create index variant_fill on variant (workspace_id, sku_fill_id) where sku_fill_id is not null;

-- A product's presence on one channel. Identity is the channel and the store's own id; never the SKU.
create table listing (
  workspace_id text not null,
  channel_id text not null,
  remote_id text not null,
  -- Null while nothing of it is matched.
  product_id text,
  observed jsonb not null,
  observed_hash text not null,
  observed_at timestamptz not null,
  details jsonb not null,
  details_hash text not null,
  details_at timestamptz,
  -- Where it shows something else than the master.
  overrides jsonb not null,
  first_seen_at timestamptz not null,
  -- The latest runs that saw it in the list, and read its details.
  seen_run text not null,
  details_run text not null,
  gone_at timestamptz,
  gone_choice text check (gone_choice in ('keep_off', 'archive', 'make_again')),
  -- What lists show, sort and filter by.
  name text not null,
  name_key text not null,
  sku text not null,
  brand_remote_id text,
  category_ids text[] not null,
  visible boolean not null,
  price numeric,
  price_most numeric,
  stock bigint,
  image_url text,
  modified_at timestamptz,
  variant_count integer not null,
  waiting_count integer not null,
  left_out_count integer not null,
  search text not null,
  primary key (workspace_id, channel_id, remote_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade,
  foreign key (workspace_id, product_id) references product (workspace_id, id)
)
-- As for products; and every run notes that it saw it.
with (fillfactor = 50);
create index listing_name on listing (workspace_id, channel_id, name_key, remote_id);
create index listing_price on listing (workspace_id, channel_id, coalesce(price, -1), remote_id);
create index listing_modified on listing (workspace_id, channel_id, coalesce(modified_at, '1970-01-01 00:00:00+00'), remote_id);
create index listing_brand on listing (workspace_id, channel_id, brand_remote_id, name_key, remote_id);
create index listing_categories on listing using gin (category_ids);
create index listing_search on listing using gin (search gin_trgm_ops);
create index listing_waiting on listing (workspace_id, channel_id, name_key, remote_id) where waiting_count > 0;
create index listing_left_out on listing (workspace_id, channel_id, name_key, remote_id) where left_out_count > 0;
create index listing_gone on listing (workspace_id, channel_id, name_key, remote_id) where gone_at is not null;
create index listing_hidden on listing (workspace_id, channel_id, name_key, remote_id) where not visible;
create index listing_product on listing (product_id, workspace_id) where product_id is not null;

-- One variant inside of a listing.
create table offer (
  workspace_id text not null,
  channel_id text not null,
  remote_id text not null,
  listing_id text not null,
  position integer not null,
  -- Null while it waits on the review list, or was left out.
  variant_id text,
  match text not null check (match in ('matched', 'waiting', 'left_out')),
  observed jsonb not null,
  observed_hash text not null,
  overrides jsonb not null,
  price numeric,
  stock bigint,
  gone_at timestamptz,
  primary key (remote_id, channel_id, workspace_id),
  foreign key (workspace_id, channel_id, listing_id)
    references listing (workspace_id, channel_id, remote_id) on delete cascade on update cascade,
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  check ((match = 'matched') = (variant_id is not null))
);
create index offer_listing on offer (listing_id, channel_id, workspace_id, position);
create index offer_variant on offer (variant_id, workspace_id) where variant_id is not null;

-- A match that would join two things, for a person to decide.
create table match_review (
  workspace_id text not null,
  id text not null,
  channel_id text not null,
  listing_id text not null,
  offer_id text not null,
  reason text not null check (
    reason in (
      'duplicate', 'case_twin', 'space_twin', 'name_differs', 'barcode_differs', 'options_differ',
      'several_products', 'relink'
    )
  ),
  -- The variant of the master catalog that it would be joined to.
  variant_id text not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by jsonb,
  decision text check (decision in ('join', 'keep_apart', 'leave_out')),
  -- What the decision made, for taking it back.
  made jsonb,
  primary key (id, workspace_id),
  foreign key (workspace_id, channel_id, offer_id)
    references offer (workspace_id, channel_id, remote_id) on delete cascade on update cascade,
  foreign key (workspace_id, variant_id) references variant (workspace_id, id) on delete cascade
);
create unique index match_review_open on match_review (workspace_id, channel_id, offer_id) where decided_at is null;
create index match_review_reason on match_review (workspace_id, reason, id) where decided_at is null;
create index match_review_offer on match_review (workspace_id, channel_id, offer_id);
create index match_review_variant on match_review (workspace_id, variant_id);
create index match_review_decided on match_review (workspace_id, decided_at desc, id) where decided_at is not null;

-- SKUs that the hub gave from a pattern; they can be taken back.
create table sku_fill (
  workspace_id text not null references workspace (id) on delete cascade,
  id text not null,
  pattern text not null,
  filled integer not null,
  at timestamptz not null,
  actor jsonb not null,
  undone_at timestamptz,
  primary key (id, workspace_id)
);
