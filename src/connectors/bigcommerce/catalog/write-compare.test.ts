import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../domain/fields.ts'
import type { Level } from '../../../domain/plan.ts'
import { outcomesOf, outcomesOfLost } from './write-compare.ts'

interface Case {
  readonly level?: Level
  readonly field: string
  readonly sent: FieldValue | null
  readonly shown?: FieldValue
  readonly was?: FieldValue
}

function statusOf({ level = 'product', field, sent, shown, was }: Case, isLost = false) {
  const write = { fields: { [field]: sent }, before: was === undefined ? {} : { [field]: was } }
  const shows = shown === undefined ? {} : { [field]: shown }
  return (isLost ? outcomesOfLost : outcomesOf)(level, write, shows)[field]?.status
}

const taken: Case[] = [
  { field: 'price', sent: '10.99999', shown: '11' },
  { field: 'price', sent: '1.00005', shown: '1' },
  { field: 'price', sent: '1.00005', shown: '1.0001' },
  { field: 'price', sent: '9999999999.1234', shown: '9999999999.1234' },
  { field: 'salePrice', sent: '0' },
  { field: 'salePrice', sent: '0.00001' },
  { field: 'salePrice', sent: null },
  { field: 'sortOrder', sent: 0 },
  { field: 'description', sent: '' },
  { field: 'metaKeywords', sent: [] },
  { field: 'name', sent: 'Oak  chair ', shown: 'Oak chair', was: 'Chair' },
  { field: 'name', sent: 'Oak & ash', shown: 'Oak &amp; ash', was: 'Chair' },
  { field: 'name', sent: 'e\u0301', shown: 'é' },
  { field: 'description', sent: '<p onclick="x">A</p>', shown: '<p>A</p>', was: '<p>B</p>' },
  { field: 'urlPath', sent: '/Oak', shown: '/oak/' },
  { field: 'preorderReleaseDate', sent: '2026-03-01', shown: '2026-03-01T00:00:00+00:00' },
  { field: 'preorderReleaseDate', sent: '2026-03-01T02:00:00+02:00', shown: '2026-03-01T00:00:00Z' },
  { level: 'variant', field: 'price', sent: null },
  { level: 'variant', field: 'price', sent: '0', shown: '0' },
]

const notTaken: Case[] = [
  { field: 'price', sent: '10.9999', shown: '11', was: '11' },
  { field: 'price', sent: '1.0002', shown: '1.0001' },
  { field: 'price', sent: '5', was: '4' },
  { field: 'salePrice', sent: null, shown: '4', was: '4' },
  { field: 'sortOrder', sent: 3, shown: 2 },
  { field: 'name', sent: 'Oak chair', shown: 'Chair', was: 'Stool' },
  { field: 'sku', sent: 'A-1', shown: 'a-1', was: 'B' },
  { field: 'description', sent: '<b>A</b>', shown: '<i>A</i>', was: '<i>A</i>' },
  { field: 'description', sent: 'A', was: 'B' },
  { field: 'visible', sent: true, shown: false, was: false },
  { field: 'condition', sent: 'Used', shown: 'New' },
  { field: 'metaKeywords', sent: ['a'], shown: ['b'] },
  { field: 'metaKeywords', sent: ['a'] },
  { field: 'preorderReleaseDate', sent: '2026-03-01', shown: '2026-03-02T00:00:00Z' },
  { field: 'preorderReleaseDate', sent: null, shown: '2026-03-02T00:00:00Z' },
  { level: 'variant', field: 'price', sent: '0' },
  { level: 'variant', field: 'price', sent: null, shown: '0', was: '0' },
  { level: 'variant', field: 'price', sent: null, shown: '5', was: '5' },
]

describe('what a store shows of a write', () => {
  it.each(taken)('is what was sent, or what a store makes of it: %j', one => {
    expect([statusOf(one), statusOf(one, true)]).toEqual(['applied', 'applied'])
  })

  it('may be a text without the parts that the store takes out, but not after its answer was lost', () => {
    const one = { field: 'description', sent: '<script>x</script>A', shown: 'A', was: 'B' }
    expect([statusOf(one), statusOf(one, true)]).toEqual(['applied', 'rejected'])
  })

  it.each(notTaken)('is something else: %j', one => {
    expect(statusOf(one)).toBe('rejected')
  })

  it('tells of a lost answer that nothing was written where it shows what it showed before', () => {
    expect(statusOf({ field: 'price', sent: '5', shown: '4', was: '4' }, true)).toBe('deferred')
    expect(statusOf({ field: 'price', sent: '5' }, true)).toBe('deferred')
    // Somebody else wrote meanwhile.
    expect(statusOf({ field: 'price', sent: '5', shown: '6', was: '4' }, true)).toBe('rejected')
  })

  it('is told in short', () => {
    const write = { fields: { name: 'A', visible: true, metaKeywords: ['a'] }, before: {} }
    const outcomes = outcomesOf('product', write, {
      name: 'x'.repeat(500),
      visible: false,
      metaKeywords: ['b', 'c'],
    })
    expect(Object.values(outcomes).map(one => (one.status === 'rejected' ? one.reason : ''))).toEqual([
      `The store answered that it was saved, and shows “${'x'.repeat(80)}…”.`,
      'The store answered that it was saved, and shows no.',
      'The store answered that it was saved, and shows “b, c”.',
    ])
  })
})
