import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Product } from '../../../api/contract/catalog.ts'
import { productCountQuery, productSource } from '../../catalog-queries.ts'
import { isFiltered, type ProductAsk, productAsk } from '../../list-address.ts'
import { BulkBar } from '../../parts/bulk/bulk-bar.tsx'
import { useBulkPicks } from '../../parts/bulk/use-bulk-picks.ts'
import { CsvButton } from '../../parts/grid/csv-button.tsx'
import { ProductList } from '../../parts/grid/product-list.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Page } from '../../parts/page.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelsQuery } from '../../queries.ts'
import { NoProducts } from './no-products.tsx'
import { productColumns } from './product-columns.tsx'
import { ProductFilters } from './product-filters.tsx'
import { PutOnChannel } from './put-on-channel.tsx'
import { SkuBar } from './sku-bar.tsx'

const route = getRouteApi('/shell/inventory/products/')

const idOf = ({ id }: Product) => id
const nameOf = ({ name }: Product) => name

/** Inventory > Products: the master catalog. */
export function InventoryProductsPage() {
  useTitle('Products', 'Inventory')
  const { ask, change, clear } = useProductAddress()
  const channels = useQuery(channelsQuery).data
  const source = useMemo(() => productSource(ask), [ask])
  const columns = useMemo(() => {
    const names = new Map(channels?.map(({ id, name }) => [id, name]))
    return productColumns(channelId => names.get(channelId) ?? '…')
  }, [channels])
  const counted = useQuery(productCountQuery(ask)).data
  const { sort: _, ...filter } = ask
  const picks = useBulkPicks(JSON.stringify(filter), idOf, nameOf)
  return (
    <Page
      wide
      title="Products"
      subtitle="Your master catalog: every product once, on whatever channels it is sold."
      actions={
        <>
          <CsvButton path="/api/products.csv" query={ask} />
          <LinkButton to="/inventory/products/new">New product</LinkButton>
        </>
      }
    >
      <SkuBar onShow={skuFault => change({ skuFault })} />
      <ProductList
        label="Products"
        source={source}
        columns={columns}
        keyOf={idOf}
        ask={ask}
        isFiltered={isFiltered(ask)}
        counted={counted}
        onChange={change}
        onClear={clear}
        filters={<ProductFilters channels={channels ?? []} ask={ask} onChange={change} />}
        picks={picks}
        none={<NoProducts />}
      />
      <BulkBar picks={picks} counted={counted} all={{ products: filter }}>
        <PutOnChannel
          which={picks.isAll ? { products: filter } : { productIds: [...picks.chosen] }}
          channels={channels ?? []}
          missingOn={ask.missingOn}
          wantedOn={ask.wantedOn}
          onDone={picks.onNone}
        />
      </BulkBar>
    </Page>
  )
}

function useProductAddress() {
  const navigate = route.useNavigate()
  const raw = route.useSearch()
  const ask = useMemo(() => productAsk(raw), [raw])
  const change = useCallback(
    (part: ProductAsk, replace = false) => void navigate({ search: old => ({ ...productAsk(old), ...part }), replace }),
    [navigate],
  )
  const clear = useCallback(() => void navigate({ search: old => ({ sort: productAsk(old).sort }) }), [navigate])
  return { ask, change, clear }
}
