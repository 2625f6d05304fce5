import type { Call, Route } from '../call.ts'
import { v2List } from '../http/answer.ts'
import type { OrderMessage } from '../orders/messages.ts'
import { keep } from '../query/filters.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import { V2Filters } from '../query/v2-filters.ts'
import { orderAt } from './v2-orders.ts'

function testsOf({ query, store }: Call) {
  return new V2Filters<OrderMessage>(query, store.clock.now())
    .integers('id', message => message.id)
    .dates('date_created', message => Date.parse(message.date_created))
    .equals(query.integer('customer_id'), message => message.customer_id)
    .equals(query.boolean('is_flagged'), message => message.is_flagged)
    .equals(query.oneOf('status', ['read', 'unread']), message => message.status).tests
}

export const orderMessageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/orders/{id}/messages',
    scope: 'store_v2_orders',
    answer: call => v2List(rowsOf(keep(orderAt(call).messages, testsOf(call)), pageOf(call.query))),
  },
]
