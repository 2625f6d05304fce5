import { setTimeout as delay } from 'node:timers/promises'

/** Where the sandbox gets its time from: quota windows, dates, and the waiting of slow answers. */
export interface SandboxClock {
  now(): Date
  /** Resolves after `ms` milliseconds of this clock, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const machineClock: SandboxClock = {
  now: () => new Date(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
}

/** A clock that stands still until it is moved, for tests of quota windows. */
export class SteppedClock implements SandboxClock {
  #now: number
  #sleepers: { due: number; wake: () => void }[] = []

  constructor(start: Date | string) {
    this.#now = new Date(start).getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason)
      const end = () => {
        this.#sleepers = this.#sleepers.filter(other => other !== sleeper)
        reject(signal?.reason)
      }
      const wake = () => {
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const sleeper = { due: this.#now + ms, wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', end)
    })
  }

  /** Milliseconds until the next one wakes; null while nobody sleeps. */
  get nextMs(): number | null {
    return this.#sleepers.length === 0 ? null : Math.min(...this.#sleepers.map(({ due }) => due)) - this.#now
  }

  /** Moves time on by `ms` milliseconds and wakes everyone whose time has come. */
  advance(ms: number): void {
    this.#now += ms
    const due = this.#sleepers.filter(sleeper => sleeper.due <= this.#now).sort((a, b) => a.due - b.due)
    this.#sleepers = this.#sleepers.filter(sleeper => sleeper.due > this.#now)
    for (const sleeper of due) sleeper.wake()
  }
}
