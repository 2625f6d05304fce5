/** The part of a window that stays free for what nobody could foresee: at first, and while nobody else is seen. */
const marginAtFirst = 0.2
const marginLeast = 0.03
/** What a window without surprises leaves of the margin: from a fifth to 3 % in six windows. */
const marginShrink = 0.7
/** Others are expected to do once more what they did in the busiest of so many windows. */
const windowsRemembered = 4
/** Of what is ours in a window this part is spread over it: whoever has nothing left to ask doesn't see others come. */
const spreadPart = 0.5
/** A pace is judged by no less than this part of a window: a few requests in a moment are no pace. */
const paceLeast = 0.2
/** What stays free to the last beside others that are even. */
const evenSpare = 2
/** Others went on since the last answer, for about this part of a window. */
const lookGap = 0.03

/** What others did in a window that is over. */
interface Past {
  readonly count: number
  readonly burst: number
}

/** What was seen of others in the present window. Times are parts of it: 0 is its beginning, 1 its end. */
interface Sight {
  readonly firstAt: number
  readonly firstCount: number
  readonly lastAt: number
  readonly count: number
  /** The most that came from one look to the next, beyond the pace until then. */
  readonly burst: number
}

/**
 * What other apps do with the store's quota, and what is kept free for them.
 *
 * An app may come at any moment with all that it uses in a window, or evenly. What was used in earlier windows stays
 * free until it was used in this one, and so does the margin. Others that were seen to be even need less and less of
 * it towards the end: for them their pace stays free, and the margin goes with the time.
 */
export class OthersWatch {
  #margin = marginAtFirst
  #past: readonly Past[] = []
  #sight: Sight | null = null

  /** The part of a window that is kept free for whatever others may come. */
  get margin(): number {
    return this.#margin
  }

  /** Requests that others are expected to make of a window of `quota`. */
  expected(quota: number): number {
    const sight = this.#sight
    if (sight === null) return this.#usual
    const toCome = this.#isEven(sight, quota) ? paceOf(sight) * Math.max(0, 1 - sight.lastAt) : 0
    return Math.max(this.#usual, Math.ceil(sight.count + toCome))
  }

  /** Requests of a window that are ours, at least one: without any we would never see that others have left. */
  usable(quota: number): number {
    return Math.max(1, quota - this.expected(quota) - this.#margin * quota)
  }

  /** An answer told that others had made `count` requests when the part `at` of the window had passed. */
  look(at: number, count: number): void {
    const before = this.#sight
    if (before === null) {
      this.#sight = { firstAt: at, firstCount: count, lastAt: at, count, burst: 0 }
      return
    }
    const lastAt = Math.max(before.lastAt, at)
    const came = Math.max(0, count - before.count)
    const burst = Math.max(before.burst, came - paceOf(before) * (lastAt - before.lastAt))
    this.#sight = { ...before, lastAt, count: before.count + came, burst }
  }

  /**
   * When a request may go, told by the part of the window that is left then: 1 and more is always, 0 is never.
   * `available` is what the store has left for us, `count` the most that others may have made of the window.
   */
  opensWith(available: number, count: number, quota: number): number {
    const even = this.#sight !== null && this.#isEven(this.#sight, quota)
    const margin = this.#margin * quota
    // What comes evenly is one more in some windows than in others, and one more may be on its way. Of a full window one
    // request of ours may always go, to see how it stands.
    const firm = Math.min(even ? evenSpare : Math.ceil(margin), quota - 1)
    const toCome = Math.min(Math.max(0, this.#usual - count), quota - 1 - firm)
    const pace = this.#sight === null ? 0 : paceOf(this.#sight)
    const fading = this.usable(quota) * spreadPart + (even ? margin : 0)
    return Math.min((available - firm - toCome) / fading, (available - firm - pace * lookGap) / (fading + pace))
  }

  /** The window is over: learns from it what others use, and how much of it came as a surprise. */
  endWindow(quota: number, usedUp: boolean): void {
    const sight = this.#sight
    if (sight === null) return
    const surprise = (sight.count - this.#usual) / quota
    // Nobody is seen where nobody looks.
    const shrunk = this.#margin * marginShrink ** Math.min(1, sight.lastAt - sight.firstAt)
    // How much more they wanted of a window that they used up, nobody knows.
    const wanted = usedUp && surprise > 0 ? marginAtFirst : surprise
    this.#margin = Math.min(marginAtFirst, Math.max(marginLeast, shrunk, wanted))
    this.#past = [...this.#past, { count: sight.count, burst: sight.burst }].slice(-windowsRemembered)
    this.#sight = null
  }

  get #usual(): number {
    return Math.max(0, ...this.#past.map(({ count }) => count))
  }

  /** For long enough, more came at a pace than ever at once. */
  #isEven(sight: Sight, quota: number): boolean {
    if (sight.lastAt - sight.firstAt < paceLeast) return false
    const bursts = [sight.burst, ...this.#past.map(({ burst }) => burst)]
    return steadyCount(sight) > Math.max(marginLeast * quota, ...bursts)
  }
}

/** Requests that came while we looked, without the largest burst. */
function steadyCount({ count, firstCount, burst }: Sight): number {
  return Math.max(0, count - firstCount - burst)
}

/** Requests a window. */
function paceOf(sight: Sight): number {
  return steadyCount(sight) / Math.max(paceLeast, sight.lastAt - sight.firstAt)
}
