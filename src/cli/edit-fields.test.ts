import { describe, expect, it } from 'vitest'
import { readEdits } from './edit-fields.ts'

describe('edits of lists', () => {
  it('name the list as one entry of it is called', () => {
    const edits = readEdits({
      include: ['category=Home/Kitchen', 'custom-field=Material: Oak=ash'],
      exclude: ['categories=Sale'],
    })
    expect(edits).toEqual([
      { do: 'include', field: 'categories', value: 'Home/Kitchen' },
      { do: 'include', field: 'customFields', value: 'Material: Oak=ash' },
      { do: 'exclude', field: 'categories', value: 'Sale' },
    ])
    expect(() => readEdits({ include: ['category'] })).toThrow('--include takes a list and an entry')
  })
})
