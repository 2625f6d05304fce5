import type { FieldValue } from '../../../domain/fields.ts'
import type { RawRow } from './read-fields.ts'

/** A list of a product whose entries each have an address of their own in the store. */
export interface EntryKind<Entry extends { readonly remoteId: string | null }> {
  readonly field: string
  /** Behind the address of the product. */
  readonly path: string
  entriesOf(value: FieldValue | null | undefined): Entry[]
  /** As `entriesOf` reads them. */
  valueOf(entries: readonly Entry[]): FieldValue | null
  /** Two of the same key say the same. */
  keyOf(entry: Entry): string
  /** Whether one request makes the old entry into the other, which keeps its id. */
  becomes(old: Entry, to: Entry): boolean
  bodyOf(entry: Entry): string
  /** Null where a row of an answer doesn't show the entry. */
  readRow(row: RawRow): Entry | null
  /** The store may show it in no other way than it was sent. */
  readonly isExact?: true
  /** In a sentence, such as `the custom field “Material”`. */
  what(entry: Entry): string
  readonly words: {
    readonly untold: string
    readonly refusedFix: string
    duplicate(entry: Entry): string
    readonly duplicateFix: string
  }
}

/** One request that brings a product nearer to what is wanted. */
export type EntryStep<Entry> =
  | { readonly do: 'remove'; readonly old: Entry }
  | { readonly do: 'change'; readonly old: Entry; readonly to: Entry }
  | { readonly do: 'add'; readonly to: Entry }

/**
 * The fewest requests from one list to the other. An entry is there once at most, and a product takes so many: what goes,
 * goes first, and no step makes one that is there still.
 */
export function stepsBetween<Entry extends { readonly remoteId: string | null }>(
  { keyOf, becomes }: EntryKind<Entry>,
  before: readonly Entry[],
  after: readonly Entry[],
): EntryStep<Entry>[] {
  const wanted = new Map(after.map(entry => [keyOf(entry), entry]))
  // Of those that a store shows twice, one is enough.
  const old = before.filter(entry => !wanted.delete(keyOf(entry)))
  const changed: EntryStep<Entry>[] = []
  const added: EntryStep<Entry>[] = []
  for (const to of wanted.values()) {
    const at = old.findIndex(entry => becomes(entry, to))
    const [found] = at < 0 ? [] : old.splice(at, 1)
    if (found === undefined) added.push({ do: 'add', to })
    else changed.push({ do: 'change', old: found, to })
  }
  return [...old.map((entry): EntryStep<Entry> => ({ do: 'remove', old: entry })), ...changed, ...added]
}

/**
 * Whether a write from `before` to `after` that was cut off may have left this: what both have is there, and nothing is
 * that neither has.
 */
export function liesBetween<Entry extends { readonly remoteId: string | null }>(
  { keyOf }: EntryKind<Entry>,
  before: readonly Entry[],
  after: readonly Entry[],
  shown: readonly Entry[],
): boolean {
  const keys = (entries: readonly Entry[]) => new Set(entries.map(keyOf))
  const [was, is, now] = [keys(before), keys(after), keys(shown)]
  return [...now].every(key => was.has(key) || is.has(key)) && [...was].every(key => !is.has(key) || now.has(key))
}
