import type { ConcurrencyCap, Lane, Quota, QuotaWindow } from '../connector/connector.ts'
import type { Clock } from '../runtime/clock.ts'
import { invariant } from '../runtime/invariant.ts'

/** The order in which waiting requests are served. */
const lanes = ['person', 'order', 'stock', 'price', 'content', 'sweep'] as const satisfies readonly Lane[]

/** Default of "docs/api-docs", best practices before 2023: three; ours is configurable. */
const usualInFlightMost = 4
/** While nothing is known of the quota, this many requests find out. */
const blindInFlightMost = 2
/** The part of a window that stays free for the merchant's other apps: at first, and while nobody else is seen. */
const marginAtFirst = 0.2
const marginLeast = 0.03
/** What a window without surprises leaves of the margin: from a fifth to 3 % in six windows. */
const marginShrink = 0.7
/** What others used before counts for less with every window in which they use less. */
const othersFade = 0.5
const backOffFirstMs = 1_000
const backOffMostMs = 60_000

interface BudgetOptions {
  readonly clock: Clock
  /** From 0 to less than 1: spreads the waits after an overload. */
  readonly random: () => number
  readonly inFlightMost?: number
}

/** What became of a request, as far as the quota is concerned. */
export interface Seen {
  readonly quota: Quota | null
  /** `overloaded`: 429, or a 500 without quota headers, which BigCommerce may answer in its place. */
  readonly result: 'served' | 'overloaded' | 'no_answer'
}

export interface Permit {
  /** Frees the place; to be called once, whatever became of the request. */
  done(seen: Seen): void
}

export interface BudgetState {
  readonly quota: number | null
  /** Requests of this window that nobody has used, as far as we know. */
  readonly left: number | null
  readonly resetAt: Date | null
  readonly pausedUntil: Date | null
  /** The part of a window that is kept free for other apps. */
  readonly margin: number
  /** Requests a window that other apps are expected to make. */
  readonly others: number
  readonly inFlight: number
  readonly waiting: number
}

interface Waiter {
  readonly lane: Lane
  readonly cap: ConcurrencyCap | undefined
  readonly grant: (permit: Permit) => void
}

/** When a request ended: by the clock, and by our own count of what went before what. */
interface Ended {
  readonly at: number
  readonly step: number
}

/** When a request was sent. */
type Sent = Ended

/** Times are milliseconds since 1970. The true end of the window lies between the two ends. */
interface Window {
  readonly windowMs: number
  readonly quota: number
  endsFrom: number
  endsBy: number
  /** The least that an answer said was left. */
  left: number
  /** Requests of ours that `left` has counted. */
  ours: number
  /** Requests that ended without a word of the quota: `left` may not have counted them yet. */
  unheard: readonly Ended[]
  /** False for a window that must have begun, but of which no answer has told. */
  told: boolean
}

/**
 * One store's request quota, shared out among everything that the hub does with that store.
 *
 * The law: we never ask for more than the store said was left. What is available is the least `left`
 * that an answer of this window told, minus all our requests under way and those that ended without a
 * word of the quota (401, 403, a broken connection): the store has counted them or will. When a window
 * must be over, the next one is assumed full until its first answer tells.
 *
 * What others are expected to use in the rest of the window stays free, and a margin on top of it.
 */
export class RateBudget {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #inFlightMost: number
  readonly #queues = new Map<Lane, Waiter[]>(lanes.map(lane => [lane, []]))
  readonly #groups = new Map<string, number>()
  #window: Window | null = null
  #margin = marginAtFirst
  #others = 0
  #endedBy = 0
  #step = 0
  #inFlight = 0
  #pausedUntil = 0
  #overloads = 0
  #timer: { readonly at: number; readonly stop: AbortController } | null = null

  constructor({ clock, random, inFlightMost = usualInFlightMost }: BudgetOptions) {
    this.#clock = clock
    this.#random = random
    this.#inFlightMost = inFlightMost
  }

  /** Waits for a turn. Rejects with the signal's reason when it is aborted before. */
  take(lane: Lane, cap?: ConcurrencyCap, signal?: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const queue = this.#queue(lane)
      const leave = () => {
        const place = queue.indexOf(waiter)
        if (place >= 0) queue.splice(place, 1)
        reject(signal?.reason)
        this.#serve()
      }
      const waiter: Waiter = {
        lane,
        cap,
        grant: permit => {
          signal?.removeEventListener('abort', leave)
          resolve(permit)
        },
      }
      queue.push(waiter)
      signal?.addEventListener('abort', leave, { once: true })
      this.#serve()
    })
  }

  get state(): BudgetState {
    this.#turnWindow()
    const window = this.#window
    return {
      quota: window?.quota ?? null,
      left: window === null ? null : Math.max(0, this.#available(window)),
      resetAt: window === null ? null : new Date(window.endsBy),
      pausedUntil: this.#pausedUntil > this.#now() ? new Date(this.#pausedUntil) : null,
      margin: this.#margin,
      others: this.#others,
      inFlight: this.#inFlight,
      waiting: lanes.reduce((sum, lane) => sum + this.#queue(lane).length, 0),
    }
  }

  #now(): number {
    return this.#clock.now().getTime()
  }

  #queue(lane: Lane): Waiter[] {
    const queue = this.#queues.get(lane)
    invariant(queue !== undefined, `no queue for lane ${lane}`)
    return queue
  }

  /** Grants whatever may go now, first lanes first, and sleeps until the next moment that changes something. */
  #serve(): void {
    this.#turnWindow()
    for (const lane of lanes) {
      for (const waiter of [...this.#queue(lane)]) {
        if (!this.#mayGo(waiter)) continue
        this.#queue(lane).splice(this.#queue(lane).indexOf(waiter), 1)
        waiter.grant(this.#permit(waiter.cap))
      }
    }
    this.#setTimer()
  }

  #mayGo({ lane, cap }: Waiter): boolean {
    if (this.#pausedUntil > this.#now()) return false
    if (this.#inFlight >= (this.#window === null ? blindInFlightMost : this.#inFlightMost)) return false
    // While the store is overloaded one request finds out whether it has recovered.
    if (this.#overloads > 0 && this.#inFlight > 0) return false
    if (cap !== undefined && (this.#groups.get(cap.group) ?? 0) >= cap.most) return false
    if (this.#window === null) return true
    // A person's few requests may use what is kept free for others.
    const keptFree = lane === 'person' ? 0 : this.#keptFree(this.#window)
    return this.#available(this.#window) > keptFree
  }

  #available(window: Window): number {
    return window.left - this.#inFlight - window.unheard.length
  }

  /** What others are still expected to use in this window, and the margin. */
  #keptFree(window: Window): number {
    const toCome = Math.max(0, Math.ceil(this.#others - this.#othersIn(window)))
    return Math.min(toCome + Math.ceil(window.quota * this.#margin), window.quota - 1)
  }

  /** What the window has counted and we didn't send. */
  #othersIn(window: Window): number {
    return Math.max(0, window.quota - window.left - window.ours)
  }

  #permit(cap: ConcurrencyCap | undefined): Permit {
    const sent = this.#mark()
    let open = true
    this.#inFlight += 1
    if (cap !== undefined) this.#groups.set(cap.group, (this.#groups.get(cap.group) ?? 0) + 1)
    return {
      done: seen => {
        invariant(open, 'a permit was given back twice')
        open = false
        this.#inFlight -= 1
        if (cap !== undefined) this.#leaveGroup(cap.group)
        this.#learn(seen, sent)
        this.#serve()
      },
    }
  }

  #mark(): Ended {
    this.#step += 1
    return { at: this.#now(), step: this.#step }
  }

  #keepUnheard(window: Window): void {
    window.unheard = [...window.unheard, this.#mark()]
  }

  #leaveGroup(group: string): void {
    const left = (this.#groups.get(group) ?? 1) - 1
    if (left === 0) this.#groups.delete(group)
    else this.#groups.set(group, left)
  }

  #learn({ quota, result }: Seen, sent: Sent): void {
    this.#turnWindow()
    if (quota?.window) this.#hear(quota.window, sent)
    else if (this.#window !== null) this.#keepUnheard(this.#window)
    if (quota?.retryAt) this.#pauseUntil(quota.retryAt.getTime())
    if (result === 'served') this.#overloads = 0
    if (result !== 'overloaded') return
    if (quota?.window) this.#pauseUntil(quota.window.resetAt.getTime())
    else if (!quota?.retryAt) this.#backOff()
  }

  #pauseUntil(at: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, at)
  }

  /** Half of the wait is fixed, half is chance, so that several hubs don't come back together. */
  #backOff(): void {
    const wait = Math.min(backOffMostMs, backOffFirstMs * 2 ** Math.min(this.#overloads, 10))
    this.#overloads += 1
    this.#pauseUntil(this.#now() + Math.round(wait * (0.5 + this.#random() / 2)))
  }

  /** The store told its window's end when it answered: some time between the sending and now. */
  #hear(told: QuotaWindow, sent: Sent): void {
    const window = this.#window
    const endsBy = told.resetAt.getTime()
    const endsFrom = endsBy - (this.#now() - sent.at)
    if (endsFrom <= this.#endedBy) {
      // Of a window that is over. A very late answer may be of this one all the same, so it stays counted.
      if (window !== null && endsBy >= window.endsFrom) this.#keepUnheard(window)
      return
    }
    if (window?.told && endsFrom <= window.endsBy && told.quota === window.quota) {
      window.endsFrom = Math.max(window.endsFrom, endsFrom)
      window.endsBy = Math.max(window.endsFrom, Math.min(window.endsBy, endsBy))
      window.ours += 1
      if (told.left <= window.left) this.#lower(window, told.left, sent)
      return
    }
    if (window?.told) this.#remember(window)
    const { windowMs, quota, left } = told
    const unheard = window?.unheard ?? []
    this.#window = { windowMs, quota, endsFrom, endsBy, left, ours: 1, unheard, told: true }
    this.#lower(this.#window, left, sent)
  }

  /** What ended before this request was sent is in its count. */
  #lower(window: Window, left: number, sent: Sent): void {
    const stillUnheard = window.unheard.filter(ended => ended.step > sent.step)
    window.ours += window.unheard.length - stillUnheard.length
    window.unheard = stillUnheard
    window.left = left
  }

  /** Once a window is over for certain, the next one is full as far as anybody knows. */
  #turnWindow(): void {
    const window = this.#window
    const now = this.#now()
    if (window === null || now < window.endsBy) return
    if (window.told) this.#remember(window)
    const passed = Math.floor((now - window.endsBy) / window.windowMs) + 1
    this.#window = {
      ...window,
      endsFrom: window.endsFrom + passed * window.windowMs,
      endsBy: window.endsBy + passed * window.windowMs,
      left: window.quota,
      ours: 0,
      // Those may have been counted after the true end of the old window.
      unheard: passed === 1 ? window.unheard.filter(ended => ended.at >= window.endsFrom) : [],
      told: false,
    }
  }

  /** Learns from a window that is over what others use, and how much of it came as a surprise. */
  #remember(window: Window): void {
    this.#endedBy = Math.min(window.endsBy, this.#now())
    const seen = this.#othersIn(window)
    const surprise = Math.max(0, seen - this.#others) / window.quota
    this.#margin = Math.min(marginAtFirst, Math.max(marginLeast, this.#margin * marginShrink, surprise))
    this.#others = Math.max(seen, this.#others * othersFade)
    if (this.#others < 1) this.#others = 0
  }

  #setTimer(): void {
    const at = this.#nextMoment()
    if (at === this.#timer?.at) return
    this.#timer?.stop.abort()
    this.#timer = null
    if (at === null) return
    const stop = new AbortController()
    this.#timer = { at, stop }
    this.#clock.sleep(Math.max(1, at - this.#now()), stop.signal).then(
      () => {
        this.#timer = null
        this.#serve()
      },
      () => {},
    )
  }

  /** When something changes by itself for those who wait; answers and new requests serve them anyway. */
  #nextMoment(): number | null {
    if (!lanes.some(lane => this.#queue(lane).length > 0)) return null
    const now = this.#now()
    if (this.#pausedUntil > now) return this.#pausedUntil
    return this.#window === null || this.#window.endsBy <= now ? null : this.#window.endsBy
  }
}

/** One budget for each store, by the connector's `storeKey`: two channels of one store share it. */
export class RateBudgets {
  readonly #options: BudgetOptions
  readonly #byStore = new Map<string, RateBudget>()

  constructor(options: BudgetOptions) {
    this.#options = options
  }

  of(storeKey: string): RateBudget {
    const known = this.#byStore.get(storeKey)
    if (known !== undefined) return known
    const budget = new RateBudget(this.#options)
    this.#byStore.set(storeKey, budget)
    return budget
  }
}
