import type { Catalog } from '../catalog/catalog.ts'
import { limits } from '../catalog/limits.ts'
import type { SandboxClock } from '../clock.ts'
import { Refusal } from '../http/answer.ts'
import type { Locations } from './locations.ts'
import type { Stock, StockItem, StockMethod } from './stock.ts'
import { onHandAt } from './stock.ts'

/** How a caller names an item: by exactly what it is counted by, otherwise it is refused. */
export interface ItemIdentity {
  readonly sku?: string | undefined
  readonly variant_id?: number | undefined
  readonly product_id?: number | undefined
}

export interface Adjustment extends ItemIdentity {
  readonly location_id: number
  readonly quantity: number
}

interface Accepted {
  readonly item: StockItem
  /** How the caller named it. */
  readonly words: string
  readonly locationId: number
  readonly quantity: number
}

const wordsOf = ({ sku, variant_id, product_id }: ItemIdentity) =>
  sku !== undefined ? `sku ${sku}` : variant_id !== undefined ? `variant_id ${variant_id}` : `product_id ${product_id}`

/** Guess: the counterpart of the documented words about items that are tracked by product. */
const otherwise = 'variant, please update stock by sku or variant id'

/** Finds the items that callers name. */
export class ItemFinder {
  readonly #catalog: Catalog
  readonly #stock: Stock
  #bySku: ReadonlyMap<string, { product_id: number; id: number }> | null = null

  constructor(catalog: Catalog, stock: Stock) {
    this.#catalog = catalog
    this.#stock = stock
  }

  /** @throws Refusal 422 where there is no such item, or with the documented words where it is counted otherwise */
  find<Given extends ItemIdentity>(givens: readonly Given[]): { readonly given: Given; readonly item: StockItem }[] {
    const lost: string[] = []
    const wrong: string[] = []
    const found = givens.flatMap(given => {
      const item = this.#lookUp(given)
      if (item === undefined) {
        lost.push(wordsOf(given))
        return []
      }
      const isByProduct = item.record.row.inventory_tracking === 'product'
      if (isByProduct !== (given.product_id !== undefined)) {
        const by = isByProduct ? 'product, please update stock by product id' : otherwise
        wrong.push(`Item with ${wordsOf(given)} is tracked by ${by}`)
      }
      return [{ given, item }]
    })
    // Guess: the words for unknown items.
    if (lost.length > 0) throw new Refusal(422, `Items with identity: [${lost.join(', ')}] not found`)
    if (wrong.length > 0) throw new Refusal(422, `[${wrong.join(', ')}]`)
    return found
  }

  #lookUp({ sku, variant_id, product_id }: ItemIdentity): StockItem | undefined {
    if (product_id !== undefined) {
      const variant = this.#catalog.product(product_id)?.variants[0]
      return variant === undefined ? undefined : this.#stock.itemOf(product_id, variant.id)
    }
    const variant = sku === undefined ? this.#catalog.variant(variant_id ?? 0) : this.#skuOf(sku)
    return variant === undefined ? undefined : this.#stock.itemOf(variant.product_id, variant.id)
  }

  #skuOf(sku: string) {
    this.#bySku ??= new Map(this.#catalog.variants.map(variant => [variant.sku.toLowerCase(), variant]))
    return this.#bySku.get(sku.toLowerCase())
  }
}

/**
 * Takes adjustments of stock. Documented: that one is accepted doesn't mean yet that numbers have changed, which
 * happens `delayMs` later by the store's clock. What was accepted before counts for what is accepted after it.
 */
export class Adjustments {
  readonly #stock: Stock
  readonly #locations: Locations
  readonly #catalog: Catalog
  readonly #clock: SandboxClock
  readonly #delayMs: number
  readonly #closed: AbortSignal
  #waiting: readonly { readonly method: StockMethod; readonly changes: readonly Accepted[] }[] = []

  constructor(parts: {
    stock: Stock
    locations: Locations
    catalog: Catalog
    clock: SandboxClock
    delayMs: number
    closed: AbortSignal
  }) {
    this.#stock = parts.stock
    this.#locations = parts.locations
    this.#catalog = parts.catalog
    this.#clock = parts.clock
    this.#delayMs = parts.delayMs
    this.#closed = parts.closed
  }

  /** @throws Refusal 422, and nothing changes, where one of them can't be done */
  accept(method: StockMethod, adjustments: readonly Adjustment[]): void {
    this.#checkLocations(adjustments)
    const found = new ItemFinder(this.#catalog, this.#stock).find(adjustments)
    const changes = found.map(({ given, item }) => ({
      item,
      words: wordsOf(given),
      locationId: given.location_id,
      quantity: given.quantity,
    }))
    if (method === 'relative') this.#checkRelative(changes)
    if (this.#delayMs === 0) {
      this.#apply(method, changes)
      return
    }
    const batch = { method, changes }
    this.#waiting = [...this.#waiting, batch]
    this.#clock.sleep(this.#delayMs, this.#closed).then(
      () => {
        this.#waiting = this.#waiting.filter(other => other !== batch)
        this.#apply(method, changes)
      },
      // The store was closed before.
      () => undefined,
    )
  }

  #apply(method: StockMethod, changes: readonly Accepted[]): void {
    for (const { item, locationId, quantity } of changes) this.#stock.adjust(item, locationId, method, quantity)
  }

  #checkLocations(adjustments: readonly Adjustment[]): void {
    const ids = [...new Set(adjustments.map(({ location_id }) => location_id))]
    const lost = ids.filter(id => this.#locations.get(id) === undefined)
    // Guess: the words of both; that a disabled location takes no edits is documented.
    if (lost.length > 0) throw new Refusal(422, `Locations with ids: [${lost.join(', ')}] not found`)
    const disabled = ids.filter(id => this.#locations.get(id)?.enabled === false)
    if (disabled.length > 0) throw new Refusal(422, `Locations with ids: [${disabled.join(', ')}] are disabled`)
  }

  #checkRelative(changes: readonly Accepted[]): void {
    const expected = new Map<string, number>()
    const early: string[] = []
    const short: string[] = []
    const over: string[] = []
    for (const { item, words, locationId, quantity } of changes) {
      const key = `${item.variant.id}@${locationId}`
      const awaited = expected.has(key)
        ? { number: expected.get(key) ?? 0, isGiven: true }
        : this.#awaited(item, locationId)
      const number = awaited.number + quantity
      expected.set(key, number)
      if (!awaited.isGiven) early.push(words)
      else if (quantity < 0 && number < this.#stock.settings(item, locationId).safety_stock) short.push(words)
      else if (number > limits.inventoryLevel) over.push(words)
    }
    if (early.length > 0) {
      throw new Refusal(422, `Items with identity: [${early.join(', ')}] requires absolute adjustment before relative`)
    }
    // Guess: the words of both.
    if (short.length > 0) throw new Refusal(422, `Items with identity: [${short.join(', ')}] have not enough stock`)
    if (over.length > 0) throw new Refusal(422, `Items with identity: [${over.join(', ')}] exceed the maximum stock`)
  }

  /** What will be on hand when all that was accepted has taken effect. */
  #awaited(item: StockItem, locationId: number): { number: number; isGiven: boolean } {
    let number = onHandAt(item.record, item.at, locationId)
    let isGiven = this.#stock.isGiven(item, locationId)
    for (const { method, changes } of this.#waiting) {
      for (const change of changes) {
        if (change.item.variant.id !== item.variant.id || change.locationId !== locationId) continue
        number = method === 'absolute' ? change.quantity : number + change.quantity
        isGiven = true
      }
    }
    return { number, isGiven }
  }
}
