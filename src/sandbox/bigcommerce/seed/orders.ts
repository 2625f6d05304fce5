import type { Catalog } from '../catalog/catalog.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Chance } from '../chance.ts'
import { seededChance } from '../chance.ts'
import { noPrice, totalsOf } from '../orders/amounts.ts'
import { variantChoices } from '../orders/choices.ts'
import type { OrderRecord } from '../orders/order.ts'
import { paymentOf } from '../orders/order.ts'
import type { LineRow } from '../orders/rows.ts'
import { addressOf, lineRow, orderRow, shippingAddressRow, statusFields } from '../orders/rows.ts'
import { shipmentRow, untracked } from '../orders/shipments.ts'
import { v2Date } from '../query/date.ts'
import { shopOpenedMs } from './generator.ts'
import { defaultLocationId } from './locations.ts'
import type { Person } from './people.ts'

const firstOrderId = 101
const hourMs = 3_600_000

/** Which status an order has reached, and what that says about its payment; paid ones are the most. */
const stories: readonly [Story, ...Story[]] = [
  { statusId: 11, payment: 'captured', shipped: 0 },
  { statusId: 11, payment: 'captured', shipped: 0 },
  { statusId: 9, payment: 'captured', shipped: 0 },
  { statusId: 3, payment: 'captured', shipped: 0.5 },
  { statusId: 2, payment: 'captured', shipped: 1 },
  { statusId: 10, payment: 'captured', shipped: 1 },
  { statusId: 7, payment: '', shipped: 0 },
  { statusId: 0, payment: '', shipped: 0 },
  { statusId: 5, payment: 'void', shipped: 0 },
]

interface Story {
  readonly statusId: number
  readonly payment: string
  readonly shipped: 0 | 0.5 | 1
}

/** What was ordered; the first line of an order that was shipped in part is the one that was. */
function linesOf(
  chance: Chance,
  products: readonly ProductRecord[],
  story: Story,
  ids: { readonly orderId: number; readonly lastLineId: number },
): LineRow[] {
  const lines: LineRow[] = []
  const count = chance.int(1, 3)
  for (let at = 0; at < count; at += 1) {
    const record = products[chance.int(0, products.length - 1)]
    const variant: Variant | undefined = record?.variants[chance.int(0, record.variants.length - 1)]
    if (record === undefined || variant === undefined) continue
    const quantity = chance.int(1, 3)
    const shipped = story.shipped === 1 ? quantity : story.shipped === 0 ? 0 : at === 0 ? quantity : 0
    lines.push(
      lineRow({
        id: ids.lastLineId + lines.length + 1,
        orderId: ids.orderId,
        addressId: ids.orderId,
        pickupId: 0,
        goods: { record, variant },
        name: record.row.name,
        merchantName: record.row.name,
        sku: variant.sku,
        upc: variant.upc,
        price: { ex: variant.calculated_price, inc: variant.calculated_price },
        quantity,
        choices: variantChoices(variant),
        shipped,
      }),
    )
  }
  return lines
}

/** `count` orders of the given people, of products that the store really has. The same seed gives the same orders. */
export function makeOrders(
  count: number,
  place: { seed: number; catalog: Catalog; people: readonly Person[]; apiBase: string },
): OrderRecord[] {
  const { apiBase } = place
  const products = place.catalog.products.filter(record => record.row.is_visible && record.row.price > 0)
  if (products.length === 0) return []
  const chance = seededChance(place.seed, 'orders')
  const orders: OrderRecord[] = []
  let lastLineId = 0
  for (let at = 0; at < count; at += 1) {
    const person = place.people[chance.int(0, place.people.length - 1)]
    if (person === undefined) break
    const story = chance.pick(stories)
    const createdMs = shopOpenedMs + 210 * 24 * hourMs + at * 7 * hourMs + chance.int(0, 3_000) * 1_000
    const modifiedMs = createdMs + chance.int(1, 60) * hourMs
    const cartId = `${chance.text(8, '0123456789abcdef')}-0000-4000-a000-${chance.text(12, '0123456789abcdef')}`
    const id = firstOrderId + at
    const lines = linesOf(chance, products, story, { orderId: id, lastLineId })
    lastLineId += lines.length
    const costs = { shipping: { ex: 6.95, inc: 6.95 }, handling: noPrice, discount: 0 }
    const totals = totalsOf(lines, costs, [])
    const billing = addressOf(person)
    const row = {
      ...orderRow({
        id,
        created: v2Date(createdMs),
        cartId,
        channelId: at % 9 === 0 ? 2 : 1,
        customerId: chance.happens(0.3) ? 0 : person.id,
        billing,
        source: 'www',
        apiBase,
      }),
      ...statusFields(story.statusId),
      ...totals,
      date_modified: v2Date(modifiedMs),
      date_shipped: story.shipped === 1 ? v2Date(modifiedMs) : '',
      payment_status: story.payment,
    }
    const address = shippingAddressRow({
      id,
      orderId: id,
      apiBase,
      address: billing,
      method: 'Flat rate',
      cost: costs.shipping,
    })
    const record: OrderRecord = {
      row,
      createdMs,
      modifiedMs,
      costs,
      lines,
      addresses: [{ ...address, items_total: totals.items_total, items_shipped: totals.items_shipped }],
      pickups: [],
      fees: [],
      coupons: [],
      transactions: [],
      shipments: [],
      refunds: [],
      messages: [],
      // What was sold before the store was opened is not in its stock any more.
      taken: new Map(
        lines.map(({ id: lineId, product_id, variant_id, quantity }) => {
          return [lineId, { product_id, variant_id, location_id: defaultLocationId, asked: quantity, got: quantity }]
        }),
      ),
    }
    const items = lines
      .filter(line => line.quantity_shipped > 0)
      .map(line => ({ order_product_id: line.id, product_id: line.product_id, quantity: line.quantity_shipped }))
    const isPaid = story.payment === 'captured'
    orders.push({
      ...record,
      transactions: isPaid ? [paymentOf(record, id, createdMs)] : [],
      // The number of the only shipment of an order is that of the order.
      shipments:
        items.length === 0 ? [] : [shipmentRow(record, address, { id, atMs: modifiedMs, items, ...untracked })],
    })
  }
  return orders
}
