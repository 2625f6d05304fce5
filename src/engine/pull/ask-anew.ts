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
  for (const reviews of Map.groupBy(waiting, ({ channelId, listingId }) => `${channelId}/${listingId}`).values()) {
    const { joined, newProducts, newVariants } = await lookAtListing(tx, context, reviews)
    total.joined += joined
    total.newProducts += newProducts
    total.newVariants += newVariants
  }
  return total
}

/** All that waits in one listing. */
async function lookAtListing(tx: WorkspaceTx, context: MakeContext, reviews: readonly ReviewToDecide[]): Promise<Anew> {
  const homes = new Set(reviews.map(({ listingProductId }) => listingProductId).filter(id => id !== null))
  for (const review of reviews) {
    const match = await look(tx, review)
    if (match.kind === 'join') homes.add(match.candidate.productId)
  }
  const [home = null] = homes.size === 1 ? homes : []
  let productId = reviews[0]?.listingProductId ?? home
  const total = { joined: 0, newProducts: 0, newVariants: 0 }
  const touched = new Set<string>()
  // One after the other: what one of them makes is what the next may be asked about.
  for (const review of reviews) {
    const match = await look(tx, review)
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

async function look(tx: WorkspaceTx, review: ReviewToDecide): Promise<Match> {
  const { channelId, listingName: name, listingObserved, variantCount, observed } = review
  const key = skuFrom(observed).skuKey
  const candidate = key === null ? undefined : (await candidatesBySku(tx, channelId, [key])).get(key)
  return matchVariant(sideOf({ name, observed: listingObserved, variantCount }, observed), candidate)
}
