import type { QuotaWindow } from '../connector/connector.ts'
import type { Clock } from '../runtime/clock.ts'
import { OthersWatch } from './others-watch.ts'

/**
 * Of so many requests that ended without a word the hub keeps the moment of each. More of them in one window would
 * need a store that tells of thousands and then falls silent; it is left alone until a new window or word.
 */
const silentMost = 1_000

/** When something happened: by the clock, and by our own count of what went before what. */
export interface Moment {
  readonly at: number
  readonly step: number
}

/** Times are milliseconds since 1970. The true end of the window lies between the two ends. */
interface Window {
  readonly windowMs: number
  quota: number
  endsFrom: number
  endsBy: number
  /** The least that an answer said was left. */
  left: number
  /** Requests of ours that `left` has counted. */
  ours: number
  /** Requests that ended without a word of the quota: `left` may not have counted them yet. */
  unheard: Moment[]
  /** False for a window that must have begun, but of which no answer has told. */
  told: boolean
}

/**
 * What is known of a store's quota window: how much is left, until when, and what others use of it.
 *
 * The least `left` that any answer told is the truth at one moment. Whatever of ours ended without a word (401, 403,
 * a broken connection) may have been counted after that moment, until an answer to a later request includes it.
 */
export class WindowWatch {
  readonly #clock: Clock
  readonly #others = new OthersWatch()
  #window: Window | null = null
  /** Requests that ended without a word before any answer told of a window: the first one may not count them. */
  #early: Moment[] = []
  /** When the last window that an answer told of was over for certain. */
  #endedBy = 0
  #step = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get quota(): number | null {
    return this.#window?.quota ?? null
  }

  /** Milliseconds since 1970 by which the window is over. */
  get endsBy(): number | null {
    return this.#window?.endsBy ?? null
  }

  /** The part of a window that is kept free for whatever others may come. */
  get margin(): number {
    return this.#others.margin
  }

  /** Requests a window that other apps are expected to make. */
  get others(): number {
    return this.#others.expected(this.#window?.quota ?? 0)
  }

  /** Requests a second that are ours over a whole window: the quota without others and the margin. Null: not known. */
  get usablePerSecond(): number | null {
    const window = this.#window
    return window === null ? null : (this.#others.usable(window.quota) * 1_000) / window.windowMs
  }

  /** Requests that nobody has used, as far as we know. `inFlight` of ours are under way. Null: no answer has told. */
  available(inFlight: number): number | null {
    const window = this.#window
    const silent = (window?.unheard ?? this.#early).length
    if (silent >= silentMost) return 0
    return window === null ? null : window.left - inFlight - silent
  }

  /** When one more request may go and leave free what is kept for others, in milliseconds since 1970. */
  opensAt(inFlight: number): number {
    const window = this.#window
    const available = this.available(inFlight)
    if (window === null || available === null) return 0
    const part = this.#others.opensWith(available, this.#othersIn(window), window.quota)
    return part <= 0 ? window.endsBy : Math.floor(window.endsBy - part * window.windowMs) + 1
  }

  /** What the window has counted and we didn't send, or have not yet heard of. */
  #othersIn(window: Window): number {
    return Math.max(0, window.quota - window.left - window.ours)
  }

  /** Marks this moment. */
  mark(): Moment {
    this.#step += 1
    return { at: this.#now(), step: this.#step }
  }

  /**
   * The store told its window's end when it answered: some time between the sending and now. `inFlight` others of
   * ours are under way.
   */
  hear(told: QuotaWindow, sent: Moment, inFlight: number): void {
    const window = this.#window
    const endsBy = told.resetAt.getTime()
    const endsFrom = endsBy - (this.#now() - sent.at)
    if (endsFrom <= this.#endedBy) {
      // Of a window that is over. A very late answer may be of this one all the same, so it stays counted.
      if (window !== null && endsBy >= window.endsFrom) this.hearNothing()
      return
    }
    // Of an older window than the one that a faster answer told of already.
    if (window?.told && endsBy < window.endsFrom) return
    if (window?.told && endsFrom <= window.endsBy) {
      window.endsFrom = Math.max(window.endsFrom, endsFrom)
      window.endsBy = Math.max(window.endsFrom, Math.min(window.endsBy, endsBy))
      window.ours += 1
      // Under another quota than before there may be more left than before.
      if (told.left <= window.left || told.quota !== window.quota) this.#count(window, told, sent, inFlight)
      return
    }
    if (window?.told) this.#remember(window)
    const { windowMs, quota, left } = told
    const unheard = window?.unheard ?? this.#early
    this.#early = []
    this.#window = { windowMs, quota, endsFrom, endsBy, left, ours: 1, unheard, told: true }
    this.#count(this.#window, told, sent, inFlight)
  }

  /** The newest count of the window. What ended before this request was sent is in it. */
  #count(window: Window, told: QuotaWindow, sent: Moment, inFlight: number): void {
    const stillUnheard = window.unheard.filter(ended => ended.step > sent.step)
    window.ours += window.unheard.length - stillUnheard.length
    window.unheard = stillUnheard
    window.quota = told.quota
    window.left = told.left
    // Those of ours that are under way may be in the count as well; so many at least are not ours.
    const othersLeast = Math.max(0, this.#othersIn(window) - inFlight - stillUnheard.length)
    const leftMs = told.resetAt.getTime() - this.#now()
    this.#others.look(Math.max(0, 1 - leftMs / window.windowMs), othersLeast)
  }

  /** Once a window is over for certain, the next one is full as far as anybody knows. */
  turn(): void {
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
    this.#others.endWindow(window.quota, window.left === 0)
  }

  /**
   * A request of ours ended, and nothing was said of the quota. `oldest` is the sending of the first of those still
   * under way: whatever ended before it is in the count of every answer to come.
   */
  hearNothing(oldest?: Moment): void {
    const ended = this.mark()
    if (this.#window !== null) {
      this.#window.unheard.push(ended)
      return
    }
    this.#early.push(ended)
    if (this.#early.length < silentMost) return
    this.#early = this.#early.filter(({ step }) => oldest !== undefined && step > oldest.step)
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}
