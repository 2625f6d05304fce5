import { accountRoutes } from './account.ts'
import { applyRoutes } from './applies.ts'
import { catalogRoutes } from './catalog.ts'
import { channelRoutes } from './channels.ts'
import { driftRoutes } from './drift.ts'
import { editRoutes } from './edits.ts'
import { fileRoutes } from './files.ts'
import { liveRoutes } from './live.ts'
import { makeRoutes } from './make.ts'
import { planRoutes } from './plans.ts'
import { removalRoutes } from './removals.ts'
import { reviewRoutes } from './review.ts'
import type { Input, Output } from './route.ts'
import { runRoutes } from './runs.ts'
import { sendingRoutes } from './sending.ts'
import { undoRoutes } from './undo.ts'
import { variantRoutes } from './variants.ts'

/** Every address of the API. Server, browser, command line and OpenAPI are all made from this one table. */
export const routes = {
  ...accountRoutes,
  ...channelRoutes,
  ...runRoutes,
  ...catalogRoutes,
  ...reviewRoutes,
  ...editRoutes,
  ...fileRoutes,
  ...makeRoutes,
  ...planRoutes,
  ...removalRoutes,
  ...applyRoutes,
  ...liveRoutes,
  ...driftRoutes,
  ...sendingRoutes,
  ...undoRoutes,
  ...variantRoutes,
}

export type Routes = typeof routes
export type RouteKey = keyof Routes

/** Calls the hub: `call('PATCH /api/channels/:channelId', { params, body })`. Rejects with the hub's problem. */
export type Call = <K extends RouteKey>(
  key: K,
  ...input: keyof RequiredKeys<Input<Routes[K]>> extends never ? [input?: Input<Routes[K]>] : [Input<Routes[K]>]
) => Promise<Output<Routes[K]>>

type RequiredKeys<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] }
