import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import type { RowOutcome } from '../api/contract/runs.ts'
import { lazyPage } from './lazy-page.tsx'
import { listingAsk, parseSearch, productAsk, stringifySearch } from './list-address.ts'
import { readOutcome } from './pages/activity/search.ts'
import { driftAsk } from './pages/drift/search.ts'
import { NotFoundPage } from './pages/not-found.tsx'
import { Broken, Waiting } from './pages/page-states.tsx'
import { changeAsk } from './pages/plan/search.ts'
import { readReviewSearch } from './pages/review/search.ts'
import { Shell } from './parts/shell/shell.tsx'
import { hubQuery, queryClient } from './queries.ts'

/** Every address of the dashboard. Pages load with the first visit; the shell is there from the start. */

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const setup = createRoute({
  getParentRoute: () => root,
  path: 'setup',
  beforeLoad: async () => {
    const hub = await queryClient.fetchQuery({ ...hubQuery, staleTime: 0 })
    if (hub.ownerExists) throw redirect({ to: '/' })
  },
  component: lazyPage(() => import('./pages/setup.tsx'), 'SetupPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  // A key that is left out keeps its raw value from the address, so a foreign one is overwritten.
  validateSearch: (search: Record<string, unknown>): { to?: string | undefined } => ({
    to: typeof search.to === 'string' && isOwnAddress(search.to) ? search.to : undefined,
  }),
  beforeLoad: async ({ search }) => {
    const hub = await queryClient.ensureQueryData(hubQuery)
    if (!hub.ownerExists) throw redirect({ to: '/setup' })
    if (hub.user !== null) throw redirect({ href: search.to ?? '/' })
  },
  component: lazyPage(() => import('./pages/sign-in.tsx'), 'SignInPage'),
})

/** A way back may lead to this dashboard only, never to another site. */
function isOwnAddress(address: string): boolean {
  return /^\/(?![/\\])/.test(address) && new URL(address, window.location.origin).origin === window.location.origin
}

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const hub = await queryClient.ensureQueryData(hubQuery)
    if (!hub.ownerExists) throw redirect({ to: '/setup' })
    if (hub.user === null)
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
  },
  component: Shell,
})

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyPage(() => import('./pages/dashboard.tsx'), 'DashboardPage'),
})

const channels = createRoute({
  getParentRoute: () => shell,
  path: 'channels',
})

const allChannels = createRoute({
  getParentRoute: () => channels,
  id: 'all',
  component: lazyPage(() => import('./pages/channels.tsx'), 'ChannelsPage'),
})

const channelList = createRoute({ getParentRoute: () => allChannels, path: '/' })

const addChannel = createRoute({
  getParentRoute: () => allChannels,
  path: 'add',
  component: lazyPage(() => import('./pages/add-channel.tsx'), 'AddChannelDialog'),
})

const channel = createRoute({
  getParentRoute: () => channels,
  path: '$channelId',
})

const channelOverview = createRoute({
  getParentRoute: () => channel,
  path: '/',
  component: lazyPage(() => import('./pages/channel/overview.tsx'), 'ChannelPage'),
})

/** Whether a product is edited, or only looked at. */
function editSearch(search: Record<string, unknown>): { edit?: 'yes' | undefined } {
  return { edit: search.edit === 'yes' ? 'yes' : undefined }
}

const channelProducts = createRoute({ getParentRoute: () => channel, path: 'products' })

const channelProductList = createRoute({
  getParentRoute: () => channelProducts,
  path: '/',
  validateSearch: listingAsk,
  component: lazyPage(() => import('./pages/channel/products.tsx'), 'ChannelProductsPage'),
})

const channelProduct = createRoute({
  getParentRoute: () => channelProducts,
  path: '$remoteId',
  validateSearch: editSearch,
  component: lazyPage(() => import('./pages/product/product-page.tsx'), 'ChannelProductPage'),
})

const channelChanges = createRoute({ getParentRoute: () => channel, path: 'changes' })

const channelPlans = createRoute({
  getParentRoute: () => channelChanges,
  path: '/',
  component: lazyPage(() => import('./pages/plan/changes-page.tsx'), 'ChangesPage'),
})

const channelPlan = createRoute({
  getParentRoute: () => channelChanges,
  path: '$planId',
  validateSearch: changeAsk,
  component: lazyPage(() => import('./pages/plan/plan-page.tsx'), 'PlanPage'),
})

const channelEdited = createRoute({
  getParentRoute: () => channel,
  path: 'edited',
  validateSearch: driftAsk,
  component: lazyPage(() => import('./pages/drift/edited-page.tsx'), 'EditedPage'),
})

const inventory = createRoute({ getParentRoute: () => shell, path: 'inventory' })

const inventoryStart = createRoute({
  getParentRoute: () => inventory,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inventory/products', replace: true })
  },
})

const inventoryProducts = createRoute({ getParentRoute: () => inventory, path: 'products' })

const inventoryProductList = createRoute({
  getParentRoute: () => inventoryProducts,
  path: '/',
  validateSearch: productAsk,
  component: lazyPage(() => import('./pages/inventory/products.tsx'), 'InventoryProductsPage'),
})

const newProduct = createRoute({
  getParentRoute: () => inventoryProducts,
  path: 'new',
  component: lazyPage(() => import('./pages/new-product/new-product-page.tsx'), 'NewProductPage'),
})

const inventoryProduct = createRoute({
  getParentRoute: () => inventoryProducts,
  path: '$productId',
  validateSearch: editSearch,
  component: lazyPage(() => import('./pages/product/product-page.tsx'), 'InventoryProductPage'),
})

const settings = createRoute({
  getParentRoute: () => channel,
  path: 'settings',
  component: lazyPage(() => import('./pages/settings/frame.tsx'), 'SettingsFrame'),
})

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/channels/$channelId/settings/general', params, replace: true })
  },
})

const general = createRoute({
  getParentRoute: () => settings,
  path: 'general',
  component: lazyPage(() => import('./pages/settings/general.tsx'), 'GeneralPage'),
})

const importSettings = createRoute({
  getParentRoute: () => settings,
  path: 'import',
  component: lazyPage(() => import('./pages/settings/import.tsx'), 'ImportSettingsPage'),
})

const fieldOwnerSettings = createRoute({
  getParentRoute: () => settings,
  path: 'field-owners',
  component: lazyPage(() => import('./pages/settings/field-owners.tsx'), 'FieldOwnersPage'),
})

const brakeSettings = createRoute({
  getParentRoute: () => settings,
  path: 'brakes',
  component: lazyPage(() => import('./pages/settings/brakes.tsx'), 'BrakesPage'),
})

const goingLive = createRoute({
  getParentRoute: () => settings,
  path: 'going-live',
  component: lazyPage(() => import('./pages/settings/going-live.tsx'), 'GoingLivePage'),
})

const apiConnection = createRoute({
  getParentRoute: () => settings,
  path: 'api-connection',
  component: lazyPage(() => import('./pages/settings/api-connection.tsx'), 'ApiConnectionPage'),
})

const activity = createRoute({ getParentRoute: () => shell, path: 'activity' })

const activityList = createRoute({
  getParentRoute: () => activity,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { channel?: string | undefined } => ({
    channel: typeof search.channel === 'string' ? search.channel : undefined,
  }),
  component: lazyPage(() => import('./pages/activity/activity.tsx'), 'ActivityPage'),
})

const runPage = createRoute({
  getParentRoute: () => activity,
  path: '$runId',
  validateSearch: (search: Record<string, unknown>): { rows?: RowOutcome | undefined } => ({
    rows: readOutcome(search.rows),
  }),
  component: lazyPage(() => import('./pages/activity/run-page.tsx'), 'RunPage'),
})

const review = createRoute({
  getParentRoute: () => shell,
  path: 'review',
  validateSearch: readReviewSearch,
  component: lazyPage(() => import('./pages/review/review.tsx'), 'ReviewPage'),
})

/** Whatever else is asked for, still inside the shell. */
const elsewhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundPage })

const routeTree = root.addChildren([
  setup,
  signIn,
  shell.addChildren([
    dashboard,
    channels.addChildren([
      allChannels.addChildren([channelList, addChannel]),
      channel.addChildren([
        channelOverview,
        channelProducts.addChildren([channelProductList, channelProduct]),
        channelChanges.addChildren([channelPlans, channelPlan]),
        channelEdited,
        settings.addChildren([
          settingsStart,
          general,
          importSettings,
          fieldOwnerSettings,
          brakeSettings,
          goingLive,
          apiConnection,
        ]),
      ]),
    ]),
    inventory.addChildren([
      inventoryStart,
      inventoryProducts.addChildren([inventoryProductList, newProduct, inventoryProduct]),
    ]),
    review,
    activity.addChildren([activityList, runPage]),
    elsewhere,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  defaultPendingComponent: Waiting,
  defaultPendingMs: 300,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
