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
  images: {
    title: 'Images',
    covers: 'The images of products: their order, descriptions and thumbnail. What is removed is kept in the hub.',
  },
}

/** The names of the parts that are on, as in a sentence: `product data, prices and images`; empty where none is. */
export function partsOn({ parts }: Pick<ChannelLive, 'parts'>): string {
  const on = parts.filter(part => part.on).map(({ part }) => partWords[part].title.toLowerCase())
  const last = on.pop() ?? ''
  return on.length === 0 ? last : `${on.join(', ')} and ${last}`
}
