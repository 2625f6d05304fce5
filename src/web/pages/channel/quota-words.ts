import type { CatalogState } from '../../../api/contract/catalog.ts'
import { clockTime, count } from '../../format.ts'
import type { MeterPart } from '../../parts/run/meter.tsx'

type Quota = NonNullable<CatalogState['quota']>

/** The window as parts of one bar; they add up to what the store takes. Empty while it has not said how much that is. */
export function quotaParts(quota: Quota, nowMs: number): MeterPart[] {
  const { requests } = quota
  if (requests === null) return []
  const left = leftNow(quota, nowMs) ?? requests
  const others = Math.min(left, Math.round(quota.others))
  const kept = Math.min(left - others, Math.round(quota.margin * requests))
  return [
    { label: 'Used', amount: Math.max(0, requests - left), tone: 'used' },
    { label: 'For the hub', amount: left - others - kept, tone: 'free' },
    { label: 'For other apps', amount: others, tone: 'others' },
    { label: 'Kept free', amount: kept, tone: 'kept' },
  ]
}

export function quotaSentences(quota: Quota, nowMs: number): string[] {
  const { requests, pausedUntil, requestsPerSecond } = quota
  const left = leftNow(quota, nowMs)
  return [
    ...(pausedUntil !== null && Date.parse(pausedUntil) > nowMs
      ? [`The store asked for a pause: the hub goes on at ${clockTime(pausedUntil, nowMs)}.`]
      : []),
    requests === null
      ? 'The store has not said how many requests it takes.'
      : `The store takes ${count(requests, 'request')} in one window, from all its apps together.`,
    ...(left === null || requests === null || left === requests ? [] : [`${leftWords(left, quota, nowMs)}.`]),
    othersWords(quota),
    ...(requestsPerSecond === null ? [] : [`The hub may make about ${perSecond(requestsPerSecond)}.`]),
  ]
}

/** A window that has passed is full again, though nobody has asked since. */
function leftNow({ requests, left, resetAt }: Quota, nowMs: number): number | null {
  if (left === null || requests === null) return left
  return resetAt !== null && Date.parse(resetAt) <= nowMs ? requests : Math.min(left, requests)
}

function leftWords(left: number, { resetAt }: Quota, nowMs: number): string {
  const words = `${left.toLocaleString()} of them ${left === 1 ? 'is' : 'are'} left now`
  if (resetAt === null) return words
  const seconds = Math.ceil((Date.parse(resetAt) - nowMs) / 1_000)
  return seconds > 0 ? `${words}, and all are there again in ${seconds} s` : words
}

function othersWords({ others, margin }: Quota): string {
  const kept = `${Math.round(margin * 100)} %`
  if (Math.round(others) === 0) return `No other app is seen to use any; ${kept} stays free in case one comes.`
  return `Other apps are seen to use about ${Math.round(others).toLocaleString()} of them: these stay free, and ${kept} on top.`
}

function perSecond(rate: number): string {
  if (rate < 1) return `${count(Math.round(rate * 60), 'request')} a minute`
  const digits = rate < 100 ? 1 : 0
  return `${rate.toLocaleString(undefined, { maximumFractionDigits: digits })} requests a second`
}
