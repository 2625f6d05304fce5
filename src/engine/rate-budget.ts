import type { ConcurrencyCap, Lane, Quota } from '../connector/connector.ts'
import type { Clock } from '../runtime/clock.ts'
import { invariant } from '../runtime/invariant.ts'
import { type Moment, WindowWatch } from './quota-window.ts'

/** The order in which waiting requests are served. */
const lanes = ['person', 'order', 'stock', 'price', 'content', 'sweep'] as const satisfies readonly Lane[]

/** BigCommerce documented three at a time for most endpoints until 2023, and nothing since. */
const usualInFlightMost = 4
/** While nothing is known of the quota, this many requests find out. */
const blindInFlightMost = 2
const backOffFirstMs = 1_000
const backOffMostMs = 60_000
const personRestMs = 1_000
/** A timer for a longer time ends at once: the machine counts in 32 bits. */
const longestSleepMs = 2 ** 31 - 1

interface BudgetOptions {
  readonly clock: Clock
  /** From 0 to less than 1: spreads the waits after an overload. */
  readonly random: () => number
  readonly inFlightMost?: number
}

/** What became of a request, as far as the quota is concerned. */
export interface Seen {
  readonly quota: Quota | null
  /**
   * `overloaded`: 429, or a 500 without quota headers, which BigCommerce may answer in its place. `not_sent`: the turn
   * was given back, so the store knows nothing of it.
   */
  readonly result: 'served' | 'overloaded' | 'no_answer' | 'not_sent'
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
  /**
   * What is ours of every window, spread over it: the quota without others and the margin. Whether the store answers
   * so many in a second is another matter. Null while nothing is known of the quota.
   */
  readonly requestsPerSecond: number | null
  readonly inFlight: number
  readonly waiting: number
}

interface Waiter {
  readonly lane: Lane
  readonly cap: ConcurrencyCap | undefined
  readonly grant: (permit: Permit) => void
}

/**
 * One store's request quota, shared out among everything that the hub does with that store.
 *
 * The law: we never ask for more than the store said was left. What is available is the least `left`
 * that an answer of this window told, minus all our requests under way: the store has counted them or
 * will. When a window must be over, the next one is assumed full until its first answer tells. What
 * others are expected to use in the rest of the window stays free, and a margin on top of it. Of what is
 * ours a part is spread over the window, so that we see when others come.
 */
export class RateBudget {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #inFlightMost: number
  readonly #window: WindowWatch
  readonly #queues = new Map<Lane, Waiter[]>(lanes.map(lane => [lane, []]))
  readonly #groups = new Map<string, number>()
  /** When each request under way was sent, the oldest first. */
  readonly #underWay = new Set<Moment>()
  /** The store asked for a pause. */
  #pausedUntil = 0
  /** Nobody asked for this one: we guess that the store is overloaded. */
  #backOffUntil = 0
  #overloadedAt = 0
  #overloads = 0
  #timer: { readonly at: number; readonly stop: AbortController } | null = null

  constructor({ clock, random, inFlightMost = usualInFlightMost }: BudgetOptions) {
    this.#clock = clock
    this.#random = random
    this.#inFlightMost = inFlightMost
    this.#window = new WindowWatch(clock)
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
    this.#window.turn()
    const window = this.#window
    const available = window.available(this.#underWay.size)
    return {
      quota: window.quota,
      left: available === null ? null : Math.max(0, available),
      resetAt: window.endsBy === null ? null : new Date(window.endsBy),
      pausedUntil: this.#restsUntil('sweep') > this.#now() ? new Date(this.#restsUntil('sweep')) : null,
      margin: window.margin,
      others: window.others,
      requestsPerSecond: window.usablePerSecond,
      inFlight: this.#underWay.size,
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
    this.#window.turn()
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
    if (this.#restsUntil(lane) > this.#now()) return false
    const available = this.#window.available(this.#underWay.size)
    if (this.#underWay.size >= (available === null ? blindInFlightMost : this.#inFlightMost)) return false
    // While the store is overloaded one request finds out whether it has recovered.
    if (this.#overloads > 0 && this.#underWay.size > 0) return false
    if (cap !== undefined && (this.#groups.get(cap.group) ?? 0) >= cap.most) return false
    if (available === null) return true
    if (available <= 0) return false
    // A person's few requests may use what is kept free for others, and when.
    return lane === 'person' || this.#now() >= this.#window.opensAt(this.#underWay.size)
  }

  #permit(cap: ConcurrencyCap | undefined): Permit {
    const sent = this.#window.mark()
    let open = true
    this.#underWay.add(sent)
    if (cap !== undefined) this.#groups.set(cap.group, (this.#groups.get(cap.group) ?? 0) + 1)
    return {
      done: seen => {
        invariant(open, 'a permit was given back twice')
        open = false
        this.#underWay.delete(sent)
        if (cap !== undefined) this.#leaveGroup(cap.group)
        this.#learn(seen, sent)
        this.#serve()
      },
    }
  }

  #leaveGroup(group: string): void {
    const left = (this.#groups.get(group) ?? 1) - 1
    if (left === 0) this.#groups.delete(group)
    else this.#groups.set(group, left)
  }

  #learn({ quota, result }: Seen, sent: Moment): void {
    this.#window.turn()
    if (result === 'not_sent') return
    if (quota?.window) this.#window.hear(quota.window, sent, this.#underWay.size)
    else this.#window.hearNothing(this.#underWay.values().next().value)
    if (quota?.retryAt) this.#pauseUntil(quota.retryAt.getTime())
    if (result === 'served') {
      this.#overloads = 0
      this.#backOffUntil = 0
    }
    if (result !== 'overloaded') return
    if (quota?.window) this.#pauseUntil(quota.window.resetAt.getTime())
    else if (!quota?.retryAt) this.#backOff()
  }

  /** A pause of our own guessing keeps a person only for a moment: his one request finds out whether it still holds. */
  #restsUntil(lane: Lane): number {
    const guessed =
      lane === 'person' ? Math.min(this.#backOffUntil, this.#overloadedAt + personRestMs) : this.#backOffUntil
    return Math.max(this.#pausedUntil, guessed)
  }

  #pauseUntil(at: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, at)
  }

  /** Half of the wait is fixed, half is chance, so that several hubs don't come back together. */
  #backOff(): void {
    const wait = Math.min(backOffMostMs, backOffFirstMs * 2 ** Math.min(this.#overloads, 10))
    this.#overloads += 1
    this.#overloadedAt = this.#now()
    this.#backOffUntil = Math.max(this.#backOffUntil, this.#now() + Math.round(wait * (0.5 + this.#random() / 2)))
  }

  #setTimer(): void {
    const at = this.#nextMoment()
    if (at === this.#timer?.at) return
    this.#timer?.stop.abort()
    this.#timer = null
    if (at === null) return
    const stop = new AbortController()
    this.#timer = { at, stop }
    this.#clock.sleep(Math.min(longestSleepMs, Math.max(1, at - this.#now())), stop.signal).then(
      () => {
        this.#timer = null
        this.#serve()
      },
      () => {},
    )
  }

  /** When something changes by itself for those who wait; answers and new requests serve them anyway. */
  #nextMoment(): number | null {
    const waiting = lanes.filter(lane => this.#queue(lane).length > 0)
    if (waiting.length === 0) return null
    const now = this.#now()
    const moments = [
      ...waiting.map(lane => this.#restsUntil(lane)),
      this.#window.opensAt(this.#underWay.size),
      this.#window.endsBy ?? 0,
    ].filter(at => at > now)
    return moments.length === 0 ? null : Math.min(...moments)
  }
}

/** One budget for each store, by the connector's `storeKey`: two channels of one store share it. */
export class RateBudgets {
  readonly #options: BudgetOptions
  readonly #byStore = new Map<string, RateBudget>()

  constructor(options: BudgetOptions) {
    this.#options = options
  }

  known(storeKey: string): RateBudget | undefined {
    return this.#byStore.get(storeKey)
  }

  of(storeKey: string): RateBudget {
    const known = this.known(storeKey)
    if (known !== undefined) return known
    const budget = new RateBudget(this.#options)
    this.#byStore.set(storeKey, budget)
    return budget
  }
}
