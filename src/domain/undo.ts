import { type FieldPart, type FieldValue, sameValue } from './fields.ts'
import { type Layers, valuesOf } from './layers.ts'
import type { Change } from './plan.ts'

/** Why a value that a plan wrote stays: somebody changed it since, or it can't be said any more. */
export type WhyKept = 'edited_in_hub' | 'edited_in_store' | 'changed_since' | 'not_ours' | 'gone' | 'not_matched'

/**
 * What undoing does to one field. `undo`: it is to be again what it was; `waits`: that is wanted already, and still to be
 * sent; `done`: it is so already; `kept`: it stays. `now` is what the store shows, or what it is to show by now.
 */
export type UndoVerdict =
  | { readonly kind: 'undo'; readonly now: FieldValue | null }
  | { readonly kind: 'waits' }
  | { readonly kind: 'done' }
  | { readonly kind: 'kept'; readonly why: WhyKept; readonly now: FieldValue | null }

/**
 * The three ways: what was there before a change, what the change wrote, and what there is by now. Only what is as the
 * change left it goes back. What a store made of the value (a rounded price, cleaned HTML) is as the change left it.
 */
export function undoOf(
  { field, before, after }: Pick<Change, 'field' | 'before' | 'after'>,
  layers: Layers,
): UndoVerdict {
  const { observed, base, sent, desired } = valuesOf(layers, field)
  if (same(desired, before)) return { kind: same(desired, sent) ? 'done' : 'waits' }
  if (!same(desired, after)) {
    if (!same(desired, sent)) return { kind: 'kept', why: 'edited_in_hub', now: desired }
    return { kind: 'kept', why: 'changed_since', now: observed }
  }
  // An edit in the store that is to be written over is still what the store shows.
  if (!same(observed, base) || !same(sent, after)) return { kind: 'kept', why: 'edited_in_store', now: observed }
  return { kind: 'undo', now: observed }
}

function same(a: FieldValue | null, b: FieldValue | null): boolean {
  return sameValue(a ?? undefined, b ?? undefined)
}

/** Fields whose entries a store gives ids of its own; one that was removed comes back as another one. */
const recreated: Readonly<Record<string, string>> = {
  images:
    'Images that were removed come back as new ones, with other ids and addresses: links to the old addresses stay broken.',
  customFields: 'Custom fields that were removed come back as new ones, with other ids in the store.',
  bulkPrices: 'Bulk prices that were removed come back as new ones, with other ids in the store.',
}

const staysMade =
  'Variants that were made are not deleted: they stay in the store and cannot be bought any more. Delete them where they are to go.'

/** What does not come back with the values of these changes, in sentences; `made`: what becomes of what they made. */
export function cannotReturn(
  changes: readonly (Pick<Change, 'field' | 'before' | 'after'> & { readonly made?: boolean })[],
  { made }: { readonly made: 'hide' | 'delete' } = { made: 'hide' },
): string[] {
  const sentences = changes.map(change => {
    if (change.made === true) return made === 'hide' ? staysMade : null
    return removes(change.before, change.after) ? (recreated[change.field] ?? null) : null
  })
  return [...new Set(sentences)].filter(sentence => sentence !== null)
}

/** Whether a change took entries out of a list. */
function removes(before: FieldValue | null, after: FieldValue | null): boolean {
  const left = partsOf(after)
  return partsOf(before).some(part => !left.some(other => sameValue([part], [other])))
}

function partsOf(value: FieldValue | null): readonly FieldPart[] {
  return typeof value === 'object' && value !== null ? value : []
}
