import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { CategoryTree } from '../catalog/catalog.ts'
import type { Category } from '../catalog/types.ts'
import { data } from '../http/answer.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_v2_products'

interface TreeNode {
  readonly id: number
  readonly parent_id: number
  readonly depth: number
  readonly path: readonly number[]
  readonly name: string
  readonly is_visible: boolean
  readonly url: string
  readonly children: readonly TreeNode[]
}

/** The categories below `parent` as a tree, no deeper than `depthMax` levels from here. */
function branch(
  byParent: ReadonlyMap<number, readonly Category[]>,
  parent: number,
  path: readonly number[],
  depthMax: number,
): TreeNode[] {
  if (path.length > depthMax) return []
  return (byParent.get(parent) ?? []).map(category => {
    const here = [...path, category.category_id]
    return {
      id: category.category_id,
      parent_id: category.parent_id,
      depth: path.length,
      path: here,
      name: category.name,
      is_visible: category.is_visible,
      url: category.url.path,
      children: branch(byParent, category.category_id, here, depthMax),
    }
  })
}

function treeOf(call: Call): TreeNode[] {
  const id = idAt(call, 0, 'A category tree with this id')
  const { categories, trees } = call.store.catalog
  if (!trees.some(tree => tree.id === id)) throw notFound('v3', 'A category tree with this id')
  const byParent = Map.groupBy(
    categories.filter(category => category.tree_id === id),
    category => category.parent_id,
  )
  return branch(byParent, 0, [], call.query.integer('depth') ?? Number.POSITIVE_INFINITY)
}

export function keywordFilter(rows: readonly Category[], keyword: string | undefined): readonly Category[] {
  if (keyword === undefined) return rows
  const wanted = keyword.toLowerCase()
  return rows.filter(row => `${row.name} ${row.description} ${row.search_keywords}`.toLowerCase().includes(wanted))
}

export const treeRoutes: readonly Route[] = [
  v3ListRoute<CategoryTree>({
    path: '/v3/catalog/trees',
    scope,
    rows: ({ store, query }) => {
      const channels = query.integers('channel_id:in')
      if (channels.length === 0) return store.catalog.trees
      return store.catalog.trees.filter(tree => tree.channels.some(channel => channels.includes(channel)))
    },
    fields: { id: { kind: 'integer', read: tree => tree.id } },
  }),
  v3ListRoute<Category>({
    path: '/v3/catalog/trees/categories',
    scope,
    idName: 'category_id',
    rows: ({ store, query }) => keywordFilter(store.catalog.categories, query.text('keyword')),
    fields: {
      category_uuid: { kind: 'text', read: category => category.category_uuid },
      category_id: { kind: 'integer', read: category => category.category_id },
      tree_id: { kind: 'integer', read: category => category.tree_id },
      parent_id: { kind: 'integer', read: category => category.parent_id },
      page_title: { kind: 'text', read: category => category.page_title },
      name: { kind: 'text', read: category => category.name },
      is_visible: { kind: 'boolean', read: category => category.is_visible },
    },
  }),
  {
    method: 'GET',
    path: '/v3/catalog/trees/{id}/categories',
    scope,
    // Documented since 2025-06: one at a time.
    concurrent: 1,
    answer: call => data(treeOf(call)),
  },
]
