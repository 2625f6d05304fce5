import { sql } from 'kysely'
import type { Delta, Layers } from '../domain/layers.ts'
import type { Level } from '../domain/plan.ts'
import type { WorkspaceTx } from './connect.ts'
import type { Overrides, StoredFields } from './listings.ts'

/** What the hub knew of a listing or offer before its store showed it anew. */
export interface KnownRow {
  readonly remoteId: string
  /** The product or variant that it is in the master catalog. */
  readonly masterId: string | null
  readonly layers: Layers
  readonly overrides: Overrides
  readonly pinned: readonly string[]
}

/** The layers of rows of the database, where most have none. */
export interface LayerColumns {
  readonly observed: StoredFields
  readonly base: Delta | null
  readonly sent: Delta | null
  readonly desired: Delta | null
}

export function layersFrom({ observed, base, sent, desired }: LayerColumns): Layers {
  return { observed, base: base ?? {}, sent: sent ?? {}, desired: desired ?? {} }
}

/** Those of these listings (`product`) or offers (`variant`) that are known; nobody else changes them meanwhile. */
export async function knownRows(
  tx: WorkspaceTx,
  level: Level,
  channelId: string,
  remoteIds: readonly string[],
): Promise<Map<string, KnownRow>> {
  if (remoteIds.length === 0) return new Map()
  const [table, master] = level === 'product' ? ['listing', 'product_id'] : ['offer', 'variant_id']
  const { rows } = await sql<Omit<KnownRow, 'layers' | 'pinned'> & LayerColumns & { pinned: string[] | null }>`
    select remote_id as "remoteId", ${sql.ref(master)} as "masterId", observed, base, sent, desired, overrides,
      pinned
    from ${sql.table(table)}
    where workspace_id = ${tx.workspace} and channel_id = ${channelId} and remote_id = any(${remoteIds}::text[])
    order by remote_id
    for no key update
  `.execute(tx.kysely)
  return new Map(
    rows.map(({ remoteId, masterId, overrides, pinned, ...columns }) => [
      remoteId,
      { remoteId, masterId, overrides, pinned: pinned ?? [], layers: layersFrom(columns) },
    ]),
  )
}

/**
 * The fields of those of these master products or variants that were made from something of this channel. Nobody else
 * changes them before the transaction ends.
 */
export async function masterFields(
  tx: WorkspaceTx,
  level: Level,
  channelId: string,
  ids: readonly string[],
): Promise<Map<string, StoredFields>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; fields: StoredFields }>`
    select id, fields from ${sql.table(level)}
    where workspace_id = ${tx.workspace} and id = any(${ids}::text[]) and origin_channel_id = ${channelId}
    order by id
    for no key update
  `.execute(tx.kysely)
  return new Map(rows.map(({ id, fields }) => [id, fields]))
}
