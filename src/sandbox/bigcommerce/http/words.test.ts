import { expect, it } from 'vitest'
import { z } from 'zod'
import { words } from './words.ts'

/** What is said of a value that the schema refuses. */
const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: words }).error?.issues.map(issue => issue.message)

it('says what is wrong with a value in plain words', () => {
  const cases: readonly (readonly [z.ZodType, unknown, string])[] = [
    [z.string(), undefined, 'is required'],
    [z.string(), 7, 'must be a string'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.boolean(), 'x', 'must be true or false'],
    [z.array(z.int()), {}, 'must be a list'],
    [z.object({}), [], 'must be an object'],
    [z.never(), 1, 'must be absent'],
    [z.string().min(1), '', 'must have at least 1 character'],
    [z.string().max(2), 'abc', 'must have at most 2 characters'],
    [z.string().length(3), 'a', 'must have exactly 3 characters'],
    [z.array(z.int()).max(1), [1, 2], 'must have at most 1 item'],
    [z.int().min(0), -1, 'must be at least 0'],
    [z.number().gt(0), 0, 'must be more than 0'],
    [z.number().lt(4), 4, 'must be less than 4'],
    [z.int32(), 2 ** 40, 'must be at most 2147483647'],
    [z.enum(['x', 'y']), 'z', 'must be one of x, y'],
    [z.literal('q'), 'z', 'must be q'],
    [z.httpUrl(), 'ftp://a', 'must be a web address'],
    [z.email(), 'no', 'must be an e-mail address'],
    [z.iso.datetime(), 'no', 'must be a date and time in ISO 8601 form'],
    [z.string().regex(/^a/), 'b', 'must be of the documented form'],
    [z.union([z.string(), z.int()]), true, 'must be of a documented form'],
    [z.union([z.string(), z.int()]), undefined, 'is required'],
    [z.number().multipleOf(2), 3, 'is not valid'],
    [z.string().refine(() => false, 'must be nice'), 'x', 'must be nice'],
  ]
  for (const [schema, value, wanted] of cases) expect(said(schema, value)).toEqual([wanted])
})
