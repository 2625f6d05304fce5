import { sql } from 'kysely'
import type { Level } from '../domain/plan.ts'
import type { SkuFault } from '../domain/sku.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import type { Overrides, StoredFields } from './listings.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** A product or variant of the master catalog, as it is edited. */
export interface MasterItem {
  readonly id: string
  readonly productId: string
  /** The product's. */
  readonly name: string
  readonly sku: string
  readonly fields: StoredFields
  /** Of the store that it was made from. */
  readonly currency: string | null
  /** A product and its only variant, without options: stores keep one SKU for both. */
  readonly oneWithId: string | null
}

/** A listing or an offer, as a channel's own values are edited. */
export interface ChannelItem {
  readonly id: string
  readonly listingId: string
  readonly name: string
  readonly sku: string
  /** The master's; null while it is matched to nothing. */
  readonly master: StoredFields | null
  readonly overrides: Overrides
  readonly pinned: readonly string[]
  readonly observed: StoredFields
  readonly state: 'matched' | 'waiting' | 'left_out' | 'gone'
  readonly currency: string | null
  readonly oneWithId: string | null
}

const has = (column: string, values: readonly string[]) => sql`${sql.ref(column)} = any(${values}::text[])`

/**
 * Holds all rows that an edit of these master products and variants may change until the transaction ends, in the order
 * in which imports do.
 */
export async function holdMasters(
  tx: WorkspaceTx,
  { productIds, variantIds }: { productIds: readonly string[]; variantIds: readonly string[] },
): Promise<void> {
  const own = sql`workspace_id = ${tx.workspace}`
  await sql`
    select from listing where ${own} and ${has('product_id', productIds)} order by channel_id, remote_id for no key update
  `.execute(tx.kysely)
  await sql`select from product where ${own} and ${has('id', productIds)} order by id for no key update`.execute(
    tx.kysely,
  )
  await sql`select from variant where ${own} and ${has('id', variantIds)} order by id for no key update`.execute(
    tx.kysely,
  )
  await sql`
    select from offer where ${own} and ${has('variant_id', variantIds)} order by channel_id, remote_id for no key update
  `.execute(tx.kysely)
}

/** The same for listings and offers of a channel. */
export async function holdChannelItems(
  tx: WorkspaceTx,
  channelId: string,
  { listingIds, offerIds }: { listingIds: readonly string[]; offerIds: readonly string[] },
): Promise<void> {
  const own = sql`workspace_id = ${tx.workspace} and channel_id = ${channelId}`
  await sql`
    select from listing where ${own} and ${has('remote_id', listingIds)} order by remote_id for no key update
  `.execute(tx.kysely)
  await sql`
    select from offer where ${own} and ${has('remote_id', offerIds)} order by remote_id for no key update
  `.execute(tx.kysely)
}

const isPlainVariant = sql`p.variant_count = 1 and not v.fields ? 'optionValues'`
const masterCurrency = sql`(
  select cp.profile->'store'->>'currency' from channel_profile cp
  where cp.workspace_id = p.workspace_id and cp.channel_id = p.origin_channel_id
)`

/** Those of these products or variants that there are. */
export async function masterItems(db: Handle, level: Level, ids: readonly string[]): Promise<MasterItem[]> {
  if (ids.length === 0) return []
  const query =
    level === 'product'
      ? sql<MasterItem>`
          select p.id, p.id as "productId", p.name, coalesce(p.fields->>'sku', '') as sku, p.fields,
            ${masterCurrency} as currency, (
              select v.id from variant v
              where v.workspace_id = p.workspace_id and v.product_id = p.id and ${isPlainVariant}
            ) as "oneWithId"
          from product p where p.workspace_id = ${db.workspace} and ${has('p.id', ids)} order by p.id
        `
      : sql<MasterItem>`
          select v.id, v.product_id as "productId", p.name, coalesce(v.sku, '') as sku, v.fields,
            ${masterCurrency} as currency, case when ${isPlainVariant} then p.id end as "oneWithId"
          from variant v join product p on p.workspace_id = v.workspace_id and p.id = v.product_id
          where v.workspace_id = ${db.workspace} and ${has('v.id', ids)} order by v.id
        `
  return (await query.execute(db.kysely)).rows
}

const isPlainOffer = sql`l.variant_count = 1 and not o.observed ? 'optionValues' and o.gone_at is null`
const channelCurrency = sql`(
  select cp.profile->'store'->>'currency' from channel_profile cp
  where cp.workspace_id = l.workspace_id and cp.channel_id = l.channel_id
)`

/** Those of these listings (`product`) or offers (`variant`) of a channel that there are. */
export async function channelItems(
  db: Handle,
  channelId: string,
  level: Level,
  ids: readonly string[],
): Promise<ChannelItem[]> {
  if (ids.length === 0) return []
  const query =
    level === 'product'
      ? sql<ChannelItem>`
          select l.remote_id as id, l.remote_id as "listingId", l.name, l.sku, p.fields as master, l.overrides,
            coalesce(l.pinned, '{}') as pinned, l.observed, ${channelCurrency} as currency,
            case when l.gone_at is not null then 'gone' when l.product_id is not null then 'matched'
              when l.waiting_count > 0 then 'waiting' else 'left_out' end as state,
            (
              select o.remote_id from offer o
              where o.workspace_id = l.workspace_id and o.channel_id = l.channel_id and o.listing_id = l.remote_id
                and o.match = 'matched' and ${isPlainOffer}
            ) as "oneWithId"
          from listing l left join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
          where l.workspace_id = ${db.workspace} and l.channel_id = ${channelId} and ${has('l.remote_id', ids)}
          order by l.remote_id
        `
      : sql<ChannelItem>`
          select o.remote_id as id, o.listing_id as "listingId", l.name, coalesce(o.observed->>'sku', '') as sku,
            v.fields as master, o.overrides, coalesce(o.pinned, '{}') as pinned, o.observed,
            ${channelCurrency} as currency, case when o.gone_at is not null then 'gone' else o.match end as state,
            case when l.product_id is not null and l.gone_at is null and ${isPlainOffer} then l.remote_id end
              as "oneWithId"
          from offer o
          join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id
            and l.remote_id = o.listing_id
          left join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
          where o.workspace_id = ${db.workspace} and o.channel_id = ${channelId} and ${has('o.remote_id', ids)}
          order by o.remote_id
        `
  return (await query.execute(db.kysely)).rows
}

/** A listing or offer that shows a master product or variant, and what it shows otherwise. */
export interface Follower {
  readonly channelId: string
  readonly remoteId: string
  readonly masterId: string
  readonly overrides: Overrides
}

/** The listings of these products, or the offers of these variants, of all channels that there are. */
export async function followersOf(db: Handle, level: Level, masterIds: readonly string[]): Promise<Follower[]> {
  if (masterIds.length === 0) return []
  const master = level === 'product' ? 'f.product_id' : 'f.variant_id'
  const { rows } = await sql<Follower>`
    select f.channel_id as "channelId", f.remote_id as "remoteId", ${sql.ref(master)} as "masterId", f.overrides
    from ${sql.table(level === 'product' ? 'listing' : 'offer')} f
    join channel c on c.workspace_id = f.workspace_id and c.id = f.channel_id and c.removed_at is null
    where f.workspace_id = ${db.workspace} and ${has(master, masterIds)}
    order by f.channel_id, f.remote_id
  `.execute(db.kysely)
  return rows
}

export interface ProductToSave {
  readonly id: string
  readonly fields: StoredFields
  readonly name: string
  readonly nameKey: string
  /** What lists filter by. */
  readonly brand: string | null
  readonly categories: readonly string[]
}

export async function saveProducts(tx: WorkspaceTx, products: readonly ProductToSave[], at: Date): Promise<void> {
  if (products.length === 0) return
  await sql`
    update product set fields = entry.fields, changed_at = ${at}, name = entry.name, name_key = entry."nameKey",
      brand = entry.brand, categories = entry.categories
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as entry (
      id text, fields jsonb, name text, "nameKey" text, brand text, categories text[]
    )
    where product.workspace_id = ${tx.workspace} and product.id = entry.id
  `.execute(tx.kysely)
}

/** `given`: the SKU is set anew; otherwise the variant keeps what it has. */
export interface VariantToSave {
  readonly id: string
  readonly productId: string
  readonly fields: StoredFields
  readonly given: { readonly sku: string | null; readonly key: string | null; readonly fault: SkuFault | null } | null
}

/** Rejects with a unique violation of `variant_sku` where another variant took a SKU meanwhile. */
export async function saveVariants(tx: WorkspaceTx, variants: readonly VariantToSave[], at: Date): Promise<void> {
  if (variants.length === 0) return
  await sql`
    update variant set fields = entry.fields,
      sku = case when entry.given is null then variant.sku else entry.given->>'sku' end,
      sku_key = case when entry.given is null then variant.sku_key else entry.given->>'key' end,
      sku_fault = case when entry.given is null then variant.sku_fault else entry.given->>'fault' end,
      sku_fill_id = case when entry.given is null then variant.sku_fill_id end
    from jsonb_to_recordset(${JSON.stringify(variants)}::jsonb) as entry (id text, fields jsonb, given jsonb)
    where variant.workspace_id = ${tx.workspace} and variant.id = entry.id
  `.execute(tx.kysely)
  const productIds = [...new Set(variants.map(({ productId }) => productId))]
  await sql`
    update product set changed_at = ${at} where workspace_id = ${tx.workspace} and ${has('id', productIds)}
  `.execute(tx.kysely)
}

/** A null delta value stays in the JSON: the channel is to have none. */
export interface OwnValues {
  readonly remoteId: string
  readonly overrides: Overrides
  readonly pinned: readonly string[]
}

/** Writes what a channel shows otherwise than the master, and which of it a merchant set. */
export async function saveOwnValues(
  tx: WorkspaceTx,
  channelId: string,
  level: Level,
  rows: readonly OwnValues[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update ${sql.table(level === 'product' ? 'listing' : 'offer')} as target set overrides = entry.overrides,
      pinned = case when cardinality(entry.pinned) > 0 then entry.pinned end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
      "remoteId" text, overrides jsonb, pinned text[]
    )
    where target.workspace_id = ${tx.workspace} and target.channel_id = ${channelId}
      and target.remote_id = entry."remoteId"
  `.execute(tx.kysely)
}

/** Works out again between which prices the variants of products are sold, as lists of the master catalog show it. */
export async function renewPrices(tx: WorkspaceTx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  const number = (fields: string, name: string) => sql`(${sql.ref(fields)}->>${name})::numeric`
  const inherited = sql`case when ${number('p.fields', 'salePrice')} > 0 then ${number('p.fields', 'salePrice')}
    else ${number('p.fields', 'price')} end`
  await sql`
    update product set price = coalesce(sold.least, (product.fields->>'price')::numeric),
      price_most = coalesce(sold.most, (product.fields->>'price')::numeric)
    from (
      select p.id,
        min(coalesce(${number('v.fields', 'salePrice')}, ${number('v.fields', 'price')}, ${inherited})) as least,
        max(coalesce(${number('v.fields', 'salePrice')}, ${number('v.fields', 'price')}, ${inherited})) as most
      from product p left join variant v on v.workspace_id = p.workspace_id and v.product_id = p.id
      where p.workspace_id = ${tx.workspace} and ${has('p.id', productIds)} group by p.id
    ) as sold
    where product.workspace_id = ${tx.workspace} and product.id = sold.id
  `.execute(tx.kysely)
}

/** Which variant has each of these SKU keys. */
export async function skuHolders(
  db: Handle,
  keys: readonly string[],
): Promise<Map<string, { variantId: string; productName: string }>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ key: string; variantId: string; productName: string }>`
    select v.sku_key as key, v.id as "variantId", p.name as "productName"
    from variant v join product p on p.workspace_id = v.workspace_id and p.id = v.product_id
    where v.workspace_id = ${db.workspace} and ${has('v.sku_key', keys)}
  `.execute(db.kysely)
  return new Map(rows.map(({ key, ...holder }) => [key, holder]))
}
