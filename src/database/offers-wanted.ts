import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { FieldPart } from '../domain/fields.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import type { StoredFields } from './listings.ts'
import { isListingUnwanted } from './removals.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** A variant that a listing of a channel is to get. */
export interface WantedOffer {
  readonly listingId: string
  readonly variantId: string
  readonly productId: string
  /** The product's, as the channel shows it. */
  readonly name: string
  readonly sku: string
  readonly skuKey: string | null
  readonly fields: StoredFields
  /** As the store showed them last. */
  readonly options: readonly FieldPart[]
}

function wanted(workspace: string, channelId: string): RawBuilder<WantedOffer> {
  return sql`
    select w.listing_id as "listingId", w.variant_id as "variantId", v.product_id as "productId", l.name,
      coalesce(v.sku, '') as sku, v.sku_key as "skuKey", v.fields,
      coalesce(l.details->'options', '[]') as options, v.position, length(w.listing_id) as digits,
      not ${isListingUnwanted} as "stays"
    from offer_wanted w
    join variant v on v.workspace_id = w.workspace_id and v.id = w.variant_id
    join listing l on l.workspace_id = w.workspace_id and l.channel_id = w.channel_id and l.remote_id = w.listing_id
    where w.workspace_id = ${workspace} and w.channel_id = ${channelId} and l.gone_at is null
      and l.product_id = v.product_id
  `
}

/**
 * The variants that listings of a channel are to get, those of one product together and in its order. What is to be deleted
 * there gets none.
 */
export async function offersWanted(db: Handle, channelId: string): Promise<WantedOffer[]> {
  const { rows } = await sql<WantedOffer>`
    select * from (${wanted(db.workspace, channelId)}) w where "stays" order by digits, "listingId", position, "variantId"
  `.execute(db.kysely)
  return rows
}

/** The same of some listings. */
export async function offersWantedOf(
  db: Handle,
  channelId: string,
  listingIds: readonly string[],
): Promise<WantedOffer[]> {
  if (listingIds.length === 0) return []
  const { rows } = await sql<WantedOffer>`
    select * from (${wanted(db.workspace, channelId)}) w where "listingId" = any(${listingIds}::text[])
  `.execute(db.kysely)
  return rows
}

/** Where a product is listed on channels that there are. */
export async function listingsOfProduct(
  db: Handle,
  productId: string,
): Promise<{ channelId: string; channelName: string; listingId: string }[]> {
  const { rows } = await sql<{ channelId: string; channelName: string; listingId: string }>`
    select l.channel_id as "channelId", c.name as "channelName", l.remote_id as "listingId" from listing l
    join channel c on c.workspace_id = l.workspace_id and c.id = l.channel_id and c.removed_at is null
    where l.workspace_id = ${db.workspace} and l.product_id = ${productId} and l.gone_at is null
    order by c.name, l.channel_id, l.remote_id
  `.execute(db.kysely)
  return rows
}

export async function wantOffers(
  tx: WorkspaceTx,
  wishes: readonly { channelId: string; listingId: string; variantId: string }[],
  { at, actor }: { at: Date; actor: Actor },
): Promise<void> {
  await sql`
    insert into offer_wanted (workspace_id, channel_id, listing_id, variant_id, asked_at, actor)
    select ${tx.workspace}, "channelId", "listingId", "variantId", ${at}, ${JSON.stringify(actor)}::jsonb
    from jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb) as wish (
      "channelId" text, "listingId" text, "variantId" text
    )
    on conflict do nothing
  `.execute(tx.kysely)
}

/** A listing that was just made is to get the variants, too, that its product got meanwhile: all but these. */
export async function wantOthers(
  tx: WorkspaceTx,
  { channelId, listingId, productId }: { channelId: string; listingId: string; productId: string },
  variantIds: readonly string[],
  { at, actor }: { at: Date; actor: Actor },
): Promise<void> {
  await sql`
    insert into offer_wanted (workspace_id, channel_id, listing_id, variant_id, asked_at, actor)
    select v.workspace_id, ${channelId}, ${listingId}, v.id, ${at}, ${JSON.stringify(actor)}::jsonb
    from variant v
    where v.workspace_id = ${tx.workspace} and v.product_id = ${productId} and not v.id = any(${variantIds}::text[])
    on conflict do nothing
  `.execute(tx.kysely)
}

/** Whether a listing is still to get a variant; nobody takes that back before the transaction ends. */
export async function isOfferWanted(
  tx: WorkspaceTx,
  channelId: string,
  { listingId, variantId }: { listingId: string; variantId: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from offer_wanted where workspace_id = ${tx.workspace} and channel_id = ${channelId}
      and listing_id = ${listingId} and variant_id = ${variantId}
    for update
  `.execute(tx.kysely)
  return rows.length > 0
}

/** The offer of a listing that is a variant already; null where there is none. */
export async function offerOfVariant(
  db: Handle,
  channelId: string,
  { listingId, variantId }: { listingId: string; variantId: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select remote_id as id from offer where workspace_id = ${db.workspace} and channel_id = ${channelId}
      and listing_id = ${listingId} and variant_id = ${variantId} and gone_at is null
  `.execute(db.kysely)
  return rows[0]?.id ?? null
}

/**
 * Wishes that came true are none any more. A variant that was made in the hub comes from the first offer that it got: what
 * is edited there in the store is followed from now on.
 */
export async function dropFulfilled(tx: WorkspaceTx, channelId: string, listingIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ variantId: string; offerId: string }>`
    delete from offer_wanted w using offer o
    where w.workspace_id = ${tx.workspace} and w.channel_id = ${channelId} and w.listing_id = any(${listingIds}::text[])
      and o.workspace_id = w.workspace_id and o.channel_id = w.channel_id and o.listing_id = w.listing_id
      and o.variant_id = w.variant_id and o.gone_at is null
    returning w.variant_id as "variantId", o.remote_id as "offerId"
  `.execute(tx.kysely)
  await sql`
    update variant v set origin_channel_id = ${channelId}, origin_remote_id = made."offerId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made ("variantId" text, "offerId" text)
    where v.workspace_id = ${tx.workspace} and v.id = made."variantId" and v.origin_channel_id is null
  `.execute(tx.kysely)
}

/** The run that saw a listing last. */
export async function seenRunOf(db: Handle, channelId: string, listingId: string): Promise<string> {
  const { rows } = await sql<{ run: string }>`
    select seen_run as run from listing where workspace_id = ${db.workspace} and channel_id = ${channelId}
      and remote_id = ${listingId}
  `.execute(db.kysely)
  return rows[0]?.run ?? ''
}

/** The variants of a product as they are told apart, in their order, and whether a store has or had them. */
export async function variantsOfProduct(
  tx: WorkspaceTx,
  productId: string,
): Promise<{ id: string; position: number; fields: StoredFields; isInStore: boolean }[]> {
  const { rows } = await sql<{ id: string; position: number; fields: StoredFields; isInStore: boolean }>`
    select v.id, v.position, v.fields, v.origin_channel_id is not null or exists (
      select from offer o where o.workspace_id = v.workspace_id and o.variant_id = v.id
    ) as "isInStore"
    from variant v where v.workspace_id = ${tx.workspace} and v.product_id = ${productId} order by v.position, v.id
  `.execute(tx.kysely)
  return rows
}

/** The options of a product with its modifiers, as the master has them. */
export async function masterDetails(tx: WorkspaceTx, productId: string): Promise<StoredFields> {
  const row = await tx.kysely
    .selectFrom('product')
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', productId)
    .select('details')
    .executeTakeFirstOrThrow()
  // Written by `keepDetails` and `keepMasterDetails` alone.
  return row.details as StoredFields
}

/** Adds variants to the master catalog that come from no store. */
export async function insertOwnVariants(
  tx: WorkspaceTx,
  variants: readonly {
    id: string
    productId: string
    position: number
    fields: StoredFields
    sku: string | null
    skuKey: string | null
    skuFault: string | null
  }[],
): Promise<void> {
  await sql`
    insert into variant (workspace_id, id, product_id, position, fields, sku, sku_key, sku_fault)
    select ${tx.workspace}, id, "productId", position, fields, sku, "skuKey", "skuFault"
    from jsonb_to_recordset(${JSON.stringify(variants)}::jsonb) as entry (
      id text, "productId" text, position integer, fields jsonb, sku text, "skuKey" text, "skuFault" text
    )
  `.execute(tx.kysely)
}

/** Takes variants out of the master catalog that no channel ever had; their wishes go with them. */
export async function deleteOwnVariants(tx: WorkspaceTx, variantIds: readonly string[]): Promise<void> {
  await sql`
    delete from variant where workspace_id = ${tx.workspace} and id = any(${variantIds}::text[])
  `.execute(tx.kysely)
}

/**
 * The variants among these whose making is under way, alone or with their product: they may be in the store by now. No
 * other is begun with before the transaction ends.
 */
export async function beingMade(tx: WorkspaceTx, variantIds: readonly string[]): Promise<string[]> {
  await sql`
    select from offer_wanted where workspace_id = ${tx.workspace} and variant_id = any(${variantIds}::text[]) for update
  `.execute(tx.kysely)
  const { rows } = await sql<{ id: string }>`
    select distinct v->>'variantId' as id from change c
    join plan p on p.workspace_id = c.workspace_id and p.id = c.plan_id and p.state = 'applying'
    cross join jsonb_array_elements(c.content->'variants') v
    where c.workspace_id = ${tx.workspace} and c.level in ('new_product', 'new_variant')
      and c.state in ('sending', 'unknown') and v->>'variantId' = any(${variantIds}::text[])
  `.execute(tx.kysely)
  return rows.map(({ id }) => id)
}
