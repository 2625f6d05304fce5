import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { json, Refusal, v2List } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import { money } from '../orders/amounts.ts'
import { amount } from '../orders/input.ts'
import type { OrderRecord } from '../orders/order.ts'
import { shipOrder, shippingAddress } from '../orders/ship.ts'
import type { Shipment } from '../orders/shipments.ts'
import { providerForm, trackedFields, trackingNumberMax, withShipped } from '../orders/shipments.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import { orderAt } from './v2-orders.ts'

const path = '/v2/orders/{id}/shipments'
const scope = 'store_v2_orders'

/** Guess: others than the documented ones are refused. */
const provider = z.string().regex(providerForm)

const tracking = z.object({
  tracking_number: z.string().max(trackingNumberMax).optional(),
  tracking_link: z.string().max(500).optional(),
  tracking_carrier: z.string().optional(),
  shipping_provider: provider.optional(),
  shipping_method: z.string().optional(),
  merchant_shipping_cost: amount.transform(money).optional(),
  comments: z.string().max(65_535).optional(),
})

const created = tracking.extend({
  order_address_id: z.int(),
  items: z.array(z.object({ order_product_id: z.int(), quantity: z.int().min(1) })).min(1),
})

const updated = tracking.extend({ order_address_id: z.int().optional() })

function create(call: Call): Answer {
  const order = orderAt(call)
  const { order_address_id: addressId, items, ...given } = bodyOf(call, created)
  return json(201, shipOrder(call.store.orders, order, { addressId, items, tracking: definedOf(given) }))
}

function shipmentAt(call: Call, { shipments }: OrderRecord): Shipment {
  const id = idAt(call, 1)
  const shipment = shipments.find(one => one.id === id)
  if (shipment === undefined) throw notFound('v2')
  return shipment
}

function update(call: Call): Answer {
  const order = orderAt(call)
  const old = shipmentAt(call, order)
  if (typeof call.body === 'object' && call.body !== null && 'items' in call.body) {
    throw new Refusal(400, `The field 'items' cannot be written to. Please remove it from your request.`)
  }
  const { order_address_id = old.order_address_id, ...given } = bodyOf(call, updated)
  shippingAddress(order, order_address_id)
  const shipment: Shipment = { ...old, ...trackedFields({ ...old, ...definedOf(given) }), order_address_id }
  const shipments = order.shipments.map(one => (one.id === old.id ? shipment : one))
  const { orders } = call.store
  orders.tellShipment(orders.replace({ ...order, shipments }), old.id, 'updated')
  return json(200, shipment)
}

/** Documented: the status of the order stays. Guess: its lines can be sent again. */
function remove(call: Call, order: OrderRecord, gone: readonly Shipment[]): Answer {
  const { orders } = call.store
  if (gone.length > 0) {
    const shipments = order.shipments.filter(one => !gone.includes(one))
    const items = gone.flatMap(shipment => shipment.items)
    const changed = orders.replace(withShipped({ ...order, shipments }, items, -1))
    for (const { id } of gone) orders.tellShipment(changed, id, 'deleted')
  }
  return { status: 204, body: null }
}

export const shipmentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    answer: call => v2List(rowsOf(orderAt(call).shipments, pageOf(call.query))),
  },
  { method: 'POST', path, scope, answer: create },
  {
    method: 'DELETE',
    path,
    scope,
    answer: call => {
      const order = orderAt(call)
      return remove(call, order, order.shipments)
    },
  },
  {
    method: 'GET',
    path: `${path}/count`,
    scope,
    answer: call => json(200, { count: orderAt(call).shipments.length }),
  },
  {
    method: 'GET',
    path: `${path}/{shipment_id}`,
    scope,
    answer: call => json(200, shipmentAt(call, orderAt(call))),
  },
  { method: 'PUT', path: `${path}/{shipment_id}`, scope, answer: update },
  {
    method: 'DELETE',
    path: `${path}/{shipment_id}`,
    scope,
    answer: call => {
      const order = orderAt(call)
      return remove(call, order, [shipmentAt(call, order)])
    },
  },
]
