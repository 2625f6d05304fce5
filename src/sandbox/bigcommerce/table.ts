import { Shelf } from './catalog/shelf.ts'

/** Rows with an id, in the order in which they were made. Ids only grow, and none is given twice. */
export class Table<Row extends { readonly id: number }> {
  readonly #shelf = new Shelf<Row>(row => row.id)
  #lastId = 0

  constructor(first: readonly Row[] = []) {
    for (const row of first) this.#put(row)
  }

  get rows(): readonly Row[] {
    return this.#shelf.rows
  }

  get(id: number): Row | undefined {
    return this.#shelf.get(id)
  }

  /** Adds the row that is made with the next id. */
  add(make: (id: number) => Row): Row {
    const row = make(this.#lastId + 1)
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

  #put(row: Row): void {
    this.#shelf.add(row)
    this.#lastId = Math.max(this.#lastId, row.id)
  }
}
