import { describe, expect, it } from 'vitest'
import { difference, showSpaces, type TextPart } from './difference.ts'

/** The marked parts in brackets. */
const drawn = (parts: readonly TextPart[]) => parts.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')
const both = (one: string, other: string) => {
  const found = difference(one, other)
  return [drawn(found.one), drawn(found.other)]
}

describe('the difference of two SKUs', () => {
  it.each([
    ['ABC-1', 'ABC-1', 'ABC-1', 'ABC-1'],
    ['ABC-1', 'AbC-1', 'A[B]C-1', 'A[b]C-1'],
    ['ABC-1', 'abc-1', '[ABC]-1', '[abc]-1'],
    ['ABC 1', 'ABC1', 'ABC[ ]1', 'ABC1'],
    [' ABC', 'ABC', '[ ]ABC', 'ABC'],
    ['ABC ', 'ABC', 'ABC[ ]', 'ABC'],
    ['', 'ABC', '', '[ABC]'],
    ['AAA', 'AA', 'AA[A]', 'AA'],
    ['😀-A', '😀-B', '😀-[A]', '😀-[B]'],
  ])('of %j and %j is marked', (one, other, drawnOne, drawnOther) => {
    expect(both(one, other)).toEqual([drawnOne, drawnOther])
  })

  it('shows spaces of every kind', () => {
    expect(showSpaces('A B\u00a0C\tD')).toBe('A␣B␣C␣D')
  })
})
