import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { json, Refusal, v2List } from '../http/answer.ts'
import { filterDateMs } from '../query/date.ts'
import type { Test } from '../query/filters.ts'
import { keep } from '../query/filters.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import type { Query } from '../query/query.ts'
import type { OrderRecord } from '../seed/orders.ts'
import { orderStatuses } from '../seed/settings.ts'

const scope = 'store_v2_orders'
const sorts = ['id', 'customer_id', 'date_created', 'date_modified', 'status_id', 'channel_id'] as const
const sortValues = sorts.flatMap(name => [name, `${name}:asc` as const, `${name}:desc` as const])

function dateBound(query: Query, name: string, now: Date): number | undefined {
  const text = query.text(name)
  if (text === undefined) return undefined
  const ms = filterDateMs(text, now)
  if (ms === null) throw query.invalid(name, 'must be a date in RFC 2822 or ISO 8601 form')
  return ms
}

/** The filters of the list and of the count. Both bounds of a range belong to it. */
function orderTests({ query, store }: Call): Test<OrderRecord>[] {
  const now = store.clock.now()
  const tests: Test<OrderRecord>[] = []
  const range = (
    name: string,
    bound: (name: string) => number | undefined,
    read: (order: OrderRecord) => number,
  ): void => {
    const min = bound(`min_${name}`)
    const max = bound(`max_${name}`)
    if (min !== undefined) tests.push(order => read(order) >= min)
    if (max !== undefined) tests.push(order => read(order) <= max)
  }
  range(
    'id',
    name => query.integer(name),
    order => order.row.id,
  )
  range(
    'total',
    name => query.number(name),
    order => Number(order.row.total_inc_tax),
  )
  range(
    'date_created',
    name => dateBound(query, name, now),
    order => order.createdMs,
  )
  range(
    'date_modified',
    name => dateBound(query, name, now),
    order => order.modifiedMs,
  )
  const equals = (wanted: string | number | undefined, read: (order: OrderRecord) => string | number) => {
    if (wanted !== undefined) tests.push(order => read(order) === wanted)
  }
  equals(query.integer('customer_id'), order => order.row.customer_id)
  equals(query.integer('status_id'), order => order.row.status_id)
  equals(query.integer('channel_id'), order => order.row.channel_id)
  equals(query.text('email')?.toLowerCase(), order => order.row.billing_address.email.toLowerCase())
  equals(query.text('cart_id'), order => order.cartId)
  equals(query.text('payment_method'), order => order.row.payment_method)
  equals(query.text('external_order_id'), order => order.row.external_order_id)
  return tests
}

function sorted(query: Query, orders: readonly OrderRecord[]): readonly OrderRecord[] {
  const [name = 'id', direction = 'asc'] = (query.oneOf('sort', sortValues) ?? 'id').split(':')
  const sign = direction === 'desc' ? -1 : 1
  const key = ({ row, createdMs, modifiedMs }: OrderRecord): number => {
    if (name === 'date_created') return createdMs
    if (name === 'date_modified') return modifiedMs
    if (name === 'customer_id') return row.customer_id
    if (name === 'status_id') return row.status_id
    return name === 'channel_id' ? row.channel_id : row.id
  }
  return orders.toSorted((a, b) => (key(a) - key(b)) * sign || a.row.id - b.row.id)
}

/** Side-loading of consignments is not built yet: saying so is better than an answer without them. */
function refuseInclude(query: Query): void {
  if (query.text('include') === undefined) return
  throw new Refusal(501, 'The sandbox store does not do include on orders yet; docs/sandbox.md lists what it does.')
}

function orderAt(call: Call): OrderRecord {
  const order = call.store.order(idAt(call, 0))
  if (order === undefined) throw notFound('v2')
  return order
}

function count(call: Call): object {
  const orders = keep(call.store.orders, orderTests(call))
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
      refuseInclude(call.query)
      const orders = sorted(call.query, keep(call.store.orders, orderTests(call)))
      return v2List(rowsOf(orders, pageOf(call.query)).map(order => order.row))
    },
  },
  { method: 'GET', path: '/v2/orders/count', scope, answer: call => json(200, count(call)) },
  {
    method: 'GET',
    path: '/v2/orders/{id}',
    scope,
    answer: call => {
      refuseInclude(call.query)
      return json(200, orderAt(call).row)
    },
  },
  {
    method: 'GET',
    path: '/v2/orders/{id}/products',
    scope,
    answer: call => v2List(rowsOf(orderAt(call).lines, pageOf(call.query))),
  },
  {
    method: 'GET',
    path: '/v2/orders/{id}/shipping_addresses',
    scope,
    answer: call => v2List(rowsOf(orderAt(call).addresses, pageOf(call.query))),
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
