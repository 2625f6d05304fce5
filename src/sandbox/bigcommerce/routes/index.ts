import type { Route } from '../call.ts'
import type { Target } from '../http/api.ts'
import { Router } from '../http/router.ts'
import { catalogRoutes } from './catalog.ts'
import { treeRoutes } from './category-trees.ts'
import { channelRoutes } from './channels.ts'
import { contentRoutes } from './content.ts'
import { customerRoutes } from './customers.ts'
import { hookRoutes } from './hooks.ts'
import { inventoryRoutes } from './inventory.ts'
import { locationRoutes } from './locations.ts'
import { officialOperations } from './official.ts'
import { productPartRoutes } from './product-parts.ts'
import { productRoutes } from './products.ts'
import { settingsRoutes } from './settings.ts'
import { transactionRoutes } from './transactions.ts'
import { orderWriteRoutes } from './v2-order-writes.ts'
import { orderRoutes } from './v2-orders.ts'
import { shipmentRoutes } from './v2-shipments.ts'
import { shippingRoutes } from './v2-shipping.ts'
import { storeRoutes } from './v2-store.ts'

/** Every operation that the sandbox answers itself. */
export const routes: readonly Route[] = [
  ...storeRoutes,
  ...shippingRoutes,
  ...orderRoutes,
  ...orderWriteRoutes,
  ...shipmentRoutes,
  ...contentRoutes,
  ...productRoutes,
  ...productPartRoutes,
  ...catalogRoutes,
  ...treeRoutes,
  ...channelRoutes,
  ...inventoryRoutes,
  ...locationRoutes,
  ...customerRoutes,
  ...transactionRoutes,
  ...settingsRoutes,
  ...hookRoutes,
]

/** All addresses of the official API: those that the sandbox answers, and the others, which are absent. */
export function apiRouter(): Router<Target> {
  const router = new Router<Target>()
  for (const { method, path } of officialOperations()) router.add(method, path, { kind: 'absent' })
  for (const route of routes) router.add(route.method, route.path, { kind: 'route', route })
  return router
}
