import { describe, expect, it } from 'vitest'
import type { Run, RunAccount, RunProgress } from '../../../api/contract/runs.ts'
import { reconcile, verdictOf } from '../../pages/activity/words.ts'
import { fractionOf, headline, numbersOf, outcomeLine, unfinishedLine } from './words.ts'

const progress: RunProgress = {
  phase: 'products',
  categories: { done: 3, total: 3 },
  brands: { done: 2, total: 2 },
  products: { done: 500, total: 1_000 },
  variants: 2_500,
  details: { done: 0, total: 1_000 },
  requests: 10,
  requestsLeft: 102,
  perMinute: 4_100,
  endsAt: null,
}
const account: RunAccount = {
  ...{ storeSaid: 1_700, storeSaysNow: 1_701, taken: 1_698, variantsTaken: 5_000, refused: 3 },
  ...{ madeMeanwhile: 2, deletedMeanwhile: 1, editedMeanwhile: 0, notReached: 0, unexplained: 0 },
  ...{ gone: 0, variantsGone: 0, held: 0, returned: 0, newProducts: 0, newVariants: 0, changed: 0, joined: 0 },
  ...{ waiting: 0, skuFaults: {}, rows: { refused: 3 }, unknownFields: {}, remarks: [] },
  ...{ requests: 190, requestsLeast: 180, seconds: 60 },
}
const run = (given: Partial<Run>): Run => ({
  ...{ id: 'run_1', channelId: 'chn_1', channelName: 'Shop', kind: 'pull', mode: 'full', state: 'done' },
  ...{ startedBy: 'Ada', createdAt: '2026-03-01T00:00:00Z', startedAt: null, finishedAt: null, cancelling: false },
  ...{ problem: null, triesAgainAt: null, progress, account },
  ...given,
})

describe('how far an import is', () => {
  it('counts the list and the options for a half each, and only goes up', () => {
    expect(fractionOf({ ...progress, products: { done: 0, total: null } })).toBeNull()
    expect(fractionOf(progress)).toBe(0.25)
    expect(fractionOf({ ...progress, products: { done: 1_200, total: 1_000 } })).toBe(0.5)
    const details = { done: 500, total: 1_000 }
    expect(fractionOf({ ...progress, phase: 'details', products: { done: 1_000, total: 1_000 }, details })).toBe(0.75)
    expect(fractionOf({ ...progress, phase: 'done' })).toBe(1)
    const none = { done: 0, total: 0 }
    expect(fractionOf({ ...progress, products: none, details: none })).toBe(1)
  })

  it('is told without a pace that is none, and without a total that was too low', () => {
    expect(numbersOf(run({ state: 'running' }))).toEqual([
      '500 of 1,000 products',
      '2,500 variants',
      '4,100 products a minute',
      '10 requests',
    ])
    expect(numbersOf(run({ state: 'running', progress: { ...progress, perMinute: 0 } }))).toHaveLength(3)
    const more = { ...progress, products: { done: 1_001, total: 1_000 } }
    expect(numbersOf(run({ state: 'waiting', progress: more }))).toEqual([
      '1,001 products',
      '2,500 variants',
      '10 requests',
    ])
  })

  it('says what it does, also when it was asked to stop', () => {
    expect(headline(run({ state: 'running' }))).toBe('Reading products')
    expect(headline(run({ state: 'running', progress: { ...progress, phase: 'changes' } }))).toMatch(/^Comparing/)
    expect(headline(run({ state: 'running', mode: 'changes', progress: { ...progress, phase: 'changes' } }))).toBe(
      'Looking for what changed',
    )
    expect(headline(run({ state: 'running', cancelling: true }))).toMatch(/^Stopping/)
  })
})

describe('what an import did, in a line', () => {
  it.each([
    [run({}), '1,698 products with 5,000 variants, 3 refused'],
    [run({ state: 'cancelled' }), 'Stopped after 1,698 products with 5,000 variants'],
    [run({ state: 'failed', problem: 'It was refused.' }), 'It was refused.'],
    [run({ mode: 'changes', account: { ...account, taken: 0, rows: {}, refused: 0 } }), 'Nothing changed'],
    [run({ mode: 'changes', account: { ...account, taken: 1, rows: {}, refused: 0 } }), '1 changed product'],
    [run({ account: { ...account, rows: { refused: 9 } } }), '1,698 products with 5,000 variants, 9 refused'],
    [run({ state: 'running', account: null }), 'Reading products · 500 of 1,000 products'],
    [run({ account: { ...account, waiting: 2 } }), '1,698 products with 5,000 variants, 3 refused, 2 new to review'],
  ])('is %#', (given, words) => {
    expect(outcomeLine(given)).toBe(words)
  })

  it('says how many wait for review in all where that is known', () => {
    expect(outcomeLine(run({ account: { ...account, waiting: 2 } }), 12)).toMatch(/, 12 to review$/)
    expect(outcomeLine(run({ account: { ...account, waiting: 2 } }), 0)).not.toMatch(/review/)
  })
})

describe('a first import that was stopped', () => {
  const none = { variants: 0, waiting: 0, leftOut: 0, gone: 0, goneUndecided: 0, skuFaults: 0 }
  it.each([
    [500, { done: 500, total: 1_000 }, '500 of 1,000 products are here, so 500 products are missing.'],
    // Resumed, and stopped earlier than the first time.
    [500, { done: 250, total: 501 }, '500 of 501 products are here, so 1 product is missing.'],
    [500, { done: 0, total: null }, '500 products are here, but not all of the store.'],
    [500, { done: 500, total: 500 }, '500 products are here, but not all that belongs to them.'],
    [0, { done: 0, total: null }, 'Nothing is here yet.'],
  ])('says what is here: %#', (here, products, words) => {
    const lastRun = run({ state: 'cancelled', progress: { ...progress, products } })
    expect(unfinishedLine({ counts: { ...none, products: here }, lastRun })).toBe(words)
  })
})

describe('the account', () => {
  it('adds up, from what the store said to what it says now', () => {
    const sums = reconcile('full', account)
    expect(sums?.expected.map(({ amount }) => amount)).toEqual([1_700, 2, 1])
    expect([sums?.toAccountFor, sums?.accountedFor]).toEqual([1_701, 1_701])
    expect(reconcile('full', { ...account, storeSaid: null })).toBeNull()
    const cut = reconcile('full', { ...account, taken: 698, notReached: 1_000 })
    expect([cut?.accountedFor, cut?.found.at(-1)]).toEqual([
      ...[1_701, { label: 'Not reached', amount: 1_000, sign: '+' }],
    ])
  })

  it('is good only when everything came and was told', () => {
    const plain = { ...account, refused: 0, rows: {} }
    expect(verdictOf(run({ account: plain }))).toEqual({ isGood: true, words: 'Nothing unexplained.' })
    expect(verdictOf(run({}))?.isGood).toBe(false)
    expect(verdictOf(run({ account: { ...plain, rows: { refused: 1 } } }))?.isGood).toBe(false)
    const more = { ...plain, storeSaid: 277, storeSaysNow: 277, taken: 270, unexplained: 7 }
    expect(verdictOf(run({ account: more }))).toMatchObject({
      ...{
        isGood: false,
        words: expect.stringMatching(/^The store says it has 277 products, but its list, .* shows 270\./),
      },
    })
    const fewer = { ...plain, storeSaid: 263, storeSaysNow: 263, taken: 270 }
    expect(verdictOf(run({ account: fewer }))).toEqual({
      ...{
        isGood: true,
        words: 'The store says it has 263 products, but its list shows 270. All of these are accounted for.',
      },
    })
    expect(verdictOf(run({ account: { ...plain, storeSaid: null } }))?.words).toMatch(/never said how many/)
    expect(verdictOf(run({ state: 'cancelled', account: { ...plain, notReached: 7 } }))?.words).toBe(
      'It was cancelled before it was through. 7 products were not reached.',
    )
    expect(verdictOf(run({ state: 'failed', account: plain }))?.words).toBe('It failed before it was through.')
    expect(verdictOf(run({ account: null }))).toBeNull()
  })
})
