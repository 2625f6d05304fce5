import { sql } from 'kysely'
import { StoreNames } from '../domain/store-names.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** The names of all brands and categories of a channel's store, as far as they were read. */
export async function readStoreNames(db: Handle, channelId: string): Promise<StoreNames> {
  const own = sql`workspace_id = ${db.workspace} and channel_id = ${channelId}`
  const brands = await sql<{ remoteId: string; name: string }>`
    select remote_id as "remoteId", name from channel_brand where ${own} order by length(remote_id), remote_id
  `.execute(db.kysely)
  const categories = await sql<{ remoteId: string; treeId: string; path: string[] }>`
    select remote_id as "remoteId", tree_id as "treeId", path from channel_category where ${own}
    order by length(remote_id), remote_id
  `.execute(db.kysely)
  const trees = await sql<{ treeId: string }>`
    select tree->>'remoteId' as "treeId" from channel_catalog, jsonb_array_elements(trees) tree where ${own}
  `.execute(db.kysely)
  return new StoreNames({
    brands: brands.rows,
    categories: categories.rows,
    trees: trees.rows.map(({ treeId }) => treeId),
  })
}

/** A brand, or the path of a category. */
export interface WantedName {
  readonly field: 'brand' | 'categories'
  readonly name: string
}

/** The brands and categories that listings of a channel are to have, where that is to do; each once. */
export async function wantedNames(tx: WorkspaceTx, channelId: string): Promise<WantedName[]> {
  const toDo = sql`l.workspace_id = ${tx.workspace} and l.channel_id = ${channelId} and l.desired is not null
    and l.product_id is not null and l.gone_at is null`
  const wanted = sql`listing_wanted w
    join product p on p.workspace_id = w.workspace_id and p.id = w.product_id
    cross join lateral (select p.fields || w.own as fields) of_channel
    cross join lateral jsonb_array_elements_text(
      case when jsonb_typeof(of_channel.fields->'categories') = 'array' then of_channel.fields->'categories' || '[null]'
        else '[null]' end
    ) path
    where w.workspace_id = ${tx.workspace} and w.channel_id = ${channelId}`
  const { rows } = await sql<WantedName>`
    select distinct 'brand' as field, l.desired->>'brand' as name from listing l
    where ${toDo} and l.desired->>'brand' is not null
    union all
    select distinct 'categories', path from listing l cross join lateral jsonb_array_elements_text(
      case when jsonb_typeof(l.desired->'categories') = 'array' then l.desired->'categories' else '[]' end
    ) path
    where ${toDo}
    union
    select 'brand', of_channel.fields->>'brand' from ${wanted} and of_channel.fields->>'brand' is not null
    union
    select 'categories', path from ${wanted} and path is not null
    order by field, name
  `.execute(tx.kysely)
  return rows
}

/** Whether a change of a plan that is still to be sent gives a product this brand, or a category at or below this path. */
export async function isNameNeeded(db: Handle, planId: string, { field, name }: WantedName): Promise<boolean> {
  const value =
    field === 'brand'
      ? sql`c.after = to_jsonb(${name}::text)`
      : sql`jsonb_typeof(c.after) = 'array' and exists(
          select from jsonb_array_elements_text(c.after) path where path = ${name} or starts_with(path, ${`${name}/`})
        )`
  const inContent =
    field === 'brand'
      ? sql`c.content->'fields'->>'brand' = ${name}`
      : sql`exists(
          select from jsonb_array_elements_text(coalesce(c.content->'fields'->'categories', '[]')) path
          where path = ${name} or starts_with(path, ${`${name}/`})
        )`
  const { rows } = await sql<{ needed: boolean }>`
    select exists(
      select from change c where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.state = 'planned'
        and (c.level = 'product' and c.field = ${field} and ${value} or c.level = 'new_product' and ${inContent})
    ) as needed
  `.execute(db.kysely)
  return rows[0]?.needed ?? false
}

/** Keeps a brand that was made in the store, as a pull that has read it would. */
export async function keepMadeBrand(
  tx: WorkspaceTx,
  channelId: string,
  brand: { readonly remoteId: string; readonly name: string },
): Promise<void> {
  await sql`
    insert into channel_brand (workspace_id, channel_id, remote_id, name, image_url, seen_run)
    values (${tx.workspace}, ${channelId}, ${brand.remoteId}, ${brand.name}, null, '')
    on conflict (workspace_id, channel_id, remote_id) do update set name = excluded.name
  `.execute(tx.kysely)
}

/** The same of a category. */
export async function keepMadeCategory(
  tx: WorkspaceTx,
  channelId: string,
  category: {
    readonly remoteId: string
    readonly treeId: string
    readonly parentId: string | null
    readonly path: readonly string[]
  },
): Promise<void> {
  const { remoteId, treeId, parentId, path } = category
  await sql`
    insert into channel_category (
      workspace_id, channel_id, remote_id, tree_id, parent_id, name, visible, sort_order, path, ancestor_ids, seen_run
    )
    select ${tx.workspace}, ${channelId}, ${remoteId}, ${treeId}, ${parentId}::text, ${path.at(-1) ?? ''}, true, 0,
      ${path}::text[], coalesce((
        select p.ancestor_ids || p.remote_id from channel_category p
        where p.workspace_id = ${tx.workspace} and p.channel_id = ${channelId} and p.remote_id = ${parentId}::text
      ), '{}'), ''
    on conflict (workspace_id, channel_id, remote_id) do update set
      parent_id = excluded.parent_id, path = excluded.path, ancestor_ids = excluded.ancestor_ids
  `.execute(tx.kysely)
}
