import type { Quota, QuotaWindow, ResponseHead } from '../../connector/connector.ts'

/** "docs/start/about", rate limits: the window of every plan. Used where an answer leaves it out. */
const usualWindowMs = 30_000

/** Outside of these a window is a mistake of the header: a shorter one keeps us busy, a longer one keeps us waiting. */
const shortestWindowMs = 1_000
const longestWindowMs = 3_600_000

/** A longer wait than this is a mistake of the header, or nothing that a hub should sit out silently. */
const longestWaitMs = 3_600_000

/**
 * Reads `X-Rate-Limit-*` (milliseconds and counts), `X-Retry-After` and `Retry-After` (seconds; the latter also
 * a date). Where both say when to come back, the longer wait counts ("docs/start/migration", errors).
 * `null`: the answer says nothing, as on 401 and 403, and on a 429 of the overloaded platform.
 */
export function readQuota(response: ResponseHead, receivedAt: Date): Quota | null {
  const headers = lowerCase(response.headers)
  const window = readWindow(headers, receivedAt)
  const waits = [
    wholeNumber(headers['x-retry-after'], 1_000),
    wholeNumber(headers['retry-after'], 1_000),
    untilDate(headers['retry-after'], receivedAt),
  ].filter(wait => wait !== null)
  const retryAt = waits.length === 0 ? null : later(receivedAt, Math.max(...waits))
  return window === null && retryAt === null ? null : { window, retryAt }
}

function readWindow(headers: Readonly<Record<string, string>>, receivedAt: Date): QuotaWindow | null {
  const quota = wholeNumber(headers['x-rate-limit-requests-quota'])
  const left = wholeNumber(headers['x-rate-limit-requests-left'])
  if (quota === null || quota === 0 || left === null) return null
  const toldWindowMs = wholeNumber(headers['x-rate-limit-time-window-ms']) || usualWindowMs
  const windowMs = Math.min(Math.max(toldWindowMs, shortestWindowMs), longestWindowMs)
  const resetMs = wholeNumber(headers['x-rate-limit-time-reset-ms']) ?? windowMs
  return { windowMs, quota, left: Math.min(left, quota), resetAt: later(receivedAt, resetMs) }
}

/** Proxies change the case of names, and names are compared without it. */
function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function wholeNumber(text: string | undefined, times = 1): number | null {
  if (text === undefined || !/^\s*\d{1,12}(?:\.\d+)?\s*$/.test(text)) return null
  return Math.ceil(Number(text) * times)
}

function untilDate(text: string | undefined, receivedAt: Date): number | null {
  if (text === undefined || !/[a-z]/i.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - receivedAt.getTime())
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + Math.min(ms, longestWaitMs))
}
