import { pauseApply, resumeApply, retryRejected, startApply } from '../../actions/apply-plan.ts'
import type { Tools } from '../../actions/tools.ts'
import type { applyRoutes } from '../contract/applies.ts'
import type { HandlersOf } from '../handlers.ts'
import { viewOnePlan } from './plans.ts'

export function applyHandlers({ tools }: { tools: Tools }): HandlersOf<typeof applyRoutes> {
  const view = viewOnePlan
  return {
    'POST /api/plans/:planId/apply': async ({ actor, db, params, body }) => {
      const { planId } = params
      return view({ actor, db }, await startApply(actor, db, tools, { planId, typed: body?.typed ?? '' }))
    },

    'POST /api/plans/:planId/pause': async ({ actor, db, params }) =>
      view({ actor, db }, await pauseApply(actor, db, tools, params.planId)),

    'POST /api/plans/:planId/resume': async ({ actor, db, params }) =>
      view({ actor, db }, await resumeApply(actor, db, tools, params.planId)),

    'POST /api/plans/:planId/retry': async ({ actor, db, params }) =>
      view({ actor, db }, await retryRejected(actor, db, tools, params.planId)),
  }
}
