import { describe, expect, it } from 'vitest'
import { BrakeWatch, stillHeld, usualBrakes } from './brakes.ts'
import type { FieldValue } from './fields.ts'

interface Seen {
  readonly field: string
  readonly before: FieldValue | null
  readonly after: FieldValue | null
  readonly level?: 'product' | 'variant'
  readonly priceNow?: string
}

function tripped(changes: readonly Seen[], visible = 1_000, limits = usualBrakes) {
  const watch = new BrakeWatch(limits)
  for (const change of changes)
    watch.look({ level: 'product', name: 'Mug', sku: 'M-1', lostImages: 0, priceNow: null, ...change })
  return watch.tripped(visible)
}

const names = (changes: readonly Seen[], visible?: number) => tripped(changes, visible).map(({ brake }) => brake)
const hide = { field: 'visible', before: true, after: false }

describe('the brakes of a plan', () => {
  it('hold a price that falls by more than the limit, and not one that falls by as much', () => {
    expect(names([{ field: 'price', before: '100', after: '70' }])).toEqual([])
    expect(names([{ field: 'price', before: '100', after: '69.99' }])).toEqual(['price_cut'])
    expect(names([{ field: 'price', before: '1.1', after: '0.77' }])).toEqual([])
    expect(names([{ field: 'price', before: '10', after: '100' }])).toEqual([])
    expect(names([{ field: 'costPrice', before: '100', after: '1' }])).toEqual([])
  })

  it('hold a price of a variant that had its product’s, and a sale of what had none', () => {
    expect(names([{ level: 'variant', field: 'price', before: null, after: '10', priceNow: '100' }])).toEqual([
      'price_cut',
    ])
    expect(names([{ field: 'salePrice', before: null, after: '60', priceNow: '100' }])).toEqual(['price_cut'])
    expect(names([{ field: 'salePrice', before: null, after: '80', priceNow: '100' }])).toEqual([])
    expect(names([{ field: 'price', before: null, after: '10' }])).toEqual([])
  })

  it('hold a price of zero, but not one that was zero, nor the end of a sale', () => {
    expect(names([{ field: 'price', before: '5', after: '0.00' }])).toEqual(['price_zero'])
    expect(names([{ level: 'variant', field: 'price', before: null, after: '0' }])).toEqual(['price_zero'])
    expect(names([{ field: 'price', before: '0', after: '0.00' }])).toEqual([])
    expect(names([{ field: 'salePrice', before: '5', after: '0' }])).toEqual([])
    expect(names([{ field: 'salePrice', before: '5', after: null }])).toEqual([])
  })

  it('hold many products hidden: by their number, and by their part of what is on sale', () => {
    const some = (count: number) => Array.from({ length: count }, () => hide)
    expect(names(some(20), 1_000)).toEqual([])
    expect(names(some(21), 1_000)).toEqual(['many_hidden'])
    expect(names(some(5), 100)).toEqual([])
    expect(names(some(6), 100)).toEqual(['many_hidden'])
    expect(names([{ field: 'visible', before: false, after: true }], 1)).toEqual([])
  })

  it('say how many, in words, with a few of them', () => {
    const [cut] = tripped(Array.from({ length: 8 }, () => ({ field: 'price', before: '9', after: '1' })))
    expect(cut).toMatchObject({ count: 8, sentence: '8 prices would fall by more than 30 %.' })
    expect(cut?.examples).toHaveLength(5)
    expect(tripped([hide], 1)[0]?.sentence).toBe('1 product of 1 on sale would be hidden from shoppers.')
    expect(tripped([{ field: 'price', before: '9', after: '0' }])[0]?.sentence).toBe('1 price would be set to zero.')
  })

  it('hold until each of them was let pass', () => {
    const both = tripped([{ ...hide }, { field: 'price', before: '9', after: '0' }], 1)
    const passed = [
      { brake: 'price_zero' as const, actor: { kind: 'machine' as const }, at: '2026-01-01T00:00:00.000Z' },
    ]
    expect(stillHeld(both, []).map(({ brake }) => brake)).toEqual(['price_zero', 'many_hidden'])
    expect(stillHeld(both, passed).map(({ brake }) => brake)).toEqual(['many_hidden'])
  })
})
