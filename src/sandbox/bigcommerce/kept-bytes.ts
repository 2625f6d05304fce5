/** All that a client reads again and again of 100,000 variants. */
const bytesMostGiven = 256 * 2 ** 20

/**
 * What was made of rows for an answer, as bytes outside of the heap, for the next one that shows the same. A row is
 * replaced when it changes, so what was made of it stays true. Bounded: once it is full it is emptied.
 */
export class KeptBytes {
  readonly #bytesMost: number
  #byRow = new Map<object, Map<string, Buffer>>()
  #size = 0

  constructor(bytesMost = bytesMostGiven) {
    this.#bytesMost = bytesMost
  }

  /** What `make` gives for this row and view; it isn't asked again while its answer is kept. */
  of(row: object, view: string, make: () => string): Buffer {
    const views = this.#byRow.get(row)
    const before = views?.get(view)
    if (before !== undefined) return before
    const made = Buffer.from(make())
    this.#keep(row, view, made)
    return made
  }

  #keep(row: object, view: string, made: Buffer): void {
    this.#size += made.length
    if (this.#size > this.#bytesMost) {
      this.#byRow = new Map()
      this.#size = made.length
    }
    const views = this.#byRow.get(row)
    if (views === undefined) this.#byRow.set(row, new Map([[view, made]]))
    else views.set(view, made)
  }
}
