import type { ChannelLive, LivePart } from '../../../api/contract/live.ts'

export const partWords: Readonly<Record<LivePart, { readonly title: string; readonly covers: string }>> = {
  data: {
    title: 'Product data',
    covers:
      'Names, descriptions, identifiers, weight and size, visibility and availability, search engine texts: all that products and variants have but prices and images.',
  },
  prices: {
    title: 'Prices',
    covers: 'Price, cost, MSRP, sale price and MAP of products and variants.',
  },
}

/** The names of the parts that are on, as in a sentence: `product data and prices`; empty where none is. */
export function partsOn({ parts }: Pick<ChannelLive, 'parts'>): string {
  const on = parts.filter(part => part.on).map(({ part }) => partWords[part].title.toLowerCase())
  return on.join(' and ')
}
