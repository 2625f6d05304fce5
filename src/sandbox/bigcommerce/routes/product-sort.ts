import type { Product, ProductRecord } from '../catalog/types.ts'
import type { Query } from '../query/query.ts'

const sorts = [
  'id',
  'name',
  'sku',
  'price',
  'date_modified',
  'date_last_imported',
  'inventory_level',
  'is_visible',
  'total_sold',
  'calculated_price',
] as const

function keyOf(row: Product, sort: (typeof sorts)[number]): string | number {
  switch (sort) {
    case 'date_last_imported':
      return 0
    case 'is_visible':
      return row.is_visible ? 1 : 0
    case 'name':
    case 'sku':
      return row[sort].toLowerCase()
    default:
      return row[sort]
  }
}

/** The products in the order that is asked for, or else in the one of the store; equal ones by their ids. */
export function sortedProducts(
  query: Query,
  products: readonly ProductRecord[],
  unasked: 'id' | 'name',
): readonly ProductRecord[] {
  const sort = query.oneOf('sort', sorts) ?? unasked
  const sign = query.oneOf('direction', ['asc', 'desc']) === 'desc' ? -1 : 1
  if (sort === 'id') return sign === 1 ? products : products.toReversed()
  const keyed = products.map(record => ({ record, key: keyOf(record.row, sort) }))
  keyed.sort((a, b) => (a.key === b.key ? a.record.row.id - b.record.row.id : (a.key < b.key ? -1 : 1) * sign))
  return keyed.map(({ record }) => record)
}
