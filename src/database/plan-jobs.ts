import { sql } from 'kysely'
import type { LivePart, PlanProgress } from '../domain/plan.ts'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** From now on a worker takes the plan up. False: it is not ready. */
export async function startApplying(tx: WorkspaceTx, planId: string, at: Date): Promise<boolean> {
  const result = await tx.kysely
    .updateTable('plan')
    .set({ state: 'applying', started_at: at, due_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', planId)
    .where('state', '=', 'ready')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends a plan that nothing was sent of. False: it is not ready. */
export async function cancelReady(tx: WorkspaceTx, planId: string, at: Date): Promise<boolean> {
  const result = await tx.kysely
    .updateTable('plan')
    .set({ state: 'cancelled', finished_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', planId)
    .where('state', '=', 'ready')
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) return false
  await cancelPlanned(tx, planId, at)
  return true
}

async function cancelPlanned(tx: WorkspaceTx, planId: string, at: Date): Promise<void> {
  await tx.kysely
    .updateTable('change')
    .set({ state: 'cancelled', settled_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('plan_id', '=', planId)
    .where('state', '=', 'planned')
    .execute()
}

/** Takes the changes of a part out of a plan that is about to be applied: they go with the next one. */
export async function cancelPart(
  tx: WorkspaceTx,
  planId: string,
  { part, at, reason }: { part: LivePart; at: Date; reason: string },
): Promise<void> {
  await tx.kysely
    .updateTable('change')
    .set({ state: 'cancelled', settled_at: at, reason })
    .where('workspace_id', '=', tx.workspace)
    .where('plan_id', '=', planId)
    .where('state', '=', 'planned')
    // What is made has its prices from its first moment.
    .where(eb =>
      part === 'prices'
        ? eb.or([eb('part', '=', part), eb('level', 'in', ['new_product', 'new_variant'])])
        : eb('part', '=', part),
    )
    .execute()
}

/** The right to apply a plan, until somebody else claims it. */
export interface PlanClaim {
  readonly workspace: string
  readonly planId: string
  readonly channelId: string
  readonly claim: number
}

/** Takes the plans that are to be applied, that nobody works on and whose time has come, in all workspaces. */
export async function claimPlans(
  db: Db,
  ask: { now: Date; until: Date; most: number; planId?: string },
): Promise<PlanClaim[]> {
  const due = db.kysely
    .selectFrom('plan')
    .select(['workspace_id', 'id'])
    .where('state', '=', 'applying')
    .where('due_at', '<=', ask.now)
    // One that is paused is only taken up to be ended.
    .where(eb => eb.or([eb('paused_at', 'is', null), eb('cancel_asked_at', 'is not', null)]))
    .where(eb => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', ask.now)]))
    .$if(ask.planId !== undefined, query => query.where('id', '=', ask.planId ?? ''))
    .orderBy('due_at')
    .limit(ask.most)
    .forUpdate()
    .skipLocked()
  const rows = await db.kysely
    .updateTable('plan')
    .from(due.as('due'))
    .whereRef('plan.workspace_id', '=', 'due.workspace_id')
    .whereRef('plan.id', '=', 'due.id')
    .set(eb => ({ claim: eb('plan.claim', '+', 1), claimed_until: ask.until, problem: null }))
    .returning(['plan.workspace_id', 'plan.id', 'plan.channel_id', 'plan.claim'])
    .execute()
  return rows.map(row => ({
    workspace: row.workspace_id,
    planId: row.id,
    channelId: row.channel_id,
    claim: row.claim,
  }))
}

/** Lets others work on every plan that somebody had claimed: nobody of an earlier process is left. */
export async function releaseAllPlans(db: Db): Promise<void> {
  await db.kysely.updateTable('plan').set({ claimed_until: null }).where('state', '=', 'applying').execute()
}

/**
 * Holds on to a plan that is being applied, and counts requests. Null: somebody else has claimed it, or it has ended, so
 * nothing was written and the caller must stop. Otherwise, what people asked of it meanwhile.
 */
export async function keepPlan(
  db: Handle,
  { planId, claim }: PlanClaim,
  { claimedUntil, writes = 0, reads = 0 }: { claimedUntil: Date; writes?: number; reads?: number },
): Promise<{ cancelAsked: boolean; paused: boolean } | null> {
  const row = await db.kysely
    .updateTable('plan')
    .set(eb => ({ claimed_until: claimedUntil, writes: eb('writes', '+', writes), reads: eb('reads', '+', reads) }))
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', planId)
    .where('claim', '=', claim)
    .where('state', '=', 'applying')
    .returning(['cancel_asked_at', 'paused_at'])
    .executeTakeFirst()
  return row === undefined ? null : { cancelAsked: row.cancel_asked_at !== null, paused: row.paused_at !== null }
}

/** Puts a plan aside until `dueAt`; false where it is no longer the caller's. */
export async function deferPlan(
  db: Handle,
  { planId, claim }: PlanClaim,
  { dueAt, problem }: { dueAt: Date; problem: string | null },
): Promise<boolean> {
  const result = await db.kysely
    .updateTable('plan')
    .set({ due_at: dueAt, claimed_until: null, problem })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', planId)
    .where('claim', '=', claim)
    .where('state', '=', 'applying')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends a plan that was being applied; false where it is no longer the caller's. What was not sent is cancelled. */
export async function endPlan(
  tx: WorkspaceTx,
  { planId, claim }: PlanClaim,
  end: { state: 'applied' | 'cancelled'; at: Date; problem: string | null },
): Promise<boolean> {
  const result = await tx.kysely
    .updateTable('plan')
    .set({ state: end.state, finished_at: end.at, claimed_until: null, due_at: null, problem: end.problem })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', planId)
    .where('claim', '=', claim)
    .where('state', '=', 'applying')
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) return false
  await cancelPlanned(tx, planId, end.at)
  return true
}

/** Asks a plan that is being applied to stop; one that waits may be claimed at once. False: it is not being applied. */
export async function askPlanCancel(db: Handle, planId: string, at: Date): Promise<boolean> {
  const result = await db.kysely
    .updateTable('plan')
    .set(eb => ({ cancel_asked_at: eb.fn.coalesce('cancel_asked_at', eb.val(at)), due_at: at }))
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', planId)
    .where('state', '=', 'applying')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Holds a plan that is being applied before its next request, or lets it go on. False: it is not being applied. */
export async function pausePlan(
  db: Handle,
  planId: string,
  { pausedAt, at }: { pausedAt: Date | null; at: Date },
): Promise<boolean> {
  const result = await db.kysely
    .updateTable('plan')
    .set({ paused_at: pausedAt, due_at: at })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', planId)
    .where('state', '=', 'applying')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** How far a plan is. */
export async function planProgress(db: Handle, planId: string): Promise<PlanProgress> {
  const plan = await db.kysely
    .selectFrom('plan')
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', planId)
    .select(['writes', 'reads'])
    .executeTakeFirst()
  const rows = await db.kysely
    .selectFrom('change')
    .where('workspace_id', '=', db.workspace)
    .where('plan_id', '=', planId)
    .groupBy('state')
    .select(['state', sql<number>`count(*)`.as('count')])
    .execute()
  const counts = Object.fromEntries(rows.map(({ state, count }) => [state, count]))
  return { counts, writes: plan?.writes ?? 0, reads: plan?.reads ?? 0 }
}

/** Ends whatever plan of a channel has not ended: who works on it writes nothing more from now on. */
export async function stopPlans(tx: WorkspaceTx, channelId: string, { at, problem }: { at: Date; problem: string }) {
  const rows = await tx.kysely
    .updateTable('plan')
    .set(eb => ({
      ...{ state: 'cancelled' as const, finished_at: at, due_at: null, claimed_until: null, problem },
      claim: eb('claim', '+', 1),
    }))
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('state', 'in', ['ready', 'applying'])
    .returning('id')
    .execute()
  for (const { id } of rows) await cancelPlanned(tx, id, at)
}
