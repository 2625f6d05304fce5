import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffWords, shortened } from './text-diff.ts'

const told = (before: string, after: string) => diffWords(before, after).map(({ kind, text }) => `${kind}:${text}`)

describe('a difference of texts', () => {
  it('is told word by word', () => {
    expect(told('A blue mug, 30 cl', 'A green mug, 30 cl, new')).toEqual([
      'same:A ',
      'gone:blue ',
      'new:green ',
      'same:mug, 30 cl',
      'new:, new',
    ])
    expect(told('', 'All new')).toEqual(['new:All new'])
    expect(told('All gone', '')).toEqual(['gone:All gone'])
    expect(told('The same', 'The same')).toEqual(['same:The same'])
  })

  it('gives both texts back, whatever they are', () => {
    const words = fc.array(fc.constantFrom('oak ', 'iron', ' ', '<p>', '’', '木', '😀', '\n'), { maxLength: 40 })
    const text = fc.oneof(
      words.map(list => list.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = diffWords(before, after)
        const without = (kind: string) => pieces.flatMap(piece => (piece.kind === kind ? [] : [piece.text])).join('')
        expect([without('new'), without('gone')]).toEqual([before, after])
      }),
    )
  })

  it('of long texts stays quick, and shows where the difference is', () => {
    const long = 'word '.repeat(20_000)
    const pieces = diffWords(`${long}one ${long}`, `${long}two ${long}`)
    expect(pieces.map(({ kind }) => kind)).toEqual(['same', 'gone', 'new', 'same'])
    const short = shortened(pieces)
    expect(short.map(({ text }) => text.length < 100)).toEqual([true, true, true, true])
    expect([short[0]?.text.startsWith('…'), short[3]?.text.endsWith('…')]).toEqual([true, true])
  })
})
