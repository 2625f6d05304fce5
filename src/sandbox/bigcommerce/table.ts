import { Shelf } from './catalog/shelf.ts'
import type { KeptPart, PlainPart } from './state/part.ts'
import { ImpossibleState, idsSkipped, isWhole } from './state/part.ts'

/** Rows with an id, in the order in which they were made. Ids only grow, and none is given twice. */
export class Table<Row extends { readonly id: number }> implements KeptPart {
  readonly #shelf = new Shelf<Row>(row => row.id)
  readonly #idsSkipped: number
  #lastId = 0

  /** `skipped` is how many ids are left out after a crash. */
  constructor(first: readonly Row[] = [], skipped = idsSkipped) {
    this.#idsSkipped = skipped
    for (const row of first) this.#put(row)
  }

  get rows(): readonly Row[] {
    return this.#shelf.rows
  }

  get changes(): number {
    return this.#shelf.changes
  }

  /** The id of the next new row. */
  get nextId(): number {
    return this.#lastId + 1
  }

  get(id: number): Row | undefined {
    return this.#shelf.get(id)
  }

  /** Adds the row that is made with the next id. */
  add(make: (id: number) => Row): Row {
    const row = make(this.nextId)
    this.#put(row)
    return row
  }

  /** Puts the row in the place of the one with its id. */
  replace(row: Row): void {
    this.#shelf.replace(row)
  }

  remove(ids: ReadonlySet<number>): void {
    const [id] = ids
    // To look through all rows for one of them is slow where a caller removes thousands one after the other.
    if (id !== undefined && ids.size === 1) this.#shelf.remove(id)
    else this.#shelf.removeAll(ids)
  }

  keep(): PlainPart {
    return { rows: this.#shelf.keep().rows, value: this.#lastId }
  }

  restore({ rows, value }: PlainPart): void {
    this.#shelf.restore({ rows, value: null })
    const highest = this.rows.at(-1)?.id ?? 0
    if (!isWhole(value) || value < highest)
      throw new ImpossibleState(null, `its last id is no number from ${highest} on`)
    this.#lastId = value
  }

  skipIds(): void {
    this.#lastId += this.#idsSkipped
  }

  #put(row: Row): void {
    this.#shelf.add(row)
    this.#lastId = Math.max(this.#lastId, row.id)
  }
}
