import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { json, noContent, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, isNarrowed, keep } from '../query/filters.ts'
import { pagination } from '../query/paging.ts'
import type { Redirect, RedirectTarget } from '../redirects/redirects.ts'
import { entityTypes } from '../redirects/redirects.ts'
import type { Store } from '../store.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_v2_content'
const path = '/v3/storefront/redirects'

const fields: FilterFields<Redirect> = {
  id: { kind: 'integer', read: redirect => redirect.id },
  site_id: { kind: 'integer', read: redirect => redirect.site_id },
}

// Guess: a target without a type is an address.
const target = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url').default('url'), url: z.string().min(1).max(2_048) }),
  z.object({ type: z.enum(entityTypes), entity_id: z.int() }),
])
// Guess: a redirect needs a target, though the official file doesn't require one.
const item = z.object({ from_path: z.string().regex(/^\/\S*$/), site_id: z.int(), to: target })

/** The path at which something of the store is shown; undefined where it isn't there. The store has no blog posts. */
function pathOf({ catalog, pages }: Store, to: RedirectTarget): string | undefined {
  if (to.type === 'url') return to.url
  if (to.type === 'product') return catalog.product(to.entity_id)?.row.custom_url.url
  if (to.type === 'brand') return catalog.brand(to.entity_id)?.custom_url.url
  if (to.type === 'category') return catalog.category(to.entity_id)?.url.path
  return to.type === 'page' ? pages.get(to.entity_id)?.url : undefined
}

/** Guess: what leads nowhere, as its target is gone, has no `to_url`. */
function withAddress(store: Store, redirect: Redirect): object {
  const target = pathOf(store, redirect.to)
  const address = target === undefined ? null : URL.parse(target, store.sites.get(redirect.site_id)?.url)
  return address === null ? redirect : { ...redirect, to_url: address.href }
}

const wantsAddress = ({ query }: Call) => query.someOf('include', ['to_url']).length > 0

function redirectsIn(call: Call): readonly Redirect[] {
  const { query, store } = call
  // Looked at here, so that a wrong one is refused also where there is nothing to show.
  wantsAddress(call)
  const by = query.oneOf('sort', ['from_path', 'type', 'site_id', 'id']) ?? 'id'
  const sign = query.oneOf('direction', ['asc', 'desc']) === 'desc' ? -1 : 1
  const keyword = query.text('keyword')?.toLowerCase().replace(/^\//, '') ?? ''
  const key = (redirect: Redirect) => (by === 'type' ? redirect.to.type : redirect[by])
  return keep(store.redirects.all, filtersOf(query, fields, store.clock.now()))
    .filter(redirect => redirect.from_path.toLowerCase().startsWith(`/${keyword}`))
    .toSorted((a, b) => (key(a) === key(b) ? a.id - b.id : (key(a) < key(b) ? -1 : 1) * sign))
}

function upsert(call: Call): Answer {
  const { store, query } = call
  const items = bodyOf(call, z.array(item))
  const wrong: Record<string, string> = {}
  for (const [at, { site_id, to }] of items.entries()) {
    if (store.sites.get(site_id) === undefined) wrong[`${at}.site_id`] = `There is no site ${site_id}`
    if (pathOf(store, to) === undefined) wrong[`${at}.to`] = `There is no such ${to.type}`
  }
  if (Object.keys(wrong).length > 0) throw new Refusal(422, 'The redirects are not valid', { fields: wrong })
  const rows = store.redirects.put(items)
  const page = { page: 1, limit: Math.max(1, rows.length) }
  return json(201, { data: rows, meta: { pagination: pagination(query, page, rows.length, rows.length) } })
}

/** Guess: both filters together delete what both name. Ids that aren't there are no fault. */
function remove({ query, store }: Call): Answer {
  if (!isNarrowed(query, ['id:in', 'site_id'])) throw query.invalid('id:in', 'is required')
  const gone = keep(store.redirects.all, filtersOf(query, fields, store.clock.now()))
  store.redirects.remove(new Set(gone.map(redirect => redirect.id)))
  return noContent
}

export const redirectRoutes: readonly Route[] = [
  v3ListRoute<Redirect>({
    path,
    scope,
    rows: redirectsIn,
    show: (redirect, call) => (wantsAddress(call) ? withAddress(call.store, redirect) : redirect),
  }),
  { method: 'PUT', path, scope, answer: upsert },
  { method: 'DELETE', path, scope, answer: remove },
]
