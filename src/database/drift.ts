import { type RawBuilder, sql } from 'kysely'
import { type FieldValue, productFields, variantFields } from '../domain/fields.ts'
import type { Level } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { countedMost, every, searchTerms } from './list-query.ts'

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
  /** The name of the product; `name` says of a variant also which one it is. */
  readonly product: string
  readonly name: string
  readonly sku: string
  readonly base: FieldValue | null
  readonly observed: FieldValue | null
  readonly desired: FieldValue | null
}

export interface DriftFilter {
  readonly level?: Level
  readonly field?: string
  /** Words of the product, as in the list of the channel's products. */
  readonly search?: string
}

interface DriftAsk {
  readonly channelId: string
  readonly filter: DriftFilter
  readonly limit: number
  readonly after?: DriftPlace
}

/** What is edited in the store of a channel, product by product in the order of the store's ids: itself, then its variants. */
export async function listDrift(db: Handle, ask: DriftAsk): Promise<StoredDrift[]> {
  const { level } = ask.filter
  const parts = [
    ...(level === 'variant' ? [] : [editedListings(db, ask)]),
    ...(level === 'product' ? [] : [editedOffers(db, ask)]),
  ]
  const all = sql.join(
    parts.map(part => sql`(${part})`),
    sql` union all `,
  )
  const result = await sql<StoredDrift>`
    select * from (${all}) as edited
    order by "listingId", "offerId" nulls first, field
    limit ${ask.limit}
  `.execute(db.kysely)
  return result.rows
}

function editedListings(db: Handle, { channelId, filter, limit, after }: DriftAsk): RawBuilder<unknown> {
  const where = [isEditedListing(db, channelId), ...found('l', filter)]
  if (after !== undefined) {
    const { listingId, offerId, field } = after
    where.push(sql<boolean>`l.remote_id >= ${listingId}`)
    where.push(sql<boolean>`(l.remote_id, '', field) > (${listingId}, ${offerId ?? ''}, ${field})`)
  }
  return sql`
    select 'product' as level, l.remote_id as "listingId", null::text as "offerId", field, l.name as product, l.name,
      l.sku, ${valuesOf('l')}
    from listing l cross join lateral jsonb_object_keys(l.base) field
    where ${every(where)}
    order by l.remote_id, field
    limit ${limit}
  `
}

function editedOffers(db: Handle, { channelId, filter, limit, after }: DriftAsk): RawBuilder<unknown> {
  const where = [isEditedOffer(db, channelId), ...found('o', filter)]
  if (after !== undefined) {
    const { listingId, offerId, field } = after
    where.push(sql<boolean>`(o.listing_id, o.remote_id) >= (${listingId}, ${offerId ?? ''})`)
    where.push(sql<boolean>`(o.listing_id, o.remote_id, field) > (${listingId}, ${offerId ?? ''}, ${field})`)
  }
  return sql`
    select 'variant' as level, o.listing_id as "listingId", o.remote_id as "offerId", field, l.name as product,
      concat_ws(', ', l.name, (
        select string_agg(part->>'value', ' / ') from jsonb_array_elements(o.observed->'optionValues') part
      )) as name,
      coalesce(o.observed->>'sku', '') as sku, ${valuesOf('o')}
    from offer o ${ofListing} cross join lateral jsonb_object_keys(o.base) field
    where ${every(where)}
    order by o.listing_id, o.remote_id, field
    limit ${limit}
  `
}

const ofListing = sql`
  join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id and l.remote_id = o.listing_id
`

function isEditedListing(db: Handle, channelId: string): RawBuilder<boolean> {
  return sql<boolean>`l.workspace_id = ${db.workspace} and l.channel_id = ${channelId} and l.base is not null
    and l.product_id is not null and l.gone_at is null`
}

function isEditedOffer(db: Handle, channelId: string): RawBuilder<boolean> {
  return sql<boolean>`${isOfferEdited(db, channelId)} and l.gone_at is null`
}

/** Whatever became of its listing. */
function isOfferEdited(db: Handle, channelId: string): RawBuilder<boolean> {
  return sql<boolean>`o.workspace_id = ${db.workspace} and o.channel_id = ${channelId} and o.base is not null
    and o.match = 'matched' and o.gone_at is null`
}

function found(row: 'l' | 'o', { field, search }: Pick<DriftFilter, 'field' | 'search'>): RawBuilder<boolean>[] {
  const list = searchTerms(search).map(term => sql<boolean>`l.search like ${term}`)
  // The second condition alone would say it; the first one spares most rows the taking apart.
  if (field !== undefined) list.push(sql<boolean>`${sql.ref(`${row}.base`)} ? ${field} and field = ${field}`)
  return list
}

function valuesOf(row: 'l' | 'o'): RawBuilder<unknown> {
  const of = (column: string) => sql.ref(`${row}.${column}`)
  return sql`${of('base')}->field as base, ${of('observed')}->field as observed,
    case when ${of('desired')} ? field then ${of('desired')}->field
      when ${of('sent')} ? field then ${of('sent')}->field else ${of('base')}->field end as desired`
}

/** How many fields of one name are edited in the store of a channel. */
export interface DriftCount {
  readonly level: Level
  readonly field: string
  readonly count: number
  /** There are more: so many are counted. */
  readonly atLeast: boolean
}

/** What is edited in the store of a channel, by field, in all or of the products that a search finds. */
export async function countDrift(db: Handle, channelId: string, search?: string): Promise<DriftCount[]> {
  const isSearch = searchTerms(search).length > 0
  const query = isSearch ? countFound(db, channelId, search) : countAll(db, channelId)
  const result = await sql<Omit<DriftCount, 'atLeast'> & { atLeast?: boolean }>`
    select * from (${query}) as counted where count > 0 order by level, field
  `.execute(db.kysely)
  return result.rows.map(({ level, field, count, atLeast }) => ({
    ...{ level, field, count: Math.min(count, countedMost) },
    atLeast: atLeast ?? count > countedMost,
  }))
}

/** Field by field: an index finds those that have it, so that a rare one takes no time and a frequent one is capped. */
function countAll(db: Handle, channelId: string): RawBuilder<unknown> {
  const capped = (rows: RawBuilder<unknown>) => sql`(select count(*) from (${rows} limit ${countedMost + 1}) as capped)`
  const listings = sql`select from listing l where ${isEditedListing(db, channelId)} and l.base ? field`
  const offers = sql`
    select from offer o
    where ${isOfferEdited(db, channelId)} and o.base ? field and not exists (
      select from listing l where l.workspace_id = ${db.workspace} and l.channel_id = ${channelId}
        and l.remote_id = o.listing_id and l.gone_at is not null
    )
  `
  return sql`
    select 'product' as level, field, ${capped(listings)} as count from unnest(${Object.keys(productFields)}::text[]) field
    union all
    select 'variant', field, ${capped(offers)} from unnest(${Object.keys(variantFields)}::text[]) field
  `
}

/** Of the first rows that a search finds. */
function countFound(db: Handle, channelId: string, search: string | undefined): RawBuilder<unknown> {
  const where = found('l', { ...(search !== undefined && { search }) })
  const grouped = (level: Level, rows: RawBuilder<unknown>) => sql`
    select ${level}::text as level, field, count(*) as count, count(*) > ${countedMost} as "atLeast"
    from (select jsonb_object_keys(base) as field from (${rows} limit ${countedMost + 1}) as capped) as keys
    group by field
  `
  return sql`
    ${grouped('product', sql`select l.base from listing l where ${every([isEditedListing(db, channelId), ...where])}`)}
    union all
    ${grouped('variant', sql`select o.base from offer o ${ofListing} where ${every([isEditedOffer(db, channelId), ...where])}`)}
  `
}

/** What a decision about edits made in a store was about, with the values of each field before it. */
export interface DecidedFields {
  readonly decision: 'take' | 'overwrite'
  readonly fields: readonly DecidedField[]
}

interface DecidedField {
  readonly level: Level
  readonly remoteId: string
  readonly field: string
  readonly shown: FieldValue | null
  readonly base: FieldValue | null
  readonly sent: FieldValue | null
  readonly desired: FieldValue | null
}

/** A decision by its id, that of its event; null where there is none such. */
export async function decidedFields(
  tx: WorkspaceTx,
  channelId: string,
  eventId: string,
): Promise<DecidedFields | null> {
  const row = await tx.kysely
    .selectFrom('event')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('id', '=', eventId)
    .where('verb', '=', 'drift.decided')
    .select('about')
    .executeTakeFirst()
  if (row === undefined) return null
  const { decision, fields } = row.about as { decision: string; fields: DecidedField[] }
  // What was given away was taken.
  return { decision: decision === 'overwrite' ? 'overwrite' : 'take', fields: fields.filter(each => 'base' in each) }
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
