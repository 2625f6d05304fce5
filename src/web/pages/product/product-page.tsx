import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { listingQuery, productQuery } from '../../catalog-queries.ts'
import { HubProblem } from '../../client.ts'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import { type Crumb, Product } from './product.tsx'
import '../../parts/grid/kit.css'

const inventoryRoute = getRouteApi('/shell/inventory/products/$productId')
const channelRoute = getRouteApi('/shell/channels/$channelId/products/$remoteId')

/** A product of the master catalog. */
export function InventoryProductPage() {
  const { productId } = inventoryRoute.useParams()
  const found = useQuery(productQuery(productId))
  return (
    <Found
      key={productId}
      found={found}
      crumbs={[{ text: 'Products', link: { to: '/inventory/products' } }]}
      missing="There is no such product"
    />
  )
}

/** A product as a channel has it, also one that is not in the master catalog yet. */
export function ChannelProductPage() {
  const { channelId, remoteId } = channelRoute.useParams()
  const found = useQuery(listingQuery(channelId, remoteId))
  const channelName = useQuery(channelQuery(channelId)).data?.name
  return (
    <Found
      key={`${channelId} ${remoteId}`}
      found={found}
      crumbs={[
        { text: 'All Channels', link: { to: '/channels' } },
        { text: channelName ?? '…', link: { to: '/channels/$channelId', params: { channelId } } },
        { text: 'Channel Products', link: { to: '/channels/$channelId/products', params: { channelId } } },
      ]}
      missing="This channel has no such product"
      channelId={channelId}
    />
  )
}

interface FoundProps {
  readonly found: { readonly data: ProductDetail | undefined; readonly error: unknown }
  readonly crumbs: readonly Crumb[]
  readonly missing: string
  readonly channelId?: string
}

function Found({ found: { data, error }, crumbs, missing, channelId }: FoundProps) {
  useTitle(data?.name ?? 'Product')
  if (error instanceof HubProblem && error.code === 'not_found') return <NotFound what={missing} />
  if (data !== undefined) return <Product product={data} crumbs={crumbs} channelId={channelId} />
  return (
    <Page title="Product" crumbs={crumbs}>
      {error === null ? <Skeleton height={360} radius="lg" /> : <ProblemAlert error={error} />}
    </Page>
  )
}
