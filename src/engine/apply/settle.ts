import type { WriteResult } from '../../connector/writer.ts'
import type { ChangeResult } from '../../database/changes-to-send.ts'
import { type FieldValue, sameValue } from '../../domain/fields.ts'
import { type Fields, type Layers, look, wrote } from '../../domain/layers.ts'
import { type BatchItem, deltaOf, type PlacedChange } from './batches.ts'
import { resultOf, valueIn } from './check.ts'
import { lostAnswerWords } from './words.ts'

/** What became of one product or variant that was written. */
export interface SettledItem {
  readonly results: readonly ChangeResult[]
  /** The changes that the store has taken. */
  readonly taken: readonly PlacedChange[]
  /** What it shows of the fields that were to change; null where nobody knows. */
  readonly shows: Fields | null
  /** The lists of which some entries were written and others not: what the store shows of them is the hub's doing. */
  readonly begun: readonly PlacedChange[]
}

/**
 * Reads what the store's answer says of each change of an item. `before`: what the store showed before, where lists are
 * written entry by entry.
 */
export function settleItem(
  { changes }: BatchItem,
  { outcomes, shows }: WriteResult,
  before: Fields | null,
): SettledItem {
  const results = changes.map(change => {
    const outcome = outcomes[change.field] ?? { status: 'unknown' as const, reason: lostAnswerWords }
    return resultOf(change, outcome.status, outcome.status === 'applied' ? {} : outcome)
  })
  const taken = changes.filter((_, index) => results[index]?.state === 'applied')
  const begun =
    before === null || shows === null
      ? []
      : changes.filter(change => !taken.includes(change) && !sameValue(before[change.field], shows[change.field]))
  return { results, taken, shows: shows ?? (taken.length === 0 ? null : shownBy(taken)), begun }
}

/** What a store shows that has taken these and says nothing of them. */
function shownBy(taken: readonly PlacedChange[]): Fields {
  return Object.fromEntries(taken.flatMap(({ field, after }) => (after === null ? [] : [[field, after]])))
}

/**
 * The layers once the store has shown what became of changes: what it has taken counts as sent, and what it shows of the
 * others as seen. Its other fields belong to the next import.
 */
export function layersAfterWrite(
  before: Layers,
  changes: readonly PlacedChange[],
  { taken, shows, begun = [] }: Pick<SettledItem, 'taken' | 'shows'> & Partial<Pick<SettledItem, 'begun'>>,
): Layers {
  if (shows === null) return before
  const others = changes.filter(change => !taken.includes(change) && !begun.includes(change))
  const seen = look(before, withShown(before, others, shows), () => true).layers
  const sent = begun.map(change => ({ ...change, after: valueIn(shows, change.field) }))
  return wrote(seen, deltaOf([...taken, ...sent]), withShown(seen, [...taken, ...begun], shows))
}

function withShown({ observed }: Layers, changes: readonly PlacedChange[], shows: Fields): Fields {
  const shown: Record<string, FieldValue | undefined> = { ...observed }
  for (const { field } of changes) {
    const value = valueIn(shows, field)
    if (value === null) delete shown[field]
    else shown[field] = value
  }
  return shown
}
