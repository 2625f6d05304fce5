import type {
  CategoryTree,
  ObservedBrand,
  ObservedCategory,
  ObservedDetails,
  ObservedProduct,
  RefusedRow,
} from '../domain/observed.ts'

/**
 * Reads a store's catalog, a page at a time. A reader keeps nothing between two calls: where to go on is the caller's
 * to remember, so that a pull can end anywhere and go on from there.
 */
export interface CatalogReader {
  /** How many products there are now, and the key of the last of them, both from one answer: a snapshot. */
  snapshot(): Promise<Read<Snapshot>>
  /** Whether a product with the key `a` comes after one with the key `b`. */
  isAfter(a: string, b: string): boolean
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
  productsById(remoteIds: readonly string[], signal?: AbortSignal): Promise<Read<ProductsPage>>
  /**
   * Options and modifiers. A product that is not in the answer is gone. Rejects with the signal's reason where it is
   * aborted: then nobody wants the answer any more.
   */
  details(remoteIds: readonly string[], signal?: AbortSignal): Promise<Read<DetailsPage>>
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
  /** By page number in place of the key, for a store that ignores the key: then `after` is ignored. */
  readonly page?: number
}

export interface Snapshot {
  /** Null where the store doesn't say. */
  readonly total: number | null
  readonly lastKey: string | null
  /** The store's clock when it answered; null where it doesn't tell. */
  readonly storeTime: Date | null
}

/** What a read came to. A failure is a value: it is part of what a store does. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ReadFailure }

export interface ReadFailure {
  /**
   * `refused`: the right to read is missing; `withheld`: it is for this list alone, which nothing else depends on;
   * `busy`: the store or the way to it is in trouble, later it may work; `unusable`: an answer came that cannot be used,
   * such as half a JSON; `too_large`: the answer is larger than is read.
   */
  readonly kind: 'refused' | 'withheld' | 'busy' | 'unusable' | 'too_large'
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
  /** Rows came in another order than that of their keys, so that the last key says nothing about what is left. */
  readonly ignoredOrder: boolean
  /** Rows came that were changed long before `changedSince`: the store ignored it. */
  readonly ignoredSince: boolean
  /** Names of fields that no documentation has, with how many rows had them. */
  readonly unknownFields: Readonly<Record<string, number>>
  /** The store's clock when it answered; null where it doesn't tell. */
  readonly storeTime: Date | null
}

export interface DetailsPage {
  readonly rows: readonly ObservedDetails[]
  /** Rows that can't be taken, and what is odd about those that were. */
  readonly refused: readonly RefusedRow[]
}
