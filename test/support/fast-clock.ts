import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../src/runtime/clock.ts'

/**
 * The machine's time, so many times faster from `start` on: what waits for seconds waits for moments. Programs that are
 * given the same start have the same time.
 */
export function fastClock(times: number, start = Date.now()): Clock {
  return {
    now: () => new Date(start + (Date.now() - start) * times),
    sleep: (ms, signal) => delay(ms / times, undefined, signal === undefined ? {} : { signal }),
  }
}
