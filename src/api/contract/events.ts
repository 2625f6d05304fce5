import { z } from 'zod'
import { planProgress } from './applies.ts'
import { checkRow } from './channels.ts'
import { runProgress, runState } from './runs.ts'

/**
 * What `GET /api/events` pushes (server-sent events; each message is one of these as JSON).
 * Events only tell that something changed or goes on: the truth is what the other addresses answer.
 */
export const hubEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('check_started'),
      channelId: z.string(),
      checkId: z.string(),
    }),
    z.object({
      type: z.literal('check_row'),
      channelId: z.string(),
      checkId: z.string(),
      row: checkRow,
    }),
    z.object({
      type: z
        .literal('check_finished')
        .describe('No more rows will come. What became of the check comes as `channel_changed`.'),
      channelId: z.string(),
      checkId: z.string(),
    }),
    z.object({
      type: z.literal('channel_changed'),
      channelId: z.string(),
    }),
    z.object({
      type: z.literal('run_progress').describe('How far a run is; what it took is already in the lists.'),
      runId: z.string(),
      channelId: z.string(),
      state: runState,
      progress: runProgress,
    }),
    z.object({
      type: z.literal('run_changed').describe('A run was started, ended, waits, or goes on.'),
      runId: z.string(),
      channelId: z.string(),
    }),
    z.object({
      type: z.literal('catalog_changed').describe('Matches, SKUs or choices of the catalog were changed by somebody.'),
    }),
    z.object({
      type: z.literal('plan_changed').describe('A plan was made, changed or given up, or what became of it.'),
      planId: z.string(),
      channelId: z.string(),
    }),
    z.object({
      type: z.literal('plan_progress').describe('How far a plan is that is being applied.'),
      planId: z.string(),
      channelId: z.string(),
      progress: planProgress,
    }),
    z.object({
      type: z.literal('writing_changed').describe('All writing was stopped or resumed, for all channels at once.'),
    }),
    z.object({
      type: z.literal('resync').describe('Events were missed: read again whatever is on the screen.'),
    }),
  ])
  .meta({ id: 'HubEvent' })

export type HubEvent = z.infer<typeof hubEvent>
