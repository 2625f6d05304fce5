import type { ObservedProduct } from '../../domain/observed.ts'
import { PlanDeferred } from './interruptions.ts'
import type { Naming } from './naming.ts'
import type { ApplyWork } from './work.ts'

/** Reads what the store shows of products now, by their ids. An answer that is too large is asked for in halves. */
export async function readShown(
  work: ApplyWork,
  listingIds: readonly string[],
  naming: Naming,
): Promise<ReadonlyMap<string, ObservedProduct>> {
  const { writer, stop } = work.options
  const products = new Map<string, ObservedProduct>()
  const waiting = inParts([...new Set(listingIds)], writer.shownMost)
  for (let ids = waiting.shift(); ids !== undefined; ids = waiting.shift()) {
    const read = await writer.shown(ids, stop.signal)
    if (read.ok) {
      for (const product of read.value) products.set(product.remoteId, naming.shown(product))
    } else if (read.failure.kind === 'too_large' && ids.length > 1) {
      waiting.unshift(...inParts(ids, Math.ceil(ids.length / 2)))
    } else {
      throw new PlanDeferred(read.failure.sentence)
    }
  }
  return products
}

function inParts(ids: readonly string[], most: number): string[][] {
  const parts: string[][] = []
  for (let from = 0; from < ids.length; from += most) parts.push(ids.slice(from, from + most))
  return parts
}
