import { type RawBuilder, sql } from 'kysely'
import type { BrakeName } from '../domain/brakes.ts'
import {
  type Change,
  type ChangeContent,
  type ChangeLevel,
  type ChangeState,
  isOfLevel,
  type Level,
  type LivePart,
  type PlannedChange,
} from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { every, searchTerms } from './list-query.ts'
import { trips } from './plan-brakes.ts'

type Handle = WorkspaceDb | WorkspaceTx

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
        before, after, price_now, edited, content, shown, requests, lost_images, state, reason, fix, settled_at)
      select ${tx.workspace}, ${plan.id}, seq, ${plan.at}, level, "listingId", "offerId", field, part, name, sku,
        before, after, "priceNow", edited, content, shown, requests, "lostImages", state, reason, fix,
        case when state <> 'planned' then ${plan.at}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (
        seq bigint, level text, "listingId" text, "offerId" text, field text, part text, name text, sku text,
        before jsonb, after jsonb, "priceNow" text, edited boolean, content jsonb, shown jsonb,
        requests integer, "lostImages" integer, state text, reason text, fix text
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
  readonly content: ChangeContent | null
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
  return isOfLevel(change.level)
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

export const changeColumns = sql`
  c.seq, c.level, c.listing_id as "listingId", c.offer_id as "offerId", c.field, c.part, c.name, c.sku, c.before,
  c.after, c.price_now as "priceNow", c.edited, c.content, c.requests, c.lost_images as "lostImages", c.state, c.reason, c.fix, c.settled_at as "settledAt"
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
    select ${changeColumns} from change c
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
