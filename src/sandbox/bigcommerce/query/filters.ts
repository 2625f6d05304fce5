import { filterDateMs } from './date.ts'
import type { Query } from './query.ts'

type Value = number | string | boolean
type FilterKind = 'integer' | 'number' | 'text' | 'boolean' | 'date'

/** How one field of a list can be filtered. `read` gives milliseconds for a date, and a list where a row has many values. */
interface FilterField<Row> {
  readonly kind: FilterKind
  read(row: Row): Value | readonly Value[] | null
}

export type FilterFields<Row> = Readonly<Record<string, FilterField<Row>>>
export type Test<Row> = (row: Row) => boolean

const operators = ['in', 'not_in', 'not', 'min', 'max', 'greater', 'less', 'like'] as const
type Operator = (typeof operators)[number] | 'is'

function parse(query: Query, name: string, text: string, kind: FilterKind, now: Date): Value {
  switch (kind) {
    case 'text':
      return text.toLowerCase()
    case 'boolean':
      if (text === 'true' || text === '1') return true
      if (text === 'false' || text === '0') return false
      throw query.invalid(name, 'must be true or false')
    case 'date': {
      const ms = filterDateMs(text, now)
      if (ms === null) throw query.invalid(name, 'must be a date in ISO 8601 form')
      return ms
    }
    case 'integer':
      if (!/^-?\d{1,15}$/.test(text)) throw query.invalid(name, 'must be a whole number')
      return Number(text)
    case 'number':
      if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(text)) throw query.invalid(name, 'must be a number')
      return Number(text)
  }
}

/** Guess: `like` looks for the text anywhere, without regard to case, and takes `%` for anything in between. */
function like(pattern: string): (value: Value) => boolean {
  const parts = pattern.split('%').filter(part => part !== '')
  return value => {
    const text = String(value).toLowerCase()
    let from = 0
    for (const part of parts) {
      const at = text.indexOf(part, from)
      if (at < 0) return false
      from = at + part.length
    }
    return true
  }
}

const folded = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value)

/** A row without a value passes no test but `not_in` and `not`. A row with several passes `in` only if it has all of them. */
function testOf<Row>(field: FilterField<Row>, operator: Operator, wanted: readonly Value[]): Test<Row> {
  const [first] = wanted
  if (first === undefined) return () => true
  const set = new Set(wanted)
  const some = (matches: (value: Value) => boolean) => (row: Row) => {
    const value = field.read(row)
    if (value === null) return false
    return typeof value === 'object' ? value.some(one => matches(folded(one))) : matches(folded(value))
  }
  switch (operator) {
    case 'is':
      return some(value => value === first)
    case 'in':
      // Documented for categories:in: products that are in all the listed categories.
      return row => {
        const value = field.read(row)
        if (value === null) return false
        if (typeof value === 'object') return wanted.every(one => value.some(other => folded(other) === one))
        return set.has(folded(value))
      }
    case 'not_in':
    case 'not': {
      const has = some(value => set.has(value))
      return row => !has(row)
    }
    case 'min':
      return some(value => value >= first)
    case 'max':
      return some(value => value <= first)
    case 'greater':
      return some(value => value > first)
    case 'less':
      return some(value => value < first)
    case 'like':
      return some(like(String(first)))
  }
}

/** The tests that a query asks for, by the fields of the list. Names that no field has are left alone. */
export function filtersOf<Row>(query: Query, fields: FilterFields<Row>, now: Date): Test<Row>[] {
  const tests: Test<Row>[] = []
  for (const name of query.names) {
    const at = name.lastIndexOf(':')
    const fieldName = at < 0 ? name : name.slice(0, at)
    const field = Object.hasOwn(fields, fieldName) ? fields[fieldName] : undefined
    const operator: Operator | undefined = at < 0 ? 'is' : operators.find(known => known === name.slice(at + 1))
    if (field === undefined || operator === undefined) continue
    const isList = operator === 'in' || operator === 'not_in' || operator === 'not'
    const texts = isList ? query.list(name) : [query.text(name)].filter(text => text !== undefined)
    tests.push(
      testOf(
        field,
        operator,
        texts.map(text => parse(query, name, text, field.kind, now)),
      ),
    )
  }
  return tests
}

/** Every name by which a query can filter by one of these fields. */
export function filterNames(fields: readonly string[]): string[] {
  return fields.flatMap(field => [field, ...operators.map(operator => `${field}:${operator}`)])
}

const fieldOf = (name: string) => name.split(':')[0]

/**
 * Whether a deletion is narrowed down by one of these filters. A read takes a filter that says nothing, or whose operator
 * it doesn't know, as if it weren't there; a deletion would then take what nobody named.
 * @throws Refusal 422 where such a filter says nothing, or is by a field of theirs and none of them
 */
export function isNarrowed(query: Query, filters: readonly string[]): boolean {
  const fields = new Set(filters.map(fieldOf))
  const named = query.names.filter(name => fields.has(fieldOf(name)))
  for (const name of named) {
    if (!filters.includes(name)) throw query.invalid(name, 'is not a filter of this deletion')
    if (/^[\s,%]*$/.test(query.text(name) ?? '')) throw query.invalid(name, 'must have a value')
  }
  return named.length > 0
}

export function keep<Row>(rows: readonly Row[], tests: readonly Test<Row>[]): readonly Row[] {
  return tests.length === 0 ? rows : rows.filter(row => tests.every(test => test(row)))
}
