import type { Catalog } from '../catalog/catalog.ts'
import type { Variant } from '../catalog/types.ts'
import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import { v3Date } from '../query/date.ts'
import { LastNumbers } from '../state/cells.ts'
import type { KeptPart, PlainPart, Room } from '../state/part.ts'

export interface BulkPricingTier {
  readonly quantity_min: number
  readonly quantity_max: number | null
  readonly type: 'fixed' | 'price' | 'percent'
  readonly amount: number
}

/** What a record says. A price of null is not said, and that of the catalog counts; any other of 0 is not set. */
export interface Prices {
  readonly price: number | null
  readonly sale_price: number
  readonly retail_price: number
  readonly map_price: number
  readonly bulk_pricing_tiers: readonly BulkPricingTier[]
}

/** The prices of one variant in one currency. */
export interface PriceRecord extends Prices {
  /** Counts the records of the store in the order in which they were made; not shown. */
  readonly key: number
  readonly price_list_id: number
  readonly variant_id: number
  readonly product_id: number
  /** Three letters, in lower case as in the official examples. */
  readonly currency: string
  readonly date_created: string
  readonly date_modified: string
}

/** A record to be made or changed, whose variant and list are known to be there. */
export interface RecordChange {
  readonly listId: number
  readonly variant: Pick<Variant, 'id' | 'product_id'>
  readonly currency: string
  readonly prices: Partial<Prices>
}

const noPrices: Prices = { price: null, sale_price: 0, retail_price: 0, map_price: 0, bulk_pricing_tiers: [] }

const slotOf = (variantId: number, currency: string) => `${variantId}/${currency.toLowerCase()}`

const told = (record: PriceRecord) => ({
  price_list_id: record.price_list_id,
  variant_id: record.variant_id,
  currency: record.currency.toUpperCase(),
})

/** The records of all price lists: one at most for a variant and a currency in each list. */
export class PriceRecords implements Room, KeptPart {
  changes = 0
  readonly #catalog: Catalog
  readonly #clock: SandboxClock
  readonly #events: StoreEvents
  readonly #lists = new Map<number, Map<string, PriceRecord>>()
  readonly #made = new LastNumbers({ key: 0 })
  readonly kept = { records: this, recordKeys: this.#made }

  constructor(catalog: Catalog, clock: SandboxClock, events: StoreEvents) {
    this.#catalog = catalog
    this.#clock = clock
    this.#events = events
  }

  /** The records of a list in the order in which they were made. Guess: a record is gone with its variant. */
  of(listId: number): PriceRecord[] {
    return [...(this.#lists.get(listId)?.values() ?? [])].filter(record => this.variantOf(record) !== undefined)
  }

  find(listId: number, variantId: number, currency: string): PriceRecord | undefined {
    const record = this.#lists.get(listId)?.get(slotOf(variantId, currency))
    return record !== undefined && this.variantOf(record) !== undefined ? record : undefined
  }

  variantOf({ product_id, variant_id }: Pick<PriceRecord, 'product_id' | 'variant_id'>): Variant | undefined {
    return this.#catalog.product(product_id)?.variants.find(variant => variant.id === variant_id)
  }

  /** Makes or changes one record. */
  set(change: RecordChange): PriceRecord {
    const { record, isNew } = this.#put(change)
    this.#events.tell(`store/priceList/record/${isNew ? 'created' : 'updated'}`, told(record))
    return record
  }

  /** Makes and changes many records, told at once: the new ones, and the others. */
  setAll(changes: readonly RecordChange[]): void {
    const put = changes.map(change => this.#put(change))
    this.#tellAll(
      'created',
      put.filter(one => one.isNew).map(one => one.record),
    )
    this.#tellAll(
      'updated',
      put.filter(one => !one.isNew).map(one => one.record),
    )
  }

  remove(record: PriceRecord): void {
    this.#drop(record)
    this.#events.tell('store/priceList/record/deleted', told(record))
  }

  removeAll(records: readonly PriceRecord[]): void {
    for (const record of records) this.#drop(record)
    this.#tellAll('deleted', records)
  }

  /** Forgets what these lists said, without a word. */
  dropLists(ids: ReadonlySet<number>): void {
    this.changes += 1
    for (const id of ids) this.#lists.delete(id)
  }

  keep(): PlainPart {
    return { rows: [...this.#lists.values()].flatMap(list => [...list.values()]), value: null }
  }

  restore({ rows }: PlainPart): void {
    this.#lists.clear()
    for (const row of rows as readonly PriceRecord[]) this.#shelve(row)
  }

  /** What is not said of a record that is there stays as it was (guess). */
  #put({ listId, variant, currency, prices }: RecordChange): { record: PriceRecord; isNew: boolean } {
    const old = this.find(listId, variant.id, currency)
    const now = v3Date(this.#clock.now().getTime())
    const record: PriceRecord = {
      ...(old ?? {
        ...noPrices,
        key: this.#made.next('key'),
        price_list_id: listId,
        variant_id: variant.id,
        product_id: variant.product_id,
        currency: currency.toLowerCase(),
        date_created: now,
      }),
      ...prices,
      date_modified: now,
    }
    this.#shelve(record)
    return { record, isNew: old === undefined }
  }

  #shelve(record: PriceRecord): void {
    const { price_list_id, variant_id, currency } = record
    const list = this.#lists.get(price_list_id) ?? new Map<string, PriceRecord>()
    this.#lists.set(price_list_id, list.set(slotOf(variant_id, currency), record))
    this.changes += 1
  }

  #drop({ price_list_id, variant_id, currency }: PriceRecord): void {
    this.changes += 1
    this.#lists.get(price_list_id)?.delete(slotOf(variant_id, currency))
  }

  #tellAll(what: 'created' | 'updated' | 'deleted', records: readonly PriceRecord[]): void {
    if (records.length > 0) this.#events.tell(`store/priceList/records/${what}`, records.map(told))
  }
}
