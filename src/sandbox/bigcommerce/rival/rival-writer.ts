import { changeProducts } from '../catalog/product-writes.ts'
import type { ProductRecord } from '../catalog/types.ts'
import type { Chance } from '../chance.ts'
import { SandboxError } from '../error.ts'
import { Refusal } from '../http/answer.ts'
import type { Journal } from '../journal.ts'
import { sendOrder } from '../merchant/send-order.ts'
import { statusIds } from '../orders/orders.ts'
import { leftToShip } from '../orders/ship.ts'
import { defaultLocationId } from '../seed/locations.ts'
import type { Store } from '../store.ts'

/** What another app writes, and when: by the sandbox's clock, by the calls of the API, or both. */
export interface RivalWrites {
  /** A write after each so many milliseconds. */
  readonly everyMs?: number
  /** A write after each so many calls of the API, before the answer of the last one leaves. */
  readonly perCalls?: number
  /** Gives a product that is counted another number at the default location. */
  readonly stock?: boolean
  /** Sends a line of an order, with a tracking number. */
  readonly tracking?: boolean
  /** Gives a product another price. */
  readonly price?: boolean
}

const kinds = ['stock', 'tracking', 'price'] as const
type Kind = (typeof kinds)[number]

/** How many writes of each kind took effect so far. */
export type RivalWritten = Readonly<Record<Kind, number>>

/** Of what fell due while nobody looked, as when the machine slept, so many are made up for. */
const atOnceMax = 1_000

/** The statuses in which an order waits to be sent. */
const waiting: readonly number[] = [statusIds.awaitingFulfillment, statusIds.partiallyShipped]

/** Another app that writes to the store: random changes, by the seed, told of like those of the API. */
export class RivalWriter {
  readonly #store: Store
  readonly #journal: Journal
  readonly #chance: Chance
  readonly #closed: AbortSignal
  readonly #written: Record<Kind, number> = { stock: 0, tracking: 0, price: 0 }
  readonly #running = new Map<RivalWrites, () => void>()

  constructor(parts: { store: Store; journal: Journal; chance: Chance; closed: AbortSignal }) {
    this.#store = parts.store
    this.#journal = parts.journal
    this.#chance = parts.chance
    this.#closed = parts.closed
  }

  get written(): RivalWritten {
    return { ...this.#written }
  }

  /** What it was told to write and still does. */
  get running(): readonly RivalWrites[] {
    return [...this.#running.keys()]
  }

  /**
   * Writes from now on, until the returned function is called: all kinds unless some are named.
   * @throws SandboxError where the rule says not when, or nothing that could be written
   */
  start(rule: RivalWrites): () => void {
    const { everyMs, perCalls } = rule
    const numbers = [everyMs, perCalls].filter(number => number !== undefined)
    if (numbers.length === 0 || numbers.some(number => !Number.isSafeInteger(number) || number < 1)) {
      throw new SandboxError(
        'option_invalid',
        'everyMs or perCalls must be a whole number from 1.',
        'Say when to write.',
      )
    }
    const named = kinds.filter(kind => rule[kind] !== undefined)
    const wanted = named.length === 0 ? kinds : kinds.filter(kind => rule[kind] === true)
    if (wanted.length === 0) {
      throw new SandboxError('option_invalid', 'Nothing is to be written.', 'Name stock, tracking or price.')
    }
    const job = { ...rule }
    const ended = new AbortController()
    if (everyMs !== undefined) this.#writeEvery(everyMs, wanted, AbortSignal.any([ended.signal, this.#closed]))
    const deaf = perCalls === undefined ? () => undefined : this.#writePer(perCalls, wanted)
    const stop = () => {
      ended.abort()
      deaf()
      this.#running.delete(job)
    }
    this.#running.set(job, stop)
    return stop
  }

  stopAll(): void {
    for (const stop of this.#running.values()) stop()
  }

  #writeEvery(everyMs: number, wanted: readonly Kind[], ended: AbortSignal): void {
    const { clock } = this.#store
    const startMs = clock.now().getTime()
    let done = 0
    const next = (): void => {
      const dueMs = startMs + (done + 1) * everyMs - clock.now().getTime()
      clock.sleep(Math.max(0, dueMs), ended).then(
        () => {
          // Whoever steps the clock may step over many at once.
          const due = Math.floor((clock.now().getTime() - startMs) / everyMs)
          for (let count = Math.min(due - done, atOnceMax); count > 0; count -= 1) this.#write(wanted)
          done = due
          next()
        },
        // It was stopped.
        () => undefined,
      )
    }
    next()
  }

  #writePer(perCalls: number, wanted: readonly Kind[]): () => void {
    let calls = 0
    return this.#journal.onExchange(() => {
      calls += 1
      if (calls % perCalls === 0) this.#write(wanted)
    })
  }

  #write(wanted: readonly Kind[]): void {
    const kind = wanted[this.#chance.int(0, wanted.length - 1)]
    if (kind === undefined) return
    try {
      const isDone = {
        stock: () => this.#changeStock(),
        tracking: () => this.#send(),
        price: () => this.#changePrice(),
      }
      if (isDone[kind]()) this.#written[kind] += 1
    } catch (error) {
      // Another app is refused like any other, and goes on.
      if (!(error instanceof Refusal) && !(error instanceof SandboxError)) throw error
    }
  }

  #changeStock(): boolean {
    const record = this.#someOf(this.#store.catalog.products, ({ row }) => row.inventory_tracking !== 'none')
    if (record === undefined) return false
    const { row, variants } = record
    const variant = variants[this.#chance.int(0, variants.length - 1)]
    const item = row.inventory_tracking === 'product' ? { product_id: row.id } : { variant_id: variant?.id ?? 0 }
    const quantity = this.#chance.int(0, 200)
    this.#store.inventory.adjustments.accept('absolute', [{ ...item, location_id: defaultLocationId, quantity }])
    return true
  }

  #changePrice(): boolean {
    const record: ProductRecord | undefined = this.#someOf(this.#store.catalog.products, () => true)
    if (record === undefined) return false
    const price = Math.max(0.01, Math.round(record.row.price * this.#chance.int(80, 125)) / 100)
    changeProducts(this.#store, [{ id: record.row.id, body: { price } }])
    return true
  }

  #send(): boolean {
    const { orders } = this.#store
    const order = this.#someOf(
      orders.listed,
      ({ row, lines }) => waiting.includes(row.status_id) && lines.some(line => leftToShip(line) > 0),
    )
    const line = order?.lines.find(one => leftToShip(one) > 0)
    if (order === undefined || line === undefined) return false
    const number = `1Z${this.#chance.text(12, '0123456789')}`
    sendOrder(orders, order.row.id, [{ lineId: line.id, quantity: leftToShip(line) }], { number, carrier: 'ups' })
    return true
  }

  /** A row of chance that will do: the first one from a place of chance on. */
  #someOf<Row>(rows: readonly Row[], willDo: (row: Row) => boolean): Row | undefined {
    const from = this.#chance.int(0, Math.max(0, rows.length - 1))
    return rows.slice(from).find(willDo) ?? rows.slice(0, from).find(willDo)
  }
}
