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

/** Throws `input_invalid` for a place that no list gave. */
export function readPlace(text: string | undefined, size: number): string[] | undefined {
  if (text === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length === size && parts.every(part => typeof part === 'string')) return parts
  } catch {
    // Told below.
  }
  throw new HubError('input_invalid', 'The place to go on from is not one that this list gave.', {
    fields: { after: 'Use the “next” of the page before, unchanged, or leave it out.' },
  })
}
