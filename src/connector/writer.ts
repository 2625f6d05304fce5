import type { FieldValue } from '../domain/fields.ts'
import type { Delta, Fields } from '../domain/layers.ts'
import type { ObservedProduct } from '../domain/observed.ts'
import type { Level, LivePart } from '../domain/plan.ts'
import type { Read } from './catalog.ts'
import type { ProductMaker } from './product-maker.ts'

/**
 * Writes what a store's products and variants show. A writer keeps nothing between two calls. It sends a value again only
 * where the store refused to take it together with others; what became of a write whose answer was lost is the caller's
 * to find out.
 *
 * Only fields of these tables are ever written; a field that a caller doesn't name is not sent.
 */
export interface CatalogWriter extends ProductMaker {
  /** What of a product can be written here, by field. */
  readonly productFields: ReadonlySet<string>
  readonly variantFields: ReadonlySet<string>
  /** Those of `productFields` that are lists with requests of their own: each is written alone, by `writeApart`. */
  readonly apartFields: ReadonlySet<string>
  /** Most listings, and most offers, that one request writes. */
  readonly listingsMost: number
  readonly offersMost: number
  /** Most products that `shown` reads with one request. */
  readonly shownMost: number
  /** What is wrong with a value before it is sent, as a sentence with what to do; null where the store would take it. */
  faultOf(level: Level, field: string, value: Delta[string]): string | null
  /**
   * One result for each write, in their order; at most `listingsMost` of different listings. `parts` are those that the
   * fields belong to: every request that leaves names all of them. Rejects where the gate of the channel is closed, with
   * nothing written by the request that it held back, and with the signal's reason where it is aborted: what was under
   * way is unknown then.
   */
  writeListings(
    writes: readonly ListingWrite[],
    parts: readonly LivePart[],
    signal?: AbortSignal,
  ): Promise<readonly WriteResult[]>
  /**
   * Writes one of `apartFields` of a listing, entry by entry, and stops at the first that is not taken. `before` is what
   * the store shows now, with its ids; `shows` of the result is what it shows by then, also where only some of it was
   * written. Rejects as `writeListings`.
   */
  writeApart(write: ApartWrite, parts: readonly LivePart[], signal?: AbortSignal): Promise<WriteResult>
  /** Least requests by which `writeApart` brings a field from one value to the other. */
  requestsFor(field: string, before: FieldValue | null, after: FieldValue | null): number
  /** Whether a write of one of `apartFields` that was cut off may have left what the store shows: writing completes it. */
  isBetween(field: string, write: FieldWrites, shows: FieldValue | null): boolean
  /** What is wrong with a brand or category that the store is to get, with what to do; null where it would take it. */
  nameFaultOf(thing: StoreName & { readonly level: number }): string | null
  /** The store's id of a brand, or of a category at its place; null where the store has none. */
  findName(thing: StoreName, signal?: AbortSignal): Promise<Read<string | null>>
  /** Makes a brand or category that `findName` has not found. Rejects as `writeListings`. */
  makeName(thing: StoreName, parts: readonly LivePart[], signal?: AbortSignal): Promise<Made>
  /**
   * Deletes a product, or a variant of one, once the bytes of its pictures are kept. What the store has no longer counts
   * as deleted. Rejects as `writeListings`.
   */
  remove(item: StoreItem, parts: readonly LivePart[], signal?: AbortSignal): Promise<Outcome>
  /** Whether the store has a product, or a variant of one, asked at its own address: the only proof that it is gone. */
  has(item: Pick<StoreItem, 'listingId' | 'offerId'>, signal?: AbortSignal): Promise<Read<boolean>>
  /** The options of a product as its store shows them now; null where the product is gone. */
  optionsOf(listingId: string, signal?: AbortSignal): Promise<Read<readonly StoreOption[] | null>>
  /** Which variant of the store has a SKU, whatever case it is written in; null where none has it. */
  findSku(sku: string, signal?: AbortSignal): Promise<Read<HolderOfSku | null>>
  /** What keeps an option of this type from getting one more value, with what to do; null where it can. */
  valueFaultOf(option: Pick<StoreOption, 'name' | 'type'>, label: string): string | null
  /** Gives an option one more value, which `optionsOf` has not shown. Rejects as `writeListings`. */
  makeOptionValue(value: OptionValueToMake, parts: readonly LivePart[], signal?: AbortSignal): Promise<Made>
  /** Makes a variant of a SKU that `findSku` has not found. Rejects as `writeListings`. */
  makeVariant(variant: VariantToMake, parts: readonly LivePart[], signal?: AbortSignal): Promise<Made>
  /** At most `offersMost` of different offers; otherwise as `writeListings`. */
  writeOffers(
    writes: readonly OfferWrite[],
    parts: readonly LivePart[],
    signal?: AbortSignal,
  ): Promise<readonly WriteResult[]>
  /** What the store shows of these products now: those that there still are and that can be read, with their variants. */
  shown(remoteIds: readonly string[], signal?: AbortSignal): Promise<Read<readonly ObservedProduct[]>>
  /**
   * What became of a write whose answer was lost, from what the store shows now, by field. `deferred`: it shows what it
   * showed before, so nothing of it was written.
   */
  outcomesOf(level: Level, write: FieldWrites, shows: Fields): Readonly<Record<string, Outcome>>
}

/** A product of a store, or a variant of one, with the images that go with it. */
export interface StoreItem {
  readonly listingId: string
  readonly offerId: string | null
  readonly images: readonly { readonly remoteId: string; readonly url: string }[]
}

/** A brand of a store, or a category below another or at the root of its tree (`parentId` null). */
export type StoreName =
  | { readonly kind: 'brand'; readonly name: string }
  | { readonly kind: 'category'; readonly name: string; readonly treeId: string; readonly parentId: string | null }

/** An option of a product, with its values. */
export interface StoreOption {
  readonly remoteId: string
  readonly name: string
  readonly type: string
  readonly values: readonly { readonly remoteId: string; readonly label: string; readonly sortOrder: number }[]
}

export interface HolderOfSku {
  readonly listingId: string
  readonly offerId: string
}

export interface OptionValueToMake {
  readonly listingId: string
  readonly optionRemoteId: string
  readonly label: string
  readonly sortOrder: number
}

export interface VariantToMake {
  readonly listingId: string
  readonly fields: Delta
  /** One value of each option of the product. */
  readonly optionValues: readonly { readonly optionRemoteId: string; readonly valueRemoteId: string }[]
}

/** What became of making one. */
export type Made = { readonly status: 'applied'; readonly remoteId: string } | Exclude<Outcome, { status: 'applied' }>

/** Values to write. What a store has under names of its own goes as its ids: `brand`, and each of `categories`. */
export interface FieldWrites {
  /** Only what is to change; `null`: it is to have none. */
  readonly fields: Delta
  /** What the store showed of these fields before: what it ignored is told from what it cleaned by that. */
  readonly before: Fields
}

export interface ListingWrite extends FieldWrites {
  readonly remoteId: string
}

export interface ApartWrite extends ListingWrite {
  /**
   * What the store showed when the plan was made, where that is not `before`: of what came since without being ours
   * nothing is taken away. Absent: the same.
   */
  readonly planned?: Fields
}

export interface OfferWrite extends FieldWrites {
  readonly remoteId: string
  /** The product that it is a variant of. */
  readonly listingId: string
}

export interface WriteResult {
  /** What became of each field of the write. */
  readonly outcomes: Readonly<Record<string, Outcome>>
  /**
   * What the store shows of the fields of the write; a field that it shows as empty is absent. Null where that is not
   * known of all of them.
   */
  readonly shows: Fields | null
  /**
   * What the write changed along with it, where a platform has one value for a product and its only variant: of a
   * listing what its offer shows now, of an offer what its listing shows.
   */
  readonly alsoShows: Delta | null
}

/** What became of one field of a write. */
export type Outcome =
  /** The store shows what was sent, or what it made of it: `shows` tells which. */
  | { readonly status: 'applied' }
  /** The store refuses it: `reason` in plain words, and what to do about it. */
  | { readonly status: 'rejected'; readonly reason: string; readonly fix: string }
  /** Nothing was written; later it may work. */
  | { readonly status: 'deferred'; readonly reason: string }
  /** The answer was lost or says nothing: it may have been written. Read before anything is sent again. */
  | { readonly status: 'unknown'; readonly reason: string }
