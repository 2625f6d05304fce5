import { sql } from 'kysely'
import type { ChangeState, Level, LivePart } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { changeColumns, type ItemChange, isOfItem, listChanges, type StoredChange } from './plan-changes.ts'

type Handle = WorkspaceDb | WorkspaceTx

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
    select ${changeColumns} from change c
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
    select ${changeColumns} from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.level in ('brand', 'category')
      ${state === undefined ? sql`` : sql`and c.state = ${state}`}
    order by c.seq
  `.execute(db.kysely)
  return result.rows
}

/** The whole products or variants of this level that a plan makes or removes, in their order. */
export async function wholesOfPlan(
  db: Handle,
  planId: string,
  level: Exclude<StoredChange['level'], Level | 'brand' | 'category'>,
  state: ChangeState,
): Promise<StoredChange[]> {
  const result = await sql<StoredChange>`
    select ${changeColumns} from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.level = ${level} and c.state = ${state}
    order by c.seq
  `.execute(db.kysely)
  return result.rows
}

/** A variant is there: the change has its id in the store from now on. */
export async function settleMadeVariant(
  tx: WorkspaceTx,
  planId: string,
  { seq, offerId }: { seq: number; offerId: string },
  at: Date,
): Promise<void> {
  await sql`
    update change set offer_id = ${offerId} where workspace_id = ${tx.workspace} and plan_id = ${planId} and seq = ${seq}
  `.execute(tx.kysely)
  await settle(tx, planId, [{ seq, state: 'applied', reason: null, fix: null }], at)
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
    select ${changeColumns} from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.state in ('sending', 'unknown')
    order by c.seq
    limit ${limit}
  `.execute(db.kysely)
  return result.rows
}

/** What the store put off is to be sent again. It stays known that it was sent before. */
export async function planDeferredAgain(tx: WorkspaceTx, planId: string): Promise<void> {
  await tx.kysely
    .updateTable('change')
    .set({ state: 'planned', reason: null })
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

/**
 * Writes what became of changes, also of those that were sent and are to be sent again. The caller holds the plan by
 * `keepPlan` in the same transaction.
 */
export async function settleChanges(
  tx: WorkspaceTx,
  planId: string,
  results: readonly ChangeResult[],
  at: Date,
): Promise<void> {
  await settle(tx, planId, results, at)
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
