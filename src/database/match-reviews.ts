import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { FieldPart } from '../domain/fields.ts'
import { desiredOf } from '../domain/layers.ts'
import type { MatchReason } from '../domain/match.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { type LayerColumns, layersFrom } from './following.ts'
import { every } from './list-query.ts'
import type { StoredFields } from './listings.ts'
import type { Decision } from './tables.ts'

export type { Decision }

type Handle = WorkspaceDb | WorkspaceTx

/** A match that waits for a person. */
export interface ReviewToAdd {
  readonly id: string
  readonly listingId: string
  readonly offerId: string
  readonly reason: MatchReason
  readonly variantId: string
}

export async function insertReviews(
  tx: WorkspaceTx,
  channelId: string,
  at: Date,
  reviews: readonly ReviewToAdd[],
): Promise<void> {
  if (reviews.length === 0) return
  await sql`
    insert into match_review (workspace_id, id, channel_id, listing_id, offer_id, reason, variant_id, created_at)
    select ${tx.workspace}, id, ${channelId}, "listingId", "offerId", reason, "variantId", ${at}
    from jsonb_to_recordset(${JSON.stringify(reviews)}::jsonb) as entry (
      id text, "listingId" text, "offerId" text, reason text, "variantId" text
    )
  `.execute(tx.kysely)
}

/** Takes questions back that no longer are any: what the store shows has changed. */
export async function dropOpenReviews(tx: WorkspaceTx, channelId: string, offerIds: readonly string[]): Promise<void> {
  if (offerIds.length === 0) return
  await tx.kysely
    .deleteFrom('match_review')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('offer_id', '=', sql<string>`any(${offerIds}::text[])`)
    .where('decided_at', 'is', null)
    .execute()
}

interface ReviewSide {
  readonly productName: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly optionValues: readonly FieldPart[]
  readonly price: string | null
  /** Of the store that the price is of; null where it did not say. */
  readonly currency: string | null
  readonly imageUrl: string | null
}

/** A match on the review list, with both sides. */
export interface ListedReview {
  readonly id: string
  readonly reason: MatchReason
  readonly channelId: string
  readonly channelName: string
  readonly listingId: string
  readonly createdAt: Date
  readonly decision: Decision | null
  readonly decidedAt: Date | null
  readonly decidedBy: Actor | null
  readonly variantId: string
  readonly productId: string
  readonly store: ReviewSide
  readonly master: ReviewSide & { readonly channels: readonly string[] }
}

export interface ReviewFilter {
  readonly reason?: MatchReason
  readonly channelId?: string
}

/** Those that wait, the oldest id first; or those that were decided, the latest first. */
export function listReviews(
  db: Handle,
  ask: {
    filter: ReviewFilter
    decided: boolean
    limit: number
    after?: { at: Date | null; id: string }
  },
): Promise<ListedReview[]> {
  const where = [...conditions(db, ask.filter)]
  if (ask.decided) where.push(sql<boolean>`r.decided_at is not null`)
  else where.push(waits)
  if (ask.after !== undefined) {
    const { at, id } = ask.after
    where.push(ask.decided ? sql<boolean>`(r.decided_at, r.id) < (${at}, ${id})` : sql<boolean>`r.id > ${id}`)
  }
  const order = ask.decided ? sql`r.decided_at desc, r.id desc` : sql`r.id`
  return selectReviews(db, sql`where ${every(where)} order by ${order} limit ${ask.limit}`)
}

const waits = sql<boolean>`r.decided_at is null and o.gone_at is null`

function conditions(db: Handle, { reason, channelId }: ReviewFilter): RawBuilder<boolean>[] {
  return [
    sql<boolean>`r.workspace_id = ${db.workspace} and c.removed_at is null`,
    ...(reason === undefined ? [] : [sql<boolean>`r.reason = ${reason}`]),
    ...(channelId === undefined ? [] : [sql<boolean>`r.channel_id = ${channelId}`]),
  ]
}

/** A product of a store and one of the master catalog, of which variants wait to be joined. */
interface ReviewPair {
  /** The first of them, by which pages go on. */
  readonly id: string
  readonly channelId: string
  readonly listingId: string
  readonly productId: string
}

/** What waits, by pairs of products, the oldest first: of each pair all variants, in the store's order. */
export async function listReviewPairs(
  db: Handle,
  ask: { filter: ReviewFilter; limit: number; after?: string },
): Promise<(ReviewPair & { items: ListedReview[] })[]> {
  const { filter, limit, after } = ask
  const sameReason = filter.reason === undefined ? sql`true` : sql`e.reason = ${filter.reason}`
  const where = [...conditions(db, filter), waits, ...(after === undefined ? [] : [sql<boolean>`r.id > ${after}`])]
  const { rows: pairs } = await sql<ReviewPair>`
    select r.id, r.channel_id as "channelId", r.listing_id as "listingId", v.product_id as "productId"
    from match_review r
    join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id
    join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.remote_id = r.offer_id
    join variant v on v.workspace_id = r.workspace_id and v.id = r.variant_id
    where ${every(where)} and not exists (
      select from offer eo
      join match_review e on e.workspace_id = eo.workspace_id and e.channel_id = eo.channel_id
        and e.offer_id = eo.remote_id and e.decided_at is null
      join variant ev on ev.workspace_id = e.workspace_id and ev.id = e.variant_id
      where eo.workspace_id = r.workspace_id and eo.channel_id = r.channel_id and eo.listing_id = r.listing_id
        and eo.gone_at is null and ev.product_id = v.product_id and e.id < r.id and ${sameReason}
    )
    order by r.id
    limit ${limit}
  `.execute(db.kysely)
  const items = await selectReviews(
    db,
    sql`
      join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair ("channelId" text, "listingId" text, "productId" text)
        on r.channel_id = pair."channelId" and r.listing_id = pair."listingId" and p.id = pair."productId"
      where ${every([...conditions(db, filter), waits])} order by o.position, r.id
    `,
  )
  const itemsOf = Map.groupBy(items, pairKey)
  return pairs.map(pair => ({ ...pair, items: itemsOf.get(pairKey(pair)) ?? [] }))
}

function pairKey({ channelId, listingId, productId }: Omit<ReviewPair, 'id'>): string {
  return `${channelId}/${productId}/${listingId}`
}

function currencyOf(channelId: RawBuilder<unknown>) {
  return sql`(
    select cp.profile->'store'->>'currency' from channel_profile cp
    where cp.workspace_id = r.workspace_id and cp.channel_id = ${channelId}
  )`
}

/** A master variant without a price of its own shows that of its product, which may be from another store. */
const masterPriceFrom = sql`case when v.fields->>'price' is null then p.origin_channel_id else v.origin_channel_id end`

async function selectReviews(db: Handle, which: RawBuilder<unknown>): Promise<ListedReview[]> {
  const result = await sql<ListedReview>`
    select r.id, r.reason, r.channel_id as "channelId", c.name as "channelName", r.listing_id as "listingId",
      r.created_at as "createdAt", r.decision, r.decided_at as "decidedAt", r.decided_by as "decidedBy",
      r.variant_id as "variantId", p.id as "productId",
      json_build_object(
        'productName', l.name, 'sku', o.observed->>'sku',
        'barcode', coalesce(o.observed->>'upc', o.observed->>'gtin', l.observed->>'upc', l.observed->>'gtin'),
        'optionValues', coalesce(o.observed->'optionValues', '[]'), 'price', o.price::text,
        'currency', ${currencyOf(sql`r.channel_id`)},
        'imageUrl', coalesce(o.observed->>'imageUrl', l.image_url)
      ) as store,
      json_build_object(
        'productName', p.name, 'sku', v.sku,
        'barcode', coalesce(v.fields->>'upc', v.fields->>'gtin', p.fields->>'upc', p.fields->>'gtin'),
        'optionValues', coalesce(v.fields->'optionValues', '[]'),
        'price', coalesce(v.fields->>'price', p.fields->>'price'),
        'currency', ${currencyOf(masterPriceFrom)},
        'imageUrl', coalesce(v.fields->>'imageUrl', p.image_url),
        'channels', coalesce((
          select json_agg(distinct oc.name) from offer oo
          join channel oc on oc.workspace_id = oo.workspace_id and oc.id = oo.channel_id and oc.removed_at is null
          where oo.workspace_id = r.workspace_id and oo.variant_id = v.id
        ), '[]')
      ) as master
    from match_review r
    join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id
    join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.remote_id = r.offer_id
    join listing l on l.workspace_id = r.workspace_id and l.channel_id = r.channel_id and l.remote_id = r.listing_id
    join variant v on v.workspace_id = r.workspace_id and v.id = r.variant_id
    join product p on p.workspace_id = v.workspace_id and p.id = v.product_id
    ${which}
  `.execute(db.kysely)
  return result.rows
}

/** How many matches wait, by reason: all of them, or those of a channel. */
export async function countReviews(
  db: Handle,
  channelId?: string,
): Promise<{ reason: MatchReason; waiting: number }[]> {
  const result = await sql<{ reason: MatchReason; waiting: number }>`
    select r.reason, count(*) as waiting
    from match_review r
    join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id and c.removed_at is null
    join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.remote_id = r.offer_id
    where r.workspace_id = ${db.workspace} and r.decided_at is null and o.gone_at is null
      ${channelId === undefined ? sql`` : sql`and r.channel_id = ${channelId}`}
    group by r.reason
  `.execute(db.kysely)
  return result.rows
}

/** A match as a decision needs it. */
export interface ReviewToDecide {
  readonly id: string
  readonly channelId: string
  readonly listingId: string
  readonly offerId: string
  readonly reason: MatchReason
  readonly variantId: string
  readonly productId: string
  readonly listingProductId: string | null
  readonly position: number
  readonly observed: StoredFields
  /** What it is meant to show, with what was edited before it came to wait. */
  readonly desired: StoredFields
  readonly listingName: string
  readonly listingObserved: StoredFields
  /** How many variants the listing has. */
  readonly variantCount: number
}

/** Matches that still wait, which nobody else decides, and no import follows, before the transaction ends. */
export function holdReviews(tx: WorkspaceTx, ids: readonly string[]): Promise<ReviewToDecide[]> {
  return held(tx, sql`r.id = any(${ids}::text[])`)
}

/** The same of all that waits in the listings of which something waits against one of these variants. */
export function holdReviewsBeside(tx: WorkspaceTx, variantIds: readonly string[]): Promise<ReviewToDecide[]> {
  return held(
    tx,
    sql`(r.channel_id, r.listing_id) in (
      select a.channel_id, a.listing_id from match_review a
      where a.workspace_id = ${tx.workspace} and a.variant_id = any(${variantIds}::text[]) and a.decided_at is null
    )`,
  )
}

async function held(tx: WorkspaceTx, which: RawBuilder<unknown>): Promise<ReviewToDecide[]> {
  const { rows } = await sql<Omit<ReviewToDecide, 'desired'> & LayerColumns>`
    select r.id, r.channel_id as "channelId", r.listing_id as "listingId", r.offer_id as "offerId", r.reason,
      r.variant_id as "variantId", v.product_id as "productId", l.product_id as "listingProductId", o.position,
      o.observed, o.base, o.sent, o.desired, l.name as "listingName", l.observed as "listingObserved", l.variant_count as "variantCount"
    from match_review r
    join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id and c.removed_at is null
    join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.remote_id = r.offer_id
    join listing l on l.workspace_id = r.workspace_id and l.channel_id = r.channel_id and l.remote_id = r.listing_id
    join variant v on v.workspace_id = r.workspace_id and v.id = r.variant_id
    where r.workspace_id = ${tx.workspace} and ${which} and r.decided_at is null and o.gone_at is null
    order by r.channel_id, r.listing_id, o.position, r.id
    for update of l, o, r
  `.execute(tx.kysely)
  return rows.map(row => ({ ...row, desired: desiredIn(row) }))
}

function desiredIn(columns: LayerColumns): StoredFields {
  return desiredOf(layersFrom(columns)) as StoredFields
}

/** Which matches wait, up to `most`. */
export async function waitingIds(db: Handle, filter: ReviewFilter, most: number): Promise<string[]> {
  const result = await sql<{ id: string }>`
    select r.id
    from match_review r
    join channel c on c.workspace_id = r.workspace_id and c.id = r.channel_id
    join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.remote_id = r.offer_id
    where ${every([...conditions(db, filter), waits])}
    order by r.id
    limit ${most}
  `.execute(db.kysely)
  return result.rows.map(row => row.id)
}

/** What somebody decided about some matches, by who it was. */
export interface OtherDecisions {
  readonly decision: Decision
  readonly decidedBy: Actor
  readonly count: number
}

export async function decisionsOn(db: Handle, ids: readonly string[]): Promise<OtherDecisions[]> {
  if (ids.length === 0) return []
  const result = await sql<OtherDecisions>`
    select decision, decided_by as "decidedBy", count(*) as count from match_review
    where workspace_id = ${db.workspace} and id = any(${ids}::text[]) and decided_at is not null
    group by decision, decided_by order by count(*) desc, decision
  `.execute(db.kysely)
  return result.rows
}

/** Asks something else of a match that waits. */
export async function askOtherwise(
  tx: WorkspaceTx,
  question: { id: string; reason: MatchReason; variantId: string },
): Promise<void> {
  await tx.kysely
    .updateTable('match_review')
    .set({ reason: question.reason, variant_id: question.variantId })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', question.id)
    .execute()
}

/** What a decision made, so that it can be taken back. */
export interface DecisionMade {
  /** The master variant of what is kept apart. */
  readonly variantId?: string
}

export async function closeReviews(
  tx: WorkspaceTx,
  decision: Decision,
  { actor, at }: { actor: Actor; at: Date },
  reviews: readonly { id: string; made: DecisionMade }[],
): Promise<void> {
  if (reviews.length === 0) return
  await sql`
    update match_review set decided_at = ${at}, decided_by = ${JSON.stringify(actor)}, decision = ${decision},
      made = entry.made
    from jsonb_to_recordset(${JSON.stringify(reviews)}::jsonb) as entry (id text, made jsonb)
    where match_review.workspace_id = ${tx.workspace} and match_review.id = entry.id
  `.execute(tx.kysely)
}

/** What an offer is in the master catalog from now on. */
export interface MatchToSet {
  readonly channelId: string
  readonly offerId: string
  readonly listingId: string
  readonly match: 'matched' | 'waiting' | 'left_out'
  readonly variantId: string | null
  /** The product for a listing that has none yet. */
  readonly productId: string | null
}

/** Links offers to variants, or sets them aside; and listings that have no product yet to the given ones. */
export async function setMatches(tx: WorkspaceTx, rows: readonly MatchToSet[]): Promise<void> {
  if (rows.length === 0) return
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
    "channelId" text, "offerId" text, "listingId" text, match text, "variantId" text, "productId" text
  )`
  await sql`
    update offer set match = entry.match, variant_id = entry."variantId", overrides = '{}' from ${given}
    where offer.workspace_id = ${tx.workspace} and offer.channel_id = entry."channelId"
      and offer.remote_id = entry."offerId"
  `.execute(tx.kysely)
  await sql`
    update listing set product_id = entry."productId" from ${given}
    where listing.workspace_id = ${tx.workspace} and listing.channel_id = entry."channelId"
      and listing.remote_id = entry."listingId" and listing.product_id is null and entry."productId" is not null
  `.execute(tx.kysely)
}

/** A decided match as taking it back needs it. */
export interface DecidedReview {
  readonly id: string
  readonly channelId: string
  readonly listingId: string
  readonly offerId: string
  readonly variantId: string
  readonly decision: Decision
  readonly made: DecisionMade
  /** The product that the listing has, and the one of the variant that its offer was joined to. */
  readonly listingProductId: string | null
  readonly joinedProductId: string | null
  /** Another offer or match speaks of the variant that the decision made. */
  readonly variantInUse: boolean
}

/** Decisions that nobody else takes back, and no import follows, before the transaction ends. */
export async function holdDecided(tx: WorkspaceTx, ids: readonly string[]): Promise<DecidedReview[]> {
  const result = await sql<DecidedReview>`
    select r.id, r.channel_id as "channelId", r.listing_id as "listingId", r.offer_id as "offerId",
      r.variant_id as "variantId", r.decision, coalesce(r.made, '{}') as made, l.product_id as "listingProductId",
      (select v.product_id from variant v where v.workspace_id = o.workspace_id and v.id = o.variant_id)
        as "joinedProductId",
      exists (
        select from offer other where other.workspace_id = r.workspace_id and other.variant_id = r.made->>'variantId'
          and (other.channel_id, other.remote_id) <> (r.channel_id, r.offer_id)
      ) or exists (
        select from match_review other where other.workspace_id = r.workspace_id
          and other.variant_id = r.made->>'variantId' and other.id <> r.id
      ) as "variantInUse"
    from match_review r
    join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.remote_id = r.offer_id
    join listing l on l.workspace_id = r.workspace_id and l.channel_id = r.channel_id and l.remote_id = r.listing_id
    where r.workspace_id = ${tx.workspace} and r.id = any(${ids}::text[]) and r.decided_at is not null
    order by r.channel_id, r.listing_id, o.position, r.id
    for update of l, o, r
  `.execute(tx.kysely)
  return result.rows
}

export async function reopenReviews(tx: WorkspaceTx, ids: readonly string[]): Promise<void> {
  await tx.kysely
    .updateTable('match_review')
    .set({ decided_at: null, decided_by: null, decision: null, made: null })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
}

/**
 * Takes listings without any matched offer off the product that a decision gave them. One that came without variants
 * was made a product before anything was asked about it: that it keeps.
 */
export async function unlinkListings(
  tx: WorkspaceTx,
  places: readonly { channelId: string; listingId: string }[],
): Promise<void> {
  await sql`
    update listing set product_id = null, overrides = '{}'
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as entry ("channelId" text, "listingId" text)
    where listing.workspace_id = ${tx.workspace} and listing.channel_id = entry."channelId"
      and listing.remote_id = entry."listingId"
      and not exists (
        select from offer o where o.workspace_id = listing.workspace_id and o.channel_id = listing.channel_id
          and o.listing_id = listing.remote_id and o.variant_id is not null
      )
      and not exists (
        select from product p where p.workspace_id = listing.workspace_id and p.id = listing.product_id
          and p.origin_channel_id = listing.channel_id and p.origin_remote_id = listing.remote_id
          and p.created_at < (
            select min(r.created_at) from match_review r where r.workspace_id = listing.workspace_id
              and r.channel_id = listing.channel_id and r.listing_id = listing.remote_id
          )
      )
  `.execute(tx.kysely)
}

/** Removes master variants to which nothing refers, and those of the products that have no variant and no listing now. */
export async function removeMade(
  tx: WorkspaceTx,
  { variantIds, productIds }: { variantIds: readonly string[]; productIds: readonly string[] },
): Promise<void> {
  await tx.kysely
    .deleteFrom('variant')
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', sql<string>`any(${variantIds}::text[])`)
    .execute()
  await sql`
    delete from product where workspace_id = ${tx.workspace} and id = any(${productIds}::text[])
      and not exists (select from variant v where v.workspace_id = product.workspace_id and v.product_id = product.id)
      and not exists (select from listing l where l.workspace_id = product.workspace_id and l.product_id = product.id)
  `.execute(tx.kysely)
}

/** A listing as a master product is made from it. */
export interface ListingForMaster {
  readonly channelId: string
  readonly remoteId: string
  /** What it is meant to show. */
  readonly desired: StoredFields
  readonly details: StoredFields
  readonly name: string
  readonly price: string | null
  readonly priceMost: string | null
  readonly imageUrl: string | null
  readonly search: string
}

export async function listingsForMaster(
  tx: WorkspaceTx,
  places: readonly { channelId: string; listingId: string }[],
): Promise<ListingForMaster[]> {
  const { rows } = await sql<Omit<ListingForMaster, 'desired'> & LayerColumns>`
    select distinct l.channel_id as "channelId", l.remote_id as "remoteId", l.observed, l.base, l.sent, l.desired, l.details, l.name,
      l.price, l.price_most as "priceMost", l.image_url as "imageUrl", l.search
    from listing l
    join jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as entry ("channelId" text, "listingId" text)
      on l.channel_id = entry."channelId" and l.remote_id = entry."listingId"
    where l.workspace_id = ${tx.workspace}
  `.execute(tx.kysely)
  return rows.map(row => ({ ...row, desired: desiredIn(row) }))
}
