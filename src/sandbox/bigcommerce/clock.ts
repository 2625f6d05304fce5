import { setTimeout as delay } from 'node:timers/promises'

/** Where the sandbox gets its time from: quota windows, dates, and the waiting of slow answers. */
export interface SandboxClock {
  now(): Date
  /** Resolves after `ms` milliseconds of this clock, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A clock that can be moved on. */
export interface MovableClock extends SandboxClock {
  /** Moves time on by `ms` milliseconds, 0 or more, and wakes everyone whose time has come. */
  advance(ms: number): void
}

export function isMovable(clock: SandboxClock): clock is MovableClock {
  return 'advance' in clock && typeof clock.advance === 'function'
}

/** The machine's own time, for what no clock of a store has a say in: certificates, and when files are saved. */
export const machineClock: SandboxClock = {
  now: () => new Date(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
}

interface Sleeper {
  /** In milliseconds since 1970, of the clock that it sleeps by. */
  readonly due: number
  readonly wake: () => void
}

/** Those who wait for a moment of a clock. */
class Sleepers {
  readonly #waiting = new Set<Sleeper>()

  /** When the next one is due; null while nobody waits. */
  get nextDue(): number | null {
    let next: number | null = null
    for (const { due } of this.#waiting) next = next === null ? due : Math.min(next, due)
    return next
  }

  add(due: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason)
      const end = () => {
        this.#waiting.delete(sleeper)
        reject(signal?.reason)
      }
      const wake = () => {
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const sleeper = { due, wake }
      this.#waiting.add(sleeper)
      signal?.addEventListener('abort', end)
    })
  }

  /** In the order in which they are due. */
  wakeUntil(now: number): void {
    const due = [...this.#waiting].filter(sleeper => sleeper.due <= now).sort((a, b) => a.due - b.due)
    for (const sleeper of due) this.#waiting.delete(sleeper)
    for (const sleeper of due) sleeper.wake()
  }
}

/** Node's timers can't wait longer than 24 days; whoever sleeps longer is looked at again. */
const timerMostMs = 24 * 86_400_000

/** The machine's time, which can be sped up and moved on: what a sandbox goes by unless it is given another. */
export class RunningClock implements MovableClock {
  readonly #sleepers = new Sleepers()
  #timer: NodeJS.Timeout | undefined
  /** When the timer wakes; not before the next one is due. */
  #timerDue = Number.POSITIVE_INFINITY
  #speed: number
  /** This clock and the machine's at one moment, in milliseconds since 1970. */
  #anchor: { readonly here: number; readonly machine: number }

  /** `speed` 60 makes a minute of this clock pass in each second of the machine. */
  constructor(speed = 1) {
    const now = Date.now()
    this.#anchor = { here: now, machine: now }
    this.#speed = speed
  }

  now(): Date {
    return new Date(this.#nowMs())
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const due = this.#nowMs() + ms
    const slept = this.#sleepers.add(due, signal)
    if (due < this.#timerDue) this.#setTimer()
    await slept
  }

  advance(ms: number): void {
    this.#anchor = { here: this.#nowMs() + ms, machine: Date.now() }
    this.#wake()
  }

  get speed(): number {
    return this.#speed
  }

  /** More than 0; from now on. */
  set speed(speed: number) {
    this.#anchor = { here: this.#nowMs(), machine: Date.now() }
    this.#speed = speed
    this.#setTimer()
  }

  /** Parts of a millisecond are kept, or else a clock that is often moved would fall behind. */
  #nowMs(): number {
    return this.#anchor.here + (Date.now() - this.#anchor.machine) * this.#speed
  }

  #wake(): void {
    this.#sleepers.wakeUntil(this.#nowMs())
    this.#setTimer()
  }

  #setTimer(): void {
    clearTimeout(this.#timer)
    const due = this.#sleepers.nextDue
    this.#timerDue = due ?? Number.POSITIVE_INFINITY
    if (due === null) return
    const waitMs = Math.ceil((due - this.#nowMs()) / this.#speed)
    // Who sleeps keeps no program alive: what the sandbox does goes on as long as it listens.
    this.#timer = setTimeout(() => this.#wake(), Math.min(Math.max(0, waitMs), timerMostMs)).unref()
  }
}

/** A clock that stands still until it is moved, for tests of quota windows. */
export class SteppedClock implements MovableClock {
  readonly #sleepers = new Sleepers()
  #now: number

  constructor(start: Date | string) {
    this.#now = new Date(start).getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleepers.add(this.#now + ms, signal)
  }

  /** Milliseconds until the next one wakes; null while nobody sleeps. */
  get nextMs(): number | null {
    const due = this.#sleepers.nextDue
    return due === null ? null : due - this.#now
  }

  advance(ms: number): void {
    this.#now += ms
    this.#sleepers.wakeUntil(this.#now)
  }
}
