import { expect, it } from 'vitest'
import { afterFailure, afterStop, nextChangesAt, nextFullAt, nextTryAt } from './schedule.ts'

const now = new Date('2026-11-23T12:00:00Z')
const minutesTo = (at: Date) => (at.getTime() - now.getTime()) / 60_000

it('looks for changes every ten minutes, and reads all of it once a day', () => {
  expect([nextChangesAt(now), nextFullAt(now)].map(minutesTo)).toEqual([10, 24 * 60])
})

it('tries a store that is in trouble soon, then less and less often, but at least hourly', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map(failures => minutesTo(nextTryAt(now, failures)))).toEqual([
    ...[1, 2, 5, 10, 30, 60, 60, 60],
  ])
})

it('leaves a store that refused alone for an hour', () => {
  const { nextChangesAt: changes, nextFullAt: full } = afterFailure(now)
  expect([changes, full].map(minutesTo)).toEqual([60, 60])
})

it('resumes a first import that somebody stopped a day later', () => {
  const { nextChangesAt: changes, nextFullAt: full } = afterStop(now)
  expect([changes, minutesTo(full)]).toEqual([null, 24 * 60])
})
