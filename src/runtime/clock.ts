import { setTimeout as delay } from 'node:timers/promises'

/** Time as it is given to everything below `main.ts`. Nothing else may ask the machine for it. */
export interface Clock {
  now(): Date
  /** Resolves after `ms` milliseconds of this clock, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
}

/** Lets what has been sent go out, and what has come in be heard, before anything else is done. */
export function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** A clock that only moves when it is told to, so that tests never wait. */
export class ManualClock implements Clock {
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
      if (signal?.aborted) return reject(signal.reason)
      if (ms <= 0) return resolve()
      const sleeper = { due: this.#now + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter(other => other !== sleeper)
          reject(signal.reason)
        },
        { once: true },
      )
    })
  }

  /** How many are asleep: a test waits for this before it moves the clock. */
  get sleeping(): number {
    return this.#sleepers.length
  }

  /** Moves time on by `ms` milliseconds and wakes, in order, everyone whose time has come. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const next = this.#sleepers.filter(sleeper => sleeper.due <= end).sort((a, b) => a.due - b.due)[0]
      if (next === undefined) break
      this.#now = next.due
      this.#sleepers = this.#sleepers.filter(other => other !== next)
      next.wake()
      await breathe()
    }
    this.#now = end
  }
}
