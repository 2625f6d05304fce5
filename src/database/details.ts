import { sql } from 'kysely'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import type { StoredFields } from './listings.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** Listings of which this run has not read the details yet, in a fixed order. */
export async function listingsWithoutDetails(
  db: Handle,
  channelId: string,
  ask: { runId: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('listing')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('remote_id', '>', ask.after)
    .where('seen_run', '=', ask.runId)
    .where('details_run', '<>', ask.runId)
    .where('gone_at', 'is', null)
    .orderBy('remote_id')
    .limit(ask.limit)
    .select('remote_id')
    .execute()
  return rows.map(row => row.remote_id)
}

/** Options and modifiers of a listing, which are read later than the rest of it. */
export interface DetailsToKeep {
  readonly remoteId: string
  readonly details: StoredFields
  /** The same without the platform's ids, for the master. */
  readonly master: StoredFields
  readonly hash: string
}

/** A product that has other listings too. */
interface SharedProduct {
  readonly productId: string
  /** Its overrides have to be computed again. */
  readonly changed: boolean
}

/**
 * Writes options and modifiers, and hands them on to the master products that were made from these listings. Gives back
 * the products that have other listings too: those that changed, and those of which this channel has another one.
 */
export async function keepDetails(
  tx: WorkspaceTx,
  { channelId, runId, at }: { channelId: string; runId: string; at: Date },
  rows: readonly DetailsToKeep[],
): Promise<readonly SharedProduct[]> {
  if (rows.length === 0) return []
  const shared = await sql<SharedProduct>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as entry ("remoteId" text, details jsonb, master jsonb, hash text)
    ), kept as (
      update listing set details_run = ${runId}, details_at = ${at}, details = given.details, details_hash = given.hash
      from given, listing as before
      where listing.workspace_id = ${tx.workspace} and listing.channel_id = ${channelId}
        and listing.remote_id = given."remoteId" and before.workspace_id = ${tx.workspace}
        and before.channel_id = ${channelId} and before.remote_id = given."remoteId"
      returning listing.remote_id, listing.product_id, given.master, before.details_hash <> given.hash as changed,
        before.details_at is null as first
    ), mastered as (
      update product set details = kept.master, changed_at = case when kept.first then product.changed_at else ${at} end
      from kept
      where product.workspace_id = ${tx.workspace} and product.id = kept.product_id and kept.changed
        and product.origin_channel_id = ${channelId} and product.origin_remote_id = kept.remote_id
        and product.details is distinct from kept.master
    )
    select kept.product_id as "productId", kept.changed from kept
    join product p on p.workspace_id = ${tx.workspace} and p.id = kept.product_id
    where (kept.changed and (p.origin_channel_id, p.origin_remote_id) is distinct from (${channelId}::text, kept.remote_id))
      or exists (
        select from listing other where other.workspace_id = ${tx.workspace} and other.product_id = kept.product_id
          and (other.channel_id, other.remote_id) <> (${channelId}, kept.remote_id)
          and (kept.changed or other.channel_id = ${channelId})
      )
  `.execute(tx.kysely)
  return shared.rows
}

/** Gives a master product its options and modifiers. */
export async function keepMasterDetails(tx: WorkspaceTx, productId: string, details: StoredFields): Promise<void> {
  await tx.kysely
    .updateTable('product')
    .set({ details: JSON.stringify(details) })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', productId)
    .execute()
}
