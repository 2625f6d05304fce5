import type { WorkspaceTx } from '../../database/connect.ts'
import { appliedRemovals, type RemovedItem, type UndoChoice } from '../../database/undo.ts'
import { lostWith } from '../../domain/removals.ts'
import type { KeptValue } from './undo-changes.ts'
import { removedWords } from './words.ts'

/** What the changes to undo deleted in the store: no undo brings that back, and it says so. `limit`: most rows of it. */
export async function keptRemovals(
  tx: WorkspaceTx,
  choice: UndoChoice,
  limit: number,
): Promise<{ count: number; rows: KeptValue[]; cannotReturn: string[] }> {
  const { products, variants, rows } = await appliedRemovals(tx, choice, Math.max(limit, 1))
  return {
    count: products + variants,
    rows: rows.slice(0, limit).map(rowOf),
    cannotReturn: lostWith({ products, variants }),
  }
}

function rowOf({ before, ...item }: RemovedItem): KeptValue {
  return { ...item, field: item.level, was: before, now: null, reason: removedWords(item.level) }
}
