-- Pictures that somebody uploaded, or that the hub fetched before a store was told to replace or remove them. Kept by what
-- they hold: the id is the SHA-256 of the bytes, so the same picture is kept once.
create table file (
  workspace_id text not null references workspace (id),
  id text not null check (id ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('jpg', 'png', 'gif', 'webp', 'bmp')),
  bytes integer not null check (bytes > 0),
  width integer,
  height integer,
  -- Of the file as it was first given, for the name that stores show; empty for none.
  name text not null,
  made_at timestamptz not null,
  actor jsonb not null,
  content bytea not null,
  primary key (workspace_id, id)
);
-- Pictures are packed already.
alter table file alter column content set storage external;

-- What the hub knows of the bytes of a store's image: it sent them, or it fetched them before the image was to go.
-- `source`: the id of a file, or the address that the store was to copy.
create table channel_image (
  workspace_id text not null,
  channel_id text not null,
  listing_id text not null,
  remote_id text not null,
  source text not null,
  -- Where the store showed it; empty where that isn't known.
  url text not null,
  made_at timestamptz not null,
  primary key (workspace_id, channel_id, listing_id, remote_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
create index channel_image_url on channel_image (workspace_id, url) where url <> '';

-- Of images: how many would go of which the hub has not got the picture.
alter table change add column lost_images integer not null default 0;

-- An image that is being added, written before the request leaves: where the answer is lost, what came to the product
-- since tells whether it was added.
create table image_attempt (
  workspace_id text not null,
  channel_id text not null,
  listing_id text not null,
  source text not null,
  ids_before text[] not null,
  made_at timestamptz not null,
  primary key (workspace_id, channel_id, listing_id, source),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id) on delete cascade
);
