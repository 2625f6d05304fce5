import { type RawBuilder, sql } from 'kysely'
import type { Delta } from '../domain/layers.ts'
import type { WorkspaceTx } from './connect.ts'
import { isListingUnwanted, isOfferUnwanted } from './removals.ts'

/** A listing or an offer of which something is to do; `observed` has the fields that are to do, and no others. */
export interface StoredRowToDo {
  readonly listingId: string
  readonly offerId: string | null
  readonly name: string
  readonly sku: string
  /** What is asked for it now, its own price or its product's; null where no price is to do. */
  readonly price: string | null
  readonly observed: Delta
  readonly base: Delta
  readonly desired: Delta
}

/** Everything that the transaction reads from now on is of one moment. To be called before it reads anything. */
export async function readAsOneMoment(tx: WorkspaceTx): Promise<void> {
  await sql`set transaction isolation level repeatable read`.execute(tx.kysely)
}

/** The layers of a row, without the many fields of which nothing is to do. */
function layersOf(row: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    coalesce(${row}.base, '{}') as base, ${row}.desired,
    (select coalesce(jsonb_object_agg(field, ${row}.observed->field), '{}') from jsonb_object_keys(${row}.desired) field)
      as observed
  `
}

const prices = sql`array['price', 'salePrice']`

/** Listings of a channel of which something is to do and that are to stay, in the order of their ids, after `after`. */
export async function listingsToDo(
  tx: WorkspaceTx,
  channelId: string,
  ask: { limit: number; after: string },
): Promise<StoredRowToDo[]> {
  const result = await sql<StoredRowToDo>`
    select l.remote_id as "listingId", null as "offerId", l.name, l.sku, ${layersOf(sql`l`)},
      case when l.desired ?| ${prices} then l.observed->>'price' end as price
    from listing l
    where l.workspace_id = ${tx.workspace} and l.channel_id = ${channelId} and l.remote_id > ${ask.after}
      and l.desired is not null and l.product_id is not null and l.gone_at is null and not ${isListingUnwanted}
    order by l.remote_id
    limit ${ask.limit}
  `.execute(tx.kysely)
  return result.rows
}

/** The same of offers, in the order of their products. */
export async function offersToDo(
  tx: WorkspaceTx,
  channelId: string,
  ask: { limit: number; after: { listingId: string; offerId: string } },
): Promise<StoredRowToDo[]> {
  const { listingId, offerId } = ask.after
  const result = await sql<StoredRowToDo>`
    select o.listing_id as "listingId", o.remote_id as "offerId", coalesce(o.observed->>'sku', '') as sku,
      concat_ws(', ', l.name, (
        select string_agg(part->>'value', ' / ') from jsonb_array_elements(o.observed->'optionValues') part
      )) as name,
      case when o.desired ?| ${prices} then coalesce(o.observed->>'price', l.observed->>'price') end as price,
      ${layersOf(sql`o`)}
    from offer o
    join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id and l.remote_id = o.listing_id
    where o.workspace_id = ${tx.workspace} and o.channel_id = ${channelId}
      and (o.listing_id, o.remote_id) > (${listingId}, ${offerId})
      and o.desired is not null and o.match = 'matched' and o.gone_at is null and l.gone_at is null
      and not ${isListingUnwanted} and not ${isOfferUnwanted}
    order by o.listing_id, o.remote_id
    limit ${ask.limit}
  `.execute(tx.kysely)
  return result.rows
}

/** How many products of a channel shoppers can see. */
export async function countVisible(tx: WorkspaceTx, channelId: string): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) from listing where workspace_id = ${tx.workspace} and channel_id = ${channelId}
      and visible and gone_at is null
  `.execute(tx.kysely)
  return result.rows[0]?.count ?? 0
}
