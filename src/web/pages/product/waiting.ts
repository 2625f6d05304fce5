import type { ProductDetail } from '../../../api/contract/catalog.ts'

/** How many values of a product and its variants are still to be sent, by channel. */
export function waitingOf({ fields, variants }: ProductDetail): ReadonlyMap<string, number> {
  const waiting = new Map<string, number>()
  for (const { channels } of [...fields, ...variants.flatMap(variant => variant.fields)]) {
    for (const { channelId, waits } of channels) {
      if (waits) waiting.set(channelId, (waiting.get(channelId) ?? 0) + 1)
    }
  }
  return waiting
}
