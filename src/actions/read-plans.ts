import { findBrakes } from '../database/brakes.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import {
  type ChangeCount,
  type ChangeFilter,
  countChanges,
  findPlan,
  listChanges,
  listPlans,
  type StoredChange,
  type StoredPlan,
} from '../database/plans.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { BrakeLimits } from '../domain/brakes.ts'
import type { PlanState } from '../domain/plan.ts'
import { HubError } from '../runtime/errors.ts'
import { readChannel } from './read-channels.ts'

export type { ChangeCount, ChangeFilter, StoredChange, StoredPlan }

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

/** Throws `not_found`. */
export async function readChanges(
  actor: Actor,
  db: WorkspaceDb,
  planId: string,
  ask: { filter: ChangeFilter; limit: number; after: number },
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
