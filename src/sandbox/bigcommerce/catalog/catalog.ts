import type { Brand, Category, ProductRecord } from './types.ts'

/** A category tree; each belongs to one channel for good (documented). */
export interface CategoryTree {
  readonly id: number
  readonly name: string
  readonly channels: readonly number[]
}

/** What was done to the catalog while it was being read, by the fault that shifts pages. */
export interface CatalogShift {
  readonly productId: number
  readonly what: 'disappeared' | 'appeared'
}

/** The catalog as it is now. Products are kept in the order of their ids, so that reading by key is a binary search. */
export class Catalog {
  readonly brands: readonly Brand[]
  readonly categories: readonly Category[]
  readonly trees: readonly CategoryTree[]
  #products: ProductRecord[]
  readonly #byId = new Map<number, ProductRecord>()
  #nextProductId: number
  #nextVariantId: number

  constructor(parts: {
    products: readonly ProductRecord[]
    brands: readonly Brand[]
    categories: readonly Category[]
    trees: readonly CategoryTree[]
  }) {
    this.brands = parts.brands
    this.categories = parts.categories
    this.trees = parts.trees
    this.#products = [...parts.products].sort((a, b) => a.row.id - b.row.id)
    let variantId = 0
    for (const record of this.#products) {
      this.#byId.set(record.row.id, record)
      for (const variant of record.variants) variantId = Math.max(variantId, variant.id)
    }
    this.#nextProductId = (this.#products.at(-1)?.row.id ?? 0) + 1
    this.#nextVariantId = variantId + 1
  }

  get products(): readonly ProductRecord[] {
    return this.#products
  }

  product(id: number): ProductRecord | undefined {
    return this.#byId.get(id)
  }

  /** The position of the first product whose id is at least `id`. */
  positionOf(id: number): number {
    let low = 0
    let high = this.#products.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#products[middle]?.row.id ?? 0) < id) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Takes a product out, as a merchant would who deletes it while somebody reads. */
  remove(id: number): CatalogShift | null {
    if (!this.#byId.delete(id)) return null
    this.#products = this.#products.filter(record => record.row.id !== id)
    return { productId: id, what: 'disappeared' }
  }

  /** Adds a simple copy of a product under new ids, with a name and no SKU of its own. */
  addCopyOf(original: ProductRecord, now: string): CatalogShift {
    const id = this.#nextProductId
    const variantId = this.#nextVariantId
    this.#nextProductId += 1
    this.#nextVariantId += 1
    const [base] = original.variants
    const row = {
      ...original.row,
      id,
      name: `${original.row.name} (${id})`,
      sku: '',
      base_variant_id: variantId,
      custom_url: { url: `/added-while-reading-${id}/`, is_customized: false },
      date_created: now,
      date_modified: now,
    }
    const variants =
      base === undefined ? [] : [{ ...base, id: variantId, product_id: id, sku: '', sku_id: null, option_values: [] }]
    const record: ProductRecord = {
      ...original,
      row,
      variants,
      options: [],
      modifiers: [],
      images: [],
      customFields: [],
      bulkRules: [],
      videos: [],
      stock: original.stock.slice(0, 1),
      texts: new Map(),
    }
    this.#products.push(record)
    this.#byId.set(id, record)
    return { productId: id, what: 'appeared' }
  }
}
