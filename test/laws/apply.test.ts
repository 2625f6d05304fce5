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
/** Making and deleting take long: a few histories each time, the same ones unless others are asked for. */
const makingHistories = Number(process.env.LAW_HISTORIES ?? 40)
const makingSeed = Number(process.env.LAW_SEED ?? 41)

const onlyEdits = anyHistory.map(({ rounds, ...rest }) => ({
  ...rest,
  rounds: rounds.map(round => ({ ...round, makes: [], removals: [] })),
}))

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** Runs so many histories, and gives back how often what was met in them. */
async function keepTheLaws(any: typeof anyHistory, numRuns: number, from: number): Promise<Met> {
  const met: Met = {}
  const clock = fastClock(25)
  let done = 0
  const started = Date.now()
  console.log(`Laws of an apply: ${numRuns} histories, seed ${from}`)
  await fc.assert(
    fc.asyncProperty(any, async history => {
      done += 1
      await ApplyHistory.run(database.db, clock, history, met).catch(error => {
        throw new Error(`History ${done}: ${error instanceof Error ? error.message : error}`, { cause: error })
      })
    }),
    { numRuns, seed: from, endOnFailure: process.env.LAW_FIRST_FAILURE === '1' },
  )
  console.log(JSON.stringify(met), Date.now() - started)
  return met
}

/** Otherwise the histories say nothing; a few may meet none. */
function expectMet(met: Met, numRuns: number, all: readonly string[]): void {
  if (numRuns < 30) return
  for (const what of all) expect(met[what], what).toBeGreaterThan(0)
}

describe('whatever is edited, planned and applied', () => {
  it(`${histories} histories keep the laws of an apply (seed ${seed})`, async () => {
    const all = ['applied', 'brand applied', 'categories applied', 'customFields applied', 'undone', 'category made']
    expectMet(await keepTheLaws(onlyEdits, histories, seed), histories, all)
  }, 100_000_000)

  it(`${makingHistories} histories that also make and delete keep them (seed ${makingSeed})`, async () => {
    const all = ['applied', 'removed_product applied', 'removed_variant applied', 'new_product applied']
    expectMet(await keepTheLaws(anyHistory, makingHistories, makingSeed), makingHistories, all)
  }, 100_000_000)
})
