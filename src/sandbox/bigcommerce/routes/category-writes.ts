import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { categoryDetails, categoryName, categoryPath, parentId } from '../catalog/input/category.ts'
import type { Category } from '../catalog/types.ts'
import type { Answer } from '../http/answer.ts'
import { json, noContent, problemType, Refusal } from '../http/answer.ts'
import { batchOf, fieldsAtFault, readAs } from '../http/input.ts'
import { isNarrowed } from '../query/filters.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_products'
/** Documented for trees; guess: for categories too. */
const batchMost = 50

const details = categoryDetails.extend({
  url: z.object({ path: categoryPath, is_customized: z.boolean().default(true) }).exactOptional(),
})

const newCategory = details
  .extend({ name: categoryName, tree_id: z.int().exactOptional(), parent_id: parentId.default(0) })
  .refine(one => one.tree_id !== undefined || one.parent_id > 0, {
    path: ['tree_id'],
    message: 'tree_id or parent_id is required',
  })

const changedCategory = details.extend({
  category_id: z.int(),
  name: categoryName.exactOptional(),
  tree_id: z.int().exactOptional(),
  parent_id: parentId.exactOptional(),
})

function create({ store }: Call, { name: called, tree_id, parent_id, ...rest }: z.output<typeof newCategory>) {
  const place = { name: called, parentId: parent_id, ...(tree_id !== undefined && { treeId: tree_id }) }
  return store.categories.add(place, rest)
}

function change({ store }: Call, { category_id, tree_id, ...rest }: z.output<typeof changedCategory>): Category {
  const old = store.catalog.category(category_id)
  if (old === undefined) throw new Refusal(404, `There is no category with the id ${category_id}.`)
  // Guess: a category stays in its tree.
  if (tree_id !== undefined && tree_id !== old.tree_id) throw new Refusal(422, 'A category stays in its tree.')
  return store.categories.change(category_id, rest)
}

/** What became of the items of a batch, each of which stands for itself. */
interface Outcome {
  readonly done: readonly Category[]
  readonly statuses: ReadonlySet<number>
  readonly fields: Readonly<Record<string, string>>
  readonly total: number
}

function eachOf<Item extends z.ZodType>(
  call: Call,
  schema: Item,
  work: (call: Call, item: z.output<Item>) => Category,
): Outcome {
  const items = batchOf(call, z.unknown(), batchMost)
  const done: Category[] = []
  const statuses = new Set<number>()
  const wrong: Record<string, string> = {}
  for (const [at, item] of items.entries()) {
    const read = readAs(schema, item)
    if (!read.success) {
      statuses.add(422)
      Object.assign(wrong, fieldsAtFault(read.error, [at]))
      continue
    }
    try {
      done.push(ruled(() => work(call, read.data)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      statuses.add(error.status)
      wrong[at] = error.message
    }
  }
  return { done, statuses, fields: wrong, total: items.length }
}

/**
 * The documented forms: all done; 207 where some were done; otherwise nothing was done.
 * Guess: the words, the keys of the errors (the index of the item first), and that the status of a batch of which
 * nothing was done is that of its items where they agree: 409 for taken names, 404 for unknown ids; else 422.
 */
function batchAnswer({ done, statuses, fields: wrong, total }: Outcome, ok: number, rows: object): Answer {
  const failed = total - done.length
  const meta = { total, success: done.length, failed }
  if (failed === 0) return json(ok, { ...rows, meta })
  const [first = 422, ...others] = statuses
  const status = others.length === 0 ? first : 422
  const errors = { status, title: 'Some categories could not be saved', type: problemType, errors: wrong }
  return done.length === 0 ? json(status, { errors, meta }) : json(207, { ...rows, errors, meta })
}

/** The categories that all of the filters name; one filter is needed. */
function categoriesToDelete({ store, query }: Call): readonly Category[] {
  if (!isNarrowed(query, ['category_uuid:in', 'category_id:in', 'tree_id:in', 'parent_id:in'])) {
    throw query.invalid('category_id:in', 'or another filter is required')
  }
  const uuids = query.list('category_uuid:in')
  const ids = query.integers('category_id:in')
  const treeIds = query.integers('tree_id:in')
  const parentIds = query.integers('parent_id:in')
  const passes = <Value>(wanted: readonly Value[], value: Value) => wanted.length === 0 || wanted.includes(value)
  return store.catalog.categories.filter(
    one =>
      passes(uuids, one.category_uuid) &&
      passes(ids, one.category_id) &&
      passes(treeIds, one.tree_id) &&
      passes(parentIds, one.parent_id),
  )
}

const treeItem = z.object({
  id: z.int().optional(),
  name: z.string().trim().min(1).max(255).optional(),
  channels: z.array(z.int()).optional(),
})

/** What is wrong with an item of the upsert of trees; null where nothing is. `seen` are the channels of items before it. */
function treeFault({ store }: Call, item: z.output<typeof treeItem>, seen: Set<number>): [string, string] | null {
  const { id, name: called, channels: ids } = item
  if (id !== undefined) {
    if (store.catalog.tree(id) === undefined) return ['id', 'There is no category tree with this id']
    // Documented: the channel of a tree can't be changed.
    return ids === undefined ? null : ['channels', 'channels must be absent when a category tree is updated']
  }
  if (called === undefined) return ['name', 'name is required']
  const [channel, ...more] = ids ?? []
  if (channel === undefined || more.length > 0) return ['channels', 'channels must have one channel']
  if (!store.channels.has(channel)) return ['channels', 'There is no channel with this id']
  if (seen.has(channel) || store.catalog.trees.some(tree => tree.channels.includes(channel))) {
    return ['channels', 'The channel has a category tree']
  }
  seen.add(channel)
  return null
}

/** Changes the trees that have an id and makes the others: all of them, or none. */
function upsertTrees(call: Call): Answer {
  const items = batchOf(call, treeItem, batchMost)
  const seen = new Set<number>()
  const faults = items.flatMap((item, at) => {
    const fault = treeFault(call, item, seen)
    return fault === null ? [] : [[`${at}.${fault[0]}`, fault[1]]]
  })
  if (faults.length > 0) {
    throw new Refusal(422, 'The category trees are not valid', { fields: Object.fromEntries(faults) })
  }
  const { categories, catalog } = call.store
  const rows = items.map(({ id, name: called = '', channels: ids = [] }) => {
    if (id === undefined) return categories.addTree(called, ids[0] ?? 0)
    return called === '' ? catalog.tree(id) : categories.renameTree(id, called)
  })
  return json(200, { data: rows, meta: { total: rows.length, success: rows.length, failed: 0 } })
}

export const treeCategoryRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v3/catalog/trees/categories',
    scope,
    answer: call => {
      const outcome = eachOf(call, newCategory, create)
      return batchAnswer(outcome, 201, { data: outcome.done })
    },
  },
  {
    method: 'PUT',
    path: '/v3/catalog/trees/categories',
    scope,
    answer: call => batchAnswer(eachOf(call, changedCategory, change), 200, {}),
  },
  {
    method: 'DELETE',
    path: '/v3/catalog/trees/categories',
    scope,
    answer: call => {
      const ids = categoriesToDelete(call).map(one => one.category_id)
      call.store.categories.remove(ids)
      return json(202, { meta: { total: ids.length, success: ids.length, failed: 0 } })
    },
  },
  { method: 'PUT', path: '/v3/catalog/trees', scope, answer: upsertTrees },
  {
    method: 'DELETE',
    path: '/v3/catalog/trees',
    scope,
    answer: call => {
      const ids = call.query.integers('id:in')
      if (ids.length === 0) throw call.query.invalid('id:in', 'is required')
      call.store.categories.removeTrees(new Set(ids))
      return noContent
    },
  },
]
