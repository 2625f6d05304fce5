import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { PassedBrake } from '../domain/brakes.ts'
import type {
  Change,
  ChangeState,
  Level,
  LivePart,
  PlannedChange,
  PlanProgress,
  PlanState,
  PlanSummary,
} from '../domain/plan.ts'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'
import { every, searchTerms } from './list-query.ts'

type Handle = WorkspaceDb | WorkspaceTx

export interface StoredPlan {
  readonly id: string
  readonly channelId: string
  readonly channelName: string
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
}

function selectPlans(db: Handle) {
  return db.kysely
    .selectFrom('plan as p')
    .innerJoin('channel as c', join =>
      join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.channel_id'),
    )
    .where('p.workspace_id', '=', db.workspace)
    .selectAll('p')
    .select('c.name as channel_name')
}

type SelectedPlan = Awaited<ReturnType<ReturnType<typeof selectPlans>['executeTakeFirstOrThrow']>>

function toStoredPlan(row: SelectedPlan): StoredPlan {
  return {
    id: row.id,
    channelId: row.channel_id,
    channelName: row.channel_name,
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

/** The plan of a channel that could be sent, or that is being sent. */
export async function openPlan(db: Handle, channelId: string): Promise<StoredPlan | null> {
  const row = await selectPlans(db)
    .where('p.channel_id', '=', channelId)
    .where('p.state', 'in', ['ready', 'applying'])
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
 * Takes the place of the channel's plan that was ready. Rejects with a unique violation of `plan_open` while one is
 * being applied.
 */
export async function insertPlan(
  tx: WorkspaceTx,
  plan: { id: string; channelId: string; at: Date; actor: Actor; summary: PlanSummary },
): Promise<void> {
  await tx.kysely
    .updateTable('plan')
    .set({ state: 'outdated', finished_at: plan.at })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', plan.channelId)
    .where('state', '=', 'ready')
    .execute()
  await tx.kysely
    .insertInto('plan')
    .values({
      workspace_id: tx.workspace,
      id: plan.id,
      channel_id: plan.channelId,
      made_at: plan.at,
      actor: JSON.stringify(plan.actor),
      state: 'ready',
      summary: JSON.stringify(plan.summary),
      started_at: null,
      finished_at: null,
      paused_at: null,
      cancel_asked_at: null,
      due_at: null,
      claimed_until: null,
      problem: null,
    })
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

const changesAtATime = 5_000

/** Adds changes to a plan: `seq` counts on from `first`, and all changes of one product or variant stand together. */
export async function insertChanges(
  tx: WorkspaceTx,
  plan: { id: string; at: Date },
  changes: readonly PlannedChange[],
  first: number,
): Promise<void> {
  for (let from = 0; from < changes.length; from += changesAtATime) {
    const rows = changes.slice(from, from + changesAtATime).map((change, at) => ({ seq: first + from + at, ...change }))
    await sql`
      insert into change (workspace_id, plan_id, seq, made_at, level, listing_id, offer_id, field, part, name, sku,
        before, after, price_now, edited, state, reason, fix, settled_at)
      select ${tx.workspace}, ${plan.id}, seq, ${plan.at}, level, "listingId", "offerId", field, part, name, sku,
        before, after, "priceNow", edited, state, reason, fix, case when state <> 'planned' then ${plan.at}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
        seq bigint, level text, "listingId" text, "offerId" text, field text, part text, name text, sku text,
        before jsonb, after jsonb, "priceNow" text, edited boolean, state text, reason text, fix text
      )
    `.execute(tx.kysely)
  }
}

/** A change as stored, in its place in the plan. */
export interface StoredChange extends Change {
  readonly seq: number
  readonly name: string
  readonly sku: string
  readonly priceNow: string | null
  readonly edited: boolean
  readonly state: ChangeState
  readonly reason: string | null
  readonly fix: string | null
  readonly settledAt: Date | null
}

export interface ChangeFilter {
  readonly state?: ChangeState
  readonly part?: LivePart
  readonly level?: Level
  readonly field?: string
  readonly edited?: boolean
  /** Words that must be in the name or the SKU. */
  readonly search?: string
}

function conditions(db: Handle, planId: string, filter: ChangeFilter): RawBuilder<boolean> {
  const { state, part, level, field, edited, search } = filter
  const list = [sql<boolean>`c.workspace_id = ${db.workspace} and c.plan_id = ${planId}`]
  if (state !== undefined) list.push(sql<boolean>`c.state = ${state}`)
  if (part !== undefined) list.push(sql<boolean>`c.part = ${part}`)
  if (level !== undefined) list.push(sql<boolean>`c.level = ${level}`)
  if (field !== undefined) list.push(sql<boolean>`c.field = ${field}`)
  if (edited !== undefined) list.push(sql<boolean>`c.edited = ${edited}`)
  for (const term of searchTerms(search)) list.push(sql<boolean>`lower(c.name || ' ' || c.sku) like ${term}`)
  return every(list)
}

const columns = sql`
  c.seq, c.level, c.listing_id as "listingId", c.offer_id as "offerId", c.field, c.part, c.name, c.sku, c.before,
  c.after, c.price_now as "priceNow", c.edited, c.state, c.reason, c.fix, c.settled_at as "settledAt"
`

/** In the order in which they were planned, those after `after`. */
export async function listChanges(
  db: Handle,
  planId: string,
  ask: { filter: ChangeFilter; limit: number; after: number },
): Promise<StoredChange[]> {
  const result = await sql<StoredChange>`
    select ${columns} from change c
    where ${conditions(db, planId, ask.filter)} and c.seq > ${ask.after}
    order by c.seq
    limit ${ask.limit}
  `.execute(db.kysely)
  return result.rows
}

export interface ChangeCount {
  readonly state: ChangeState
  readonly part: LivePart
  readonly level: Level
  readonly field: string
  readonly count: number
}

/** How many changes of each state, part and field there are among those of the filter. */
export async function countChanges(db: Handle, planId: string, filter: ChangeFilter = {}): Promise<ChangeCount[]> {
  const result = await sql<ChangeCount>`
    select c.state, c.part, c.level, c.field, count(*) as count from change c
    where ${conditions(db, planId, filter)}
    group by c.state, c.part, c.level, c.field
    order by c.level, c.part, c.field, c.state
  `.execute(db.kysely)
  return result.rows
}

/** Changes by their places in the plan, or all that a filter finds. */
export type ChangeChoice = { readonly seqs: readonly number[] } | { readonly filter: ChangeFilter }

/** Takes changes out of a plan, or puts them back; gives back how many were. The plan is held, and ready. */
export async function leaveOut(
  tx: WorkspaceTx,
  planId: string,
  choice: ChangeChoice,
  { putBack }: { putBack: boolean },
): Promise<number> {
  const [from, to]: ChangeState[] = putBack ? ['left_out', 'planned'] : ['planned', 'left_out']
  const chosen =
    'seqs' in choice
      ? sql`c.workspace_id = ${tx.workspace} and c.plan_id = ${planId} and c.seq = any(${choice.seqs}::bigint[])`
      : conditions(tx, planId, choice.filter)
  const result = await sql`
    update change c set state = ${to} where ${chosen} and c.state = ${from}
  `.execute(tx.kysely)
  return Number(result.numAffectedRows ?? 0n)
}

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

/** Rows of changes that are looked at to find the next ones to send. */
const lookedAtMost = 5_000

/**
 * The next changes to send, all of one level and part: those of at most `listings` products, and of as many products or
 * variants as fill whole requests of `itemsEach`, each with all its changes of that part.
 */
export async function nextChanges(
  db: Handle,
  planId: string,
  most: { listings: number; items: number; itemsEach: Readonly<Record<Level, number>> },
): Promise<StoredChange[]> {
  const [first] = await listChanges(db, planId, { filter: { state: 'planned' }, limit: 1, after: 0 })
  if (first === undefined) return []
  const { level, part } = first
  const rows = await listChanges(db, planId, {
    filter: { state: 'planned', level, part },
    limit: lookedAtMost,
    after: 0,
  })
  const items = [...Map.groupBy(rows, ({ offerId, listingId }) => offerId ?? listingId).values()]
  const listings = new Set<string>()
  const chosen = items.slice(0, most.items).filter(([change]) => {
    if (change !== undefined && listings.size < most.listings) listings.add(change.listingId)
    return change !== undefined && listings.has(change.listingId)
  })
  if (chosen.length === items.length && rows.length < lookedAtMost) return chosen.flat()
  // The last one that was looked at may have more changes than were read, and what fills no request waits for the rest.
  const whole = chosen.length === items.length ? chosen.length - 1 : chosen.length
  const each = itemsFilling(whole, most.itemsEach[level])
  return chosen.slice(0, Math.max(1, each)).flat()
}

function itemsFilling(count: number, each: number): number {
  return count < each ? count : count - (count % each)
}

/** These are about to be sent: where nothing more is heard of them, they may have been written. */
export async function markSending(tx: WorkspaceTx, planId: string, seqs: readonly number[]): Promise<void> {
  const sending = seqs.map(seq => ({ seq, state: 'sending' as const, reason: null, fix: null }))
  await settle(tx, planId, sending, null)
}

/** Changes that may have been written, though nobody heard of it: the first ones. */
export async function changesInDoubt(db: Handle, planId: string, limit: number): Promise<StoredChange[]> {
  const result = await sql<StoredChange>`
    select ${columns} from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.state in ('sending', 'unknown')
    order by c.seq
    limit ${limit}
  `.execute(db.kysely)
  return result.rows
}

/** What the store put off is to be sent again. */
export async function planDeferredAgain(tx: WorkspaceTx, planId: string): Promise<void> {
  await tx.kysely
    .updateTable('change')
    .set({ state: 'planned', reason: null, settled_at: null })
    .where('workspace_id', '=', tx.workspace)
    .where('plan_id', '=', planId)
    .where('state', '=', 'deferred')
    .execute()
}

/** What became of a change. */
export interface ChangeResult {
  readonly seq: number
  readonly state: ChangeState
  readonly reason: string | null
  readonly fix: string | null
}

/** Writes what became of changes. The caller holds the plan by `keepPlan` in the same transaction. */
export async function settleChanges(
  tx: WorkspaceTx,
  planId: string,
  results: readonly ChangeResult[],
  at: Date,
): Promise<void> {
  const settled = results.filter(({ state }) => state !== 'planned')
  await settle(tx, planId, settled, at)
  await settle(
    tx,
    planId,
    results.filter(({ state }) => state === 'planned'),
    null,
  )
}

async function settle(
  tx: WorkspaceTx,
  planId: string,
  results: readonly ChangeResult[],
  at: Date | null,
): Promise<void> {
  if (results.length === 0) return
  await sql`
    update change c set state = entry.state, reason = entry.reason, fix = entry.fix, settled_at = ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as entry (seq bigint, state text, reason text, fix text)
    where c.workspace_id = ${tx.workspace} and c.plan_id = ${planId} and c.seq = entry.seq
  `.execute(tx.kysely)
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
