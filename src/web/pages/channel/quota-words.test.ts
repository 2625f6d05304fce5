import { describe, expect, it } from 'vitest'
import { quotaParts, quotaSentences } from './quota-words.ts'

const nowMs = Date.parse('2026-03-01T12:00:00.000Z')
const quota = {
  requests: 450,
  left: 312,
  resetAt: '2026-03-01T12:00:12.000Z',
  others: 40,
  margin: 0.05,
  pausedUntil: null,
  requestsPerSecond: 12.4,
}
const amounts = (given: Partial<typeof quota> | object) =>
  quotaParts({ ...quota, ...given }, nowMs).map(({ amount }) => amount)

describe('the quota as one bar', () => {
  it('has parts that add up to what the store takes', () => {
    expect(amounts({})).toEqual([138, 249, 40, 23])
    for (const left of [0, 1, 30, 41, 62, 63, 449, 450, 900]) {
      const parts = amounts({ left })
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(450)
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
    }
  })

  it('keeps free for others before anything is the hub’s', () => {
    expect(amounts({ left: 30 })).toEqual([420, 0, 30, 0])
    expect(amounts({ left: 50 })).toEqual([400, 0, 40, 10])
  })

  it('is full again once its window has passed, and empty while the store has not said how much it takes', () => {
    expect(amounts({ resetAt: '2026-03-01T11:59:59.000Z' })).toEqual([0, 387, 40, 23])
    expect(amounts({ requests: null })).toEqual([])
  })
})

describe('the quota in words', () => {
  const words = (given: object) => quotaSentences({ ...quota, ...given }, nowMs).join(' ')

  it('tells what is left, until when, what others use and what the hub may', () => {
    expect(words({})).toBe(
      'The store takes 450 requests in one window, from all its apps together. ' +
        '312 of them are left now, and all are there again in 12 s. ' +
        'Other apps are seen to use about 40 of them: these stay free, and 5 % on top. ' +
        'The hub may make about 12.4 requests a second.',
    )
  })

  it('says that nobody else is seen, a pause, and a slow rate', () => {
    expect(words({ others: 0, margin: 0.03 })).toContain('No other app is seen to use any; 3 % stays free')
    expect(words({ pausedUntil: '2026-03-01T12:00:20.000Z' })).toContain('The store asked for a pause')
    expect(words({ pausedUntil: '2026-03-01T11:00:20.000Z' })).not.toContain('pause')
    expect(words({ requestsPerSecond: 0.5 })).toContain('about 30 requests a minute')
    expect(words({ requests: null, left: null })).toContain('has not said how many requests it takes')
  })
})
