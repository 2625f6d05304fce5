import { type RawBuilder, sql } from 'kysely'
import type { FieldPart } from '../domain/fields.ts'
import type { Layers } from '../domain/layers.ts'
import type { SkuFault } from '../domain/sku.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { type LayerColumns, layersFrom } from './following.ts'
import type { Overrides, StoredFields } from './listings.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** What lists of the master catalog show, sort and filter by. */
interface ProductColumns {
  readonly name: string
  readonly nameKey: string
  readonly brand: string | null
  readonly categories: readonly string[]
  readonly price: string | null
  readonly priceMost: string | null
  readonly imageUrl: string | null
  readonly search: string
}

export interface ProductToKeep extends ProductColumns {
  readonly id: string
  readonly fields: StoredFields
  /** Null where it was made in the hub. */
  readonly originRemoteId: string | null
}

/** How many variants a product has, and how many of them have a SKU with a fault. */
export interface VariantCounts {
  readonly variantCount: number
  readonly faultCount: number
}

export interface VariantToKeep {
  readonly id: string
  readonly productId: string
  readonly position: number
  readonly fields: StoredFields
  readonly sku: string | null
  readonly skuKey: string | null
  readonly skuFault: SkuFault | null
  /** Null where it was made in the hub. */
  readonly originRemoteId: string | null
}

/** A variant whose SKU may mean the same as one that a store has. */
export interface CandidateRow {
  readonly variantId: string
  readonly productId: string
  readonly sku: string
  readonly skuKey: string
  readonly productName: string
  readonly barcodes: readonly string[]
  readonly optionValues: readonly FieldPart[]
  readonly hereAlready: 'no' | 'yes' | 'gone'
}

/** The variants that own these keys, and how the channel's store shows them already. */
export async function candidatesBySku(
  db: Handle,
  channelId: string,
  skuKeys: readonly string[],
): Promise<Map<string, CandidateRow>> {
  if (skuKeys.length === 0) return new Map()
  const result = await sql<Omit<CandidateRow, 'barcodes'> & { barcodes: (string | null)[] }>`
    select v.id as "variantId", v.product_id as "productId", v.sku, v.sku_key as "skuKey", p.name as "productName",
      array[v.fields->>'upc', v.fields->>'gtin', case when p.variant_count = 1 then p.fields->>'upc' end,
        case when p.variant_count = 1 then p.fields->>'gtin' end] as barcodes,
      coalesce(v.fields->'optionValues', '[]') as "optionValues",
      coalesce(
        (select case when bool_or(o.gone_at is null) then 'yes' else 'gone' end from offer o
          where o.workspace_id = v.workspace_id and o.variant_id = v.id and o.channel_id = ${channelId}
          having count(*) > 0),
        'no'
      ) as "hereAlready"
    from variant v join product p on p.workspace_id = v.workspace_id and p.id = v.product_id
    where v.workspace_id = ${db.workspace} and v.sku_key = any(${skuKeys}::text[])
  `.execute(db.kysely)
  return new Map(result.rows.map(row => [row.skuKey, { ...row, barcodes: row.barcodes.filter(code => code !== null) }]))
}

/** Adds a master product that is made from a listing of this channel, or in the hub (`channelId` null). */
export async function insertProduct(
  tx: WorkspaceTx,
  context: { channelId: string | null; at: Date },
  product: ProductToKeep & VariantCounts,
): Promise<void> {
  const entry = sql`jsonb_to_recordset(${JSON.stringify([product])}::jsonb) as entry (
    id text, fields jsonb, "originRemoteId" text, name text, "nameKey" text, brand text, categories text[],
    price numeric, "priceMost" numeric, "imageUrl" text, "variantCount" integer, "faultCount" integer, search text
  )`
  await insertingProducts(tx, context, entry).execute(tx.kysely)
}

/** The statement that adds master products: those of `entry`, with the columns of `ProductToKeep` and `VariantCounts`. */
export function insertingProducts(
  tx: WorkspaceTx,
  { channelId, at }: { channelId: string | null; at: Date },
  entry: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    insert into product (
      workspace_id, id, fields, details, state, origin_channel_id, origin_remote_id, created_at, changed_at, name,
      name_key, brand, categories, price, price_most, image_url, variant_count, fault_count, search
    )
    select ${tx.workspace}, id, fields, '{}', 'active', ${channelId}, "originRemoteId", ${at}, ${at}, name, "nameKey",
      brand, categories, price, "priceMost", "imageUrl", "variantCount", "faultCount", search
    from ${entry}
  `
}

/** What of a master product doesn't follow the listing that it was made from, as it says something of its own there. */
export interface ProductKeeping {
  readonly keepsPrice: boolean
  readonly keepsImage: boolean
}

/** Brings master products up to what a listing shows now, those alone that were made from that listing. */
export async function updateProducts(
  tx: WorkspaceTx,
  { channelId, at }: { channelId: string; at: Date },
  products: readonly (ProductToKeep & ProductKeeping)[],
): Promise<void> {
  if (products.length === 0) return
  await sql`
    update product set fields = entry.fields, changed_at = ${at}, name = entry.name, name_key = entry."nameKey",
      brand = entry.brand, categories = entry.categories,
      price = case when entry."keepsPrice" then product.price else entry.price end,
      price_most = case when entry."keepsPrice" then product.price_most else entry."priceMost" end,
      image_url = case when entry."keepsImage" then product.image_url else entry."imageUrl" end, search = entry.search
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as entry (
      id text, fields jsonb, "originRemoteId" text, name text, "nameKey" text, brand text, categories text[],
      price numeric, "priceMost" numeric, "imageUrl" text, search text, "keepsPrice" boolean, "keepsImage" boolean
    )
    where product.workspace_id = ${tx.workspace} and product.id = entry.id
      and product.origin_channel_id = ${channelId} and product.origin_remote_id = entry."originRemoteId"
  `.execute(tx.kysely)
}

/** Adds a variant; it fails with a unique violation of `variant_sku` where another one has its key. */
export async function insertVariant(tx: WorkspaceTx, channelId: string | null, variant: VariantToKeep): Promise<void> {
  const entry = sql`jsonb_to_recordset(${JSON.stringify([variant])}::jsonb) as entry (
    id text, "productId" text, position integer, fields jsonb, sku text, "skuKey" text, "skuFault" text,
    "originRemoteId" text
  )`
  await insertingVariants(tx, channelId, entry).execute(tx.kysely)
}

/** The statement that adds variants: those of `entry`, with the columns of `VariantToKeep`. */
export function insertingVariants(
  tx: WorkspaceTx,
  channelId: string | null,
  entry: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    insert into variant (
      workspace_id, id, product_id, position, fields, sku, sku_key, sku_fault, origin_channel_id, origin_remote_id
    )
    select ${tx.workspace}, id, "productId", position, fields, sku, "skuKey", "skuFault", ${channelId}, "originRemoteId"
    from ${entry}
  `
}

export interface VariantOfListing {
  readonly id: string
  readonly productId: string
  readonly sku: string | null
  readonly skuFillId: string | null
  /** What the store showed before; null where it showed none. */
  readonly shownSku: string | null
  readonly originRemoteId: string
}

/** The variants that were made from these offers of a channel. */
export async function variantsMadeFrom(
  db: Handle,
  channelId: string,
  variantIds: readonly string[],
): Promise<Map<string, VariantOfListing>> {
  const rows = await db.kysely
    .selectFrom('variant')
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', sql<string>`any(${variantIds}::text[])`)
    .where('origin_channel_id', '=', channelId)
    .select(['id', 'product_id', 'sku', 'sku_fill_id'])
    // Not null beside its channel.
    .select(eb => eb.ref('origin_remote_id').$notNull().as('origin_remote_id'))
    .select(sql<string | null>`fields->>'sku'`.as('shown_sku'))
    .execute()
  return new Map(
    rows.map(row => [
      row.origin_remote_id,
      {
        id: row.id,
        productId: row.product_id,
        sku: row.sku,
        skuFillId: row.sku_fill_id,
        shownSku: row.shown_sku,
        originRemoteId: row.origin_remote_id,
      },
    ]),
  )
}

/** The products that these variants are of. */
export async function productsOfVariants(db: Handle, variantIds: readonly string[]): Promise<string[]> {
  if (variantIds.length === 0) return []
  const rows = await db.kysely
    .selectFrom('variant')
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', sql<string>`any(${variantIds}::text[])`)
    .select('product_id')
    .distinct()
    .execute()
  return rows.map(row => row.product_id)
}

/**
 * Brings variants up to what the offer that they were made from shows now. A SKU that another variant of the workspace
 * has is left out and marked. One that the hub gave is the store's own as soon as the store shows it.
 */
export async function updateVariants(
  tx: WorkspaceTx,
  variants: readonly Omit<VariantToKeep, 'originRemoteId'>[],
): Promise<void> {
  if (variants.length === 0) return
  const given = sql`jsonb_to_recordset(${JSON.stringify(variants)}::jsonb) as entry (
    id text, position integer, fields jsonb, sku text, "skuKey" text, "skuFault" text
  )`
  // Two variants may have exchanged their SKUs: nobody keeps one while they are handed out anew.
  await sql`
    update variant set sku_key = null from ${given}
    where variant.workspace_id = ${tx.workspace} and variant.id = entry.id and variant.sku_key is distinct from entry."skuKey"
  `.execute(tx.kysely)
  await sql`
    update variant set position = entry.position, fields = entry.fields,
      sku = case when taken.elsewhere then null else entry.sku end,
      sku_key = case when taken.elsewhere then null else entry."skuKey" end,
      sku_fault = case when taken.elsewhere then 'duplicate' else entry."skuFault" end,
      sku_fill_id = case
        when variant.sku is not distinct from entry.sku and entry.fields->>'sku' is distinct from entry.sku
        then variant.sku_fill_id
      end
    from (
      select entry.*, row_number() over (
        partition by entry."skuKey" order by (held.sku_key is not distinct from entry."skuKey") desc, entry.id
      ) as place
      from ${given} join variant held on held.workspace_id = ${tx.workspace} and held.id = entry.id
    ) as entry,
    lateral (
      select entry."skuKey" is not null and (entry.place > 1 or exists (
        select from variant other where other.workspace_id = ${tx.workspace} and other.sku_key = entry."skuKey"
          and other.id <> entry.id
      )) as elsewhere
    ) as taken
    where variant.workspace_id = ${tx.workspace} and variant.id = entry.id
  `.execute(tx.kysely)
}

/** Counts the variants of products again, and those whose SKU has a fault. */
export async function recountProducts(tx: WorkspaceTx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  // Who counts second has to see what the first one wrote: a count that waits for the row only now would not.
  await sql`
    select from product where workspace_id = ${tx.workspace} and id = any(${productIds}::text[])
    order by id for no key update
  `.execute(tx.kysely)
  await sql`
    update product set variant_count = counted.variants, fault_count = counted.faults
    from (
      select given.product_id, count(v.id) as variants, count(v.sku_fault) as faults
      from unnest(${productIds}::text[]) as given (product_id)
      left join variant v on v.workspace_id = ${tx.workspace} and v.product_id = given.product_id
      group by given.product_id
    ) as counted
    where product.workspace_id = ${tx.workspace} and product.id = counted.product_id
  `.execute(tx.kysely)
}

/** A master product with everything that overrides are computed from. */
export interface ProductSides {
  readonly fields: StoredFields
  readonly details: StoredFields
  readonly listings: readonly (ProductSide & { readonly ownDetails: StoredFields })[]
  readonly offers: readonly (ProductSide & { readonly master: StoredFields })[]
}

interface ProductSide {
  readonly channelId: string
  readonly remoteId: string
  readonly layers: Layers
  /** Fields that are the channel's own also where the master says the same. */
  readonly pinned: readonly string[]
}

/**
 * Products that may have overrides: another listing than the one that they were made from belongs to them, or has a
 * variant of theirs; or somebody edited them. Nobody else changes them before the transaction ends.
 * `surely`: products that have some in any case.
 */
export async function productSides(
  db: WorkspaceTx,
  productIds: readonly string[],
  surely: readonly string[],
): Promise<ProductSides[]> {
  if (productIds.length === 0) return []
  const ids = sql`any(${productIds}::text[])`
  const shared = await sql<{ id: string; fields: StoredFields; details: StoredFields }>`
    select p.id, p.fields, p.details from product p
    where p.workspace_id = ${db.workspace} and p.id = ${ids}
      and (
        p.id = any(${surely}::text[])
        or exists (
          select from listing l where l.workspace_id = p.workspace_id and l.product_id = p.id
            and ((l.channel_id, l.remote_id) is distinct from (p.origin_channel_id, p.origin_remote_id) or ${isApart('l')})
        )
        or exists (
          select from variant v join offer o on o.workspace_id = v.workspace_id and o.variant_id = v.id
          where v.workspace_id = p.workspace_id and v.product_id = p.id
            and ((o.channel_id, o.remote_id) is distinct from (v.origin_channel_id, v.origin_remote_id) or ${isApart('o')})
        )
      )
    order by p.id
    for no key update of p
  `.execute(db.kysely)
  if (shared.rows.length === 0) return []
  const sharedIds = sql`any(${shared.rows.map(row => row.id)}::text[])`
  const columns = (row: string) =>
    sql.raw(
      `${row}.channel_id as "channelId", ${row}.remote_id as "remoteId", ${row}.observed, ${row}.base, ${row}.sent,
      ${row}.desired, coalesce(${row}.pinned, '{}') as pinned`,
    )
  type Columns = LayerColumns & Omit<ProductSide, 'layers'> & { readonly productId: string }
  const listings = await sql<Columns & { ownDetails: StoredFields }>`
    select l.product_id as "productId", ${columns('l')}, l.details as "ownDetails" from listing l
    where l.workspace_id = ${db.workspace} and l.product_id = ${sharedIds}
  `.execute(db.kysely)
  const offers = await sql<Columns & { master: StoredFields }>`
    select v.product_id as "productId", ${columns('o')}, v.fields as master
    from variant v join offer o on o.workspace_id = v.workspace_id and o.variant_id = v.id
    where v.workspace_id = ${db.workspace} and v.product_id = ${sharedIds}
  `.execute(db.kysely)
  const listingsOf = Map.groupBy(listings.rows, row => row.productId)
  const offersOf = Map.groupBy(offers.rows, row => row.productId)
  return shared.rows.map(({ id, fields, details }) => ({
    fields,
    details,
    listings: (listingsOf.get(id) ?? []).map(row => ({ ...row, layers: layersFrom(row) })),
    offers: (offersOf.get(id) ?? []).map(row => ({ ...row, layers: layersFrom(row) })),
  }))
}

/** A listing or offer that may show or want something else than the master that was made from it. */
function isApart(row: string): RawBuilder<boolean> {
  return sql.raw(
    `(${row}.overrides <> '{}' or num_nonnulls(${row}.base, ${row}.sent, ${row}.desired, ${row}.pinned) > 0)`,
  )
}

interface OverridesToKeep {
  readonly channelId: string
  readonly remoteId: string
  readonly overrides: Overrides
}

/** Writes the overrides of listings or offers. */
export async function keepOverrides(
  tx: WorkspaceTx,
  table: 'listing' | 'offer',
  rows: readonly OverridesToKeep[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update ${sql.table(table)} as target set overrides = entry.overrides
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry ("channelId" text, "remoteId" text, overrides jsonb)
    where target.workspace_id = ${tx.workspace} and target.channel_id = entry."channelId"
      and target.remote_id = entry."remoteId"
  `.execute(tx.kysely)
}

/** Searching looks at the SKUs of all variants; this is enough for 600 of them. */
export const searchCharactersMost = 20_000

/**
 * Writes anew what a search looks at, for products that have variants or SKUs which the listing that they were made from
 * doesn't show: of another store, or given by the hub.
 */
export async function rebuildSearch(tx: WorkspaceTx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  const barcodes = sql`v.fields->>'upc', v.fields->>'gtin', v.fields->>'mpn'`
  const built = await sql<{ id: string; text: string }>`
    select p.id, concat_ws(
      e'\n', p.name, p.fields->>'sku', p.fields->>'upc', p.fields->>'gtin', p.fields->>'mpn',
      (select string_agg(concat_ws(e'\n', v.sku, v.fields->>'sku', ${barcodes}), e'\n' order by v.position, v.id)
        from variant v where v.workspace_id = p.workspace_id and v.product_id = p.id),
      (select string_agg(o.observed->>'sku', e'\n' order by o.channel_id, o.remote_id)
        from variant v join offer o on o.workspace_id = v.workspace_id and o.variant_id = v.id
        where v.workspace_id = p.workspace_id and v.product_id = p.id
          and o.observed->>'sku' is distinct from v.fields->>'sku')
    ) as text
    from product p where p.workspace_id = ${tx.workspace} and p.id = any(${productIds}::text[])
  `.execute(tx.kysely)
  // Not by the database: its lower case depends on its locale, and what is searched for is brought to it here, too.
  const texts = built.rows.map(({ id, text }) => ({
    id,
    text: text.toLowerCase().slice(0, searchCharactersMost).toWellFormed(),
  }))
  await sql`
    update product set search = entry.text
    from jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) as entry (id text, text text)
    where product.workspace_id = ${tx.workspace} and product.id = entry.id and product.search <> entry.text
  `.execute(tx.kysely)
}
