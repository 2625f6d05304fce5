import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { listingQuery, productQuery } from '../../catalog-queries.ts'
import { HubProblem } from '../../client.ts'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import type { Place } from './place.ts'
import { type Crumb, Product } from './product.tsx'
import '../../parts/grid/kit.css'

const inventoryRoute = getRouteApi('/shell/inventory/products/$productId')
const channelRoute = getRouteApi('/shell/channels/$channelId/products/$remoteId')

/** A product of the master catalog. */
export function InventoryProductPage() {
  const { productId } = inventoryRoute.useParams()
  const found = useQuery(productQuery(productId))
  const edit = useEditing(inventoryRoute)
  return (
    <Found
      key={productId}
      found={found}
      crumbs={[{ text: 'Products', link: { to: '/inventory/products' } }]}
      missing="There is no such product"
      place="master"
      edit={edit}
    />
  )
}

/** A product as a channel has it, also one that is not in the master catalog yet. */
export function ChannelProductPage() {
  const { channelId, remoteId } = channelRoute.useParams()
  const found = useQuery(listingQuery(channelId, remoteId))
  const edit = useEditing(channelRoute)
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
      place={{ channelId, remoteId }}
      edit={edit}
    />
  )
}

/** Whether the page is edited is in its address, so that going to another channel's values goes on with it. */
function useEditing(route: typeof inventoryRoute | typeof channelRoute) {
  const navigate = useNavigate()
  const { edit } = route.useSearch()
  return {
    isEditing: edit === 'yes',
    onEdit: (isEditing: boolean) => void navigate({ to: '.', search: { edit: isEditing ? 'yes' : undefined } }),
  }
}

interface FoundProps {
  readonly found: { readonly data: ProductDetail | undefined; readonly error: unknown }
  readonly crumbs: readonly Crumb[]
  readonly missing: string
  readonly place: Place
  readonly edit: { readonly isEditing: boolean; readonly onEdit: (isEditing: boolean) => void }
}

function Found({ found: { data, error }, crumbs, missing, place, edit }: FoundProps) {
  useTitle(data?.name ?? 'Product')
  if (error instanceof HubProblem && error.code === 'not_found') return <NotFound what={missing} />
  if (data !== undefined) return <Product product={data} crumbs={crumbs} place={place} {...edit} />
  return (
    <Page title="Product" crumbs={crumbs}>
      {error === null ? <Skeleton height={360} radius="lg" /> : <ProblemAlert error={error} />}
    </Page>
  )
}
