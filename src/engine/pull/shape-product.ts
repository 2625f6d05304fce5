import { hash } from 'node:crypto'
import type { ListingToKeep, OfferToKeep, StoredFields } from '../../database/listings.ts'
import { searchCharactersMost } from '../../database/products.ts'
import { keptPath } from '../../domain/category-paths.ts'
import { masterOf } from '../../domain/fields.ts'
import { indexedText } from '../../domain/indexed-text.ts'
import { type MatchSide, nameKey } from '../../domain/match.ts'
import type { ObservedProduct, ObservedVariant } from '../../domain/observed.ts'
import { isTooLong, skuFault, skuKey } from '../../domain/sku.ts'

/** Names that a product's ids stand for, in the channel. */
export interface ChannelNames {
  readonly brands: ReadonlyMap<string, string>
  readonly categories: ReadonlyMap<
    string,
    { readonly path: readonly string[]; readonly ancestorIds: readonly string[] }
  >
}

/** A product of a store in the form in which it is kept, but for what it is matched to. */
export interface ShapedProduct {
  readonly listing: Omit<ListingToKeep, 'productId'>
  readonly offers: readonly ShapedOffer[]
  /** Category paths with all that lie above them, to filter by. */
  readonly categoryPaths: readonly string[]
}

export type ShapedOffer = Omit<OfferToKeep, 'variantId' | 'match'>

/** Brings one observed product into the form in which it is kept. The hash tells whether anything of it has changed. */
export function shapeProduct(product: ObservedProduct, names: ChannelNames): ShapedProduct {
  const categories = product.categoryRemoteIds.map(id => ({ id, ...names.categories.get(id) }))
  const paths = categories.map(({ id, path }) => keptPath(path ?? [`Category ${id}`]))
  const brand = product.brandRemoteId === null ? undefined : brandName(product.brandRemoteId, names)
  const observed: StoredFields = {
    ...product.fields,
    ...(brand !== undefined && { brand }),
    ...(paths.length > 0 && { categories: paths }),
  }
  const offers = product.variants.map((variant, position) => shapeOffer(product.remoteId, variant, position))
  const name = textField(observed, 'name') ?? `Product ${product.remoteId}`
  const prices = offers.map(({ price }) => price).filter(price => price !== null)
  const stocks = offers.map(({ stock }) => stock).filter(stock => stock !== null)
  const sku =
    textField(observed, 'sku') ?? (offers.length === 1 ? textField(offers[0]?.observed ?? {}, 'sku') : undefined) ?? ''
  const categoryIds = [...new Set(categories.flatMap(({ id, ancestorIds }) => [...(ancestorIds ?? []), id]))]
  const observedText = JSON.stringify(observed)
  const listing = {
    remoteId: product.remoteId,
    observed,
    observedText,
    hash: hashOf(observedText, [categoryIds, product.imageUrl, product.modifiedAt, offers.map(variantHash)]),
    name,
    nameKey: indexedText(nameKey(name)),
    sku,
    brandRemoteId: product.brandRemoteId,
    categoryIds,
    visible: product.visible,
    price: least(prices) ?? textField(observed, 'price') ?? null,
    priceMost: most(prices) ?? textField(observed, 'price') ?? null,
    stock: sumOf(stocks),
    imageUrl: product.imageUrl,
    modifiedAt: product.modifiedAt,
    variantCount: offers.length,
    search: searchText(observed, offers),
  }
  return {
    listing,
    offers,
    categoryPaths: pathsWithAncestors(paths),
  }
}

/** A variant that was deleted and made again may show the same as before, under a new id. */
function variantHash({ remoteId, hash }: ShapedOffer): string {
  return `${remoteId} ${hash}`
}

function shapeOffer(listingId: string, variant: ObservedVariant, position: number): ShapedOffer {
  const observed = variant.fields as StoredFields
  const observedText = JSON.stringify(observed)
  return {
    remoteId: variant.remoteId,
    listingId,
    position,
    observed,
    observedText,
    hash: hashOf(observedText, [position, variant.shownPrice, variant.stock]),
    price: variant.shownPrice,
    stock: variant.stock,
  }
}

/** Of a JSON text, and of what else tells whether something has changed. */
export function hashOf(text: string, more: readonly unknown[] = []): string {
  return hash('sha1', text + JSON.stringify(more), 'base64')
}

export function textField(fields: StoredFields, name: string): string | undefined {
  const value = fields[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A variant's SKU as its store shows it. An over-long one has no key, for an index could not hold it. */
export function skuFrom(fields: StoredFields) {
  const sku = textField(fields, 'sku')
  return { sku: sku ?? null, skuKey: sku === undefined || isTooLong(sku) ? null : skuKey(sku), skuFault: skuFault(sku) }
}

function brandName(remoteId: string, { brands }: ChannelNames): string {
  return brands.get(remoteId) ?? `Brand ${remoteId}`
}

/** Category paths with all that lie above them, so that looking for one finds what is below it. */
export function pathsWithAncestors(paths: readonly string[]): string[] {
  const slash = /(?<!\\)\//gu
  return [
    ...new Set(paths.flatMap(path => [...path.matchAll(slash)].map(({ index }) => path.slice(0, index)).concat(path))),
  ]
}

function searchText(observed: StoredFields, offers: readonly ShapedOffer[]): string {
  const own = ['name', 'sku', 'upc', 'gtin', 'mpn'].map(name => textField(observed, name))
  const variants = offers.flatMap(offer => ['sku', 'upc', 'gtin', 'mpn'].map(name => textField(offer.observed, name)))
  const words = new Set([...own, ...variants].filter(word => word !== undefined).map(word => word.toLowerCase()))
  return [...words].join('\n').slice(0, searchCharactersMost).toWellFormed()
}

/** Null for none, and for a sum that no exact number holds. */
function sumOf(stocks: readonly number[]): number | null {
  const sum = stocks.reduce((all, stock) => all + stock, 0)
  return stocks.length > 0 && Number.isSafeInteger(sum) ? sum : null
}

function least(prices: readonly string[]): string | undefined {
  return prices.reduce<string | undefined>(
    (low, price) => (low === undefined || Number(price) < Number(low) ? price : low),
    undefined,
  )
}

function most(prices: readonly string[]): string | undefined {
  return prices.reduce<string | undefined>(
    (high, price) => (high === undefined || Number(price) > Number(high) ? price : high),
    undefined,
  )
}

/** What a master product that was made from this listing is; `fields`: its own, where it says something else. */
export function masterColumns({ listing }: ShapedProduct, fields = masterOf(listing.observed)) {
  return {
    fields,
    originRemoteId: listing.remoteId,
    ...titlesOf(fields, listing.name),
    price: listing.price,
    priceMost: listing.priceMost,
    imageUrl: listing.imageUrl,
    search: listing.search,
  }
}

/** What lists of the master catalog show of the fields, and filter by. */
export function titlesOf(fields: StoredFields, nameElse: string) {
  const name = textField(fields, 'name') ?? nameElse
  const { categories } = fields
  return {
    name,
    nameKey: indexedText(nameKey(name)),
    brand: indexedText(textField(fields, 'brand')),
    categories: pathsWithAncestors(Array.isArray(categories) ? categories.map(String) : []),
  }
}

/** By what lists filter a master product that is made from this listing. */
export function groupsOf({ listing, categoryPaths }: ShapedProduct) {
  return { brand: indexedText(textField(listing.observed, 'brand')), categories: categoryPaths }
}

/** What a variant of a store is compared by with the master catalog: the barcodes of its product, too, where it is its only one. */
export function sideOf(
  product: { readonly name: string; readonly observed: StoredFields; readonly variantCount: number },
  observed: StoredFields,
): MatchSide {
  const own = [observed, ...(product.variantCount === 1 ? [product.observed] : [])]
  const { optionValues } = observed
  return {
    sku: textField(observed, 'sku') ?? '',
    productName: product.name,
    barcodes: own
      .flatMap(fields => [textField(fields, 'upc'), textField(fields, 'gtin')])
      .filter(code => code !== undefined),
    optionValues: Array.isArray(optionValues) ? optionValues : [],
  }
}
