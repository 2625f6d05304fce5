import { describe, expect, it } from 'vitest'
import { count, csvLine, cut, duration, moment, money, pairs, plain, Table, whole, widthOf } from './format.ts'

describe('numbers and times', () => {
  it('separates thousands, and counts in words', () => {
    expect([0, 999, 1_000, 1_234_567].map(whole)).toEqual(['0', '999', '1,000', '1,234,567'])
    expect([count(0, 'product'), count(1, 'product'), count(1_200, 'product')]).toEqual([
      '0 products',
      '1 product',
      '1,200 products',
    ])
    expect(count(2, 'match', 'matches')).toBe('2 matches')
  })

  it.each([
    ['16', '16.00'],
    ['525.8', '525.80'],
    ['1234567.125', '1,234,567.125'],
    ['-0.5', '-0.50'],
    ['9007199254740993.01', '9,007,199,254,740,993.01'],
    ['on request', 'on request'],
  ])('shows the price %s as %s', (amount, shown) => {
    expect(money(amount)).toBe(shown)
  })

  it.each([
    [-1, '0.0 s'],
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3_599.7, '1 h'],
    [7_500, '2 h 5 min'],
  ])('tells %d seconds as %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words)
  })

  it('tells a moment in the time of this machine', () => {
    const at = new Date(2026, 0, 5, 7, 3, 59)
    expect(moment(at.toISOString())).toBe('2026-01-05 07:03')
  })
})

describe('texts of others', () => {
  it('become one line that a terminal shows and does not obey', () => {
    expect(plain('red \u001b[31mname\u0007 \u009b2J')).toBe('red \ufffd[31mname\ufffd \ufffd2J')
    expect(plain('first\r\n\tsecond')).toBe('first second')
    expect(plain('abc\u202etxt.exe')).toBe('abc\ufffdtxt.exe')
    expect(plain('قدر التخييم 毛布 🏕️')).toBe('قدر التخييم 毛布 🏕️')
  })

  it.each([
    ['', 0],
    ['Größe', 5],
    ['Gro\u0308ße', 5],
    ['毛布', 4],
    ['🏕️', 2],
    ['👩‍👩‍👧', 2],
    ['ｆｕｌｌ', 8],
    ['a\u200bb', 2],
    ['\u001b[1mbold\u001b[22m', 4],
  ])('%j is as wide as a terminal shows it', (text, columns) => {
    expect(widthOf(text)).toBe(columns)
  })

  it('are cut between letters, never within one', () => {
    expect(cut('12345', 5)).toBe('12345')
    expect(cut('123456', 5)).toBe('1234…')
    expect(cut('毛布毛布', 4)).toBe('毛…')
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…')
    expect(cut('ab cdef', 4)).toBe('ab…')
    expect(cut('abc', 0)).toBe('')
  })
})

describe('a table', () => {
  const columns = [{ title: 'SKU' }, { title: 'name', shrinksTo: 8 }, { title: 'price', align: 'right' as const }]

  it('aligns by what is seen, and leaves no white space at the end of a line', () => {
    const table = new Table([...columns, { title: 'note' }], null)
    expect(
      table.lines([
        ['A-1', '毛布', '9.00', ''],
        ['B', 'Rope', '1,200.00', 'sold out'],
      ]),
    ).toEqual([
      'SKU  name     price  note', //
      'A-1  毛布      9.00',
      'B    Rope  1,200.00  sold out',
    ])
  })

  it('prints its heads once, and goes on with columns that only grow', () => {
    const table = new Table(columns, null)
    expect(table.lines([['A', 'Rope', '1']])).toEqual(['SKU  name  price', 'A    Rope      1'])
    expect(table.lines([['LONG-SKU', 'Pot', '2']])).toEqual(['LONG-SKU  Pot       2'])
    expect(table.lines([['B', 'Cup', '3']])).toEqual(['B         Cup       3'])
  })

  it('fits into a terminal by what may shrink, and cuts nothing where there is none', () => {
    const name = 'A very long name of a product that nobody would print whole'
    const fitted = new Table(columns, 30).lines([['SKU-1', name, '10.00']])
    expect(fitted).toEqual(['SKU    name              price', 'SKU-1  A very long nam…  10.00'])
    expect(Math.max(...fitted.map(widthOf))).toBe(30)
    expect(new Table(columns, null).lines([['SKU-1', name, '10.00']])[1]).toContain(name)
    expect(new Table(columns, 5).lines([['SKU-1', name, '10.00']])[1]).toBe('SKU-1  A very…   10.00')
  })

  it('leaves columns out, the last first, where shrinking is not enough', () => {
    const droppable = [{ title: 'SKU' }, { title: 'brand', drops: true }, { title: 'name', shrinksTo: 8, drops: true }]
    const row = ['SKU-1', 'Willow', 'A long name of a product']
    expect(new Table(droppable, 23).lines([row])).toEqual(['SKU    brand   name', 'SKU-1  Willow  A long…'])
    expect(new Table(droppable, 22).lines([row])).toEqual(['SKU    brand', 'SKU-1  Willow'])
    expect(new Table(droppable, 5).lines([row])).toEqual(['SKU', 'SKU-1'])
  })

  it('lets no text of others out of its cell', () => {
    expect(new Table([{ title: 'name' }], null).lines([['two\nlines\u001b[2J']])[1]).toBe('two lines\ufffd[2J')
  })
})

it('pairs align their values', () => {
  expect(
    pairs([
      ['Taken', '12'],
      ['毛布', ''],
      ['Not taken', '0'],
    ]),
  ).toEqual(['  Taken      12', '  毛布', '  Not taken  0'])
})

it('a line of CSV quotes what would be read as something else', () => {
  expect(csvLine(['=1+1', '-5', '@x', '+49 30', 'a=b'])).toBe("'=1+1,'-5,'@x,'+49 30,a=b")
  expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', ''])).toBe('plain,"a,b","say ""hi""","two\nlines",')
})
