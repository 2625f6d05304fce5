import type { Call, Route } from '../call.ts'
import { idAt } from '../call.ts'
import type { Brand, ProductRecord, Variant } from '../catalog/types.ts'
import { data } from '../http/answer.ts'
import { shownBy } from '../query/fields.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'

const scope = 'store_v2_products'

/** The products that a list of their parts is narrowed to, or all of them. */
function productsIn({ store, query }: Call): readonly ProductRecord[] {
  const ids = query.integers('product_id:in')
  return ids.length === 0 ? store.catalog.products : store.catalog.productsWith(ids)
}

/** All variants of the store, or of some products, in the order of their products. */
function variants(call: Call): readonly Variant[] {
  const { catalog } = call.store
  const records = productsIn(call)
  return records === catalog.products ? catalog.variants : records.flatMap(record => record.variants)
}

function brandsIn(call: Call): readonly Brand[] {
  const { query, store } = call
  query.oneOf('sort', ['name'])
  const sign = query.oneOf('direction', ['asc', 'desc']) === 'desc' ? -1 : 1
  const kept = keep(
    store.catalog.brands,
    filtersOf(
      query,
      {
        id: { kind: 'integer', read: brand => brand.id },
        name: { kind: 'text', read: brand => brand.name },
        page_title: { kind: 'text', read: brand => brand.page_title },
      },
      store.clock.now(),
    ),
  )
  if (query.text('sort') === undefined) return sign === 1 ? kept : kept.toReversed()
  return kept.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -sign : sign))
}

function summary({ store }: Call): object {
  const { products, categories, variants: all } = store.catalog
  const prices = all.map(variant => variant.calculated_price)
  const dates = products.map(record => record.row.date_created).sort()
  const inventory = products.filter(record => record.row.inventory_tracking !== 'none')
  const primary = categories[0]
  return {
    inventory_count: inventory.reduce((sum, record) => sum + record.row.inventory_level, 0),
    inventory_value: Number(
      inventory.reduce((sum, { row }) => sum + row.inventory_level * row.calculated_price, 0).toFixed(2),
    ),
    primary_category_id: primary?.category_id ?? 0,
    primary_category_name: primary?.name ?? '',
    variant_count: all.length,
    highest_variant_price: prices.reduce((most, price) => Math.max(most, price), 0),
    average_variant_price: prices.length === 0 ? 0 : prices.reduce((sum, price) => sum + price, 0) / prices.length,
    lowest_variant_price: prices.reduce((least, price) => Math.min(least, price), prices[0] ?? 0),
    oldest_variant_date: dates[0] ?? '',
    newest_variant_date: dates.at(-1) ?? '',
  }
}

export const catalogRoutes: readonly Route[] = [
  v3ListRoute<Variant>({
    path: '/v3/catalog/variants',
    scope,
    idName: 'id',
    rows: variants,
    fields: {
      id: { kind: 'integer', read: variant => variant.id },
      sku: { kind: 'text', read: variant => variant.sku },
      upc: { kind: 'text', read: variant => variant.upc },
    },
  }),
  {
    method: 'GET',
    path: '/v3/catalog/brands',
    scope,
    answer: call => pageAnswer(call.query, brandsIn(call), shownBy(call.query)),
  },
  v3OneRoute({
    path: '/v3/catalog/brands/{id}',
    scope,
    what: 'A brand with this id',
    row: call => call.store.catalog.brand(idAt(call, 0, 'A brand with this id')),
  }),
  { method: 'GET', path: '/v3/catalog/summary', scope, answer: call => data(summary(call)) },
  v3ListRoute<{ product_id: number; channel_id: number }>({
    path: '/v3/catalog/products/channel-assignments',
    scope,
    rows: call =>
      productsIn(call).flatMap(record =>
        record.channels.map(channel_id => ({ product_id: record.row.id, channel_id })),
      ),
    fields: {
      product_id: { kind: 'integer', read: row => row.product_id },
      channel_id: { kind: 'integer', read: row => row.channel_id },
    },
  }),
  v3ListRoute<{ product_id: number; category_id: number }>({
    path: '/v3/catalog/products/category-assignments',
    scope,
    rows: call =>
      productsIn(call).flatMap(({ row }) => row.categories.map(category_id => ({ product_id: row.id, category_id }))),
    fields: {
      product_id: { kind: 'integer', read: row => row.product_id },
      category_id: { kind: 'integer', read: row => row.category_id },
    },
  }),
]
