import { type RawBuilder, sql } from 'kysely'
import type { EditedBefore } from '../domain/edits-back.ts'
import type { FieldValue } from '../domain/fields.ts'
import type { Change, Level } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { every } from './list-query.ts'
import type { RemovalItem } from './removals.ts'

/** A change that a store took, as undoing it needs it. */
export interface AppliedChange extends Change {
  readonly name: string
  readonly sku: string
  /** A variant was made by it, and is not to be bought any more where it is undone. */
  readonly made: boolean
}

/** What is to be undone: what a plan wrote, or what was written last of one product of a channel. */
export type UndoChoice = UndoOfPlan | UndoOfListing

export interface UndoOfPlan extends Narrowed {
  readonly planId: string
  readonly listingId?: string
}

export interface UndoOfListing extends Narrowed {
  readonly channelId: string
  readonly listingId: string
}

/** Only what has these. */
interface Narrowed {
  readonly level?: Level
  readonly offerId?: string
  readonly field?: string
}

/** The changes of a choice, products before variants and everything of one product together. */
function applied(tx: WorkspaceTx, choice: UndoChoice): RawBuilder<AppliedChange> {
  const { listingId, level, offerId, field } = choice
  // What a plan made is taken off sale again: deleting it is somebody's own decision.
  const change = sql`(
    select workspace_id, plan_id, seq, made_at, state, settled_at, offer_id, listing_id, name, sku, part,
      level = 'new_variant' as made,
      case level when 'new_product' then 'product' when 'new_variant' then 'variant' else level end as level,
      case level when 'new_product' then 'visible' when 'new_variant' then 'purchasingDisabled' else field end as field,
      case level when 'new_product' then 'false'::jsonb when 'new_variant' then 'true'::jsonb else before end as before,
      case level
        when 'new_product' then coalesce(content->'fields'->'visible', 'true')
        when 'new_variant' then coalesce(content->'variants'->0->'fields'->'purchasingDisabled', 'false')
        else after
      end as after
    from change where workspace_id = ${tx.workspace} and (level <> 'new_variant' or offer_id is not null)
  )`
  const where = [
    sql<boolean>`c.workspace_id = ${tx.workspace} and c.state = 'applied' and c.level in ('product', 'variant')`,
  ]
  if (listingId !== undefined) where.push(sql<boolean>`c.listing_id = ${listingId}`)
  if (level !== undefined) where.push(sql<boolean>`c.level = ${level}`)
  if (offerId !== undefined) where.push(sql<boolean>`c.offer_id = ${offerId}`)
  if (field !== undefined) where.push(sql<boolean>`c.field = ${field}`)
  const columns = sql`c.level, c.listing_id as "listingId", c.offer_id as "offerId", c.field, c.part, c.name, c.sku,
    c.before, c.after, c.made`
  if ('planId' in choice) {
    return sql`
      select c.seq as place, ${columns} from ${change} c where ${every(where)} and c.plan_id = ${choice.planId}
    `
  }
  return sql`
    select row_number() over (order by level, "offerId", field) as place, last.* from (
      select distinct on (c.level, c.offer_id, c.field) ${columns}
      from ${change} c join plan p on p.workspace_id = c.workspace_id and p.id = c.plan_id
      where ${every(where)} and not c.made and p.channel_id = ${choice.channelId}
      order by c.level, c.offer_id, c.field, c.settled_at desc, c.made_at desc
    ) as last
  `
}

/**
 * Holds everything that undoing this may change until the transaction ends, in the order in which imports and edits hold
 * it: the listings, then the offers, also those whose SKU is one with their product's.
 */
export async function holdApplied(tx: WorkspaceTx, channelId: string, choice: UndoChoice): Promise<void> {
  const held = sql`select from`
  const own = sql`t.workspace_id = ${tx.workspace} and t.channel_id = ${channelId}`
  const changes = applied(tx, choice)
  await sql`
    ${held} listing t where ${own} and t.remote_id in (select "listingId" from (${changes}) as change)
    order by t.remote_id for no key update
  `.execute(tx.kysely)
  await sql`
    ${held} offer t where ${own} and (
      t.remote_id in (select "offerId" from (${changes}) as change)
      or t.listing_id in (select "listingId" from (${changes}) as change where level = 'product' and field = 'sku')
    )
    order by t.remote_id for no key update
  `.execute(tx.kysely)
}

/** A part of the changes that a store took, those after the place `after`. */
export async function readApplied(
  tx: WorkspaceTx,
  choice: UndoChoice,
  { limit, after }: { limit: number; after: number },
): Promise<(AppliedChange & { place: number })[]> {
  const result = await sql<AppliedChange & { place: number }>`
    select * from (${applied(tx, choice)}) as change where place > ${after} order by place limit ${limit}
  `.execute(tx.kysely)
  return result.rows
}

/**
 * Keeps that a plan takes another one back: all of it, or some. What the other one had taken back itself can be undone
 * again.
 */
export async function markUndone(
  tx: WorkspaceTx,
  { planId, by, at, whole }: { planId: string; by: string; at: Date; whole: boolean },
): Promise<void> {
  await tx.kysely
    .updateTable('plan')
    .set({ undoes: planId })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', by)
    .execute()
  if (!whole) return
  const undone = await tx.kysely
    .updateTable('plan')
    .set({ undone_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', planId)
    .returning('undoes')
    .executeTakeFirst()
  if (undone?.undoes == null) return
  await tx.kysely
    .updateTable('plan')
    .set({ undone_at: null })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', undone.undoes)
    .execute()
}

/** The events of an edit in their order: one for each part of it. */
export interface StoredEdit {
  readonly editId: string
  readonly channelId: string | null
  readonly eventIds: readonly string[]
}

/** An edit by its id, or the last one; null where there is none. */
export async function findEdit(db: WorkspaceDb, editId?: string): Promise<StoredEdit | null> {
  const isEdit = sql`workspace_id = ${db.workspace} and verb = 'products.edited'`
  const id =
    editId === undefined
      ? sql`(select about->>'editId' from event where ${isEdit} order by at desc, id desc limit 1)`
      : sql`${editId}`
  const { rows } = await sql<{ id: string; editId: string; channelId: string | null }>`
    select id, about->>'editId' as "editId", channel_id as "channelId" from event
    where ${isEdit} and about->>'editId' = ${id} order by at, id
  `.execute(db.kysely)
  const [first] = rows
  if (first === undefined) return null
  return { editId: first.editId, channelId: first.channelId, eventIds: rows.map(row => row.id) }
}

/** What one part of an edit did, row by row. */
export async function editedBefore(tx: WorkspaceTx, eventId: string): Promise<readonly EditedBefore[]> {
  const row = await tx.kysely
    .selectFrom('event')
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', eventId)
    .where('verb', '=', 'products.edited')
    .select('about')
    .executeTakeFirstOrThrow()
  // Written by `editProducts` and `undoEdit` alone.
  return (row.about as { changes: readonly EditedBefore[] }).changes
}

/** What the changes of a choice deleted in the store: how much, and the first ones. */
export async function appliedRemovals(
  tx: WorkspaceTx,
  choice: UndoChoice,
  limit: number,
): Promise<{ products: number; variants: number; rows: RemovedItem[] }> {
  const where = [
    sql<boolean>`c.workspace_id = ${tx.workspace} and c.state = 'applied'
      and c.level in ('removed_product', 'removed_variant')`,
  ]
  const { listingId, level, offerId, field } = choice
  if (listingId !== undefined) where.push(sql<boolean>`c.listing_id = ${listingId}`)
  if (level !== undefined) where.push(sql<boolean>`c.field = ${level}`)
  if (offerId !== undefined) where.push(sql<boolean>`c.offer_id = ${offerId}`)
  if (field !== undefined) where.push(sql<boolean>`c.field = ${field}`)
  where.push(
    'planId' in choice ? sql<boolean>`p.id = ${choice.planId}` : sql<boolean>`p.channel_id = ${choice.channelId}`,
  )
  const result = await sql<RemovedItem & { products: number; variants: number }>`
    select c.field as level, c.listing_id as "listingId", c.offer_id as "offerId", c.name, c.sku, c.before,
      count(*) filter (where c.offer_id is null) over () as products,
      count(*) filter (where c.offer_id is not null) over () as variants
    from change c join plan p on p.workspace_id = c.workspace_id and p.id = c.plan_id
    where ${every(where)}
    order by c.made_at desc, c.seq
    limit ${limit}
  `.execute(tx.kysely)
  const { products = 0, variants = 0 } = result.rows[0] ?? {}
  return { products, variants, rows: result.rows.map(({ products: _, variants: _v, ...row }) => row) }
}

/** A product or variant that a plan deleted. */
export interface RemovedItem {
  readonly level: Level
  readonly listingId: string
  readonly offerId: string | null
  readonly name: string
  readonly sku: string
  readonly before: FieldValue | null
}

/** The products and variants that the changes of a choice made in the store, variants of made products not by themselves. */
export async function madeItems(tx: WorkspaceTx, choice: UndoChoice): Promise<RemovalItem[]> {
  const of =
    'planId' in choice ? sql<boolean>`p.id = ${choice.planId}` : sql<boolean>`p.channel_id = ${choice.channelId}`
  const where = [
    of,
    sql<boolean>`c.workspace_id = ${tx.workspace} and c.state = 'applied'
    and c.level in ('new_product', 'new_variant') and c.listing_id <> ''`,
  ]
  if (choice.listingId !== undefined) where.push(sql<boolean>`c.listing_id = ${choice.listingId}`)
  const result = await sql<RemovalItem>`
    select distinct c.listing_id as "listingId", c.offer_id as "offerId"
    from change c join plan p on p.workspace_id = c.workspace_id and p.id = c.plan_id
    where ${every(where)}
    order by c.listing_id, c.offer_id
  `.execute(tx.kysely)
  return result.rows
}
