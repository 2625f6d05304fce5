import type { WorkspaceTx } from '../../database/connect.ts'
import { keepOverrides, productSides } from '../../database/products.ts'
import { overridesOf } from '../../domain/fields.ts'

/**
 * Computes the overrides of products that several listings share: what each of them shows otherwise than the master.
 * While nothing is written to any store, master and overrides together are exactly what a store shows, so that the
 * first plan is empty.
 */
export async function renewOverrides(tx: WorkspaceTx, productIds: readonly string[]): Promise<void> {
  for (const product of await productSides(tx, productIds)) {
    const master = { ...product.fields, ...product.details }
    const listings = product.listings.map(({ shown, ...place }) => ({
      ...place,
      overrides: overridesOf(master, shown),
    }))
    const offers = product.offers.map(({ master: variant, shown, ...place }) => ({
      ...place,
      overrides: overridesOf(variant, shown),
    }))
    await keepOverrides(tx, 'listing', listings)
    await keepOverrides(tx, 'offer', offers)
  }
}
