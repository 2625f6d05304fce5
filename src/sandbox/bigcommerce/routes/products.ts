import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { ProductRecord } from '../catalog/types.ts'
import type { Answer } from '../http/answer.ts'
import { keep } from '../query/filters.ts'
import { pageOf, pageOfTexts, rowsOf } from '../query/paging.ts'
import { productTests } from './product-filters.ts'
import { keyRange } from './product-keys.ts'
import { sortedProducts } from './product-sort.ts'
import { productText, productView } from './product-view.ts'

/** Documented: with options or modifiers a page has ten products, whatever limit says. */
const slowPageRows = 10

function listProducts(call: Call): Answer {
  const { query, store } = call
  const view = productView(query)
  const asked = pageOf(query)
  const page = view.isSlow ? { ...asked, limit: Math.min(asked.limit, slowPageRows) } : asked
  const products = store.catalog.products
  const range = keyRange(query, store.catalog)
  const found: readonly ProductRecord[] =
    range === null
      ? sortedProducts(query, keep(products, productTests(query, store.clock.now(), store)))
      : products.slice(range.from, range.to)
  return pageOfTexts(
    query,
    page,
    found.length,
    rowsOf(found, page).map(record => productText(record, view)),
  )
}

function oneProduct(call: Call): Answer {
  const record = productAt(call)
  return { status: 200, body: `{"data":${productText(record, productView(call.query))},"meta":{}}` }
}

/** The product whose id is the first variable part of the path, or 404. */
export function productAt(call: Call): ProductRecord {
  const record = call.store.catalog.product(idAt(call, 0, 'A product with this id'))
  if (record === undefined) throw notFound('v3', 'A product with this id')
  return record
}

export const productRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/catalog/products', scope: 'store_v2_products', answer: listProducts },
  { method: 'GET', path: '/v3/catalog/products/{id}', scope: 'store_v2_products', answer: oneProduct },
]
