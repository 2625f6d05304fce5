import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { defaultChannelId } from '../channels/channels.ts'
import type { Site } from '../channels/sites.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, noContent, Refusal } from '../http/answer.ts'
import { bodyOf, refusalOf } from '../http/input.ts'
import type { Store } from '../store.ts'
import { channelAt } from './channels.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'

const scope = 'store_sites'
const pathOfChannel = '/v3/channels/{id}/site'

/** Documented: a whole address, with scheme and host. */
const address = z.url({ protocol: /^https?$/ })

/** Documented: where no checkout address was given, shoppers pay at the default storefront. */
function urlsOf(store: Store, site: Site) {
  const { url, created_at, updated_at } = site
  const shared = (store.sites.ofChannel(defaultChannelId) ?? site).url
  return [
    { url, type: 'primary', created_at, updated_at },
    // An invented domain in place of the platform's own.
    {
      url: `https://store-${store.hash}-${site.channel_id}.example`,
      type: 'canonical',
      created_at,
      updated_at: created_at,
    },
    { ...(site.checkout ?? { url: shared, created_at, updated_at: created_at }), type: 'checkout' },
  ]
}

function shown(store: Store, { checkout, ...site }: Site) {
  return {
    ...site,
    ssl_status: 'dedicated',
    urls: urlsOf(store, { ...site, checkout }),
    is_checkout_url_customized: checkout !== null,
  }
}

function sitesIn({ query, store }: Call): readonly Site[] {
  const types = query.someOf('url_type:in', ['primary', 'canonical', 'checkout'])
  if (types.length === 0) return store.sites.all
  return store.sites.all.filter(site => urlsOf(store, site).some(({ type }) => types.some(wanted => wanted === type)))
}

/** @throws Refusal 404 where the path names no site of the store */
export function siteAt(call: Call): Site {
  const site = call.store.sites.get(idAt(call, 0, 'A site with this id'))
  if (site === undefined) throw notFound('v3', 'A site with this id')
  return site
}

function siteOfChannelAt(call: Call): Site {
  const site = call.store.sites.ofChannel(channelAt(call).id)
  if (site === undefined) throw notFound('v3', 'A site of this channel')
  return site
}

/** Guess: two sites of a store don't share an origin. */
function checkUrl({ store }: Call, url: string, own?: Site): void {
  const { origin } = new URL(url)
  if (store.sites.all.some(site => site.id !== own?.id && new URL(site.url).origin === origin)) {
    throw new Refusal(409, `Another site of the store has the url ${url}`)
  }
}

function add(call: Call, channelId: number, url: string): object {
  const { sites } = call.store
  if (sites.ofChannel(channelId) !== undefined) throw new Refusal(409, `The channel ${channelId} has a site`)
  checkUrl(call, url)
  return shown(call.store, sites.add(channelId, url))
}

function create(call: Call): Answer {
  const { url, channel_id } = bodyOf(call, z.object({ url: address, channel_id: z.int() }))
  if (!call.store.channels.has(channel_id)) throw notFound('v3', 'A channel with this id')
  return json(201, { data: add(call, channel_id, url), meta: {} })
}

function createOfChannel(call: Call): Answer {
  const { id } = channelAt(call)
  const { url, channel_id = id } = bodyOf(call, z.object({ url: address, channel_id: z.int().optional() }))
  if (channel_id !== id) {
    throw refusalOf(call, { channel_id: 'channel_id is not the channel of the path' })
  }
  return data(add(call, id, url))
}

/** Guess: a change that says no address changes nothing. */
function move(call: Call, site: Site): Answer {
  const { url = site.url } = bodyOf(call, z.object({ url: address.optional() }))
  checkUrl(call, url, site)
  return data(shown(call.store, call.store.sites.move(site, url)))
}

/** Guess: the main domain is the last two parts of the host, though some have a third. */
const mainDomain = (url: string) => new URL(url).hostname.split('.').slice(-2).join('.')

/** Documented: a checkout address with http is changed to https. */
const secureAddress = address.transform(url => url.replace(/^http:/i, 'https:'))

/** Documented: shoppers pay at a domain below the main one of the storefront. */
function moveCheckout(call: Call): Answer {
  const site = siteOfChannelAt(call)
  const { url } = bodyOf(call, z.object({ url: secureAddress }))
  if (mainDomain(url) !== mainDomain(site.url)) {
    const words = `Incorrect checkout url ${url}. Your checkout and storefront must be within the same main domain like “main.com” and “subdomain.main.com”`
    throw new Refusal(422, words)
  }
  return data(shown(call.store, call.store.sites.moveCheckout(site, url)))
}

/** Guess: the redirects of a site go with it. */
function remove({ sites, redirects }: Store, site: Site): void {
  redirects.removeOfSite(site.id)
  sites.remove(site)
}

export const siteRoutes: readonly Route[] = [
  { method: 'GET', path: pathOfChannel, scope, answer: call => data(shown(call.store, siteOfChannelAt(call))) },
  { method: 'POST', path: pathOfChannel, scope, answer: createOfChannel },
  { method: 'PUT', path: pathOfChannel, scope, answer: call => move(call, siteOfChannelAt(call)) },
  {
    method: 'DELETE',
    path: pathOfChannel,
    scope,
    answer: call => {
      remove(call.store, siteOfChannelAt(call))
      return data({})
    },
  },
  { method: 'PUT', path: `${pathOfChannel}/checkout-url`, scope, answer: moveCheckout },
  {
    method: 'DELETE',
    path: `${pathOfChannel}/checkout-url`,
    scope,
    answer: call => {
      call.store.sites.moveCheckout(siteOfChannelAt(call), null)
      return data({})
    },
  },
  v3ListRoute<Site>({
    path: '/v3/sites',
    scope,
    rows: sitesIn,
    fields: { channel_id: { kind: 'integer', read: site => site.channel_id } },
    show: (site, { store }) => shown(store, site),
  }),
  { method: 'POST', path: '/v3/sites', scope, answer: create },
  v3OneRoute({
    path: '/v3/sites/{id}',
    scope,
    what: 'A site with this id',
    row: call => shown(call.store, siteAt(call)),
  }),
  { method: 'PUT', path: '/v3/sites/{id}', scope, answer: call => move(call, siteAt(call)) },
  {
    method: 'DELETE',
    path: '/v3/sites/{id}',
    scope,
    answer: call => {
      remove(call.store, siteAt(call))
      return noContent
    },
  },
]
