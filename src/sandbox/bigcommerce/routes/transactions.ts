import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { data, json } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { OrderRecord, Transaction } from '../orders/order.ts'
import type { Refund } from '../orders/refunds.ts'
import { needsAccount, newRefund, quoteOf, refundOrder, refundQuote } from '../orders/refunds.ts'
import { v3ListRoute } from './list.ts'

/** Documented: either of the two is enough for payment actions. */
const scope = ['store_v2_orders', 'store_v2_transactions'] as const
const refundsPath = '/v3/orders/{id}/payment_actions/refunds'

function orderAt(call: Call): OrderRecord {
  const what = 'An order with this id'
  const order = call.store.orders.get(idAt(call, 0, what))
  if (order === undefined) throw notFound('v3', what)
  return order
}

const created = (value: object) => json(201, { data: value, meta: {} })

function refund(call: Call): Answer {
  const order = orderAt(call)
  const input = bodyOf(call, newRefund)
  if (needsAccount(order, input)) {
    const type = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes'
    const title = 'Unable to provide store credit for a guest customer.'
    return json(422, { data: [{ status: 422, title, type }] })
  }
  return created(refundOrder(call.store.orders, order, input))
}

/** Guess: that the action is accepted is said by an empty object; the official file leaves it open. */
const paymentActionRoute = (action: 'capture' | 'void'): Route => ({
  method: 'POST',
  path: `/v3/orders/{id}/payment_actions/${action}`,
  scope,
  answer: call => {
    call.store.payments.act(orderAt(call), action)
    return json(201, {})
  },
})

const hasTransaction = (id: string | undefined) => (one: Refund) =>
  id === undefined || one.payments.some(payment => payment.transaction_id === id)

const allRefunds = ({ store }: Call) => store.orders.all.flatMap(order => order.refunds).toSorted((a, b) => a.id - b.id)

/** The official file has amounts of items as texts, or null, in this one answer alone. */
const shownAlone = (one: Refund) => ({
  ...one,
  items: one.items.map(item => ({ ...item, requested_amount: item.requested_amount?.toFixed(2) ?? null })),
})

export const transactionRoutes: readonly Route[] = [
  v3ListRoute<Transaction>({
    path: '/v3/orders/{id}/transactions',
    scope: 'store_v2_transactions',
    rows: call => orderAt(call).transactions,
  }),
  {
    method: 'POST',
    path: '/v3/orders/{id}/payment_actions/refund_quotes',
    scope,
    answer: call => created(quoteOf(orderAt(call), bodyOf(call, refundQuote).items)),
  },
  paymentActionRoute('capture'),
  paymentActionRoute('void'),
  { method: 'POST', path: refundsPath, scope, answer: refund },
  v3ListRoute<Refund>({
    path: refundsPath,
    scope,
    rows: call => orderAt(call).refunds.filter(hasTransaction(call.query.text('transaction_id'))),
  }),
  v3ListRoute<Refund>({
    path: '/v3/orders/payment_actions/refunds',
    scope,
    rows: call => allRefunds(call).filter(hasTransaction(call.query.text('transaction_id'))),
    fields: {
      id: { kind: 'integer', read: one => one.id },
      order_id: { kind: 'integer', read: one => one.order_id },
      created: { kind: 'date', read: one => Date.parse(one.created) },
    },
  }),
  {
    method: 'GET',
    path: '/v3/orders/payment_actions/refunds/{id}',
    scope,
    answer: call => {
      const id = idAt(call, 0, 'The refund')
      const found = allRefunds(call).find(one => one.id === id)
      if (found === undefined) throw notFound('v3', 'The refund')
      return data(shownAlone(found))
    },
  },
]
