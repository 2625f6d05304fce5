import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPlace, writePlace } from '../../src/api/places.ts'
import type { ListPlace, ListSort } from '../../src/database/list-query.ts'
import { listListings } from '../../src/database/listing-lists.ts'
import { listProducts } from '../../src/database/product-lists.ts'
import { ManualClock } from '../../src/runtime/clock.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type MemoryProduct, memoryReader } from '../support/memory-store.ts'
import { PullBench } from '../support/pulls.ts'
import { anyText } from './any-text.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** Names and prices that are often the same, or missing, and letters that languages sort in their own ways. */
const anyRow = fc.record({
  name: fc.oneof(
    fc.constantFrom(undefined, 'Zebra', 'zebra', 'Äpfel', 'Apfel', 'a b', 'a-b', 'ab', 'ßa', 'ss', '😀', '_%\\'),
    anyText(5).map(text => text.replaceAll('\0', '')),
  ),
  price: fc.constantFrom(undefined, '0', '0.00', '1', '10', '9.5', '123456789012345678.123456789'),
  modifiedAt: fc.constantFrom(null, '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.001Z', '1969-12-31T23:59:59.999Z'),
})
type Row = typeof anyRow extends fc.Arbitrary<infer T> ? T : never

function productOf(id: number, { name, price, modifiedAt }: Row): MemoryProduct {
  const fields = { ...(name !== undefined && name !== '' && { name }), ...(price !== undefined && { price }) }
  const shown = {
    ...{ remoteId: String(id), fields, brandRemoteId: null, categoryRemoteIds: [], visible: true, imageUrl: null },
    ...{ createdAt: null, modifiedAt: modifiedAt === null ? null : new Date(modifiedAt), notes: [] },
    variants: [{ remoteId: `${id}`, fields: {}, shownPrice: price ?? null, stock: null }],
  }
  return { shown, options: [], modifiers: [] }
}

const sorts: readonly ListSort[] = (['name', 'price', 'changed'] as const).flatMap(by => [
  { by, descending: false },
  { by, descending: true },
])

const keyParts = { name: 'text', price: 'decimal', changed: 'moment' } as const

/** Reads a list in pages to its end: the rows' ids, in the order in which they came. */
async function readAll<T extends { sortKey: string }>(
  { by }: ListSort,
  read: (after: ListPlace | undefined) => Promise<readonly T[]>,
  idOf: (row: T) => string,
): Promise<string[]> {
  const ids: string[] = []
  let after: ListPlace | undefined
  for (let page = 0; page < 100; page += 1) {
    const rows = await read(after)
    ids.push(...rows.map(idOf))
    const last = rows.at(-1)
    if (last === undefined) return ids
    // As it travels through an address.
    const [key = '', id = ''] = readPlace(writePlace([last.sortKey, idOf(last)]), [keyParts[by], 'text']) ?? []
    after = { key, id }
  }
  throw new Error('The list has no end')
}

describe('a list that is read in pages', () => {
  it('shows every row once, by whatever it is sorted, and in the order of one page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (rows, limit) => {
          const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
          const channelId = await bench.addChannel('Shop')
          const products = rows.map((row, at) => productOf(at + 1, row))
          await bench.pull(
            channelId,
            memoryReader(() => products),
          )
          const db = bench.inWorkspace
          for (const sort of sorts) {
            const listings = (most: number) => (after: ListPlace | undefined) =>
              listListings(db, channelId, { filter: {}, sort, limit: most, ...(after && { after }) })
            const whole = (await listings(100)(undefined)).map(row => row.remoteId)
            expect([...whole].sort()).toEqual(products.map(({ shown }) => shown.remoteId).sort())
            expect(await readAll(sort, listings(limit), row => row.remoteId)).toEqual(whole)

            const master = (most: number) => (after: ListPlace | undefined) =>
              listProducts(db, { filter: {}, sort, limit: most, ...(after && { after }) })
            const all = (await master(100)(undefined)).map(row => row.id)
            expect(new Set(all).size).toBe(rows.length)
            expect(await readAll(sort, master(limit), row => row.id)).toEqual(all)
          }
        },
      ),
      { numRuns: 20 },
    )
  })

  it('gives places that come back as they were', () => {
    fc.assert(
      fc.property(fc.array(anyText(20), { minLength: 1, maxLength: 4 }), parts => {
        const place = writePlace(parts)
        expect(place).toMatch(/^[\w-]+$/)
        expect(
          readPlace(
            place,
            parts.map(() => 'text'),
          ),
        ).toEqual(parts)
      }),
    )
  })

  it.each([
    ['decimal', '1e9', 'NaN', '', '1'.repeat(200)],
    ['moment', '2026-02-30 00:00:00+00', '2026-01-01 25:00:00+00', '2026-01-01 00:00:00+99', 'yesterday', ''],
    ['milliseconds', '1e300', 'Infinity', '9'.repeat(20), ''],
    ['count', '-1', '1e300', '9'.repeat(20)],
  ] as const)('refuses what the database could not read as a %s', (part, ...texts) => {
    for (const text of texts) {
      expect(() => readPlace(writePlace([text]), [part])).toThrow('not one that this list gave')
    }
  })

  it('refuses every other place in words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(20),
          fc.jsonValue().map(value => Buffer.from(JSON.stringify(value)).toString('base64url')),
        ),
        text => {
          let read: unknown
          try {
            read = readPlace(text, ['text', 'text'])
          } catch (error) {
            expect(error).toMatchObject({ code: 'input_invalid', fields: { after: expect.stringMatching(/\.$/) } })
            return
          }
          expect(read).toEqual([expect.any(String), expect.any(String)])
        },
      ),
    )
  })
})
