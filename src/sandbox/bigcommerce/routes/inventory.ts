import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { limits } from '../catalog/limits.ts'
import type { Answer } from '../http/answer.ts'
import { json, Refusal } from '../http/answer.ts'
import { bodyOf, checkBatch, definedOf } from '../http/input.ts'
import { ItemFinder } from '../inventory/adjustments.ts'
import type { StockItem, StockMethod } from '../inventory/stock.ts'
import { onHandAt } from '../inventory/stock.ts'
import { inventoryRowsMax } from '../query/paging.ts'
import type { Location } from '../seed/locations.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_inventory'

const quantityMax = limits.inventoryLevel

/** Documented of all three writes. */
const itemsMax = 2_000

/** What is counted: the variants of products with tracking. Guess: those without tracking aren't listed. */
function items({ store, query }: Call): readonly StockItem[] {
  const skus = new Set(query.list('sku:in').map(sku => sku.toLowerCase()))
  const variantIds = new Set(query.integers('variant_id:in'))
  const productIds = query.integers('product_id:in')
  const found: StockItem[] = []
  for (const record of productIds.length > 0 ? store.catalog.productsWith(productIds) : store.catalog.products) {
    if (record.row.inventory_tracking === 'none') continue
    for (const [at, variant] of record.variants.entries()) {
      if (variantIds.size > 0 && !variantIds.has(variant.id)) continue
      if (skus.size > 0 && !skus.has(variant.sku.toLowerCase())) continue
      found.push({ record, variant, at })
    }
  }
  return found
}

const identityOf = ({ variant }: StockItem) => ({
  sku: variant.sku,
  variant_id: variant.id,
  product_id: variant.product_id,
  sku_id: variant.sku_id,
})

function levelOf(item: StockItem, locationId: number, { store }: Call) {
  const { stock } = store.inventory
  return {
    available_to_sell: stock.availableAt(item, locationId),
    total_inventory_onhand: onHandAt(item.record, item.at, locationId),
    settings: stock.settings(item, locationId),
  }
}

function itemRow(item: StockItem, call: Call) {
  const ids = call.query.integers('location_id:in')
  const codes = call.query.list('location_code:in')
  return {
    identity: identityOf(item),
    locations: call.store.inventory.locations.rows.flatMap(location => {
      if (ids.length > 0 && !ids.includes(location.id)) return []
      if (codes.length > 0 && !codes.includes(location.code)) return []
      return [
        {
          location_id: location.id,
          location_code: location.code,
          location_name: location.label,
          location_enabled: location.enabled,
          ...levelOf(item, location.id, call),
        },
      ]
    }),
  }
}

function locationOf(call: Call): Location {
  const what = 'A location with this id'
  const location = call.store.inventory.locations.get(idAt(call, 0, what))
  if (location === undefined) throw notFound('v3', what)
  return location
}

const identity = z
  .object({ sku: z.string().min(1).optional(), variant_id: z.int().optional(), product_id: z.int().optional() })
  .refine(({ sku, variant_id, product_id }) => sku ?? variant_id ?? product_id, {
    error: 'One of the sku, variant_id or product_id is required',
  })

const adjustments = (quantity: z.ZodInt) =>
  z.object({
    reason: z.string().optional(),
    items: z.array(identity.safeExtend({ location_id: z.int(), quantity })).min(1),
  })

const adjustmentBodies = {
  absolute: adjustments(z.int().min(0).max(quantityMax)),
  relative: adjustments(z.int().min(-quantityMax).max(quantityMax)),
}

const listed = z.object({ items: z.unknown().optional(), settings: z.unknown().optional() })

const accepted = ({ store }: Call) => json(200, { transaction_id: store.inventory.newTransactionId() })

function adjust(call: Call, method: StockMethod): Answer {
  checkBatch(bodyOf(call, listed).items, itemsMax)
  const { items } = bodyOf(call, adjustmentBodies[method])
  call.store.inventory.adjustments.accept(method, items)
  return accepted(call)
}

const itemSettings = z.object({
  settings: z
    .array(
      z.object({
        identity,
        safety_stock: z.int().min(0).max(quantityMax).optional(),
        is_in_stock: z.boolean().optional(),
        warning_level: z.int().min(0).max(quantityMax).optional(),
        bin_picking_number: z.string().max(255).optional(),
      }),
    )
    .min(1),
})

function setSettings(call: Call): Answer {
  const location = locationOf(call)
  checkBatch(bodyOf(call, listed).settings, itemsMax)
  const inputs = bodyOf(call, itemSettings).settings.map(({ identity, ...changes }) => ({
    ...identity,
    changes: definedOf(changes),
  }))
  const bare = inputs.flatMap(({ changes }, at) => (Object.keys(changes).length === 0 ? [at] : []))
  if (bare.length > 0) {
    const words = 'At least one setting must be specified: warning_level, is_in_stock or safety_stock'
    const fields = Object.fromEntries(bare.map(at => [`setting.${at}.settings`, words]))
    throw new Refusal(422, 'Payload contains invalid fields', { fields })
  }
  const { catalog, inventory } = call.store
  const found = new ItemFinder(catalog, inventory.stock).find(inputs)
  for (const { given, item } of found) inventory.stock.setSettings(item, location.id, given.changes)
  return accepted(call)
}

export const inventoryRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: '/v3/inventory/adjustments/absolute',
    scope,
    answer: call => adjust(call, 'absolute'),
  },
  {
    method: 'POST',
    path: '/v3/inventory/adjustments/relative',
    scope,
    answer: call => adjust(call, 'relative'),
  },
  v3ListRoute<StockItem>({
    path: '/v3/inventory/items',
    scope,
    rows: items,
    rowsMax: inventoryRowsMax,
    show: itemRow,
  }),
  v3ListRoute<StockItem>({
    path: '/v3/inventory/locations/{id}/items',
    scope,
    rows: call => {
      locationOf(call)
      return items(call)
    },
    rowsMax: inventoryRowsMax,
    show: (item, call) => ({ identity: identityOf(item), ...levelOf(item, locationOf(call).id, call) }),
  }),
  { method: 'PUT', path: '/v3/inventory/locations/{id}/items', scope, answer: setSettings },
]
