import { z } from 'zod'
import { changeState, plan } from './plans.ts'
import type { Route } from './route.ts'

export const planProgress = z
  .object({
    counts: z.partialRecord(changeState, z.int()).describe('How many of its changes are in each state.'),
    writes: z.int().describe('Requests that were made to write.'),
    reads: z.int().describe('Requests that were made to look.'),
  })
  .meta({ id: 'PlanProgress' })

const planParams = z.object({ planId: z.string().max(40) })

export const applyRoutes = {
  'POST /api/plans/:planId/apply': {
    summary: 'Apply: write a plan that is ready to its store, and nothing else; it goes on by itself from here',
    access: 'user',
    params: planParams,
    body: z
      .object({
        typed: z
          .string()
          .max(40)
          .optional()
          .describe('`delete`, where the plan deletes something in the store (`removals`); otherwise it is refused.'),
      })
      .nullish(),
    response: plan,
    errors: [
      ...['not_found', 'plan_not_ready', 'plan_braked', 'plan_deletes', 'channel_not_live', 'writing_stopped'],
      'plan_applying',
    ],
  },
  'POST /api/plans/:planId/pause': {
    summary: 'Hold a plan that is being applied before its next request; what waits is kept',
    access: 'user',
    params: planParams,
    response: plan,
    errors: ['not_found', 'plan_not_applying'],
  },
  'POST /api/plans/:planId/resume': {
    summary: 'Let a plan go on that was paused, or that waits for its store',
    access: 'user',
    params: planParams,
    response: plan,
    errors: ['not_found', 'plan_not_applying'],
  },
  'POST /api/plans/:planId/retry': {
    summary:
      'Plan anew what the store refused in a plan that has ended, or what else it did not write, and nothing that came since',
    access: 'user',
    params: planParams,
    response: plan,
    status: 201,
    errors: ['not_found', 'plan_not_ready', 'channel_not_connected', 'secret_unreadable', 'plan_applying'],
  },
} as const satisfies Record<string, Route>
