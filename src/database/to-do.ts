import { type RawBuilder, sql } from 'kysely'
import type { ChangeLevel } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { isListingUnwanted, isOfferUnwanted } from './removals.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** What waits to be sent of a channel. */
export interface ToDo {
  readonly products: number
  readonly variants: number
  readonly fields: readonly { readonly level: ChangeLevel; readonly field: string; readonly changes: number }[]
}

/** Field by field what the store is to show otherwise than it does, and what is to go, as a plan that a person makes now has it. */
function toDo(workspace: string, channelId: string): RawBuilder<unknown> {
  return sql`
    select 'product' as level, l.remote_id as listing_id, null as offer_id, d.key as field, d.value as after
    from listing l cross join lateral jsonb_each(l.desired) d
    where l.workspace_id = ${workspace} and l.channel_id = ${channelId} and l.desired is not null
      and l.product_id is not null and l.gone_at is null and not ${isListingUnwanted}
      and d.value is distinct from coalesce(l.observed->d.key, 'null')
    union all
    select 'variant', o.listing_id, o.remote_id, d.key, d.value
    from offer o
    join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id and l.remote_id = o.listing_id
    cross join lateral jsonb_each(o.desired) d
    where o.workspace_id = ${workspace} and o.channel_id = ${channelId} and o.desired is not null
      and o.match = 'matched' and o.gone_at is null and l.gone_at is null
      and not ${isListingUnwanted} and not ${isOfferUnwanted}
      and d.value is distinct from coalesce(o.observed->d.key, 'null')
    union all
    select 'new_product', '', null, 'product', to_jsonb(p.name)
    from listing_wanted w join product p on p.workspace_id = w.workspace_id and p.id = w.product_id
    where w.workspace_id = ${workspace} and w.channel_id = ${channelId} and p.state = 'active'
    union all
    select 'removed_product', l.remote_id, null, 'product', 'null'::jsonb
    from removal_wanted w
    join listing l on l.workspace_id = w.workspace_id and l.channel_id = w.channel_id and l.remote_id = w.listing_id
    where w.workspace_id = ${workspace} and w.channel_id = ${channelId} and w.offer_id is null and l.gone_at is null
    union all
    select 'removed_variant', o.listing_id, o.remote_id, 'variant', 'null'::jsonb
    from removal_wanted w
    join offer o on o.workspace_id = w.workspace_id and o.channel_id = w.channel_id and o.remote_id = w.offer_id
    join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id and l.remote_id = o.listing_id
    where w.workspace_id = ${workspace} and w.channel_id = ${channelId} and o.gone_at is null and l.gone_at is null
      and not ${isListingUnwanted}
    union all
    select 'new_variant', w.listing_id, w.variant_id, 'variant', to_jsonb(w.variant_id)
    from offer_wanted w
    join variant v on v.workspace_id = w.workspace_id and v.id = w.variant_id
    join listing l on l.workspace_id = w.workspace_id and l.channel_id = w.channel_id and l.remote_id = w.listing_id
      and l.product_id = v.product_id and l.gone_at is null
    where w.workspace_id = ${workspace} and w.channel_id = ${channelId} and not ${isListingUnwanted}
  `
}

/** Of a variant that is made, its id in the master catalog stands for all of it. */
const plannedChanges = sql`(
  select c.*, c.content->'variants'->0->>'variantId' as variant_id from change c
)`

/** Counts what waits to be sent of a channel, from the rows alone and without making a plan. */
export async function countToDo(db: Handle, channelId: string): Promise<ToDo> {
  const whole = sql<{ products: number; variants: number }>`
    select count(distinct nullif(listing_id, '')) as products, count(distinct offer_id) as variants
    from (${toDo(db.workspace, channelId)}) t
  `
  const fields = sql<ToDo['fields'][number]>`
    select level, field, count(*) as changes from (${toDo(db.workspace, channelId)}) t
    group by level, field order by level, changes desc, field
  `
  const { products = 0, variants = 0 } = (await whole.execute(db.kysely)).rows[0] ?? {}
  return { products, variants, fields: (await fields.execute(db.kysely)).rows }
}

/**
 * How many changes came, went or became others since a plan of the channel was made. The brands and categories that a
 * plan makes follow from its products' changes, and are no difference of their own.
 */
export async function countUnplanned(db: Handle, channelId: string, planId: string): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) as count
    from (${toDo(db.workspace, channelId)}) t
    full join (
      select * from ${plannedChanges} all_of where workspace_id = ${db.workspace} and plan_id = ${planId}
        and level not in ('brand', 'category')
    ) c
      on c.level = t.level and c.listing_id = t.listing_id
      and coalesce(c.offer_id, case c.level when 'new_variant' then c.variant_id end, '') = coalesce(t.offer_id, '')
      and c.field = t.field
      and (c.level = 'new_variant' or coalesce(c.after, 'null') = t.after)
    where t.level is null or c.level is null
  `.execute(db.kysely)
  return result.rows[0]?.count ?? 0
}
