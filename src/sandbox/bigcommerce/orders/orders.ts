import { Shelf } from '../catalog/shelf.ts'
import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { v2Date } from '../query/date.ts'
import { defaultLocationId } from '../seed/locations.ts'
import { LastNumbers } from '../state/cells.ts'
import type { KeptPart, PlainPart, Room } from '../state/part.ts'
import { ImpossibleState } from '../state/part.ts'
import type { OrderMessage } from './messages.ts'
import type { OrderRecord, Taken, Transaction } from './order.ts'

/** The numbers of the statuses that the store itself sets or goes by. */
export const statusIds = {
  incomplete: 0,
  pending: 1,
  shipped: 2,
  partiallyShipped: 3,
  refunded: 4,
  cancelled: 5,
  declined: 6,
  awaitingPayment: 7,
  completed: 10,
  awaitingFulfillment: 11,
  partiallyRefunded: 14,
} as const

const { incomplete, shipped, refunded, cancelled, declined, completed, partiallyRefunded } = statusIds

const payable: readonly number[] = [incomplete, statusIds.pending, statusIds.awaitingPayment]

/** Whether the status of the order says that it is still to be paid. */
export const awaitsPayment = ({ row }: OrderRecord) => payable.includes(row.status_id)

/** Where the goods of an order lie. Guess: what is sent comes out of the default location, what is picked up of that one. */
const locationOf = ({ pickups }: OrderRecord): number => pickups[0]?.location.id || defaultLocationId

const closed: readonly number[] = [shipped, refunded, cancelled, declined, completed]

const highest = (ids: readonly number[]) => Math.max(0, ...ids)

/** Orders as JSON: what their lines have taken, by the ids of the lines, is a list of pairs there. */
class OrderShelf implements KeptPart {
  readonly #shelf: Shelf<OrderRecord>

  constructor(shelf: Shelf<OrderRecord>) {
    this.#shelf = shelf
  }

  get changes(): number {
    return this.#shelf.changes
  }

  keep(): PlainPart {
    return { rows: this.#shelf.rows.map(order => ({ ...order, taken: [...order.taken] })), value: null }
  }

  restore({ rows, value }: PlainPart): void {
    const orders = (rows as readonly { readonly taken: Iterable<[number, Taken]> }[]).map((row, at) => {
      if (!Array.isArray(row?.taken)) throw new ImpossibleState(at, 'it is no order')
      return { ...row, taken: new Map(row.taken) }
    })
    this.#shelf.restore({ rows: orders, value })
  }
}

/**
 * The ids that the orders that a store begins with have used up; these have no pickups, fees, coupons, refunds or
 * messages.
 */
const lastIdsOf = (first: readonly OrderRecord[]) =>
  new LastNumbers({
    order: highest([100, ...first.map(({ row }) => row.id)]),
    line: highest(first.flatMap(({ lines }) => lines.map(({ id }) => id))),
    address: highest(first.flatMap(({ addresses }) => addresses.map(({ id }) => id))),
    pickup: 0,
    fee: 0,
    coupon: 0,
    shipment: highest(first.flatMap(({ shipments }) => shipments.map(({ id }) => id))),
    transaction: highest(first.flatMap(({ transactions }) => transactions.map(({ id }) => id))),
    refund: 0,
    refundPayment: 0,
    message: 0,
  })

type LastIds = ReturnType<typeof lastIdsOf>

/** The orders of a store: what changes them goes through here, so that stock and events follow. */
export class Orders implements Room {
  /** Where the links of the orders begin. */
  readonly apiBase: string
  readonly #shelf = new Shelf<OrderRecord>(order => order.row.id)
  readonly #inventory: Inventory
  readonly #events: StoreEvents
  readonly #clock: SandboxClock
  readonly #last: LastIds
  readonly kept: Room['kept']

  constructor(parts: {
    first: readonly OrderRecord[]
    apiBase: string
    inventory: Inventory
    events: StoreEvents
    clock: SandboxClock
  }) {
    const { first } = parts
    this.apiBase = parts.apiBase
    this.#inventory = parts.inventory
    this.#events = parts.events
    this.#clock = parts.clock
    for (const order of first) this.#shelf.add(order)
    this.#last = lastIdsOf(first)
    this.kept = { orders: new OrderShelf(this.#shelf), ids: this.#last }
  }

  get nowMs(): number {
    return this.#clock.now().getTime()
  }

  /** All of them. */
  get all(): readonly OrderRecord[] {
    return this.#shelf.rows
  }

  /** Guess: archived orders are found by their id alone. */
  get listed(): readonly OrderRecord[] {
    return this.#shelf.rows.filter(({ row }) => !row.is_deleted)
  }

  get(id: number): OrderRecord | undefined {
    return this.#shelf.get(id)
  }

  /** How many orders are still to be picked up at the location. */
  openAt(locationId: number): number {
    const isOpen = ({ row }: OrderRecord) => !row.is_deleted && !closed.includes(row.status_id)
    return this.all.filter(order => isOpen(order) && order.pickups.some(({ location }) => location.id === locationId))
      .length
  }

  /** An id that was never given before. */
  nextId(of: keyof LastIds['last']): number {
    return this.#last.next(of)
  }

  /** Adds an order with an id of its own. Documented: store/order/created is told of incomplete ones too. */
  add(order: OrderRecord): OrderRecord {
    const dated = this.#shippedAt(order, undefined)
    this.#shelf.add(dated)
    const settled = this.#settle(dated)
    this.#tell(settled, 'created')
    return settled
  }

  /** Puts the changed order in the place of what it was. Its date becomes now. */
  replace(changed: OrderRecord): OrderRecord {
    const { nowMs } = this
    const old = this.#shelf.get(changed.row.id)
    const row = { ...changed.row, date_modified: v2Date(nowMs) }
    const dated = this.#shippedAt({ ...changed, row, modifiedMs: nowMs }, old)
    this.#shelf.replace(dated)
    const order = this.#settle(dated)
    this.#tell(order, 'updated')
    if (old !== undefined && old.row.status_id !== order.row.status_id) {
      const status = { previous_status_id: old.row.status_id, new_status_id: order.row.status_id }
      this.#tell(order, 'statusUpdated', { status })
    }
    return order
  }

  /** Guess: an archived order keeps what it took out of the stock. */
  archive(order: OrderRecord): OrderRecord {
    if (order.row.is_deleted) return order
    const archived = { ...order, row: { ...order.row, is_deleted: true } }
    this.#shelf.replace(archived)
    this.#tell(order, 'archived')
    return archived
  }

  /** Guess: messages are no change of the order itself, so its date stays, and nobody is told of an update. */
  setMessages(order: OrderRecord, messages: readonly OrderMessage[]): void {
    this.#shelf.replace({ ...order, messages })
  }

  tellMessage(order: OrderRecord, messageId: number): void {
    this.#tell(order, 'message/created', { message: { order_message_id: messageId } })
  }

  tellRefund(order: OrderRecord, refundId: number): void {
    this.#tell(order, 'refund/created', { refund: { refund_id: refundId } })
  }

  tellShipment(order: OrderRecord, id: number, what: 'created' | 'updated' | 'deleted'): void {
    this.#events.tell(`store/shipment/${what}`, { type: 'shipment', id, orderId: order.row.id })
  }

  tellTransaction(order: OrderRecord, transaction: Transaction): void {
    this.#events.tell('store/order/transaction/created', {
      type: 'transaction',
      order_id: String(order.row.id),
      transaction_id: String(transaction.id),
      transaction_status: 'complete',
      transaction_type: transaction.event,
      // Documented for captures. Guess: the words of the others.
      result: {
        ...(transaction.event === 'capture'
          ? { code: 'captured', message: 'Captured' }
          : { code: 'ok', message: 'Success' }),
        type: 'success',
      },
      platform_transaction_id: String(transaction.id),
      provider_transaction_id: transaction.gateway_transaction_id,
    })
  }

  /** Documented: events of orders are told of the store, and of the channel of the order with the id alone. */
  #tell({ row }: OrderRecord, what: string, more: object = {}): void {
    this.#events.tell(`store/order/${what}`, { type: 'order', id: row.id, ...more })
    this.#events.tell(`store/channel/${row.channel_id}/order/${what}`, { order_id: row.id, ...more })
  }

  /** The order with the date at which it was shipped: when it got that status, by shipments or by hand. */
  #shippedAt(order: OrderRecord, old: OrderRecord | undefined): OrderRecord {
    if (order.row.status_id !== shipped || old?.row.status_id === shipped) return order
    return { ...order, row: { ...order.row, date_shipped: v2Date(this.nowMs) } }
  }

  /**
   * Takes out of the stock what the order has to have of it by the settings, or brings back what it has too much. The
   * order is on the shelf before, so that whoever hears of the stock finds it.
   */
  #settle(order: OrderRecord): OrderRecord {
    const { stock } = this.#inventory
    const wanted = this.#wanted(order)
    const untaken = order.lines.map(({ id, product_id, variant_id }) => {
      return [id, { product_id, variant_id, location_id: locationOf(order), asked: 0, got: 0 }] as const
    })
    const taken = new Map<number, Taken>()
    for (const [id, line] of new Map([...untaken, ...order.taken])) {
      const { product_id, variant_id, location_id, asked, got } = line
      const quantity = wanted.get(id) ?? 0
      const back = got - Math.min(got, quantity)
      if (back > 0) stock.giveBack(product_id, variant_id, location_id, back)
      const more = quantity > asked ? stock.take(product_id, variant_id, location_id, quantity - asked) : 0
      if (quantity > 0) taken.set(id, { ...line, asked: quantity, got: got - back + more })
    }
    const settled = { ...order, taken }
    this.#shelf.replace(settled)
    return settled
  }

  /** How many of each line are to be out of the stock, by the id of the line. */
  #wanted({ row, lines, taken }: OrderRecord): ReadonlyMap<number, number> {
    const settings = this.#inventory.settings.of(row.channel_id)
    const asIs = new Map([...taken].map(([id, { asked }]) => [id, asked]))
    const status = row.status_id
    if (status === cancelled || status === refunded || status === declined) {
      return settings.refund_order_stock_adjustment ? new Map() : asIs
    }
    // Guess: an order that was shipped in part has not been shipped yet. A refund takes nothing that wasn't taken before.
    const isDue =
      settings.update_stock_behavior === 'order_placed'
        ? status !== incomplete && status !== partiallyRefunded
        : status === shipped || status === completed
    if (taken.size > 0 ? !settings.edit_order_stock_adjustment : !isDue) return asIs
    return new Map(lines.filter(line => line.product_id !== 0).map(line => [line.id, line.quantity]))
  }
}
