import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyHistory } from '../support/any-edits.ts'
import { ApplyHistory, type Met } from '../support/apply-history.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'

/**
 * Every history checks every law, in each of its rounds (docs/decisions/045-laws.md).
 * More of them, or the same again: `LAW_HISTORIES=3000 LAW_SEED=7 npx vitest run test/laws/apply.test.ts`.
 */
const histories = Number(process.env.LAW_HISTORIES ?? 300)
const seed = Number(process.env.LAW_SEED ?? Date.now() % 2 ** 31)

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

describe('whatever is edited, planned and applied', () => {
  it(`${histories} histories keep the laws of an apply (seed ${seed})`, async () => {
    const met: Met = {}
    const clock = fastClock(25)
    let done = 0
    const started = Date.now()
    console.log(`Laws of an apply: ${histories} histories, seed ${seed}`)
    await fc.assert(
      fc.asyncProperty(anyHistory, async history => {
        done += 1
        await ApplyHistory.run(database.db, clock, history, met).catch(error => {
          throw new Error(`History ${done}: ${error instanceof Error ? error.message : error}`, { cause: error })
        })
      }),
      { numRuns: histories, seed, endOnFailure: process.env.LAW_FIRST_FAILURE === '1' },
    )
    console.log(JSON.stringify(met), Date.now() - started)
    // Otherwise the histories say nothing; a few may meet none.
    if (histories < 30) return
    const all = ['applied', 'brand applied', 'categories applied', 'customFields applied', 'undone']
    for (const what of [
      ...all,
      'category made',
      'removed_product applied',
      'removed_variant applied',
      'new_product applied',
    ]) {
      expect(met[what], what).toBeGreaterThan(0)
    }
  }, 100_000_000)
})
