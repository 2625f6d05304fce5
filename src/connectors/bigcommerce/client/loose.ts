import { z } from 'zod'

/**
 * Parsers for answers whose fields may be missing, null, or of another type than documented: V2 sends numbers as
 * texts, and additions come without notice. Nothing here ever fails; what can't be read is empty.
 */

const mostCharacters = 500

function toText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  const line = value.replace(/\p{Cc}+/gu, ' ').trim()
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line
}

/** One line without control characters: some of them cannot be stored, none can be shown. */
export const looseText = z.unknown().optional().transform(toText)

export const looseNumber = z
  .unknown()
  .optional()
  .transform(value => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : null
  })

export const looseFlag = z
  .unknown()
  .optional()
  .transform(value => value === true || value === 1 || value === '1' || value === 'true')

/** An object; anything else, such as the `[]` that PHP makes of an empty one, counts as without fields. */
export function looseObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const fields = z.object(shape)
  return z
    .unknown()
    .optional()
    .transform(value => fields.parse(isObject(value) ? value : {}))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The rows of a V2 list (`[...]`) or of a V3 list (`{data: [...]}`); null where it is neither. */
export function listOf(json: unknown): readonly unknown[] | null {
  if (Array.isArray(json)) return json
  if (typeof json === 'object' && json !== null && 'data' in json && Array.isArray(json.data)) return json.data
  return null
}
