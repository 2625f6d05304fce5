import { findBrakes } from '../database/brakes.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { writeRefusals } from '../database/live.ts'
import {
  type ChangeCount,
  type ChangeFilter,
  type ChangeOrder,
  countChanges,
  countStates,
  listChanges,
  type StoredChange,
} from '../database/plan-changes.ts'
import { findPlan, listPlans, openPlans, type StoredPlan } from '../database/plans.ts'
import { countToDo, countUnplanned, type ToDo } from '../database/to-do.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type BrakeLimits, stillHeld } from '../domain/brakes.ts'
import { type SendObstacle, sendObstaclesOf } from '../domain/live.ts'
import { type ChangeState, type PlanState, partsNeeded } from '../domain/plan.ts'
import { removalsOf } from '../domain/removals.ts'
import { type WaitingPart, waitingParts } from '../domain/waiting-parts.ts'
import { HubError } from '../runtime/errors.ts'
import { readChannel } from './read-channels.ts'

export type { ChangeCount, ChangeFilter, ChangeOrder, SendObstacle, StoredChange, StoredPlan, ToDo, WaitingPart }

export function noSuchPlan(): HubError {
  return new HubError('not_found', 'There is no such plan.', { hint: 'cartwright plan list shows those there are.' })
}

/** Throws `not_found`. */
export async function readPlan(actor: Actor, db: WorkspaceDb, planId: string): Promise<StoredPlan> {
  mustBeAllowed(actor, 'catalog.read')
  const plan = await findPlan(db, planId)
  if (plan === null) throw noSuchPlan()
  return plan
}

/** The newest first. */
export async function readPlans(
  actor: Actor,
  db: WorkspaceDb,
  ask: { limit: number; channelId?: string; state?: PlanState; after?: { madeAt: Date; id: string } },
): Promise<StoredPlan[]> {
  mustBeAllowed(actor, 'catalog.read')
  return listPlans(db, ask)
}

/** What the changes of each of these plans have come to. */
export async function readStates(
  actor: Actor,
  db: WorkspaceDb,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Partial<Record<ChangeState, number>>>>> {
  mustBeAllowed(actor, 'catalog.read')
  return countStates(db, planIds)
}

/** What keeps a plan that is ready from being sent at this moment; nothing of any other. Throws `not_found`. */
export async function readObstacles(actor: Actor, db: WorkspaceDb, plan: StoredPlan): Promise<SendObstacle[]> {
  mustBeAllowed(actor, 'catalog.read')
  if (plan.state !== 'ready') return []
  const { refusals, waiting } = await refusalsOf(db, plan)
  const { brakes, fields } = plan.summary
  return sendObstaclesOf(
    waiting.length > 0 ? [] : [...refusals.values()],
    stillHeld(brakes, plan.passed),
    removalsOf(fields),
  )
}

/** The parts of a plan that is ready which would wait while the others are sent, as they are not live. */
export async function readWaiting(actor: Actor, db: WorkspaceDb, plan: StoredPlan): Promise<readonly WaitingPart[]> {
  mustBeAllowed(actor, 'catalog.read')
  return plan.state === 'ready' ? (await refusalsOf(db, plan)).waiting : []
}

async function refusalsOf(db: WorkspaceDb, { channelId, summary: { fields } }: StoredPlan) {
  const refusals = await writeRefusals(db, channelId, partsNeeded(fields))
  return { refusals, waiting: waitingParts(fields, refusals) }
}

/** What waits to be sent of a channel, and how that compares with its open plan. Throws `not_found`. */
export async function readToDo(
  actor: Actor,
  db: WorkspaceDb,
  channelId: string,
): Promise<ToDo & { plan: StoredPlan | null; unplanned: number }> {
  await readChannel(actor, db, channelId)
  const [toDo, plans] = [await countToDo(db, channelId), await openPlans(db, channelId)]
  // A person's plan comes before one that the hub made by itself.
  const plan = plans.find(({ automatic }) => !automatic) ?? plans[0] ?? null
  const unplanned = plan?.state === 'ready' ? await countUnplanned(db, channelId, plan.id) : 0
  return { ...toDo, plan, unplanned }
}

/** Throws `not_found`. */
export async function readChanges(
  actor: Actor,
  db: WorkspaceDb,
  planId: string,
  ask: { filter: ChangeFilter; limit: number; after: number; order?: ChangeOrder },
): Promise<StoredChange[]> {
  await readPlan(actor, db, planId)
  return listChanges(db, planId, ask)
}

/** Throws `not_found`. */
export async function readChangeCounts(
  actor: Actor,
  db: WorkspaceDb,
  planId: string,
  filter: ChangeFilter,
): Promise<ChangeCount[]> {
  await readPlan(actor, db, planId)
  return countChanges(db, planId, filter)
}

/** From where on the plans of a channel are held. Throws `not_found`. */
export async function readBrakes(actor: Actor, db: WorkspaceDb, channelId: string): Promise<BrakeLimits> {
  const channel = await readChannel(actor, db, channelId)
  return findBrakes(db, channel.id)
}
