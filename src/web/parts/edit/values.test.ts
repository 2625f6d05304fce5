import { describe, expect, it } from 'vitest'
import type { EditField } from '../../../api/contract/edits.ts'
import { categoriesInWords, inWords, isAlike, pairsIn, shownPath } from './values.ts'

const field = (control: EditField['control']) => ({ control }) as EditField
const money = (text: string) => `$${text}`

describe('whether two values stand for the same in a control', () => {
  it.each([
    ['money', '5', 5],
    ['line', '', null],
    ['pairs', null, []],
    ['categories', [], undefined],
    ['images', null, []],
    ['flag', false, false],
  ] as const)('of a %s: %j and %j do', (control, a, b) => {
    expect([isAlike(field(control), a, b), isAlike(field(control), b, a)]).toEqual([true, true])
  })

  it.each([
    ['money', '5.0', '5'],
    ['line', 'a', 'a '],
    // No is another thing than nothing.
    ['flag', false, null],
    ['categories', ['a', 'b'], ['b', 'a']],
    ['categories', ['a'], ['a', 'b']],
    ['words', ['a'], []],
    ['pairs', [{ name: 'a', value: 'b' }], [{ name: 'a', value: 'c' }]],
    ['pairs', [{ name: 'a', value: 'b' }], []],
    ['images', [{ url: 'a', description: '' }], [{ url: 'a', description: 'Front' }]],
    ['images', [{ url: 'a' }, { url: 'b' }], [{ url: 'b' }, { url: 'a' }]],
  ] as const)('of a %s: %j and %j do not', (control, a, b) => {
    expect(isAlike(field(control), a, b)).toBe(false)
  })
})

describe('a value in a few words', () => {
  it.each([
    ['text', null, 'none'],
    ['flag', false, 'no'],
    ['flag', true, 'yes'],
    ['money', '5', '$5'],
    ['decimal', '0', '0'],
    ['list', ['a', 'b'], 'a, b'],
    ['list', [{ name: 'Wood', value: 'Oak' }], 'Wood: Oak'],
    ['list', [], 'none'],
    ['text', 'x'.repeat(81), `${'x'.repeat(80)}…`],
  ] as const)('%s %j', (kind, value, words) => {
    expect(inWords(kind, value, money)).toBe(words)
  })

  it('reads names with values one by one, also half of one', () => {
    expect(pairsIn([{ name: 'a', value: 'b' }, { name: 'c' }, 7])).toEqual([
      { name: 'a', value: 'b' },
      { name: 'c', value: '' },
      { name: '', value: '' },
    ])
  })
})

describe('the path of a category', () => {
  it('has room around its slashes, but not around one that is part of a name', () => {
    expect(shownPath('Living/Vases')).toBe('Living / Vases')
    expect(shownPath(String.raw`Audio\/Video/Cables`)).toBe('Audio/Video / Cables')
    expect(categoriesInWords(['Living/Vases', 'Sale'])).toBe('Living / Vases, Sale')
    expect(categoriesInWords(null)).toBe('none')
  })
})
