import { z } from 'zod'
import type { Route } from './route.ts'
import { channelParams } from './runs.ts'

const instant = z.iso.datetime()
const by = z.string().describe('A name, “the command line” or “the hub itself”.')

export const livePart = z
  .enum(['data', 'prices', 'images'])
  .describe(
    '`data`: everything of products and variants but prices and images; `prices`: their prices; `images`: the images of products.',
  )
export type LivePart = z.infer<typeof livePart>

const stop = z
  .object({ at: instant, by })
  .meta({ id: 'Stop' })
  .nullable()
  .describe('Since when all writing is stopped, and by whom; null where it is not.')

export const channelLive = z
  .object({
    channelId: z.string(),
    channelName: z.string(),
    connected: z.boolean(),
    parts: z
      .array(
        z.object({
          part: livePart,
          on: z.boolean(),
          since: instant.nullable().describe('null while it is off.'),
          by: by.nullable(),
        }),
      )
      .describe('Every part that can be switched on, always in the same order.'),
    stopped: stop,
    allStopped: stop.describe('The same for all channels at once.'),
  })
  .meta({ id: 'ChannelLive' })
export type ChannelLive = z.infer<typeof channelLive>

export const live = z.object({ allStopped: stop, channels: z.array(channelLive) }).meta({ id: 'Live' })
export type Live = z.infer<typeof live>

const partWords = z.array(z.string().max(40)).max(20).optional()

export const liveRoutes = {
  'GET /api/live': {
    summary: 'What the hub may write to each channel, and whether all writing is stopped',
    access: 'user',
    response: live,
    errors: [],
  },
  'GET /api/channels/:channelId/live': {
    summary: 'What the hub may write to a channel, since when and by whom, and whether that is stopped',
    access: 'user',
    params: channelParams,
    response: channelLive,
    errors: ['not_found'],
  },
  'PATCH /api/channels/:channelId/live': {
    summary: 'Going live: switch parts of a channel on or off; by itself that writes nothing',
    access: 'user',
    params: channelParams,
    body: z.object({
      on: partWords.describe('Parts to switch on: `data`, `prices`.'),
      off: partWords.describe('Parts to switch off.'),
    }),
    response: channelLive,
    errors: ['not_found', 'channel_not_connected'],
  },
  'POST /api/channels/:channelId/stop-writing': {
    summary: 'Stop all writing to one channel before the next request; what waits is kept',
    access: 'user',
    params: channelParams,
    response: channelLive,
    errors: ['not_found'],
  },
  'POST /api/channels/:channelId/resume-writing': {
    summary: 'Let writing to one channel go on where it was stopped',
    access: 'user',
    params: channelParams,
    response: channelLive,
    errors: ['not_found'],
  },
  'POST /api/stop-writing': {
    summary: 'Stop all writing to all channels before the next request; what waits is kept',
    access: 'user',
    response: live,
    errors: [],
  },
  'POST /api/resume-writing': {
    summary: 'Let writing go on; channels that were stopped one by one stay so',
    access: 'user',
    response: live,
    errors: [],
  },
} as const satisfies Record<string, Route>
