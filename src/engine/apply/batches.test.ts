import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LivePart } from '../../domain/plan.ts'
import { batchesOf, type PlacedChange, writeOf } from './batches.ts'

const caps = { listingsMost: 10, offersMost: 50, apartFields: new Set<string>() }
const partOfField: Readonly<Record<string, LivePart>> = {
  name: 'data',
  weight: 'data',
  price: 'prices',
  salePrice: 'prices',
}

const anyChange = fc.record({
  level: fc.constantFrom('product' as const, 'variant' as const),
  listing: fc.integer({ min: 1, max: 40 }),
  offer: fc.integer({ min: 1, max: 4 }),
  field: fc.constantFrom(...Object.keys(partOfField)),
  after: fc.option(fc.string()),
})

/** Changes as a plan has them: each field of each item once. */
const anyPlan = fc.uniqueArray(anyChange, {
  maxLength: 300,
  selector: ({ level, listing, offer, field }) => [level, listing, level === 'variant' ? offer : 0, field].join(),
})

function planOf(rows: readonly (typeof anyChange extends fc.Arbitrary<infer T> ? T : never)[]): PlacedChange[] {
  return rows.map(({ level, listing, offer, field, after }, index) => ({
    seq: index + 1,
    level,
    listingId: String(listing),
    offerId: level === 'variant' ? `${listing}0${offer}` : null,
    field,
    part: partOfField[field] ?? 'data',
    before: 'before',
    after,
  }))
}

describe('batches of a plan', () => {
  it('have every change once and nothing else, within the caps, each item once and with all its parts', () => {
    fc.assert(
      fc.property(anyPlan, rows => {
        const plan = planOf(rows)
        const batches = batchesOf(plan, caps)
        const sent = batches.flatMap(({ items }) => items.flatMap(({ changes }) => changes))
        expect(sent.toSorted((a, b) => a.seq - b.seq)).toEqual(plan)
        for (const { level, parts, items } of batches) {
          expect(items.length).toBeLessThanOrEqual(level === 'product' ? caps.listingsMost : caps.offersMost)
          expect(new Set(items.map(({ remoteId }) => remoteId)).size).toBe(items.length)
          const changes = items.flatMap(item => item.changes)
          expect(changes.every(change => change.level === level)).toBe(true)
          expect([...new Set(changes.map(({ part }) => part))].toSorted()).toEqual([...parts].toSorted())
        }
      }),
      { numRuns: 300 },
    )
  })

  it('are as few as the caps allow, and the same whatever order the changes came in', () => {
    fc.assert(
      fc.property(anyPlan, fc.infiniteStream(fc.nat()), (rows, chance) => {
        const plan = planOf(rows)
        const least = (['product', 'variant'] as const).map(level => {
          const changes = plan.filter(change => change.level === level)
          const items = new Set(changes.map(({ listingId, offerId }) => offerId ?? listingId)).size
          return Math.ceil(items / (level === 'product' ? caps.listingsMost : caps.offersMost))
        })
        const batches = batchesOf(plan, caps)
        expect(batches).toHaveLength(least.reduce((sum, count) => sum + count, 0))
        const shuffled = plan.map(change => [chance.next().value, change] as const).toSorted(([a], [b]) => a - b)
        expect(
          batchesOf(
            shuffled.map(([, change]) => change),
            caps,
          ),
        ).toEqual(batches)
      }),
      { numRuns: 300 },
    )
  })

  it('write products before variants, a name and a price together, in the order of the plan', () => {
    const change = (seq: number, rest: Partial<PlacedChange>): PlacedChange => ({
      ...{ seq, level: 'product', listingId: '1', offerId: null, field: 'name', part: 'data', before: 'a', after: 'b' },
      ...rest,
    })
    const batches = batchesOf(
      [
        change(1, { level: 'variant', offerId: '11', field: 'price', part: 'prices', after: '2' }),
        change(2, { field: 'price', part: 'prices', after: '3' }),
        change(3, { listingId: '2' }),
        change(4, { field: 'weight', after: null }),
        change(5, {}),
      ],
      caps,
    )
    expect(batches.map(({ level, parts, items }) => [level, parts, ...items.map(writeOf)])).toEqual([
      [
        'product',
        ['data', 'prices'],
        {
          ...{ remoteId: '1', listingId: '1' },
          fields: { price: '3', weight: null, name: 'b' },
          before: { price: 'a', weight: 'a', name: 'a' },
        },
        { remoteId: '2', listingId: '2', fields: { name: 'b' }, before: { name: 'a' } },
      ],
      ['variant', ['prices'], { remoteId: '11', listingId: '1', fields: { price: '2' }, before: { price: 'a' } }],
    ])
  })
})
