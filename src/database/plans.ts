import { sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { PassedBrake } from '../domain/brakes.ts'
import type { LivePart, PlanState, PlanSummary } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

export interface StoredPlan {
  readonly id: string
  readonly channelId: string
  readonly channelName: string
  /** The hub made it by itself. */
  readonly automatic: boolean
  readonly madeAt: Date
  readonly actor: Actor
  readonly state: PlanState
  readonly summary: PlanSummary
  readonly passed: readonly PassedBrake[]
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly pausedAt: Date | null
  readonly cancelAskedAt: Date | null
  readonly dueAt: Date | null
  readonly problem: string | null
  /** Requests made so far. */
  readonly writes: number
  readonly reads: number
  /** It has ended, wrote something, and was not undone since. */
  readonly undoable: boolean
  readonly undoneAt: Date | null
  /** The plan that this one was made to take back. */
  readonly undoes: string | null
}

const wroteSomething = sql<boolean>`exists (
  select from change c where c.plan_id = p.id and c.workspace_id = p.workspace_id and c.state = 'applied'
)`

function selectPlans(db: Handle) {
  return db.kysely
    .selectFrom('plan as p')
    .innerJoin('channel as c', join =>
      join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.channel_id'),
    )
    .where('p.workspace_id', '=', db.workspace)
    .selectAll('p')
    .select('c.name as channel_name')
    .select(
      sql<boolean>`p.state in ('applied', 'cancelled') and p.undone_at is null and ${wroteSomething}`.as('undoable'),
    )
}

type SelectedPlan = Awaited<ReturnType<ReturnType<typeof selectPlans>['executeTakeFirstOrThrow']>>

function toStoredPlan(row: SelectedPlan): StoredPlan {
  return {
    id: row.id,
    channelId: row.channel_id,
    channelName: row.channel_name,
    automatic: row.automatic,
    madeAt: row.made_at,
    // Written by `insertPlan` alone.
    actor: row.actor as Actor,
    state: row.state,
    summary: row.summary,
    passed: row.passed,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    pausedAt: row.paused_at,
    cancelAskedAt: row.cancel_asked_at,
    dueAt: row.due_at,
    problem: row.problem,
    writes: row.writes,
    reads: row.reads,
    undoable: row.undoable,
    undoneAt: row.undone_at,
    undoes: row.undoes,
  }
}

export async function findPlan(db: Handle, planId: string): Promise<StoredPlan | null> {
  const row = await selectPlans(db).where('p.id', '=', planId).executeTakeFirst()
  return row === undefined ? null : toStoredPlan(row)
}

/** The same, and nobody else changes it or begins to apply it before the transaction ends. */
export async function holdPlan(tx: WorkspaceTx, planId: string): Promise<StoredPlan | null> {
  const row = await selectPlans(tx).where('p.id', '=', planId).forUpdate('p').executeTakeFirst()
  return row === undefined ? null : toStoredPlan(row)
}

/** The plan of a channel that a person could send, or that is being sent for him. */
export async function openPlan(db: Handle, channelId: string): Promise<StoredPlan | null> {
  return (await openPlans(db, channelId)).find(({ automatic }) => !automatic) ?? null
}

/** The plans of a channel that could be sent or are being sent: a person's, and one that the hub made by itself. */
export async function openPlans(db: Handle, channelId: string): Promise<StoredPlan[]> {
  const rows = await selectPlans(db)
    .where('p.channel_id', '=', channelId)
    .where('p.state', 'in', ['ready', 'applying'])
    .execute()
  return rows.map(toStoredPlan)
}

/** More than a hub makes by itself of one part before it makes one of another. */
const automaticMost = 50

/** The last plan that the hub made by itself with a change of this part in it. */
export async function latestAutomatic(db: Handle, channelId: string, part: LivePart): Promise<StoredPlan | null> {
  const latest = db.kysely
    .selectFrom('plan as a')
    .where('a.workspace_id', '=', db.workspace)
    .where('a.channel_id', '=', channelId)
    .where('a.automatic', '=', true)
    .orderBy('a.made_at', 'desc')
    .limit(automaticMost)
    .select('a.id')
  const row = await selectPlans(db)
    .where('p.id', 'in', latest)
    .where(
      sql<boolean>`exists (
        select from change c where c.plan_id = p.id and c.workspace_id = p.workspace_id and c.part = ${part}
      )`,
    )
    .orderBy('p.made_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : toStoredPlan(row)
}

/** The newest first. `after` is the last plan of the page before. */
export async function listPlans(
  db: Handle,
  ask: { limit: number; channelId?: string; state?: PlanState; after?: { madeAt: Date; id: string } },
): Promise<StoredPlan[]> {
  let query = selectPlans(db).orderBy('p.made_at', 'desc').orderBy('p.id', 'desc').limit(ask.limit)
  if (ask.channelId !== undefined) query = query.where('p.channel_id', '=', ask.channelId)
  if (ask.state !== undefined) query = query.where('p.state', '=', ask.state)
  const { after } = ask
  if (after !== undefined) query = query.where(sql<boolean>`(p.made_at, p.id) < (${after.madeAt}, ${after.id})`)
  return (await query.execute()).map(toStoredPlan)
}

/**
 * Takes the place of the channel's plans that were ready; one that the hub makes by itself takes no person's, and none
 * where it is applied at once (`applyAt`). Rejects with a unique violation of `plan_open` while a person's is being
 * applied, or of `plan_applying` where it would be applied beside another one.
 */
export async function insertPlan(
  tx: WorkspaceTx,
  plan: {
    id: string
    channelId: string
    at: Date
    actor: Actor
    summary: PlanSummary
    automatic?: { applyAt: Date | null }
  },
): Promise<void> {
  const { automatic } = plan
  const applyAt = automatic?.applyAt ?? null
  if (applyAt === null) await outdateReady(tx, plan, automatic !== undefined)
  await tx.kysely
    .insertInto('plan')
    .values({
      workspace_id: tx.workspace,
      id: plan.id,
      channel_id: plan.channelId,
      made_at: plan.at,
      actor: JSON.stringify(plan.actor),
      state: applyAt === null ? 'ready' : 'applying',
      automatic: automatic !== undefined,
      summary: JSON.stringify(plan.summary),
      started_at: applyAt,
      finished_at: null,
      paused_at: null,
      cancel_asked_at: null,
      due_at: applyAt,
      claimed_until: null,
      problem: null,
    })
    .execute()
}

async function outdateReady(
  tx: WorkspaceTx,
  { channelId, at }: { channelId: string; at: Date },
  onlyAutomatic: boolean,
): Promise<void> {
  await tx.kysely
    .updateTable('plan')
    .set({ state: 'outdated', finished_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('state', '=', 'ready')
    .$if(onlyAutomatic, query => query.where('automatic', '=', true))
    .execute()
}

export async function writeSummary(tx: WorkspaceTx, planId: string, summary: PlanSummary): Promise<void> {
  await changePlan(tx, planId, { summary: JSON.stringify(summary) })
}

export async function writePassed(tx: WorkspaceTx, planId: string, passed: readonly PassedBrake[]): Promise<void> {
  await changePlan(tx, planId, { passed: JSON.stringify(passed) })
}

async function changePlan(tx: WorkspaceTx, planId: string, change: { summary: string } | { passed: string }) {
  await tx.kysely
    .updateTable('plan')
    .set(change)
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', planId)
    .execute()
}
