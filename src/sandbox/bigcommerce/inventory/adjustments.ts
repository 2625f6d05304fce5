import type { Catalog } from '../catalog/catalog.ts'
import { limits } from '../catalog/limits.ts'
import type { SandboxClock } from '../clock.ts'
import { Refusal } from '../http/answer.ts'
import { KeptValue } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import type { Locations } from './locations.ts'
import type { Stock, StockGoods, StockItem, StockMethod } from './stock.ts'
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

/** A change that was accepted. */
interface Accepted extends StockGoods {
  readonly locationId: number
  readonly quantity: number
}

/** A change that a caller wants. */
interface Wanted extends Accepted {
  readonly item: StockItem
  /** How the caller named it. */
  readonly words: string
}

/** Changes that show together, at `dueMs` of the clock. */
interface Batch {
  readonly dueMs: number
  readonly method: StockMethod
  readonly changes: readonly Accepted[]
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
export class Adjustments implements Room {
  readonly #stock: Stock
  readonly #locations: Locations
  readonly #catalog: Catalog
  readonly #clock: SandboxClock
  readonly #delayMs: number
  readonly #closed: AbortSignal
  readonly #waiting = new KeptValue<readonly Batch[]>([])
  readonly kept = { adjustments: this.#waiting }

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
    const wanted = found.map(({ given, item }) => ({
      item,
      variant: item.variant,
      words: wordsOf(given),
      locationId: given.location_id,
      quantity: given.quantity,
    }))
    if (method === 'relative') this.#checkRelative(wanted)
    const changes = wanted.map(({ variant: { id, product_id }, locationId, quantity }) => {
      return { variant: { id, product_id }, locationId, quantity }
    })
    const batch = { dueMs: this.#nowMs + this.#delayMs, method, changes }
    if (this.#delayMs === 0) {
      this.#apply(batch)
      return
    }
    this.#waiting.value = [...this.#waiting.value, batch]
    this.#await(batch)
  }

  restored(): void {
    for (const batch of this.#waiting.value) this.#await(batch)
  }

  get #nowMs(): number {
    return this.#clock.now().getTime()
  }

  #await(batch: Batch): void {
    this.#clock.sleep(Math.max(0, batch.dueMs - this.#nowMs), this.#closed).then(
      () => {
        // Where the state was put back to what it was before, it was never accepted.
        if (!this.#waiting.value.includes(batch)) return
        this.#waiting.value = this.#waiting.value.filter(other => other !== batch)
        this.#apply(batch)
      },
      // The store was closed before.
      () => undefined,
    )
  }

  #apply({ method, changes }: Batch): void {
    for (const change of changes) this.#stock.adjust(change, change.locationId, method, change.quantity)
  }

  #checkLocations(adjustments: readonly Adjustment[]): void {
    const ids = [...new Set(adjustments.map(({ location_id }) => location_id))]
    const lost = ids.filter(id => this.#locations.get(id) === undefined)
    // Guess: the words of both; that a disabled location takes no edits is documented.
    if (lost.length > 0) throw new Refusal(422, `Locations with ids: [${lost.join(', ')}] not found`)
    const disabled = ids.filter(id => this.#locations.get(id)?.enabled === false)
    if (disabled.length > 0) throw new Refusal(422, `Locations with ids: [${disabled.join(', ')}] are disabled`)
  }

  #checkRelative(changes: readonly Wanted[]): void {
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
    for (const { method, changes } of this.#waiting.value) {
      for (const change of changes) {
        if (change.variant.id !== item.variant.id || change.locationId !== locationId) continue
        number = method === 'absolute' ? change.quantity : number + change.quantity
        isGiven = true
      }
    }
    return { number, isGiven }
  }
}
