import type { FieldRow, ProductDetail, VariantRow } from '../../../api/contract/catalog.ts'
import type { EditField } from '../../../api/contract/edits.ts'

/** Whose values are edited: the master's, or those of one product of a channel. */
export type Place = 'master' | { readonly channelId: string; readonly remoteId: string }

/** What a row of fields shows of one side. */
export type ShownSide = FieldRow['channels'][number]

export type Level = EditField['level']

/** Where the place stands among the channels of a product; -1 for the master. */
export function placeIn({ channels }: ProductDetail, place: Place): number {
  if (place === 'master') return -1
  return channels.findIndex(({ channelId, remoteId }) => channelId === place.channelId && remoteId === place.remoteId)
}

/** The same among those of a variant: the store's variant that belongs to the product of the place. */
export function offerIn({ channels }: VariantRow, place: Place): number {
  if (place === 'master') return -1
  return channels.findIndex(({ channelId, listingId }) => channelId === place.channelId && listingId === place.remoteId)
}

/** By what a variant is edited at a place; null where it can't be. */
export function variantIdAt(variant: VariantRow, place: Place): string | null {
  if (place === 'master') return variant.id
  const offer = variant.channels[offerIn(variant, place)]
  return offer === undefined || offer.match !== 'matched' || offer.goneAt !== null ? null : offer.remoteId
}

/** The value that is edited: what the channel is meant to show, or what the master says. */
export function valueAt(row: FieldRow, at: number): unknown {
  return at < 0 ? row.master : (row.channels[at]?.willBe ?? null)
}

/** Whether a product can be edited there at all. */
export function canEdit(product: ProductDetail, place: Place): boolean {
  if (product.id === null) return false
  const side = product.channels[placeIn(product, place)]
  return place === 'master' || side?.goneAt === null
}
