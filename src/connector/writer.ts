import type { Delta, Fields } from '../domain/layers.ts'
import type { ObservedProduct } from '../domain/observed.ts'
import type { Level, LivePart } from '../domain/plan.ts'
import type { Read } from './catalog.ts'

/**
 * Writes what a store's products and variants show. A writer keeps nothing between two calls. It sends a value again only
 * where the store refused to take it together with others; what became of a write whose answer was lost is the caller's
 * to find out.
 *
 * Only fields of these tables are ever written; a field that a caller doesn't name is not sent.
 */
export interface CatalogWriter {
  /** What of a product can be written here, by field. */
  readonly productFields: ReadonlySet<string>
  readonly variantFields: ReadonlySet<string>
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

/** Values to write. */
export interface FieldWrites {
  /** Only what is to change; `null`: it is to have none. */
  readonly fields: Delta
  /** What the store showed of these fields before: what it ignored is told from what it cleaned by that. */
  readonly before: Fields
}

export interface ListingWrite extends FieldWrites {
  readonly remoteId: string
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
