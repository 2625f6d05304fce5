import type { z } from 'zod'

/** What a value has to be, by the name that the validator has for it. */
const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  never: 'absent',
}

const formats: Readonly<Record<string, string>> = {
  url: 'a web address',
  email: 'an e-mail address',
  datetime: 'a date and time in ISO 8601 form',
  date: 'a date in ISO 8601 form',
}

/** What is counted of a value that has a size; nothing of a number, which is its own. */
const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
}

function sizeOf(origin: string, count: number | bigint): string {
  const [one, many] = units[origin] ?? []
  if (one === undefined) return String(count)
  return `${count} ${Number(count) === 1 ? one : many}`
}

const verbOf = (origin: string) => (units[origin] === undefined ? 'must be' : 'must have')

/**
 * What is wrong with a value of a body, in words of its own (guess: the platform's are documented nowhere). Where a
 * schema has words for it, those count.
 */
export const words: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required'
      return `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value': {
      const values = issue.values.map(String)
      return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`
    }
    case 'too_small': {
      const least = sizeOf(issue.origin, issue.minimum)
      if (issue.exact === true) return `${verbOf(issue.origin)} exactly ${least}`
      return `${verbOf(issue.origin)} ${issue.inclusive === false ? 'more than' : 'at least'} ${least}`
    }
    case 'too_big': {
      const most = sizeOf(issue.origin, issue.maximum)
      if (issue.exact === true) return `${verbOf(issue.origin)} exactly ${most}`
      return `${verbOf(issue.origin)} ${issue.inclusive === false ? 'less than' : 'at most'} ${most}`
    }
    case 'invalid_format':
      return `must be ${formats[issue.format] ?? 'of the documented form'}`
    case 'invalid_union':
      return issue.input === undefined ? 'is required' : 'must be of a documented form'
    default:
      return 'is not valid'
  }
}
