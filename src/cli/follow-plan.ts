import type { Plan } from '../api/contract/plans.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { plain, whole } from './format.ts'
import type { CliTools } from './io.ts'

const lookEveryMs = 500
const tellEveryMs = 5_000

export interface FollowedPlan {
  readonly plan: Plan
  /** It ended; the command was asked to stop; or it got no further for longer than our patience. */
  readonly because: 'ended' | 'stopped' | 'impatient'
}

/** Follows a plan until it ends, and shows how far it is: a line that is rewritten, or one every few seconds. */
export async function followPlan(
  call: Call,
  begun: Plan,
  tools: Pick<CliTools, 'clock' | 'err' | 'rewrite' | 'stopAsked'>,
  { patienceMs, silent }: { patienceMs: number; silent: boolean },
): Promise<FollowedPlan> {
  const { clock } = tools
  let stopped = false
  const stop = tools.stopAsked().then(() => {
    stopped = true
  })
  let plan = begun
  let reached = -1
  let reachedAt = clock.now().getTime()
  let toldAt = Number.NEGATIVE_INFINITY
  try {
    while (plan.state === 'applying') {
      const now = clock.now().getTime()
      const here = settledOf(plan)
      if (here !== reached) {
        reached = here
        reachedAt = now
      }
      if (now - reachedAt > patienceMs) return { plan, because: 'impatient' }
      if (!silent && tools.rewrite !== null) {
        tools.rewrite(planProgressLine(plan))
      } else if (!silent && now - toldAt >= tellEveryMs) {
        toldAt = now
        tools.err(planProgressLine(plan))
      }
      await Promise.race([clock.sleep(lookEveryMs), stop])
      if (stopped) return { plan, because: 'stopped' }
      plan = await call('GET /api/plans/:planId', { params: { planId: plan.id } })
    }
    return { plan, because: 'ended' }
  } catch (error) {
    if (stopped && error instanceof HubError && error.code === 'hub_stopping') return { plan, because: 'stopped' }
    throw explain(error, plan)
  } finally {
    tools.rewrite?.('')
  }
}

/** Changes of which nothing more is to be done. */
function settledOf({ states, faults }: Plan): number {
  const { applied = 0, rejected = 0, superseded = 0, cancelled = 0 } = states
  // Those that the store would refuse were never to be sent.
  return applied + rejected - faults + superseded + cancelled
}

function explain(error: unknown, { id }: Plan): unknown {
  if (!(error instanceof HubError) || !['hub_stopping', 'hub_unreachable'].includes(error.code)) return error
  return new HubError('hub_unreachable', 'The hub stopped while the plan was being applied.', {
    hint: `It goes on where it stopped when the hub is started again: cartwright plan show ${id}`,
    cause: error,
  })
}

/** How far a plan is, as one line. */
export function planProgressLine(plan: Plan): string {
  const done = `${whole(settledOf(plan))} of ${whole(plan.changes)} changes`
  if (plan.pausedAt !== null) return `Paused after ${done}.`
  if (plan.problem !== null) return `Waiting after ${done}: ${plain(plan.problem)}`
  return `Writing: ${done}${plan.cancelling ? ' · stopping' : ''}`
}
