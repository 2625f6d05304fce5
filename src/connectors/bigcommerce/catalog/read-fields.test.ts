import { describe, expect, it } from 'vitest'
import { cameOf, cleanText, FieldNotes, idOf, readFields, toDecimal } from './read-fields.ts'
import { productTable } from './tables.ts'

it('reads decimals without rounding, however they came', () => {
  const told = [18.9, '18.90', ' 007 ', 1e6, 1.25e-7, -0, '-0.0', '-12.50', 0.1 + 0.2, 123456789012345680000]
  expect(told.map(toDecimal)).toEqual([
    ...['18.9', '18.9', '7', '1000000', '0.000000125', '0', '0', '-12.5', '0.30000000000000004'],
    '123456789012345680000',
  ])
  expect([Number.NaN, Infinity, '', 'twelve', '1,5', '1e5', '1'.repeat(61)].map(toDecimal)).toEqual(
    Array.from({ length: 7 }, () => null),
  )
})

it('takes ids as numbers and as texts, and nothing that could be mistaken for one', () => {
  expect([7, '7', '9007199254740993'].map(idOf)).toEqual(['7', '7', '9007199254740993'])
  expect([0, -1, 1.5, '007', ' 7', '7a', '', null, true, [7], 2 ** 60].map(idOf)).toEqual(
    Array.from({ length: 11 }, () => null),
  )
})

it('keeps texts as they are but for what a database cannot hold', () => {
  expect(cleanText('Käfer 🪲')).toBe('Käfer 🪲')
  expect(cleanText('a\0b')).toBe('ab')
  expect(cleanText('half \ud83e')).toBe('half \ufffd')
})

it('shows what came in a report, cut where it is long', () => {
  expect(cameOf({ price: '12' })).toBe('{"price":"12"}')
  expect(cameOf(undefined)).toBe('nothing')
  const long = cameOf({ text: '🪲'.repeat(5_000) })
  expect([long.length <= 1_000, long.isWellFormed(), long.endsWith('…')]).toEqual([true, true, true])
})

describe('the fields of a product', () => {
  const read = (raw: Record<string, unknown>) => {
    const notes = new FieldNotes()
    return { fields: readFields(raw, productTable, notes), notes: notes.list.map(({ reason }) => reason) }
  }

  it('come as documented without a word', () => {
    const raw = {
      name: 'Oak chair',
      price: 12.5,
      is_visible: true,
      type: 'physical',
      tax_class_id: 3,
      meta_keywords: ['oak'],
    }
    expect(read(raw)).toEqual({
      fields: {
        ...{ name: 'Oak chair', price: '12.5', visible: true, type: 'physical', taxClassId: '3' },
        metaKeywords: ['oak'],
      },
      notes: [],
    })
  })

  it('are taken in another form where that can be done, and noted', () => {
    expect(read({ price: '12.50', name: 7, is_visible: 1, type: 'subscription' })).toEqual({
      fields: { name: '7', type: 'subscription', price: '12.5', visible: true },
      notes: [
        '“name” came as a number, not as text.',
        '“type” has a value that no documentation names.',
        '“price” came as text, not as a number.',
        '“is_visible” came as another type than true or false.',
      ],
    })
  })

  it('are left out where nothing can be made of them, and noted', () => {
    const { fields, notes } = read({
      price: 'on request',
      name: null,
      is_visible: 'maybe',
      order_quantity_minimum: 1.5,
    })
    expect(fields).toEqual({})
    expect(notes).toEqual([
      '“name” came as null.',
      '“price” is no number, so it was passed over.',
      '“is_visible” is neither true nor false, so it was passed over.',
      '“order_quantity_minimum” is no whole number, so it was passed over.',
    ])
  })

  it('are absent where the platform writes 0 or an empty text for what nobody has set', () => {
    const raw = { cost_price: 0, sale_price: 0.0, order_quantity_minimum: 0, tax_class_id: 0, warranty: '' }
    expect(read(raw)).toEqual({ fields: {}, notes: [] })
    // A product may cost nothing, and weigh nothing.
    expect(read({ price: 0, weight: 0 }).fields).toEqual({ price: '0', weight: '0' })
  })

  it('are absent without a word where null is documented', () => {
    expect(read({ preorder_release_date: null })).toEqual({ fields: {}, notes: [] })
  })
})
