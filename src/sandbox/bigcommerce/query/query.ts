import type { ApiVersion } from '../http/answer.ts'
import { Refusal } from '../http/answer.ts'

/** The query of one request. Guess: of a key that is sent twice the last value counts. */
export class Query {
  readonly #values: ReadonlyMap<string, string>
  readonly #version: ApiVersion

  constructor(values: string | Iterable<[string, string]>, version: ApiVersion) {
    this.#values = new Map(typeof values === 'string' ? new URLSearchParams(values) : values)
    this.#version = version
  }

  /** The same query as if these names weren't in it. */
  without(names: readonly string[]): Query {
    if (names.length === 0) return this
    return new Query(
      [...this.#values].filter(([name]) => !names.includes(name)),
      this.#version,
    )
  }

  get names(): readonly string[] {
    return [...this.#values.keys()]
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name)
    return value === undefined || value === '' ? undefined : value
  }

  /** A comma list, without blanks around its parts. */
  list(name: string): readonly string[] {
    const text = this.text(name)
    if (text === undefined) return []
    return text
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== '')
  }

  integer(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (!/^-?\d{1,15}$/.test(text)) throw this.invalid(name, 'must be a whole number')
    return Number(text)
  }

  integers(name: string): readonly number[] {
    return this.list(name).map(text => {
      if (!/^-?\d{1,15}$/.test(text)) throw this.invalid(name, 'must be whole numbers, separated by commas')
      return Number(text)
    })
  }

  number(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(text)) throw this.invalid(name, 'must be a number')
    return Number(text)
  }

  boolean(name: string): boolean | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (text === 'true' || text === '1') return true
    if (text === 'false' || text === '0') return false
    throw this.invalid(name, 'must be true or false')
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const found = allowed.find(value => value === text)
    if (found === undefined) throw this.invalid(name, `must be one of ${allowed.join(', ')}`)
    return found
  }

  someOf<T extends string>(name: string, allowed: readonly T[]): readonly T[] {
    return this.list(name).map(text => {
      const found = allowed.find(value => value === text)
      if (found === undefined) throw this.invalid(name, `must be among ${allowed.join(', ')}`)
      return found
    })
  }

  /** V3 answers a bad value with 422 and the field, V2 with 400 (the official files declare it so where they say anything). */
  invalid(name: string, what: string): Refusal {
    const status = this.#version === 'v3' ? 422 : 400
    const title =
      this.#version === 'v3' ? 'The query parameters are not valid' : `The field '${name}' is invalid: it ${what}.`
    return new Refusal(status, title, { fields: { [name]: `${name} ${what}` } })
  }
}
