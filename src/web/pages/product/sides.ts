import { useQueries } from '@tanstack/react-query'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { channelQuery } from '../../queries.ts'

/** Who shows the product: the master catalog, and each channel with its name and its currency. */
export interface Sides {
  readonly hasMaster: boolean
  readonly channels: ProductDetail['channels']
  readonly nameOf: (channelId: string) => string
  /** The name of a storefront of a channel; its id where it is not known. */
  readonly storefrontOf: (channelId: string, remoteId: string) => string
  readonly currencyOf: (channelId: string) => string | null
  /** The one that all channels have; null where they differ, or it is not known. */
  readonly commonCurrency: string | null
}

export function useSides({ id, channels }: ProductDetail): Sides {
  const ids = [...new Set(channels.map(({ channelId }) => channelId))]
  const read = useQueries({ queries: ids.map(channelId => ({ ...channelQuery(channelId), staleTime: 60_000 })) })
  const profiles = new Map(ids.map((one, place) => [one, read[place]?.data?.profile ?? null]))
  const currencies = new Map(ids.map(one => [one, profiles.get(one)?.store?.currency ?? null]))
  const all = new Set(currencies.values())
  const [first = null] = all
  return {
    hasMaster: id !== null,
    channels,
    nameOf: channelId => channels.find(side => side.channelId === channelId)?.channelName ?? channelId,
    storefrontOf: (channelId, remoteId) =>
      profiles.get(channelId)?.storefronts?.find(front => front.remoteId === remoteId)?.name ?? remoteId,
    currencyOf: channelId => currencies.get(channelId) ?? null,
    commonCurrency: all.size === 1 ? first : null,
  }
}
