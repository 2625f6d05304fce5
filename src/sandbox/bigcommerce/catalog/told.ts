import type { StoreEvent } from '../events.ts'
import type { Product, ProductRecord, Variant } from './types.ts'

/**
 * Documented: the fields whose change makes `store/product/updated`. Others, such as the address, the MPN or custom
 * fields, make none.
 */
const telling: readonly (keyof Product)[] = [
  ...(['availability', 'availability_description', 'categories', 'brand_id', 'condition'] as const),
  ...(['is_condition_shown', 'description', 'depth', 'height', 'width', 'inventory_tracking', 'is_featured'] as const),
  ...(['meta_description', 'name', 'order_quantity_minimum', 'order_quantity_maximum', 'open_graph_type'] as const),
  ...(['open_graph_title', 'open_graph_description', 'open_graph_use_product_name'] as const),
  ...(['open_graph_use_meta_description', 'open_graph_use_image', 'page_title', 'is_preorder_only'] as const),
  ...(['preorder_message', 'price', 'cost_price', 'retail_price', 'sale_price', 'is_price_hidden'] as const),
  ...(['price_hidden_label', 'type', 'related_products', 'reviews_count', 'search_keywords'] as const),
  ...(['fixed_cost_shipping_price', 'is_free_shipping', 'sku', 'sort_order', 'tax_class_id', 'layout_file'] as const),
  ...(['total_sold', 'upc', 'is_visible', 'warranty', 'weight'] as const),
]

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** Documented: also the deletion of a modifier, and the first thumbnail where there was no picture. */
function isUpdate(before: ProductRecord, after: ProductRecord): boolean {
  if (telling.some(name => !same(before.row[name], after.row[name]))) return true
  if (hasOtherLevel(before, after) && after.row.inventory_tracking !== 'none') return true
  if (before.modifiers.some(({ id }) => !after.modifiers.some(modifier => modifier.id === id))) return true
  return before.images.length === 0 && after.images.some(image => image.is_thumbnail)
}

const hasOtherLevel = (before: ProductRecord, after: ProductRecord) =>
  before.row.inventory_level !== after.row.inventory_level

function skuEvent(kind: 'created' | 'updated' | 'deleted', { id, product_id, sku_id }: Variant): StoreEvent {
  return {
    scope: `store/sku/${kind}`,
    data: { type: 'sku', id: sku_id, sku: { product_id, variant_id: id } },
  }
}

/** Guess: stock and what is calculated make no `store/sku/updated`; a base variant has no SKU of its own to tell of. */
const skuState = (variant: Variant) => ({ ...variant, inventory_level: 0, calculated_price: 0, calculated_weight: 0 })

function skuEvents(before: ProductRecord | null, after: ProductRecord): StoreEvent[] {
  const old = new Map(before?.variants.map(variant => [variant.id, variant]))
  const kept = new Set(after.variants.map(variant => variant.id))
  const gone = [...old.values()].filter(({ id, sku_id }) => sku_id !== null && !kept.has(id))
  const events = gone.map(variant => skuEvent('deleted', variant))
  for (const variant of after.variants) {
    if (variant.sku_id === null) continue
    const was = old.get(variant.id)
    if (was === undefined) {
      events.push(skuEvent('created', variant))
      continue
    }
    if (!same(skuState(was), skuState(variant))) events.push(skuEvent('updated', variant))
  }
  return events
}

/**
 * The documented events of the change from one state of a product to another; null where there was or is none. What
 * became of its stock is told by `inventory/stock.ts`.
 * Guess: a deleted product tells of no SKUs.
 */
export function eventsBetween(before: ProductRecord | null, after: ProductRecord | null): StoreEvent[] {
  if (after === null) {
    return before === null ? [] : [{ scope: 'store/product/deleted', data: { type: 'product', id: before.row.id } }]
  }
  const { id } = after.row
  const data = { type: 'product', id }
  const skus = skuEvents(before, after)
  if (before === null) return [{ scope: 'store/product/created', data }, ...skus]
  const events: StoreEvent[] = isUpdate(before, after) ? [{ scope: 'store/product/updated', data }] : []
  return [...events, ...skus]
}
