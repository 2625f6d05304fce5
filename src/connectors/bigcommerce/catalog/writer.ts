import type { CatalogReader, Read } from '../../../connector/catalog.ts'
import type { CatalogWriter } from '../../../connector/writer.ts'
import type { Fields } from '../../../domain/layers.ts'
import type { ObservedProduct } from '../../../domain/observed.ts'
import type { Level, LivePart } from '../../../domain/plan.ts'
import { invariant } from '../../../runtime/invariant.ts'
import type { StoreApi } from '../client/request.ts'
import { type BatchWrite, type ReadBack, writeBatch } from './write-batch.ts'
import { outcomesOfLost } from './write-compare.ts'
import { rowJson, writtenFields } from './write-fields.ts'
import { faultOf } from './write-limits.ts'
import { verdictOf } from './write-refusal.ts'

/** Documented: the most rows that one request changes. */
const most: Readonly<Record<Level, number>> = { product: 10, variant: 50 }
const paths: Readonly<Record<Level, string>> = { product: '/v3/catalog/products', variant: '/v3/catalog/variants' }
/** Writes take a busy store longer than reads, and what is given up on has to be looked for. */
const timeoutMs = 60_000

/**
 * Writes products and variants of one store through the batches of the V3 API. `host` is for sentences; `reader` reads back
 * what an answer leaves open.
 *
 * A product without options and its base variant have one SKU: the store changes both, whichever of them is written.
 */
export function openCatalogWriter(api: StoreApi, host: string, reader: CatalogReader): CatalogWriter {
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
    const needs = { writes: parts, timeoutMs, ...(signal !== undefined && { signal }) }
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

  return {
    productFields: new Set(writtenFields.product.keys()),
    variantFields: new Set(writtenFields.variant.keys()),
    listingsMost: most.product,
    offersMost: most.variant,
    shownMost: reader.pageMost,
    faultOf,
    writeListings: (writes, parts, signal) => {
      const rows = writes.map(one => ({ ...one, listingId: one.remoteId }))
      return write('product', rows, parts, signal)
    },
    writeOffers: (writes, parts, signal) => write('variant', writes, parts, signal),
    shown,
    outcomesOf: outcomesOfLost,
  }
}

function readBackOf(level: Level, products: readonly ObservedProduct[]): ReadBack {
  const rows = new Map<string, Fields>()
  for (const { remoteId, fields, variants } of products) {
    if (level === 'product') rows.set(remoteId, fields)
    else for (const variant of variants) rows.set(variant.remoteId, variant.fields)
  }
  return { rows, listings: new Set(products.map(({ remoteId }) => remoteId)) }
}
