import {
  beginChannelCatalog,
  type ChannelCatalog,
  changeChannelCatalog,
  findChannelCatalog,
} from '../database/channel-catalog.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import type { ListPlace, ListSort } from '../database/list-query.ts'
import {
  type CatalogCounts,
  countCatalog,
  countListings,
  type FilterChoice,
  type ListedListing,
  type ListingFilter,
  listingFilters,
  listListings,
} from '../database/listing-lists.ts'
import { ownersOf } from '../database/ownership.ts'
import {
  findListing,
  findProduct,
  type ListingRow,
  listingsOf,
  type OfferRow,
  offersOf,
  type ProductRow,
  productIdBySku,
  type VariantRow,
  variantsOf,
} from '../database/product-detail.ts'
import {
  countProducts,
  type ListedProduct,
  listProducts,
  type ProductFilter,
  productFilters,
} from '../database/product-lists.ts'
import { activeRun, countRunRows, findRun, lastRun, type StoredRun } from '../database/runs.ts'
import { type AbsentFrom, absentFrom } from '../database/wanted.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { CheckRow } from '../domain/check.ts'
import type { Owners } from '../domain/ownership.ts'
import { skuKey } from '../domain/sku.ts'
import type { BudgetState } from '../engine/rate-budget.ts'
import { HubError } from '../runtime/errors.ts'
import { readChannel } from './read-channels.ts'
import { missingPermission } from './start-pull.ts'
import { connectorOf, type Tools } from './tools.ts'

export type { FilterChoice, ListedListing, ListedProduct, ListingFilter, ListPlace, ListSort, ProductFilter }

/** How far the import of a channel is. */
export interface CatalogState {
  readonly channelId: string
  readonly missing: CheckRow | null
  readonly counts: CatalogCounts
  readonly catalog: ChannelCatalog | null
  readonly held: number
  readonly quota: BudgetState | null
  readonly active: StoredRun | null
  readonly last: StoredRun | null
}

/** Throws `not_found`. */
export async function readCatalogState(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  channelId: string,
): Promise<CatalogState> {
  mustBeAllowed(actor, 'catalog.read')
  const channel = await readChannel(actor, db, channelId)
  const catalog = await findChannelCatalog(db, channelId)
  const held = catalog?.heldRunId == null ? 0 : await countHeld(db, catalog.heldRunId)
  return {
    channelId,
    missing: missingPermission(channel),
    counts: await countCatalog(db, channelId),
    catalog,
    held,
    quota:
      channel.connection === null
        ? null
        : tools.stores.budgetState(connectorOf(tools, channel.kind), channel.connection.settings),
    active: await activeRun(db, channelId),
    last: await lastRun(db, channelId),
  }
}

async function countHeld(db: WorkspaceDb, runId: string): Promise<number> {
  if ((await findRun(db, runId)) === null) return 0
  return (await countRunRows(db, runId)).find(row => row.outcome === 'held')?.count ?? 0
}

/** Changes from how many missing products on nothing is marked. Throws `not_found`. */
export async function changeCatalogLimits(
  actor: Actor,
  db: WorkspaceDb,
  input: { channelId: string; missingMost?: number; missingPercentMost?: number },
): Promise<void> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelId, ...limits } = input
  await readChannel(actor, db, channelId)
  await beginChannelCatalog(db, channelId)
  await changeChannelCatalog(db, channelId, limits)
}

interface ListAsk<Filter> {
  readonly filter: Filter
  readonly sort: ListSort
  readonly limit: number
  readonly after?: ListPlace
}

/** Throws `not_found`. */
export async function readListings(
  actor: Actor,
  db: WorkspaceDb,
  channelId: string,
  ask: ListAsk<ListingFilter>,
): Promise<ListedListing[]> {
  mustBeAllowed(actor, 'catalog.read')
  await readChannel(actor, db, channelId)
  return listListings(db, channelId, ask)
}

/** Throws `not_found`. */
export async function readListingCount(
  actor: Actor,
  db: WorkspaceDb,
  channelId: string,
  filter: ListingFilter,
): Promise<number> {
  mustBeAllowed(actor, 'catalog.read')
  await readChannel(actor, db, channelId)
  return countListings(db, channelId, filter)
}

/** Throws `not_found`. */
export async function readListingFilters(
  actor: Actor,
  db: WorkspaceDb,
  channelId: string,
  ask: { search?: string; most: number },
): Promise<{ brands: FilterChoice[]; categories: FilterChoice[] }> {
  mustBeAllowed(actor, 'catalog.read')
  await readChannel(actor, db, channelId)
  return listingFilters(db, channelId, ask)
}

export async function readProducts(
  actor: Actor,
  db: WorkspaceDb,
  ask: ListAsk<ProductFilter>,
): Promise<ListedProduct[]> {
  mustBeAllowed(actor, 'catalog.read')
  return listProducts(db, ask)
}

export async function readProductCount(actor: Actor, db: WorkspaceDb, filter: ProductFilter): Promise<number> {
  mustBeAllowed(actor, 'catalog.read')
  return countProducts(db, filter)
}

export async function readProductFilters(
  actor: Actor,
  db: WorkspaceDb,
  ask: { search?: string; most: number },
): Promise<{ brands: FilterChoice[]; categories: FilterChoice[] }> {
  mustBeAllowed(actor, 'catalog.read')
  return productFilters(db, ask)
}

/** A product with everything that its page shows. `product` is null for a listing of which nothing is matched. */
export interface ProductDetail {
  readonly product: ProductRow | null
  readonly variants: readonly VariantRow[]
  readonly listings: readonly ListingRow[]
  readonly offers: readonly OfferRow[]
  /** Who says what fields show, of each channel that has it. */
  readonly owners: ReadonlyMap<string, Owners>
  /** Channels whose store does not have it. */
  readonly absent: readonly AbsentFrom[]
}

/** By its id, or by a SKU of one of its variants. Throws `not_found`. */
export async function readProduct(actor: Actor, db: WorkspaceDb, idOrSku: string): Promise<ProductDetail> {
  mustBeAllowed(actor, 'catalog.read')
  const key = skuKey(idOrSku)
  const product =
    (await findProduct(db, idOrSku)) ??
    (key === null ? null : await findProduct(db, (await productIdBySku(db, key)) ?? ''))
  if (product === null) throw noSuchProduct()
  const variants = await variantsOf(db, product.id)
  const listings = await listingsOf(db, product.id)
  const offers = await offersOfAll(db, variants, listings)
  const owners = await ownersOfAll(db, [...listings, ...offers])
  return { product, variants, listings, offers, owners, absent: await absentFrom(db, product.id) }
}

/** Throws `not_found`. */
export async function readListing(
  actor: Actor,
  db: WorkspaceDb,
  input: { channelId: string; remoteId: string },
): Promise<ProductDetail> {
  mustBeAllowed(actor, 'catalog.read')
  const listing = await findListing(db, input.channelId, input.remoteId)
  if (listing === null) throw noSuchProduct()
  if (listing.productId !== null) return readProduct(actor, db, listing.productId)
  const [listings, owners] = [[listing], await ownersOfAll(db, [listing])]
  return { product: null, variants: [], listings, offers: await offersOfAll(db, [], listings), owners, absent: [] }
}

async function ownersOfAll(db: WorkspaceDb, rows: readonly { channelId: string }[]): Promise<Map<string, Owners>> {
  const owners = new Map<string, Owners>()
  for (const { channelId } of rows) {
    if (!owners.has(channelId)) owners.set(channelId, await ownersOf(db, channelId))
  }
  return owners
}

function offersOfAll(db: WorkspaceDb, variants: readonly VariantRow[], listings: readonly ListingRow[]) {
  return offersOf(
    db,
    variants.map(({ id }) => id),
    listings,
  )
}

function noSuchProduct(): HubError {
  return new HubError('not_found', 'There is no such product.', { hint: 'Inventory > Products lists those there are.' })
}
