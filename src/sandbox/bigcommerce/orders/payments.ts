import type { SandboxClock } from '../clock.ts'
import { Refusal } from '../http/answer.ts'
import { KeptValue } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import type { OrderRecord, Transaction, TransactionEvent } from './order.ts'
import { transactionOf } from './order.ts'
import type { Orders } from './orders.ts'
import { awaitsPayment, statusIds } from './orders.ts'
import { statusFields } from './rows.ts'

/** What an action makes of an authorized payment, first and in the end. */
const actions = {
  capture: { pending: 'capture pending', done: 'captured', status: statusIds.awaitingFulfillment },
  // Guess: an order whose payment was voided is cancelled.
  void: { pending: 'void pending', done: 'void', status: statusIds.cancelled },
} as const

type Action = keyof typeof actions

/** An action that the gateway has not come to yet. */
interface Pending {
  readonly orderId: number
  readonly action: Action
  readonly dueMs: number
}

const authorizationOf = ({ transactions }: OrderRecord): Transaction | undefined =>
  transactions.find(({ event }) => event === 'authorization')

/** The payments of orders by the test gateway, which never declines. */
export class Payments implements Room {
  readonly #orders: Orders
  readonly #clock: SandboxClock
  readonly #delayMs: number
  readonly #closed: AbortSignal
  readonly #pending = new KeptValue<readonly Pending[]>([])
  readonly kept = { pending: this.#pending }

  /** `delayMs` is how long the gateway takes for a payment action, by the store's clock. */
  constructor(parts: { orders: Orders; clock: SandboxClock; delayMs: number; closed: AbortSignal }) {
    this.#orders = parts.orders
    this.#clock = parts.clock
    this.#delayMs = parts.delayMs
    this.#closed = parts.closed
  }

  /** Pays the whole order, which then awaits fulfillment. */
  pay(order: OrderRecord): void {
    this.#move(order, 'purchase', 'captured', statusIds.awaitingFulfillment)
  }

  /** Reserves what the order comes to. As in the official example, it awaits payment. */
  authorize(order: OrderRecord): void {
    this.#move(order, 'authorization', 'authorized', statusIds.awaitingPayment)
  }

  /**
   * Captures or voids an authorized payment. Documented: it is pending at first, and the payment request runs by itself.
   * @throws Refusal 422 where no payment is authorized; guess: the words
   */
  act(order: OrderRecord, action: Action): void {
    if (order.row.payment_status !== 'authorized') {
      throw new Refusal(422, `The order has no authorized payment to ${action}.`)
    }
    const { id } = order.row
    this.#orders.replace({ ...order, row: { ...order.row, payment_status: actions[action].pending } })
    if (this.#delayMs === 0) {
      this.#finish(id, action)
      return
    }
    const pending = { orderId: id, action, dueMs: this.#clock.now().getTime() + this.#delayMs }
    this.#pending.value = [...this.#pending.value, pending]
    this.#await(pending)
  }

  restored(): void {
    for (const pending of this.#pending.value) this.#await(pending)
  }

  #await(pending: Pending): void {
    this.#clock.sleep(Math.max(0, pending.dueMs - this.#clock.now().getTime()), this.#closed).then(
      () => {
        // Where the state was put back to what it was before, nobody asked for it.
        if (!this.#pending.value.includes(pending)) return
        this.#pending.value = this.#pending.value.filter(other => other !== pending)
        this.#finish(pending.orderId, pending.action)
      },
      // The store was closed before.
      () => undefined,
    )
  }

  /** Guess: an order that somebody has moved on since stays where it is. */
  #finish(orderId: number, action: Action): void {
    const { pending, done, status } = actions[action]
    const order = this.#orders.get(orderId)
    if (order === undefined || order.row.payment_status !== pending) return
    this.#move(order, action, done, awaitsPayment(order) ? status : order.row.status_id)
  }

  #move(order: OrderRecord, event: TransactionEvent, payment_status: string, statusId: number): void {
    const authorization = authorizationOf(order)
    const transaction = transactionOf(order, {
      id: this.#orders.nextId('transaction'),
      atMs: this.#orders.nowMs,
      event,
      amount: authorization?.amount ?? Number(order.row.total_inc_tax),
      refersTo: authorization?.id ?? null,
    })
    const moved = this.#orders.replace({
      ...order,
      row: { ...order.row, ...statusFields(statusId), payment_status },
      transactions: [...order.transactions, transaction],
    })
    this.#orders.tellTransaction(moved, transaction)
  }
}
