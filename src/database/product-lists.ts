import { type RawBuilder, sql } from 'kysely'
import type { Level } from '../domain/plan.ts'
import type { SkuFault } from '../domain/sku.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { afterPlace, countedMost, every, type ListPlace, type ListSort, orderBy, searchTerms } from './list-query.ts'
import type { FilterChoice } from './listing-lists.ts'
import { isListedOn, isWantedOn } from './wanted.ts'

export interface ProductFilter {
  readonly search?: string
  /** Empty for products without a brand. */
  readonly brand?: string
  /** A path as `Home/Kitchen`. */
  readonly category?: string
  readonly state?: 'active' | 'archived'
  readonly skuFault?: 'any' | SkuFault
  readonly channel?: string
  readonly wantedOn?: string
  readonly missingOn?: string
  /** Only these; archived ones too. */
  readonly ids?: readonly string[]
}

/** A row of Inventory > Products. */
export interface ListedProduct {
  readonly id: string
  readonly name: string
  readonly sku: string | null
  readonly brand: string | null
  readonly price: string | null
  readonly priceMost: string | null
  /** Of the store that the product was made from, whose prices it has; null where that did not say. */
  readonly currency: string | null
  readonly imageUrl: string | null
  readonly variantCount: number
  readonly faultCount: number
  readonly state: 'active' | 'archived'
  readonly channels: readonly { channelId: string; remoteId: string; gone: boolean }[]
  readonly changedAt: Date
  readonly sortKey: string
}

const sortKeys = {
  name: sql`p.name_key`,
  price: sql`coalesce(p.price, -1)`,
  changed: sql`p.changed_at`,
} as const
const id = sql`p.id`

function conditions(db: WorkspaceDb, filter: ProductFilter): RawBuilder<boolean>[] {
  const { search, brand, category, ids, state = ids === undefined ? 'active' : undefined } = filter
  const { skuFault, channel, wantedOn, missingOn } = filter
  const list = [sql<boolean>`p.workspace_id = ${db.workspace}`]
  if (state !== undefined) list.push(sql<boolean>`p.state = ${state}`)
  if (ids !== undefined) list.push(sql<boolean>`p.id = any(${ids}::text[])`)
  for (const term of searchTerms(search)) list.push(sql<boolean>`p.search like ${term}`)
  if (brand !== undefined) list.push(sql<boolean>`coalesce(p.brand, '') = ${brand}`)
  if (category !== undefined) list.push(sql<boolean>`p.categories @> array[${category}]::text[]`)
  if (skuFault === 'any') list.push(sql<boolean>`p.fault_count > 0`)
  else if (skuFault !== undefined) {
    list.push(sql<boolean>`p.fault_count > 0 and exists (
      select from variant v where v.workspace_id = p.workspace_id and v.product_id = p.id and v.sku_fault = ${skuFault}
    )`)
  }
  if (channel !== undefined) {
    list.push(sql<boolean>`exists (
      select from listing l where l.workspace_id = p.workspace_id and l.product_id = p.id and l.channel_id = ${channel}
    )`)
  }
  if (wantedOn !== undefined) list.push(isWantedOn(wantedOn))
  if (missingOn !== undefined) {
    list.push(sql<boolean>`not ${isListedOn(missingOn)}`, sql<boolean>`not ${isWantedOn(missingOn)}`)
  }
  return list
}

/** Inventory > Products: the rows after `after`, as sorted. */
export async function listProducts(
  db: WorkspaceDb,
  ask: { filter: ProductFilter; sort: ListSort; limit: number; after?: ListPlace },
): Promise<ListedProduct[]> {
  const key = sortKeys[ask.sort.by]
  const where = [...conditions(db, ask.filter), afterPlace(key, id, ask.after, ask.sort)]
  const result = await sql<ListedProduct>`
    select found.*, only_one.sku,
      (select cp.profile->'store'->>'currency' from channel_profile cp
        where cp.workspace_id = ${db.workspace} and cp.channel_id = found.origin) as currency,
      coalesce(
        (select json_agg(json_build_object(
            'channelId', l.channel_id, 'remoteId', l.remote_id, 'gone', l.gone_at is not null
          ) order by c.created_at, l.remote_id)
          from listing l join channel c on c.workspace_id = l.workspace_id and c.id = l.channel_id
          where l.workspace_id = ${db.workspace} and l.product_id = found.id and c.removed_at is null),
        '[]'
      ) as channels
    from (
      select p.id, p.name, p.brand, p.price, p.price_most as "priceMost", p.origin_channel_id as origin, p.image_url as "imageUrl",
        p.variant_count as "variantCount", p.fault_count as "faultCount", p.state, p.changed_at as "changedAt",
        ${key}::text as "sortKey", row_number() over (order by ${orderBy(key, id, ask.sort)}) as place
      from product p
      where ${every(where)}
      order by ${orderBy(key, id, ask.sort)}
      limit ${ask.limit}
    ) as found
    left join lateral (
      select v.sku from variant v where v.workspace_id = ${db.workspace} and v.product_id = found.id limit 1
    ) as only_one on found."variantCount" = 1
    order by found.place
  `.execute(db.kysely)
  return result.rows
}

/**
 * What a filter finds, as an edit of many goes through it: products, or all their variants, in the order of their ids,
 * which no edit changes. `after` is the place of the one before: the product's id, and the variant's.
 */
export async function filteredProducts(
  db: WorkspaceDb,
  ask: { filter: ProductFilter; level: Level; limit: number; after?: readonly [string, string] },
): Promise<{ id: string; parentId: string }[]> {
  const { after: [product, variant] = ['', ''] } = ask
  const where = every(conditions(db, ask.filter))
  const query =
    ask.level === 'product'
      ? sql<{ id: string; parentId: string }>`
          select p.id, p.id as "parentId" from product p where ${where} and p.id > ${product}
          order by p.id limit ${ask.limit}
        `
      : sql<{ id: string; parentId: string }>`
          select v.id, p.id as "parentId"
          from product p join variant v on v.workspace_id = p.workspace_id and v.product_id = p.id
          where ${where} and (p.id, v.id) > (${product}, ${variant}) and p.id >= ${product}
          order by p.id, v.id limit ${ask.limit}
        `
  return (await query.execute(db.kysely)).rows
}

/** Counted to the most and one more. */
export async function countProducts(db: WorkspaceDb, filter: ProductFilter): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) from (select from product p where ${every(conditions(db, filter))} limit ${countedMost + 1}) as found
  `.execute(db.kysely)
  return result.rows[0]?.count ?? 0
}

/** Brands and category paths of the master catalog, up to `most` of each and one more. */
export async function productFilters(
  db: WorkspaceDb,
  ask: { search?: string; most: number },
): Promise<{ brands: FilterChoice[]; categories: FilterChoice[] }> {
  const terms = searchTerms(ask.search)
  const named = (name: RawBuilder<unknown>) => every(terms.map(term => sql<boolean>`lower(${name}) like ${term}`))
  const brands = await sql<FilterChoice>`
    select brand as value, brand as label, 0 as depth from product
    where workspace_id = ${db.workspace} and brand is not null and ${named(sql`brand`)}
    group by brand order by lower(brand), brand limit ${ask.most + 1}
  `.execute(db.kysely)
  const categories = await sql<{ value: string }>`
    select value from (
      select distinct unnest(categories) as value from product where workspace_id = ${db.workspace}
    ) as paths
    where ${named(sql`replace(value, '\\/', '/')`)} order by value limit ${ask.most + 1}
  `.execute(db.kysely)
  return { brands: brands.rows, categories: categories.rows.map(({ value }) => toChoice(value)) }
}

/** A slash that belongs to a name has a backslash before it. */
function toChoice(path: string): FilterChoice {
  const names = path.split(/(?<!\\)\//u).map(name => name.replaceAll('\\/', '/'))
  return { value: path, label: names.at(-1) ?? path, depth: names.length - 1 }
}

/** Archives products, or brings them back. */
export async function setProductState(
  db: WorkspaceTx,
  productIds: readonly string[],
  state: 'active' | 'archived',
  at: Date,
): Promise<void> {
  if (productIds.length === 0) return
  await db.kysely
    .updateTable('product')
    .set({ state, changed_at: at })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', sql<string>`any(${productIds}::text[])`)
    .where('state', '<>', state)
    .execute()
}

/** Of these products, those that no channel shows any more. */
export async function productsOnNoChannel(tx: WorkspaceTx, productIds: readonly string[]): Promise<string[]> {
  const result = await sql<{ id: string }>`
    select p.id from product p
    where p.workspace_id = ${tx.workspace} and p.id = any(${productIds}::text[]) and not exists (
      select from listing l join channel c on c.workspace_id = l.workspace_id and c.id = l.channel_id
      where l.workspace_id = p.workspace_id and l.product_id = p.id and l.gone_at is null and c.removed_at is null
    )
  `.execute(tx.kysely)
  return result.rows.map(row => row.id)
}
