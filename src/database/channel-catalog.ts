import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { categoryPlaces } from '../domain/category-paths.ts'
import type { CategoryTree, ObservedBrand, ObservedCategory } from '../domain/observed.ts'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** How a channel's catalog is kept up to date. */
export interface ChannelCatalog {
  /** The store's time from which on changes are asked for; null until the whole catalog was read once. */
  readonly changesFrom: Date | null
  readonly nextChangesAt: Date | null
  readonly nextFullAt: Date | null
  readonly productsReadAt: Date | null
  readonly detailsReadAt: Date | null
  readonly categoriesReadAt: Date | null
  readonly brandsReadAt: Date | null
  /** The end of the last sweep through the whole catalog. */
  readonly completeAt: Date | null
  /** By how much the store's own total was above what the hub had of it at that time. */
  readonly totalOff: number
  /** More missing at once than either marks nothing. */
  readonly missingMost: number
  readonly missingPercentMost: number
  readonly heldRunId: string | null
}

export async function findChannelCatalog(db: Handle, channelId: string): Promise<ChannelCatalog | null> {
  const row = await db.kysely
    .selectFrom('channel_catalog')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .selectAll()
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    changesFrom: row.changes_from,
    nextChangesAt: row.next_changes_at,
    nextFullAt: row.next_full_at,
    productsReadAt: row.products_read_at,
    detailsReadAt: row.details_read_at,
    categoriesReadAt: row.categories_read_at,
    brandsReadAt: row.brands_read_at,
    completeAt: row.complete_at,
    totalOff: row.total_off,
    missingMost: row.missing_most,
    missingPercentMost: row.missing_percent_most,
    heldRunId: row.held_run_id,
  }
}

/** Begins to keep a channel's catalog; one that is kept already stays as it is. */
export async function beginChannelCatalog(db: Handle, channelId: string): Promise<void> {
  await db.kysely
    .insertInto('channel_catalog')
    .values({
      workspace_id: db.workspace,
      channel_id: channelId,
      changes_from: null,
      next_changes_at: null,
      next_full_at: null,
      products_read_at: null,
      details_read_at: null,
      categories_read_at: null,
      brands_read_at: null,
      complete_at: null,
      trees: '[]',
      held_run_id: null,
    })
    .onConflict(conflict => conflict.columns(['workspace_id', 'channel_id']).doNothing())
    .execute()
}

type CatalogChange = Partial<
  Pick<
    ChannelCatalog,
    | 'changesFrom'
    | 'nextChangesAt'
    | 'nextFullAt'
    | 'productsReadAt'
    | 'detailsReadAt'
    | 'categoriesReadAt'
    | 'brandsReadAt'
    | 'completeAt'
    | 'totalOff'
    | 'missingMost'
    | 'missingPercentMost'
    | 'heldRunId'
  >
> & { readonly trees?: readonly CategoryTree[] }

export async function changeChannelCatalog(db: Handle, channelId: string, change: CatalogChange): Promise<void> {
  const given = {
    changes_from: change.changesFrom,
    next_changes_at: change.nextChangesAt,
    next_full_at: change.nextFullAt,
    products_read_at: change.productsReadAt,
    details_read_at: change.detailsReadAt,
    categories_read_at: change.categoriesReadAt,
    brands_read_at: change.brandsReadAt,
    complete_at: change.completeAt,
    total_off: change.totalOff,
    missing_most: change.missingMost,
    missing_percent_most: change.missingPercentMost,
    held_run_id: change.heldRunId,
    trees: change.trees === undefined ? undefined : JSON.stringify(change.trees),
  }
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  if (Object.keys(set).length === 0) return
  await db.kysely
    .updateTable('channel_catalog')
    .set(set)
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .execute()
}

/** Has a channel look for changes no later than then, where it does so at all. */
export async function hurryChanges(tx: WorkspaceTx, channelId: string, by: Date): Promise<void> {
  await tx.kysely
    .updateTable('channel_catalog')
    .set({ next_changes_at: by })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('next_changes_at', '>', by)
    .execute()
}

/**
 * Channels whose regular pull is due, in all workspaces, each with what is due. What is given back is not due again
 * before `unlessDoneBy`. Paused and removed channels, and those without credentials, are left alone.
 */
export async function claimPullsDue(
  db: Db,
  ask: { now: Date; unlessDoneBy: Date; most: number },
): Promise<{ workspace: string; channelId: string; mode: 'full' | 'changes' }[]> {
  const result = await sql<{ workspace_id: string; channel_id: string; full: boolean }>`
    update channel_catalog as k
    set next_changes_at = greatest(k.next_changes_at, ${ask.unlessDoneBy}),
      next_full_at = case when k.next_full_at <= ${ask.now} then ${ask.unlessDoneBy} else k.next_full_at end
    from (
      select d.workspace_id, d.channel_id, d.next_full_at <= ${ask.now} as full
      from channel_catalog d
      join channel c on c.workspace_id = d.workspace_id and c.id = d.channel_id
      join channel_connection n on n.workspace_id = d.workspace_id and n.channel_id = d.channel_id
      where least(d.next_changes_at, d.next_full_at) <= ${ask.now}
        and c.removed_at is null and c.paused_at is null
      order by least(d.next_changes_at, d.next_full_at)
      limit ${ask.most}
      for update of d skip locked
    ) as due
    where k.workspace_id = due.workspace_id and k.channel_id = due.channel_id
    returning k.workspace_id, k.channel_id, due.full
  `.execute(db.kysely)
  return result.rows.map(row => ({
    workspace: row.workspace_id,
    channelId: row.channel_id,
    mode: row.full ? 'full' : 'changes',
  }))
}

/** What was made in the store while it was read (`seen_run` is empty) may be missing in what was read: it stays once. */
async function dropUnseen(
  tx: WorkspaceTx,
  table: 'channel_brand' | 'channel_category',
  { channelId, runId }: { channelId: string; runId: string },
): Promise<void> {
  await tx.kysely
    .deleteFrom(table)
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('seen_run', 'not in', [runId, ''])
    .execute()
  await tx.kysely
    .updateTable(table)
    .set({ seen_run: runId })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('seen_run', '=', '')
    .execute()
}

/** Writes a page of brands. */
export async function keepBrands(
  tx: WorkspaceTx,
  { channelId, runId }: { channelId: string; runId: string },
  brands: readonly ObservedBrand[],
): Promise<void> {
  if (brands.length === 0) return
  await sql`
    insert into channel_brand (workspace_id, channel_id, remote_id, name, image_url, seen_run)
    select distinct on ("remoteId") ${tx.workspace}, ${channelId}, "remoteId", name, "imageUrl", ${runId}
    from jsonb_to_recordset(${JSON.stringify(brands)}::jsonb) as entry ("remoteId" text, name text, "imageUrl" text)
    on conflict (workspace_id, channel_id, remote_id) do update set
      name = excluded.name, image_url = excluded.image_url, seen_run = excluded.seen_run
  `.execute(tx.kysely)
}

/** Forgets the brands that a complete read did not show. */
export async function dropUnseenBrands(tx: WorkspaceTx, channelId: string, runId: string): Promise<void> {
  await dropUnseen(tx, 'channel_brand', { channelId, runId })
}

/** Writes a page of categories of one tree; their paths come with `layCategoryPaths`. */
export async function keepCategories(
  tx: WorkspaceTx,
  { channelId, runId, treeId }: { channelId: string; runId: string; treeId: string },
  categories: readonly ObservedCategory[],
): Promise<void> {
  if (categories.length === 0) return
  await sql`
    insert into channel_category (
      workspace_id, channel_id, remote_id, tree_id, parent_id, name, visible, sort_order, path, ancestor_ids, seen_run
    )
    select distinct on ("remoteId") ${tx.workspace}, ${channelId}, "remoteId", ${treeId}, "parentRemoteId", name,
      visible, "sortOrder", array[name], '{}', ${runId}
    from jsonb_to_recordset(${JSON.stringify(categories)}::jsonb) as entry (
      "remoteId" text, "parentRemoteId" text, name text, visible boolean, "sortOrder" integer
    )
    on conflict (workspace_id, channel_id, remote_id) do update set
      tree_id = excluded.tree_id, parent_id = excluded.parent_id, name = excluded.name, visible = excluded.visible,
      sort_order = excluded.sort_order, seen_run = excluded.seen_run
  `.execute(tx.kysely)
}

/** Forgets the categories that a complete read did not show. */
export async function dropUnseenCategories(tx: WorkspaceTx, channelId: string, runId: string): Promise<void> {
  await dropUnseen(tx, 'channel_category', { channelId, runId })
}

const placesAtOnce = 2_000

/**
 * Writes the way from the root to each category. It is found here and not by a recursive query: how long that takes
 * depends on what the database has counted by then, and for a table that was filled a moment ago it has counted nothing.
 */
export async function layCategoryPaths(tx: WorkspaceTx, channelId: string): Promise<void> {
  const rows = await tx.kysely
    .selectFrom('channel_category')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .select(['remote_id', 'parent_id', 'name', 'path', 'ancestor_ids'])
    .execute()
  const places = categoryPlaces(rows.map(row => ({ id: row.remote_id, parentId: row.parent_id, name: row.name })))
  const moved = rows.flatMap(row => {
    const place = places.get(row.remote_id)
    if (place === undefined || isDeepStrictEqual([row.path, row.ancestor_ids], [place.path, place.ancestorIds]))
      return []
    return [{ remote_id: row.remote_id, path: place.path, ancestor_ids: place.ancestorIds }]
  })
  for (let at = 0; at < moved.length; at += placesAtOnce) {
    await sql`
      update channel_category c set path = entry.path, ancestor_ids = entry.ancestor_ids
      from jsonb_to_recordset(${JSON.stringify(moved.slice(at, at + placesAtOnce))}::jsonb) as entry (
        remote_id text, path text[], ancestor_ids text[]
      )
      where c.workspace_id = ${tx.workspace} and c.channel_id = ${channelId} and c.remote_id = entry.remote_id
    `.execute(tx.kysely)
  }
}

/** Names of brands and ways to categories, for the products of one page. */
export async function namesOf(
  db: Handle,
  channelId: string,
  ids: { brandIds: readonly string[]; categoryIds: readonly string[] },
): Promise<{ brands: Map<string, string>; categories: Map<string, { path: string[]; ancestorIds: string[] }> }> {
  const brands = await db.kysely
    .selectFrom('channel_brand')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${ids.brandIds}::text[])`)
    .select(['remote_id', 'name'])
    .execute()
  const categories = await db.kysely
    .selectFrom('channel_category')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '=', sql<string>`any(${ids.categoryIds}::text[])`)
    .select(['remote_id', 'path', 'ancestor_ids'])
    .execute()
  return {
    brands: new Map(brands.map(row => [row.remote_id, row.name])),
    categories: new Map(categories.map(row => [row.remote_id, { path: row.path, ancestorIds: row.ancestor_ids }])),
  }
}

/** Removed channels of the store of this one that something of its catalog belongs to still, the latest first. */
export async function removedCatalogs(db: Handle, channelId: string): Promise<string[]> {
  const result = await sql<{ id: string }>`
    select removed.id
    from channel here
    join channel removed on removed.workspace_id = here.workspace_id and removed.store_key = here.store_key
      and removed.id <> here.id and removed.removed_at is not null
    where here.workspace_id = ${db.workspace} and here.id = ${channelId} and (
      exists (select from listing l where l.workspace_id = here.workspace_id and l.channel_id = removed.id)
      or exists (select from product p where p.workspace_id = here.workspace_id and p.origin_channel_id = removed.id)
      or exists (select from variant v where v.workspace_id = here.workspace_id and v.origin_channel_id = removed.id)
    )
    order by removed.removed_at desc
  `.execute(db.kysely)
  return result.rows.map(row => row.id)
}

/** What hangs on a channel, in the order in which it is moved: whoever has listings of a store stays with that store. */
export const catalogParts = ['listing', 'channel_brand', 'channel_category', 'product', 'variant'] as const
/** With a listing go its offers, and what was asked about them. */
const movedAtOnce = 2_000

/**
 * Hands some rows of a removed channel's catalog to another channel of the same store, and says how many. What that
 * channel has already stays where it is.
 */
export async function moveCatalog(
  tx: WorkspaceTx,
  part: (typeof catalogParts)[number],
  { from, to }: { from: string; to: string },
): Promise<number> {
  const isMaster = part === 'product' || part === 'variant'
  const channel = sql.ref(isMaster ? 'origin_channel_id' : 'channel_id')
  const table = sql.table(part)
  // Not `exists`: the planner knows nothing of the new channel yet, and would go through all of it for every row.
  const unlessThere = isMaster
    ? sql``
    : sql`and remote_id not in (
        select there.remote_id from ${table} there where there.workspace_id = ${tx.workspace} and there.channel_id = ${to}
      )`
  const moved = await sql`
    update ${table} set ${channel} = ${to}
    where ctid = any(array(
      select ctid from ${table} where workspace_id = ${tx.workspace} and ${channel} = ${from} ${unlessThere}
      limit ${movedAtOnce}
    ))
  `.execute(tx.kysely)
  return Number(moved.numAffectedRows ?? 0n)
}
