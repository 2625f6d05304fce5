import { z } from 'zod'
import type { Route } from './route.ts'

const channelName = z
  .string()
  .trim()
  .min(1, 'Give the channel a name.')
  .max(80, 'Use at most 80 characters.')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Use one line, without tabs or other control characters.')
const instant = z.iso.datetime()

export const channelState = z
  .enum(['not_connected', 'connected', 'live', 'stopped', 'paused', 'needs_attention'])
  .describe('`connected` reads only; `live` also writes; `stopped` would write, but all writing is stopped.')
export type ChannelState = z.infer<typeof channelState>

export const channelKind = z.object({ kind: z.string(), title: z.string() }).meta({ id: 'ChannelKind' })

export const channel = z
  .object({
    id: z.string(),
    kind: z.string(),
    kindTitle: z.string(),
    name: z.string(),
    state: channelState,
    attention: z.string().nullable().describe('What is wrong and what to do, when the state is `needs_attention`.'),
    store: z.object({ name: z.string(), domain: z.string() }).nullable().describe('As the store calls itself.'),
    checkedAt: instant.nullable().describe('When the connection doctor last went through the stored credentials.'),
    missingPermissions: z
      .array(z.string())
      .describe('The scopes that the API account lacks, as BigCommerce names them.'),
    sandbox: z.boolean().describe('Connected to the sandbox store that runs inside this hub.'),
    createdAt: instant,
  })
  .meta({ id: 'Channel' })
export type Channel = z.infer<typeof channel>

export const checkRow = z
  .object({
    key: z.string(),
    group: z.enum(['connection', 'store', 'access']),
    title: z.string(),
    verdict: z.enum(['have', 'missing', 'unproven', 'warning', 'failed']),
    found: z.string(),
    unlocks: z.string().nullable(),
    fix: z.string().nullable(),
    scope: z
      .object({
        name: z.string(),
        level: z.enum(['read-only', 'modify']),
        minimum: z.boolean(),
        write: z.enum(['unproven', 'not_needed']),
      })
      .nullable(),
    blocks: z.enum(['refused', 'unreachable']).nullable(),
  })
  .meta({ id: 'CheckRow' })
export type CheckRow = z.infer<typeof checkRow>

export const check = z
  .object({
    id: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable().describe('null while it runs.'),
    verdict: z.enum(['connected', 'refused', 'unreachable']).nullable(),
    rows: z.array(checkRow),
  })
  .meta({ id: 'Check' })
export type Check = z.infer<typeof check>

export const apiConnection = z
  .object({
    storeHash: z.string(),
    clientId: z.string(),
    apiAddress: z.string(),
    accessTokenEnd: z.string().describe('The last four characters; the rest never leaves the hub.'),
    clientSecretSaved: z.boolean(),
    savedAt: instant,
    lastWorkedAt: instant.nullable(),
    nextTryAt: instant.nullable().describe('When the hub tries again by itself, while the store is out of reach.'),
  })
  .meta({ id: 'ApiConnection' })
export type ApiConnection = z.infer<typeof apiConnection>

const storeFacts = z.object({
  remoteId: z.string(),
  name: z.string(),
  domain: z.string(),
  controlPanelUrl: z.string().nullable(),
  status: z.string(),
  planName: z.string(),
  trial: z.boolean(),
  currency: z.string(),
  weightUnit: z.string(),
  lengthUnit: z.string(),
  timeZone: z.string(),
  utcOffsetMinutes: z.int(),
  pricesIncludeTax: z.boolean(),
  multiStorefront: z.boolean(),
})

export const storeProfile = z
  .object({
    readAt: instant,
    store: storeFacts.nullable(),
    storefronts: z
      .array(
        z.object({
          remoteId: z.string(),
          name: z.string(),
          type: z.string(),
          platform: z.string(),
          status: z.string(),
          isDefault: z.boolean(),
        }),
      )
      .readonly()
      .nullable()
      .describe('null: the store would not tell, a scope is missing.'),
    shippingZones: z
      .array(
        z.object({
          remoteId: z.string(),
          name: z.string(),
          enabled: z.boolean(),
          appliesTo: z.string(),
          methods: z
            .array(z.object({ remoteId: z.string(), name: z.string(), type: z.string(), enabled: z.boolean() }))
            .readonly()
            .nullable(),
        }),
      )
      .readonly()
      .nullable()
      .describe('null: the store would not tell, a scope is missing.'),
  })
  .meta({ id: 'StoreProfile' })
export type StoreProfile = z.infer<typeof storeProfile>

export const channelDetail = channel
  .extend({
    connection: apiConnection.nullable(),
    profile: storeProfile.nullable(),
    lastCheck: check.nullable(),
  })
  .meta({ id: 'ChannelDetail' })
export type ChannelDetail = z.infer<typeof channelDetail>

const text = (most: number) => z.string().max(most, `Use at most ${most} characters.`)

/** What the API connection form sends. An empty or absent Access Token keeps the one that is stored. */
export const connectionForm = z
  .object({
    storeHash: text(2_000),
    clientId: text(500),
    accessToken: text(2_000).optional(),
    clientSecret: text(2_000).optional(),
    apiAddress: text(2_000).optional(),
    keepUnchecked: z
      .boolean()
      .optional()
      .describe('Keep the credentials although the store is out of reach, and try again until it answers.'),
  })
  .meta({ id: 'ConnectionForm' })
export type ConnectionForm = z.infer<typeof connectionForm>

const channelParams = z.object({ channelId: z.string().max(40) })

export const channelRoutes = {
  'GET /api/channel-kinds': {
    summary: 'The kinds of channel that can be added',
    access: 'user',
    response: z.object({ kinds: z.array(channelKind) }),
    errors: [],
  },
  'GET /api/channels': {
    summary: 'All Channels',
    access: 'user',
    response: z.object({ channels: z.array(channel) }),
    errors: [],
  },
  'POST /api/channels': {
    summary: 'Add a channel; it is connected to a store afterwards',
    access: 'user',
    body: z.object({ kind: z.string().max(40), name: channelName }),
    response: channelDetail,
    status: 201,
    errors: ['channel_name_taken'],
  },
  'GET /api/channels/:channelId': {
    summary: 'One channel with its API connection, what the store says of itself, and the last check',
    access: 'user',
    params: channelParams,
    response: channelDetail,
    errors: ['not_found'],
  },
  'PATCH /api/channels/:channelId': {
    summary: 'Rename, pause or resume a channel; a paused channel makes no request by itself',
    access: 'user',
    params: channelParams,
    body: z.object({ name: channelName.optional(), paused: z.boolean().optional() }),
    response: channelDetail,
    errors: ['not_found', 'channel_name_taken'],
  },
  'DELETE /api/channels/:channelId': {
    summary: 'Remove a channel from the hub and forget its credentials; the store is not touched',
    access: 'user',
    params: channelParams,
    response: z.object({ removed: z.literal(true) }),
    errors: ['not_found'],
  },
  'PUT /api/channels/:channelId/connection': {
    summary: 'Check credentials against the store, and keep them if it accepts them',
    access: 'user',
    params: channelParams,
    body: connectionForm,
    response: channelDetail,
    errors: [
      'not_found',
      'connection_refused',
      'store_unreachable',
      'store_already_connected',
      'store_differs',
      'check_running',
      'secret_unreadable',
    ],
  },
  'POST /api/channels/:channelId/checks': {
    summary: 'Run the connection doctor with the stored credentials',
    access: 'user',
    params: channelParams,
    response: channelDetail,
    errors: ['not_found', 'channel_not_connected', 'check_running', 'secret_unreadable'],
  },
  'GET /api/channels/:channelId/checks/:checkId': {
    summary: 'One check with all its rows, also of credentials that were not kept',
    access: 'user',
    params: channelParams.extend({ checkId: z.string().max(40) }),
    response: check,
    errors: ['not_found'],
  },
  'POST /api/channel-kinds/:kind/read-store-address': {
    summary: 'What the form would take out of a pasted API path or address',
    access: 'user',
    params: z.object({ kind: z.string().max(40) }),
    body: z.object({ storeHash: text(2_000) }),
    response: z.object({
      storeHash: z.string(),
      note: z.string().nullable().describe('What was taken out, as a sentence; null when it was a plain hash.'),
    }),
    errors: ['not_found'],
  },
  'POST /api/sandbox-channel': {
    summary: 'Start a sandbox store inside the hub, add a channel for it and make an API account in it',
    access: 'user',
    response: z.object({
      channelId: z.string(),
      panelUrl: z.string(),
      credentials: z
        .object({
          storeHash: z.string(),
          clientId: z.string(),
          accessToken: z.string(),
          clientSecret: z.string(),
          apiAddress: z.string(),
        })
        .describe('Shown once, as a real store shows them; the form sends them back to be checked and kept.'),
    }),
    status: 201,
    errors: ['sandbox_unavailable', 'store_already_connected'],
  },
} as const satisfies Record<string, Route>
