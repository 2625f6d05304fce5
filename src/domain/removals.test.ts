import { describe, expect, it } from 'vitest'
import { isRemovalWord, lostWith, removalFaultOf, removalsOf, removalsSentence } from './removals.ts'

const variant = { level: 'variant', state: 'matched', hasOptions: true, othersThatStay: 1 } as const

describe('what can be deleted in a store', () => {
  it('is a matched product, and a variant of which others stay', () => {
    expect(removalFaultOf({ ...variant, level: 'product', hasOptions: false, othersThatStay: 0 })).toBeNull()
    expect(removalFaultOf(variant)).toBeNull()
  })

  it('is not the base variant, nor the last one, and nothing that is not the hub’s', () => {
    expect(removalFaultOf({ ...variant, hasOptions: false })?.reason).toContain('base variant')
    expect(removalFaultOf({ ...variant, othersThatStay: 0 })?.reason).toContain('at least one variant')
    for (const state of ['gone', 'waiting', 'left_out'] as const) {
      expect(removalFaultOf({ ...variant, state })).toEqual({ reason: expect.any(String), fix: expect.any(String) })
    }
  })
})

describe('what a plan deletes', () => {
  it('is counted by what would be sent of it, with what does not come back', () => {
    const fields = [
      { level: 'product', changes: 7 },
      { level: 'removed_variant', changes: 1 },
      { level: 'removed_product', changes: 2 },
    ] as const
    expect(removalsOf(fields)).toEqual({ products: 2, variants: 1, cannotReturn: expect.any(Array) })
    expect(removalsSentence({ products: 2, variants: 1 })).toContain('2 products and 1 variant')
    expect(removalsOf(fields.slice(0, 1))).toBeNull()
    expect(lostWith({ products: 0, variants: 0 })).toEqual([])
    expect(lostWith({ products: 1, variants: 0 }).join(' ')).toContain('reviews')
  })

  it('needs its word, however it is written', () => {
    expect(['delete', ' Delete\n', 'DELETE'].map(isRemovalWord)).toEqual([true, true, true])
    expect(['', 'deleted', 'yes', 'delete it'].some(isRemovalWord)).toBe(false)
  })
})
