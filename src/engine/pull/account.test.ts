import { describe, expect, it } from 'vitest'
import type { RowOutcome, RunRow } from '../../domain/run.ts'
import { accountOf } from './account.ts'
import { firstCheckpoint, type Tally } from './checkpoint.ts'

interface Story {
  readonly said: number | null
  readonly now?: number | null
  readonly taken: number
  readonly rows?: readonly (readonly [RowOutcome, RunRow['kind'], number])[]
  readonly tally?: Partial<Tally>
  readonly mode?: 'full' | 'changes'
  readonly state?: 'done' | 'cancelled' | 'failed'
}

function accountAfter({ said, now = said, taken, rows = [], tally = {}, mode = 'full', state = 'done' }: Story) {
  return accountOf({
    mode,
    state,
    snapshot: { total: said, lastKey: '900', at: null },
    tally: { ...firstCheckpoint(mode, 250).tally, storeSaysNow: now, ...tally },
    seen: { products: taken, variants: taken * 3 },
    rows: rows.map(([outcome, kind, count]) => ({ outcome, kind, count })),
    seconds: 12,
  })
}

describe('the account of an import', () => {
  it('is even where everything that the store said it has was taken', () => {
    const account = accountAfter({ said: 120, taken: 120 })
    expect(account).toMatchObject({ storeSaid: 120, storeSaysNow: 120, taken: 120, variantsTaken: 360, unexplained: 0 })
    expect([account.remarks, account.rows]).toEqual([[], {}])
  })

  it('counts what was refused among what is explained, but no variants and brands', () => {
    const rows = [
      ['refused', 'product', 2],
      ['refused', 'variant', 9],
      ['refused', 'brand', 1],
    ] as const
    const account = accountAfter({ said: 120, taken: 118, rows })
    expect(account).toMatchObject({ refused: 2, unexplained: 0, rows: { refused: 12 } })
  })

  it('says how many are unexplained where some never came', () => {
    const account = accountAfter({ said: 120, taken: 117 })
    expect(account.unexplained).toBe(3)
    expect(account.remarks).toEqual(['The store says it has 120 products, 3 more than it shows.'])
  })

  it.each(['cancelled', 'failed'] as const)(
    'says how many were not reached where it was %s, and blames nobody',
    state => {
      const rows = [
        ['made', 'product', 1],
        ['deleted', 'product', 2],
        ['refused', 'product', 1],
      ] as const
      const account = accountAfter({ state, said: 120, now: null, taken: 50, rows })
      expect(account).toMatchObject({
        storeSaysNow: 119,
        notReached: 68,
        unexplained: 0,
        deletedMeanwhile: 2,
        remarks: [],
      })
      // It had asked once more already.
      expect(accountAfter({ state, said: 120, now: 121, taken: 120 })).toMatchObject({ notReached: 1, remarks: [] })
      expect(accountAfter({ state, said: null, taken: 50 })).toMatchObject({ notReached: 0, unexplained: 0 })
      expect(accountAfter({ state: 'done', said: 120, taken: 120 }).notReached).toBe(0)
    },
  )

  it('comes out even while products come and go', () => {
    const rows = [
      ['made', 'product', 4],
      ['deleted', 'product', 3],
      ['edited', 'product', 5],
    ] as const
    const { storeSaid, madeMeanwhile, deletedMeanwhile, storeSaysNow, taken, unexplained, remarks } = accountAfter({
      ...{ said: 100, now: 101, taken: 101, rows },
    })
    expect((storeSaid ?? 0) + madeMeanwhile - deletedMeanwhile).toBe(storeSaysNow)
    expect([taken, unexplained, remarks]).toEqual([101, 0, []])
  })

  it('tells of products that were deleted before they were read, which nobody can name any more', () => {
    const one = accountAfter({ said: 100, now: 98, taken: 98, rows: [['deleted', 'product', 1]] })
    expect(one.deletedMeanwhile).toBe(2)
    expect(one.remarks).toEqual([
      'One product was deleted in the store before it was read; the store no longer tells which.',
    ])
    expect(accountAfter({ said: 100, now: 97, taken: 97 }).remarks[0]).toMatch(/^3 products were deleted/)
  })

  it('needs no total of the store', () => {
    expect(accountAfter({ said: null, taken: 55 })).toMatchObject({ storeSaid: null, unexplained: 0, remarks: [] })
  })

  it('holds a look for changes against how many changes the store told of', () => {
    const tally = { changesSaid: 7, storeSaysNow: null }
    expect(accountAfter({ mode: 'changes', said: 900, taken: 7, tally })).toMatchObject({
      ...{ storeSaid: 7, storeSaysNow: 7, unexplained: 0, deletedMeanwhile: 0 },
    })
  })

  it('names what is gone and held by products, and variants that are gone as they were counted', () => {
    const rows = [
      ['gone', 'product', 2],
      ['gone', 'variant', 6],
      ['held', 'product', 30],
    ] as const
    const account = accountAfter({ said: 50, taken: 50, rows, tally: { variantsGone: 6 } })
    expect(account).toMatchObject({ gone: 2, variantsGone: 6, held: 30, rows: { gone: 8, held: 30 } })
  })
})
