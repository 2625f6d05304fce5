import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { json, Refusal, v2List } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import { money } from '../orders/amounts.ts'
import { amount } from '../orders/input.ts'
import type { OrderRecord } from '../orders/order.ts'
import { statusIds } from '../orders/orders.ts'
import { badField } from '../orders/refuse.ts'
import { statusFields } from '../orders/rows.ts'
import type { Shipment, ShippedItem } from '../orders/shipments.ts'
import { isShipped, shipmentRow, trackedFields, untracked, withShipped } from '../orders/shipments.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import { orderAt } from './v2-orders.ts'

const path = '/v2/orders/{id}/shipments'
const scope = 'store_v2_orders'

/** Documented: one of these, or the number of a carrier that an app has added. Guess: others are refused. */
const provider = z
  .string()
  .regex(/^(|auspost|canadapost|endicia|usps|fedex|ups|upsready|upsonline|shipperhq|royalmail|carrier_\w+)$/)

const tracking = z.object({
  tracking_number: z.string().max(50).optional(),
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

function addressOf(order: OrderRecord, id: number) {
  const address = order.addresses.find(one => one.id === id)
  if (address === undefined) throw badField('order_address_id', 'is no shipping address of the order')
  return address
}

/** What is to be sent, each line once, or a refusal where that is more than is left of a line. */
function itemsOf(
  order: OrderRecord,
  addressId: number,
  inputs: readonly { order_product_id: number; quantity: number }[],
): ShippedItem[] {
  const wanted = new Map<number, number>()
  for (const { order_product_id: id, quantity } of inputs) wanted.set(id, (wanted.get(id) ?? 0) + quantity)
  return [...wanted].map(([id, quantity]) => {
    const line = order.lines.find(one => one.id === id)
    if (line === undefined) throw badField('items.order_product_id', 'is no line of the order')
    // Documented: a shipment goes to one address.
    if (line.order_address_id !== addressId) throw badField('items.order_product_id', 'goes to another address')
    // Guess: what was refunded isn't sent.
    const left = line.quantity - line.quantity_shipped - line.quantity_refunded
    if (quantity > left) throw badField('items.quantity', `is more than the ${left} that are left`)
    return { order_product_id: id, product_id: line.product_id, quantity }
  })
}

/** Guess: the order moves on whatever its status was; documented only that creating a shipment moves it. */
function create(call: Call): Answer {
  const order = orderAt(call)
  const input = bodyOf(call, created)
  const { order_address_id: addressId, items: inputs, ...given } = input
  const address = addressOf(order, addressId)
  const items = itemsOf(order, addressId, inputs)
  const { orders } = call.store
  const atMs = orders.nowMs
  const id = orders.nextId('shipment')
  const shipment = shipmentRow(order, address, { id, atMs, items, ...untracked, ...definedOf(given) })
  const shipped = withShipped({ ...order, shipments: [...order.shipments, shipment] }, items, 1)
  const status = isShipped(shipped) ? statusIds.shipped : statusIds.partiallyShipped
  const row = { ...shipped.row, ...statusFields(status) }
  orders.tellShipment(orders.replace({ ...shipped, row }), id, 'created')
  return json(201, shipment)
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
  addressOf(order, order_address_id)
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
