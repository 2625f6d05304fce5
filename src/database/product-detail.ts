import { sql } from 'kysely'
import type { Delta } from '../domain/layers.ts'
import type { SkuFault } from '../domain/sku.ts'
import type { WorkspaceDb } from './connect.ts'
import type { Overrides, StoredFields } from './listings.ts'
import type { GoneChoice } from './tables.ts'

export interface ProductRow {
  readonly id: string
  readonly name: string
  readonly brand: string | null
  readonly state: 'active' | 'archived'
  readonly imageUrl: string | null
  readonly fields: StoredFields
  readonly createdAt: Date
  readonly changedAt: Date
}

export interface VariantRow {
  readonly id: string
  readonly position: number
  readonly sku: string | null
  readonly skuFault: SkuFault | null
  readonly skuFillId: string | null
  readonly fields: StoredFields
}

/** What a listing or offer is meant to show, beside what it shows: see `domain/layers.ts`; null for nothing. */
interface Meant {
  readonly observed: StoredFields
  readonly overrides: Overrides
  readonly base: Delta | null
  readonly sent: Delta | null
  readonly desired: Delta | null
}

/** A listing as it is shown, with its channel. */
export interface ListingRow extends Meant {
  readonly channelId: string
  readonly channelName: string
  readonly kind: string
  readonly remoteId: string
  readonly productId: string | null
  readonly name: string
  readonly brand: string | null
  readonly imageUrl: string | null
  readonly observedAt: Date
  readonly detailsAt: Date | null
  readonly goneAt: Date | null
  readonly goneChoice: GoneChoice | null
}

export interface OfferRow extends Meant {
  readonly channelId: string
  readonly remoteId: string
  readonly listingId: string
  readonly position: number
  readonly variantId: string | null
  readonly match: 'matched' | 'waiting' | 'left_out'
  readonly reviewId: string | null
  readonly price: string | null
  readonly stock: number | null
  readonly goneAt: Date | null
}

/** A product of the master catalog. */
export async function findProduct(db: WorkspaceDb, productId: string): Promise<ProductRow | null> {
  const result = await sql<ProductRow>`
    select id, name, brand, state, image_url as "imageUrl", fields || details as fields, created_at as "createdAt",
      changed_at as "changedAt"
    from product where workspace_id = ${db.workspace} and id = ${productId}
  `.execute(db.kysely)
  return result.rows[0] ?? null
}

export async function variantsOf(db: WorkspaceDb, productId: string): Promise<VariantRow[]> {
  const result = await sql<VariantRow>`
    select id, position, sku, sku_fault as "skuFault", sku_fill_id as "skuFillId", fields
    from variant where workspace_id = ${db.workspace} and product_id = ${productId} order by position, id
  `.execute(db.kysely)
  return result.rows
}

const listingColumns = sql`
  l.channel_id as "channelId", c.name as "channelName", c.kind, l.remote_id as "remoteId", l.product_id as "productId",
  l.name, l.observed->>'brand' as brand, l.image_url as "imageUrl", l.observed || l.details as observed,
  l.overrides, l.base, l.sent, l.desired,
  l.observed_at as "observedAt", l.details_at as "detailsAt", l.gone_at as "goneAt", l.gone_choice as "goneChoice"
`

/** The listings of channels that are there, that belong to a product or have one of its variants. */
export async function listingsOf(db: WorkspaceDb, productId: string): Promise<ListingRow[]> {
  const result = await sql<ListingRow>`
    select ${listingColumns}
    from listing l join channel c on c.workspace_id = l.workspace_id and c.id = l.channel_id and c.removed_at is null
    where l.workspace_id = ${db.workspace} and (
      l.product_id = ${productId} or (l.channel_id, l.remote_id) in (
        select o.channel_id, o.listing_id from offer o
        join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
        where v.workspace_id = ${db.workspace} and v.product_id = ${productId}
      )
    )
    order by c.created_at, l.remote_id
  `.execute(db.kysely)
  return result.rows
}

export async function findListing(db: WorkspaceDb, channelId: string, remoteId: string): Promise<ListingRow | null> {
  const result = await sql<ListingRow>`
    select ${listingColumns}
    from listing l join channel c on c.workspace_id = l.workspace_id and c.id = l.channel_id and c.removed_at is null
    where l.workspace_id = ${db.workspace} and l.channel_id = ${channelId} and l.remote_id = ${remoteId}
  `.execute(db.kysely)
  return result.rows[0] ?? null
}

const offerColumns = sql`
  o.channel_id as "channelId", o.remote_id as "remoteId", o.listing_id as "listingId", o.position,
  o.variant_id as "variantId", o.match, r.id as "reviewId", o.observed, o.overrides, o.base, o.sent, o.desired, o.price, o.stock, o.gone_at as "goneAt"
`
const openReview = sql`
  left join match_review r on r.workspace_id = o.workspace_id and r.channel_id = o.channel_id
    and r.offer_id = o.remote_id and r.decided_at is null
`

/** The offers of these variants, and those of the product's listings that are matched to nothing. */
export async function offersOf(
  db: WorkspaceDb,
  variantIds: readonly string[],
  listings: readonly { channelId: string; remoteId: string }[],
): Promise<OfferRow[]> {
  const places = JSON.stringify(listings.map(({ channelId, remoteId }) => ({ channelId, remoteId })))
  const result = await sql<OfferRow>`
    select ${offerColumns} from offer o ${openReview}
    where o.workspace_id = ${db.workspace} and (
      o.variant_id = any(${variantIds}::text[]) or (
        o.variant_id is null and (o.channel_id, o.listing_id) in (
          select "channelId", "remoteId" from jsonb_to_recordset(${places}::jsonb)
            as entry ("channelId" text, "remoteId" text)
        )
      )
    )
    order by o.position, o.remote_id
  `.execute(db.kysely)
  return result.rows
}

/** The id of the product whose variant has this SKU, whatever its case; null where there is none. */
export async function productIdBySku(db: WorkspaceDb, skuKey: string): Promise<string | null> {
  const row = await db.kysely
    .selectFrom('variant')
    .where('workspace_id', '=', db.workspace)
    .where('sku_key', '=', skuKey)
    .select('product_id')
    .executeTakeFirst()
  return row?.product_id ?? null
}
