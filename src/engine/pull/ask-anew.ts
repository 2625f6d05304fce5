import type { WorkspaceTx } from '../../database/connect.ts'
import {
  askOtherwise,
  dropOpenReviews,
  holdReviewsBeside,
  type ReviewToDecide,
  setMatches,
} from '../../database/match-reviews.ts'
import { candidatesBySku } from '../../database/products.ts'
import { type Match, matchVariant } from '../../domain/match.ts'
import { type MakeContext, makeMasters, settleCounts } from './make-masters.ts'
import { sideOf, skuFrom } from './shape-product.ts'

/** What became of matches that waited, and wait no longer. */
export interface Anew {
  readonly joined: number
  readonly newProducts: number
  readonly newVariants: number
}

/**
 * Looks anew at what waits against variants of the master catalog that show something else now, whichever channel it is
 * of: what agrees is joined, what has its SKU for itself is a variant of its own, and of the rest it is asked what differs
 * now. What waits beside it in the same product of a store is looked at too, for they have one home.
 */
export async function askAnew(tx: WorkspaceTx, context: MakeContext, variantIds: readonly string[]): Promise<Anew> {
  const total = { joined: 0, newProducts: 0, newVariants: 0 }
  if (variantIds.length === 0) return total
  const waiting = await holdReviewsBeside(tx, variantIds)
  // All at once: many thousand variants may wait for one SKU that they share.
  let matches = await lookAt(tx, waiting)
  let isStale = false
  for (const reviews of Map.groupBy(waiting, ({ channelId, listingId }) => `${channelId}/${listingId}`).values()) {
    // What became of one listing is what the next may be asked about.
    if (isStale) matches = await lookAt(tx, reviews)
    const { joined, newProducts, newVariants } = await lookAtListing(tx, context, reviews, matches)
    total.joined += joined
    total.newProducts += newProducts
    total.newVariants += newVariants
    isStale ||= joined + newVariants > 0
  }
  return total
}

type Matches = ReadonlyMap<ReviewToDecide, Match>

/** All that waits in one listing; `matches`: what each of it is now. */
async function lookAtListing(
  tx: WorkspaceTx,
  context: MakeContext,
  reviews: readonly ReviewToDecide[],
  matches: Matches,
): Promise<Anew> {
  const homes = new Set(reviews.map(({ listingProductId }) => listingProductId).filter(id => id !== null))
  for (const review of reviews) {
    const match = matches.get(review)
    if (match?.kind === 'join') homes.add(match.candidate.productId)
  }
  const [home = null] = homes.size === 1 ? homes : []
  let productId = reviews[0]?.listingProductId ?? home
  const total = { joined: 0, newProducts: 0, newVariants: 0 }
  const touched = new Set<string>()
  for (const review of reviews) {
    // What one of them made is what the next may be asked about.
    const match = (touched.size > 0 ? await lookAt(tx, [review]) : matches).get(review)
    if (match === undefined) continue
    if (match.kind === 'ask' || (match.kind === 'join' && homes.size > 1)) {
      const reason = match.kind === 'ask' ? match.reason : 'several_products'
      const { variantId } = match.candidate
      if (reason !== review.reason || variantId !== review.variantId) {
        await askOtherwise(tx, { id: review.id, reason, variantId })
      }
      continue
    }
    const settled =
      match.kind === 'join'
        ? match.candidate
        : (await makeMasters(tx, context, [{ ...review, listingProductId: productId }]))[0]
    if (settled === undefined) continue
    if (productId === null && match.kind === 'new') total.newProducts += 1
    productId ??= settled.productId
    if (match.kind === 'join') total.joined += 1
    else total.newVariants += 1
    if (settled.productId !== null) touched.add(settled.productId)
    const { channelId, offerId, listingId } = review
    await dropOpenReviews(tx, channelId, [offerId])
    await setMatches(tx, [
      { channelId, offerId, listingId, match: 'matched', variantId: settled.variantId, productId: settled.productId },
    ])
  }
  if (touched.size > 0) await settleCounts(tx, reviews, [...touched])
  return total
}

/** What each of these is now. */
async function lookAt(tx: WorkspaceTx, reviews: readonly ReviewToDecide[]): Promise<Matches> {
  const matches = new Map<ReviewToDecide, Match>()
  for (const [channelId, ofChannel] of Map.groupBy(reviews, review => review.channelId)) {
    const keys = new Set(ofChannel.map(({ observed }) => skuFrom(observed).skuKey).filter(key => key !== null))
    const candidates = await candidatesBySku(tx, channelId, [...keys])
    for (const review of ofChannel) {
      const { listingName: name, listingObserved, variantCount, observed } = review
      const side = sideOf({ name, observed: listingObserved, variantCount }, observed)
      matches.set(review, matchVariant(side, candidates.get(skuFrom(observed).skuKey ?? '')))
    }
  }
  return matches
}
