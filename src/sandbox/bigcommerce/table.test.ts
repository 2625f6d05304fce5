import { expect, it } from 'vitest'
import { Table } from './table.ts'

/** A row that counts how often its id is read. */
class CountedRow {
  readonly #id: number
  readonly #count: () => void

  constructor(id: number, count: () => void) {
    this.#id = id
    this.#count = count
  }

  get id(): number {
    this.#count()
    return this.#id
  }
}

it('removes one of many rows without looking at them all', () => {
  let reads = 0
  const table = new Table<CountedRow>()
  const count = () => {
    reads += 1
  }
  for (let made = 0; made < 10_000; made += 1) table.add(id => new CountedRow(id, count))
  reads = 0
  table.remove(new Set([5_000]))
  expect(reads).toBeLessThan(100)
  expect(table.get(5_000)).toBeUndefined()
  expect(table.rows).toHaveLength(9_999)
  table.remove(new Set([1, 9_999, 20_000]))
  table.remove(new Set([20_000]))
  table.remove(new Set())
  expect(table.rows).toHaveLength(9_997)
  expect(table.add(id => new CountedRow(id, count)).id).toBe(10_001)
})
