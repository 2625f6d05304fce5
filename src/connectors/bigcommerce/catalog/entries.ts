import type { FieldValue } from '../../../domain/fields.ts'
import type { RawRow } from './read-fields.ts'

/** An entry of such a list; `remoteId` where the store has it. */
export interface Entry {
  readonly remoteId: string | null
}

/** A list of a product whose entries each have an address of their own in the store. */
export interface EntryKind<E extends Entry> {
  readonly field: string
  /** Behind the address of the product. */
  readonly path: string
  entriesOf(value: FieldValue | null | undefined): E[]
  /** As `entriesOf` reads them. */
  valueOf(entries: readonly E[]): FieldValue | null
  /** Two of the same key say the same. */
  keyOf(entry: E): string
  /** Whether one request makes the old entry into the other, which keeps its id. */
  becomes(old: E, to: E): boolean
  /** The forms in which stores may read an entry, those that are documented first. */
  bodiesOf(entry: E): readonly string[]
  /** Whether a store shows an entry as it does where it reads none of these forms as it was meant. */
  isMisread?(shows: E, to: E): boolean
  /** Null where a row of an answer doesn't show the entry. */
  readRow(row: RawRow): E | null
  /** The store may show it in no other way than it was sent. */
  readonly isExact?: true
  /** In a sentence, such as `the custom field “Material”`. */
  what(entry: E): string
  readonly words: {
    readonly untold: string
    readonly refusedFix: string
    duplicate(entry: E): string
    readonly duplicateFix: string
  }
}

/** One request that brings a product nearer to what is wanted. */
export type EntryStep<E> =
  | { readonly do: 'remove'; readonly old: E }
  | { readonly do: 'change'; readonly old: E; readonly to: E }
  | { readonly do: 'add'; readonly to: E }

/**
 * The fewest requests from one list to the other. An entry is there once at most, and a product takes so many: what goes,
 * goes first, and no step makes one that is there still.
 */
export function stepsBetween<E extends Entry>(
  { keyOf, becomes }: EntryKind<E>,
  before: readonly E[],
  after: readonly E[],
): EntryStep<E>[] {
  const wanted = new Map(after.map(entry => [keyOf(entry), entry]))
  // Of those that a store shows twice, one is enough.
  const old = before.filter(entry => !wanted.delete(keyOf(entry)))
  const changed: EntryStep<E>[] = []
  const added: EntryStep<E>[] = []
  for (const to of wanted.values()) {
    const at = old.findIndex(entry => becomes(entry, to))
    const [found] = at < 0 ? [] : old.splice(at, 1)
    if (found === undefined) added.push({ do: 'add', to })
    else changed.push({ do: 'change', old: found, to })
  }
  return [...old.map((entry): EntryStep<E> => ({ do: 'remove', old: entry })), ...changed, ...added]
}

/**
 * Whether a write from `before` to `after` that was cut off may have left this: what both have is there, and nothing is
 * that neither has, but for what the store misread.
 */
export function liesBetween<E extends Entry>(
  { keyOf, isMisread }: EntryKind<E>,
  before: readonly E[],
  after: readonly E[],
  shown: readonly E[],
): boolean {
  const keys = (entries: readonly E[]) => new Set(entries.map(keyOf))
  const [was, is, now] = [keys(before), keys(after), keys(shown)]
  const isOurs = (entry: E) =>
    was.has(keyOf(entry)) || is.has(keyOf(entry)) || after.some(to => isMisread?.(entry, to) === true)
  return shown.every(isOurs) && [...was].every(key => !is.has(key) || now.has(key))
}
