import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Transaction } from '../orders/order.ts'
import { v3ListRoute } from './list.ts'

function transactions(call: Call) {
  const order = call.store.orders.get(idAt(call, 0, 'An order with this id'))
  if (order === undefined) throw notFound('v3', 'An order with this id')
  return order.transactions
}

export const transactionRoutes: readonly Route[] = [
  v3ListRoute<Transaction>({
    path: '/v3/orders/{id}/transactions',
    scope: 'store_v2_transactions',
    rows: transactions,
  }),
]
