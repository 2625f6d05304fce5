/** How many requests a store takes in one window, over all of its tokens. */
export interface QuotaRule {
  readonly requests: number
  readonly windowMs: number
}

export type StorePlan = 'standard' | 'plus' | 'pro' | 'enterprise'

const windowMs = 30_000

/** Documented: 20,000 an hour for Standard and Plus, 60,000 for Pro. Guess: Enterprise, which varies, is taken as Pro. */
export const quotaOfPlan: Record<StorePlan, QuotaRule> = {
  standard: { requests: 150, windowMs },
  plus: { requests: 150, windowMs },
  pro: { requests: 450, windowMs },
  enterprise: { requests: 450, windowMs },
}

/** What a store without a limit reports; one was seen in public with a number of this size. */
export const unlimitedQuota: QuotaRule = { requests: 16_000_000, windowMs }

/** The quota as it stands after a request. */
export interface QuotaState {
  readonly granted: boolean
  readonly quota: number
  readonly left: number
  readonly windowMs: number
  /** Milliseconds until the window ends. */
  readonly resetMs: number
}

interface SteadyRival {
  readonly perSecond: number
  readonly startMs: number
  counted: number
}

/** What another app on the same store was given and refused so far. */
export interface RivalCount {
  taken: number
  refused: number
}

/**
 * Counts requests in fixed windows, exactly. The windows follow one another from the moment that the store was started.
 * Guess: that anchor; only the length of a window is documented. Refused requests don't count against the next window.
 */
export class Quota {
  readonly rule: QuotaRule
  readonly rival: RivalCount = { taken: 0, refused: 0 }
  readonly #anchorMs: number
  #window = 0
  #used = 0
  #steady: SteadyRival[] = []

  constructor(rule: QuotaRule, startMs: number) {
    this.rule = rule
    this.#anchorMs = startMs
  }

  /** Counts one request at `nowMs`, if there is room for it. */
  take(nowMs: number): QuotaState {
    this.#settle(nowMs)
    const granted = this.#used < this.rule.requests
    if (granted) this.#used += 1
    return this.#state(nowMs, granted)
  }

  /** The quota without counting anything. */
  look(nowMs: number): QuotaState {
    this.#settle(nowMs)
    return this.#state(nowMs, this.#used < this.rule.requests)
  }

  /** Another app makes `requests` requests at once; says how many of them got through. */
  takeForRival(requests: number, nowMs: number): number {
    this.#settle(nowMs)
    return this.#rivalTakes(requests)
  }

  /** Another app makes evenly spaced requests from now on, until the returned function is called. */
  startRival(perSecond: number, nowMs: number): () => void {
    this.#settle(nowMs)
    const rival: SteadyRival = { perSecond, startMs: nowMs, counted: 0 }
    this.#steady.push(rival)
    return () => {
      this.#steady = this.#steady.filter(other => other !== rival)
    }
  }

  #rivalTakes(requests: number): number {
    const taken = Math.min(requests, this.rule.requests - this.#used)
    this.#used += taken
    this.rival.taken += taken
    this.rival.refused += requests - taken
    return taken
  }

  /** Brings windows and rivals up to `nowMs`, one window at a time, so that each window refuses what it has no room for. */
  #settle(nowMs: number): void {
    const current = Math.max(this.#window, Math.floor((nowMs - this.#anchorMs) / this.rule.windowMs))
    if (this.#steady.length === 0) {
      if (current !== this.#window) this.#used = 0
      this.#window = current
      return
    }
    for (let window = this.#window; window <= current; window += 1) {
      if (window !== this.#window) this.#used = 0
      this.#window = window
      const lastMs = this.#anchorMs + (window + 1) * this.rule.windowMs - 1
      for (const rival of this.#steady) {
        const elapsedMs = Math.min(nowMs, lastMs) - rival.startMs
        const due = Math.max(rival.counted, Math.floor((elapsedMs * rival.perSecond) / 1_000))
        this.#rivalTakes(due - rival.counted)
        rival.counted = due
      }
    }
  }

  #state(nowMs: number, granted: boolean): QuotaState {
    const endMs = this.#anchorMs + (this.#window + 1) * this.rule.windowMs
    return {
      granted,
      quota: this.rule.requests,
      left: this.rule.requests - this.#used,
      windowMs: this.rule.windowMs,
      resetMs: Math.min(this.rule.windowMs, Math.max(0, endMs - nowMs)),
    }
  }
}
