import { describe, expect, it } from 'vitest'
import type { EditedRow, EditResult } from '../../../api/contract/edits.ts'
import { goOnFrom, lookedAt, noTally, rowsShown, withPart } from './tally.ts'

const row = (id: string): EditedRow => ({ id, name: id, sku: id, fields: [], faults: [] })

const part = (from: number, next: string | null): EditResult => ({
  ...{ editId: 'edt_1', changed: 5, unchanged: 2, refused: 1, next },
  rows: Array.from({ length: 5 }, (_, at) => row(String(from + at))),
  faulty: [row(`f${from}`)],
  channels: [
    { channelId: 'a', products: 5, variants: 1, notSent: ['Name'] },
    { channelId: `only ${from}`, products: 1, variants: 0, notSent: [] },
  ],
})

describe('what parts of an edit come to', () => {
  const both = withPart(withPart(noTally, part(0, 'after 5')), part(5, null))

  it('adds up, also by channel', () => {
    expect(both).toMatchObject({ editId: 'edt_1', changed: 10, unchanged: 4, refused: 2, next: null })
    expect(lookedAt(both)).toBe(16)
    expect([...both.channels]).toEqual([
      ['a', { products: 10, variants: 2, notSent: ['Name'] }],
      ['only 0', { products: 1, variants: 0, notSent: [] }],
      ['only 5', { products: 1, variants: 0, notSent: [] }],
    ])
  })

  it('shows the first rows, and all that can’t be', () => {
    expect(both.rows.map(({ id }) => id)).toEqual(Array.from({ length: rowsShown }, (_, at) => String(at)))
    expect(both.faulty.map(({ id }) => id)).toEqual(['f0', 'f5'])
  })

  it('says where the same edit goes on', () => {
    expect(goOnFrom(noTally)).toEqual({})
    expect(goOnFrom(withPart(noTally, part(0, 'after 5')))).toEqual({ goOn: { editId: 'edt_1', after: 'after 5' } })
    expect(goOnFrom(both)).toEqual({})
  })
})
