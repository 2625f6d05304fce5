import { describe, expect, it } from 'vitest'
import type { Drift } from '../../../api/contract/drift.ts'
import { choicesOf, fieldsFound, foundIn, inParts } from './found.ts'
import { driftAsk, isFiltered } from './search.ts'
import { distinctFields, doneWords, editsOf, fieldWords } from './words.ts'

const fields = [
  { level: 'product', field: 'price', label: 'Price', count: 2, atLeast: false },
  { level: 'variant', field: 'price', label: 'Price', count: 3, atLeast: true },
  { level: 'product', field: 'name', label: 'Name', count: 1, atLeast: false },
] as const

const edit = (id: string, part: Partial<Drift> = {}) =>
  ({ id, level: 'product', field: 'price', label: 'Price', name: 'Mug', ...part }) as Drift

describe('what is found of the edits in a store', () => {
  it('tells a field of variants from that of products', () => {
    const countOf = (ask: Parameters<typeof fieldsFound>[1]) => foundIn(fieldsFound(fields, ask))
    expect(countOf({})).toEqual({ count: 6, atLeast: true })
    expect(countOf({ level: 'product', field: 'price' })).toEqual({ count: 2, atLeast: false })
    expect(countOf({ level: 'variant' })).toEqual({ count: 3, atLeast: true })
    expect(countOf({ field: 'name', level: 'variant' })).toEqual({ count: 0, atLeast: false })
    const twice = [edit('1'), edit('2', { name: 'Cup' }), edit('3', { level: 'variant' })]
    expect(distinctFields(twice).map(fieldWords)).toEqual(['Price of products', 'Price of variants'])
  })

  it('is asked for by its address alone, of which nothing else is kept', () => {
    const ask = driftAsk({ search: 'mug', level: 'variant', field: 'price', other: 1 })
    expect(ask).toEqual({ search: 'mug', level: 'variant', field: 'price' })
    expect(driftAsk({ search: '', level: 'brand', field: 7 })).toEqual({})
    expect(driftAsk({ search: 'x'.repeat(300) }).search).toHaveLength(200)
    expect([{}, { search: 'a' }, { level: 'product' as const }, { field: 'a' }].map(isFiltered)).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('is decided row by row, all of them, or by the very filter', () => {
    const rows = Array.from({ length: 2_001 }, (_, at) => edit(String(at)))
    const ids = choicesOf({ rows }).map(choice => ('ids' in choice ? choice.ids : []))
    expect(ids.map(({ length }) => length)).toEqual([1_000, 1_000, 1])
    expect(ids.flat()).toEqual(rows.map(({ id }) => id))
    const filter = { level: 'variant', field: 'price', search: 'mug' } as const
    expect(choicesOf({ filter })).toEqual([{ filter }])
    expect(inParts([])).toEqual([])
  })

  it('is told in the words of what was done', () => {
    expect([editsOf({ count: 1, atLeast: false }), editsOf({ count: 10_000, atLeast: true })]).toEqual([
      '1 edit',
      '10,000+ edits',
    ])
    expect([
      doneWords('take', [edit('1')]),
      doneWords('overwrite', [edit('1'), edit('2')]),
      doneWords('take', 7),
    ]).toEqual([
      'Taken from the store: Price of Mug.',
      'Now among the changes to review: 2 edits.',
      'Taken from the store: 7 edits.',
    ])
  })
})
