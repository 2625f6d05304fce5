import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Listing, ListingInput } from '../channels/listings.ts'
import { listingStates, variantStates } from '../channels/listings.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { pageOf } from '../query/paging.ts'
import type { Query } from '../query/query.ts'

const scope = 'store_channel_listings'
const path = '/v3/channels/{id}/listings'

const texts = {
  external_id: z.string().exactOptional(),
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
}

const newListing = z.object({
  product_id: z.int(),
  state: z.enum(listingStates),
  ...texts,
  variants: z.array(z.object({ product_id: z.int(), variant_id: z.int(), state: z.enum(variantStates), ...texts })),
})
const changedListing = newListing.extend({ listing_id: z.int().min(1) })

const fields: FilterFields<Listing> = {
  product_id: { kind: 'integer', read: listing => listing.product_id },
  date_created: { kind: 'date', read: listing => Date.parse(listing.date_created) },
  date_modified: { kind: 'date', read: listing => Date.parse(listing.date_modified) },
}

function shown({ id, channel_id, ...rest }: Listing): object {
  return { channel_id, listing_id: id, ...rest }
}

function linkTo(query: Query, more: Readonly<Record<string, string>>): string {
  const link = new URLSearchParams(query.names.map(name => [name, query.text(name) ?? '']))
  for (const [name, value] of Object.entries(more)) link.set(name, value)
  return `?${link}`
}

/** The channel in which something is to be listed, refused as in the official example. */
function channelOf(call: Call): number {
  const id = idAt(call, 0, 'A channel with this id')
  if (call.store.channels.has(id)) return id
  throw new Refusal(422, `Channel id (${id}) is not valid for store (${call.store.hash})!`)
}

/** Checks that each item lists a product of the store, and variants of it. */
function check({ store }: Call, items: readonly ListingInput[]): void {
  const wrong: Record<string, string> = {}
  for (const [at, item] of items.entries()) {
    const product = store.catalog.product(item.product_id)
    if (product === undefined) wrong[`${at}.product_id`] = `There is no product ${item.product_id}`
    for (const [place, variant] of item.variants.entries()) {
      const name = `${at}.variants.${place}`
      if (variant.product_id !== item.product_id) wrong[`${name}.product_id`] = 'is not the product of the listing'
      else if (product !== undefined && !product.variants.some(one => one.id === variant.variant_id)) {
        wrong[`${name}.variant_id`] = `There is no variant ${variant.variant_id}`
      }
    }
  }
  if (Object.keys(wrong).length > 0) throw new Refusal(422, 'The listings are not valid', { fields: wrong })
}

function listAnswer(listings: readonly Listing[]): Answer {
  return json(200, { data: listings.map(shown), meta: { pagination: { count: listings.length } } })
}

/** Documented: empty, not 404, for a channel that isn't there; and the page behind a listing, named by its id. */
function list(call: Call): Answer {
  const { query, store } = call
  const all = keep(
    store.listings.of(idAt(call, 0, 'A channel with this id')),
    filtersOf(query, fields, store.clock.now()),
  )
  const after = query.integer('after') ?? 0
  const { limit } = pageOf(query)
  const behind = all.filter(listing => listing.id > after)
  const page = behind.slice(0, limit)
  const last = page.at(-1)
  const links = {
    current: linkTo(query, { limit: String(limit) }),
    ...(behind.length > page.length &&
      last && { next: linkTo(query, { limit: String(limit), after: String(last.id) }) }),
  }
  return json(200, { data: page.map(shown), meta: { pagination: { count: page.length, total: all.length, links } } })
}

function create(call: Call): Answer {
  const channelId = channelOf(call)
  const items = bodyOf(call, z.array(newListing))
  check(call, items)
  return listAnswer(items.map(item => call.store.listings.add(channelId, item)))
}

/** Documented: listings that aren't there are left out of the answer, and the product of a listing stays. */
function change(call: Call): Answer {
  const channelId = channelOf(call)
  const { listings } = call.store
  const changes = bodyOf(call, z.array(changedListing)).flatMap(({ listing_id, ...input }) => {
    const old = listings.get(channelId, listing_id)
    return old === undefined ? [] : [{ id: listing_id, input: { ...input, product_id: old.product_id } }]
  })
  check(
    call,
    changes.map(one => one.input),
  )
  return listAnswer(
    changes.flatMap(({ id, input }) => {
      const old = listings.get(channelId, id)
      return old === undefined ? [] : [listings.change(old, input)]
    }),
  )
}

export const listingRoutes: readonly Route[] = [
  { method: 'GET', path, scope, answer: list },
  { method: 'POST', path, scope, answer: create },
  { method: 'PUT', path, scope, answer: change },
  {
    method: 'GET',
    path: `${path}/{listing_id}`,
    scope,
    answer: call => {
      const channelId = idAt(call, 0, 'A channel with this id')
      const listing = call.store.listings.get(channelId, idAt(call, 1, 'A listing with this id'))
      if (listing === undefined) throw notFound('v3', 'A listing with this id')
      return data(shown(listing))
    },
  },
]
