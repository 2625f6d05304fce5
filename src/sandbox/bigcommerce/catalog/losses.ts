import type { Catalog } from './catalog.ts'

/** Guess: a product whose brand is deleted stays, without one, and its date doesn't tell. Walks the whole catalog once. */
export function withoutBrands(catalog: Catalog, ids: ReadonlySet<number>): void {
  for (const record of catalog.products.filter(({ row }) => ids.has(row.brand_id))) {
    catalog.replaceProduct({ ...record, row: { ...record.row, brand_id: 0 } })
  }
}

/** Guess: a product whose category is deleted stays, without it, and its date doesn't tell. Walks the whole catalog once. */
export function withoutCategories(catalog: Catalog, ids: ReadonlySet<number>): void {
  for (const record of catalog.products.filter(({ row }) => row.categories.some(id => ids.has(id)))) {
    const categories = record.row.categories.filter(id => !ids.has(id))
    catalog.replaceProduct({ ...record, row: { ...record.row, categories } })
  }
}
