import type { WorkspaceTx } from '../../database/connect.ts'
import type { MatchedRow } from '../../database/drift.ts'
import { holdMasters } from '../../database/editing.ts'
import { readLayers, writeLayers } from '../../database/layers.ts'
import { markToSend } from '../../database/sending.ts'
import { type FieldValue, sameValue } from '../../domain/fields.ts'
import { type Layers, overwrite, restored, takeShown, valuesOf } from '../../domain/layers.ts'
import { type Level, partOf } from '../../domain/plan.ts'
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
  readonly base: FieldValue | null
  readonly sent: FieldValue | null
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
      for (const field of fields) {
        const { observed: shown, ...before } = valuesOf(row.layers, field)
        settled.push({ level, remoteId: row.remoteId, field, shown, ...before })
      }
      return [{ ...row, layers: decision === 'take' ? takeShown(row.layers, fields) : overwrite(row.layers, fields) }]
    })
    await writeLayers(tx, level, changed)
  }
  if (decision === 'take' && settled.length > 0) await renewOverrides(tx, productIds, { surely: productIds })
  const parts = settled.map(({ level, field }) => partOf(level, field))
  await markToSend(tx, channelId, decision === 'overwrite' ? parts : [])
  return settled
}

/** Fields of a listing or an offer about which something was decided. */
export interface RowToReopen extends MatchedRow {
  readonly level: Level
  readonly fields: readonly SettledField[]
}

/**
 * Takes a decision back where the field is still as it left it: the four values are those of before. Gives back how many
 * fields that were.
 */
export async function reopenDrift(
  tx: WorkspaceTx,
  channelId: string,
  rows: readonly RowToReopen[],
  decision: DriftDecision,
): Promise<number> {
  const productIds = present(rows.map(({ productId }) => productId))
  await holdMasters(tx, { productIds, variantIds: present(rows.map(({ variantId }) => variantId)) })
  let reopened = 0
  for (const level of ['product', 'variant'] as const) {
    const fieldsOf = new Map(rows.filter(row => row.level === level).map(row => [row.remoteId, row.fields]))
    const stored = await readLayers(tx, level, channelId, [...fieldsOf.keys()])
    const changed = stored.flatMap(row => {
      const fields = (fieldsOf.get(row.remoteId) ?? []).filter(field => isAsDecided(row.layers, field, decision))
      if (fields.length === 0) return []
      reopened += fields.length
      return [{ ...row, layers: restored(row.layers, new Map(fields.map(before => [before.field, before]))) }]
    })
    await writeLayers(tx, level, changed)
  }
  if (reopened > 0) await renewOverrides(tx, productIds, { surely: productIds })
  return reopened
}

function isAsDecided(layers: Layers, { field, shown, desired }: SettledField, decision: DriftDecision): boolean {
  const now = valuesOf(layers, field)
  const same = (a: FieldValue | null, b: FieldValue | null) => sameValue(a ?? undefined, b ?? undefined)
  const meant = decision === 'take' ? shown : desired
  return same(now.observed, shown) && same(now.base, shown) && same(now.sent, shown) && same(now.desired, meant)
}

function present(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter(id => id !== null)
}
