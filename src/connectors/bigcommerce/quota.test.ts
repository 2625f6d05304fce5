import { describe, expect, it } from 'vitest'
import { readQuota } from './quota.ts'

const at = new Date('2026-03-01T12:00:00.000Z')
const full = {
  'x-rate-limit-time-window-ms': '30000',
  'x-rate-limit-time-reset-ms': '12345',
  'x-rate-limit-requests-quota': '150',
  'x-rate-limit-requests-left': '149',
}
const read = (headers: Record<string, string>, status = 200) => readQuota({ status, headers }, at)

describe('the quota of an answer', () => {
  it('is read whatever the case of the names', () => {
    const window = { windowMs: 30_000, quota: 150, left: 149, resetAt: new Date('2026-03-01T12:00:12.345Z') }
    expect(read(full)).toEqual({ window, retryAt: null })
    const upper = Object.fromEntries(Object.entries(full).map(([name, value]) => [name.toUpperCase(), ` ${value} `]))
    expect(read(upper)).toEqual({ window, retryAt: null })
  })

  it('is unknown where nothing is said', () => {
    expect(read({})).toBeNull()
    expect(read({ 'x-rate-limit-requests-left': 'many', 'x-rate-limit-requests-quota': '-5' })).toBeNull()
    expect(read({ ...full, 'x-rate-limit-requests-quota': '0' })).toBeNull()
  })

  it('makes do without the times', () => {
    const quota = read({ 'x-rate-limit-requests-quota': '450', 'x-rate-limit-requests-left': '451' })
    expect(quota?.window).toEqual({ windowMs: 30_000, quota: 450, left: 450, resetAt: new Date(at.getTime() + 30_000) })
  })

  it.each([
    [{ 'x-retry-after': '15' }, 15_000],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'x-retry-after': '3', 'retry-after': '9' }, 9_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:20 GMT' }, 20_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    [{ 'x-retry-after': '999999999' }, 3_600_000],
    [{ 'x-retry-after': '0.5' }, 500],
  ])('reads when to come back from %j', (headers, waitMs) => {
    expect(read(headers, 429)).toEqual({ window: null, retryAt: new Date(at.getTime() + waitMs) })
  })

  it.each([
    ['999999999999', 3_600_000],
    ['3600001', 3_600_000],
    ['1', 1_000],
    ['0', 30_000],
  ])('believes in no window of %s ms', (told, windowMs) => {
    const quota = read({ ...full, 'x-rate-limit-time-window-ms': told, 'x-rate-limit-time-reset-ms': told })
    expect(quota?.window?.windowMs).toBe(windowMs)
    expect(quota?.window?.resetAt.getTime()).toBeLessThanOrEqual(at.getTime() + 3_600_000)
  })

  it('passes over what is no time', () => {
    expect(read({ 'x-retry-after': 'soon' })).toBeNull()
    expect(read({ 'x-retry-after': '-3' })).toBeNull()
  })
})
