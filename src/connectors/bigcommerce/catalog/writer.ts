import type { CatalogReader, Read } from '../../../connector/catalog.ts'
import type { CatalogWriter, FieldWrites } from '../../../connector/writer.ts'
import type { FieldValue } from '../../../domain/fields.ts'
import type { Fields } from '../../../domain/layers.ts'
import type { ObservedProduct } from '../../../domain/observed.ts'
import type { Level, LivePart } from '../../../domain/plan.ts'
import { invariant } from '../../../runtime/invariant.ts'
import type { StoreApi } from '../client/request.ts'
import type { PictureTools } from '../images/keep-pictures.ts'
import { writeImages } from '../images/write-images.ts'
import { isBetweenImages, requestsForImages } from '../images/writer-part.ts'
import { bulkPriceEntries } from './bulk-prices.ts'
import { customFieldEntries } from './custom-fields.ts'
import { type Entry, type EntryKind, liesBetween, stepsBetween } from './entries.ts'
import { findProducts, looksFor } from './find-products.ts'
import { makeProduct, newProductFields, newVariantFields, productFaultOf } from './make-product.ts'
import { type BatchWrite, type ReadBack, writeBatch } from './write-batch.ts'
import { outcomesOfLost } from './write-compare.ts'
import { writeEntries } from './write-entries.ts'
import { rowJson, writtenFields } from './write-fields.ts'
import { faultOf } from './write-limits.ts'
import { findName, makeName, nameFaultOf } from './write-names.ts'
import { verdictOf } from './write-refusal.ts'
import { hasItem, removeItem } from './write-removals.ts'
import { findSku, makeOptionValue, makeVariant, readOptions, valueFaultOf } from './write-variants.ts'

/** Documented: the most rows that one request changes. */
const most: Readonly<Record<Level, number>> = { product: 10, variant: 50 }
const paths: Readonly<Record<Level, string>> = { product: '/v3/catalog/products', variant: '/v3/catalog/variants' }
/** Lists with addresses of their own. */
const { field: customFields } = customFieldEntries
const { field: bulkPrices } = bulkPriceEntries
const images = 'images'
/** Writes take a busy store longer than reads, and what is given up on has to be looked for. */
const timeoutMs = 60_000

/**
 * Writes products and variants of one store through the batches of the V3 API. `host` is for sentences; `reader` reads back
 * what an answer leaves open.
 *
 * A product without options and its base variant have one SKU: the store changes both, whichever of them is written.
 */
export function openCatalogWriter(
  api: StoreApi,
  host: string,
  reader: CatalogReader,
  pictures: PictureTools | null = null,
): CatalogWriter {
  // Without what the hub remembers of them nobody could tell which image is which.
  const heard = { form: 0 }
  const apartFields = new Set([customFields, bulkPrices, ...(pictures === null ? [] : [images])])
  const shown = async (
    remoteIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Read<readonly ObservedProduct[]>> => {
    const page = await reader.productsById(remoteIds, signal)
    return page.ok ? { ok: true, value: page.value.rows } : page
  }

  const write = (level: Level, writes: readonly BatchWrite[], parts: readonly LivePart[], signal?: AbortSignal) => {
    invariant(writes.length <= most[level], 'a request takes so many rows at most')
    invariant(new Set(writes.map(({ remoteId }) => remoteId)).size === writes.length, 'each row is written once')
    const needs = needsOf(parts, signal)
    return writeBatch(writes, {
      level,
      send: async batch => {
        const body = `[${batch.map(({ remoteId, fields }) => rowJson(level, remoteId, fields)).join(',')}]`
        return verdictOf(await api.put(paths[level], body, needs), level, host)
      },
      readBack: async batch => {
        const read = await shown([...new Set(batch.map(({ listingId }) => listingId))], signal)
        return read.ok ? readBackOf(level, read.value) : null
      },
    })
  }

  const isThere = async (remoteId: string) => {
    const read = await reader.exists(remoteId)
    return read.ok ? read.value : null
  }

  return {
    productFields: new Set([...writtenFields.product.keys(), ...apartFields]),
    variantFields: new Set(writtenFields.variant.keys()),
    apartFields,
    listingsMost: most.product,
    offersMost: most.variant,
    shownMost: reader.pageMost,
    faultOf,
    writeListings: (writes, parts, signal) => {
      const rows = writes.map(one => ({ ...one, listingId: one.remoteId }))
      return write('product', rows, parts, signal)
    },
    writeOffers: (writes, parts, signal) => write('variant', writes, parts, signal),
    writeApart: (one, parts, signal) => {
      const [field = ''] = Object.keys(one.fields)
      if (field === images && pictures !== null) return writeImages({ api, host, ...pictures }, one, parts, signal)
      const tools = { api, host, heard, needs: needsOf(parts, signal), exists: (id: string) => isThere(id) }
      if (field === bulkPrices) return writeEntries(bulkPriceEntries, one, tools)
      invariant(field === customFields, 'one field is written apart at a time')
      return writeEntries(customFieldEntries, one, tools)
    },
    requestsFor: (field, before, after) =>
      field === images
        ? requestsForImages(before, after)
        : field === bulkPrices
          ? requestsBetween(bulkPriceEntries, before, after)
          : requestsBetween(customFieldEntries, before, after),
    isBetween: (field, write, shows) =>
      field === images
        ? isBetweenImages(write, shows)
        : field === bulkPrices
          ? isBetween(bulkPriceEntries, write, shows)
          : isBetween(customFieldEntries, write, shows),
    nameFaultOf,
    findName: (thing, signal) => findName(api, host, thing, signal),
    makeName: (thing, parts, signal) => makeName(api, host, thing, needsOf(parts, signal)),
    remove: (item, parts, signal) => removeItem({ api, host, pictures, needs: needsOf(parts, signal) }, item),
    has: (item, signal) => hasItem(api, host, item, signal),
    newProductFields,
    newVariantFields,
    productFaultOf,
    looksFor,
    findProducts: (marks, signal) => findProducts(api, host, marks, ids => shown(ids, signal), signal),
    makeProduct: (product, parts, signal) =>
      makeProduct(product, { api, host, needs: needsOf(parts, signal), shown: ids => shown(ids, signal) }),
    optionsOf: (listingId, signal) => readOptions(reader, listingId, signal),
    findSku: (sku, signal) => findSku(api, host, sku, signal),
    valueFaultOf,
    makeOptionValue: (value, parts, signal) => makeOptionValue(api, host, value, needsOf(parts, signal)),
    makeVariant: (variant, parts, signal) => makeVariant(api, host, variant, needsOf(parts, signal)),
    shown,
    outcomesOf: outcomesOfLost,
  }
}

type Value = FieldValue | null

function requestsBetween<E extends Entry>(kind: EntryKind<E>, before: Value, after: Value): number {
  return stepsBetween(kind, kind.entriesOf(before), kind.entriesOf(after)).length
}

function isBetween<E extends Entry>(kind: EntryKind<E>, { before, fields }: FieldWrites, shows: Value): boolean {
  const { field, entriesOf } = kind
  return liesBetween(kind, entriesOf(before[field]), entriesOf(fields[field]), entriesOf(shows))
}

function needsOf(parts: readonly LivePart[], signal: AbortSignal | undefined) {
  return { writes: parts, timeoutMs, ...(signal !== undefined && { signal }) }
}

function readBackOf(level: Level, products: readonly ObservedProduct[]): ReadBack {
  const rows = new Map<string, Fields>()
  for (const { remoteId, fields, variants, brandRemoteId, categoryRemoteIds } of products) {
    const named = { ...(brandRemoteId !== null && { brand: brandRemoteId }), categories: categoryRemoteIds }
    if (level === 'product') rows.set(remoteId, { ...fields, ...named })
    else for (const variant of variants) rows.set(variant.remoteId, variant.fields)
  }
  return { rows, listings: new Set(products.map(({ remoteId }) => remoteId)) }
}
