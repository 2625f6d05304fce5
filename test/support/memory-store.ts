import type { CatalogReader, ProductsAsk, ProductsPage, Read } from '../../src/connector/catalog.ts'
import type { FieldPart } from '../../src/domain/fields.ts'
import type { ObservedProduct } from '../../src/domain/observed.ts'

/** A product of a store that lives in the test: what the list shows of it, and its options and modifiers. */
export interface MemoryProduct {
  readonly shown: ObservedProduct
  readonly options: readonly FieldPart[]
  readonly modifiers: readonly FieldPart[]
}

interface Sizes {
  readonly pageMost?: number
  readonly detailsMost?: number
}

/** A store without a network: its reader tells whatever `products` gives at that moment, in the order of the ids. */
export function memoryReader(
  products: () => readonly MemoryProduct[],
  { pageMost = 250, detailsMost = 10 }: Sizes = {},
): CatalogReader {
  const sorted = () => [...products()].sort((a, b) => Number(a.shown.remoteId) - Number(b.shown.remoteId))
  const after = ({ after: key, page, limit }: ProductsAsk) =>
    page === undefined
      ? sorted().filter(({ shown }) => Number(shown.remoteId) > Number(key ?? 0))
      : sorted().slice((page - 1) * limit)
  const withIds = (ids: readonly string[]) => sorted().filter(({ shown }) => ids.includes(shown.remoteId))
  const page = (found: readonly MemoryProduct[], limit: number): ProductsPage => {
    const rows = found.slice(0, limit).map(({ shown }) => shown)
    return {
      rows,
      refused: [],
      total: found.length,
      lastKey: rows.at(-1)?.remoteId ?? null,
      last: rows.length === found.length,
      ignoredKey: false,
      ignoredSince: false,
      ignoredOrder: false,
      unknownFields: {},
      storeTime: null,
    }
  }
  const nothing = () => ok({ rows: [], refused: [], total: 0 })
  return {
    pageMost,
    detailsMost,
    isAfter: (a, b) => Number(a) > Number(b),
    snapshot: () => ok({ total: products().length, lastKey: sorted().at(-1)?.shown.remoteId ?? null, storeTime: null }),
    products: ask => ok(page(after(ask), ask.limit)),
    keys: ask => ok(page(after(ask), ask.limit).rows.map(row => row.remoteId)),
    productsById: ids => ok(page(withIds(ids), ids.length)),
    details: ids =>
      ok({
        rows: withIds(ids).map(({ shown, options, modifiers }) => ({ remoteId: shown.remoteId, options, modifiers })),
        refused: [],
      }),
    exists: id => ok(withIds([id]).length > 0),
    categoryTrees: nothing,
    categories: nothing,
    brands: nothing,
  }
}

function ok<T>(value: T): Promise<Read<T>> {
  return Promise.resolve({ ok: true, value })
}
