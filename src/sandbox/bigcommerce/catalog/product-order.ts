import { KeptMap } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import type { Catalog } from './catalog.ts'

/** Where a product stands among the others of a category; null where nobody said it. */
export interface ProductPlace {
  readonly product_id: number
  readonly sort_order: number | null
}

/** The order of products inside of categories, where the merchant gave one. */
export class ProductOrder implements Room {
  readonly #catalog: Catalog
  /** By category, pairs of a product and its number. */
  readonly #orders = new KeptMap<number, readonly (readonly [number, number])[]>()
  readonly kept = { orders: this.#orders }

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** All products of a category: those with a number first, in its order, and equal ones by their ids (guess). */
  of(categoryId: number): readonly ProductPlace[] {
    const order = new Map(this.#orders.get(categoryId))
    return this.#productsOf(categoryId)
      .map(product_id => ({ product_id, sort_order: order.get(product_id) ?? null }))
      .sort((a, b) => (a.sort_order ?? Number.MAX_VALUE) - (b.sort_order ?? Number.MAX_VALUE))
  }

  /** Gives products of a category other places; null takes one away, and the other products keep theirs. */
  set(categoryId: number, places: readonly ProductPlace[]): void {
    const changed = new Map(places.map(place => [place.product_id, place.sort_order]))
    const order = this.of(categoryId).flatMap(({ product_id, sort_order }): [number, number][] => {
      const place = changed.has(product_id) ? changed.get(product_id) : sort_order
      return typeof place === 'number' ? [[product_id, place]] : []
    })
    if (order.length === 0) this.#orders.delete(categoryId)
    else this.#orders.set(categoryId, order)
  }

  drop(categoryIds: Iterable<number>): void {
    for (const id of categoryIds) this.#orders.delete(id)
  }

  #productsOf(categoryId: number): number[] {
    return this.#catalog.products.filter(({ row }) => row.categories.includes(categoryId)).map(({ row }) => row.id)
  }
}
