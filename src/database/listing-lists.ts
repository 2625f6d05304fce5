import { type RawBuilder, sql } from 'kysely'
import type { Level } from '../domain/plan.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { afterPlace, countedMost, every, type ListPlace, type ListSort, orderBy, searchTerms } from './list-query.ts'
import type { GoneChoice } from './tables.ts'

export interface ListingFilter {
  readonly search?: string
  /** A remote id; `none` for products without a brand. */
  readonly brand?: string
  readonly category?: string
  readonly state?: 'visible' | 'hidden' | 'gone'
  readonly match?: 'matched' | 'waiting' | 'left_out'
  /** Only these, by their remote ids. */
  readonly ids?: readonly string[]
}

/** A row of Channel Products. */
export interface ListedListing {
  readonly remoteId: string
  readonly productId: string | null
  readonly name: string
  readonly sku: string
  readonly brand: string | null
  readonly price: string | null
  readonly priceMost: string | null
  readonly stock: number | null
  readonly imageUrl: string | null
  readonly visible: boolean
  readonly variantCount: number
  readonly waitingCount: number
  readonly leftOutCount: number
  readonly modifiedAt: Date | null
  readonly goneAt: Date | null
  readonly goneChoice: GoneChoice | null
  /** The value that the list is sorted by. */
  readonly sortKey: string
}

const sortKeys = {
  name: sql`l.name_key`,
  price: sql`coalesce(l.price, -1)`,
  changed: sql`coalesce(l.modified_at, '1970-01-01 00:00:00+00')`,
} as const
const id = sql`l.remote_id`

function conditions(db: WorkspaceDb, channelId: string, filter: ListingFilter): RawBuilder<boolean>[] {
  const { search, brand, category, state, match, ids } = filter
  const list = [sql<boolean>`l.workspace_id = ${db.workspace} and l.channel_id = ${channelId}`]
  if (ids !== undefined) list.push(sql<boolean>`l.remote_id = any(${ids}::text[])`)
  for (const term of searchTerms(search)) list.push(sql<boolean>`l.search like ${term}`)
  if (brand === 'none') list.push(sql<boolean>`l.brand_remote_id is null`)
  else if (brand !== undefined) list.push(sql<boolean>`l.brand_remote_id = ${brand}`)
  if (category !== undefined) list.push(sql<boolean>`l.category_ids @> array[${category}]::text[]`)
  if (state === 'visible') list.push(sql<boolean>`l.visible and l.gone_at is null`)
  if (state === 'hidden') list.push(sql<boolean>`not l.visible and l.gone_at is null`)
  if (state === 'gone') list.push(sql<boolean>`l.gone_at is not null`)
  if (match === 'waiting') list.push(sql<boolean>`l.waiting_count > 0`)
  if (match === 'left_out') list.push(sql<boolean>`l.left_out_count > 0`)
  if (match === 'matched') {
    list.push(sql<boolean>`l.product_id is not null and l.waiting_count = 0 and l.left_out_count = 0`)
  }
  return list
}

/** Channel Products: the rows after `after`, as sorted. */
export async function listListings(
  db: WorkspaceDb,
  channelId: string,
  ask: { filter: ListingFilter; sort: ListSort; limit: number; after?: ListPlace },
): Promise<ListedListing[]> {
  const key = sortKeys[ask.sort.by]
  const where = [...conditions(db, channelId, ask.filter), afterPlace(key, id, ask.after, ask.sort)]
  const result = await sql<ListedListing>`
    select l.remote_id as "remoteId", l.product_id as "productId", l.name, l.sku, b.name as brand, l.price,
      l.price_most as "priceMost", l.stock, l.image_url as "imageUrl", l.visible, l.variant_count as "variantCount",
      l.waiting_count as "waitingCount", l.left_out_count as "leftOutCount", l.modified_at as "modifiedAt",
      l.gone_at as "goneAt", l.gone_choice as "goneChoice", ${key}::text as "sortKey"
    from listing l
    left join channel_brand b on b.workspace_id = l.workspace_id and b.channel_id = l.channel_id
      and b.remote_id = l.brand_remote_id
    where ${every(where)}
    order by ${orderBy(key, id, ask.sort)}
    limit ${ask.limit}
  `.execute(db.kysely)
  return result.rows
}

/** What a filter finds, as `filteredProducts` goes through the master catalog: listings, or all their offers. */
export async function filteredListings(
  db: WorkspaceDb,
  channelId: string,
  ask: { filter: ListingFilter; level: Level; limit: number; after?: readonly [string, string] },
): Promise<{ id: string; parentId: string }[]> {
  const { after: [listing, offer] = ['', ''] } = ask
  const where = every(conditions(db, channelId, ask.filter))
  const query =
    ask.level === 'product'
      ? sql<{ id: string; parentId: string }>`
          select l.remote_id as id, l.remote_id as "parentId" from listing l where ${where} and l.remote_id > ${listing}
          order by l.remote_id limit ${ask.limit}
        `
      : sql<{ id: string; parentId: string }>`
          select o.remote_id as id, l.remote_id as "parentId"
          from listing l
          join offer o on o.workspace_id = l.workspace_id and o.channel_id = l.channel_id and o.listing_id = l.remote_id
          where ${where} and (l.remote_id, o.remote_id) > (${listing}, ${offer}) and l.remote_id >= ${listing}
          order by l.remote_id, o.remote_id limit ${ask.limit}
        `
  return (await query.execute(db.kysely)).rows
}

/** Counted to the most and one more. */
export async function countListings(db: WorkspaceDb, channelId: string, filter: ListingFilter): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) from (
      select from listing l where ${every(conditions(db, channelId, filter))} limit ${countedMost + 1}
    ) as found
  `.execute(db.kysely)
  return result.rows[0]?.count ?? 0
}

export interface CatalogCounts {
  readonly products: number
  readonly variants: number
  readonly waiting: number
  readonly leftOut: number
  readonly gone: number
  readonly goneUndecided: number
  readonly skuFaults: number
}

/** What a channel's catalog comes to. */
export async function countCatalog(db: WorkspaceDb, channelId: string): Promise<CatalogCounts> {
  const result = await sql<CatalogCounts>`
    select count(*) filter (where gone_at is null) as products,
      coalesce(sum(variant_count) filter (where gone_at is null), 0)::bigint as variants,
      coalesce(sum(waiting_count) filter (where gone_at is null), 0)::bigint as waiting,
      coalesce(sum(left_out_count) filter (where gone_at is null), 0)::bigint as "leftOut",
      count(*) filter (where gone_at is not null) as gone,
      count(*) filter (where gone_at is not null and gone_choice is null) as "goneUndecided",
      (select count(*) from variant v where v.workspace_id = ${db.workspace} and v.sku_fault is not null
        and v.origin_channel_id = ${channelId}) as "skuFaults"
    from listing where workspace_id = ${db.workspace} and channel_id = ${channelId}
  `.execute(db.kysely)
  const [row] = result.rows
  return row ?? { products: 0, variants: 0, waiting: 0, leftOut: 0, gone: 0, goneUndecided: 0, skuFaults: 0 }
}

export interface FilterChoice {
  readonly value: string
  readonly label: string
  readonly depth: number
}

/** Brands and categories of a channel whose name has all words of the search, in order, up to `most` of each and one more. */
export async function listingFilters(
  db: WorkspaceDb,
  channelId: string,
  ask: { search?: string; most: number },
): Promise<{ brands: FilterChoice[]; categories: FilterChoice[] }> {
  const terms = searchTerms(ask.search)
  const named = (name: RawBuilder<unknown>) => every(terms.map(term => sql<boolean>`lower(${name}) like ${term}`))
  const brands = await sql<FilterChoice>`
    select remote_id as value, name as label, 0 as depth from channel_brand
    where workspace_id = ${db.workspace} and channel_id = ${channelId} and ${named(sql`name`)}
    order by lower(name), remote_id limit ${ask.most + 1}
  `.execute(db.kysely)
  const categories = await sql<FilterChoice>`
    select remote_id as value, name as label, cardinality(ancestor_ids) as depth from channel_category
    where workspace_id = ${db.workspace} and channel_id = ${channelId}
      and ${named(sql`array_to_string(path, ' ')`)}
    order by tree_id, path, remote_id limit ${ask.most + 1}
  `.execute(db.kysely)
  return { brands: brands.rows, categories: categories.rows }
}

/**
 * Says what becomes of listings that are gone; of all that are undecided where no ids are given. Gives back those for
 * which something else was said before, and what that was.
 */
export async function chooseForGone(
  tx: WorkspaceTx,
  channelId: string,
  ask: { remoteIds?: readonly string[]; choice: GoneChoice | null },
): Promise<{ remoteId: string; productId: string | null; before: GoneChoice | null }[]> {
  const { remoteIds, choice } = ask
  const which = remoteIds === undefined ? sql`gone_choice is null` : sql`remote_id = any(${remoteIds}::text[])`
  const result = await sql<{ remoteId: string; productId: string | null; before: GoneChoice | null }>`
    with given as (
      select remote_id, gone_choice from listing
      where workspace_id = ${tx.workspace} and channel_id = ${channelId} and gone_at is not null and ${which}
        and gone_choice is distinct from ${choice}
      order by remote_id
      for update
    )
    update listing set gone_choice = ${choice} from given
    where listing.workspace_id = ${tx.workspace} and listing.channel_id = ${channelId}
      and listing.remote_id = given.remote_id
    returning listing.remote_id as "remoteId", listing.product_id as "productId", given.gone_choice as before
  `.execute(tx.kysely)
  return result.rows
}

/** Of these products, those that nobody wants archived any more because they are gone from a store. */
export async function notArchivedElsewhere(tx: WorkspaceTx, productIds: readonly string[]): Promise<string[]> {
  if (productIds.length === 0) return []
  const result = await sql<{ id: string }>`
    select given.id from unnest(${productIds}::text[]) as given (id)
    where not exists (
      select from listing l where l.workspace_id = ${tx.workspace} and l.product_id = given.id
        and l.gone_at is not null and l.gone_choice = 'archive'
    )
  `.execute(tx.kysely)
  return result.rows.map(({ id }) => id)
}
