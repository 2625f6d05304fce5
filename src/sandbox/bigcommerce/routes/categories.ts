import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { categoryDetails, categoryName, categoryPath, parentId } from '../catalog/input/category.ts'
import type { ProductPlace } from '../catalog/product-order.ts'
import type { Category } from '../catalog/types.ts'
import { data, json, noContent, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { shownBy } from '../query/fields.ts'
import type { FilterFields } from '../query/filters.ts'
import { filterNames, filtersOf, isNarrowed, keep } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'
import { keywordFilter } from './category-trees.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_products'
const path = '/v3/catalog/categories'
const what = 'A category with this id'

/** Documented: how many calls of most of these operations run at once. */
const concurrent = 40

/** A category as the older operations name its fields. They know nothing of trees. */
function shown({ category_id: id, category_uuid: _, tree_id: __, url, ...rest }: Category) {
  return { id, ...rest, custom_url: { url: url.path, is_customized: url.is_customized } }
}

/** The category that the path names, in whichever tree (guess). @throws Refusal 404 */
export function categoryAt(call: Call): Category {
  const found = call.store.catalog.category(idAt(call, 0, what))
  if (found === undefined) throw notFound('v3', what)
  return found
}

const fields: FilterFields<Category> = {
  id: { kind: 'integer', read: category => category.category_id },
  name: { kind: 'text', read: category => category.name },
  parent_id: { kind: 'integer', read: category => category.parent_id },
  page_title: { kind: 'text', read: category => category.page_title },
  is_visible: { kind: 'boolean', read: category => category.is_visible },
}

/** Documented: the older operations have the categories of the default storefront, whose tree is the first. */
function categoriesIn({ query, store }: Call): readonly Category[] {
  const treeId = store.catalog.trees[0]?.id
  const own = store.catalog.categories.filter(category => category.tree_id === treeId)
  return keep(keywordFilter(own, query.text('keyword')), filtersOf(query, fields, store.clock.now()))
}

function sorted(call: Call): readonly Category[] {
  const rows = categoriesIn(call)
  const sort = call.query.oneOf('sort', ['name', 'id', 'parent_id', 'sort_order'])
  // They stand in the order of their ids, which equal ones keep.
  if (sort === undefined || sort === 'id') return rows
  if (sort === 'name') return rows.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
  return rows.toSorted((a, b) => a[sort] - b[sort])
}

const newCategory = categoryDetails.extend({
  name: categoryName,
  parent_id: parentId,
  custom_url: z.object({ url: categoryPath, is_customized: z.boolean().default(true) }).exactOptional(),
})
const changedCategory = newCategory.extend({ name: categoryName.exactOptional(), parent_id: parentId.exactOptional() })

/** What a body says, in the names of the rows. */
function fieldsOf<Body extends z.output<typeof changedCategory>>({ custom_url, ...rest }: Body) {
  return { ...rest, ...(custom_url && { url: { path: custom_url.url, is_customized: custom_url.is_customized } }) }
}

function create(call: Call): object {
  const { name, parent_id, ...rest } = bodyOf(call, newCategory)
  const { store } = call
  const treeId = parent_id === 0 ? store.catalog.trees[0]?.id : undefined
  const place = { name, parentId: parent_id, ...(treeId !== undefined && { treeId }) }
  return shown(ruled(() => store.categories.add(place, fieldsOf(rest))))
}

/** Documented: categories that hold products are not deleted: 422. Guess: nor those above them. */
function remove({ store }: Call, rows: readonly Category[]): void {
  const ids = store.categories.withBelow(rows.map(category => category.category_id))
  if (store.catalog.products.some(({ row }) => row.categories.some(id => ids.has(id)))) {
    throw new Refusal(422, 'A category that contains products can not be deleted')
  }
  store.categories.remove(ids)
}

/** Documented: one filter is needed. */
function categoriesToDelete(call: Call): readonly Category[] {
  if (!isNarrowed(call.query, [...filterNames(Object.keys(fields)), 'keyword'])) {
    throw call.query.invalid('id:in', 'or another filter is required')
  }
  return categoriesIn(call)
}

const places = z.array(z.object({ product_id: z.int().min(1), sort_order: z.int().min(0).nullable() }))

/** Documented: all of the products have to be in the category. */
function putOrder(call: Call): readonly ProductPlace[] {
  const { category_id: id } = categoryAt(call)
  const given = bodyOf(call, places)
  const { catalog, productOrder } = call.store
  const wrong = given.findIndex(({ product_id }) => catalog.product(product_id)?.row.categories.includes(id) !== true)
  if (wrong >= 0) {
    const name = `${wrong}.product_id`
    throw new Refusal(422, 'A product is not assigned to the category', { fields: { [name]: `${name} is elsewhere` } })
  }
  if (new Set(given.map(({ product_id }) => product_id)).size < given.length) {
    throw new Refusal(422, 'Each product can be named once', { fields: { product_id: 'product_id is named twice' } })
  }
  productOrder.set(id, given)
  return given
}

/** The older operations for categories, and the order of products in them. */
export const categoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    concurrent,
    answer: call => {
      const pick = shownBy(call.query)
      return pageAnswer(call.query, sorted(call), row => pick(shown(row)))
    },
  },
  { method: 'POST', path, scope, answer: call => data(create(call)) },
  {
    method: 'DELETE',
    path,
    scope,
    answer: call => {
      remove(call, categoriesToDelete(call))
      return noContent
    },
  },
  { ...v3OneRoute({ path: `${path}/{id}`, scope, what, row: call => shown(categoryAt(call)) }), concurrent },
  {
    method: 'PUT',
    path: `${path}/{id}`,
    scope,
    concurrent,
    answer: call => {
      const { category_id } = categoryAt(call)
      const body = bodyOf(call, changedCategory)
      return data(shown(ruled(() => call.store.categories.change(category_id, fieldsOf(body)))))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{id}`,
    scope,
    concurrent,
    answer: call => {
      remove(call, [categoryAt(call)])
      return noContent
    },
  },
  v3ListRoute<ProductPlace>({
    path: `${path}/{id}/products/sort-order`,
    scope,
    rows: call => call.store.productOrder.of(categoryAt(call).category_id),
  }),
  { method: 'PUT', path: `${path}/{id}/products/sort-order`, scope, answer: call => json(200, putOrder(call)) },
]
