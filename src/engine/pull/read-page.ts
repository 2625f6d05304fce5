import type { CatalogReader, ProductsAsk, ProductsPage, Read, ReadFailure } from '../../connector/catalog.ts'
import type { Clock } from '../../runtime/clock.ts'
import { addCounts } from './checkpoint.ts'
import { PullRefused, StoreBusy } from './interruptions.ts'

/** An answer that cannot be used may have been an accident of the way; a refusal may be one of the platform's. */
const usualTries = 3
const pausesMs = [500, 2_000]

export interface AskTools {
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Asks until a usable answer comes. Gives back the failure only where the answer itself is at fault, or this part of the catalog is withheld. */
export async function tryToRead<T>(read: () => Promise<Read<T>>, { clock, signal }: AskTools): Promise<Read<T>> {
  let result = await read()
  for (let tries = 1; tries < usualTries; tries += 1) {
    if (result.ok || !isWorthAsking(result.failure)) break
    await clock.sleep(pausesMs[tries - 1] ?? 0, signal)
    result = await read()
  }
  if (!result.ok) throwUnlessTheAnswersFault(result.failure)
  return result
}

function isWorthAsking({ kind }: ReadFailure): boolean {
  return kind === 'unusable' || kind === 'refused' || kind === 'withheld'
}

function throwUnlessTheAnswersFault({ kind, sentence }: ReadFailure): void {
  if (kind === 'refused') throw new PullRefused(sentence)
  if (kind === 'busy') throw new StoreBusy(sentence)
}

/** The same for what a pull cannot do without: an answer that cannot be used makes it wait. */
export async function mustRead<T>(read: () => Promise<Read<T>>, tools: AskTools): Promise<T> {
  const result = await tryToRead(read, tools)
  if (result.ok) return result.value
  throw new StoreBusy(result.failure.sentence)
}

/** A page of products, or the one product that no answer can be got for. */
export type ReadPage =
  | { readonly kind: 'page'; readonly page: ProductsPage; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly remoteId: string; readonly failure: ReadFailure }

/**
 * Reads a page of products. Where a page cannot be read (half a JSON, too large), smaller ones are tried, down to the
 * single product that is at fault: it is named, and the rest goes on. `limit` comes back as the next page should have it.
 */
export async function readPage(reader: CatalogReader, ask: ProductsAsk, tools: AskTools): Promise<ReadPage> {
  if (ask.page !== undefined) return readByNumber(reader, { ...ask, page: ask.page }, tools)
  let limit = ask.limit
  for (;;) {
    const asked = limit
    const result = await tryToRead(() => reader.products({ ...ask, limit: asked }), tools)
    if (result.ok) return { kind: 'page', page: result.value, limit: Math.min(reader.pageMost, limit * 2) }
    if (limit > 1) {
      limit = Math.max(1, Math.floor(limit / 4))
      continue
    }
    const [remoteId = ''] = await mustRead(() => reader.keys({ ...ask, limit: 1 }), tools)
    if (remoteId === '') throw new StoreBusy(result.failure.sentence)
    if (ask.after !== null && !reader.isAfter(remoteId, ask.after)) {
      // The store ignores keys: what comes after this product cannot be asked for, only the list from its beginning.
      const first = await readByNumber(reader, { ...ask, limit: reader.pageMost, page: 1 }, tools)
      return { ...first, page: { ...first.page, ignoredKey: true } }
    }
    return { kind: 'unreadable', remoteId, failure: result.failure }
  }
}

/** What is said of a product of which no answer can be used. */
export function unusableReason({ sentence }: ReadFailure): string {
  return `The store’s answer for this product cannot be used. ${sentence}`
}

type NumberedAsk = ProductsAsk & { readonly page: number }

/** The same by page number. Products that are at fault are among the refused rows of the page. */
async function readByNumber(reader: CatalogReader, ask: NumberedAsk, tools: AskTools) {
  const page = await readParts(reader, ask, tools)
  const hasNothing = !page.last && page.rows.length === 0 && page.refused.every(({ remoteId }) => remoteId === '')
  // Not one product is at fault: the store is.
  if (hasNothing && page.refused[0] !== undefined) throw new StoreBusy(page.refused[0].reason)
  return { kind: 'page', page, limit: reader.pageMost } as const
}

async function readParts(reader: CatalogReader, ask: NumberedAsk, tools: AskTools): Promise<ProductsPage> {
  const result = await tryToRead(() => reader.products(ask), tools)
  if (result.ok) return result.value
  if (ask.limit === 1) return readKeyAlone(reader, ask, result.failure, tools)
  // Only parts of equal size begin where a smaller page does.
  const parts = [5, 2].find(count => ask.limit % count === 0) ?? ask.limit
  const pages: ProductsPage[] = []
  for (let part = 1; part <= parts && pages.at(-1)?.last !== true; part += 1) {
    const smaller = { ...ask, limit: ask.limit / parts, page: (ask.page - 1) * parts + part }
    pages.push(await readParts(reader, smaller, tools))
  }
  return {
    ...emptyPage,
    // While they were read, a product may have moved from one part to another.
    rows: [...new Map(pages.flatMap(({ rows }) => rows).map(row => [row.remoteId, row])).values()],
    refused: pages.flatMap(({ refused }) => refused),
    // The least of them tells that something was deleted meanwhile.
    total: pages.reduce<number | null>(
      (least, { total }) => (total === null ? least : Math.min(total, least ?? total)),
      null,
    ),
    last: pages.at(-1)?.last ?? false,
    ignoredSince: pages.some(({ ignoredSince }) => ignoredSince),
    unknownFields: pages.map(({ unknownFields }) => unknownFields).reduce(addCounts, {}),
    storeTime: pages.at(-1)?.storeTime ?? null,
  }
}

/** A page of the one product that cannot be read, with its id if that can be had. */
async function readKeyAlone(
  reader: CatalogReader,
  ask: NumberedAsk,
  failure: ReadFailure,
  tools: AskTools,
): Promise<ProductsPage> {
  const keys = await tryToRead(() => reader.keys(ask), tools)
  if (keys.ok && keys.value.length === 0) return { ...emptyPage, last: true }
  const remoteId = keys.ok ? (keys.value[0] ?? '') : ''
  const { came } = failure
  const named = { kind: 'product', remoteId, name: '', sku: '', reason: unusableReason(failure), came } as const
  return { ...emptyPage, refused: [named] }
}

const emptyPage: ProductsPage = {
  rows: [],
  refused: [],
  total: null,
  lastKey: null,
  last: false,
  ignoredKey: false,
  ignoredOrder: false,
  ignoredSince: false,
  unknownFields: {},
  storeTime: null,
}
