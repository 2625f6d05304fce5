import { v3Date } from '../query/date.ts'
import type { Costs, Fee } from './amounts.ts'
import type { OrderCoupon } from './coupons.ts'
import type { OrderMessage } from './messages.ts'
import type { Pickup } from './pickups.ts'
import type { Refund } from './refunds.ts'
import type { AddressRow, LineRow, OrderRow } from './rows.ts'
import type { Shipment } from './shipments.ts'

/** An order with everything that hangs on it, in the form of the V2 answers. */
export interface OrderRecord {
  readonly row: OrderRow
  readonly createdMs: number
  readonly modifiedMs: number
  readonly costs: Costs
  readonly lines: readonly LineRow[]
  readonly addresses: readonly AddressRow[]
  /** How the lines are picked up that aren't sent; one at most. */
  readonly pickups: readonly Pickup[]
  readonly fees: readonly Fee[]
  readonly coupons: readonly OrderCoupon[]
  readonly transactions: readonly Transaction[]
  readonly shipments: readonly Shipment[]
  readonly refunds: readonly Refund[]
  readonly messages: readonly OrderMessage[]
  /** What each line, by its id, has taken out of the stock. */
  readonly taken: ReadonlyMap<number, Taken>
}

/** It names the goods itself: the line may be gone before they are brought back. */
export interface Taken {
  readonly product_id: number
  readonly variant_id: number
  readonly location_id: number
  readonly asked: number
  /** Less than was asked for where the stock ran out. */
  readonly got: number
}

/** What moves money, among the documented events. */
export type TransactionEvent = 'purchase' | 'authorization' | 'capture' | 'void' | 'refund'

export type Transaction = ReturnType<typeof transactionOf>

/** Whether the money arrived with it. */
export const isPayment = ({ event }: Transaction) => event === 'purchase' || event === 'capture'

/** A movement of money by the test gateway, as the V3 answers give it. */
export function transactionOf(
  order: OrderRecord,
  facts: { id: number; atMs: number; event: TransactionEvent; amount: number; refersTo: number | null },
) {
  const { id, event, amount, refersTo } = facts
  return {
    id,
    order_id: String(order.row.id),
    event,
    method: 'credit_card',
    amount,
    currency: order.row.currency_code,
    gateway: 'testgateway',
    gateway_transaction_id: `sandbox-${id}`,
    date_created: v3Date(facts.atMs),
    test: true,
    status: 'ok',
    fraud_review: false,
    reference_transaction_id: refersTo,
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

/** What pays for the whole order. */
export const paymentOf = (order: OrderRecord, id: number, atMs: number) =>
  transactionOf(order, { id, atMs, event: 'purchase', amount: Number(order.row.total_inc_tax), refersTo: null })
