import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { notFound } from '../call.ts'
import { newProduct, productChange, productInBatch } from '../catalog/input/product.ts'
import { changeProducts, createProduct } from '../catalog/product-writes.ts'
import type { ProductRecord } from '../catalog/types.ts'
import type { Answer } from '../http/answer.ts'
import { noContent, Refusal } from '../http/answer.ts'
import { batchOf, bodyOf } from '../http/input.ts'
import { filterNames, isNarrowed } from '../query/filters.ts'
import { findProducts } from './product-find.ts'
import { productText, writtenView } from './product-view.ts'
import { productAt } from './products.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_products'

/** Documented: how many products one call changes, and how many it deletes. */
const changedMost = 10
const deletedMost = 250

function written(call: Call, record: ProductRecord): Answer {
  return { status: 200, body: `{"data":${productText(record, writtenView(call.query))},"meta":{}}` }
}

function post(call: Call): Answer {
  const body = bodyOf(call, newProduct)
  return written(
    call,
    ruled(() => createProduct(call.store, body)),
  )
}

function put(call: Call): Answer {
  const record = productAt(call)
  const body = bodyOf(call, productChange)
  const [changed] = ruled(() => changeProducts(call.store, [{ id: record.row.id, body }]))
  return written(call, changed ?? record)
}

/** Documented: the fields at fault are in one map that doesn't say of which product they are. */
function putBatch(call: Call): Answer {
  const items = batchOf(call, z.unknown(), changedMost).map(item => bodyOf({ ...call, body: item }, productInBatch))
  const bodies = items.map(({ id, ...body }) => ({ id, body }))
  for (const { id } of bodies) {
    if (call.store.catalog.product(id) === undefined) throw notFound('v3', `A product with the id ${id}`)
  }
  const view = writtenView(call.query)
  const changed = ruled(() => changeProducts(call.store, bodies))
  return { status: 200, body: `{"data":[${changed.map(record => productText(record, view)).join(',')}],"meta":{}}` }
}

function remove(call: Call): Answer {
  call.store.productChanges.remove(productAt(call))
  return noContent
}

/** What narrows a deletion down: the filters that the official file names. Guess: with the operators of a read. */
const filters = [
  ...filterNames([
    ...['id', 'name', 'sku', 'price', 'weight', 'condition', 'brand_id', 'date_modified', 'date_last_imported'],
    ...['is_visible', 'is_featured', 'inventory_level', 'total_sold', 'type', 'categories'],
  ]),
  'keyword',
]

/** Documented: never without a filter, and 250 at most. Guess: 422 without one; of more, the first 250 go. */
function removeFound(call: Call): Answer {
  const { query, store } = call
  if (!isNarrowed(query, filters)) {
    throw new Refusal(422, 'A filter is needed to delete products', { fields: { filter: 'filter is required' } })
  }
  for (const record of findProducts(query, store).slice(0, deletedMost)) store.productChanges.remove(record)
  return noContent
}

const products = '/v3/catalog/products'

export const productWriteRoutes: readonly Route[] = [
  { method: 'POST', path: products, scope, answer: post },
  { method: 'PUT', path: products, scope, answer: putBatch },
  { method: 'DELETE', path: products, scope, answer: removeFound },
  { method: 'PUT', path: `${products}/{id}`, scope, answer: put },
  { method: 'DELETE', path: `${products}/{id}`, scope, answer: remove },
]
