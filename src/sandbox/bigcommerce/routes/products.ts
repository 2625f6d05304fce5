import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { ProductRecord } from '../catalog/types.ts'
import type { Answer } from '../http/answer.ts'
import { pageOf, pageOfBytes, rowsOf } from '../query/paging.ts'
import { findProducts } from './product-find.ts'
import { sortedProducts } from './product-sort.ts'
import { productBytes, productView } from './product-view.ts'

/** Documented: with options or modifiers a page has ten products, whatever limit says. */
const slowPageRows = 10

function listProducts(call: Call): Answer {
  const { store } = call
  const { unheard, now: quirks } = store.quirks
  const query = call.query.without(unheard)
  const view = productView(query)
  const asked = pageOf(query)
  const page = view.isSlow ? { ...asked, limit: Math.min(asked.limit, slowPageRows) } : asked
  const found = sortedProducts(query, findProducts(query, store), quirks.ignoresSort ? 'name' : 'id')
  return pageOfBytes(
    call.query,
    page,
    Math.max(0, found.length + quirks.totalOff),
    rowsOf(found, page).map(record => productBytes(record, view, store.keptBytes)),
  )
}

function oneProduct(call: Call): Answer {
  const bytes = productBytes(productAt(call), productView(call.query), call.store.keptBytes)
  return { status: 200, body: Buffer.concat([Buffer.from('{"data":'), bytes, Buffer.from(',"meta":{}}')]) }
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
