import type { CheckRow, Scope } from '../../../domain/check.ts'
import { type Answer, wasRead, wasRefused } from '../client/answer.ts'
import { listOf } from '../client/loose.ts'
import type { StoreReads } from '../client/store-reads.ts'
import { readStoreAnswer, toShippingZones, toStorefronts } from '../store-profile.ts'
import { counted, listed } from '../words.ts'
import { accessRow } from './rows.ts'
import { fixForMissingScope, scopes } from './scopes.ts'
import { tellFailure } from './words.ts'

/** One thing that an API account may be allowed to read, with the read that proves it. */
export interface Capability {
  readonly key: string
  readonly title: string
  readonly scope: Scope
  readonly unlocks: string
  /** What can't be done without: follows "is missing on this API account, so ". */
  readonly without: string
  readonly ask: (reads: StoreReads) => Promise<Answer>
  /** What the answer shows, as a sentence. */
  readonly shown: (answer: Answer, reads: StoreReads) => string | Promise<string>
  /** A 404 is an answer to somebody who may ask: there just is no such thing. */
  readonly absenceProves?: boolean
}

export const capabilities: readonly Capability[] = [
  {
    key: 'content',
    title: 'Content',
    scope: scopes.content,
    unlocks: 'The hub sees the pages of your storefronts.',
    without: 'the pages of the store cannot be read.',
    ask: reads => reads.content(),
    shown: () => 'Pages can be read.',
  },
  {
    key: 'orders',
    title: 'Orders',
    scope: scopes.orders,
    unlocks: 'Orders come into the hub; shipments, tracking numbers and order status go back to the store.',
    without: 'no order can come into the hub.',
    ask: reads => reads.orders(),
    shown: answer => (isEmpty(answer) ? 'Orders can be read; there are none yet.' : 'Orders can be read.'),
  },
  {
    key: 'information',
    title: 'Store information',
    scope: scopes.information,
    unlocks: "The hub knows the store's name, domain, currency, units and time zone.",
    without: "the store's name, currency, units and time zone cannot be read.",
    ask: reads => reads.store(),
    shown: answer => {
      const { name, domain } = readStoreAnswer(answer.kind === 'ok' ? answer.json : null)
      return name === '' ? 'The store can be read, but has no name.' : `This is ${name}${domain && `, ${domain}`}.`
    },
  },
  {
    key: 'shipping',
    title: 'Shipping zones and methods',
    scope: scopes.information,
    unlocks: "The store's shipping methods can be matched with your carriers.",
    without: 'shipping zones and methods cannot be read.',
    ask: async reads => (await reads.zones()).answer,
    shown: showShipping,
  },
  {
    key: 'products',
    title: 'Products',
    scope: scopes.products,
    unlocks: 'Products, variants, prices, categories and brands come into the hub, and can be changed from it.',
    without: 'products cannot be imported.',
    ask: reads => reads.products(),
    shown: answer => (isEmpty(answer) ? 'Products can be read; there are none yet.' : 'Products can be read.'),
  },
  {
    key: 'inventory',
    title: 'Stock',
    scope: scopes.inventory,
    unlocks: 'Stock counts come into the hub, and its counts go to the store.',
    without: 'stock counts cannot be read.',
    ask: reads => reads.inventory(),
    shown: () => 'Stock counts can be read.',
  },
  {
    key: 'locations',
    title: 'Locations',
    scope: scopes.locations,
    unlocks: 'Each place that holds stock can be told apart.',
    without: 'the places that hold stock cannot be told apart.',
    ask: reads => reads.locations(),
    shown: () => 'Locations can be read.',
  },
  {
    key: 'transactions',
    title: 'Payments of orders',
    scope: scopes.transactions,
    unlocks: 'Orders show how they were paid.',
    without: 'orders do not show how they were paid.',
    ask: reads => reads.transactions(),
    shown: () => 'Payments of orders can be read.',
    absenceProves: true,
  },
  {
    key: 'storefronts',
    title: 'Storefronts',
    scope: scopes.storefronts,
    unlocks: 'Each storefront of the store (BigCommerce calls it a channel) can be told apart.',
    without: 'its storefronts (BigCommerce calls them channels) cannot be told apart.',
    ask: async reads => (await reads.channels()).answer,
    shown: async (_, reads) => {
      const names = toStorefronts((await reads.channels()).rows, '').map(({ name }) => name)
      const more = names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names
      return names.length === 0
        ? 'There is no storefront yet.'
        : `${counted(names.length, 'storefront')}: ${listed(more)}.`
    },
  },
  {
    key: 'customers',
    title: 'Customers',
    scope: scopes.customers,
    unlocks: 'Orders can be seen by customer.',
    without: 'customers cannot be read.',
    ask: reads => reads.customers(),
    shown: () => 'Customers can be read.',
  },
]

function isEmpty(answer: Answer): boolean {
  return answer.kind === 'empty' || (answer.kind === 'ok' && listOf(answer.json)?.length === 0)
}

async function showShipping(_: Answer, reads: StoreReads): Promise<string> {
  const [{ rows }, methodsByZone] = await Promise.all([reads.zones(), reads.methods()])
  const zones = toShippingZones(rows, methodsByZone)
  if (zones.length === 0) return 'Shipping can be read; there is no zone yet.'
  const methods = zones.reduce((sum, zone) => sum + (zone.methods?.length ?? 0), 0)
  const unread = zones.filter(zone => zone.methods === null).length
  const summary = `${counted(zones.length, 'shipping zone')} with ${counted(methods, 'method')}`
  return unread === 0
    ? `${summary}.`
    : `${summary}; the methods of ${counted(unread, 'zone')} could not be read this time.`
}

/** Asks the store; to be used only where hash and token are proven, as a refusal then means a missing scope. */
export async function checkCapability(capability: Capability, reads: StoreReads, host: string): Promise<CheckRow> {
  const { scope, unlocks } = capability
  const answer = await capability.ask(reads)
  const row = { key: capability.key, title: capability.title, scope, unlocks }
  if (wasRefused(answer)) {
    const found = `${scope.name} is missing on this API account, so ${capability.without}`
    return accessRow({ ...row, verdict: 'missing', found, fix: fixForMissingScope })
  }
  if (wasRead(answer) || (capability.absenceProves === true && answer.kind === 'not_found')) {
    const shown = await capability.shown(answer, reads)
    return accessRow({ ...row, verdict: 'have', found: `${shown}${remarkOnWriting(scope)}` })
  }
  const { found, fix } = tellFailure(answer, host)
  return accessRow({ ...row, verdict: 'unproven', found: `${found} So this could not be checked this time.`, fix })
}

function remarkOnWriting(scope: Scope): string {
  return scope.write === 'unproven'
    ? ' Whether the API account may also change them only shows when something is changed; the check changes nothing.'
    : ''
}

/** For a connection that failed as a whole: nothing was asked. */
export function uncheckedCapability({ key, title, scope, unlocks }: Capability, notChecked: string): CheckRow {
  return accessRow({ key, title, scope, unlocks, verdict: 'unproven', found: notChecked })
}
