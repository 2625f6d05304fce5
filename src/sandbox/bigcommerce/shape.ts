import { SandboxError } from './error.ts'

/** Reads a value that came as JSON, or throws with the place where it is wrong. */
export type Reader<T> = (value: unknown, at: string) => T

type Readers = Readonly<Record<string, Reader<unknown>>>

type ReadBy<R extends Readers> = { readonly [Name in keyof R]: ReturnType<R[Name]> }

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (at: string, what: string) =>
  new SandboxError('option_invalid', `${at} must be ${what}.`, 'docs/sandbox.md lists what there is.')

export const text: Reader<string> = (value, at) => {
  if (typeof value !== 'string') throw wrong(at, 'a text')
  return value
}

export const whole: Reader<number> = (value, at) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong(at, 'a whole number')
  return value
}

/** A whole number, 0 or more. */
export const count: Reader<number> = (value, at) => {
  if (whole(value, at) < 0) throw wrong(at, '0 or more')
  return whole(value, at)
}

/** A price, a weight or a size. */
export const amount: Reader<number> = (value, at) => {
  // JSON has numbers that are read as infinite, such as 1e400.
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw wrong(at, 'a number, 0 or more')
  return value
}

export const flag: Reader<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw wrong(at, 'true or false')
  return value
}

/** Any object, to be looked at by whoever takes it. */
export const anyFields: Reader<Fields> = (value, at) => {
  if (!isFields(value)) throw wrong(at, 'an object')
  return value
}

export const oneOf =
  <T extends string>(...allowed: readonly T[]): Reader<T> =>
  (value, at) => {
    const found = allowed.find(one => one === value)
    if (found === undefined) throw wrong(at, `one of ${allowed.join(', ')}`)
    return found
  }

export const listOf =
  <T>(item: Reader<T>): Reader<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, 'a list')
    return value.map((one: unknown, index) => item(one, `${at}[${index}]`))
  }

export const orNull =
  <T>(item: Reader<T>): Reader<T | null> =>
  (value, at) =>
    value === null ? null : item(value, at)

/** Either a number, or what `other` reads. */
export const wholeOr =
  <T>(other: Reader<T>): Reader<number | T> =>
  (value, at) =>
    typeof value === 'number' ? whole(value, at) : other(value, at)

export const pair: Reader<readonly [string, string]> = (value, at) => {
  const [first, second, ...more] = listOf(text)(value, at)
  if (first === undefined || second === undefined || more.length > 0) throw wrong(at, 'a list of two texts')
  return [first, second]
}

/** An object with these fields and no others, so that a typing mistake is noticed. */
export function shape<R extends Readers, O extends Readers>(
  required: R,
  optional: O,
): Reader<ReadBy<R> & Partial<ReadBy<O>>> {
  const known: Readers = { ...required, ...optional }
  return (value, at) => {
    if (!isFields(value)) throw wrong(at, 'an object')
    for (const name of Object.keys(required)) if (!Object.hasOwn(value, name)) throw wrong(`${at}.${name}`, 'given')
    const read = Object.entries(value).map(([name, one]) => {
      const reader = Object.hasOwn(known, name) ? known[name] : undefined
      if (reader === undefined) throw wrong(at, `without a field ${name}`)
      return [name, reader(one, `${at}.${name}`)] as const
    })
    // Every field was read by the reader of its name, and none that is needed is missing.
    return Object.fromEntries(read) as ReadBy<R> & Partial<ReadBy<O>>
  }
}
