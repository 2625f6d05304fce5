import { describe, expect, it } from 'vitest'
import { bodiesOf, countDrafts, type Draft, type Drafts, rowKey, withDraft, withoutSaved } from './drafts.ts'

const to = (value: unknown): Draft => ({ to: { value }, was: null })
const variant = (id: string) => rowKey('variant', id)

describe('what is changed on a product’s page', () => {
  it('is saved row by row, rows of which the same becomes together', () => {
    const drafts: Drafts = {
      [rowKey('product', 'prd_1')]: { name: to('Mug'), price: { to: 'reset', was: '9' } },
      [variant('a b')]: { price: to('5') },
      [variant('c')]: { price: to('5') },
      [variant('d')]: { price: to('6') },
    }
    expect(bodiesOf(drafts, { channelId: 'chn_1', remoteId: '7' })).toEqual([
      {
        ...{ level: 'product', channelId: 'chn_1', ids: ['prd_1'], show: 0 },
        edits: [
          { do: 'set', field: 'name', value: 'Mug' },
          { do: 'reset', field: 'price' },
        ],
      },
      {
        ...{ level: 'variant', channelId: 'chn_1', ids: ['a b', 'c'], show: 0 },
        edits: [{ do: 'set', field: 'price', value: '5' }],
      },
      {
        ...{ level: 'variant', channelId: 'chn_1', ids: ['d'], show: 0 },
        edits: [{ do: 'set', field: 'price', value: '6' }],
      },
    ])
    expect(bodiesOf(drafts, 'master').every(body => !('channelId' in body))).toBe(true)
  })

  it('is cut where a request takes no more', () => {
    const rows = Array.from({ length: 1_001 }, (_, at) => [variant(String(at)), { mpn: to('M') }] as const)
    expect(bodiesOf(Object.fromEntries(rows), 'master').map(({ ids }) => ids?.length)).toEqual([1_000, 1])
    const fields = Array.from({ length: 51 }, (_, at) => [`field${at}`, to('x')] as const)
    const wide = bodiesOf({ [variant('1')]: Object.fromEntries(fields) }, 'master')
    expect(wide.map(({ edits }) => edits.length)).toEqual([50, 1])
  })

  it('goes away as it is saved, and nothing else does', () => {
    const drafts: Drafts = { [variant('1')]: { price: to('5'), mpn: to('M') }, [variant('2')]: { price: to('6') } }
    const left = withoutSaved(drafts, {
      level: 'variant',
      ids: ['1'],
      edits: [{ do: 'set', field: 'price', value: '5' }],
    })
    expect(left).toEqual({ [variant('1')]: { mpn: to('M') }, [variant('2')]: { price: to('6') } })
    expect(countDrafts(left)).toBe(2)
    expect(withDraft(left, variant('2'), 'price', undefined)).toEqual({ [variant('1')]: { mpn: to('M') } })
  })
})
