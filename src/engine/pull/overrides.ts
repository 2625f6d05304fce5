import type { WorkspaceTx } from '../../database/connect.ts'
import { keepOverrides, productSides } from '../../database/products.ts'
import { overridesOf } from '../../domain/fields.ts'

/**
 * Computes the overrides of products that several listings share: what each of them shows otherwise than the master.
 * While nothing is written to any store, master and overrides together are exactly what a store shows, so that the
 * first plan is empty.
 */
export async function renewOverrides(tx: WorkspaceTx, productIds: readonly string[]): Promise<void> {
  const products = await productSides(tx, productIds)
  const listings = products.flatMap(({ fields, details, listings }) => {
    const master = { ...fields, ...details }
    return listings.map(({ shown, ...place }) => ({ ...place, overrides: overridesOf(master, shown) }))
  })
  const offers = products.flatMap(product =>
    product.offers.map(({ master, shown, ...place }) => ({ ...place, overrides: overridesOf(master, shown) })),
  )
  await keepOverrides(tx, 'listing', listings)
  await keepOverrides(tx, 'offer', offers)
}
