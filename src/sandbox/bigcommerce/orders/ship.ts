import type { OrderRecord } from './order.ts'
import type { Orders } from './orders.ts'
import { statusIds } from './orders.ts'
import { badField } from './refuse.ts'
import type { AddressRow, LineRow } from './rows.ts'
import { statusFields } from './rows.ts'
import type { Shipment, ShippedItem, Tracking } from './shipments.ts'
import { isShipped, shipmentRow, untracked, withShipped } from './shipments.ts'

/** How many of a line still have to be sent. Guess: what was refunded isn't. */
export const leftToShip = (line: LineRow): number =>
  line.type === 'digital' ? 0 : line.quantity - line.quantity_shipped - line.quantity_refunded

/** The shipping address of an order by its id. @throws Refusal 400 */
export function shippingAddress(order: OrderRecord, id: number): AddressRow {
  const address = order.addresses.find(one => one.id === id)
  if (address === undefined) throw badField('order_address_id', 'is no shipping address of the order')
  return address
}

type ShippedQuantity = Pick<ShippedItem, 'order_product_id' | 'quantity'>

/** What is to be sent, each line once, or a refusal where that is more than is left of a line. */
function itemsOf(order: OrderRecord, addressId: number, inputs: readonly ShippedQuantity[]): ShippedItem[] {
  const wanted = new Map<number, number>()
  for (const { order_product_id: id, quantity } of inputs) wanted.set(id, (wanted.get(id) ?? 0) + quantity)
  return [...wanted].map(([id, quantity]) => {
    const line = order.lines.find(one => one.id === id)
    if (line === undefined) throw badField('items.order_product_id', 'is no line of the order')
    // Documented: a shipment goes to one address.
    if (line.order_address_id !== addressId) throw badField('items.order_product_id', 'goes to another address')
    const left = line.quantity - line.quantity_shipped - line.quantity_refunded
    if (quantity > left) throw badField('items.quantity', `is more than the ${left} that are left`)
    return { order_product_id: id, product_id: line.product_id, quantity }
  })
}

/**
 * Sends lines of an order to one of its addresses. Guess: the order moves on whatever its status was; documented only
 * that creating a shipment moves it.
 * @throws Refusal 400, and nothing changes
 */
export function shipOrder(
  orders: Orders,
  order: OrderRecord,
  sent: { addressId: number; items: readonly ShippedQuantity[]; tracking: Partial<Tracking> },
): Shipment {
  const address = shippingAddress(order, sent.addressId)
  const items = itemsOf(order, sent.addressId, sent.items)
  const id = orders.nextId('shipment')
  const shipment = shipmentRow(order, address, { id, atMs: orders.nowMs, items, ...untracked, ...sent.tracking })
  const shipped = withShipped({ ...order, shipments: [...order.shipments, shipment] }, items, 1)
  const status = isShipped(shipped) ? statusIds.shipped : statusIds.partiallyShipped
  const row = { ...shipped.row, ...statusFields(status) }
  orders.tellShipment(orders.replace({ ...shipped, row }), id, 'created')
  return shipment
}
