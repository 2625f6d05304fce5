import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../src/runtime/clock.ts'

/** The machine's time, so many times faster: what waits for seconds waits for moments. */
export function fastClock(times: number): Clock {
  const start = Date.now()
  return {
    now: () => new Date(start + (Date.now() - start) * times),
    sleep: (ms, signal) => delay(ms / times, undefined, signal === undefined ? {} : { signal }),
  }
}
