import { z } from 'zod'
import { changeState, planState } from './plans.ts'
import type { Route } from './route.ts'
import { channelParams } from './runs.ts'

const instant = z.iso.datetime()

const sendingMode = z
  .enum(['ask', 'by_itself'])
  .describe('`ask`: a person sends every plan; `by_itself`: the hub sends what is to do, unless a warning holds it.')
const sendingAt = z
  .union([
    z.literal('once'),
    z.strictObject({
      everyMinutes: z.int().min(1, 'At least every minute.').max(10_080, 'At most every 10,080 minutes.'),
    }),
    z.strictObject({ dailyAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time as 07:30.') }),
  ])
  .describe(
    'When the hub looks: `once` something is edited, or by schedule. With `ask` it makes a plan then, and waits.',
  )
export type SendingAt = z.infer<typeof sendingAt>

const rule = z.object({ mode: sendingMode, at: sendingAt })
export type SendingRule = z.infer<typeof rule>

const hold = z.object({
  sentence: z.string(),
  planId: z.string().nullable().describe('The plan that says more.'),
})

const sendingOfPart = rule
  .extend({
    since: instant.nullable().describe('null while nobody has said anything, so that a person is asked.'),
    by: z.string().nullable(),
    nextAt: instant.nullable().describe('When the hub looks next; null: when something is edited, or never.'),
    toDo: z.int().describe('Changes that are to do.'),
    kept: z
      .object({
        edited: z.int().describe('Edited in the store: never written over by itself.'),
        refused: z.int().describe('The store refused the same value before.'),
        left_out: z.int().describe('A person took the same value out of a plan.'),
        given_up: z.int().describe('They stood in a plan that was cancelled.'),
        open: z.int().describe('They stand in a plan that a person made a short while ago.'),
        held: z.int().describe('They stand in a plan that the hub made, and that waits for a person.'),
      })
      .partial()
      .describe('Those of them that are not sent by itself, by why.'),
    holds: z.array(hold).describe('What keeps anything from being sent now.'),
    last: z
      .object({
        planId: z.string(),
        madeAt: instant,
        state: planState,
        states: z.partialRecord(changeState, z.int()).describe('What became of the changes of this part in it.'),
      })
      .nullable()
      .describe('The last plan that the hub made by itself with something of this part.'),
  })
  .meta({ id: 'SendingOfPart' })
export type SendingOfPart = z.infer<typeof sendingOfPart>

export const sending = z
  .object({
    channelId: z.string(),
    channelName: z.string(),
    timeZone: z.string().describe('The time zone of daily times.'),
    timeZoneOf: z.enum(['store', 'none']).describe('`none`: the store has told none, so it is UTC.'),
    more: z.boolean().describe('There is more to do than was counted.'),
    data: sendingOfPart,
    images: sendingOfPart.optional(),
    prices: sendingOfPart,
  })
  .meta({ id: 'Sending' })
export type Sending = z.infer<typeof sending>
export const sendingParts = ['data', 'images', 'prices'] as const

export const sendingRoutes = {
  'GET /api/channels/:channelId/sending': {
    summary: 'Whether each part of a channel is sent by itself or a person is asked, when next, and what holds it',
    access: 'user',
    params: channelParams,
    response: sending,
    errors: ['not_found'],
  },
  'PUT /api/channels/:channelId/sending': {
    summary: 'Say of parts of a channel whether a person is asked before something is sent, and when the hub looks',
    access: 'user',
    params: channelParams,
    body: z.strictObject({ data: rule.optional(), images: rule.optional(), prices: rule.optional() }),
    response: sending,
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
