import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { keepMasterDetails } from '../database/details.ts'
import { recordEvent } from '../database/events.ts'
import { recountListings } from '../database/listings.ts'
import {
  closeReviews,
  type DecidedReview,
  type Decision,
  type DecisionMade,
  holdDecided,
  holdReviews,
  listingsForMaster,
  type ReviewFilter,
  type ReviewToDecide,
  removeMade,
  reopenReviews,
  setMatches,
  unlinkListings,
} from '../database/match-reviews.ts'
import {
  candidatesBySku,
  insertProduct,
  insertVariant,
  rebuildSearch,
  recountProducts,
  type VariantToKeep,
} from '../database/products.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { masterOf } from '../domain/fields.ts'
import { skuFault, skuKey } from '../domain/sku.ts'
import { renewOverrides } from '../engine/pull/overrides.ts'
import { indexedText, pathsWithAncestors, textField } from '../engine/pull/shape-product.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

const atOnceMost = 200
/** A million matches; a decision about more takes another call. */
const roundsMost = 5_000

/**
 * Decides matches of the review list: those with the given ids, or all of a reason and channel.
 * `join`: the store's variant is the master's, and its values that differ become the channel's own.
 * `keep_apart`: it becomes a master variant of its own, without a SKU where another has that.
 * `leave_out`: it stays in the store alone. What somebody else has decided meanwhile is left as it is.
 */
export async function decideReview(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { what: { ids: readonly string[] } | { filter: ReviewFilter }; decision: Decision },
): Promise<{ decided: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { what, decision } = input
  let decided = 0
  for (let round = 0; round < roundsMost; round += 1) {
    const ids = 'ids' in what ? what.ids.slice(round * atOnceMost, (round + 1) * atOnceMost) : null
    if (ids?.length === 0) break
    // An import that goes on may stand in the way.
    const count = await despiteCollisions(() =>
      db.transaction(async tx => {
        const ask = 'filter' in what ? { filter: what.filter, most: atOnceMost } : { ids: ids ?? [] }
        const reviews = await holdReviews(tx, ask)
        await decide(tx, tools, actor, reviews, decision)
        return reviews.length
      }),
    )
    decided += count
    if (ids === null && count === 0) break
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { decided }
}

async function decide(
  tx: WorkspaceTx,
  tools: Tools,
  actor: Actor,
  reviews: readonly ReviewToDecide[],
  decision: Decision,
): Promise<void> {
  if (reviews.length === 0) return
  const at = tools.clock.now()
  const settled =
    decision === 'join'
      ? reviews.map(review => ({ review, made: {}, variantId: review.variantId, productId: review.productId }))
      : decision === 'leave_out'
        ? reviews.map(review => ({ review, made: {}, variantId: null, productId: null }))
        : await keepApart(tx, tools, reviews)
  await setMatches(
    tx,
    settled.map(({ review, variantId, productId }) => ({
      channelId: review.channelId,
      offerId: review.offerId,
      listingId: review.listingId,
      match: decision === 'leave_out' ? ('left_out' as const) : ('matched' as const),
      variantId,
      productId,
    })),
  )
  await closeReviews(
    tx,
    decision,
    { actor, at },
    settled.map(({ review, made }) => ({ id: review.id, made })),
  )
  await settleCounts(
    tx,
    reviews,
    settled.map(({ productId }) => productId).filter(id => id !== null),
  )
  await recordEvent(tx, {
    id: newId('evt', tools.randomBytes),
    at,
    actor,
    verb: `match.${decision}`,
    about: { reviews: reviews.map(({ id }) => id) },
  })
}

interface Settled {
  readonly review: ReviewToDecide
  readonly made: DecisionMade
  readonly variantId: string | null
  /** The product that the variant belongs to. */
  readonly productId: string | null
}

/** Makes a master variant for each, and a master product for each listing that has none. */
async function keepApart(tx: WorkspaceTx, tools: Tools, reviews: readonly ReviewToDecide[]): Promise<Settled[]> {
  const at = tools.clock.now()
  const homes = new Map<string, string>()
  const without = reviews.filter(review => review.listingProductId === null)
  for (const listing of await listingsForMaster(tx, without)) {
    const id = newId('prd', tools.randomBytes)
    homes.set(placeOf(listing.channelId, listing.remoteId), id)
    const fields = masterOf(listing.observed)
    const { categories } = fields
    const product = {
      ...{ id, fields, originRemoteId: listing.remoteId, name: listing.name, nameKey: listing.nameKey },
      brand: indexedText(textField(fields, 'brand')),
      categories: pathsWithAncestors(Array.isArray(categories) ? categories.map(String) : []),
      ...{ price: listing.price, priceMost: listing.priceMost, imageUrl: listing.imageUrl, search: listing.search },
      // Counted once its variants are there.
      ...{ variantCount: 0, faultCount: 0 },
    }
    await insertProduct(tx, { channelId: listing.channelId, at }, product)
    await keepMasterDetails(tx, id, masterOf(listing.details))
  }
  const settled: Settled[] = []
  for (const review of reviews) {
    const productId = review.listingProductId ?? homes.get(placeOf(review.channelId, review.listingId)) ?? ''
    const variant = await variantApart(tx, tools, review, productId)
    await insertVariant(tx, review.channelId, variant)
    settled.push({ review, made: { variantId: variant.id }, variantId: variant.id, productId })
  }
  return settled
}

function placeOf(channelId: string, listingId: string): string {
  return `${channelId}/${listingId}`
}

async function variantApart(
  tx: WorkspaceTx,
  tools: Tools,
  review: ReviewToDecide,
  productId: string,
): Promise<VariantToKeep> {
  const sku = textField(review.observed, 'sku')
  const key = skuKey(sku)
  const isTaken = key !== null && (await candidatesBySku(tx, review.channelId, [key])).size > 0
  return {
    id: newId('var', tools.randomBytes),
    productId,
    position: review.position,
    fields: masterOf(review.observed),
    sku: isTaken ? null : (sku ?? null),
    skuKey: isTaken ? null : key,
    skuFault: isTaken ? 'duplicate' : skuFault(sku),
    originRemoteId: review.offerId,
  }
}

async function settleCounts(
  tx: WorkspaceTx,
  places: readonly { channelId: string; listingId: string }[],
  productIds: readonly string[],
): Promise<void> {
  for (const channelId of new Set(places.map(place => place.channelId))) {
    const listingIds = places.filter(place => place.channelId === channelId).map(place => place.listingId)
    await recountListings(tx, channelId, [...new Set(listingIds)])
  }
  await recountProducts(tx, [...new Set(productIds)])
  await renewOverrides(tx, [...new Set(productIds)])
  await rebuildSearch(tx, [...new Set(productIds)])
}

/**
 * Takes decisions back, so that the matches wait again. What cannot be taken back, because something else was built on
 * it, stays and is named with the reason.
 */
export async function reopenReview(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { ids: readonly string[] },
): Promise<{ reopened: number; kept: { id: string; reason: string }[] }> {
  mustBeAllowed(actor, 'catalog.manage')
  const result = await despiteCollisions(() =>
    db.transaction(async tx => {
      const decided = await holdDecided(tx, input.ids)
      const kept = decided.flatMap(review => whyKept(review) ?? [])
      const free = decided.filter(review => !kept.some(({ id }) => id === review.id))
      await reopen(tx, free)
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        at: tools.clock.now(),
        actor,
        verb: 'match.reopened',
        about: { reviews: free.map(({ id }) => id) },
      })
      return { reopened: free.length, kept }
    }),
  )
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return result
}

function whyKept(review: DecidedReview): { id: string; reason: string } | null {
  if (!review.variantInUse) return null
  return { id: review.id, reason: 'Something else was matched to the variant that this decision made.' }
}

async function reopen(tx: WorkspaceTx, reviews: readonly DecidedReview[]): Promise<void> {
  const waiting = { match: 'waiting' as const, variantId: null, productId: null }
  await setMatches(
    tx,
    reviews.map(({ channelId, offerId, listingId }) => ({ channelId, offerId, listingId, ...waiting })),
  )
  // The last decision about a listing that is taken back leaves nothing of them all, whichever of them came first.
  await unlinkListings(tx, reviews)
  const productIds = reviews
    .flatMap(({ listingProductId, joinedProductId }) => [listingProductId, joinedProductId])
    .filter(id => id !== null)
  await removeMade(tx, { variantIds: reviews.flatMap(({ made }) => made.variantId ?? []), productIds })
  await reopenReviews(
    tx,
    reviews.map(({ id }) => id),
  )
  await settleCounts(tx, reviews, productIds)
}
