import type { Call, Route } from '../call.ts'
import type { Variant } from '../catalog/types.ts'
import { data } from '../http/answer.ts'
import { productsIn } from './assignments.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_v2_products'

/** All variants of the store, or of some products, in the order of their products. */
function variants(call: Call): readonly Variant[] {
  const { catalog } = call.store
  const records = productsIn(call)
  return records === catalog.products ? catalog.variants : records.flatMap(record => record.variants)
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
  { method: 'GET', path: '/v3/catalog/summary', scope, answer: call => data(summary(call)) },
]
