import { z } from 'zod'
import type { Call } from '../call.ts'
import { firstFields, Refusal } from './answer.ts'
import { words } from './words.ts'

const place = (path: readonly PropertyKey[]) => (path.length === 0 ? 'body' : path.map(String).join('.'))

/** The address of a page of the storefront, in the documented form: segments of at most 256 characters, 1,024 in all. */
export const pageAddress = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^(\/[A-Za-z0-9\-_.]{1,256})*\/?$/)

/** What a schema makes of a value, or what is wrong with it in plain words. */
export const readAs = <Schema extends z.ZodType>(schema: Schema, value: unknown) =>
  schema.safeParse(value, { error: words })

/** What is wrong with a body, by the path of each field at fault. `at` is where the value stands in the body. */
export function fieldsAtFault(error: z.ZodError, at: readonly PropertyKey[] = []): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { path, message } of error.issues) {
    const name = place([...at, ...path])
    fields[name] ??= `${name}: ${message}`
  }
  return firstFields(fields)
}

/** Guess: how long a list inside of a body is at most where nothing less is documented. */
const innerListMost = 5_000

/** Guess: how deep lists and objects stand inside of each other at most. What is much deeper can't be written as JSON. */
const depthMost = 100

/** What of a body is too large to be looked through, and why. Goes level by level: a body may be very deep. */
function endless(body: unknown): Record<string, string> | undefined {
  const open: (readonly [name: string, value: unknown, depth: number])[] = [['', body, 0]]
  for (const [name, value, depth] of open) {
    if (typeof value !== 'object' || value === null) continue
    if (depth > depthMost) {
      const [field = ''] = name.split('.')
      return { [field]: `${field}: must be nested at most ${depthMost} levels deep` }
    }
    if (name !== '' && Array.isArray(value) && value.length > innerListMost) {
      return { [name]: `${name}: must have at most ${innerListMost} items` }
    }
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object') open.push([name === '' ? key : `${name}.${key}`, inner, depth + 1])
    }
  }
  return undefined
}

/**
 * Reads the body of a call. Fields that the schema doesn't name are left alone, as the platform does.
 * Guess: the words; that a refusal names each field at fault by its path (`variants.0.sku`) is documented.
 * @throws Refusal 422 with every field at fault on V3, 400 with the first one on V2
 */
export function bodyOf<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  const tooLarge = endless(call.body)
  if (tooLarge !== undefined) throw refusalOf(call, tooLarge)
  const read = readAs(schema, call.body)
  if (read.success) return read.data
  throw refusalOf(call, fieldsAtFault(read.error))
}

/** The refusal of a body with these fields at fault: 422 on V3, 400 on V2. */
export function refusalOf({ version }: Call, fields: Readonly<Record<string, string>>): Refusal {
  if (version === 'v3') return new Refusal(422, 'JSON data is missing or invalid', { fields })
  const [first = 'body'] = Object.keys(fields)
  return new Refusal(400, `The field '${first}' is invalid.`, { fields })
}

/**
 * Reads a body that is a list of at most `most` items.
 * @throws Refusal 413 where it is longer, with the documented words; otherwise as `bodyOf`
 */
export function batchOf<Schema extends z.ZodType>(call: Call, item: Schema, most: number): z.output<Schema>[] {
  checkBatch(call.body, most)
  return bodyOf(call, z.array(item))
}

/** @throws Refusal 413 where `list` is a list of more than `most` items, with the documented words */
export function checkBatch(list: unknown, most: number): void {
  if (!Array.isArray(list) || list.length <= most) return
  throw new Refusal(413, `The request payload is too large. The maximum items allowed in the array is ${most}.`)
}

/** What the caller gave: an optional field that was left out is not there, rather than undefined. */
export function definedOf<Input extends object>(input: Input): Defined<Input> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Defined<Input>
}

type Defined<Input> = { [Name in keyof Input]: Exclude<Input[Name], undefined> }
