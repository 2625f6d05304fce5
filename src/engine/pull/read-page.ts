import type { CatalogReader, ProductsAsk, ProductsPage, Read, ReadFailure } from '../../connector/catalog.ts'
import type { Clock } from '../../runtime/clock.ts'
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
  let limit = ask.limit
  for (;;) {
    const asked = limit
    const result = await tryToRead(() => reader.products({ ...ask, limit: asked }), tools)
    if (result.ok) return { kind: 'page', page: result.value, limit: Math.min(reader.pageMost, limit * 2) }
    if (ask.page !== undefined) throw new StoreBusy(result.failure.sentence)
    if (limit > 1) {
      limit = Math.max(1, Math.floor(limit / 4))
      continue
    }
    const [remoteId = ''] = await mustRead(() => reader.keys({ ...ask, limit: 1 }), tools)
    if (remoteId === '') throw new StoreBusy(result.failure.sentence)
    return { kind: 'unreadable', remoteId, failure: result.failure }
  }
}
