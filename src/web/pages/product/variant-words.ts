import type { VariantRow } from '../../../api/contract/catalog.ts'
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

export function barcodeOf({ fields }: VariantRow): string | null {
  const code = shownValue(fieldOf(fields, 'upc')) ?? shownValue(fieldOf(fields, 'gtin'))
  return typeof code === 'string' && code !== '' ? code : null
}
