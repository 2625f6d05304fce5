import { v3Date } from '../query/date.ts'
import type { Store } from '../store.ts'
import type { ProductRecord } from './types.ts'

interface How {
  /** Leaves `date_modified` as it is. */
  readonly silent?: boolean
}

function replace(store: Store, record: ProductRecord, { silent }: How): void {
  const date_modified = silent === true ? record.row.date_modified : v3Date(store.clock.now().getTime())
  const row = { ...record.row, date_modified }
  store.catalog.replaceProduct({ ...record, row, modifiedMs: Date.parse(date_modified) })
}

/** Which ids are only in one of two lists. */
const only = (ids: readonly number[], others: readonly number[]) => ids.filter(id => !others.includes(id))

/** Sells the product in these channels from now on, and tells each channel that is new to it or that loses it. */
export function sellIn(store: Store, record: ProductRecord, channelIds: readonly number[], how: How = {}): void {
  const channels = [...new Set(channelIds)]
  replace(store, { ...record, channels }, how)
  const data = { product_id: record.row.id }
  for (const id of only(channels, record.channels)) store.events.tell(`store/channel/${id}/product/assigned`, data)
  for (const id of only(record.channels, channels)) store.events.tell(`store/channel/${id}/product/unassigned`, data)
}

/**
 * Puts the product into these categories from now on. Told as a change of the product (documented for its categories),
 * and to the channel of each category that is new to it or that loses it.
 */
export function putInto(store: Store, record: ProductRecord, categoryIds: readonly number[]): void {
  const categories = [...new Set(categoryIds)]
  const old = record.row.categories
  replace(store, { ...record, row: { ...record.row, categories } }, {})
  const tell = (ids: readonly number[], what: 'assigned' | 'unassigned') => {
    for (const id of ids) {
      const treeId = store.catalog.category(id)?.tree_id ?? 0
      for (const channel of store.catalog.tree(treeId)?.channels ?? []) {
        store.events.tell(`store/channel/${channel}/category/product/${what}`, { product_id: record.row.id })
      }
    }
  }
  const [gained, lost] = [only(categories, old), only(old, categories)]
  tell(gained, 'assigned')
  tell(lost, 'unassigned')
  if (gained.length + lost.length > 0) {
    store.events.tell('store/product/updated', { type: 'product', id: record.row.id })
  }
}
