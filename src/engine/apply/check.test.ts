import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlacedChange } from './batches.ts'
import { checkChange, checkWanted, readBack } from './check.ts'

const change: PlacedChange = {
  ...{ seq: 7, level: 'product', listingId: '1', offerId: null, field: 'name', part: 'data' },
  ...{ before: 'Mug', after: 'Cup' },
}
const noWords = { reason: null, fix: null }

describe('a look at the store before a change is sent', () => {
  it('lets it go where the store shows what the plan said', () => {
    expect(checkChange(change, { name: 'Mug', weight: '1' })).toEqual({ kind: 'send' })
    expect(checkChange({ ...change, before: null }, {})).toEqual({ kind: 'send' })
  })

  it('counts what the store shows already as applied, without a write', () => {
    expect(checkChange(change, { name: 'Cup' })).toEqual({
      kind: 'settled',
      result: { seq: 7, state: 'applied', ...noWords },
    })
    expect(checkChange({ ...change, after: null }, {})).toMatchObject({ result: { state: 'applied' } })
  })

  it('leaves alone what was changed in the store since the plan, and says what it shows', () => {
    expect(checkChange(change, { name: 'Bowl' })).toMatchObject({
      result: {
        state: 'superseded',
        reason: 'Name was changed in the store since the plan: it shows “Bowl”. It was left as it is.',
      },
    })
    expect(checkChange(change, {})).toMatchObject({
      result: { state: 'superseded', reason: expect.stringContaining('it shows nothing') },
    })
  })

  it('rejects what is no longer in the store, with something to do', () => {
    expect(checkChange(change, null)).toMatchObject({
      result: { state: 'rejected', reason: 'This product is no longer in the store.', fix: expect.any(String) },
    })
  })
})

describe('what is wanted by now', () => {
  it('lets a change go that is still wanted', () => {
    expect(checkWanted(change, { name: 'Cup' })).toBeNull()
  })

  it('keeps one from being sent that was edited since', () => {
    expect(checkWanted(change, { name: 'Beaker' })).toMatchObject({
      state: 'superseded',
      reason: expect.stringContaining('it is to be “Beaker” now'),
    })
    expect(checkWanted(change, null)).toMatchObject({ state: 'superseded' })
  })
})

describe('a change whose answer was lost', () => {
  it('is applied, sent again or superseded, as the store shows', () => {
    const before = { status: 'deferred', reason: 'It shows what it showed before.' } as const
    const other = { status: 'rejected', reason: 'It shows something else.', fix: 'Look.' } as const
    expect(readBack(change, { name: 'Cup' }, { status: 'applied' }).state).toBe('applied')
    expect(readBack(change, { name: 'Mug' }, before)).toEqual({ seq: 7, state: 'planned', ...noWords })
    expect(readBack(change, { name: 'Bowl' }, other).state).toBe('superseded')
    expect(readBack(change, null, undefined).state).toBe('rejected')
  })

  it('counts as applied where the store made something of the value', () => {
    expect(readBack(change, { name: 'Cup.' }, { status: 'applied' }).state).toBe('applied')
  })
})

describe('every change of a plan', () => {
  it('is sent only where the store shows what the plan said, whatever anybody did since', () => {
    const value = fc.option(fc.constantFrom('a', 'b', 'c', 1, true))
    fc.assert(
      fc.property(value, value, fc.option(value, { nil: undefined }), (before, after, shown) => {
        const one = { ...change, before, after }
        const fields = shown === undefined ? null : shown === null ? {} : { name: shown }
        const verdict = checkChange(one, fields)
        const expected =
          shown === undefined ? 'rejected' : shown === after ? 'applied' : shown === before ? 'send' : 'superseded'
        expect(verdict.kind === 'send' ? 'send' : verdict.result.state).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })
})
