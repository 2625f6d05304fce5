import type { Input } from '../api/contract/route.ts'
import type { Routes } from '../api/contract/routes.ts'

/** What a list of products shows is in its address, so that it can be shared and Back works. */

type QueryOf<Key extends keyof Routes> = NonNullable<Input<Routes[Key]>['query']>
type WithoutPaging<Query> = Omit<Query, 'limit' | 'after'>

export type ListingAsk = WithoutPaging<QueryOf<'GET /api/channels/:channelId/listings'>>
export type ProductAsk = WithoutPaging<QueryOf<'GET /api/products'>>
export type Sort = NonNullable<ProductAsk['sort']>

const sorts: readonly Sort[] = ['name', '-name', 'price', '-price', 'changed', '-changed']

type Raw = Readonly<Record<string, unknown>>

// A key that is left out would keep its raw value from the address, so each is set.

export function listingAsk(raw: Raw): ListingAsk {
  return {
    search: text(raw.search, 200) || undefined,
    brand: text(raw.brand, 500) || undefined,
    category: text(raw.category, 500) || undefined,
    state: oneOf(raw.state, ['visible', 'hidden', 'gone']),
    match: oneOf(raw.match, ['matched', 'waiting', 'left_out']),
    sort: oneOf(raw.sort, sorts),
  }
}

export function productAsk(raw: Raw): ProductAsk {
  return {
    search: text(raw.search, 200) || undefined,
    // Empty means products without a brand.
    brand: text(raw.brand, 500),
    category: text(raw.category, 2_000) || undefined,
    state: oneOf(raw.state, ['active', 'archived']),
    skuFault: oneOf(raw.skuFault, ['any', 'blank', 'too_long', 'invalid', 'duplicate']),
    channel: text(raw.channel, 40) || undefined,
    wantedOn: text(raw.wantedOn, 40) || undefined,
    missingOn: text(raw.missingOn, 40) || undefined,
    sort: oneOf(raw.sort, sorts),
  }
}

function text(value: unknown, most: number): string | undefined {
  return typeof value === 'string' ? value.slice(0, most) : undefined
}

function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): Choice | undefined {
  return choices.find(choice => choice === value)
}

/** Whether anything but the order was asked for. */
export function isFiltered(ask: ListingAsk | ProductAsk): boolean {
  return Object.entries(ask).some(([name, value]) => name !== 'sort' && value !== undefined)
}

/** Addresses hold plain texts: `?search=0815` stays what was typed. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Raw): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null)
  const written = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return written === '' ? '' : `?${written}`
}
