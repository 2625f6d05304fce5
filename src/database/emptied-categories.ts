import { sql } from 'kysely'
import type { EmptiedCategory } from '../domain/brakes.ts'
import type { WorkspaceTx } from './connect.ts'

/** The path of a category as products name it (`engine/pull/shape-product.ts`). */
const pathOf = sql`(
  select string_agg(replace(name, '/', '\\/'), '/' order by place) from unnest(c.path) with ordinality as part (name, place)
)`

/**
 * Categories of a channel that show shoppers a product now, themselves or in what lies below them, and none after a plan:
 * because it hides or deletes the last of them, or takes them out. What the plan puts there counts.
 */
export async function emptiedCategories(
  tx: WorkspaceTx,
  channelId: string,
  planId: string,
): Promise<EmptiedCategory[]> {
  const result = await sql<EmptiedCategory>`
    with moved as (
      select listing_id,
        case when bool_or(level = 'removed_product') then false
          else (array_agg(after) filter (where field = 'visible'))[1] = 'true' end as visible,
        bool_or(field = 'categories') as moves, (array_agg(after) filter (where field = 'categories'))[1] as paths
      from change
      where workspace_id = ${tx.workspace} and plan_id = ${planId} and state = 'planned'
        and (level = 'product' and field in ('visible', 'categories') or level = 'removed_product')
      group by listing_id
    ), named as (
      select c.remote_id, c.ancestor_ids, ${pathOf} as path from channel_category c
      where c.workspace_id = ${tx.workspace} and c.channel_id = ${channelId} and exists (select from moved where moves)
    ), product as (
      select l.visible as was, coalesce(m.visible, l.visible) as will, l.category_ids as was_in,
        case when m.moves then coalesce((
          select array_agg(distinct id) from named n, unnest(n.ancestor_ids || n.remote_id) id
          where jsonb_typeof(m.paths) = 'array' and m.paths ? n.path
        ), '{}') else l.category_ids end as will_in
      from moved m
      join listing l on l.workspace_id = ${tx.workspace} and l.channel_id = ${channelId} and l.remote_id = m.listing_id
      where l.gone_at is null
    ), left_behind as (
      select id, count(*) as count from product, unnest(was_in) id
      where was and not (will and id = any(will_in)) group by id
    ), put_there as (
      select id, count(*) as count from product, unnest(will_in) id
      where will and not (was and id = any(was_in)) group by id
    ), shown as (
      select id, count(*) as count from listing, unnest(category_ids) id
      where workspace_id = ${tx.workspace} and channel_id = ${channelId} and visible and gone_at is null
        and exists (select from left_behind)
      group by id
    )
    select coalesce(array_to_string(c.path, ' / '), id) as name, shown.count as shown
    from left_behind join shown using (id) left join put_there using (id)
    left join channel_category c on c.workspace_id = ${tx.workspace} and c.channel_id = ${channelId} and c.remote_id = id
    where shown.count - left_behind.count + coalesce(put_there.count, 0) <= 0
    order by shown.count desc, name, id
  `.execute(tx.kysely)
  return result.rows
}
