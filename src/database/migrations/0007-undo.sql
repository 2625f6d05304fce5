-- When what a plan wrote was taken back, and the plan that another one was made to take back.
alter table plan add column undone_at timestamptz, add column undoes text;

-- What was written last of one product.
create index change_applied on change (workspace_id, listing_id, settled_at desc) where state = 'applied';

-- The last edit, and all parts of one.
create index event_edited on event (workspace_id, at desc) where verb = 'products.edited';
create index event_edit on event (workspace_id, (about->>'editId'), at) where verb = 'products.edited';
