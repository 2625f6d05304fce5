import { pauseApply, resumeApply, retryRejected, startApply } from '../../actions/apply-plan.ts'
import { readChangeCounts, type StoredPlan } from '../../actions/read-plans.ts'
import type { Tools } from '../../actions/tools.ts'
import type { applyRoutes } from '../contract/applies.ts'
import type { HandlersOf, Member } from '../handlers.ts'
import { viewPlan } from '../plan-view.ts'

export function applyHandlers({ tools }: { tools: Tools }): HandlersOf<typeof applyRoutes> {
  const view = async ({ actor, db }: Member, plan: StoredPlan) =>
    viewPlan(plan, await readChangeCounts(actor, db, plan.id, {}))
  return {
    'POST /api/plans/:planId/apply': async ({ actor, db, params }) =>
      view({ actor, db }, await startApply(actor, db, tools, params.planId)),

    'POST /api/plans/:planId/pause': async ({ actor, db, params }) =>
      view({ actor, db }, await pauseApply(actor, db, tools, params.planId)),

    'POST /api/plans/:planId/resume': async ({ actor, db, params }) =>
      view({ actor, db }, await resumeApply(actor, db, tools, params.planId)),

    'POST /api/plans/:planId/retry': async ({ actor, db, params }) =>
      view({ actor, db }, await retryRejected(actor, db, tools, params.planId)),
  }
}
