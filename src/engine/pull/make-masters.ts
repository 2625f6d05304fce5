import type { WorkspaceTx } from '../../database/connect.ts'
import { keepMasterDetails } from '../../database/details.ts'
import { recountListings } from '../../database/listings.ts'
import { type DecisionMade, listingsForMaster, type ReviewToDecide } from '../../database/match-reviews.ts'
import {
  candidatesBySku,
  insertProduct,
  insertVariant,
  rebuildSearch,
  recountProducts,
  type VariantToKeep,
} from '../../database/products.ts'
import { masterOf } from '../../domain/fields.ts'
import { skuFault, skuKey } from '../../domain/sku.ts'
import { newId, type RandomBytes } from '../../runtime/ids.ts'
import { renewOverrides } from './overrides.ts'
import { textField, titlesOf } from './shape-product.ts'

export interface MakeContext {
  readonly at: Date
  readonly randomBytes: RandomBytes
}

/** What a variant of a store that waited is from now on. */
export interface Settled {
  readonly review: ReviewToDecide
  readonly made: DecisionMade
  readonly variantId: string | null
  /** The product that the variant belongs to. */
  readonly productId: string | null
}

/** Makes a master variant for each, and a master product for each listing that has none. */
export async function makeMasters(
  tx: WorkspaceTx,
  { at, randomBytes }: MakeContext,
  reviews: readonly ReviewToDecide[],
): Promise<Settled[]> {
  const homes = new Map<string, string>()
  const without = reviews.filter(review => review.listingProductId === null)
  for (const listing of await listingsForMaster(tx, without)) {
    const id = newId('prd', randomBytes)
    homes.set(placeOf(listing.channelId, listing.remoteId), id)
    const fields = masterOf(listing.desired)
    const product = {
      ...{ id, fields, originRemoteId: listing.remoteId, ...titlesOf(fields, listing.name) },
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
    const variant = await variantOf(tx, randomBytes, review, productId)
    await insertVariant(tx, review.channelId, variant)
    settled.push({ review, made: { variantId: variant.id }, variantId: variant.id, productId })
  }
  return settled
}

function placeOf(channelId: string, listingId: string): string {
  return `${channelId}/${listingId}`
}

async function variantOf(
  tx: WorkspaceTx,
  randomBytes: RandomBytes,
  review: ReviewToDecide,
  productId: string,
): Promise<VariantToKeep> {
  const sku = textField(review.desired, 'sku')
  const key = skuKey(sku)
  const isTaken = key !== null && (await candidatesBySku(tx, review.channelId, [key])).size > 0
  return {
    id: newId('var', randomBytes),
    productId,
    position: review.position,
    fields: masterOf(review.desired),
    sku: isTaken ? null : (sku ?? null),
    skuKey: isTaken ? null : key,
    skuFault: isTaken ? 'duplicate' : skuFault(sku),
    originRemoteId: review.offerId,
  }
}

/** Counts again, and shows anew, what depends on matches of these listings and products. */
export async function settleCounts(
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
