import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { putInto, sellIn } from '../catalog/assignments.ts'
import { limits } from '../catalog/limits.ts'
import type { ProductRecord } from '../catalog/types.ts'
import { noContent, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { isNarrowed } from '../query/filters.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_v2_products'

/** The products that a list of their parts is narrowed to, or all of them. */
export function productsIn({ store, query }: Call): readonly ProductRecord[] {
  const ids = query.integers('product_id:in')
  return ids.length === 0 ? store.catalog.products : store.catalog.productsWith(ids)
}

/** What a product is assigned to: its categories, or the channels in which it is sold. */
interface Side {
  readonly path: string
  readonly idName: 'channel_id' | 'category_id'
  readonly has: (call: Call, id: number) => boolean
  /** How many of them a product has at most; no bound unless given. */
  readonly most?: number
  readonly of: (record: ProductRecord) => readonly number[]
  readonly set: (call: Call, record: ProductRecord, ids: readonly number[]) => void
}

const sides: readonly Side[] = [
  {
    path: '/v3/catalog/products/channel-assignments',
    idName: 'channel_id',
    has: ({ store }, id) => store.channels.has(id),
    of: record => record.channels,
    set: ({ store }, record, ids) => sellIn(store, record, ids),
  },
  {
    path: '/v3/catalog/products/category-assignments',
    idName: 'category_id',
    has: ({ store }, id) => store.catalog.category(id) !== undefined,
    most: limits.categoriesOfProduct,
    of: ({ row }) => row.categories,
    set: ({ store }, record, ids) => putInto(store, record, ids),
  },
]

/** Adds what the body says; the answer names every id that the store doesn't have, and then nothing is changed. */
function assign(call: Call, { idName, has, most = Number.POSITIVE_INFINITY, of, set }: Side): void {
  const pair = z.object({ product_id: z.int(), [idName]: z.int() })
  const pairs = bodyOf(call, z.array(pair)).map(one => ({ productId: one.product_id ?? 0, id: one[idName] ?? 0 }))
  const { catalog } = call.store
  const fields: Record<string, string> = {}
  for (const [at, { productId, id }] of pairs.entries()) {
    if (catalog.product(productId) === undefined) fields[`${at}.product_id`] = `There is no product ${productId}`
    if (!has(call, id)) fields[`${at}.${idName}`] = `There is no ${idName} ${id}`
  }
  if (Object.keys(fields).length > 0) throw new Refusal(422, 'The assignments are not valid', { fields })
  const changes = [...Map.groupBy(pairs, one => one.productId)].flatMap(([productId, given]) => {
    const record = catalog.product(productId)
    const ids = record === undefined ? [] : [...new Set([...of(record), ...given.map(one => one.id)])]
    return record === undefined || ids.length === of(record).length ? [] : [{ record, ids }]
  })
  const full = changes.find(({ ids }) => ids.length > most)
  if (full !== undefined) {
    const message = `The product ${full.record.row.id} can have at most ${most}`
    throw new Refusal(422, 'The assignments are not valid', { fields: { [idName]: message } })
  }
  for (const { record, ids } of changes) set(call, record, ids)
}

/** Takes away what the filters name: by product, by the other side, or where both meet. One of them is needed. */
function unassign(call: Call, { idName, of, set }: Side): void {
  if (!isNarrowed(call.query, ['product_id:in', `${idName}:in`])) {
    throw call.query.invalid(`${idName}:in`, 'or product_id:in is required')
  }
  const ids = new Set(call.query.integers(`${idName}:in`))
  for (const record of [...productsIn(call)]) {
    const left = ids.size === 0 ? [] : of(record).filter(id => !ids.has(id))
    if (left.length < of(record).length) set(call, record, left)
  }
}

export const assignmentRoutes: readonly Route[] = sides.flatMap(side => [
  v3ListRoute<Readonly<Record<string, number>>>({
    path: side.path,
    scope,
    rows: call =>
      productsIn(call).flatMap(record => side.of(record).map(id => ({ product_id: record.row.id, [side.idName]: id }))),
    fields: {
      product_id: { kind: 'integer', read: row => row.product_id ?? null },
      [side.idName]: { kind: 'integer', read: row => row[side.idName] ?? null },
    },
  }),
  {
    method: 'PUT',
    path: side.path,
    scope,
    answer: call => {
      assign(call, side)
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: side.path,
    scope,
    answer: call => {
      unassign(call, side)
      return noContent
    },
  },
])
