import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { BrakeName, PassedBrake } from '../domain/brakes.ts'
import type {
  Change,
  ChangeLevel,
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
import { trips } from './plan-brakes.ts'

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
        before, after, price_now, edited, requests, lost_images, state, reason, fix, settled_at)
      select ${tx.workspace}, ${plan.id}, seq, ${plan.at}, level, "listingId", "offerId", field, part, name, sku,
        before, after, "priceNow", edited, requests, "lostImages", state, reason, fix, case when state <> 'planned' then ${plan.at}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
        seq bigint, level text, "listingId" text, "offerId" text, field text, part text, name text, sku text,
        before jsonb, after jsonb, "priceNow" text, edited boolean, requests integer, "lostImages" integer, state text, reason text, fix text
      )
    `.execute(tx.kysely)
  }
}

/** A change as stored, in its place in the plan. */
export interface StoredChange extends Omit<Change, 'level'> {
  readonly level: ChangeLevel
  readonly seq: number
  readonly name: string
  readonly sku: string
  readonly priceNow: string | null
  readonly edited: boolean
  readonly requests: number | null
  readonly lostImages: number
  readonly state: ChangeState
  readonly reason: string | null
  readonly fix: string | null
  readonly settledAt: Date | null
}

/** One of a product or variant. */
export type ItemChange = StoredChange & { readonly level: Level }

export function isOfItem(change: StoredChange): change is ItemChange {
  return change.level === 'product' || change.level === 'variant'
}

export interface ChangeFilter {
  readonly state?: ChangeState
  readonly part?: LivePart
  readonly parts?: readonly LivePart[]
  readonly level?: ChangeLevel
  readonly field?: string
  readonly edited?: boolean
  /** Words that must be in the name or the SKU. */
  readonly search?: string
  /** The store's id of a product: its own changes and those of its variants. */
  readonly listingId?: string
  /** Only what trips this brake. */
  readonly brake?: BrakeName
}

function conditions(db: Handle, planId: string, filter: ChangeFilter): RawBuilder<boolean> {
  const { state, part, parts, level, field, edited, search, listingId, brake } = filter
  const list = [sql<boolean>`c.workspace_id = ${db.workspace} and c.plan_id = ${planId}`]
  if (state !== undefined) list.push(sql<boolean>`c.state = ${state}`)
  if (part !== undefined) list.push(sql<boolean>`c.part = ${part}`)
  if (parts !== undefined) list.push(sql<boolean>`c.part = any(${parts}::text[])`)
  if (level !== undefined) list.push(sql<boolean>`c.level = ${level}`)
  if (field !== undefined) list.push(sql<boolean>`c.field = ${field}`)
  if (edited !== undefined) list.push(sql<boolean>`c.edited = ${edited}`)
  if (listingId !== undefined) list.push(sql<boolean>`c.listing_id = ${listingId}`)
  if (brake !== undefined) list.push(trips(db.workspace, planId, brake))
  for (const term of searchTerms(search)) list.push(sql<boolean>`lower(c.name || ' ' || c.sku) like ${term}`)
  return every(list)
}

const columns = sql`
  c.seq, c.level, c.listing_id as "listingId", c.offer_id as "offerId", c.field, c.part, c.name, c.sku, c.before,
  c.after, c.price_now as "priceNow", c.edited, c.requests, c.lost_images as "lostImages", c.state, c.reason, c.fix, c.settled_at as "settledAt"
`

/** As they were planned; or what belongs to one product, or to one field, together. */
export type ChangeOrder = 'plan' | 'product' | 'field'

const orders: Readonly<Record<ChangeOrder, (of: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  plan: of => sql`${of}.seq`,
  product: of => sql`${of}.listing_id, ${of}.seq`,
  field: of => sql`${of}.level, ${of}.field, ${of}.seq`,
}

/** Those after the change `after` (0: from the beginning), in the order in which they were planned unless another is asked. */
export async function listChanges(
  db: Handle,
  planId: string,
  ask: { filter: ChangeFilter; limit: number; after: number; order?: ChangeOrder },
): Promise<StoredChange[]> {
  const order = orders[ask.order ?? 'plan']
  const place = sql`
    select ${order(sql`a`)} from change a
    where a.workspace_id = ${db.workspace} and a.plan_id = ${planId} and a.seq = ${ask.after}
  `
  const isBehind =
    ask.order === undefined || ask.order === 'plan'
      ? sql`c.seq > ${ask.after}`
      : ask.after === 0
        ? sql`true`
        : sql`(${order(sql`c`)}) > (${place})`
  const result = await sql<StoredChange>`
    select ${columns} from change c
    where ${conditions(db, planId, ask.filter)} and ${isBehind}
    order by ${order(sql`c`)}
    limit ${ask.limit}
  `.execute(db.kysely)
  return result.rows
}

export interface ChangeCount {
  readonly state: ChangeState
  readonly part: LivePart
  readonly level: ChangeLevel
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

/** How many changes of each of these plans are in each state. */
export async function countStates(
  db: Handle,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Partial<Record<ChangeState, number>>>>> {
  const result = await sql<{ planId: string; states: Partial<Record<ChangeState, number>> }>`
    select s.plan_id as "planId", jsonb_object_agg(s.state, s.count) as states
    from (
      select c.plan_id, c.state, count(*) as count from change c
      where c.workspace_id = ${db.workspace} and c.plan_id = any(${planIds}::text[])
      group by c.plan_id, c.state
    ) s
    group by s.plan_id
  `.execute(db.kysely)
  return new Map(result.rows.map(({ planId, states }) => [planId, states]))
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
 * The next changes of products and variants to send, all of one level and of these parts: those of at most `listings`
 * products, and of as many products or variants as fill whole requests of `itemsEach`, each with all its changes of the
 * parts.
 */
export async function nextChanges(
  db: Handle,
  planId: string,
  most: {
    listings: number
    items: number
    itemsEach: Readonly<Record<Level, number>>
    parts: readonly LivePart[]
  },
): Promise<ItemChange[]> {
  const { parts } = most
  const first = await firstToSend(db, planId, parts)
  if (first === null) return []
  const filter = { state: 'planned', level: first.level, parts } as const
  const rows = (await listChanges(db, planId, { filter, limit: lookedAtMost, after: 0 })).filter(isOfItem)
  const items = [...Map.groupBy(rows, ({ offerId, listingId }) => offerId ?? listingId).values()]
  const listings = new Set<string>()
  const chosen = items.slice(0, most.items).filter(([change]) => {
    if (change !== undefined && listings.size < most.listings) listings.add(change.listingId)
    return change !== undefined && listings.has(change.listingId)
  })
  if (chosen.length === items.length && rows.length < lookedAtMost) return chosen.flat()
  // The last one that was looked at may have more changes than were read, and what fills no request waits for the rest.
  const whole = chosen.length === items.length ? chosen.length - 1 : chosen.length
  const each = itemsFilling(whole, most.itemsEach[first.level])
  return chosen.slice(0, Math.max(1, each)).flat()
}

async function firstToSend(db: Handle, planId: string, parts: readonly LivePart[]): Promise<ItemChange | null> {
  if (parts.length === 0) return null
  const { rows } = await sql<ItemChange>`
    select ${columns} from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.state = 'planned'
      and c.level in ('product', 'variant') and c.part = any(${parts}::text[])
    order by c.seq
    limit 1
  `.execute(db.kysely)
  return rows[0] ?? null
}

/** The brands and categories of a plan that are in this state, from the top down. */
export async function namesOfPlan(db: Handle, planId: string, state?: ChangeState): Promise<StoredChange[]> {
  const result = await sql<StoredChange>`
    select ${columns} from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.level in ('brand', 'category')
      ${state === undefined ? sql`` : sql`and c.state = ${state}`}
    order by c.seq
  `.execute(db.kysely)
  return result.rows
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
