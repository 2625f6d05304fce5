import { describe, expect, it } from 'vitest'
import { looksByItself, nextLookAt, zoneOf } from './sending.ts'

const daily = (dailyAt: string) => ({ mode: 'by_itself' as const, at: { dailyAt } })
const next = (now: string, time: string, zone: string) => nextLookAt(daily(time), new Date(now), zone)?.toISOString()

describe('when the hub looks by itself', () => {
  it('follows the minutes from now on, and no schedule where each edit brings its own look', () => {
    const now = new Date('2026-11-28T10:00:30Z')
    expect(nextLookAt({ mode: 'ask', at: { everyMinutes: 45 } }, now, 'UTC')?.toISOString()).toBe(
      '2026-11-28T10:45:30.000Z',
    )
    expect(nextLookAt({ mode: 'by_itself', at: 'once' }, now, 'UTC')).toBeNull()
    expect(looksByItself({ mode: 'ask', at: 'once' })).toBe(false)
    expect(looksByItself({ mode: 'ask', at: { everyMinutes: 5 } })).toBe(true)
    expect(looksByItself({ mode: 'by_itself', at: 'once' })).toBe(true)
  })

  it('comes once a day, by the clocks of the store', () => {
    expect(next('2026-11-28T06:59:59Z', '07:00', 'UTC')).toBe('2026-11-28T07:00:00.000Z')
    expect(next('2026-11-28T07:00:00Z', '07:00', 'UTC')).toBe('2026-11-29T07:00:00.000Z')
    // Where it is tomorrow already, or still yesterday.
    expect(next('2026-11-28T20:00:00Z', '07:00', 'Pacific/Auckland')).toBe('2026-11-29T18:00:00.000Z')
    expect(next('2026-11-28T02:00:00Z', '20:30', 'America/Los_Angeles')).toBe('2026-11-28T04:30:00.000Z')
    expect(next('2026-11-28T00:00:00Z', '05:45', 'Asia/Kathmandu')).toBe('2026-11-29T00:00:00.000Z')
  })

  it('comes once on the days on which clocks are changed', () => {
    // Berlin: 02:00 becomes 03:00 on 29 March 2026, and 03:00 becomes 02:00 on 25 October.
    expect(next('2026-03-28T02:00:00Z', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    expect(next('2026-03-29T01:30:00Z', '02:30', 'Europe/Berlin')).toBe('2026-03-30T00:30:00.000Z')
    expect(next('2026-10-24T12:00:00Z', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
    expect(next('2026-10-25T00:30:00Z', '02:30', 'Europe/Berlin')).toBe('2026-10-26T01:30:00.000Z')
    expect(next('2026-03-28T08:00:00Z', '08:00', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z')
  })

  it('goes by UTC where a store tells no time zone', () => {
    expect(['', null, undefined, 'Mars/Olympus'].map(zoneOf)).toEqual(['UTC', 'UTC', 'UTC', 'UTC'])
    expect(zoneOf('Europe/Berlin')).toBe('Europe/Berlin')
  })
})
