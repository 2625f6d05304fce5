import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Channel, ChannelChange } from '../channels/channels.ts'
import { channelStatuses, channelTypes, defaultChannelId, isAvailable } from '../channels/channels.ts'
import { firstStatusesOf, firstStatusOf, isPair, statusesOf } from '../channels/rules.ts'
import type { Answer } from '../http/answer.ts'
import { data, Refusal } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'

const scope = 'store_channel_settings'

function channelsIn({ query, store }: Call): readonly Channel[] {
  const available = query.boolean('available')
  const status = query.someOf('status:in', channelStatuses)
  const type = query.someOf('type:in', channelTypes)
  const platform = query.list('platform:in')
  return store.channels.all.filter(
    channel =>
      (available === undefined || available === isAvailable(channel)) &&
      (status.length === 0 || status.includes(channel.status)) &&
      (type.length === 0 || type.includes(channel.type)) &&
      (platform.length === 0 || platform.includes(channel.platform)),
  )
}

/** The deprecated `is_enabled` follows the status (documented). */
const withEnabled = (channel: Channel) => ({
  ...channel,
  is_enabled: ['prelaunch', 'active', 'connected'].includes(channel.status),
})

/** The store has no currencies that only some channels have. */
function shown(channel: Channel, { query, store: { currencies } }: Call): object {
  if (query.oneOf('include', ['currencies']) === undefined) return withEnabled(channel)
  const enabled_currencies = currencies.all.filter(one => one.enabled).map(one => one.currency_code)
  const default_currency = currencies.default.currency_code
  return { ...withEnabled(channel), currencies: { channel_id: channel.id, enabled_currencies, default_currency } }
}

/** @throws Refusal 404 where the path names no channel of the store */
export function channelAt(call: Call): Channel {
  const channel = call.store.channels.get(idAt(call, 0, 'A channel with this id'))
  if (channel === undefined) throw notFound('v3', 'A channel with this id')
  return channel
}

const newChannel = z.object({
  name: z.string().min(1),
  type: z.enum(channelTypes),
  platform: z.string(),
  status: z.enum(channelStatuses).exactOptional(),
  external_id: z.string().default(''),
  // Guess: documented only as "based on type and platform".
  is_listable_from_ui: z.boolean().default(true),
  is_visible: z.boolean().default(true),
})

const changedChannel = z.object({
  name: z.string().min(1).optional(),
  type: z.string().optional(),
  platform: z.string().optional(),
  status: z.enum(channelStatuses).optional(),
  external_id: z.string().optional(),
  is_listable_from_ui: z.boolean().optional(),
  is_visible: z.boolean().optional(),
})

/** The documented words. Blanks are in names of the official examples, though the sentence leaves them out. */
function checkName(name: string): void {
  if (/^[A-Za-z0-9 _-]*$/.test(name)) return
  const words =
    'Only latin alphabet letters, arabic numerals, dash and underscore are allowed to be used as channel name.'
  throw new Refusal(422, words)
}

function checkStatus(status: Channel['status'], type: Channel['type'], allowed: readonly Channel['status'][]): void {
  if (allowed.includes(status)) return
  throw new Refusal(422, `Input channel type [${type}] with status [${status}] is not supported`)
}

/** Documented: name, platform and type together are there once. */
function checkTwins(
  { store }: Call,
  { id, name, platform, type }: Omit<Channel, 'date_created' | 'date_modified'>,
): void {
  const twin = store.channels.all.find(
    other => other.id !== id && other.name === name && other.platform === platform && other.type === type,
  )
  if (twin === undefined) return
  throw new Refusal(409, `Channel already exists with name: "${name}", platform: "${platform}", and type: "${type}"`)
}

function create(call: Call): Answer {
  const input = bodyOf(call, newChannel)
  const { name, type, platform } = input
  const { status = firstStatusOf(type) } = input
  checkName(name)
  if (!isPair(input)) {
    throw new Refusal(422, `Input channel type [${type}] with platform [${platform}] is not supported`)
  }
  checkStatus(status, type, firstStatusesOf(type))
  checkTwins(call, { id: 0, ...input, status })
  return data(withEnabled(call.store.channels.add({ ...input, status })))
}

/** @throws Refusal 422 where a type or platform is given that is not the one the channel has, as documented */
function checkFixed(old: Channel, given: { type?: string | undefined; platform?: string | undefined }): void {
  const moved = (['type', 'platform'] as const).filter(name => given[name] !== undefined && given[name] !== old[name])
  if (moved.length === 0) return
  const fields = moved.map(name => [name, `The field '${name}' can not be updated after channel is created.`])
  throw new Refusal(422, `The following fields are invalid: ${moved.join(', ')}`, {
    fields: Object.fromEntries(fields),
  })
}

/** Guess: the default storefront, which every list has (documented), can't be deleted. */
function checkChange(call: Call, old: Channel, change: ChannelChange): void {
  if (old.status === 'deleted' || old.status === 'terminated') {
    const words =
      'A deleted channel cannot be updated. Channel can be restored within 90 days after deleting by contacting BigCommerce support team'
    throw new Refusal(422, words)
  }
  checkName(change.name ?? '')
  if (change.status !== undefined) checkStatus(change.status, old.type, statusesOf(old.type))
  if (change.status === 'deleted' && old.id === defaultChannelId) {
    throw new Refusal(422, 'The default storefront cannot be deleted.')
  }
  checkTwins(call, { ...old, ...change })
}

function update(call: Call): Answer {
  const old = call.store.channels.get(idAt(call, 0))
  if (old === undefined) throw new Refusal(404, 'The requested entity was not found.')
  const { type, platform, ...rest } = bodyOf(call, changedChannel)
  const change = definedOf(rest)
  checkFixed(old, { type, platform })
  checkChange(call, old, change)
  return data(withEnabled(call.store.channels.change(old, change)))
}

export const channelRoutes: readonly Route[] = [
  v3ListRoute<Channel>({
    path: '/v3/channels',
    scope,
    rows: channelsIn,
    fields: {
      date_created: { kind: 'date', read: channel => Date.parse(channel.date_created) },
      date_modified: { kind: 'date', read: channel => Date.parse(channel.date_modified) },
    },
    show: shown,
  }),
  { method: 'POST', path: '/v3/channels', scope, answer: create },
  v3OneRoute({
    path: '/v3/channels/{id}',
    scope,
    what: 'A channel with this id',
    row: call => shown(channelAt(call), call),
  }),
  { method: 'PUT', path: '/v3/channels/{id}', scope, answer: update },
]
