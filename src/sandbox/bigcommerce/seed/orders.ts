import type { Catalog } from '../catalog/catalog.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Chance } from '../chance.ts'
import { seededChance } from '../chance.ts'
import { v2Date } from '../query/date.ts'
import { shopOpenedMs } from './generator.ts'
import type { OrderFacts, OrderLine, OrderRow } from './order-row.ts'
import { addressOf, lineRow, orderRow, shippingAddressRow } from './order-row.ts'
import type { Person } from './people.ts'

const firstOrderId = 101
const hourMs = 3_600_000

/** An order with its lines and its address, in the form of the V2 answers. */
export interface OrderRecord {
  readonly row: OrderRow
  readonly createdMs: number
  readonly modifiedMs: number
  readonly cartId: string
  readonly lines: readonly object[]
  readonly addresses: readonly object[]
  /** What was paid, in the store's currency, and how; 0 where nothing was. */
  readonly paid: number
}

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

function linesOf(chance: Chance, products: readonly ProductRecord[], story: Story, lastLineId: number): OrderLine[] {
  const lines: OrderLine[] = []
  const count = chance.int(1, 3)
  for (let at = 0; at < count; at += 1) {
    const record = products[chance.int(0, products.length - 1)]
    const variant: Variant | undefined = record?.variants[chance.int(0, record.variants.length - 1)]
    if (record === undefined || variant === undefined) continue
    const quantity = chance.int(1, 3)
    const shipped = story.shipped === 1 ? quantity : story.shipped === 0 ? 0 : at === 0 ? quantity : 0
    lines.push({ id: lastLineId + lines.length + 1, record, variant, quantity, shipped })
  }
  return lines
}

/** `count` orders of the given people, of products that the store really has. The same seed gives the same orders. */
export function makeOrders(
  count: number,
  place: { seed: number; catalog: Catalog; people: readonly Person[]; apiBase: string },
): OrderRecord[] {
  const products = place.catalog.products.filter(record => record.row.is_visible && record.row.price > 0)
  if (products.length === 0) return []
  const chance = seededChance(place.seed, 'orders')
  const orders: OrderRecord[] = []
  let lineId = 0
  for (let at = 0; at < count; at += 1) {
    const person = place.people[chance.int(0, place.people.length - 1)]
    if (person === undefined) break
    const story = chance.pick(stories)
    const createdMs = shopOpenedMs + 210 * 24 * hourMs + at * 7 * hourMs + chance.int(0, 3_000) * 1_000
    const modifiedMs = createdMs + chance.int(1, 60) * hourMs
    const cartId = `${chance.text(8, '0123456789abcdef')}-0000-4000-a000-${chance.text(12, '0123456789abcdef')}`
    const lines = linesOf(chance, products, story, lineId)
    lineId += lines.length
    const facts: OrderFacts = {
      id: firstOrderId + at,
      statusId: story.statusId,
      payment: story.payment,
      created: v2Date(createdMs),
      modified: v2Date(modifiedMs),
      shippedOn: story.shipped === 1 ? v2Date(modifiedMs) : '',
      cartId,
      channelId: at % 9 === 0 ? 2 : 1,
      address: addressOf(person),
      customerId: chance.happens(0.3) ? 0 : person.id,
      lines,
      shipping: 6.95,
      apiBase: place.apiBase,
    }
    const row = orderRow(facts)
    orders.push({
      row,
      createdMs,
      modifiedMs,
      cartId,
      lines: lines.map(line => lineRow(facts, line)),
      addresses: [shippingAddressRow(facts)],
      paid: story.payment === 'captured' ? Number(row.total_inc_tax) : 0,
    })
  }
  return orders
}
