import { describe, expect, it } from 'vitest'
import { categoriesInWords, shownPath } from './values.ts'

describe('the path of a category', () => {
  it('has room around its slashes, but not around one that is part of a name', () => {
    expect(shownPath('Living/Vases')).toBe('Living / Vases')
    expect(shownPath(String.raw`Audio\/Video/Cables`)).toBe('Audio/Video / Cables')
    expect(categoriesInWords(['Living/Vases', 'Sale'])).toBe('Living / Vases, Sale')
    expect(categoriesInWords(null)).toBe('none')
  })
})
