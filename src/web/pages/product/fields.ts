import type { FieldRow } from '../../../api/contract/catalog.ts'

export function fieldOf(fields: readonly FieldRow[], key: string): FieldRow | undefined {
  return fields.find(field => field.key === key)
}

export function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** Whether the master or any channel has a value for it. */
export function hasValue({ master, channels }: FieldRow): boolean {
  return isSet(master) || channels.some(({ value }) => isSet(value))
}

/** The master's value; where it has none, that of the first channel that has one. */
export function shownValue(field: FieldRow | undefined): unknown {
  if (field === undefined || isSet(field.master)) return field?.master
  return field.channels.find(({ value }) => isSet(value))?.value
}

export const groupTitles = {
  basics: 'Basics',
  price: 'Price',
  identifiers: 'Identifiers',
  shipping: 'Shipping',
  sale: 'Sale and stock',
  seo: 'Search and sharing',
  parts: 'Lists',
} as const satisfies Record<FieldRow['group'], string>

export const groupOrder = ['basics', 'price', 'identifiers', 'shipping', 'sale', 'seo'] as const

/** Fields whose values are words of the platform, such as `preorder`. */
const words = new Set(['type', 'condition', 'availability', 'stockTracking', 'giftWrapping', 'shareType'])

export function isWord(key: string): boolean {
  return words.has(key)
}
