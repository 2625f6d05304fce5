import { orderPage } from './order-page.ts'
import { ordersPage } from './orders-page.ts'
import type { PanelRoute } from './route.ts'
import { notFound, numberAt } from './route.ts'

const place = 'orders'

export const orderRoutes: readonly PanelRoute[] = [
  {
    method: 'GET',
    path: '/orders',
    answer: ({ store, query }) => ({ title: 'Orders', place, body: ordersPage(store, query) }),
  },
  {
    method: 'GET',
    path: '/orders/{id}',
    answer: call => {
      const order = call.store.orders.get(numberAt(call, 0))
      if (order === undefined) return notFound
      return { title: `Order ${order.row.id}`, place, body: orderPage(call.store, order) }
    },
  },
]
