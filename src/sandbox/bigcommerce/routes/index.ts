import type { Route } from '../call.ts'
import type { Target } from '../http/api.ts'
import { Router } from '../http/router.ts'
import { assignmentRoutes } from './assignments.ts'
import { brandRoutes } from './brands.ts'
import { catalogRoutes } from './catalog.ts'
import { categoryRoutes } from './categories.ts'
import { treeRoutes } from './category-trees.ts'
import { treeCategoryRoutes } from './category-writes.ts'
import { channelRoutes } from './channels.ts'
import { choiceWriteRoutes } from './choice-writes.ts'
import { contentRoutes } from './content.ts'
import { customerAddressRoutes } from './customer-addresses.ts'
import { customerAttributeRoutes } from './customer-attributes.ts'
import { customerGroupRoutes } from './customer-groups.ts'
import { customerRoutes } from './customers.ts'
import { hookRoutes } from './hooks.ts'
import { inventoryRoutes } from './inventory.ts'
import { listingRoutes } from './listings.ts'
import { locationRoutes } from './locations.ts'
import { metafieldRoutes } from './metafields.ts'
import { officialOperations } from './official.ts'
import { partWriteRoutes } from './part-writes.ts'
import { pictureUploadRoutes } from './picture-uploads.ts'
import { priceListRoutes } from './price-lists.ts'
import { priceRecordRoutes } from './price-records.ts'
import { productPartRoutes } from './product-parts.ts'
import { productWriteRoutes } from './product-writes.ts'
import { productRoutes } from './products.ts'
import { redirectRoutes } from './redirects.ts'
import { settingsRoutes } from './settings.ts'
import { siteRouteRoutes } from './site-routes.ts'
import { siteRoutes } from './sites.ts'
import { transactionRoutes } from './transactions.ts'
import { couponRoutes } from './v2-coupons.ts'
import { currencyRoutes } from './v2-currencies.ts'
import { orderMessageRoutes } from './v2-order-messages.ts'
import { orderWriteRoutes } from './v2-order-writes.ts'
import { orderRoutes } from './v2-orders.ts'
import { pageRoutesOfV2 } from './v2-pages.ts'
import { shipmentRoutes } from './v2-shipments.ts'
import { shippingRoutes } from './v2-shipping.ts'
import { storeRoutes } from './v2-store.ts'
import { variantWriteRoutes } from './variant-writes.ts'

/** Every operation that the sandbox answers itself. */
export const routes: readonly Route[] = [
  ...storeRoutes,
  ...currencyRoutes,
  ...shippingRoutes,
  ...orderRoutes,
  ...orderMessageRoutes,
  ...orderWriteRoutes,
  ...shipmentRoutes,
  ...couponRoutes,
  ...contentRoutes,
  ...pageRoutesOfV2,
  ...redirectRoutes,
  ...productRoutes,
  ...productWriteRoutes,
  ...productPartRoutes,
  ...variantWriteRoutes,
  ...choiceWriteRoutes,
  ...partWriteRoutes,
  ...pictureUploadRoutes,
  ...metafieldRoutes,
  ...catalogRoutes,
  ...assignmentRoutes,
  ...brandRoutes,
  ...treeRoutes,
  ...treeCategoryRoutes,
  ...categoryRoutes,
  ...priceListRoutes,
  ...priceRecordRoutes,
  ...channelRoutes,
  ...siteRoutes,
  ...siteRouteRoutes,
  ...listingRoutes,
  ...inventoryRoutes,
  ...customerGroupRoutes,
  ...locationRoutes,
  ...customerRoutes,
  ...customerAddressRoutes,
  ...customerAttributeRoutes,
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
