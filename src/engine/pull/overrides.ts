import type { WorkspaceTx } from '../../database/connect.ts'
import type { StoredFields } from '../../database/listings.ts'
import { keepOverrides, productSides } from '../../database/products.ts'
import { type FieldValue, overridesOf } from '../../domain/fields.ts'
import { desiredOf, type Fields } from '../../domain/layers.ts'

/**
 * Computes the overrides of products that several listings share, or that somebody edited: what each channel is meant to
 * show otherwise than the master. So master and overrides together are what is desired, and where nobody has edited
 * anything, that is exactly what a store shows: the first plan is empty. `surely`: products that have overrides for sure.
 */
export async function renewOverrides(
  tx: WorkspaceTx,
  productIds: readonly string[],
  { surely = [] }: { surely?: readonly string[] } = {},
): Promise<void> {
  const products = await productSides(tx, productIds, surely)
  const listings = products.flatMap(({ fields, details, listings }) => {
    const master = { ...fields, ...details }
    return listings.map(({ channelId, remoteId, layers, ownDetails, pinned }) => {
      const overrides = ownValues(master, { ...desiredOf(layers), ...ownDetails }, pinned)
      return { channelId, remoteId, overrides }
    })
  })
  const offers = products.flatMap(product =>
    product.offers.map(({ channelId, remoteId, master, layers, pinned }) => {
      return { channelId, remoteId, overrides: ownValues(master, desiredOf(layers), pinned) }
    }),
  )
  await keepOverrides(tx, 'listing', listings)
  await keepOverrides(tx, 'offer', offers)
}

/** What a channel is meant to show otherwise than the master, and what was set for it alone. */
function ownValues(
  master: StoredFields,
  desired: Fields,
  pinned: readonly string[],
): Record<string, FieldValue | null> {
  const own = Object.fromEntries(pinned.map(name => [name, desired[name] ?? null]))
  return { ...overridesOf(master, desired), ...own }
}
