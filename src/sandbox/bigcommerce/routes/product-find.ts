import type { ProductRecord } from '../catalog/types.ts'
import { keep } from '../query/filters.ts'
import type { Query } from '../query/query.ts'
import type { Store } from '../store.ts'
import { productTests } from './product-filters.ts'

const keyNames = ['id', 'id:in', 'id:min', 'id:max', 'id:greater', 'id:less']

/**
 * The products that a query asks for, in the order of their ids. Reading by key is the way to read a large catalog, so it
 * must not walk all of it: named ids are looked up, bounds of the id are found by binary search, and only what is
 * left is tested.
 */
export function findProducts(query: Query, store: Store): readonly ProductRecord[] {
  const { catalog } = store
  const lowest = Math.max(query.integer('id:min') ?? 0, (query.integer('id:greater') ?? -1) + 1)
  const highest = Math.min(
    query.integer('id:max') ?? Number.MAX_SAFE_INTEGER,
    (query.integer('id:less') ?? Number.MAX_SAFE_INTEGER) - 1,
  )
  const single = query.integer('id')
  const listed = query.integers('id:in')
  let found: readonly ProductRecord[]
  if (listed.length > 0 || single !== undefined) {
    const ids = (listed.length > 0 ? listed : [single ?? 0]).filter(
      id => id >= lowest && id <= highest && (single === undefined || id === single),
    )
    found = catalog.productsWith(ids)
  } else if (lowest <= 0 && highest >= Number.MAX_SAFE_INTEGER - 1) {
    found = catalog.products
  } else {
    const from = catalog.positionOf(lowest)
    found = catalog.products.slice(from, Math.max(from, catalog.positionOf(highest + 1)))
  }
  return keep(found, productTests(query.without(keyNames), store.clock.now(), store))
}
