import { describe, expect, it } from 'vitest'
import type { EditField } from '../../../api/contract/edits.ts'
import {
  bodiesOf,
  countDrafts,
  type Draft,
  type Drafts,
  draftOf,
  isOvertaken,
  rowKey,
  shownOf,
  withDraft,
  withoutFault,
  withoutSaved,
} from './drafts.ts'

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

  it('stays where it was typed while an earlier one was being saved', () => {
    const saved = { level: 'variant' as const, ids: ['1'], edits: [{ do: 'set' as const, field: 'price', value: '5' }] }
    for (const later of [to('6'), { to: 'reset', was: null } as const]) {
      const drafts: Drafts = { [variant('1')]: { price: later } }
      expect(withoutSaved(drafts, saved)).toEqual(drafts)
    }
  })

  it('has a fault until that field is changed', () => {
    const faults = { [variant('1')]: { price: 'Too low', mpn: 'Too long' }, [variant('2')]: { price: 'Too low' } }
    expect(withoutFault(faults, variant('1'), 'price')).toEqual({ ...faults, [variant('1')]: { mpn: 'Too long' } })
    expect(withoutFault(faults, variant('3'), 'price')).toBe(faults)
  })
})

describe('what is typed into a field', () => {
  const price = { field: 'price', control: 'money' } as EditField

  it('is a change only where it is another value than what there is', () => {
    const first = draftOf(price, '5', '9', undefined)
    expect(first).toEqual({ to: { value: '5' }, was: '9' })
    expect(draftOf(price, '9', '9', first)).toBeUndefined()
    expect([shownOf(undefined, '9', '7'), shownOf(first, '9', '7')]).toEqual(['9', '5'])
    expect(shownOf({ to: 'reset', was: '9' }, '9', '7')).toBe('7')
  })

  it('tells of somebody else who was quicker, also after more was typed', () => {
    const first = draftOf(price, '5', '9', undefined)
    const second = draftOf(price, '55', '8', first)
    expect([isOvertaken(price, first, '9'), isOvertaken(price, second, '8')]).toEqual([false, true])
    expect(isOvertaken(price, undefined, '8')).toBe(false)
  })
})
