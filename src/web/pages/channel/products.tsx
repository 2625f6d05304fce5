import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Listing } from '../../../api/contract/catalog.ts'
import { listingCountQuery, listingSource } from '../../catalog-queries.ts'
import { HubProblem } from '../../client.ts'
import { isFiltered, type ListingAsk, listingAsk } from '../../list-address.ts'
import { BulkBar } from '../../parts/bulk/bulk-bar.tsx'
import { useBulkPicks } from '../../parts/bulk/use-bulk-picks.ts'
import { CsvButton } from '../../parts/grid/csv-button.tsx'
import { ProductList } from '../../parts/grid/product-list.tsx'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { RemoveButton } from '../../parts/removal/remove-button.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import { GonePicks, useGonePicks } from './gone-picks.tsx'
import { listingColumns } from './listing-columns.tsx'
import { ListingFilters } from './listing-filters.tsx'
import { NoListings } from './no-listings.tsx'
import { RemovalsWaiting } from './removals-waiting.tsx'

const idOf = ({ remoteId }: Listing) => remoteId
const nameOf = ({ name }: Listing) => name
const route = getRouteApi('/shell/channels/$channelId/products/')

/** Channel Products: what the store has, as it was read last. */
export function ChannelProductsPage() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId))
  useTitle('Products', channel.data?.name)
  if (channel.error instanceof HubProblem && channel.error.code === 'not_found') {
    return <NotFound what="There is no such channel" />
  }
  if (channel.data === undefined && channel.error !== null) {
    return (
      <Page title="Products">
        <ProblemAlert error={channel.error} />
      </Page>
    )
  }
  const currency = channel.data?.profile?.store?.currency ?? null
  return <Products key={channelId} channelId={channelId} channelName={channel.data?.name} currency={currency} />
}

interface Props {
  readonly channelId: string
  readonly channelName: string | undefined
  readonly currency: string | null
}

function Products({ channelId, channelName, currency }: Props) {
  const { ask, change, clear } = useListingAddress()
  const source = useMemo(() => listingSource(channelId, ask), [channelId, ask])
  const columns = useMemo(() => listingColumns(currency), [currency])
  const counted = useQuery(listingCountQuery(channelId, ask)).data
  const gone = useGonePicks(ask.state === 'gone')
  const { sort: _, ...filter } = ask
  const picks = useBulkPicks(JSON.stringify(filter), idOf, nameOf)
  return (
    <Page
      wide
      title="Channel Products"
      crumbs={[
        { text: 'All Channels', link: { to: '/channels' } },
        { text: channelName ?? '…', link: { to: '/channels/$channelId', params: { channelId } } },
      ]}
      actions={<CsvButton path={`/api/channels/${encodeURIComponent(channelId)}/listings.csv`} query={ask} />}
    >
      <RemovalsWaiting channelId={channelId} />
      <ProductList
        label="Channel Products"
        source={source}
        columns={columns}
        keyOf={idOf}
        ask={ask}
        isFiltered={isFiltered(ask)}
        counted={counted}
        onChange={change}
        onClear={clear}
        filters={<ListingFilters channelId={channelId} ask={ask} onChange={change} />}
        picks={gone ?? picks}
        none={<NoListings channelId={channelId} />}
      >
        {gone !== undefined && <GonePicks channelId={channelId} picks={gone} />}
      </ProductList>
      {gone === undefined && (
        <BulkBar picks={picks} counted={counted} channelId={channelId} all={{ listings: filter }}>
          {!picks.isAll && (
            <RemoveButton
              channel={{ id: channelId, name: channelName ?? 'this channel' }}
              what={{ products: [...picks.chosen] }}
              onDone={picks.onNone}
            >
              Delete
            </RemoveButton>
          )}
        </BulkBar>
      )}
    </Page>
  )
}

function useListingAddress() {
  const navigate = route.useNavigate()
  const raw = route.useSearch()
  const ask = useMemo(() => listingAsk(raw), [raw])
  const change = useCallback(
    (part: ListingAsk, replace = false) => void navigate({ search: old => ({ ...listingAsk(old), ...part }), replace }),
    [navigate],
  )
  const clear = useCallback(() => void navigate({ search: old => ({ sort: listingAsk(old).sort }) }), [navigate])
  return { ask, change, clear }
}
