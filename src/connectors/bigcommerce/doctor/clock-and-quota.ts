import type { CheckRow } from '../../../domain/check.ts'
import type { Answer } from '../client/answer.ts'
import { looseNumber, looseObject } from '../client/loose.ts'
import { counted, roughly } from '../words.ts'
import { connectionRow } from './rows.ts'

/** Beyond this, "changed since" questions and signatures of notifications (5 minutes) go wrong. */
const tolerableMs = 60_000

const clockRowHead = { key: 'clock', title: 'Clock' }
const quotaRowHead = { key: 'quota', title: 'Request quota' }

/**
 * Compares the clocks by `/v2/time` (Unix seconds; needs Information & Settings), else by the `Date` of an answer.
 * Both tell whole seconds.
 */
export function clockRow(time: Answer, others: readonly Answer[]): CheckRow {
  const differenceMs = differenceByTime(time) ?? [time, ...others].map(differenceByDate).find(ms => ms !== null) ?? null
  if (differenceMs === null) {
    return connectionRow({ ...clockRowHead, verdict: 'unproven', found: "The store didn't tell its time." })
  }
  if (Math.abs(differenceMs) <= tolerableMs) {
    return connectionRow({ ...clockRowHead, verdict: 'have', found: "This machine's clock agrees with BigCommerce's." })
  }
  const direction = differenceMs > 0 ? 'ahead of' : 'behind'
  return connectionRow({
    ...clockRowHead,
    verdict: 'warning',
    found: `This machine's clock is ${roughly(differenceMs)} ${direction} BigCommerce's.`,
    fix: 'Let this machine set its clock by the network; otherwise changes and orders may be asked for with wrong times.',
  })
}

/** Positive: our clock is ahead. The store looked at its clock about halfway through the request. */
function differenceByTime(answer: Answer): number | null {
  if (answer.kind !== 'ok') return null
  const { time } = looseObject({ time: looseNumber }).parse(answer.json)
  if (time === null || time <= 0) return null
  // The store cuts the second off: on the average it is half a second further.
  return askedHalfway(answer) - (time * 1_000 + 500)
}

function differenceByDate(answer: Answer): number | null {
  return answer.storeDate === null ? null : askedHalfway(answer) - (answer.storeDate.getTime() + 500)
}

function askedHalfway(answer: Answer): number {
  return answer.receivedAt.getTime() - answer.tookMs / 2
}

/** The newest word of the quota; a rate-limited read outweighs it. */
export function quotaRow(answers: readonly Answer[]): CheckRow {
  if (answers.some(answer => answer.kind === 'rate_limited')) {
    return connectionRow({
      ...quotaRowHead,
      verdict: 'warning',
      found: 'The store is getting more requests from all its apps together than it takes.',
      fix: 'The hub slows down by itself. If it stays so, see which other app keeps the store busy.',
    })
  }
  const told = answers
    .filter(answer => answer.quota?.window)
    .sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())[0]?.quota?.window
  if (!told) {
    return connectionRow({ ...quotaRowHead, verdict: 'unproven', found: "The store didn't tell its request quota." })
  }
  const rule = `The store takes ${counted(told.quota, 'request')} every ${roughly(told.windowMs)} from all its apps together`
  const nearlyUsedUp = told.left < told.quota / 10
  return connectionRow({
    ...quotaRowHead,
    verdict: nearlyUsedUp ? 'warning' : 'have',
    found: `${rule}; ${told.left.toLocaleString('en-US')} of them are left right now.`,
    fix: nearlyUsedUp ? 'Other apps keep the store busy. The hub takes turns with them, so it may be slow.' : null,
  })
}
