import type { KeptPart, PlainPart } from '../state/part.ts'
import { ImpossibleState, isWhole } from '../state/part.ts'

/**
 * Rows in the order of their ids, which only grow: each is found by its id at once, and a range of ids by binary search.
 */
export class Shelf<Row> implements KeptPart {
  changes = 0
  readonly #idOf: (row: Row) => number
  #rows: Row[] = []
  readonly #byId = new Map<number, Row>()

  constructor(idOf: (row: Row) => number) {
    this.#idOf = idOf
  }

  get rows(): readonly Row[] {
    return this.#rows
  }

  get(id: number): Row | undefined {
    return this.#byId.get(id)
  }

  /** The position of the first row whose id is at least `id`. */
  positionOf(id: number): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const row = this.#rows[middle]
      if (row !== undefined && this.#idOf(row) < id) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The rows with these ids, each once, in the order of their ids. */
  pick(ids: readonly number[]): Row[] {
    const found = [...new Set(ids)].flatMap(id => this.#byId.get(id) ?? [])
    return found.sort((a, b) => this.#idOf(a) - this.#idOf(b))
  }

  /** Puts a row at the end: its id is higher than every other. */
  add(row: Row): void {
    this.changes += 1
    this.#rows.push(row)
    this.#byId.set(this.#idOf(row), row)
  }

  /** Puts a row in the place of the one with the same id. */
  replace(row: Row): void {
    this.changes += 1
    const id = this.#idOf(row)
    this.#rows[this.positionOf(id)] = row
    this.#byId.set(id, row)
  }

  remove(id: number): Row | undefined {
    const row = this.#byId.get(id)
    if (row === undefined) return undefined
    this.changes += 1
    this.#rows.splice(this.positionOf(id), 1)
    this.#byId.delete(id)
    return row
  }

  /** Takes many rows out at once: one by one, each would move all those behind it. */
  removeAll(ids: ReadonlySet<number>): void {
    this.changes += 1
    this.#rows = this.#rows.filter(row => !ids.has(this.#idOf(row)))
    for (const id of ids) this.#byId.delete(id)
  }

  keep(): PlainPart {
    return { rows: [...this.#rows], value: null }
  }

  restore({ rows }: PlainPart): void {
    this.#rows = []
    this.#byId.clear()
    let lastId = 0
    for (const [at, given] of rows.entries()) {
      const row = given as Row
      const id = this.#idIn(row)
      if (!isWhole(id) || id <= lastId) throw new ImpossibleState(at, `its id is no number above ${lastId}`)
      lastId = id
      this.add(row)
    }
  }

  /** The id of what may be no row at all. */
  #idIn(row: Row): unknown {
    try {
      return this.#idOf(row)
    } catch {
      return undefined
    }
  }
}
