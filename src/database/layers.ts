import { sql } from 'kysely'
import { indexedText } from '../domain/indexed-text.ts'
import type { Delta, Fields, Layers } from '../domain/layers.ts'
import { nameKey } from '../domain/match.ts'
import type { Level } from '../domain/plan.ts'
import type { WorkspaceTx } from './connect.ts'
import type { StoredFields } from './listings.ts'

/** What the hub knows of the fields of one listing or offer. */
export interface StoredLayers {
  readonly channelId: string
  readonly remoteId: string
  readonly layers: Layers
}

/** `shownAnew`: what the store shows is other than it was when they were read. */
export interface LayersToWrite extends StoredLayers {
  readonly shownAnew?: boolean
}

const tableOf = { product: 'listing', variant: 'offer' } as const

/**
 * The layers of those of these listings (`product`) or offers (`variant`) that there are, in the order of their remote
 * ids. Nobody else changes them before the transaction ends.
 */
export async function readLayers(
  tx: WorkspaceTx,
  level: Level,
  channelId: string,
  remoteIds: readonly string[],
): Promise<StoredLayers[]> {
  if (remoteIds.length === 0) return []
  const { rows } = await sql<{
    remoteId: string
    observed: StoredFields
    base: Delta | null
    sent: Delta | null
    desired: Delta | null
  }>`
    select remote_id as "remoteId", observed, base, sent, desired from ${sql.table(tableOf[level])}
    where workspace_id = ${tx.workspace} and channel_id = ${channelId} and remote_id = any(${remoteIds}::text[])
    order by remote_id
    for no key update
  `.execute(tx.kysely)
  return rows.map(({ remoteId, observed, base, sent, desired }) => ({
    channelId,
    remoteId,
    layers: { observed, base: base ?? {}, sent: sent ?? {}, desired: desired ?? {} },
  }))
}

/**
 * Writes layers of listings or offers. One that is shown anew is compared in full by the next pull, whatever that finds:
 * what it was told apart by before is of what the store showed then. A product that was renamed is found by its new name
 * at once.
 */
export async function writeLayers(tx: WorkspaceTx, level: Level, rows: readonly LayersToWrite[]): Promise<void> {
  if (rows.length === 0) return
  const entries = rows.map(({ channelId, remoteId, layers, shownAnew }) => ({
    channelId,
    remoteId,
    observed: shownAnew === true ? layers.observed : null,
    ...(level === 'product' && shownAnew === true && namesOf(layers.observed)),
    base: noneIfEmpty(layers.base),
    sent: noneIfEmpty(layers.sent),
    desired: noneIfEmpty(layers.desired),
  }))
  await sql`
    update ${sql.table(tableOf[level])} as target set base = entry.base, sent = entry.sent, desired = entry.desired,
      observed = coalesce(entry.observed, target.observed),
      observed_hash = case when entry.observed is null then target.observed_hash else '' end
      ${level === 'product' ? renamed : sql``}
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry (
      "channelId" text, "remoteId" text, observed jsonb, base jsonb, sent jsonb, desired jsonb, name text, "nameKey" text
    )
    where target.workspace_id = ${tx.workspace} and target.channel_id = entry."channelId"
      and target.remote_id = entry."remoteId"
  `.execute(tx.kysely)
}

const renamed = sql`,
  name = coalesce(entry.name, target.name), name_key = coalesce(entry."nameKey", target.name_key)`

function namesOf({ name }: Fields) {
  return typeof name === 'string' ? { name, nameKey: indexedText(nameKey(name)) } : {}
}

function noneIfEmpty(delta: Delta): Delta | null {
  return Object.keys(delta).length === 0 ? null : delta
}
