import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import type { Stock } from '../inventory/stock.ts'
import type { Metafields } from '../metafields/metafields.ts'
import { v3Date } from '../query/date.ts'
import type { CatalogBuilder } from './build.ts'
import type { Catalog } from './catalog.ts'
import { eventsBetween } from './told.ts'
import type { ProductRecord, Variant } from './types.ts'

/**
 * The way by which products change, whoever changes them: the API or the merchant's own hand. Keeps the addresses, sets
 * `date_modified`, and tells of each product once what became of it.
 */
export class ProductChanges {
  readonly #catalog: Catalog
  readonly #builder: CatalogBuilder
  readonly #events: StoreEvents
  readonly #clock: SandboxClock
  readonly #stock: Stock
  readonly #metafields: Metafields

  constructor(parts: {
    builder: CatalogBuilder
    events: StoreEvents
    clock: SandboxClock
    stock: Stock
    metafields: Metafields
  }) {
    this.#builder = parts.builder
    this.#catalog = parts.builder.catalog
    this.#events = parts.events
    this.#clock = parts.clock
    this.#stock = parts.stock
    this.#metafields = parts.metafields
  }

  add(record: ProductRecord): ProductRecord {
    this.#swap(null, record)
    this.#tell(null, record)
    return record
  }

  /** Puts the record in the place of the product with its id, and gives it as it is now. */
  replace(record: ProductRecord, how: { readonly silent?: boolean } = {}): ProductRecord {
    const [changed] = this.replaceAll([{ id: record.row.id, change: () => record }], how)
    return changed ?? record
  }

  /**
   * Changes products one after the other, each as the ones before have left them; all or, where one change throws, none.
   * A product may come more than once, and is told of once.
   */
  replaceAll(
    changes: readonly { readonly id: number; readonly change: (record: ProductRecord) => ProductRecord }[],
    how: { readonly silent?: boolean } = {},
  ): ProductRecord[] {
    const before = new Map<number, ProductRecord>()
    try {
      for (const { id, change } of changes) {
        const old = this.#catalog.product(id)
        if (old === undefined) continue
        if (!before.has(id)) before.set(id, old)
        this.#swap(old, how.silent === true ? change(old) : this.#dated(change(old)))
      }
    } catch (error) {
      this.#restore([...before.values()])
      throw error
    }
    for (const [id, old] of before) {
      const record = this.#catalog.product(id) ?? null
      this.#tell(old, record)
      this.#dropMetafields(old, record?.variants ?? [])
    }
    return changes.flatMap(({ id }) => this.#catalog.product(id) ?? [])
  }

  remove(record: ProductRecord): void {
    this.#swap(record, null)
    this.#tell(record, null)
    this.#metafields.drop('product', [record.row.id])
    this.#dropMetafields(record, [])
  }

  #dated(record: ProductRecord): ProductRecord {
    const date_modified = v3Date(this.#clock.now().getTime())
    return { ...record, row: { ...record.row, date_modified }, modifiedMs: Date.parse(date_modified) }
  }

  #restore(records: readonly ProductRecord[]): void {
    for (const { row } of records) this.#builder.freeUrl(this.#catalog.product(row.id)?.row.custom_url.url ?? '')
    for (const record of records) {
      this.#catalog.replaceProduct(record)
      this.#builder.takeUrl(record.row.custom_url.url)
    }
  }

  #swap(from: ProductRecord | null, to: ProductRecord | null): void {
    if (from !== null) this.#builder.freeUrl(from.row.custom_url.url)
    if (to !== null) this.#builder.takeUrl(to.row.custom_url.url)
    if (from === null && to !== null) this.#catalog.addProduct(to)
    else if (from !== null && to !== null) this.#catalog.replaceProduct(to)
    else if (from !== null) this.#catalog.removeProduct(from.row.id)
  }

  /** Drops the metafields of the variants that a product has no longer. */
  #dropMetafields(before: ProductRecord, left: readonly Variant[]): void {
    if (before.variants === left) return
    const ids = new Set(left.map(variant => variant.id))
    const gone = before.variants.filter(variant => !ids.has(variant.id))
    this.#metafields.drop(
      'variant',
      gone.map(variant => variant.id),
    )
  }

  #tell(before: ProductRecord | null, after: ProductRecord | null): void {
    for (const { scope, data } of eventsBetween(before, after)) this.#events.tell(scope, data)
    if (before !== null && after !== null) this.#stock.tellChanges(before, after)
  }
}
