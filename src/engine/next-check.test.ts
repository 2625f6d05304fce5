import { expect, it } from 'vitest'
import { nextCheckAt } from './next-check.ts'

it('waits longer after each failure, never more than an hour, and a quarter of an hour when all is well', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const waitMinutes = (failed: number) => (nextCheckAt(now, failed).getTime() - now.getTime()) / 60_000
  expect([0, 1, 2, 3, 4, 5, 6, 7, 500].map(waitMinutes)).toEqual([15, 1, 2, 5, 10, 30, 60, 60, 60])
})
