import { type RawBuilder, sql } from 'kysely'
import type { FieldValue } from '../domain/fields.ts'
import type { Level } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { every } from './list-query.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** One field of a listing, or of one of its offers. */
export interface DriftPlace {
  readonly level: Level
  readonly listingId: string
  readonly offerId: string | null
  readonly field: string
}

/** A field that somebody changed in the store after the hub wrote it, or last agreed with the store. */
export interface StoredDrift extends DriftPlace {
  readonly name: string
  readonly sku: string
  readonly base: FieldValue | null
  readonly observed: FieldValue | null
  readonly desired: FieldValue | null
}

export interface DriftFilter {
  readonly level?: Level
  readonly field?: string
}

interface DriftAsk {
  readonly channelId: string
  readonly filter: DriftFilter
  readonly limit: number
  readonly after?: DriftPlace
}

/** What is edited in the store of a channel: products before variants, each in the order of the store's ids. */
export async function listDrift(db: Handle, ask: DriftAsk): Promise<StoredDrift[]> {
  const { filter, limit, after } = ask
  const rows: StoredDrift[] = []
  if (filter.level !== 'variant' && after?.level !== 'variant') rows.push(...(await editedListings(db, ask)))
  if (filter.level === 'product' || rows.length === limit) return rows
  const rest = { channelId: ask.channelId, filter, limit: limit - rows.length }
  return [...rows, ...(await editedOffers(db, after?.level === 'variant' ? { ...rest, after } : rest))]
}

async function editedListings(db: Handle, { channelId, filter, limit, after }: DriftAsk): Promise<StoredDrift[]> {
  const where = [isEditedListing(db, channelId), ...ofField(filter)]
  if (after !== undefined) {
    where.push(sql<boolean>`l.remote_id >= ${after.listingId}`)
    where.push(sql<boolean>`(l.remote_id, field) > (${after.listingId}, ${after.field})`)
  }
  const result = await sql<StoredDrift>`
    select 'product' as level, l.remote_id as "listingId", null as "offerId", field, l.name, l.sku, ${valuesOf('l')}
    from listing l cross join lateral jsonb_object_keys(l.base) field
    where ${every(where)}
    order by l.remote_id, field
    limit ${limit}
  `.execute(db.kysely)
  return result.rows
}

async function editedOffers(db: Handle, { channelId, filter, limit, after }: DriftAsk): Promise<StoredDrift[]> {
  const where = [isEditedOffer(db, channelId), ...ofField(filter)]
  if (after !== undefined) {
    const { listingId, offerId, field } = after
    where.push(sql<boolean>`(o.listing_id, o.remote_id) >= (${listingId}, ${offerId})`)
    where.push(sql<boolean>`(o.listing_id, o.remote_id, field) > (${listingId}, ${offerId}, ${field})`)
  }
  const result = await sql<StoredDrift>`
    select 'variant' as level, o.listing_id as "listingId", o.remote_id as "offerId", field,
      concat_ws(', ', l.name, (
        select string_agg(part->>'value', ' / ') from jsonb_array_elements(o.observed->'optionValues') part
      )) as name,
      coalesce(o.observed->>'sku', '') as sku, ${valuesOf('o')}
    from offer o ${ofListing} cross join lateral jsonb_object_keys(o.base) field
    where ${every(where)}
    order by o.listing_id, o.remote_id, field
    limit ${limit}
  `.execute(db.kysely)
  return result.rows
}

const ofListing = sql`
  join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id and l.remote_id = o.listing_id
`

function isEditedListing(db: Handle, channelId: string): RawBuilder<boolean> {
  return sql<boolean>`l.workspace_id = ${db.workspace} and l.channel_id = ${channelId} and l.base is not null
    and l.product_id is not null and l.gone_at is null`
}

function isEditedOffer(db: Handle, channelId: string): RawBuilder<boolean> {
  return sql<boolean>`o.workspace_id = ${db.workspace} and o.channel_id = ${channelId} and o.base is not null
    and o.match = 'matched' and o.gone_at is null and l.gone_at is null`
}

function ofField({ field }: DriftFilter): RawBuilder<boolean>[] {
  return field === undefined ? [] : [sql<boolean>`field = ${field}`]
}

function valuesOf(row: 'l' | 'o'): RawBuilder<unknown> {
  const of = (column: string) => sql.ref(`${row}.${column}`)
  return sql`${of('base')}->field as base, ${of('observed')}->field as observed,
    case when ${of('desired')} ? field then ${of('desired')}->field
      when ${of('sent')} ? field then ${of('sent')}->field else ${of('base')}->field end as desired`
}

/** How many fields of each name are edited in the store of a channel. */
export interface DriftCount {
  readonly level: Level
  readonly field: string
  readonly count: number
}

export async function countDrift(db: Handle, channelId: string): Promise<DriftCount[]> {
  const result = await sql<DriftCount>`
    select 'product' as level, field, count(*) as count
    from listing l cross join lateral jsonb_object_keys(l.base) field
    where ${isEditedListing(db, channelId)} group by field
    union all
    select 'variant', field, count(*) from offer o ${ofListing} cross join lateral jsonb_object_keys(o.base) field
    where ${isEditedOffer(db, channelId)} group by field
    order by level, field
  `.execute(db.kysely)
  return result.rows
}

/** A listing or offer, and the master product and variant that it shows, if it is matched to any. */
export interface MatchedRow {
  readonly remoteId: string
  readonly productId: string | null
  readonly variantId: string | null
}

/** Those of these listings or offers that are matched and not gone. */
export async function matchedRows(
  tx: WorkspaceTx,
  level: Level,
  channelId: string,
  remoteIds: readonly string[],
): Promise<MatchedRow[]> {
  if (remoteIds.length === 0) return []
  const query =
    level === 'product'
      ? sql<MatchedRow>`
          select l.remote_id as "remoteId", l.product_id as "productId", null as "variantId" from listing l
          where l.workspace_id = ${tx.workspace} and l.channel_id = ${channelId}
            and l.remote_id = any(${remoteIds}::text[]) and l.product_id is not null and l.gone_at is null
        `
      : sql<MatchedRow>`
          select o.remote_id as "remoteId", v.product_id as "productId", v.id as "variantId" from offer o ${ofListing}
          join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
          where o.workspace_id = ${tx.workspace} and o.channel_id = ${channelId}
            and o.remote_id = any(${remoteIds}::text[]) and o.match = 'matched' and o.gone_at is null
            and l.gone_at is null
        `
  return (await query.execute(tx.kysely)).rows
}

/** Listings or offers of a channel, matched or not, of which some of these fields are edited, sent or to do. */
export async function layeredRows(
  db: Handle,
  ask: { level: Level; channelId: string; fields: readonly string[]; limit: number; after: string },
): Promise<MatchedRow[]> {
  const { level, channelId, fields, limit, after } = ask
  const isProduct = level === 'product'
  const master = isProduct
    ? sql`held.product_id as "productId", null as "variantId"`
    : sql`v.product_id as "productId", v.id as "variantId"`
  const variant = isProduct
    ? sql``
    : sql`left join variant v on v.workspace_id = held.workspace_id and v.id = held.variant_id`
  const has = (column: string) => sql`coalesce(${sql.ref(column)} ?| ${fields}::text[], false)`
  const result = await sql<MatchedRow>`
    select held.remote_id as "remoteId", ${master} from ${sql.table(isProduct ? 'listing' : 'offer')} held ${variant}
    where held.workspace_id = ${db.workspace} and held.channel_id = ${channelId} and held.remote_id > ${after}
      and (${has('held.base')} or ${has('held.sent')} or ${has('held.desired')})
    order by held.remote_id
    limit ${limit}
  `.execute(db.kysely)
  return result.rows
}
