import { HubError } from '../runtime/errors.ts'

/** Rows at a time, where a caller doesn't say. */
export const usualLimit = 50

/**
 * `next` of a list that is read in pages: the place of its last row, in a form that nobody needs to understand. It is
 * no secret, and reads back only what the caller could have asked for anyway.
 */
export function writePlace(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** What a part of a place is: any text, a decimal number, a moment as PostgreSQL writes it, or milliseconds since 1970. */
type PlacePart = 'text' | 'decimal' | 'moment' | 'milliseconds' | 'count'

const isPart: Readonly<Record<PlacePart, (text: string) => boolean>> = {
  text: () => true,
  decimal: text => /^-?\d{1,100}(?:\.\d{1,100})?$/.test(text),
  moment: isMoment,
  milliseconds: text => /^-?\d{1,14}$/.test(text),
  count: text => /^\d{1,15}$/.test(text),
}

/** `2026-03-01 12:30:00.25+00`, of a day that there is. */
function isMoment(text: string): boolean {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-](?:0\d|1[0-5])(?::[0-5]\d){0,2}$/.exec(text)
  const [, day = '', time = ''] = parts ?? []
  const at = new Date(`${day}T${time}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** Throws `input_invalid` for a place that no list gave. */
export function readPlace(text: string | undefined, parts: readonly PlacePart[]): string[] | undefined {
  if (text === undefined) return undefined
  try {
    const given: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (isPlace(given, parts)) return given
  } catch {
    // Told below.
  }
  throw new HubError('input_invalid', 'The place to go on from is not one that this list gave.', {
    fields: { after: 'Use the “next” of the page before, unchanged, or leave it out.' },
  })
}

function isPlace(given: unknown, parts: readonly PlacePart[]): given is string[] {
  if (!Array.isArray(given) || given.length !== parts.length) return false
  return parts.every((part, at) => typeof given[at] === 'string' && isPart[part](given[at]))
}
