import { describe, expect, it } from 'vitest'
import { editsBack } from './edits-back.ts'

const none = { overrides: {}, pinned: [] }

describe('the edits that take an edit back', () => {
  const row = {
    ...{ level: 'product' as const, id: 'prd_1' },
    before: { price: '10', warranty: null, name: 'Mug' },
    after: { price: '12', warranty: 'Ours', name: 'Cup' },
  }

  it('of the master: what is as the edit left it goes back, what was edited since stays', () => {
    const shown = { price: '12', warranty: 'Ours', name: 'Bowl' }
    expect(editsBack(row, { ...none, shown })).toEqual({
      edits: [
        { do: 'set', field: 'price', value: '10' },
        { do: 'clear', field: 'warranty' },
      ],
      kept: [{ field: 'name', now: 'Bowl' }],
    })
  })

  it('of the master: nothing where it is so already', () => {
    expect(editsBack(row, { ...none, shown: { price: '10', name: 'Mug' } })).toEqual({ edits: [], kept: [] })
  })

  it('of a channel: its own value of before, or the master’s where it had none', () => {
    const own = { level: 'variant' as const, remoteId: '7' }
    const before = { overrides: { price: '10', mpn: null }, pinned: ['price', 'mpn'] }
    const after = {
      overrides: { price: '12', mpn: 'M', weight: '2', upc: '1' },
      pinned: ['mpn', 'price', 'upc', 'weight'],
    }
    const overrides = { ...after.overrides, upc: '3' }
    const now = { overrides, pinned: after.pinned, shown: overrides }
    const { edits, kept } = editsBack({ ...own, before, after }, now)
    expect(edits).toEqual([
      { do: 'set', field: 'price', value: '10' },
      { do: 'clear', field: 'mpn' },
      { do: 'reset', field: 'weight' },
    ])
    expect(kept).toEqual([{ field: 'upc', now: '3' }])
    expect(editsBack({ ...own, before, after }, { ...before, shown: {} })).toEqual({ edits: [], kept: [] })
  })

  it('of a channel: a value taken away comes back as its own', () => {
    const before = { overrides: { price: '10' }, pinned: ['price'] }
    const row = { level: 'product' as const, remoteId: '7', before, after: none }
    expect(editsBack(row, { ...none, shown: { price: '11' } }).edits).toEqual([
      { do: 'set', field: 'price', value: '10' },
    ])
  })
})
