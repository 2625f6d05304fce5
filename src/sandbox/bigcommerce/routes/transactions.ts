import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { v3Date } from '../query/date.ts'
import type { OrderRecord } from '../seed/orders.ts'
import { v3ListRoute } from './list.ts'

/** The one payment of an order that was paid. */
function transactionOf(order: OrderRecord) {
  const id = order.row.id
  return {
    id,
    order_id: String(id),
    event: 'purchase',
    method: 'credit_card',
    amount: order.paid,
    currency: order.row.currency_code,
    gateway: 'testgateway',
    gateway_transaction_id: `sandbox-${id}`,
    date_created: v3Date(order.createdMs),
    test: true,
    status: 'ok',
    fraud_review: false,
    reference_transaction_id: null,
    offline: null,
    custom: null,
    avs_result: { code: '', message: '', street_match: '', postal_match: '' },
    cvv_result: { code: '', message: '' },
    credit_card: {
      card_type: 'visa',
      card_iin: '411111',
      card_last4: '1111',
      card_expiry_month: 12,
      card_expiry_year: 2030,
    },
    gift_certificate: null,
    store_credit: null,
    payment_instrument_token: null,
    payment_method_id: 'testgateway.credit_card',
  }
}

function transactions(call: Call) {
  const order = call.store.order(idAt(call, 0, 'An order with this id'))
  if (order === undefined) throw notFound('v3', 'An order with this id')
  return order.paid > 0 ? [transactionOf(order)] : []
}

export const transactionRoutes: readonly Route[] = [
  v3ListRoute<ReturnType<typeof transactionOf>>({
    path: '/v3/orders/{id}/transactions',
    scope: 'store_v2_transactions',
    rows: transactions,
  }),
]
