import type { FieldValue } from '../../../domain/fields.ts'
import type { EntryKind } from './entries.ts'
import { idOf } from './read-fields.ts'

/** A custom field as the hub keeps it; `remoteId` where the store has it. */
export interface CustomField {
  readonly remoteId: string | null
  readonly name: string
  readonly value: string
}

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

/** How the custom fields of a product are written. */
export const customFieldEntries: EntryKind<CustomField> = {
  field: 'customFields',
  path: 'custom-fields',
  entriesOf: customFieldsOf,
  valueOf: customFieldsValue,
  keyOf: pairOf,
  /** Only the value is another: the field keeps its id. */
  becomes: (old, to) => old.name === to.name,
  bodiesOf: ({ name, value }) => [JSON.stringify({ name, value })],
  readRow: row => {
    const remoteId = idOf(row.id)
    if (remoteId === null || typeof row.name !== 'string' || typeof row.value !== 'string') return null
    return { remoteId, name: row.name, value: row.value }
  },
  what: ({ name }) => `the custom field “${name}”`,
  words: {
    untold: 'the custom field',
    refusedFix: 'Change its name or value in the hub, then make a new plan.',
    duplicate: ({ name }) => `The product has the custom field “${name}” with this value already.`,
    duplicateFix: 'Import again, then give it another value or leave it out.',
  },
}
