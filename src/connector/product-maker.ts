import type { Fields } from '../domain/layers.ts'
import type { ObservedProduct } from '../domain/observed.ts'
import type { LivePart } from '../domain/plan.ts'
import type { Read } from './catalog.ts'
import type { Outcome } from './writer.ts'

/** Makes whole products in a store: each with its options and variants, with one request. */
export interface ProductMaker {
  /** Fields that a new product and its variants can begin with; the others are written once it is there. */
  readonly newProductFields: ReadonlySet<string>
  readonly newVariantFields: ReadonlySet<string>
  /** Why the store would not take a new product as a whole, with what to do; null where it would. Fields are `faultOf`’s. */
  productFaultOf(product: NewProduct): string | null
  /** Fewest requests that `findProducts` makes. */
  looksFor(by: ProductMarks): number
  /**
   * Products of the store that have this name or one of these SKUs, whatever they are written like: each store has a name
   * and a SKU once. After a lost answer that tells whether a product was made.
   */
  findProducts(by: ProductMarks, signal?: AbortSignal): Promise<Read<readonly ObservedProduct[]>>
  /** Makes a product that `findProducts` has not found. Rejects as `CatalogWriter.writeListings`. */
  makeProduct(product: NewProduct, parts: readonly LivePart[], signal?: AbortSignal): Promise<MadeProduct>
}

/** By what a product is told apart from all others of its store. */
export interface ProductMarks {
  readonly name: string
  readonly skus: readonly string[]
}

/** A product to make. What a store has under names of its own goes as its ids: `brand`, and each of `categories`. */
export interface NewProduct {
  readonly fields: Fields
  /** One without option values, or as many as are to be told apart by them. */
  readonly variants: readonly NewVariant[]
}

export interface NewVariant {
  readonly fields: Fields
  readonly optionValues: readonly { readonly option: string; readonly value: string }[]
}

/** What became of making a product. `product`: as the store shows it by then; null where it could not be read. */
export type MadeProduct =
  | { readonly status: 'applied'; readonly remoteId: string; readonly product: ObservedProduct | null }
  | Exclude<Outcome, { status: 'applied' }>
