import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OthersWatch } from './others-watch.ts'

/** Windows of 100, so that a request is a percent. */
const quota = 100

/** Lets a window pass that we look at from its first to its last moment; `seen` are others' requests by its parts. */
function pass(others: OthersWatch, seen: readonly (readonly [at: number, count: number])[] = [], usedUp = false) {
  others.look(0, 0)
  for (const [at, count] of seen) others.look(at, count)
  others.look(1, seen.at(-1)?.[1] ?? 0)
  others.endWindow(quota, usedUp)
}

/** `count` requests one by one, over the whole window or the first part of it. */
const evenly = (count: number, until = 1) =>
  Array.from({ length: Math.floor(count * until) }, (_, i) => [(i + 1) / count, i + 1] as const)

/** What must be left for us so that one more may go, when the part `left` of the window is still to come. */
function keptFree(others: OthersWatch, left: number, count: number): number {
  return Array.from({ length: quota + 1 }, (_, available) => available).findLast(
    available => others.opensWith(available, count, quota) <= left,
  ) as number
}

describe('of a window in which nobody else is seen', () => {
  it('a fifth stays free to its end; of the rest, half may go at once and half with the time', () => {
    const others = new OthersWatch()
    others.look(0, 0)
    expect([1, 0.75, 0.5, 0.25, 0].map(left => keptFree(others, left, 0))).toEqual([60, 50, 40, 30, 20])
  })

  it('3 % stays free once six windows went like that', () => {
    const others = new OthersWatch()
    for (let i = 0; i < 6; i += 1) pass(others)
    expect(others.margin).toBe(0.03)
    expect(keptFree(others, 0, 0)).toBe(3)
  })

  it('no more is learned than was looked at', () => {
    const others = new OthersWatch()
    others.look(0.4, 0)
    others.endWindow(quota, false)
    expect(others.margin).toBe(0.2)
    others.look(0, 0)
    others.look(0.5, 0)
    others.endWindow(quota, false)
    expect(others.margin).toBeCloseTo(0.2 * Math.sqrt(0.7))
  })
})

describe('others who come with all of it at once', () => {
  it('find it free until they came in this window', () => {
    const others = new OthersWatch()
    pass(others, [[0.7, 30]])
    others.look(0, 0)
    expect(keptFree(others, 0, 0)).toBe(50)
    others.look(0.3, 12)
    expect(keptFree(others, 0, 12)).toBe(38)
    others.look(0.6, 30)
    expect(keptFree(others, 0, 30)).toBe(20)
  })

  it('are remembered for three windows in which they don’t come', () => {
    const others = new OthersWatch()
    pass(others, [[0.7, 30]])
    const expected: number[] = []
    for (let i = 0; i < 4; i += 1) {
      expected.push(others.expected(quota))
      pass(others)
    }
    expect([...expected, others.expected(quota)]).toEqual([30, 30, 30, 30, 0])
  })

  it('may come again: the margin stays free behind them', () => {
    const others = new OthersWatch()
    others.look(0, 0)
    others.look(0.1, 0)
    others.look(0.11, 40)
    for (const at of [0.3, 0.6, 0.99]) others.look(at, 40)
    expect(keptFree(others, 0.01, 40)).toBe(20)
  })

  it('and used up a window may have wanted more of it: the margin is a fifth again', () => {
    const others = new OthersWatch()
    for (let i = 0; i < 6; i += 1) pass(others)
    pass(others, [[0.7, 3]], true)
    expect(others.margin).toBe(0.2)
    // What they are expected to use is no surprise.
    pass(others, [[0.7, 3]], true)
    expect(others.margin).toBeCloseTo(0.14)
  })
})

describe('others who come evenly', () => {
  it('find free what they need to the end of the window, though nobody knew of them', () => {
    const others = new OthersWatch()
    others.look(0, 0)
    for (const [at, count] of evenly(40, 0.5)) others.look(at, count)
    expect(others.expected(quota)).toBeGreaterThanOrEqual(39)
    // 19 or 20 for the second half and 3 for the moments before an answer; half of the margin, and half of what is spread.
    expect(keptFree(others, 0.5, 20)).toBe(42)
  })

  it('need less and less towards the end, and so does the margin', () => {
    const others = new OthersWatch()
    others.look(0, 0)
    for (const [at, count] of evenly(40)) others.look(at, count)
    // Two that may be due, and what came since the last look.
    expect(keptFree(others, 0, 40)).toBe(3)
  })

  it('are no reason to do without the margin where others came at once before', () => {
    const others = new OthersWatch()
    pass(others, [[0.7, 45]])
    others.look(0, 0)
    for (const [at, count] of evenly(40)) others.look(at, count)
    expect(keptFree(others, 0, 40)).toBe(25)
  })

  it('are no reason to do without the margin where more of them came at once', () => {
    const others = new OthersWatch()
    others.look(0, 0)
    for (const [at, count] of evenly(20, 0.5)) others.look(at, count)
    others.look(0.51, 40)
    others.look(1, 40)
    expect(keptFree(others, 0, 40)).toBeGreaterThanOrEqual(20)
  })

  it('are not known by a few requests in a moment: the margin stays', () => {
    const others = new OthersWatch()
    others.look(0, 0)
    for (let count = 1; count <= 8; count += 1) others.look(count / 1_000, count)
    expect(others.expected(quota)).toBe(8)
    // And a little for what may have come since the last look.
    expect(keptFree(others, 0, 8)).toBe(21)
  })
})

it('lets one request go in every full window, whatever others did before: else nothing would ever be seen of them', () => {
  const look = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(500))
  const windows = fc.array(fc.tuple(fc.array(look, { maxLength: 6 }), fc.boolean()), { maxLength: 6 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), windows, (size, past) => {
      const others = new OthersWatch()
      for (const [looks, usedUp] of past) {
        for (const [at, count] of looks) others.look(at, Math.min(count, size))
        others.endWindow(size, usedUp)
      }
      expect(others.opensWith(size, 0, size)).toBeGreaterThan(0)
      expect(others.usable(size)).toBeGreaterThanOrEqual(1)
      expect(others.opensWith(0, 0, size)).toBeLessThanOrEqual(0)
    }),
  )
})
