import { describe, expect, it } from 'vitest'
import type { EditField } from '../../../api/contract/edits.ts'
import { bodyOf } from './target.ts'
import { editOf, nothingEntered } from './ways.ts'

const price = { level: 'product', field: 'price' } as EditField
const count = { count: 2, atLeast: false }

describe('the edit that was entered for many', () => {
  it.each([
    ['set', { value: ' ' }, null],
    ['set', { value: [] }, null],
    ['set', { value: false }, { do: 'set', value: false }],
    ['set', { value: '0' }, { do: 'set', value: '0' }],
    ['include', { value: ['a'] }, { do: 'include', value: ['a'] }],
    ['exclude', { value: ['a'] }, { do: 'exclude', value: ['a'] }],
    ['exclude', {}, null],
    ['clear', { value: '7' }, { do: 'clear' }],
    ['reset', {}, { do: 'reset' }],
    ['add', { amount: ' -2 ' }, { do: 'add', amount: '-2' }],
    ['add', { percent: '5' }, null],
    ['percent', { percent: '-10' }, { do: 'percent', percent: '-10' }],
    ['percent', { percent: '10', ending: '.99' }, { do: 'percent', percent: '10', ending: '.99' }],
    ['percent', { amount: '5' }, null],
    ['replace', { find: ' ', with: '' }, { do: 'replace', find: ' ', with: '' }],
    ['replace', { find: '', with: 'b' }, null],
  ] as const)('by %s of %j', (way, entered, edit) => {
    const found = editOf(price, way, { ...nothingEntered, ...entered })
    expect(found).toEqual(edit === null ? null : { field: 'price', ...edit })
  })

  it('is sent for the chosen ones, for their variants, or for all that a filter finds', () => {
    const edit = { do: 'clear', field: 'price' } as const
    const chosen = { which: { ids: ['1', '2'] }, count }
    expect(bodyOf(chosen, 'product', edit)).toEqual({ level: 'product', ids: ['1', '2'], edits: [edit] })
    expect(bodyOf({ ...chosen, channelId: 'chn_1' }, 'variant', edit)).toEqual({
      ...{ level: 'variant', channelId: 'chn_1', variantsOf: ['1', '2'], edits: [edit] },
    })
    expect(bodyOf({ which: { listings: { search: 'a' } }, channelId: 'chn_1', count }, 'variant', edit)).toEqual({
      ...{ level: 'variant', channelId: 'chn_1', listings: { search: 'a' }, edits: [edit] },
    })
  })
})
