import { refuse, unknown } from '../catalog/refuse.ts'
import type { OrderRecord } from '../orders/order.ts'
import type { Orders } from '../orders/orders.ts'
import { leftToShip, shipOrder } from '../orders/ship.ts'
import type { Shipment } from '../orders/shipments.ts'
import { providerForm, trackingNumberMax } from '../orders/shipments.ts'
import type { LineQuantity } from '../orders/shopper.ts'

/** How a shipment finds its way; `carrier` is a provider of shipments, such as `ups`. */
export interface OrderTracking {
  readonly number?: string
  readonly carrier?: string
}

/** How many of each line, by its id. */
function quantitiesOf(order: OrderRecord, lines: readonly LineQuantity[] | undefined): ReadonlyMap<number, number> {
  if (lines === undefined) return new Map(order.lines.map(line => [line.id, leftToShip(line)]))
  const wanted = new Map<number, number>()
  for (const { lineId, quantity } of lines) wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantity)
  return wanted
}

/**
 * Sends lines of an order, or without any all that is left of it: one shipment to each address that gets some of it.
 * @throws SandboxError where nothing is to be sent, or more than is left of a line; then nothing is sent
 */
export function sendOrder(
  orders: Orders,
  orderId: number,
  lines: readonly LineQuantity[] | undefined,
  { number = '', carrier = '' }: OrderTracking,
): Shipment[] {
  const order = orders.get(orderId)
  if (order === undefined) throw unknown('order', orderId)
  if (number.length > trackingNumberMax) {
    throw refuse(`A tracking number has ${trackingNumberMax} characters at most.`, 'Shorten it.', 'tracking_number')
  }
  if (!providerForm.test(carrier)) {
    throw refuse(`“${carrier}” is no carrier.`, 'Use one of those that the API names.', 'shipping_provider')
  }
  const wanted = quantitiesOf(order, lines)
  for (const lineId of wanted.keys()) {
    if (!order.lines.some(({ id }) => id === lineId)) throw unknown(`line of order ${orderId}`, lineId)
  }
  const over = order.lines.find(line => (wanted.get(line.id) ?? 0) > leftToShip(line))
  if (over !== undefined) {
    throw refuse(`Only ${leftToShip(over)} of “${over.name}” are left to send.`, 'Send fewer.', 'items')
  }
  const parcels = order.addresses.flatMap(({ id: addressId }) => {
    const items = order.lines
      .filter(line => line.order_address_id === addressId && (wanted.get(line.id) ?? 0) > 0)
      .map(({ id }) => ({ order_product_id: id, quantity: wanted.get(id) ?? 0 }))
    return items.length === 0 ? [] : [{ addressId, items }]
  })
  if (parcels.length === 0) throw refuse('Nothing of the order is to be sent.', 'Send one of which something is left.')
  const tracking = { tracking_number: number, shipping_provider: carrier }
  // Each parcel changes the order that the one before has left.
  return parcels.map(parcel => shipOrder(orders, orders.get(orderId) ?? order, { ...parcel, tracking }))
}
