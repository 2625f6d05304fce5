import { describe, expect, it } from 'vitest'
import { Quota, quotaOfPlan } from './quota.ts'

const start = Date.parse('2026-02-02T10:00:00Z')

describe('quota', () => {
  it('gives exactly the requests of a window, and the whole of it again in the next', () => {
    const quota = new Quota(quotaOfPlan.plus, start)
    for (let count = 1; count <= 150; count += 1) {
      expect(quota.take(start + count)).toMatchObject({ granted: true, left: 150 - count })
    }
    expect(quota.take(start + 29_999)).toEqual({ granted: false, quota: 150, left: 0, windowMs: 30_000, resetMs: 1 })
    expect(quota.take(start + 30_000)).toMatchObject({ granted: true, left: 149, resetMs: 30_000 })
  })

  it('accounts for 1,000 calls of two apps across windows', () => {
    const quota = new Quota(quotaOfPlan.pro, start)
    let granted = 0
    let refused = 0
    for (let call = 0; call < 1_000; call += 1) {
      const now = start + call * 90
      if (call % 4 === 3) quota.takeForRival(2, now)
      else if (quota.take(now).granted) granted += 1
      else refused += 1
    }
    // 90 seconds are three windows. In each the two apps ask 334 or 333 times: 250 calls of ours and 166 of the rival.
    expect(granted + refused).toBe(750)
    expect(quota.rival.taken + quota.rival.refused).toBe(500)
    expect(refused).toBe(0)
    expect(granted + quota.rival.taken).toBe(1_250)
  })

  it('refuses both apps by turns once the window is used up', () => {
    const quota = new Quota({ requests: 10, windowMs: 1_000 }, start)
    expect(quota.takeForRival(8, start)).toBe(8)
    expect(quota.take(start).granted).toBe(true)
    expect(quota.takeForRival(5, start)).toBe(1)
    expect(quota.take(start).granted).toBe(false)
    expect(quota.rival).toEqual({ taken: 9, refused: 4 })
  })

  it('lets a steady rival use its part of every window, also of those that nobody looked at', () => {
    const quota = new Quota({ requests: 100, windowMs: 10_000 }, start)
    const stop = quota.startRival(5, start)
    expect(quota.look(start + 4_000).left).toBe(80)
    expect(quota.look(start + 25_000).left).toBe(74)
    expect(quota.rival).toEqual({ taken: 125, refused: 0 })
    stop()
    expect(quota.look(start + 35_000).left).toBe(100)
  })

  it('refuses a steady rival what its window has no room for', () => {
    const quota = new Quota({ requests: 10, windowMs: 1_000 }, start)
    quota.startRival(20, start)
    quota.look(start + 3_000)
    expect(quota.rival.taken + quota.rival.refused).toBe(60)
    expect(quota.rival.taken).toBe(31)
  })
})
