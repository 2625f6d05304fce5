import type { FieldRow, VariantRow } from '../../../api/contract/catalog.ts'
import { fieldOf, shownValue } from './fields.ts'

/** Variants that are not in the master catalog yet have no id of their own. */
export function keyOf(variant: VariantRow | undefined): string {
  if (variant === undefined) return ''
  return variant.id ?? variant.channels.map(({ channelId, remoteId }) => `${channelId} ${remoteId}`).join(', ')
}

/** `Red / L`; of a product without options `The only variant`. */
export function nameOf({ optionValues }: VariantRow): string {
  return optionValues.length === 0 ? 'The only variant' : optionValues.map(({ value }) => value).join(' / ')
}

/** Of a product with one variant the store may have it at the product. */
export function barcodeOf({ fields }: VariantRow, productFields: readonly FieldRow[]): string | null {
  for (const list of [fields, productFields]) {
    const code = shownValue(fieldOf(list, 'upc')) ?? shownValue(fieldOf(list, 'gtin'))
    if (typeof code === 'string' && code !== '') return code
  }
  return null
}

/** By what a variant is found, in small letters. */
export function wordsOf(variant: VariantRow): string {
  const codes = variant.fields.filter(({ key }) => key === 'upc' || key === 'gtin').map(({ master }) => master)
  const skus = [variant.sku, ...variant.channels.map(({ sku }) => sku)]
  return [nameOf(variant), ...skus, ...codes].join('\n').toLowerCase()
}
