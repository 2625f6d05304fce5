import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { json, noContent, v2List } from '../http/answer.ts'
import { consignmentsOf, shippingQuoteOf, taxesOf } from '../orders/consignments.ts'
import type { OrderRecord } from '../orders/order.ts'
import type { Test } from '../query/filters.ts'
import { keep } from '../query/filters.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import type { Query } from '../query/query.ts'
import { V2Filters } from '../query/v2-filters.ts'
import { orderStatuses } from '../seed/settings.ts'

const scope = 'store_v2_orders'
const sorts = ['id', 'customer_id', 'date_created', 'date_modified', 'status_id', 'channel_id', 'external_id'] as const
const sortValues = sorts.flatMap(name => [name, `${name}:asc` as const, `${name}:desc` as const])

/** The filters of the list and of the count. */
function orderTests({ query, store }: Call): Test<OrderRecord>[] {
  return new V2Filters<OrderRecord>(query, store.clock.now())
    .integers('id', order => order.row.id)
    .numbers('total', order => Number(order.row.total_inc_tax))
    .dates('date_created', order => order.createdMs)
    .dates('date_modified', order => order.modifiedMs)
    .equals(query.integer('customer_id'), order => order.row.customer_id)
    .equals(query.integer('status_id'), order => order.row.status_id)
    .equals(query.integer('channel_id'), order => order.row.channel_id)
    .equals(query.text('email')?.toLowerCase(), order => order.row.billing_address.email.toLowerCase())
    .equals(query.text('cart_id'), order => order.row.cart_id)
    .equals(query.text('payment_method'), order => order.row.payment_method)
    .equals(query.text('external_order_id'), order => order.row.external_order_id).tests
}

function sorted(query: Query, orders: readonly OrderRecord[]): readonly OrderRecord[] {
  const [name = 'id', direction = 'asc'] = (query.oneOf('sort', sortValues) ?? 'id').split(':')
  const sign = direction === 'desc' ? -1 : 1
  const key = ({ row, createdMs, modifiedMs }: OrderRecord): number => {
    if (name === 'date_created') return createdMs
    if (name === 'date_modified') return modifiedMs
    if (name === 'customer_id') return row.customer_id
    if (name === 'status_id') return row.status_id
    // No order has one.
    if (name === 'external_id') return 0
    return name === 'channel_id' ? row.channel_id : row.id
  }
  return orders.toSorted((a, b) => (key(a) - key(b)) * sign || a.row.id - b.row.id)
}

const includes = ['consignments', 'consignments.line_items', 'fees'] as const

/**
 * How a call wants orders shown: with the sub-resources that it asks for. Writes read this before they change anything.
 * Guess: without `consignment_structure=object` it is the same.
 * @throws Refusal 400 where it asks for something else
 */
export function orderView({ query, store }: Call): (order: OrderRecord) => object {
  const wanted = query.someOf('include', includes)
  query.oneOf('consignment_structure', ['object'])
  const withLines = wanted.includes('consignments.line_items')
  return order => ({
    ...order.row,
    ...(wanted.includes('consignments') || withLines
      ? { consignments: consignmentsOf(order, store.orders.apiBase, withLines) }
      : {}),
    ...(wanted.includes('fees') ? { fees: order.fees } : {}),
  })
}

export function orderAt(call: Call): OrderRecord {
  const order = call.store.orders.get(idAt(call, 0))
  if (order === undefined) throw notFound('v2')
  return order
}

/** A part of an order by the second id of the path. */
export function partAt<Part extends { readonly id: number }>(call: Call, parts: readonly Part[]): Part {
  const id = idAt(call, 1)
  const part = parts.find(one => one.id === id)
  if (part === undefined) throw notFound('v2')
  return part
}

/** A list of what hangs on an order. */
function partsRoute(name: string, parts: (order: OrderRecord, call: Call) => readonly object[]): Route {
  return {
    method: 'GET',
    path: `/v2/orders/{id}/${name}`,
    scope,
    answer: call => v2List(rowsOf(parts(orderAt(call), call), pageOf(call.query))),
  }
}

/** The quote of a shipping address, which is a shipping consignment too; 204 where none was made (documented). */
function shippingQuoteRoute(path: string): Route {
  return {
    method: 'GET',
    path: `/v2/orders/{id}/${path}/shipping_quotes`,
    scope,
    answer: call => {
      const order = orderAt(call)
      const quote = shippingQuoteOf(order, partAt(call, order.addresses))
      return quote === undefined ? noContent : json(200, quote)
    },
  }
}

function taxes(order: OrderRecord, { query }: Call) {
  // Documented: these two fields are shown only where details are asked for.
  if (query.boolean('details') === true) return taxesOf(order)
  return taxesOf(order).map(({ order_product_id: _, line_item_type: __, ...tax }) => tax)
}

function count(call: Call): object {
  const orders = keep(call.store.orders.listed, orderTests(call))
  const statuses = orderStatuses.map(status => ({
    ...status,
    sort_order: status.id,
    count: orders.filter(order => order.row.status_id === status.id).length,
  }))
  return { statuses, count: orders.length }
}

export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/orders',
    scope,
    answer: call => {
      const orders = sorted(call.query, keep(call.store.orders.listed, orderTests(call)))
      return v2List(rowsOf(orders, pageOf(call.query)).map(orderView(call)))
    },
  },
  { method: 'GET', path: '/v2/orders/count', scope, answer: call => json(200, count(call)) },
  { method: 'GET', path: '/v2/orders/{id}', scope, answer: call => json(200, orderView(call)(orderAt(call))) },
  partsRoute('products', order => order.lines),
  {
    method: 'GET',
    path: '/v2/orders/{id}/products/{product_id}',
    scope,
    answer: call => json(200, partAt(call, orderAt(call).lines)),
  },
  partsRoute('shipping_addresses', order => order.addresses),
  {
    method: 'GET',
    path: '/v2/orders/{id}/shipping_addresses/{address_id}',
    scope,
    answer: call => json(200, partAt(call, orderAt(call).addresses)),
  },
  shippingQuoteRoute('shipping_addresses/{address_id}'),
  shippingQuoteRoute('consignments/shipping/{consignment_id}'),
  partsRoute('coupons', order => order.coupons),
  partsRoute('taxes', taxes),
  {
    method: 'GET',
    path: '/v2/orders/{id}/fees',
    scope,
    // Guess: no fees are 204, as with other V2 lists.
    answer: call => {
      const { fees } = orderAt(call)
      return fees.length === 0 ? v2List([]) : json(200, { fees })
    },
  },
  {
    method: 'GET',
    path: '/v2/orders/{id}/consignments',
    scope,
    answer: call => {
      const wanted = call.query.someOf('include', ['consignments.line_items'])
      return json(200, consignmentsOf(orderAt(call), call.store.orders.apiBase, wanted.length > 0))
    },
  },
  { method: 'GET', path: '/v2/order_statuses', scope, answer: () => json(200, orderStatuses) },
  {
    method: 'GET',
    path: '/v2/order_statuses/{id}',
    scope,
    answer: call => {
      const status = orderStatuses[idAt(call, 0)]
      if (status === undefined) throw notFound('v2')
      return json(200, status)
    },
  },
]
