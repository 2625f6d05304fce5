import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import type { StoredFields } from './listings.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** A master product that a channel is to get, with all its variants. */
export interface ProductToMake {
  readonly productId: string
  readonly name: string
  readonly nameKey: string
  readonly fields: StoredFields
  readonly variants: readonly { readonly id: string; readonly fields: StoredFields }[]
}

const variantsOf = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', v.id, 'fields', v.fields || case
    when v.sku is null then '{}'::jsonb else jsonb_build_object('sku', v.sku) end) order by v.position, v.id)
  from variant v where v.workspace_id = p.workspace_id and v.product_id = p.id
), '[]')`

/** What waits to be made in the store of a channel, in the order in which it was asked for; of `productId` alone, if given. */
export async function productsToMake(db: Handle, channelId: string, productId?: string): Promise<ProductToMake[]> {
  const { rows } = await sql<ProductToMake>`
    select p.id as "productId", p.name, p.name_key as "nameKey", p.fields || w.own as fields, ${variantsOf} as variants
    from listing_wanted w join product p on p.workspace_id = w.workspace_id and p.id = w.product_id
    where w.workspace_id = ${db.workspace} and w.channel_id = ${channelId} and p.state = 'active'
      ${productId === undefined ? sql`` : sql`and w.product_id = ${productId}`}
    order by w.asked_at, p.name_key, p.id
  `.execute(db.kysely)
  return rows
}

/** Whether the store of a channel has the product of the row `p`. */
export function isListedOn(channelId: string | RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from listing l where l.workspace_id = p.workspace_id and l.channel_id = ${channelId}
      and l.product_id = p.id and l.gone_at is null
  )`
}

/** Whether a channel is to get the product of the row `p`. */
export function isWantedOn(channelId: string | RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from listing_wanted w where w.workspace_id = p.workspace_id and w.channel_id = ${channelId}
      and w.product_id = p.id
  )`
}

export interface AbsentFrom {
  readonly channelId: string
  readonly channelName: string
  /** Its next plan makes it there. */
  readonly wanted: boolean
}

/** The channels whose store does not have a master product, the oldest first. */
export async function absentFrom(db: Handle, productId: string): Promise<AbsentFrom[]> {
  const each = sql<string>`c.id`
  const { rows } = await sql<AbsentFrom>`
    select c.id as "channelId", c.name as "channelName", ${isWantedOn(each)} as wanted
    from product p join channel c on c.workspace_id = p.workspace_id and c.removed_at is null
    where p.workspace_id = ${db.workspace} and p.id = ${productId} and not ${isListedOn(each)}
    order by c.created_at, c.id
  `.execute(db.kysely)
  return rows
}

/** What each of these master products is to a channel; those that there are not are absent. */
export async function placesOf(
  db: Handle,
  channelId: string,
  productIds: readonly string[],
): Promise<Map<string, { name: string; state: 'active' | 'archived'; isListed: boolean; isWanted: boolean }>> {
  const { rows } = await sql<{
    id: string
    name: string
    state: 'active' | 'archived'
    isListed: boolean
    isWanted: boolean
  }>`
    select p.id, p.name, p.state, ${isListedOn(channelId)} as "isListed", ${isWantedOn(channelId)} as "isWanted"
    from product p where p.workspace_id = ${db.workspace} and p.id = any(${productIds}::text[])
  `.execute(db.kysely)
  return new Map(rows.map(({ id, ...place }) => [id, place]))
}

/** Keeps that a channel is to get these products; gives back how many it was not to get before. */
export async function wantProducts(
  tx: WorkspaceTx,
  { channelId, at, actor }: { channelId: string; at: Date; actor: Actor },
  productIds: readonly string[],
): Promise<number> {
  const result = await sql`
    insert into listing_wanted (workspace_id, channel_id, product_id, asked_at, actor)
    select ${tx.workspace}, ${channelId}, id, ${at}, ${JSON.stringify(actor)}::jsonb
    from unnest(${productIds}::text[]) as given (id)
    on conflict do nothing
  `.execute(tx.kysely)
  return Number(result.numAffectedRows ?? 0n)
}

/** Takes back that a channel is to get these products; gives back of how many. */
export async function unwantProducts(
  tx: WorkspaceTx,
  channelId: string,
  productIds: readonly string[],
): Promise<number> {
  const result = await sql`
    delete from listing_wanted where workspace_id = ${tx.workspace} and channel_id = ${channelId}
      and product_id = any(${productIds}::text[])
  `.execute(tx.kysely)
  return Number(result.numAffectedRows ?? 0n)
}

/** Forgets which products and variants a channel was to get, and what of its store was to be deleted. */
export async function dropWishes(tx: WorkspaceTx, channelId: string): Promise<void> {
  const own = sql`workspace_id = ${tx.workspace} and channel_id = ${channelId}`
  await sql`delete from listing_wanted where ${own}`.execute(tx.kysely)
  await sql`delete from offer_wanted where ${own}`.execute(tx.kysely)
  await sql`delete from removal_wanted where ${own}`.execute(tx.kysely)
}

/** By what a product of a store is known as the one that it was asked to make. */
export interface Attempt {
  readonly productId: string
  readonly nameKey: string
  readonly skuKeys: readonly string[]
}

/** Written down before the request leaves. */
export async function beginAttempt(
  tx: WorkspaceTx,
  { channelId, planId, at }: { channelId: string; planId: string; at: Date },
  { productId, nameKey, skuKeys }: Attempt,
): Promise<void> {
  await sql`
    insert into product_attempt (workspace_id, channel_id, product_id, plan_id, name_key, sku_keys, made_at)
    values (${tx.workspace}, ${channelId}, ${productId}, ${planId}, ${nameKey}, ${skuKeys}::text[], ${at})
    on conflict (workspace_id, channel_id, product_id) do update set plan_id = excluded.plan_id,
      name_key = excluded.name_key, sku_keys = excluded.sku_keys, made_at = excluded.made_at
  `.execute(tx.kysely)
}

/** The attempt of which nobody knows yet what became of it; null where there is none. */
export async function findAttempt(db: Handle, channelId: string, productId: string): Promise<Attempt | null> {
  const { rows } = await sql<Attempt>`
    select product_id as "productId", name_key as "nameKey", sku_keys as "skuKeys" from product_attempt
    where workspace_id = ${db.workspace} and channel_id = ${channelId} and product_id = ${productId}
  `.execute(db.kysely)
  return rows[0] ?? null
}

export async function endAttempt(tx: WorkspaceTx, channelId: string, productId: string): Promise<void> {
  await sql`
    delete from product_attempt
    where workspace_id = ${tx.workspace} and channel_id = ${channelId} and product_id = ${productId}
  `.execute(tx.kysely)
}

/** Names of products that a plan is making in the store of a channel at this moment. */
export async function namesBeingMade(db: Handle, channelId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ nameKey: string }>`
    select a.name_key as "nameKey" from product_attempt a
    join plan p on p.workspace_id = a.workspace_id and p.id = a.plan_id and p.state = 'applying'
    where a.workspace_id = ${db.workspace} and a.channel_id = ${channelId}
  `.execute(db.kysely)
  return new Set(rows.map(({ nameKey }) => nameKey))
}

/** Which of these names products of a channel have, with what those are called there. */
export async function listingsNamed(
  db: Handle,
  channelId: string,
  nameKeys: readonly string[],
): Promise<Map<string, { remoteId: string; productId: string | null }>> {
  const { rows } = await sql<{ nameKey: string; remoteId: string; productId: string | null }>`
    select name_key as "nameKey", remote_id as "remoteId", product_id as "productId" from listing
    where workspace_id = ${db.workspace} and channel_id = ${channelId} and name_key = any(${nameKeys}::text[])
      and gone_at is null
  `.execute(db.kysely)
  return new Map(rows.map(({ nameKey, ...rest }) => [nameKey, rest]))
}

/** The change of a plan that made a product gets the id that the store gave it. */
export async function placeMade(
  tx: WorkspaceTx,
  { planId, seq, listingId }: { planId: string; seq: number; listingId: string },
): Promise<{ madeAt: Date; next: number }> {
  const { rows } = await sql<{ madeAt: Date; next: number }>`
    with placed as (
      update change set listing_id = ${listingId}
      where workspace_id = ${tx.workspace} and plan_id = ${planId} and seq = ${seq} returning made_at
    )
    select placed.made_at as "madeAt", (
      select max(seq) + 1 from change where workspace_id = ${tx.workspace} and plan_id = ${planId}
    )::integer as next from placed
  `.execute(tx.kysely)
  return rows[0] ?? { madeAt: new Date(0), next: seq + 1 }
}
