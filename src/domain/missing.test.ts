import { describe, expect, it } from 'vitest'
import { tooManyMissing } from './missing.ts'

const usual = { most: 20, percentMost: 5 }

describe('products that are missing all at once', () => {
  it('are believed up to one in twenty, and up to twenty', () => {
    expect(tooManyMissing({ missing: 5, of: 100 }, usual)).toBe(false)
    expect(tooManyMissing({ missing: 6, of: 100 }, usual)).toBe(true)
    expect(tooManyMissing({ missing: 20, of: 100_000 }, usual)).toBe(false)
    expect(tooManyMissing({ missing: 21, of: 100_000 }, usual)).toBe(true)
  })

  it('are believed in a small shop, where one is ten percent already', () => {
    expect(tooManyMissing({ missing: 2, of: 2 }, usual)).toBe(false)
    expect(tooManyMissing({ missing: 3, of: 10 }, usual)).toBe(true)
  })

  it('are not believed at all where the merchant has said so', () => {
    expect(tooManyMissing({ missing: 1, of: 100 }, { most: 0, percentMost: 5 })).toBe(true)
    expect(tooManyMissing({ missing: 0, of: 100 }, { most: 0, percentMost: 0 })).toBe(false)
  })

  it('are believed whatever they are where the merchant has said so', () => {
    expect(tooManyMissing({ missing: 900, of: 900 }, { most: 1_000_000, percentMost: 100 })).toBe(false)
  })
})
