import type { FieldValue } from '../../../domain/fields.ts'
import { idOf } from './read-fields.ts'

/** A custom field as the hub keeps it; `remoteId` where the store has it. */
export interface CustomField {
  readonly remoteId: string | null
  readonly name: string
  readonly value: string
}

/** One request that brings a product nearer to what is wanted. */
export type CustomFieldStep =
  | { readonly do: 'remove'; readonly old: CustomField }
  /** Only the value is another: the field keeps its id. */
  | { readonly do: 'change'; readonly old: CustomField; readonly to: CustomField }
  | { readonly do: 'add'; readonly to: CustomField }

export function customFieldsOf(value: FieldValue | null | undefined): CustomField[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((part): CustomField[] => {
    if (typeof part !== 'object' || part === null) return []
    const { remoteId, name, value: text } = part as Readonly<Record<string, unknown>>
    return [{ remoteId: idOf(remoteId), name: String(name ?? ''), value: String(text ?? '') }]
  })
}

/** As `customFieldsOf` reads them. */
export function customFieldsValue(fields: readonly CustomField[]): FieldValue | null {
  if (fields.length === 0) return null
  return fields.map(({ remoteId, name, value }) => ({ ...(remoteId !== null && { remoteId }), name, value }))
}

export function pairOf({ name, value }: CustomField): string {
  return JSON.stringify([name, value])
}

/**
 * The fewest requests from one list to the other. A pair of name and value is there once at most, and a product takes so
 * many fields: what goes, goes first, and no step makes a pair that is there still.
 */
export function stepsBetween(before: readonly CustomField[], after: readonly CustomField[]): CustomFieldStep[] {
  const wanted = new Map(after.map(field => [pairOf(field), field]))
  const old: CustomField[] = []
  for (const field of before) {
    // Of pairs that a store shows twice, one is enough.
    if (!wanted.delete(pairOf(field))) old.push(field)
  }
  const [removed, changed, added]: [CustomFieldStep[], CustomFieldStep[], CustomFieldStep[]] = [[], [], []]
  for (const to of wanted.values()) {
    const at = old.findIndex(({ name }) => name === to.name)
    const [found] = at < 0 ? [] : old.splice(at, 1)
    if (found === undefined) added.push({ do: 'add', to })
    else changed.push({ do: 'change', old: found, to })
  }
  for (const field of old) removed.push({ do: 'remove', old: field })
  return [...removed, ...changed, ...added]
}

/**
 * Whether a write from `before` to `after` that was cut off may have left this: what both have is there, and nothing is
 * that neither has.
 */
export function liesBetween(
  before: readonly CustomField[],
  after: readonly CustomField[],
  shown: readonly CustomField[],
): boolean {
  const [was, is, now] = [before, after, shown].map(fields => new Set(fields.map(pairOf)))
  if (was === undefined || is === undefined || now === undefined) return false
  return [...now].every(pair => was.has(pair) || is.has(pair)) && [...was].every(pair => !is.has(pair) || now.has(pair))
}
