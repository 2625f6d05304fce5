import type { FieldPart, ProductFields, VariantFields } from '../domain/fields.ts'

/**
 * Reads a store's catalog, a page at a time. A reader keeps nothing between two calls: where to go on is the caller's
 * to remember, so that a pull can end anywhere and go on from there.
 */
export interface CatalogReader {
  /** Most products that `products` gives at a time. */
  readonly pageMost: number
  /** Most products that `details` takes at a time. */
  readonly detailsMost: number
  /**
   * Products with all but their details, in the order of their key, after the one with the key `after` (null: from the
   * first). `changedSince` leaves out those that the store says were not changed since then.
   */
  products(ask: ProductsAsk): Promise<Read<ProductsPage>>
  /** The keys of the products that a page of `products` would hold: for finding the one that breaks a page. */
  keys(ask: ProductsAsk): Promise<Read<readonly string[]>>
  /** Those of these products that there still are, with all but their details. */
  productsById(remoteIds: readonly string[]): Promise<Read<ProductsPage>>
  /** Options and modifiers. A product that is not in the answer is gone. */
  details(remoteIds: readonly string[]): Promise<Read<DetailsPage>>
  /** Asks for one product at its own address: the only proof that it is gone. */
  exists(remoteId: string): Promise<Read<boolean>>
  /** Everything that exists below is read to its end, in pages from 1 on. */
  categoryTrees(): Promise<Read<ListPage<CategoryTree>>>
  categories(treeId: string, page: number): Promise<Read<ListPage<ObservedCategory>>>
  brands(page: number): Promise<Read<ListPage<ObservedBrand>>>
}

export interface ProductsAsk {
  readonly after: string | null
  readonly limit: number
  readonly changedSince?: Date
}

/** What a read came to. A failure is a value: it is part of what a store does. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ReadFailure }

export interface ReadFailure {
  /**
   * `refused`: the right to read is missing; `busy`: the store or the way to it is in trouble, later it may work;
   * `unusable`: an answer came that cannot be used, such as half a JSON; `too_large`: the answer is larger than is read.
   */
  readonly kind: 'refused' | 'busy' | 'unusable' | 'too_large'
  /** What happened, and what to do about it, as whole sentences for a merchant. */
  readonly sentence: string
  /** The beginning of what came, without secrets; empty where nothing did. */
  readonly came: string
}

/** A page of a list that is read by page number. */
export interface ListPage<T> {
  readonly rows: readonly T[]
  readonly refused: readonly RefusedRow[]
  /** How many there are in all, as the store says; null where it doesn't. */
  readonly total: number | null
  readonly last: boolean
}

export interface ProductsPage {
  readonly rows: readonly ObservedProduct[]
  readonly refused: readonly RefusedRow[]
  /** The products after `after` in all, these included, as the store says; null where it doesn't. */
  readonly total: number | null
  /** The key of the last row: `after` of the next page. Null where no row has one. */
  readonly lastKey: string | null
  /** Nothing comes after this page. */
  readonly last: boolean
  /** Rows came that lie at or below `after`: the store ignored where to begin. */
  readonly ignoredKey: boolean
  /** Names of fields that no documentation has, with how many rows had them. */
  readonly unknownFields: Readonly<Record<string, number>>
  /** The store's clock when it answered; null where it doesn't tell. */
  readonly storeTime: Date | null
}

export interface DetailsPage {
  readonly rows: readonly ObservedDetails[]
  readonly refused: readonly RefusedRow[]
}

/** A row that cannot be taken. */
export interface RefusedRow {
  /** Empty where the row has none. */
  readonly remoteId: string
  readonly name: string
  readonly sku: string
  readonly reason: string
  /** The row as it came, cut where it is long. */
  readonly came: string
}

/** Something about a row that was taken: a value that came in another form than documented. */
export interface RowNote {
  /** The variant that it is about; absent where it is the product itself. */
  readonly variantRemoteId?: string
  readonly reason: string
  readonly came: string
}

/** One product of a store as it shows itself. */
export interface ObservedProduct {
  readonly remoteId: string
  /** Without brand and categories: those are names, and come by their ids below. */
  readonly fields: ProductFields
  readonly brandRemoteId: string | null
  readonly categoryRemoteIds: readonly string[]
  /** Whether shoppers see it. */
  readonly visible: boolean
  readonly imageUrl: string | null
  readonly createdAt: Date | null
  readonly modifiedAt: Date | null
  readonly variants: readonly ObservedVariant[]
  readonly notes: readonly RowNote[]
}

export interface ObservedVariant {
  readonly remoteId: string
  readonly fields: VariantFields
  /** What a shopper pays, as the store computes it; decimal text. */
  readonly shownPrice: string | null
  /** On hand as the catalog tells it; null where it is not tracked. */
  readonly stock: number | null
}

export interface ObservedDetails {
  readonly remoteId: string
  readonly options: readonly FieldPart[]
  readonly modifiers: readonly FieldPart[]
}

export interface CategoryTree {
  readonly remoteId: string
  readonly name: string
  readonly storefrontRemoteIds: readonly string[]
}

export interface ObservedCategory {
  readonly remoteId: string
  /** Null for one at the root. */
  readonly parentRemoteId: string | null
  readonly name: string
  readonly visible: boolean
  readonly sortOrder: number
}

export interface ObservedBrand {
  readonly remoteId: string
  readonly name: string
  readonly imageUrl: string | null
}
