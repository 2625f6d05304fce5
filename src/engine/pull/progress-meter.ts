import type { RunProgress } from '../../domain/run.ts'

interface Sample {
  readonly atMs: number
  readonly products: number
  readonly requests: number
}

/** Over which time the pace is measured. */
const paceMs = 30_000
/** Before that there is too little to tell a pace from. */
const shortestMs = 3_000
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
    this.#samples.push({ atMs, products, requests: progress.requests })
    this.#samples = this.#samples.filter(sample => sample.atMs >= atMs - paceMs)
    const first = this.#samples[0]
    const overMs = first === undefined ? 0 : atMs - first.atMs
    if (first === undefined || overMs < shortestMs) return { ...progress, perMinute: null, endsAt: null }
    const perMinute = Math.round(((products - first.products) * 60_000) / overMs)
    const seen = ((progress.requests - first.requests) * 1_000) / overMs
    const perSecond = perSecondMost === null ? seen : Math.min(seen, perSecondMost)
    const { requestsLeft } = progress
    const leftMs = requestsLeft === null || perSecond <= 0 ? null : (requestsLeft / perSecond) * 1_000
    // A store may say that it has more than there is time for.
    const endsAt = leftMs === null || leftMs > longestMs ? null : new Date(atMs + leftMs).toISOString()
    return { ...progress, perMinute, endsAt }
  }
}
