import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RunningClock, SteppedClock } from './clock.ts'

const day = 86_400_000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T09:00:00Z') })
})

afterEach(() => {
  vi.useRealTimers()
})

/** What came of a promise so far. */
function watch(promise: Promise<void>): { now: string } {
  const state = { now: 'waits' }
  promise.then(
    () => {
      state.now = 'woke'
    },
    (reason: unknown) => {
      state.now = String(reason)
    },
  )
  return state
}

describe('any clock', () => {
  it.each([
    ['running', () => new RunningClock()],
    ['stepped', () => new SteppedClock('2026-03-01T09:00:00Z')],
  ])('refuses to be moved back, to no time, or behind the year 9999: %s', (_, start) => {
    const clock = start()
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 9e15]) {
      expect(() => clock.advance(ms)).toThrow(expect.objectContaining({ code: 'option_invalid' }))
    }
    expect(clock.now().toISOString()).toBe('2026-03-01T09:00:00.000Z')
  })
})

describe('a running clock', () => {
  it('runs at no speed that leads nowhere', () => {
    const clock = new RunningClock()
    for (const speed of [0, -1, Number.NaN, 1e300]) {
      expect(() => {
        clock.speed = speed
      }).toThrow(expect.objectContaining({ code: 'option_invalid' }))
      expect(() => new RunningClock(speed)).toThrow(expect.objectContaining({ code: 'option_invalid' }))
    }
    expect(clock.speed).toBe(1)
  })

  it('shows the time of the machine', async () => {
    const clock = new RunningClock()
    await vi.advanceTimersByTimeAsync(1_500)
    expect(clock.now().toISOString()).toBe('2026-03-01T09:00:01.500Z')
  })

  it('runs faster from the moment that it is told to, and never jumps by that', async () => {
    const clock = new RunningClock()
    await vi.advanceTimersByTimeAsync(1_000)
    clock.speed = 60
    expect(clock.now().toISOString()).toBe('2026-03-01T09:00:01.000Z')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(clock.now().toISOString()).toBe('2026-03-01T09:01:01.000Z')
    clock.speed = 1
    await vi.advanceTimersByTimeAsync(1_000)
    expect(clock.now().toISOString()).toBe('2026-03-01T09:01:02.000Z')
  })

  it('wakes whoever sleeps by its own time, whether it is sped up or moved on meanwhile', async () => {
    const clock = new RunningClock()
    const early = watch(clock.sleep(1_000))
    const minute = watch(clock.sleep(60_000))
    const late = watch(clock.sleep(2 * day))
    await vi.advanceTimersByTimeAsync(999)
    expect(early.now).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect([early.now, minute.now]).toEqual(['woke', 'waits'])
    clock.speed = 59
    await vi.advanceTimersByTimeAsync(1_000)
    expect([minute.now, late.now]).toEqual(['woke', 'waits'])
    clock.advance(2 * day - 60_001)
    await vi.advanceTimersByTimeAsync(0)
    expect(late.now).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(late.now).toBe('woke')
  })

  it('lets sleep longer than the timers of the machine can wait', async () => {
    const clock = new RunningClock()
    const hook = watch(clock.sleep(90 * day))
    await vi.advanceTimersByTimeAsync(89 * day)
    expect(hook.now).toBe('waits')
    await vi.advanceTimersByTimeAsync(day)
    expect(hook.now).toBe('woke')
  })

  it('lets go of whoever no longer wants to sleep, and of its timer with the last one', async () => {
    const clock = new RunningClock()
    const stop = new AbortController()
    const sleeper = watch(clock.sleep(1_000, stop.signal))
    stop.abort('enough')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sleeper.now).toBe('enough')
    expect(vi.getTimerCount()).toBe(0)
    await expect(clock.sleep(1_000, stop.signal)).rejects.toBe('enough')
  })
})

describe('a stepped clock', () => {
  it('stands still until it is moved, and wakes in the order of time', async () => {
    const clock = new SteppedClock('2026-03-01T09:00:00Z')
    const order: string[] = []
    void clock.sleep(20).then(() => order.push('second'))
    void clock.sleep(10).then(() => order.push('first'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect([order, clock.nextMs]).toEqual([[], 10])
    clock.advance(20)
    await vi.advanceTimersByTimeAsync(0)
    expect(order).toEqual(['first', 'second'])
    expect([clock.now().toISOString(), clock.nextMs]).toEqual(['2026-03-01T09:00:00.020Z', null])
  })
})
