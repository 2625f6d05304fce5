-- Fewest requests of a change that is written apart from others; null where it shares one with others.
alter table change add column requests integer;

-- Brands and categories that products of a plan need and that its store does not have yet are changes of their own.
alter table change drop constraint change_level_check;
alter table change add constraint change_level_check check (level in ('product', 'variant', 'brand', 'category'));
