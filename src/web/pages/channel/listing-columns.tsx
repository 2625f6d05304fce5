import {
  IconCheck,
  IconEye,
  IconEyeOff,
  IconLink,
  IconLinkOff,
  IconLinkPlus,
  IconPlugX,
  IconQuestionMark,
} from '@tabler/icons-react'
import type { Listing } from '../../../api/contract/catalog.ts'
import { Clipped, None, Price, StateBox, StateBoxes, Stock } from '../../parts/grid/cells.tsx'
import type { Column } from '../../parts/grid/columns.ts'
import { ProductCell } from '../../parts/grid/product-cell.tsx'
import { When } from '../../parts/when.tsx'

/** What Channel Products shows of each product. */
export function listingColumns(currency: string | null): readonly Column<Listing>[] {
  return [
    { key: 'product', title: 'Product', sort: 'name', cell: row => <Product row={row} /> },
    { key: 'sku', title: 'SKU', cell: ({ sku }) => (sku === '' ? <None>No SKU</None> : <Clipped text={sku} mono />) },
    { key: 'brand', title: 'Brand', cell: ({ brand }) => (brand === null ? <None /> : <Clipped text={brand} />) },
    {
      key: 'price',
      title: 'Price',
      sort: 'price',
      cell: ({ price, priceMost }) => <Price least={price} most={priceMost} currency={currency} />,
    },
    { key: 'stock', title: 'Stock', cell: ({ stock }) => <Stock stock={stock} /> },
    { key: 'variants', title: 'Variants', cell: ({ variantCount }) => variantCount.toLocaleString() },
    { key: 'state', title: 'State', cell: row => <States row={row} /> },
    {
      key: 'changed',
      title: 'Updated in store',
      sort: '-changed',
      cell: ({ modifiedAt }) => (modifiedAt === null ? <None>Unknown</None> : <When at={modifiedAt} />),
    },
  ]
}

function Product({ row: { channelId, remoteId, imageUrl, name, sku, brand } }: { row: Listing }) {
  return (
    <ProductCell
      imageUrl={imageUrl}
      name={name}
      under={[sku, brand]}
      link={{ to: '/channels/$channelId/products/$remoteId', params: { channelId, remoteId } }}
    />
  )
}

const iconSize = 14

const choiceWords = { keep_off: 'Kept off', archive: 'Archived', make_again: 'To be made again' } as const

function States({ row }: { row: Listing }) {
  const Eye = row.visible ? IconEye : IconEyeOff
  return (
    <StateBoxes>
      {row.goneAt === null ? (
        <StateBox tone={row.visible ? 'quiet' : 'gray'} icon={<Eye size={iconSize} aria-hidden />}>
          {row.visible ? 'Visible' : 'Hidden'}
        </StateBox>
      ) : (
        <StateBox tone="red" icon={<IconPlugX size={iconSize} aria-hidden />}>
          Gone from the store
        </StateBox>
      )}
      {row.goneAt !== null && <Choice choice={row.goneChoice} />}
      <Matched row={row} />
    </StateBoxes>
  )
}

function Choice({ choice }: { choice: Listing['goneChoice'] }) {
  if (choice === null) {
    return (
      <StateBox tone="amber" icon={<IconQuestionMark size={iconSize} aria-hidden />}>
        Undecided
      </StateBox>
    )
  }
  return (
    <StateBox tone="quiet" icon={<IconCheck size={iconSize} aria-hidden />}>
      {choiceWords[choice]}
    </StateBox>
  )
}

function Matched({ row: { variantCount, waitingCount, leftOutCount, goneAt } }: { row: Listing }) {
  const part = (some: number) => (some < variantCount ? `${some} of ${variantCount} ` : '')
  return (
    <>
      {waitingCount > 0 && (
        <StateBox tone="amber" icon={<IconLinkPlus size={iconSize} aria-hidden />}>
          {waitingCount < variantCount ? `${part(waitingCount)}not matched` : 'Not matched'}
        </StateBox>
      )}
      {leftOutCount > 0 && (
        <StateBox tone="gray" icon={<IconLinkOff size={iconSize} aria-hidden />}>
          {leftOutCount < variantCount ? `${part(leftOutCount)}left out` : 'Left out'}
        </StateBox>
      )}
      {waitingCount === 0 && leftOutCount === 0 && goneAt === null && (
        <StateBox tone="quiet" icon={<IconLink size={iconSize} aria-hidden />}>
          Matched
        </StateBox>
      )}
    </>
  )
}
