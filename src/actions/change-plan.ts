import { writeBrakes } from '../database/brakes.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { emptiedCategories } from '../database/emptied-categories.ts'
import { recordEvent } from '../database/events.ts'
import { type ChangeChoice, leaveOut, listChanges } from '../database/plan-changes.ts'
import { askPlanCancel, cancelReady } from '../database/plan-jobs.ts'
import { holdPlan, type StoredPlan, writePassed, writeSummary } from '../database/plans.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type BrakeLimits, type BrakeName, type PassedBrake, stillHeld } from '../domain/brakes.ts'
import type { PlanSummary } from '../domain/plan.ts'
import { PlanTally } from '../domain/plan-tally.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { holdChannel } from './read-channels.ts'
import { noSuchPlan, readPlan } from './read-plans.ts'
import type { Tools } from './tools.ts'

const rowsAtATime = 5_000
const pagesMost = 10_000

/**
 * Takes changes out of a plan that is ready, so that applying it doesn't write them, or puts them back. Its figures and
 * its brakes are those of what is left. Who puts something back has to look at the brakes again. Throws `not_found`,
 * `plan_not_ready`.
 */
export async function leaveOutOfPlan(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { planId: string; choice: ChangeChoice; putBack: boolean },
): Promise<{ changed: number; plan: StoredPlan }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { planId, choice, putBack } = input
  const changed = await db.transaction(async tx => {
    const plan = await holdReady(tx, planId)
    const count = await leaveOut(tx, planId, choice, { putBack })
    if (count === 0) return 0
    const summary = await addUp(tx, plan)
    await writeSummary(tx, planId, summary)
    await writePassed(tx, planId, putBack ? [] : stillPassed(plan, summary))
    await record(tx, tools, actor, plan, putBack ? 'plan.put_back' : 'plan.left_out', { count })
    return count
  })
  return { changed, plan: await tell(actor, db, tools, planId) }
}

/** Without what keeps a category from being emptied, more are: that nobody has looked at yet. */
function stillPassed({ summary, passed }: StoredPlan, { brakes }: PlanSummary): PassedBrake[] {
  const countIn = (list: PlanSummary['brakes'], name: BrakeName) => list.find(({ brake }) => brake === name)?.count ?? 0
  return passed.filter(({ brake }) => countIn(brakes, brake) <= countIn(summary.brakes, brake))
}

async function addUp(tx: WorkspaceTx, plan: StoredPlan): Promise<PlanSummary> {
  const tally = new PlanTally(plan.summary.basis)
  let after = 0
  for (let page = 0; page < pagesMost; page += 1) {
    const changes = await listChanges(tx, plan.id, { filter: {}, limit: rowsAtATime, after })
    for (const change of changes) tally.add(change)
    after = changes.at(-1)?.seq ?? after
    if (changes.length < rowsAtATime) break
  }
  return tally.summary(await emptiedCategories(tx, plan.channelId, plan.id))
}

/**
 * Somebody has looked at what holds a plan, and lets it pass. Throws `not_found`, `plan_not_ready`, and `input_invalid`
 * for a brake that doesn't hold it.
 */
export async function passBrakes(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { planId: string; brakes: readonly BrakeName[] },
): Promise<StoredPlan> {
  mustBeAllowed(actor, 'catalog.manage')
  // By itself the hub lets nothing pass: that is what a brake is for.
  if (actor.kind === 'schedule') throw new HubError('not_allowed', 'Only a person lets a plan pass.')
  const at = tools.clock.now()
  await db.transaction(async tx => {
    const plan = await holdReady(tx, input.planId)
    const tripped = plan.summary.brakes.map(({ brake }) => brake)
    const wrong = input.brakes.filter(brake => !tripped.includes(brake))
    if (wrong.length > 0) {
      const held = tripped.length === 0 ? 'Nothing holds this plan.' : `What holds it: ${tripped.join(', ')}.`
      throw new HubError('input_invalid', 'This plan is not held by that.', { fields: { brakes: held } })
    }
    const held = stillHeld(plan.summary.brakes, plan.passed).map(({ brake }) => brake)
    const added = held.filter(brake => input.brakes.includes(brake))
    if (added.length === 0) return
    const passed = added.map(brake => ({ brake, actor, at: at.toISOString() }))
    await writePassed(tx, plan.id, [...plan.passed, ...passed])
    await record(tx, tools, actor, plan, 'plan.passed', { brakes: added })
  })
  return tell(actor, db, tools, input.planId)
}

/**
 * Gives a plan up: one that is ready at once, one that is being applied before its next request. What was written stays.
 * Throws `not_found`, `plan_not_ready`.
 */
export async function cancelPlan(actor: Actor, db: WorkspaceDb, tools: Tools, planId: string): Promise<StoredPlan> {
  mustBeAllowed(actor, 'catalog.manage')
  const at = tools.clock.now()
  await db.transaction(async tx => {
    const plan = await holdPlan(tx, planId)
    if (plan === null) throw noSuchPlan()
    if (!(await cancelReady(tx, planId, at)) && !(await askPlanCancel(tx, planId, at))) throw notReady(plan)
    await record(tx, tools, actor, plan, 'plan.cancelled', {})
  })
  return tell(actor, db, tools, planId)
}

/** Sets from where on the plans of a channel are held; those that there are stay as they were made. Throws `not_found`. */
export async function changeBrakes(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; limits: BrakeLimits },
): Promise<BrakeLimits> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelId, limits } = input
  const [id, at] = [newId('evt', tools.randomBytes), tools.clock.now()]
  await db.transaction(async tx => {
    const channel = await holdChannel(tx, channelId)
    await writeBrakes(tx, channel.id, limits)
    await recordEvent(tx, { id, at, actor, verb: 'channel.brakes_changed', channelId, about: { ...limits } })
  })
  return limits
}

async function holdReady(tx: WorkspaceTx, planId: string): Promise<StoredPlan> {
  const plan = await holdPlan(tx, planId)
  if (plan === null) throw noSuchPlan()
  if (plan.state !== 'ready') throw notReady(plan)
  return plan
}

const whyNotReady = {
  ready: 'This plan is ready.',
  applying: 'This plan is being applied.',
  applied: 'This plan was applied.',
  cancelled: 'This plan was cancelled.',
  outdated: 'A newer plan of this channel has taken the place of this one.',
} as const

function notReady({ state }: StoredPlan): HubError {
  return new HubError('plan_not_ready', whyNotReady[state], { hint: 'Make a new plan of the channel.' })
}

async function record(
  tx: WorkspaceTx,
  tools: Tools,
  actor: Actor,
  { id: planId, channelId }: StoredPlan,
  verb: string,
  about: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [id, at] = [newId('evt', tools.randomBytes), tools.clock.now()]
  await recordEvent(tx, { id, at, actor, verb, channelId, about: { planId, ...about } })
}

/** Tells whoever looks at the plan that it is another now, and gives it back. */
async function tell(actor: Actor, db: WorkspaceDb, tools: Tools, planId: string): Promise<StoredPlan> {
  const plan = await readPlan(actor, db, planId)
  tools.notices.publish(db.workspace, { type: 'plan_changed', channelId: plan.channelId, planId })
  return plan
}
