import { bulkPriceWords } from '../../parts/edit/bulk-prices.ts'

/** Entries of fields that are lists. They come from stores: whatever is not as expected is left out or shown as text. */

type Raw = Readonly<Record<string, unknown>>

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export interface Picture {
  readonly url: string
  readonly thumbnailUrl: string
  readonly description: string
}

/** In the order in which the store shows them. */
export function picturesOf(value: unknown): Picture[] {
  return listOf(value)
    .filter(isRaw)
    .map(part => ({
      url: fileUrl(part) ?? text(part.url),
      thumbnailUrl: fileUrl(part) ?? (text(part.thumbnailUrl) || text(part.url)),
      description: text(part.description),
    }))
    .filter(({ url, thumbnailUrl }) => url !== '' || thumbnailUrl !== '')
}

/** Of one that was uploaded to the hub and that no store shows yet. */
function fileUrl(part: Raw): string | null {
  const file = text(part.file)
  return file === '' ? null : `/api/files/${file}`
}

export interface CustomField {
  readonly name: string
  readonly value: string
}

export function customFieldsOf(value: unknown): CustomField[] {
  return listOf(value)
    .filter(isRaw)
    .map(part => ({ name: text(part.name), value: text(part.value) }))
}

export interface BulkPrice {
  readonly from: number
  /** 0: any number above. */
  readonly to: number
  readonly type: string
  readonly amount: string
}

export function bulkPricesOf(value: unknown): BulkPrice[] {
  return listOf(value)
    .filter(isRaw)
    .map(part => ({
      from: number(part.from),
      to: number(part.to),
      type: text(part.type),
      amount: text(part.amount),
    }))
}

export interface ProductOption {
  readonly name: string
  readonly type: string
  readonly required: boolean | undefined
  readonly values: readonly { readonly label: string; readonly isDefault: boolean }[]
}

export function optionsOf(value: unknown): ProductOption[] {
  return listOf(value)
    .filter(isRaw)
    .map(part => ({
      name: text(part.name),
      type: text(part.type),
      required: typeof part.required === 'boolean' ? part.required : undefined,
      values: listOf(part.values)
        .filter(isRaw)
        .map(one => ({ label: text(one.label), isDefault: one.isDefault === true })),
    }))
}

/** One entry of a list that has no form of its own here. */
export function partAsText(part: unknown): string {
  if (!isRaw(part)) return text(part)
  const bulkPrice = bulkPriceWords(part)
  if (bulkPrice !== null) return bulkPrice
  const named = text(part.name) || text(part.label) || text(part.path)
  return named === '' ? JSON.stringify(part) : named
}
