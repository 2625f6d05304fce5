import type { WorkspaceTx } from '../../database/connect.ts'
import type { KnownListing } from '../../database/listings.ts'
import { removedSince } from '../../database/removals.ts'
import type { ShapedProduct } from './shape-product.ts'

/**
 * The products without what the hub has deleted in the store since the run began: what was read before that is old, and
 * must not bring anything back. A store that shows it to a later run has it after all.
 */
export async function leaveRemoved(
  tx: WorkspaceTx,
  run: { readonly channelId: string; readonly runId: string },
  known: ReadonlyMap<string, KnownListing>,
  products: readonly ShapedProduct[],
): Promise<readonly ShapedProduct[]> {
  const concerned = [...known.values()].filter(({ removed }) => removed).map(({ remoteId }) => remoteId)
  if (concerned.length === 0) return products
  const removed = await removedSince(tx, run, concerned)
  if (removed.length === 0) return products
  const listings = new Set(removed.filter(({ offerId }) => offerId === null).map(({ listingId }) => listingId))
  const offers = new Set(removed.flatMap(({ offerId }) => offerId ?? []))
  return products
    .filter(({ listing }) => !listings.has(listing.remoteId))
    .map(product => {
      const left = product.offers.filter(({ remoteId }) => !offers.has(remoteId))
      if (left.length === product.offers.length) return product
      // The next run compares it in full.
      return { ...product, offers: left, listing: { ...product.listing, variantCount: left.length, hash: '' } }
    })
}
