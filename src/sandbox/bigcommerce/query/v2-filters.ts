import { filterDateMs } from './date.ts'
import type { Test } from './filters.ts'
import type { Query } from './query.ts'

/** The filters of a V2 list: a value of a field, or a range of it by `min_` and `max_`, whose bounds belong to it. */
export class V2Filters<Row> {
  readonly tests: Test<Row>[] = []
  readonly #query: Query
  readonly #now: Date

  constructor(query: Query, now: Date) {
    this.#query = query
    this.#now = now
  }

  equals<Value>(wanted: Value | undefined, read: (row: Row) => Value): this {
    if (wanted !== undefined) this.tests.push(row => read(row) === wanted)
    return this
  }

  integers(name: string, read: (row: Row) => number): this {
    return this.#range(name, bound => this.#query.integer(bound), read)
  }

  numbers(name: string, read: (row: Row) => number): this {
    return this.#range(name, bound => this.#query.number(bound), read)
  }

  /** `read` gives milliseconds. */
  dates(name: string, read: (row: Row) => number): this {
    return this.#range(name, bound => this.#dateBound(bound), read)
  }

  #range(name: string, bound: (name: string) => number | undefined, read: (row: Row) => number): this {
    const min = bound(`min_${name}`)
    const max = bound(`max_${name}`)
    if (min !== undefined) this.tests.push(row => read(row) >= min)
    if (max !== undefined) this.tests.push(row => read(row) <= max)
    return this
  }

  #dateBound(name: string): number | undefined {
    const text = this.#query.text(name)
    if (text === undefined) return undefined
    const ms = filterDateMs(text, this.#now)
    if (ms === null) throw this.#query.invalid(name, 'must be a date in RFC 2822 or ISO 8601 form')
    return ms
  }
}
