import { type RawBuilder, sql } from 'kysely'
import { type FieldValue, storeBoundFields } from '../domain/fields.ts'
import type { SkuFault } from '../domain/sku.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { insertingProducts, insertingVariants } from './products.ts'

type Handle = WorkspaceDb | WorkspaceTx
export type StoredFields = Readonly<Record<string, FieldValue>>
export type Overrides = Readonly<Record<string, FieldValue | null>>

/** A listing as a pull writes it. What a merchant decided about it (matches, choices) is not in here. */
export interface ListingToKeep {
  readonly remoteId: string
  readonly productId: string | null
  readonly observed: StoredFields
  /** The same as JSON. */
  readonly observedText: string
  readonly hash: string
  readonly name: string
  readonly nameKey: string
  readonly sku: string
  readonly brandRemoteId: string | null
  readonly categoryIds: readonly string[]
  readonly visible: boolean
  readonly price: string | null
  readonly priceMost: string | null
  readonly stock: number | null
  readonly imageUrl: string | null
  readonly modifiedAt: Date | null
  readonly variantCount: number
  readonly search: string
}

export interface OfferToKeep {
  readonly remoteId: string
  readonly listingId: string
  readonly position: number
  readonly variantId: string | null
  readonly match: 'matched' | 'waiting' | 'left_out'
  readonly observed: StoredFields
  /** The same as JSON. */
  readonly observedText: string
  readonly hash: string
  readonly price: string | null
  readonly stock: number | null
}

/** What a listing says besides to the master product that is made from it, whose id is the listing's `productId`. */
export interface ProductMade {
  /** As `masterLists` of the domain gives them. */
  readonly masterLists: StoredFields
  readonly brand: string | null
  readonly categories: readonly string[]
  readonly masterVariants: number
  readonly masterFaults: number
}

/** What an offer says besides to the variant that is made from it, whose id is the offer's `variantId`. */
export interface VariantMade {
  readonly masterLists: StoredFields
  readonly productId: string
  readonly sku: string | null
  readonly skuKey: string | null
  readonly skuFault: SkuFault | null
}

export interface KnownListing {
  readonly remoteId: string
  readonly productId: string | null
  readonly hash: string
  readonly gone: boolean
  /** Somebody archived its product because it was gone. */
  readonly archived: boolean
  /** The hub deleted it in the store, or a variant of it. */
  readonly removed: boolean
  /** What it is compared by with the master catalog, apart from its offers: name, UPC/EAN and global trade number. */
  readonly compared: string
}

export interface KnownOffer {
  readonly remoteId: string
  readonly listingId: string
  readonly variantId: string | null
  readonly match: 'matched' | 'waiting' | 'left_out'
  readonly hash: string
  readonly gone: boolean
}

/** Whether a channel has anything of a store. */
export async function hasListings(db: Handle, channelId: string): Promise<boolean> {
  const row = await db.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .select('remote_id')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The listings that are known of these, which nobody else changes before the transaction ends. */
export async function knownListings(
  tx: WorkspaceTx,
  channelId: string,
  remoteIds: readonly string[],
): Promise<Map<string, KnownListing>> {
  const rows = await tx.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .orderBy('remote_id')
    .select(['remote_id', 'product_id', 'observed_hash', 'gone_at', 'gone_choice', 'name'])
    .select([sql<string | null>`observed->>'upc'`.as('upc'), sql<string | null>`observed->>'gtin'`.as('gtin')])
    .select(
      sql<boolean>`listing.removed_at is not null or exists (
        select from offer o where o.workspace_id = listing.workspace_id and o.channel_id = listing.channel_id
          and o.listing_id = listing.remote_id and o.removed_at is not null
      )`.as('removed'),
    )
    .forUpdate()
    .execute()
  return new Map(
    rows.map(row => [
      row.remote_id,
      {
        remoteId: row.remote_id,
        productId: row.product_id,
        hash: row.observed_hash,
        gone: row.gone_at !== null,
        archived: row.gone_choice === 'archive',
        removed: row.removed,
        compared: [row.name, row.upc, row.gtin].join('\n'),
      },
    ]),
  )
}

/** Whether the channel has an offer with one of these ids, of whichever listing. */
export async function hasOfferOf(db: Handle, channelId: string, remoteIds: readonly string[]): Promise<boolean> {
  const row = await db.kysely
    .selectFrom('offer')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .select('remote_id')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The offers of these listings, by the listing's remote id. */
export async function knownOffers(
  db: Handle,
  channelId: string,
  listingIds: readonly string[],
): Promise<Map<string, KnownOffer[]>> {
  if (listingIds.length === 0) return new Map()
  const rows = await db.kysely
    .selectFrom('offer')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('listing_id', '=', sql<string>`any(${listingIds}::text[])`)
    .orderBy('position')
    .select(['remote_id', 'listing_id', 'variant_id', 'match', 'observed_hash', 'gone_at'])
    .execute()
  const byListing = new Map<string, KnownOffer[]>()
  for (const row of rows) {
    const offers = byListing.get(row.listing_id) ?? []
    byListing.set(row.listing_id, offers)
    offers.push({
      remoteId: row.remote_id,
      listingId: row.listing_id,
      variantId: row.variant_id,
      match: row.match,
      hash: row.observed_hash,
      gone: row.gone_at !== null,
    })
  }
  return byListing
}

/**
 * Tells the planner what the catalog's rows look like, where it knows nothing of them yet. The engine looks by itself only
 * a minute later; until then one index is as good to the planner as another, also for checking foreign keys.
 */
export async function learnCatalogShape(db: WorkspaceDb): Promise<void> {
  const unknown = await sql`select from pg_class where oid = 'offer'::regclass and reltuples < 0`.execute(db.kysely)
  if (unknown.rows.length > 0) await sql`analyze (skip_locked) product, variant, listing, offer`.execute(db.kysely)
}

/**
 * The statement that writes what was seen of listings, and adds the master products that are made from them. Of a
 * listing that is known already, its match and all above what was observed stay, and its details are read again; they count as changed, for the listing
 * may have got its product just now. `allNew`: none is known, and the database need not look before it writes each.
 */
export function keepingListings(
  tx: WorkspaceTx,
  context: { channelId: string; runId: string; at: Date },
  listings: readonly (ListingToKeep & Partial<ProductMade>)[],
  { allNew }: { allNew: boolean },
): RawBuilder<unknown> {
  const { channelId, runId, at } = context
  const orUpdate = sql`
    on conflict (workspace_id, channel_id, remote_id) do update set
      product_id = coalesce(listing.product_id, excluded.product_id), observed = excluded.observed,
      observed_hash = excluded.observed_hash, observed_at = excluded.observed_at,
      seen_run = excluded.seen_run, details_run = '', details_hash = '', gone_at = null, gone_choice = null,
      name = excluded.name, name_key = excluded.name_key, sku = excluded.sku, brand_remote_id = excluded.brand_remote_id,
      category_ids = excluded.category_ids, visible = excluded.visible, price = excluded.price,
      price_most = excluded.price_most, stock = excluded.stock, image_url = excluded.image_url,
      modified_at = excluded.modified_at, variant_count = excluded.variant_count, search = excluded.search
  `
  const made = sql`(
    select "productId" as id, ${masterFields} as fields, "remoteId" as "originRemoteId", name, "nameKey", brand,
      categories, price, "priceMost", "imageUrl", "masterVariants" as "variantCount", "masterFaults" as "faultCount",
      search
    from entry where "masterLists" is not null
  ) as made`
  return sql`
    with entry as materialized (
      select * from jsonb_to_recordset(${textOf(listings)}::jsonb) as entry (
        "remoteId" text, "productId" text, observed jsonb, hash text, name text, "nameKey" text,
        sku text, "brandRemoteId" text, "categoryIds" text[], visible boolean, price numeric, "priceMost" numeric,
        stock bigint, "imageUrl" text, "modifiedAt" timestamptz, "variantCount" integer, search text,
        "masterLists" jsonb, brand text, categories text[], "masterVariants" integer, "masterFaults" integer
      )
    ), product_made as (${insertingProducts(tx, context, made)})
    insert into listing (
      workspace_id, channel_id, remote_id, product_id, observed, observed_hash, observed_at, details, details_hash,
      overrides, first_seen_at, seen_run, details_run, name, name_key, sku, brand_remote_id, category_ids, visible,
      price, price_most, stock, image_url, modified_at, variant_count, waiting_count, left_out_count, search
    )
    select ${tx.workspace}, ${channelId}, "remoteId", "productId", observed, hash, ${at}, '{}', '', '{}', ${at},
      ${runId}, '', name, "nameKey", sku, "brandRemoteId", "categoryIds", visible, price, "priceMost", stock,
      "imageUrl", "modifiedAt", "variantCount", 0, 0, search
    from entry ${allNew ? sql`` : orUpdate}
  `
}

/** Rows as JSON; what was observed is most of it, and was put into text when it was compared. */
function textOf(rows: readonly { observed: StoredFields; observedText: string }[]): string {
  const texts = rows.map(({ observed: _, observedText, ...row }) => {
    return `{"observed":${observedText},${JSON.stringify(row).slice(1)}`
  })
  return `[${texts.join(',')}]`
}

/** As `masterOf` has it, from what was sent anyway: a catalog goes to the database once and not twice. */
const masterFields = sql`(observed - ${storeBoundFields}::text[]) || "masterLists"`

/** What listings are called, for those of these ids that there are. */
export async function namesOfListings(
  db: Handle,
  channelId: string,
  remoteIds: readonly string[],
): Promise<Map<string, { name: string; sku: string }>> {
  if (remoteIds.length === 0) return new Map()
  const rows = await db.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .select(['remote_id', 'name', 'sku'])
    .execute()
  return new Map(rows.map(({ remote_id, name, sku }) => [remote_id, { name, sku }]))
}

/**
 * The statement that writes what was seen of offers, and adds the variants that are made from them. Of an offer that is
 * known already, its match and all above what was observed stay. It fails with a unique violation of `variant_sku` where another variant has a key.
 * `allNew` as for listings.
 */
export function keepingOffers(
  tx: WorkspaceTx,
  channelId: string,
  offers: readonly (OfferToKeep & Partial<VariantMade>)[],
  { allNew }: { allNew: boolean },
): RawBuilder<unknown> {
  const orUpdate = sql`
    on conflict (workspace_id, channel_id, remote_id) do update set
      listing_id = excluded.listing_id, position = excluded.position, observed = excluded.observed,
      observed_hash = excluded.observed_hash, price = excluded.price, stock = excluded.stock, gone_at = null
  `
  const made = sql`(
    select "variantId" as id, "productId", position, ${masterFields} as fields, sku, "skuKey", "skuFault",
      "remoteId" as "originRemoteId"
    from entry where "masterLists" is not null
  ) as made`
  return sql`
    with entry as materialized (
      select * from jsonb_to_recordset(${textOf(offers)}::jsonb) as entry (
        "remoteId" text, "listingId" text, position integer, "variantId" text, match text, observed jsonb, hash text,
        price numeric, stock bigint,
        "masterLists" jsonb, "productId" text, sku text, "skuKey" text, "skuFault" text
      )
    ), variant_made as (${insertingVariants(tx, channelId, made)})
    insert into offer (
      workspace_id, channel_id, remote_id, listing_id, position, variant_id, match, observed, observed_hash, overrides,
      price, stock
    )
    select ${tx.workspace}, ${channelId}, "remoteId", "listingId", position, "variantId", match, observed, hash, '{}',
      price, stock
    from entry ${allNew ? sql`` : orUpdate}
  `
}

/** Notes that a run saw listings that are as they were. */
export async function markSeen(
  tx: WorkspaceTx,
  { channelId, runId, at }: { channelId: string; runId: string; at: Date },
  remoteIds: readonly string[],
): Promise<void> {
  if (remoteIds.length === 0) return
  await tx.kysely
    .updateTable('listing')
    .set({ seen_run: runId, observed_at: at, gone_at: null, gone_choice: null })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .execute()
}

/** Marks offers as gone from the store. A match of them that waited for a decision needs none any more. */
export async function markOffersGone(
  tx: WorkspaceTx,
  channelId: string,
  remoteIds: readonly string[],
  at: Date,
): Promise<void> {
  if (remoteIds.length === 0) return
  await tx.kysely
    .updateTable('offer')
    .set({ gone_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .where('gone_at', 'is', null)
    .execute()
  await dropRemovals(tx, channelId, sql`offer_id = any(${remoteIds}::text[])`)
  await offerRelinks(tx, channelId)
}

/** What is gone need not be deleted any more. */
async function dropRemovals(tx: WorkspaceTx, channelId: string, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    delete from removal_wanted where workspace_id = ${tx.workspace} and channel_id = ${channelId} and ${which}
  `.execute(tx.kysely)
}

/** Whoever wanted it deleted does not want it again. */
const choiceOfGone = sql<'keep_off' | null>`case when exists (
  select from removal_wanted r where r.workspace_id = listing.workspace_id and r.channel_id = listing.channel_id
    and r.listing_id = listing.remote_id and r.offer_id is null
) then 'keep_off' end`

/**
 * What waits because its SKU was there twice, and is so no longer as the other one is gone from the store, may be the
 * same thing made again.
 */
async function offerRelinks(tx: WorkspaceTx, channelId: string): Promise<void> {
  await sql`
    update match_review r set reason = 'relink'
    where r.workspace_id = ${tx.workspace} and r.channel_id = ${channelId} and r.decided_at is null
      and r.reason in ('duplicate', 'case_twin', 'space_twin')
      and exists (
        select from offer o where o.workspace_id = r.workspace_id and o.channel_id = r.channel_id
          and o.variant_id = r.variant_id
      )
      and not exists (
        select from offer o where o.workspace_id = r.workspace_id and o.channel_id = r.channel_id
          and o.variant_id = r.variant_id and o.gone_at is null
      )
  `.execute(tx.kysely)
}

/**
 * Marks listings, and all that is in them, as gone from the store; not those that somebody saw after
 * `unlessSeenAfter`. Gives back those that were not gone before.
 */
export async function markListingsGone(
  tx: WorkspaceTx,
  channelId: string,
  remoteIds: readonly string[],
  at: Date,
  options: { unlessSeenAfter?: Date } = {},
): Promise<{ remoteId: string; name: string; sku: string }[]> {
  if (remoteIds.length === 0) return []
  const { unlessSeenAfter } = options
  const rows = await tx.kysely
    .updateTable('listing')
    .set({ gone_at: at, gone_choice: choiceOfGone, waiting_count: 0, left_out_count: 0 })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .where('gone_at', 'is', null)
    .$if(unlessSeenAfter !== undefined, query => query.where('observed_at', '<', unlessSeenAfter ?? at))
    .returning(['remote_id as remoteId', 'name', 'sku'])
    .execute()
  const gone = rows.map(row => row.remoteId)
  await tx.kysely
    .updateTable('offer')
    .set({ gone_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('listing_id', '=', sql<string>`any(${gone}::text[])`)
    .where('gone_at', 'is', null)
    .execute()
  await dropRemovals(tx, channelId, sql`listing_id = any(${gone}::text[])`)
  await offerRelinks(tx, channelId)
  return rows
}

/** Counts again how many variants of these listings wait, and how many were left out. */
export async function recountListings(tx: WorkspaceTx, channelId: string, remoteIds: readonly string[]): Promise<void> {
  if (remoteIds.length === 0) return
  await sql`
    update listing set waiting_count = counted.waiting, left_out_count = counted.left_out
    from (
      select listing_id, count(*) filter (where match = 'waiting' and gone_at is null) as waiting,
        count(*) filter (where match = 'left_out' and gone_at is null) as left_out
      from offer
      where workspace_id = ${tx.workspace} and channel_id = ${channelId} and listing_id = any(${remoteIds}::text[])
      group by listing_id
    ) as counted
    where listing.workspace_id = ${tx.workspace} and listing.channel_id = ${channelId}
      and listing.remote_id = counted.listing_id
      and (listing.waiting_count, listing.left_out_count) is distinct from (counted.waiting, counted.left_out)
  `.execute(tx.kysely)
}

/** The run has named this product as one that it could not take: so the store showed it. */
function isRefused(db: Handle, runId: string, remoteId: string) {
  return sql<boolean>`exists (
    select from run_row refused where refused.workspace_id = ${db.workspace} and refused.run_id = ${runId}
      and refused.outcome = 'refused' and refused.kind = 'product' and refused.remote_id = ${sql.ref(remoteId)}
  )`
}

/** Listings that a complete sweep did not show, in whatever form, and that are not known to be gone. */
export async function listingsNotSeen(
  db: Handle,
  channelId: string,
  ask: { runId: string; limit: number },
): Promise<{ remoteId: string; name: string; sku: string }[]> {
  return db.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('seen_run', '<>', ask.runId)
    .where('gone_at', 'is', null)
    .where(sql<boolean>`not ${isRefused(db, ask.runId, 'listing.remote_id')}`)
    .orderBy('remote_id')
    .limit(ask.limit)
    .select(['remote_id as remoteId', 'name', 'sku'])
    .execute()
}

/** What a channel shows, as far as it is there: products and variants seen by a run, or by any. */
export async function countSeen(
  db: Handle,
  channelId: string,
  runId: string,
): Promise<{ products: number; variants: number; present: number }> {
  const row = await db.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('gone_at', 'is', null)
    .select([
      sql<number>`count(*) filter (where seen_run = ${runId})`.as('products'),
      sql<number>`coalesce(sum(variant_count) filter (where seen_run = ${runId}), 0)::bigint`.as('variants'),
      sql<number>`count(*)`.as('present'),
    ])
    .executeTakeFirstOrThrow()
  return row
}

/** Of these keys, those that this run has neither taken nor named as refused. */
export async function keysNotSeen(
  db: Handle,
  channelId: string,
  runId: string,
  remoteIds: readonly string[],
): Promise<string[]> {
  const result = await sql<{ remote_id: string }>`
    select given.remote_id from unnest(${remoteIds}::text[]) as given (remote_id)
    where not exists (
      select from listing
      where workspace_id = ${db.workspace} and channel_id = ${channelId} and listing.remote_id = given.remote_id
        and seen_run = ${runId}
    ) and not ${isRefused(db, runId, 'given.remote_id')}
  `.execute(db.kysely)
  return result.rows.map(row => row.remote_id)
}

/** The listings that a run has seen, and that are there. */
export async function listingsSeen(db: Handle, channelId: string, runId: string): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('seen_run', '=', runId)
    .where('gone_at', 'is', null)
    .select('remote_id')
    .execute()
  return rows.map(row => row.remote_id)
}
