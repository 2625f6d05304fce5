-- How many categories a plan may leave without a product on sale before it is held.
alter table channel_brakes add column emptied_most integer not null default 0 check (emptied_most >= 0);

-- Which rows are edited in the store in one field: a rare one is found among very many.
create index listing_edited_field on listing using gin (base) where base is not null;
create index offer_edited_field on offer using gin (base) where base is not null;
