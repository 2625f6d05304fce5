import type { KeptPart, PlainPart } from './part.ts'
import { ImpossibleState, idsSkipped, isWhole } from './part.ts'

/** One value that is replaced. */
export class KeptValue<Value> implements KeptPart {
  changes = 0
  #value: Value

  constructor(first: Value) {
    this.#value = first
  }

  get value(): Value {
    return this.#value
  }

  set value(value: Value) {
    this.#value = value
    this.changes += 1
  }

  keep(): PlainPart {
    return { rows: [], value: this.#value }
  }

  restore({ value }: PlainPart): void {
    if (typeof value !== typeof this.#value) throw new ImpossibleState(null, 'its value is of another kind')
    this.value = value as Value
  }
}

/** The numbers that were given last, by name. They only grow. */
export class LastNumbers<Name extends string> implements KeptPart {
  readonly changes = 0
  readonly last: Record<Name, number>

  constructor(first: Record<Name, number>) {
    this.last = first
  }

  /** A number that was never given before. */
  next(name: Name): number {
    this.last[name] += 1
    return this.last[name]
  }

  keep(): PlainPart {
    return { rows: [], value: { ...this.last } }
  }

  restore({ value }: PlainPart): void {
    const given = Object.entries(value ?? {})
    for (const [name, number] of given) {
      if (!(name in this.last) || !isWhole(number)) throw new ImpossibleState(null, `${name} is no number of its`)
    }
    if (given.length !== Object.keys(this.last).length) throw new ImpossibleState(null, 'a number is missing')
    Object.assign(this.last, value)
  }

  skipIds(): void {
    for (const name of Object.keys(this.last) as Name[]) this.last[name] += idsSkipped
  }
}

/** A map whose values are never changed in place. */
export class KeptMap<Key, Value> extends Map<Key, Value> implements KeptPart {
  changes = 0

  override set(key: Key, value: Value): this {
    this.changes += 1
    return super.set(key, value)
  }

  override delete(key: Key): boolean {
    this.changes += 1
    return super.delete(key)
  }

  keep(): PlainPart {
    return { rows: [...this], value: null }
  }

  restore({ rows }: PlainPart): void {
    this.clear()
    for (const [at, row] of rows.entries()) {
      if (!Array.isArray(row) || row.length !== 2) throw new ImpossibleState(at, 'it is no pair of a key and a value')
      if (this.has(row[0])) throw new ImpossibleState(at, `the key ${row[0]} comes twice`)
      this.set(row[0], row[1])
    }
  }
}

/** A set of texts. */
export class KeptSet extends Set<string> implements KeptPart {
  changes = 0

  override add(text: string): this {
    this.changes += 1
    return super.add(text)
  }

  override delete(text: string): boolean {
    this.changes += 1
    return super.delete(text)
  }

  keep(): PlainPart {
    return { rows: [...this], value: null }
  }

  restore({ rows }: PlainPart): void {
    this.clear()
    for (const [at, row] of rows.entries()) {
      if (typeof row !== 'string') throw new ImpossibleState(at, 'it is no text')
      this.add(row)
    }
  }
}
