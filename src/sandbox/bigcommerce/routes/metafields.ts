import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { data, noContent } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { Metafield, MetafieldResource } from '../metafields/metafields.ts'
import { cursorAnswer } from '../query/cursor.ts'
import { shownBy } from '../query/fields.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import type { ScopeArea } from '../scopes.ts'
import type { Store } from '../store.ts'
import { v3OneRoute } from './list.ts'
import { metafieldBatchRoutes } from './metafield-batches.ts'
import {
  addMetafield,
  changeMetafield,
  deleteMetafield,
  isSeen,
  metafieldChange,
  newMetafield,
} from './metafield-writes.ts'

const what = 'A metafield with this id'

/** A kind of resource that has metafields. */
interface Resource {
  readonly type: MetafieldResource
  readonly scope: ScopeArea
  /** The address of the metafields of one resource; its last variable part is the id of that. */
  readonly path: string
  /** The address of the metafields of all resources of this kind. */
  readonly allPath: string
  readonly has: (store: Store, id: number) => boolean
}

const resources: readonly Resource[] = [
  {
    type: 'product',
    scope: 'store_v2_products',
    path: '/v3/catalog/products/{id}/metafields',
    allPath: '/v3/catalog/products/metafields',
    has: ({ catalog }, id) => catalog.product(id) !== undefined,
  },
  {
    type: 'variant',
    scope: 'store_v2_products',
    path: '/v3/catalog/products/{id}/variants/{part_id}/metafields',
    allPath: '/v3/catalog/variants/metafields',
    has: ({ catalog }, id) => catalog.variant(id) !== undefined,
  },
  {
    type: 'brand',
    scope: 'store_v2_products',
    path: '/v3/catalog/brands/{id}/metafields',
    allPath: '/v3/catalog/brands/metafields',
    has: ({ catalog }, id) => catalog.brand(id) !== undefined,
  },
  {
    type: 'category',
    scope: 'store_v2_products',
    path: '/v3/catalog/categories/{id}/metafields',
    allPath: '/v3/catalog/categories/metafields',
    has: ({ catalog }, id) => catalog.category(id) !== undefined,
  },
  {
    type: 'channel',
    scope: 'store_channel_settings',
    path: '/v3/channels/{id}/metafields',
    allPath: '/v3/channels/metafields',
    has: ({ channels }, id) => channels.has(id),
  },
  {
    type: 'customer',
    scope: 'store_v2_customers',
    path: '/v3/customers/{id}/metafields',
    allPath: '/v3/customers/metafields',
    has: ({ customers }, id) => customers.get(id) !== undefined,
  },
  {
    type: 'location',
    scope: 'store_locations',
    path: '/v3/inventory/locations/{id}/metafields',
    allPath: '/v3/inventory/locations/metafields',
    has: ({ inventory }, id) => inventory.locations.get(id) !== undefined,
  },
  {
    type: 'order',
    scope: 'store_v2_orders',
    path: '/v3/orders/{id}/metafields',
    allPath: '/v3/orders/metafields',
    has: ({ orders }, id) => orders.get(id) !== undefined,
  },
]

/** The id of the resource that the path names. @throws Refusal 404 where there is none */
function resourceIdAt(call: Call, { type, path, has }: Resource): number {
  const of = `The ${type} with this id`
  const id = idAt(call, positionOf(path), of)
  // A variant is found by its product too.
  const isElsewhere = type === 'variant' && call.store.catalog.variant(id)?.product_id !== idAt(call, 0, of)
  if (isElsewhere || !has(call.store, id)) throw notFound('v3', of)
  return id
}

/** Where the id of the resource stands among the variable parts of its path. */
const positionOf = (path: string) => path.split('{').length - 2

/** The metafield that the path names. @throws Refusal 404 */
function metafieldAt(call: Call, resource: Resource): Metafield {
  const rows = call.store.metafields.of(resource.type, resourceIdAt(call, resource))
  const id = idAt(call, positionOf(resource.path) + 1, what)
  const row = rows.find(one => one.id === id)
  if (row === undefined || !isSeen(call, row)) throw notFound('v3', what)
  return row
}

const filters: FilterFields<Metafield> = {
  id: { kind: 'integer', read: row => row.id },
  resource_id: { kind: 'integer', read: row => row.resource_id },
  key: { kind: 'text', read: row => row.key },
  namespace: { kind: 'text', read: row => row.namespace },
  date_created: { kind: 'date', read: row => Date.parse(row.date_created) },
  date_modified: { kind: 'date', read: row => Date.parse(row.date_modified) },
}

/** The number in a cursor has at most this, and it grows along the rows also where these run backwards. */
const cursorMost = 10 ** 15 - 1

function listAnswer(call: Call, all: readonly Metafield[]): Answer {
  const { query, store } = call
  const isDown = query.oneOf('direction', ['asc', 'desc']) === 'desc'
  const seen = all.filter(row => isSeen(call, row))
  const kept = keep(seen, filtersOf(query, filters, store.clock.now()))
  // Documented: beside a cursor, page is ignored.
  const byCursor = query.text('before') !== undefined || query.text('after') !== undefined
  return cursorAnswer(byCursor ? query.without(['page']) : query, {
    rows: isDown ? kept.toReversed() : kept,
    keyOf: ({ id }) => (isDown ? cursorMost - id : id),
    show: shownBy(query),
  })
}

/** Reads and writes of the metafields of one resource, and of all of its kind. */
function metafieldRoutesOf(resource: Resource): Route[] {
  const { type, scope, path, allPath } = resource
  const one = `${path}/{metafield_id}`
  return [
    {
      method: 'GET',
      path,
      scope,
      answer: call => listAnswer(call, call.store.metafields.of(type, resourceIdAt(call, resource))),
    },
    {
      method: 'POST',
      path,
      scope,
      answer: call => {
        const id = resourceIdAt(call, resource)
        return data(addMetafield(call, { type, id }, bodyOf(call, newMetafield)))
      },
    },
    v3OneRoute({ path: one, scope, what, row: call => metafieldAt(call, resource) }),
    {
      method: 'PUT',
      path: one,
      scope,
      answer: call => {
        const row = metafieldAt(call, resource)
        return data(changeMetafield(call, row, bodyOf(call, metafieldChange)))
      },
    },
    {
      method: 'DELETE',
      path: one,
      scope,
      answer: call => {
        deleteMetafield(call, metafieldAt(call, resource))
        return noContent
      },
    },
    { method: 'GET', path: allPath, scope, answer: call => listAnswer(call, call.store.metafields.all(type)) },
    ...metafieldBatchRoutes(resource),
  ]
}

export const metafieldRoutes: readonly Route[] = resources.flatMap(metafieldRoutesOf)
