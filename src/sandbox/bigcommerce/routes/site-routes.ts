import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { SiteRoute, SiteRouteFields } from '../channels/sites.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, noContent, problemType, Refusal } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import { pagination } from '../query/paging.ts'
import { v3ListRoute } from './list.ts'
import { siteAt } from './sites.ts'

const scope = 'store_sites'
const path = '/v3/sites/{id}/routes'
const pathOfOne = `${path}/{route_id}`

/** The documented types: those of the schema, and those that only its prose has. */
const types = [
  ...(['product', 'brand', 'category', 'page', 'blog', 'home', 'cart', 'checkout', 'search'] as const),
  ...(['account', 'login', 'returns', 'static', 'create_account', 'forgot_password'] as const),
  ...(['account_order_status', 'account_new_return', 'recover_abandoned_cart'] as const),
] as const

// Guess: a new route needs all of its fields, as a change does (documented).
const fields = z.object({ type: z.enum(types), matching: z.string().min(1), route: z.string().min(1) })

const shown = ({ site_id: _, ...route }: SiteRoute) => route

const slotOf = ({ type, matching }: SiteRouteFields) => `${type} ${matching}`

/** The documented words for a route that the site has already. */
const taken = (siteId: number, { type, matching }: SiteRouteFields) =>
  `Route already exists for site ${siteId} matching ${matching} for type ${type}`

function routeAt(call: Call): SiteRoute {
  const route = call.store.sites.route(siteAt(call).id, idAt(call, 1, 'A route with this id'))
  if (route === undefined) throw notFound('v3', 'A route with this id')
  return route
}

/** @throws Refusal 422 where another route of the site is for the same */
function checkSlot({ store }: Call, siteId: number, input: SiteRouteFields, own?: SiteRoute): void {
  const rival = store.sites.routesOf(siteId).find(route => slotOf(route) === slotOf(input) && route.id !== own?.id)
  if (rival === undefined) return
  throw new Refusal(422, 'The route is not valid', { fields: { 'matching.type': taken(siteId, input) } })
}

function create(call: Call): Answer {
  const site = siteAt(call)
  const input = bodyOf(call, fields)
  checkSlot(call, site.id, input)
  return json(201, { data: shown(call.store.sites.addRoute(site.id, input)), meta: {} })
}

/** The official file declares 201 for this change. */
function update(call: Call): Answer {
  const site = siteAt(call)
  const old = routeAt(call)
  const input = bodyOf(call, fields)
  checkSlot(call, site.id, input, old)
  return json(201, { data: call.store.sites.putRoutes(site, [{ id: old.id, ...input }]).map(shown)[0], meta: {} })
}

/** What is wrong with the items of an upsert, by place. */
function faultsOf(items: readonly (SiteRouteFields & { readonly id?: number })[], siteId: number, call: Call) {
  const routes = call.store.sites.routesOf(siteId)
  const ids = items.map(item => item.id)
  // Of the routes that are there, those that the batch changes are in nobody's way.
  const seen = new Set(routes.filter(route => !ids.includes(route.id)).map(slotOf))
  const wrong: Record<string, string> = {}
  for (const [at, item] of items.entries()) {
    if (item.id !== undefined && !routes.some(route => route.id === item.id)) wrong[`${at}.id`] = 'names no route'
    else if (item.id !== undefined && ids.indexOf(item.id) < at) wrong[`${at}.id`] = 'is there twice'
    if (seen.has(slotOf(item))) wrong[`${at}.matching.type`] = taken(siteId, item)
    seen.add(slotOf(item))
  }
  return wrong
}

/** Guess: the answer has the routes of the request, and all are saved or none. */
function upsert(call: Call): Answer {
  const site = siteAt(call)
  const items = bodyOf(call, z.array(fields.extend({ id: z.int().optional() }))).map(definedOf)
  const errors = faultsOf(items, site.id, call)
  if (Object.keys(errors).length > 0) {
    const title = 'Bulk operation has failed'
    return json(422, { status: 422, title, type: problemType, errors, meta: { saved_records: 0 } })
  }
  const rows = call.store.sites.putRoutes(site, items).map(shown)
  const page = { page: 1, limit: Math.max(1, rows.length) }
  const meta = { pagination: pagination(call.query, page, rows.length, rows.length) }
  return json(200, { data: rows, meta })
}

export const siteRouteRoutes: readonly Route[] = [
  v3ListRoute<SiteRoute>({
    path,
    scope,
    rows: call => call.store.sites.routesOf(siteAt(call).id),
    fields: { type: { kind: 'text', read: route => route.type } },
    show: shown,
  }),
  { method: 'POST', path, scope, answer: create },
  { method: 'PUT', path, scope, answer: upsert },
  { method: 'GET', path: pathOfOne, scope, answer: call => data(shown(routeAt(call))) },
  { method: 'PUT', path: pathOfOne, scope, answer: update },
  {
    method: 'DELETE',
    path: pathOfOne,
    scope,
    answer: call => {
      call.store.sites.removeRoute(routeAt(call).id)
      return noContent
    },
  },
]
