import type { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { json, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { addressChanges, newOrder, orderChanges } from '../orders/input.ts'
import { createOrder, updateOrder } from '../orders/write.ts'
import { orderAt, orderView, partAt } from './v2-orders.ts'

const scope = 'store_v2_orders'

/** What every order shows and nobody may write; the official files mark or leave them out of what is sent. */
const readOnly = [
  ...['id', 'date_modified', 'date_shipped', 'status', 'custom_status', 'cart_id', 'coupon_discount'],
  ...['payment_status', 'store_credit_amount', 'gift_certificate_amount', 'currency_id', 'currency_code'],
  ...['currency_exchange_rate', 'default_currency_id', 'subtotal_tax', 'total_tax', 'shipping_cost_tax'],
  ...['handling_cost_tax', 'wrapping_cost_tax', 'coupons', 'item_total'],
]

/** What every shipping address shows and nobody may write. Guess: which fields these are. */
const readOnlyOfAddress = [
  ...['id', 'order_id', 'items_total', 'items_shipped', 'item_total', 'base_cost', 'cost_ex_tax', 'cost_inc_tax'],
  ...['cost_tax', 'cost_tax_class_id', 'base_handling_cost', 'handling_cost_ex_tax', 'handling_cost_inc_tax'],
  ...['handling_cost_tax', 'handling_cost_tax_class_id', 'shipping_zone_id', 'shipping_zone_name', 'shipping_quotes'],
]

/** Documented by an example of the words: V2 refuses what can't be written instead of leaving it alone. */
function writable<Schema extends z.ZodType>(call: Call, schema: Schema, fixed: readonly string[]): z.output<Schema> {
  const given = typeof call.body === 'object' && call.body !== null ? Object.keys(call.body) : []
  const field = given.find(name => fixed.includes(name))
  if (field === undefined) return bodyOf(call, schema)
  const advice = 'Please remove it from your request before trying again.'
  throw new Refusal(400, `The field '${field}' cannot be written to. ${advice}`)
}

export const orderWriteRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v2/orders',
    scope,
    // Guess: 201, as the status page says of every POST; the official file declares 200.
    answer: call => {
      const show = orderView(call)
      return json(201, show(createOrder(call.store, writable(call, newOrder, [...readOnly, 'is_deleted']))))
    },
  },
  {
    method: 'PUT',
    path: '/v2/orders/{id}',
    scope,
    answer: call => {
      const order = orderAt(call)
      const show = orderView(call)
      return json(200, show(updateOrder(call.store, order, writable(call, orderChanges, readOnly))))
    },
  },
  {
    method: 'PUT',
    path: '/v2/orders/{id}/shipping_addresses/{address_id}',
    scope,
    answer: call => {
      const order = orderAt(call)
      const { id } = partAt(call, order.addresses)
      const changes = writable(call, addressChanges, readOnlyOfAddress)
      const { addresses } = updateOrder(call.store, order, { shipping_addresses: [{ ...changes, id }] })
      return json(
        200,
        addresses.find(address => address.id === id),
      )
    },
  },
  {
    method: 'DELETE',
    path: '/v2/orders/{id}',
    scope,
    answer: call => {
      call.store.orders.archive(orderAt(call))
      return { status: 204, body: null }
    },
  },
]
