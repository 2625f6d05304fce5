import type { WorkspaceTx } from '../../database/connect.ts'
import type { MatchedRow } from '../../database/drift.ts'
import { holdMasters } from '../../database/editing.ts'
import { readLayers, writeLayers } from '../../database/layers.ts'
import type { FieldValue } from '../../domain/fields.ts'
import { desiredOf, type Layers, overwrite, takeShown } from '../../domain/layers.ts'
import type { Level } from '../../domain/plan.ts'
import { renewOverrides } from '../pull/overrides.ts'

/** `take`: the hub takes what the store shows; `overwrite`: what the hub wants becomes something to do again. */
export type DriftDecision = 'take' | 'overwrite'

/** Fields of listings or offers of a channel. */
export interface RowToSettle extends MatchedRow {
  readonly level: Level
  readonly fields: readonly string[]
}

/** What a field was before. */
export interface SettledField {
  readonly level: Level
  readonly remoteId: string
  readonly field: string
  readonly shown: FieldValue | null
  readonly desired: FieldValue | null
}

/**
 * Settles fields that the store shows otherwise than the hub means. What is taken becomes the channel's own value where
 * the master says something else, so no other channel moves. `which`: the fields of a row that are still to be settled.
 */
export async function settleDrift(
  tx: WorkspaceTx,
  channelId: string,
  rows: readonly RowToSettle[],
  { decision, which }: { decision: DriftDecision; which: (layers: Layers, field: string) => boolean },
): Promise<SettledField[]> {
  const productIds = present(rows.map(({ productId }) => productId))
  await holdMasters(tx, { productIds, variantIds: present(rows.map(({ variantId }) => variantId)) })
  const settled: SettledField[] = []
  for (const level of ['product', 'variant'] as const) {
    const fieldsOf = new Map(rows.filter(row => row.level === level).map(row => [row.remoteId, row.fields]))
    const stored = await readLayers(tx, level, channelId, [...fieldsOf.keys()])
    const changed = stored.flatMap(row => {
      const fields = (fieldsOf.get(row.remoteId) ?? []).filter(field => which(row.layers, field))
      if (fields.length === 0) return []
      const desired = desiredOf(row.layers)
      for (const field of fields) {
        const shown = row.layers.observed[field] ?? null
        settled.push({ level, remoteId: row.remoteId, field, shown, desired: desired[field] ?? null })
      }
      return [{ ...row, layers: decision === 'take' ? takeShown(row.layers, fields) : overwrite(row.layers, fields) }]
    })
    await writeLayers(tx, level, changed)
  }
  if (decision === 'take' && settled.length > 0) await renewOverrides(tx, productIds, { surely: productIds })
  return settled
}

function present(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter(id => id !== null)
}
