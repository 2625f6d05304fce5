import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { data } from '../http/answer.ts'
import { filterDateMs, v3Date } from '../query/date.ts'
import { shopOpenedMs } from '../seed/generator.ts'
import { channelCurrencies, channels } from '../seed/settings.ts'
import type { Store } from '../store.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'

type Channel = (typeof channels)[number]

const statuses = [
  'prelaunch',
  'active',
  'inactive',
  'connected',
  'disconnected',
  'archived',
  'deleted',
  'terminated',
] as const
const types = ['marketplace', 'marketing', 'pos', 'storefront'] as const

function channelsIn({ query }: Call): readonly Channel[] {
  const status = query.someOf('status:in', statuses)
  const type = query.someOf('type:in', types)
  const platform = query.list('platform:in')
  return channels.filter(
    channel =>
      (status.length === 0 || status.includes(channel.status)) &&
      (type.length === 0 || type.includes(channel.type)) &&
      (platform.length === 0 || platform.includes(channel.platform)),
  )
}

const shown = (channel: Channel, { query }: Call): object =>
  query.oneOf('include', ['currencies']) === undefined
    ? channel
    : { ...channel, currencies: { channel_id: channel.id, ...channelCurrencies } }

function channelAt(call: Call): Channel {
  const id = idAt(call, 0, 'A channel with this id')
  const channel = channels.find(one => one.id === id)
  if (channel === undefined) throw notFound('v3', 'A channel with this id')
  return channel
}

/** Storefronts have a site; its number follows that of the channel, the first one being 1000 as in the examples. */
function siteOf(channel: Channel, { domain }: Store) {
  const at = v3Date(shopOpenedMs)
  const url = channel.id === 1 ? `https://${domain}` : `https://outlet.${domain}`
  return {
    id: 999 + channel.id,
    url,
    channel_id: channel.id,
    created_at: at,
    updated_at: at,
    ssl_status: 'dedicated',
    urls: [
      { url, type: 'primary', created_at: at, updated_at: at },
      { url: `${url}/checkout`, type: 'checkout', created_at: at, updated_at: at },
    ],
    is_checkout_url_customized: false,
  }
}

const sites = ({ store }: Call) =>
  channels.filter(channel => channel.type === 'storefront').map(channel => siteOf(channel, store))

export const channelRoutes: readonly Route[] = [
  v3ListRoute<Channel>({
    path: '/v3/channels',
    scope: 'store_channel_settings',
    rows: channelsIn,
    fields: {
      date_created: { kind: 'date', read: channel => filterDateMs(channel.date_created, new Date(0)) },
      date_modified: { kind: 'date', read: channel => filterDateMs(channel.date_modified, new Date(0)) },
    },
    show: shown,
  }),
  v3OneRoute({
    path: '/v3/channels/{id}',
    scope: 'store_channel_settings',
    what: 'A channel with this id',
    row: call => shown(channelAt(call), call),
  }),
  {
    method: 'GET',
    path: '/v3/channels/{id}/site',
    scope: 'store_sites',
    answer: call => {
      const channel = channelAt(call)
      if (channel.type !== 'storefront') throw notFound('v3', 'A site of this channel')
      return data(siteOf(channel, call.store))
    },
  },
  v3ListRoute<ReturnType<typeof siteOf>>({
    path: '/v3/sites',
    scope: 'store_sites',
    rows: sites,
    fields: { channel_id: { kind: 'integer', read: site => site.channel_id } },
  }),
  v3OneRoute({
    path: '/v3/sites/{id}',
    scope: 'store_sites',
    what: 'A site with this id',
    row: call => sites(call).find(site => site.id === idAt(call, 0, 'A site with this id')),
  }),
]
