import type { RunProgress } from '../../domain/run.ts'

interface Sample {
  readonly atMs: number
  /** What the phase counts. */
  readonly products: number
  readonly listed: number
  readonly requests: number
}

/** Over which time the pace is measured. */
const paceMs = 30_000
/** Before that there is too little to tell a pace from. */
const shortestMs = 3_000
/** Requests for options are small: how fast they come is not seen before they do, and a store takes its time for each. */
const smallPerSecondMost = 20
/** A longer time is no answer. */
const longestMs = 365 * 24 * 3_600_000

/** Tells how fast a pull goes, and when it ends if it goes on like this. */
export class ProgressMeter {
  #samples: Sample[] = []

  /** `perSecondMost`: requests that the quota leaves us on average; null where it is not known. */
  measure(progress: Omit<RunProgress, 'perMinute' | 'endsAt'>, now: Date, perSecondMost: number | null): RunProgress {
    const atMs = now.getTime()
    const products = progress.phase === 'details' ? progress.details.done : progress.products.done
    const last = this.#samples.at(-1)
    // Another phase counts anew.
    if (last !== undefined && products < last.products) this.#samples = []
    this.#samples.push({ atMs, products, listed: progress.products.done, requests: progress.requests })
    this.#samples = this.#samples.filter(sample => sample.atMs >= atMs - paceMs)
    const first = this.#samples[0]
    const overMs = first === undefined ? 0 : atMs - first.atMs
    if (first === undefined || overMs < shortestMs) return { ...progress, perMinute: null, endsAt: null }
    const perMinute = Math.round(((products - first.products) * 60_000) / overMs)
    const leftMs = timeLeft(progress, { first, overMs, perSecondMost })
    // A store may say that it has more than there is time for.
    const endsAt = leftMs === null || leftMs > longestMs ? null : new Date(atMs + leftMs).toISOString()
    return { ...progress, perMinute, endsAt }
  }
}

interface Pace {
  readonly first: Sample
  readonly overMs: number
  readonly perSecondMost: number | null
}

/** Milliseconds to the end; null where nobody can tell. */
function timeLeft(
  { products, requests, requestsLeft }: Omit<RunProgress, 'perMinute' | 'endsAt'>,
  { first, overMs, perSecondMost }: Pace,
): number | null {
  if (requestsLeft === null) return null
  const made = requests - first.requests
  const perSecond = (made * 1_000) / overMs
  const listed = products.done - first.listed
  const toList = Math.max(0, (products.total ?? 0) - products.done)
  if (listed <= 0 || toList === 0) return timeFor(requestsLeft, Math.min(perSecond, perSecondMost ?? perSecond))
  // A page of the list is large and slow: it tells nothing of the many small requests that follow.
  const small = Math.max(0, requestsLeft - (toList * made) / listed)
  const smallMs = timeFor(small, perSecondMost === null ? perSecond : Math.min(perSecondMost, smallPerSecondMost))
  return smallMs === null ? null : (toList * overMs) / listed + smallMs
}

function timeFor(requests: number, perSecond: number): number | null {
  return perSecond <= 0 ? null : (requests * 1_000) / perSecond
}
