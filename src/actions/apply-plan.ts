import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { writeRefusals } from '../database/live.ts'
import { countChanges } from '../database/plan-changes.ts'
import { cancelPart, pausePlan, startApplying } from '../database/plan-jobs.ts'
import { holdPlan, openPlans, type StoredPlan } from '../database/plans.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { stillHeld } from '../domain/brakes.ts'
import { refusedWrite } from '../domain/live.ts'
import { partsNeeded } from '../domain/plan.ts'
import { isRemovalWord, type Removals, removalsOf, removalsSentence, removalWord } from '../domain/removals.ts'
import { waitingParts } from '../domain/waiting-parts.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { isBeingApplied, makePlanOfRest } from './make-plan.ts'
import { noSuchPlan, readPlan } from './read-plans.ts'
import type { Tools } from './tools.ts'

/**
 * Has a plan that is ready written to its store; a worker does it. Of parts that are not live nothing is sent, and what is
 * wanted of them waits for the next plan. `typed`: the word without which nothing is deleted in a store. Throws
 * `not_found`, `plan_not_ready`, `plan_braked`, `plan_deletes`, `channel_not_live`, `writing_stopped`, and `plan_applying`
 * with its id in `about` while another one is being applied.
 */
export async function startApply(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { planId, typed }: { planId: string; typed: string },
): Promise<StoredPlan> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelId } = await readPlan(actor, db, planId)
  const changes = await countChanges(db, planId, { state: 'planned' })
  const refusals = await writeRefusals(db, channelId, partsNeeded(changes))
  const waiting = waitingParts(changes, refusals)
  const [refusal] = refusals.values()
  if (refusal !== undefined && waiting.length === 0) throw refusedWrite(refusal)
  const at = tools.clock.now()
  const begin = db.transaction(async tx => {
    const plan = await heldPlan(tx, planId)
    const [first, ...others] = stillHeld(plan.summary.brakes, plan.passed)
    if (plan.state === 'ready' && first !== undefined) throw braked(first.sentence, others.length)
    const removals = removalsOf(plan.summary.fields)
    if (plan.state === 'ready' && removals !== null && !isRemovalWord(typed)) throw deletes(removals)
    if (!(await startApplying(tx, planId, at))) {
      throw new HubError('plan_not_ready', 'This plan has begun, has ended, or another one has taken its place.', {
        hint: 'Make a new plan of the channel.',
      })
    }
    for (const { part, sentence } of waiting) await cancelPart(tx, planId, { part, at, reason: sentence })
    await record(tx, tools, actor, plan, 'plan.apply_started')
  })
  await begin.catch(async error => {
    const other = (await openPlans(db, channelId)).find(({ state }) => state === 'applying')
    throw isUniqueViolation(error, 'plan_applying') && other !== undefined ? isBeingApplied(other) : error
  })
  return tell(actor, db, tools, planId)
}

function braked(sentence: string, others: number): HubError {
  const more = others === 0 ? '' : ` ${others === 1 ? 'Another brake holds' : `${others} other brakes hold`} it too.`
  return new HubError('plan_braked', `A brake holds this plan: ${sentence}${more}`, {
    hint: 'Look at what it would do. Let it pass, leave those changes out, or edit them and make a new plan.',
  })
}

function deletes(removals: Removals): HubError {
  return new HubError('plan_deletes', `${removalsSentence(removals)} Nothing was sent.`, {
    hint: `Look at what goes, then type “${removalWord}”; or leave that out of the plan.`,
  })
}

/** Holds a plan that is being applied before its next request. Throws `not_found`, `plan_not_applying`. */
export async function pauseApply(actor: Actor, db: WorkspaceDb, tools: Tools, planId: string): Promise<StoredPlan> {
  return setPaused(actor, db, tools, { planId, paused: true })
}

/** Lets a plan go on that was paused, or that waits for its store. Throws `not_found`, `plan_not_applying`. */
export async function resumeApply(actor: Actor, db: WorkspaceDb, tools: Tools, planId: string): Promise<StoredPlan> {
  return setPaused(actor, db, tools, { planId, paused: false })
}

async function setPaused(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { planId, paused }: { planId: string; paused: boolean },
): Promise<StoredPlan> {
  mustBeAllowed(actor, 'catalog.manage')
  const at = tools.clock.now()
  await db.transaction(async tx => {
    const plan = await heldPlan(tx, planId)
    if (!(await pausePlan(tx, planId, { pausedAt: paused ? at : null, at }))) {
      throw new HubError('plan_not_applying', 'This plan is not being applied.', {
        hint: 'It has not begun yet, or it has ended.',
      })
    }
    await record(tx, tools, actor, plan, paused ? 'plan.paused' : 'plan.resumed')
  })
  return tell(actor, db, tools, planId)
}

/**
 * Plans anew what a plan could not write, and nothing else that waits: what was rejected is still wanted, or what somebody
 * has mended it to. Throws `not_found`, `plan_not_ready` where the plan has not ended, and as `makePlan` does.
 */
export async function retryRejected(actor: Actor, db: WorkspaceDb, tools: Tools, planId: string): Promise<StoredPlan> {
  const { state, channelId } = await readPlan(actor, db, planId)
  if (state === 'ready' || state === 'applying') {
    throw new HubError('plan_not_ready', 'This plan has not ended yet.', { hint: 'Wait for its end, or cancel it.' })
  }
  return makePlanOfRest(actor, db, tools, { channelId, planId })
}

async function heldPlan(tx: WorkspaceTx, planId: string): Promise<StoredPlan> {
  const plan = await holdPlan(tx, planId)
  if (plan === null) throw noSuchPlan()
  return plan
}

async function record(
  tx: WorkspaceTx,
  tools: Tools,
  actor: Actor,
  { id: planId, channelId }: StoredPlan,
  verb: string,
): Promise<void> {
  const [id, at] = [newId('evt', tools.randomBytes), tools.clock.now()]
  await recordEvent(tx, { id, at, actor, verb, channelId, about: { planId } })
}

async function tell(actor: Actor, db: WorkspaceDb, tools: Tools, planId: string): Promise<StoredPlan> {
  const plan = await readPlan(actor, db, planId)
  tools.notices.publish(db.workspace, { type: 'plan_changed', channelId: plan.channelId, planId })
  tools.wakePlans()
  return plan
}
