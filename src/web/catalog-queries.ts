import { queryOptions } from '@tanstack/react-query'
import type { Listing, Product } from '../api/contract/catalog.ts'
import { call } from './client.ts'
import type { ListingAsk, ProductAsk } from './list-address.ts'
import type { ChoiceSource } from './parts/grid/remote-picker.tsx'
import type { RowSource } from './parts/grid/row-source.ts'

/** What the pages about products read. Keys begin with `listings` and the channel, `products` or `product`. */

const rowsAtATime = 100

export function listingSource(channelId: string, ask: ListingAsk): RowSource<Listing> {
  return {
    key: ['listings', channelId, 'rows', ask],
    limit: rowsAtATime,
    read: async after => {
      const query = { ...ask, limit: rowsAtATime, after: after ?? undefined }
      const { listings, next } = await call('GET /api/channels/:channelId/listings', { params: { channelId }, query })
      return { rows: listings, next }
    },
  }
}

export function productSource(ask: ProductAsk): RowSource<Product> {
  return {
    key: ['products', 'rows', ask],
    limit: rowsAtATime,
    read: async after => {
      const { products, next } = await call('GET /api/products', {
        query: { ...ask, limit: rowsAtATime, after: after ?? undefined },
      })
      return { rows: products, next }
    },
  }
}

export const listingCountQuery = (channelId: string, { sort: _, ...filter }: ListingAsk) =>
  queryOptions({
    queryKey: ['listings', channelId, 'count', filter],
    queryFn: () => call('GET /api/channels/:channelId/listings-count', { params: { channelId }, query: filter }),
  })

export const productCountQuery = ({ sort: _, ...filter }: ProductAsk) =>
  queryOptions({
    queryKey: ['products', 'count', filter],
    queryFn: () => call('GET /api/products-count', { query: filter }),
  })

export function listingChoices(channelId: string): ChoiceSource {
  return {
    key: ['listings', channelId, 'choices'],
    read: search => call('GET /api/channels/:channelId/listing-filters', { params: { channelId }, query: { search } }),
  }
}

export const productChoices: ChoiceSource = {
  key: ['products', 'choices'],
  read: search => call('GET /api/product-filters', { query: { search } }),
}

export const listingQuery = (channelId: string, remoteId: string) =>
  queryOptions({
    queryKey: ['product', 'of-channel', channelId, remoteId],
    queryFn: () => call('GET /api/channels/:channelId/listings/:remoteId', { params: { channelId, remoteId } }),
  })

export const productQuery = (productId: string) =>
  queryOptions({
    queryKey: ['product', productId],
    queryFn: () => call('GET /api/products/:productId', { params: { productId } }),
  })

export const skuFaultsQuery = queryOptions({
  queryKey: ['products', 'sku-faults'],
  queryFn: () => call('GET /api/sku-faults'),
})
