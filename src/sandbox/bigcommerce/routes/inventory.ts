import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import { inventoryRowsMax } from '../query/paging.ts'
import type { Location } from '../seed/locations.ts'
import { locations } from '../seed/locations.ts'
import { v3ListRoute } from './list.ts'

/** A variant that is counted. */
interface Item {
  readonly record: ProductRecord
  readonly variant: Variant
  readonly onHand: readonly number[]
}

/** What is counted: the variants of products with tracking. Guess: those without tracking aren't listed. */
function items({ store, query }: Call): readonly Item[] {
  const skus = new Set(query.list('sku:in').map(sku => sku.toLowerCase()))
  const variantIds = new Set(query.integers('variant_id:in'))
  const productIds = query.integers('product_id:in')
  const found: Item[] = []
  for (const record of productIds.length > 0 ? store.catalog.productsWith(productIds) : store.catalog.products) {
    if (record.row.inventory_tracking === 'none') continue
    for (const [at, variant] of record.variants.entries()) {
      if (variantIds.size > 0 && !variantIds.has(variant.id)) continue
      if (skus.size > 0 && !skus.has(variant.sku.toLowerCase())) continue
      found.push({ record, variant, onHand: record.stock[at] ?? [] })
    }
  }
  return found
}

function settingsOf({ record, variant }: Item, count: number) {
  return {
    safety_stock: 0,
    is_in_stock: count > 0,
    warning_level: variant.inventory_warning_level || record.row.inventory_warning_level,
    bin_picking_number: variant.bin_picking_number,
  }
}

const identityOf = ({ variant }: Item) => ({
  sku: variant.sku,
  variant_id: variant.id,
  product_id: variant.product_id,
  sku_id: variant.sku_id,
})

/** Documented: what can be sold is what is on hand less the safety stock, which is 0 here. */
function levelOf(item: Item, at: number) {
  const count = item.onHand[at] ?? 0
  return { available_to_sell: count, total_inventory_onhand: count, settings: settingsOf(item, count) }
}

function itemRow(item: Item, { query }: Call) {
  const ids = query.integers('location_id:in')
  const codes = query.list('location_code:in')
  return {
    identity: identityOf(item),
    locations: locations.flatMap((location, at) => {
      if (ids.length > 0 && !ids.includes(location.id)) return []
      if (codes.length > 0 && !codes.includes(location.code)) return []
      return [
        {
          location_id: location.id,
          location_code: location.code,
          location_name: location.label,
          location_enabled: location.enabled,
          ...levelOf(item, at),
        },
      ]
    }),
  }
}

function locationAt(call: Call): number {
  const id = idAt(call, 0, 'A location with this id')
  const at = locations.findIndex(location => location.id === id)
  if (at < 0) throw notFound('v3', 'A location with this id')
  return at
}

export const inventoryRoutes: readonly Route[] = [
  v3ListRoute<Item>({
    path: '/v3/inventory/items',
    scope: 'store_inventory',
    rows: items,
    rowsMax: inventoryRowsMax,
    show: itemRow,
  }),
  v3ListRoute<Item>({
    path: '/v3/inventory/locations/{id}/items',
    scope: 'store_inventory',
    rows: call => {
      locationAt(call)
      return items(call)
    },
    rowsMax: inventoryRowsMax,
    show: (item, call) => ({ identity: identityOf(item), ...levelOf(item, locationAt(call)) }),
  }),
  v3ListRoute<Location>({
    path: '/v3/inventory/locations',
    scope: 'store_locations',
    rows: ({ query }) => {
      query.someOf('type_id:in', ['PHYSICAL', 'VIRTUAL'])
      return locations
    },
    rowsMax: inventoryRowsMax,
    fields: {
      location_id: { kind: 'integer', read: location => location.id },
      location_code: { kind: 'text', read: location => location.code },
      is_default: { kind: 'boolean', read: location => location.id === locations[0]?.id },
      type_id: { kind: 'text', read: location => location.type_id },
      managed_by_external_source: { kind: 'boolean', read: location => location.managed_by_external_source },
      is_active: { kind: 'boolean', read: location => location.enabled },
      storefront_visibility: { kind: 'boolean', read: location => location.storefront_visibility },
    },
  }),
]
