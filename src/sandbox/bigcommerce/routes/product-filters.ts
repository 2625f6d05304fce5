import type { ProductRecord } from '../catalog/types.ts'
import type { FilterFields, Test } from '../query/filters.ts'
import { filtersOf } from '../query/filters.ts'
import type { Query } from '../query/query.ts'
import type { Store } from '../store.ts'

const fields: FilterFields<ProductRecord> = {
  // By id:not_in; the other operators on the id are looked up.
  id: { kind: 'integer', read: ({ row }) => row.id },
  name: { kind: 'text', read: ({ row }) => row.name },
  // Documented: the SKU of the product (and so of its base variant), not those of its other variants.
  sku: { kind: 'text', read: ({ row }) => row.sku },
  mpn: { kind: 'text', read: ({ row }) => row.mpn },
  upc: { kind: 'text', read: ({ row }) => row.upc },
  price: { kind: 'number', read: ({ row }) => row.price },
  weight: { kind: 'number', read: ({ row }) => row.weight },
  condition: { kind: 'text', read: ({ row }) => row.condition },
  brand_id: { kind: 'integer', read: ({ row }) => row.brand_id },
  categories: { kind: 'integer', read: ({ row }) => row.categories },
  date_modified: { kind: 'date', read: record => record.modifiedMs },
  // Guess: products of this store came from no import, so no date of one ever matches.
  date_last_imported: { kind: 'date', read: () => null },
  is_visible: { kind: 'boolean', read: ({ row }) => row.is_visible },
  is_featured: { kind: 'boolean', read: ({ row }) => row.is_featured },
  is_free_shipping: { kind: 'boolean', read: ({ row }) => row.is_free_shipping },
  inventory_level: { kind: 'integer', read: ({ row }) => row.inventory_level },
  inventory_low: {
    kind: 'boolean',
    read: ({ row }) => isTracked(row) && row.inventory_level <= row.inventory_warning_level,
  },
  out_of_stock: { kind: 'boolean', read: ({ row }) => isTracked(row) && row.inventory_level === 0 },
  total_sold: { kind: 'integer', read: ({ row }) => row.total_sold },
  type: { kind: 'text', read: ({ row }) => row.type },
  availability: { kind: 'text', read: ({ row }) => row.availability },
}

const isTracked = (row: ProductRecord['row']) => row.inventory_tracking !== 'none'

/** Words that must all be found in name, SKU, description, search keywords or brand. */
function keywordTest(text: string, store: Store): Test<ProductRecord> {
  const words = text.toLowerCase().split(/\s+/)
  const brands = new Map(store.catalog.brands.map(brand => [brand.id, brand.name]))
  return ({ row, variants }) => {
    const skus = variants.map(variant => variant.sku).join(' ')
    const brand = brands.get(row.brand_id) ?? ''
    const haystack = [row.name, row.sku, skus, row.description, row.search_keywords, brand].join(' ').toLowerCase()
    return words.every(word => haystack.includes(word))
  }
}

/** What a query asks of products, by the filters of the official file and their operators. */
export function productTests(query: Query, now: Date, store: Store): Test<ProductRecord>[] {
  query.oneOf('condition', ['new', 'used', 'refurbished', 'New', 'Used', 'Refurbished'])
  query.oneOf('type', ['physical', 'digital'])
  query.oneOf('availability', ['available', 'disabled', 'preorder'])
  query.oneOf('keyword_context', ['shopper', 'merchant'])
  const tests = filtersOf(query, fields, now)
  // Unlike categories:in, one channel of the list is enough.
  const channels = query.integers('channel_id:in')
  if (channels.length > 0) tests.push(record => channels.some(id => record.channels.includes(id)))
  const keyword = query.text('keyword')
  if (keyword !== undefined) tests.push(keywordTest(keyword, store))
  return tests
}
