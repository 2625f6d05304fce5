import { IconAlertTriangle, IconArchive } from '@tabler/icons-react'
import type { Product } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { Clipped, None, Price, StateBox, StateBoxes } from '../../parts/grid/cells.tsx'
import type { Column } from '../../parts/grid/columns.ts'
import { ProductCell } from '../../parts/grid/product-cell.tsx'
import { When } from '../../parts/when.tsx'
import { ChannelChips } from './channel-chips.tsx'

/** What Inventory > Products shows of each product. `nameOf` gives the name of a channel. */
export function productColumns(nameOf: (channelId: string) => string): readonly Column<Product>[] {
  return [
    { key: 'product', title: 'Product', sort: 'name', cell: row => <Name row={row} /> },
    { key: 'sku', title: 'SKU', cell: row => <Sku row={row} /> },
    { key: 'brand', title: 'Brand', cell: ({ brand }) => (brand === null ? <None /> : <Clipped text={brand} />) },
    {
      key: 'price',
      title: 'Price',
      sort: 'price',
      cell: ({ price, priceMost, currency }) => <Price least={price} most={priceMost} currency={currency} />,
    },
    { key: 'channels', title: 'Channels', cell: row => <ChannelChips on={row.channels} nameOf={nameOf} /> },
    { key: 'mark', title: 'State', cell: row => <Marks row={row} /> },
    { key: 'changed', title: 'Updated in hub', sort: '-changed', cell: ({ changedAt }) => <When at={changedAt} /> },
  ]
}

function variantsOf({ variantCount }: Product): string {
  return variantCount === 0 ? 'No variants' : count(variantCount, 'variant')
}

function Name({ row }: { row: Product }) {
  return (
    <ProductCell
      imageUrl={row.imageUrl}
      name={row.name}
      under={[row.variantCount === 1 ? row.sku : variantsOf(row), row.brand]}
      link={{ to: '/inventory/products/$productId', params: { productId: row.id } }}
    />
  )
}

function Sku({ row }: { row: Product }) {
  if (row.variantCount !== 1) return variantsOf(row)
  return row.sku === null || row.sku === '' ? <None>No SKU</None> : <Clipped text={row.sku} mono />
}

/** What is not as usual. */
function Marks({ row }: { row: Product }) {
  if (row.state === 'active' && row.faultCount === 0) return null
  return (
    <StateBoxes>
      {row.state === 'archived' && (
        <StateBox tone="gray" icon={<IconArchive size={14} aria-hidden />}>
          Archived
        </StateBox>
      )}
      {row.faultCount > 0 && (
        <StateBox tone="amber" icon={<IconAlertTriangle size={14} aria-hidden />}>
          {row.variantCount === 1 ? 'SKU fault' : `${count(row.faultCount, 'SKU fault')}`}
        </StateBox>
      )}
    </StateBoxes>
  )
}
