import type { Catalog } from '../catalog/catalog.ts'
import { counted } from '../catalog/edit.ts'
import { limits } from '../catalog/limits.ts'
import type { Product, ProductRecord, Variant } from '../catalog/types.ts'
import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import { v3Date } from '../query/date.ts'
import { KeptMap, KeptSet } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import type { Locations } from './locations.ts'
import { slotOf } from './locations.ts'

/** A variant that is counted, as it was when somebody looked. */
export interface StockItem {
  readonly record: ProductRecord
  readonly variant: Variant
  /** The position of the variant in its product. */
  readonly at: number
}

/** What is counted, by its ids. */
export interface StockGoods {
  readonly variant: Pick<Variant, 'id' | 'product_id'>
}

/** What the store keeps of an item at a location, beside its number. */
export interface ItemSettings {
  readonly safety_stock: number
  readonly is_in_stock: boolean
  readonly warning_level: number
  readonly bin_picking_number: string
}

/** `absolute` gives the number that is on hand from now on, `relative` what comes on top of it. */
export type StockMethod = 'absolute' | 'relative'

/** How many of a variant, by its position in the product, are on hand at a location. */
export function onHandAt({ stock }: ProductRecord, at: number, locationId: number): number {
  return stock[at]?.[slotOf(locationId)] ?? 0
}

const withNumber = (levels: readonly number[], slot: number, number: number): number[] =>
  Array.from({ length: Math.max(levels.length, slot + 1) }, (_, at) => (at === slot ? number : (levels[at] ?? 0)))

/** Documented: such changes are told of the product; those of other variants are told of the variant. */
const isToldOfProduct = ({ options, row }: ProductRecord) =>
  options.length === 0 || row.inventory_tracking === 'product'

const keyOf = (variantId: number, locationId: number) => `${variantId}@${locationId}`

/** The numbers on hand and what goes with them. The numbers themselves lie in the records of the catalog. */
export class Stock implements Room {
  readonly #catalog: Catalog
  readonly #events: StoreEvents
  readonly #clock: SandboxClock
  readonly #locations: Locations
  /** Items that were given a number at a location since the start, also one of 0. */
  readonly #given = new KeptSet()
  /** What was set; the rest follows from the item. */
  readonly #settings = new KeptMap<string, Partial<ItemSettings>>()
  readonly kept = { given: this.#given, items: this.#settings }

  constructor(parts: { catalog: Catalog; events: StoreEvents; clock: SandboxClock; locations: Locations }) {
    this.#catalog = parts.catalog
    this.#events = parts.events
    this.#clock = parts.clock
    this.#locations = parts.locations
  }

  /**
   * The item that a product counts by: that of the variant, or of the product's first variant where it is the product
   * that is counted. Undefined where it isn't counted at all.
   */
  itemOf(productId: number, variantId: number): StockItem | undefined {
    const record = this.#catalog.product(productId)
    if (record === undefined || record.row.inventory_tracking === 'none') return undefined
    const isByVariant = record.row.inventory_tracking === 'variant'
    const at = isByVariant ? record.variants.findIndex(({ id }) => id === variantId) : 0
    const variant = record.variants[at]
    return variant === undefined ? undefined : { record, variant, at }
  }

  /** Documented: a location must have been given a number of the item before that can be changed relatively. */
  isGiven({ record, variant, at }: StockItem, locationId: number): boolean {
    return onHandAt(record, at, locationId) !== 0 || this.#given.has(keyOf(variant.id, locationId))
  }

  settings({ record, variant, at }: StockItem, locationId: number): ItemSettings {
    return {
      safety_stock: 0,
      is_in_stock: onHandAt(record, at, locationId) > 0,
      warning_level: variant.inventory_warning_level || record.row.inventory_warning_level,
      bin_picking_number: variant.bin_picking_number,
      ...this.#settings.get(keyOf(variant.id, locationId)),
    }
  }

  /** Documented: what is on hand less the safety stock. */
  availableAt(item: StockItem, locationId: number): number {
    return onHandAt(item.record, item.at, locationId) - this.settings(item, locationId).safety_stock
  }

  setSettings(item: StockItem, locationId: number, changes: Partial<ItemSettings>): void {
    const key = keyOf(item.variant.id, locationId)
    this.#settings.set(key, { ...this.#settings.get(key), ...changes })
    this.#tellLocation('settings_changed', item, locationId)
  }

  /**
   * Changes the number of an item at a location, by the API or by hand, and says so. Guess: what was accepted before it
   * became too little stops at 0.
   */
  adjust(item: StockGoods, locationId: number, method: StockMethod, quantity: number): void {
    this.#change(item, locationId, method, quantity, 'inventory/updated')
  }

  /** Takes items of an order away, as far as there are any, and says how many it took. */
  take(productId: number, variantId: number, locationId: number, quantity: number): number {
    const item = this.itemOf(productId, variantId)
    if (item === undefined) return 0
    const before = onHandAt(item.record, item.at, locationId)
    const taken = Math.min(quantity, Math.max(0, before))
    if (taken === 0) return 0
    this.#change(item, locationId, 'relative', -taken, 'inventory/order/updated')
    const left = before - taken
    if (left <= this.settings(item, locationId).warning_level) this.#tellLocation('low_stock_reached', item, locationId)
    if (left === 0) this.#tellLocation('out_of_stock_reached', item, locationId)
    return taken
  }

  /** Brings items of an order back. */
  giveBack(productId: number, variantId: number, locationId: number, quantity: number): void {
    const item = this.itemOf(productId, variantId)
    if (item !== undefined) this.#change(item, locationId, 'relative', quantity, 'inventory/order/updated')
  }

  /** Says which numbers differ from what they were, after a product was changed. Guess: those of a new variant are not told. */
  tellChanges(old: ProductRecord, now: ProductRecord): void {
    if (now.row.inventory_tracking === 'none') return
    for (const [at, variant] of now.variants.entries()) {
      const before = old.variants.findIndex(({ id }) => id === variant.id)
      if (before < 0) continue
      const locations = this.#locations.rows.filter(({ id }) => onHandAt(old, before, id) !== onHandAt(now, at, id))
      if (locations.length === 0) continue
      this.#tellNumber(now, at, { scope: 'inventory/updated', method: 'absolute', difference: 0 })
      for (const { id } of locations) {
        this.#given.add(keyOf(variant.id, id))
        this.#tellLocation('stock_changed', { variant }, id)
      }
    }
  }

  /** Documented: the stock of a location goes with it. No event is documented for that. */
  dropLocation(locationId: number): void {
    const slot = slotOf(locationId)
    const held = this.#catalog.products.filter(({ stock }) => stock.some(levels => (levels[slot] ?? 0) !== 0))
    for (const record of held) {
      const stock = record.stock.map(levels => withNumber(levels, slot, 0))
      this.#catalog.replaceProduct(counted({ ...record, stock }))
    }
  }

  #change(item: StockGoods, locationId: number, method: StockMethod, quantity: number, scope: string): void {
    // What the caller holds may have been changed since, or be gone, and so may the location.
    const now = this.itemOf(item.variant.product_id, item.variant.id)
    if (now === undefined || this.#locations.get(locationId) === undefined) return
    const { record: old, variant, at } = now
    const before = onHandAt(old, at, locationId)
    const wanted = method === 'absolute' ? quantity : before + quantity
    const number = Math.min(Math.max(0, wanted), limits.inventoryLevel)
    const slot = slotOf(locationId)
    const stock = old.variants.map((_, index) =>
      index === at ? withNumber(old.stock[index] ?? [], slot, number) : (old.stock[index] ?? []),
    )
    const changed = counted({ ...old, stock })
    this.#given.add(keyOf(variant.id, locationId))
    const isProduct = isToldOfProduct(old)
    this.#catalog.replaceProduct(isProduct ? this.#dated(changed) : changed)
    this.#tellNumber(changed, at, { scope, method, difference: number - before })
    if (isProduct) this.#events.tell('store/product/updated', { type: 'product', id: changed.row.id })
    this.#tellLocation('stock_changed', item, locationId)
  }

  /** Guess: an absolute change carries the level that came of it, over all locations. */
  #tellNumber(
    record: ProductRecord,
    at: number,
    { scope, method, difference }: { scope: string; method: StockMethod; difference: number },
  ): void {
    const { id, inventory_level: level } = record.row
    const variant = record.variants[at]
    if (isToldOfProduct(record)) {
      const value = method === 'absolute' ? level : difference
      this.#events.tell(`store/product/${scope}`, { type: 'product', id, inventory: { product_id: id, method, value } })
    } else if (variant !== undefined) {
      const value = method === 'absolute' ? variant.inventory_level : difference
      this.#events.tell(`store/sku/${scope}`, {
        type: 'sku',
        id: variant.sku_id ?? variant.id,
        inventory: { product_id: id, method, value, variant_id: variant.id },
      })
    }
  }

  /** Documented: the level of a counted product is among what fires store/product/updated. Guess: its date says so. */
  #dated(record: ProductRecord): ProductRecord {
    const date_modified = v3Date(this.#clock.now().getTime())
    const row: Product = { ...record.row, date_modified }
    return { ...record, row, modifiedMs: Date.parse(date_modified) }
  }

  #tellLocation(name: string, { variant }: StockGoods, locationId: number): void {
    this.#events.tell(`store/channel/*/inventory/product/${name}`, {
      variant_id: variant.id,
      product_id: variant.product_id,
      location_id: locationId,
    })
  }
}
