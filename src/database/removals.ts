import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { ItemToRemove } from '../domain/removals.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { holdChannelItems } from './editing.ts'
import { markListingsGone, markOffersGone, type StoredFields } from './listings.ts'
import { changeColumns, type StoredChange } from './plan-changes.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** A product of a channel (`offerId` null), or one of its variants. */
export interface RemovalItem {
  readonly listingId: string
  readonly offerId: string | null
}

/** One that somebody wants deleted in its store, with what the store showed of it last. */
export interface WantedRemoval extends RemovalItem, ItemToRemove {
  readonly name: string
  readonly sku: string
  readonly askedAt: Date
  readonly actor: Actor
  readonly shown: ShownItem
}

/** What a store shows of what is to be deleted: of a product, also of its variants, by their ids. */
export interface ShownItem {
  readonly fields: StoredFields
  readonly variants: Readonly<Record<string, StoredFields>>
}

/** Whether the product `l` is to be deleted as a whole. */
export const isListingUnwanted = sql<boolean>`exists (
  select from removal_wanted r where r.workspace_id = l.workspace_id and r.channel_id = l.channel_id
    and r.listing_id = l.remote_id and r.offer_id is null
)`

/** Whether the variant `o` is to be deleted by itself. */
export const isOfferUnwanted = sql<boolean>`exists (
  select from removal_wanted r where r.workspace_id = o.workspace_id and r.channel_id = o.channel_id
    and r.listing_id = o.listing_id and r.offer_id = o.remote_id
)`

/** Asks for products and variants to be deleted; gives back how many were not asked for already. */
export async function wantRemovals(
  tx: WorkspaceTx,
  channelId: string,
  items: readonly RemovalItem[],
  { at, actor }: { at: Date; actor: Actor },
): Promise<number> {
  const result = await sql`
    insert into removal_wanted (workspace_id, channel_id, listing_id, offer_id, asked_at, actor)
    select ${tx.workspace}, ${channelId}, "listingId", "offerId", ${at}, ${JSON.stringify(actor)}::jsonb
    from ${entries(items)}
    on conflict do nothing
  `.execute(tx.kysely)
  return Number(result.numAffectedRows ?? 0n)
}

/** Takes wishes back; gives back how many there were. */
export async function withdrawRemovals(
  tx: WorkspaceTx,
  channelId: string,
  items: readonly RemovalItem[],
): Promise<number> {
  const result = await sql`
    delete from removal_wanted r using ${entries(items)}
    where r.workspace_id = ${tx.workspace} and r.channel_id = ${channelId} and r.listing_id = entry."listingId"
      and r.offer_id is not distinct from entry."offerId"
  `.execute(tx.kysely)
  return Number(result.numAffectedRows ?? 0n)
}

function entries(items: readonly RemovalItem[]): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as entry ("listingId" text, "offerId" text)`
}

/** Whether somebody still wants it deleted; nobody takes that back before the transaction ends. */
export async function isRemovalWanted(
  tx: WorkspaceTx,
  channelId: string,
  { listingId, offerId }: RemovalItem,
): Promise<boolean> {
  const result = await sql`
    select from removal_wanted where workspace_id = ${tx.workspace} and channel_id = ${channelId}
      and listing_id = ${listingId} and offer_id is not distinct from ${offerId}
    for update
  `.execute(tx.kysely)
  return result.rows.length > 0
}

/**
 * What is to be deleted in the store of a channel and is not gone from it, variants before products, each in the order of
 * their ids. A variant of a product that goes as a whole is not named.
 */
export async function removalsWanted(
  db: Handle,
  channelId: string,
  ask: { limit: number; after?: RemovalItem; only?: string },
): Promise<WantedRemoval[]> {
  const { after, only } = ask
  const ofOne = only === undefined ? sql`true` : sql`r.listing_id = ${only}`
  const own = sql`r.workspace_id = ${db.workspace} and r.channel_id = ${channelId} and ${ofOne}`
  const behind =
    after === undefined
      ? sql`true`
      : sql`(level = 'product', "listingId", coalesce("offerId", ''))
          > (${after.offerId === null}::boolean, ${after.listingId}, ${after.offerId ?? ''})`
  const result = await sql<WantedRemoval>`
    select * from (
      select 'variant' as level, o.listing_id as "listingId", o.remote_id as "offerId",
        concat_ws(', ', l.name, (
          select string_agg(part->>'value', ' / ') from jsonb_array_elements(o.observed->'optionValues') part
        )) as name,
        coalesce(o.observed->>'sku', '') as sku, o.match as state, o.observed ? 'optionValues' as "hasOptions", (
          select count(*) from offer other
          where other.workspace_id = o.workspace_id and other.channel_id = o.channel_id
            and other.listing_id = o.listing_id and other.gone_at is null and not exists (
              select from removal_wanted s where s.workspace_id = o.workspace_id and s.channel_id = o.channel_id
                and s.listing_id = o.listing_id and s.offer_id = other.remote_id
            )
        ) as "othersThatStay",
        jsonb_build_object('fields', o.observed, 'variants', '{}'::jsonb) as shown, r.asked_at as "askedAt", r.actor
      from removal_wanted r
      join offer o on o.workspace_id = r.workspace_id and o.channel_id = r.channel_id and o.listing_id = r.listing_id
        and o.remote_id = r.offer_id and o.gone_at is null
      join listing l on l.workspace_id = o.workspace_id and l.channel_id = o.channel_id and l.remote_id = o.listing_id
        and l.gone_at is null and not ${isListingUnwanted}
      where ${own}
      union all
      select 'product', l.remote_id, null, l.name, l.sku,
        case when l.product_id is not null then 'matched' when l.waiting_count > 0 then 'waiting' else 'left_out' end,
        false, 0, jsonb_build_object('fields', l.observed, 'variants', (
          select coalesce(jsonb_object_agg(o.remote_id, o.observed), '{}') from offer o
          where o.workspace_id = l.workspace_id and o.channel_id = l.channel_id and o.listing_id = l.remote_id
            and o.gone_at is null
        )), r.asked_at, r.actor
      from removal_wanted r
      join listing l on l.workspace_id = r.workspace_id and l.channel_id = r.channel_id and l.remote_id = r.listing_id
        and l.gone_at is null
      where ${own} and r.offer_id is null
    ) as wanted
    where ${behind}
    order by level = 'product', "listingId", coalesce("offerId", '')
    limit ${ask.limit}
  `.execute(db.kysely)
  return result.rows
}

/** How many variants of a product are there and asked for by nobody, but for these. */
export async function variantsThatStay(
  tx: WorkspaceTx,
  channelId: string,
  listingIds: readonly string[],
  but: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const result = await sql<{ listingId: string; count: number }>`
    select o.listing_id as "listingId", count(*) as count from offer o
    where o.workspace_id = ${tx.workspace} and o.channel_id = ${channelId}
      and o.listing_id = any(${listingIds}::text[]) and o.gone_at is null and not o.remote_id = any(${but}::text[])
      and not ${isOfferUnwanted}
    group by o.listing_id
  `.execute(tx.kysely)
  return new Map(result.rows.map(({ listingId, count }) => [listingId, count]))
}

/**
 * The hub has deleted it in its store: it is gone, nobody has to decide about it, and nothing makes it again. Its master
 * product stays.
 */
export async function keepRemoved(
  tx: WorkspaceTx,
  channelId: string,
  { listingId, offerId }: RemovalItem,
  at: Date,
): Promise<void> {
  const own = sql`workspace_id = ${tx.workspace} and channel_id = ${channelId}`
  // In the order in which imports do.
  await holdChannelItems(tx, channelId, { listingIds: [listingId], offerIds: offerId === null ? [] : [offerId] })
  if (offerId === null) {
    await markListingsGone(tx, channelId, [listingId], at)
    await sql`
      update listing set removed_at = ${at}, gone_choice = 'keep_off' where ${own} and remote_id = ${listingId}
    `.execute(tx.kysely)
    await sql`update offer set removed_at = ${at} where ${own} and listing_id = ${listingId}`.execute(tx.kysely)
    return
  }
  await markOffersGone(tx, channelId, [offerId], at)
  await sql`update offer set removed_at = ${at} where ${own} and remote_id = ${offerId}`.execute(tx.kysely)
  // The next import compares the product in full, whatever it was told apart by before.
  await sql`
    update listing l set observed_hash = '', variant_count = (
      select count(*) from offer o where o.workspace_id = l.workspace_id and o.channel_id = l.channel_id
        and o.listing_id = l.remote_id and o.gone_at is null
    )
    where ${own} and remote_id = ${listingId}
  `.execute(tx.kysely)
}

/** A change of a plan that deletes something, with what the store showed of it when it was planned. */
export type PlannedRemoval = StoredChange & { readonly shown: ShownItem }

/** The first of those that wait to be sent, in the order of the plan. */
export async function removalsToSend(db: Handle, planId: string, limit: number): Promise<PlannedRemoval[]> {
  const result = await sql<PlannedRemoval>`
    select ${changeColumns}, c.shown from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.state = 'planned'
      and c.level in ('removed_variant', 'removed_product')
    order by c.seq
    limit ${limit}
  `.execute(db.kysely)
  return result.rows
}

/** Variants that the plan was to add to a product and that are not there: what is to go in their place stays. */
export async function countNotMade(db: Handle, planId: string, listingId: string): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) as count from change c
    where c.workspace_id = ${db.workspace} and c.plan_id = ${planId} and c.level = 'new_variant'
      and c.listing_id = ${listingId} and c.state not in ('applied', 'left_out')
  `.execute(db.kysely)
  return result.rows[0]?.count ?? 0
}

/** Of these products and their variants, those that the hub deleted in the store after a run was asked for. */
export async function removedSince(
  tx: WorkspaceTx,
  { channelId, runId }: { channelId: string; runId: string },
  listingIds: readonly string[],
): Promise<RemovalItem[]> {
  const began = sql`(
    select created_at from run where workspace_id = ${tx.workspace} and id = ${runId}
  )`
  const own = sql`workspace_id = ${tx.workspace} and channel_id = ${channelId} and removed_at >= ${began}`
  const result = await sql<RemovalItem>`
    select remote_id as "listingId", null as "offerId" from listing
    where ${own} and remote_id = any(${listingIds}::text[])
    union all
    select listing_id, remote_id from offer where ${own} and listing_id = any(${listingIds}::text[])
  `.execute(tx.kysely)
  return result.rows
}
