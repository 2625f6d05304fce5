import { sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import {
  emptyProgress,
  type PullMode,
  type RowOutcome,
  type RunAccount,
  type RunProgress,
  type RunRow,
  type RunState,
} from '../domain/run.ts'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'

/** A run as stored. The checkpoint is whatever its worker calls one. */
export interface StoredRun {
  readonly id: string
  readonly channelId: string
  readonly channelName: string
  readonly mode: PullMode
  readonly actor: Actor
  readonly state: RunState
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly dueAt: Date
  readonly cancelAskedAt: Date | null
  readonly problem: string | null
  readonly progress: RunProgress
  readonly checkpoint: unknown
  readonly account: RunAccount | null
}

type Handle = WorkspaceDb | WorkspaceTx

const activeStates = ['queued', 'running', 'waiting'] as const satisfies readonly RunState[]

function selectRuns(db: Handle) {
  return db.kysely
    .selectFrom('run as r')
    .innerJoin('channel as c', join =>
      join.onRef('c.workspace_id', '=', 'r.workspace_id').onRef('c.id', '=', 'r.channel_id'),
    )
    .where('r.workspace_id', '=', db.workspace)
    .selectAll('r')
    .select('c.name as channel_name')
}

type SelectedRun = Awaited<ReturnType<ReturnType<typeof selectRuns>['executeTakeFirstOrThrow']>>

function toStoredRun(row: SelectedRun): StoredRun {
  return {
    id: row.id,
    channelId: row.channel_id,
    channelName: row.channel_name,
    mode: row.mode,
    // Written by `insertRun` alone.
    actor: row.actor as Actor,
    state: row.state,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    dueAt: row.due_at,
    cancelAskedAt: row.cancel_asked_at,
    problem: row.problem,
    progress: row.progress,
    checkpoint: row.checkpoint,
    account: row.account,
  }
}

export async function findRun(db: Handle, runId: string): Promise<StoredRun | null> {
  const row = await selectRuns(db).where('r.id', '=', runId).executeTakeFirst()
  return row === undefined ? null : toStoredRun(row)
}

export async function activeRun(db: Handle, channelId: string): Promise<StoredRun | null> {
  const row = await selectRuns(db)
    .where('r.channel_id', '=', channelId)
    .where('r.state', 'in', activeStates)
    .executeTakeFirst()
  return row === undefined ? null : toStoredRun(row)
}

/** Whether other imports of the workspace than this one have not ended: their rows may meet in the master catalog. */
export async function othersAreActive(db: Handle, runId: string): Promise<boolean> {
  const other = await db.kysely
    .selectFrom('run')
    .where('workspace_id', '=', db.workspace)
    .where('state', 'in', activeStates)
    .where('id', '<>', runId)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

/** The last run of a channel that ended. */
export async function lastRun(db: Handle, channelId: string): Promise<StoredRun | null> {
  const row = await selectRuns(db)
    .where('r.channel_id', '=', channelId)
    .where('r.state', 'not in', activeStates)
    .orderBy('r.finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : toStoredRun(row)
}

/** The newest first. `after` is the last run of the page before. */
export async function listRuns(
  db: Handle,
  ask: { limit: number; channelId?: string; active?: boolean; after?: { createdAt: Date; id: string } },
): Promise<StoredRun[]> {
  let query = selectRuns(db).orderBy('r.created_at', 'desc').orderBy('r.id', 'desc').limit(ask.limit)
  if (ask.channelId !== undefined) query = query.where('r.channel_id', '=', ask.channelId)
  if (ask.active !== undefined) query = query.where('r.state', ask.active ? 'in' : 'not in', activeStates)
  const { after } = ask
  if (after !== undefined) {
    query = query.where(sql<boolean>`(r.created_at, r.id) < (${after.createdAt}, ${after.id})`)
  }
  return (await query.execute()).map(toStoredRun)
}

/** Rejects with a unique violation of `run_active` while the channel has a run that has not ended. */
export async function insertRun(
  tx: WorkspaceTx,
  run: { id: string; channelId: string; mode: PullMode; actor: Actor; at: Date; progress: RunProgress },
): Promise<void> {
  await tx.kysely
    .insertInto('run')
    .values({
      workspace_id: tx.workspace,
      id: run.id,
      channel_id: run.channelId,
      kind: 'pull',
      mode: run.mode,
      actor: JSON.stringify(run.actor),
      state: 'queued',
      created_at: run.at,
      started_at: null,
      finished_at: null,
      due_at: run.at,
      claimed_until: null,
      cancel_asked_at: null,
      problem: null,
      progress: JSON.stringify(run.progress),
      checkpoint: 'null',
      account: null,
    })
    .execute()
}

/** The right to work on a run, until somebody else claims it. */
export interface RunClaim {
  readonly workspace: string
  readonly runId: string
  readonly channelId: string
  readonly claim: number
}

/** Takes the runs that nobody works on and whose time has come, in all workspaces, the oldest first. */
export async function claimRuns(
  db: Db,
  ask: { now: Date; until: Date; most: number; runId?: string },
): Promise<RunClaim[]> {
  const due = db.kysely
    .selectFrom('run')
    .select(['workspace_id', 'id'])
    .where('state', 'in', activeStates)
    .where('due_at', '<=', ask.now)
    .where(eb => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', ask.now)]))
    .$if(ask.runId !== undefined, query => query.where('id', '=', ask.runId ?? ''))
    .orderBy('due_at')
    .limit(ask.most)
    .forUpdate()
    .skipLocked()
  const rows = await db.kysely
    .updateTable('run')
    .from(due.as('due'))
    .whereRef('run.workspace_id', '=', 'due.workspace_id')
    .whereRef('run.id', '=', 'due.id')
    .set(eb => ({
      claim: eb('run.claim', '+', 1),
      claimed_until: ask.until,
      state: 'running' as const,
      problem: null,
      started_at: eb.fn.coalesce('run.started_at', eb.val(ask.now)),
    }))
    .returning(['run.workspace_id', 'run.id', 'run.channel_id', 'run.claim'])
    .execute()
  return rows.map(row => ({
    workspace: row.workspace_id,
    runId: row.id,
    channelId: row.channel_id,
    claim: row.claim,
  }))
}

/** Lets others work on every run that somebody had claimed: nobody of an earlier process is left. */
export async function releaseAllRuns(db: Db): Promise<void> {
  await db.kysely.updateTable('run').set({ claimed_until: null }).where('state', 'in', activeStates).execute()
}

interface RunWrite {
  readonly claimedUntil: Date
  readonly progress?: RunProgress
  readonly checkpoint?: unknown
}

/**
 * Writes how far a run is, and holds on to it. Null: somebody else has claimed it, or it has ended, so nothing was
 * written and the caller must stop. Otherwise, whether somebody asked it to stop.
 */
export async function writeRun(
  db: Handle,
  { runId, claim }: RunClaim,
  { claimedUntil, progress, checkpoint }: RunWrite,
): Promise<{ cancelAsked: boolean } | null> {
  const row = await db.kysely
    .updateTable('run')
    .set({
      claimed_until: claimedUntil,
      ...(progress !== undefined && { progress: JSON.stringify(progress) }),
      ...(checkpoint !== undefined && { checkpoint: JSON.stringify(checkpoint) }),
    })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', runId)
    .where('claim', '=', claim)
    .where('state', '=', 'running')
    .returning('cancel_asked_at')
    .executeTakeFirst()
  return row === undefined ? null : { cancelAsked: row.cancel_asked_at !== null }
}

/** Puts a run aside until `dueAt`; false where it is no longer the caller's. */
export async function deferRun(
  db: Handle,
  { runId, claim }: RunClaim,
  { dueAt, problem }: { dueAt: Date; problem: string | null },
): Promise<boolean> {
  const result = await db.kysely
    .updateTable('run')
    .set({ state: problem === null ? 'queued' : 'waiting', due_at: dueAt, claimed_until: null, problem })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', runId)
    .where('claim', '=', claim)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends a run; false where it is no longer the caller's. */
export async function endRun(
  tx: WorkspaceTx,
  { runId, claim }: RunClaim,
  end: {
    state: 'done' | 'cancelled' | 'failed'
    at: Date
    progress: RunProgress
    account: RunAccount
    problem: string | null
  },
): Promise<boolean> {
  const result = await tx.kysely
    .updateTable('run')
    .set({
      state: end.state,
      finished_at: end.at,
      claimed_until: null,
      progress: JSON.stringify(end.progress),
      checkpoint: 'null',
      account: JSON.stringify(end.account),
      problem: end.problem,
    })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', runId)
    .where('claim', '=', claim)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Asks a run to stop; one that waits may be claimed at once, so that it does. False: it has ended. */
export async function askCancel(db: Handle, runId: string, at: Date): Promise<boolean> {
  const result = await db.kysely
    .updateTable('run')
    .set(eb => ({ cancel_asked_at: eb.fn.coalesce('cancel_asked_at', eb.val(at)), due_at: at }))
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', runId)
    .where('state', 'in', activeStates)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Asks whatever run of a channel goes on to stop. */
export async function cancelActiveRun(tx: WorkspaceTx, channelId: string, at: Date): Promise<void> {
  const run = await activeRun(tx, channelId)
  if (run !== null) await askCancel(tx, run.id, at)
}

/** The same, and whoever works on it writes nothing more from now on. */
export async function stopActiveRun(tx: WorkspaceTx, channelId: string, at: Date): Promise<void> {
  await cancelActiveRun(tx, channelId, at)
  await tx.kysely
    .updateTable('run')
    .set(eb => ({ claim: eb('claim', '+', 1), claimed_until: null, state: 'queued' as const }))
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('state', 'in', activeStates)
    .execute()
}

/**
 * Lets a run that waits for its store go on at once. With `anew`, the store is another one: whatever the run of the
 * channel is doing, it begins again from its beginning, and who works on it loses it.
 */
export async function hurryRun(
  tx: WorkspaceTx,
  channelId: string,
  at: Date,
  { anew }: { anew: boolean },
): Promise<void> {
  const beginning = { checkpoint: 'null', progress: JSON.stringify(emptyProgress), problem: null, claimed_until: null }
  await tx.kysely
    .updateTable('run')
    .set({ due_at: at })
    .$if(anew, query => query.set(eb => ({ ...beginning, state: 'queued' as const, claim: eb('claim', '+', 1) })))
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('state', 'in', anew ? activeStates : ['waiting'])
    .execute()
}

/** Takes a run that found nothing out of the list: what it learned stands elsewhere. */
export async function dropRun(tx: WorkspaceTx, runId: string): Promise<void> {
  await tx.kysely.deleteFrom('run').where('workspace_id', '=', tx.workspace).where('id', '=', runId).execute()
}

/** Forgets runs that ended before then, in all workspaces, but for the last ones of each channel. */
export async function trimRuns(db: Db, endedBefore: Date): Promise<void> {
  const keptEachMost = 20
  await sql`
    delete from run using (
      select workspace_id, id, row_number() over (partition by workspace_id, channel_id order by created_at desc) as place
      from run
    ) as ranked
    where ranked.workspace_id = run.workspace_id and ranked.id = run.id and ranked.place > ${keptEachMost}
      and run.finished_at < ${endedBefore}
  `.execute(db.kysely)
}

/** Adds rows to the report of a run. Safe with whatever a store answers: NUL characters and the like were cleaned. */
export async function addRunRows(tx: Handle, runId: string, rows: readonly RunRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into run_row (workspace_id, run_id, outcome, kind, remote_id, name, sku, reason, came)
    select ${tx.workspace}, ${runId}, outcome, kind, "remoteId", name, sku, reason, came
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
      outcome text, kind text, "remoteId" text, name text, sku text, reason text, came text
    )
  `.execute(tx.kysely)
}

/** The same for rows that a run may have named already, for the same reason: each of them once. */
export async function addNewRunRows(tx: Handle, runId: string, rows: readonly RunRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into run_row (workspace_id, run_id, outcome, kind, remote_id, name, sku, reason, came)
    select ${tx.workspace}, ${runId}, outcome, kind, "remoteId", name, sku, reason, came
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
      outcome text, kind text, "remoteId" text, name text, sku text, reason text, came text
    )
    where not exists (
      select from run_row named where named.workspace_id = ${tx.workspace} and named.run_id = ${runId}
        and named.outcome = entry.outcome and named.kind = entry.kind and named.remote_id = entry."remoteId"
        and named.reason = entry.reason and (named.remote_id <> '' or named.came = entry.came)
    )
  `.execute(tx.kysely)
}

export interface StoredRunRow extends RunRow {
  readonly seq: number
}

/** In the order in which they were written. */
export async function listRunRows(
  db: Handle,
  runId: string,
  ask: { limit: number; after: number; outcome?: RowOutcome },
): Promise<StoredRunRow[]> {
  let query = db.kysely
    .selectFrom('run_row')
    .where('workspace_id', '=', db.workspace)
    .where('run_id', '=', runId)
    .where('seq', '>', ask.after)
    .orderBy('seq')
    .limit(ask.limit)
    .select(['seq', 'outcome', 'kind', 'remote_id as remoteId', 'name', 'sku', 'reason', 'came'])
  if (ask.outcome !== undefined) query = query.where('outcome', '=', ask.outcome)
  return query.execute()
}

/** How many rows of each outcome a run names, products and the rest alike. */
export async function countRunRows(
  db: Handle,
  runId: string,
): Promise<{ outcome: RowOutcome; kind: RunRow['kind']; count: number }[]> {
  return db.kysely
    .selectFrom('run_row')
    .where('workspace_id', '=', db.workspace)
    .where('run_id', '=', runId)
    .groupBy(['outcome', 'kind'])
    .select(['outcome', 'kind', sql<number>`count(*)`.as('count')])
    .execute()
}

/** How many products a run could not take. */
export async function countRefused(db: Handle, runId: string): Promise<number> {
  const counts = await countRunRows(db, runId)
  return counts.find(row => row.outcome === 'refused' && row.kind === 'product')?.count ?? 0
}

/** Whether a run named this product as one that it could not take. */
export async function isRefused(db: Handle, runId: string, remoteId: string): Promise<boolean> {
  const row = await db.kysely
    .selectFrom('run_row')
    .where('workspace_id', '=', db.workspace)
    .where('run_id', '=', runId)
    .where('outcome', '=', 'refused')
    .where('kind', '=', 'product')
    .where('remote_id', '=', remoteId)
    .select('seq')
    .executeTakeFirst()
  return row !== undefined
}
