import type { Edit } from './edit.ts'
import { type FieldValue, sameValue } from './fields.ts'
import type { Delta } from './layers.ts'
import type { Level } from './plan.ts'

/** What an edit did to a product or variant, as its event keeps it: of the master catalog, or of a channel. */
export type EditedBefore =
  | { readonly level: Level; readonly id: string; readonly before: Delta; readonly after: Delta }
  | { readonly level: Level; readonly remoteId: string; readonly before: OwnValues; readonly after: OwnValues }

/** What a channel shows in place of the master's values, and which of it a merchant set. */
interface OwnValues {
  readonly overrides: Delta
  readonly pinned: readonly string[]
}

/** What there is of it by now. */
interface Now extends OwnValues {
  /** What is meant to be shown of each field. */
  readonly shown: Delta
}

/** A field that somebody edited since. */
export interface KeptField {
  readonly field: string
  readonly now: FieldValue | null
}

/** The edits that take an edit back, and what stays: only what is as the edit left it goes back. */
export function editsBack(row: EditedBefore, now: Now): { edits: Edit[]; kept: KeptField[] } {
  const [edits, kept]: [Edit[], KeptField[]] = [[], []]
  const judge = (field: string, is: { before: boolean; after: boolean }, back: Edit) => {
    if (is.before) return
    if (is.after) edits.push(back)
    else kept.push({ field, now: now.shown[field] ?? null })
  }
  if ('id' in row) {
    for (const field of Object.keys(row.after)) {
      const [value, shown] = [row.before[field] ?? null, now.shown[field] ?? null]
      judge(field, { before: same(shown, value), after: same(shown, row.after[field] ?? null) }, setTo(field, value))
    }
    return { edits, kept }
  }
  const { before, after } = row
  const named = [before, after].flatMap(({ overrides, pinned }) => [...Object.keys(overrides), ...pinned])
  for (const field of new Set(named)) {
    const isOwn = Object.hasOwn(before.overrides, field)
    const back: Edit = isOwn ? setTo(field, before.overrides[field] ?? null) : { do: 'reset', field }
    judge(field, { before: isSameOwn(now, before, field), after: isSameOwn(now, after, field) }, back)
  }
  return { edits, kept }
}

function setTo(field: string, value: FieldValue | null): Edit {
  return value === null ? { do: 'clear', field } : { do: 'set', field, value }
}

function isSameOwn(a: OwnValues, b: OwnValues, field: string): boolean {
  const isOwn = Object.hasOwn(a.overrides, field)
  return isOwn === Object.hasOwn(b.overrides, field) && same(a.overrides[field] ?? null, b.overrides[field] ?? null)
}

function same(a: FieldValue | null, b: FieldValue | null): boolean {
  return sameValue(a ?? undefined, b ?? undefined)
}
