import type { FaultRule } from './faults.ts'

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is to become of one row of an answer: such as a number sent as a text, or a field that nobody has heard of. */
export interface RowChange {
  /** Its `id`, or `category_id` in a list of categories. */
  readonly id: number
  /** Fields that get another value; those that the row doesn't have are added. */
  readonly set?: Row
  /** Fields that are missing. */
  readonly without?: readonly string[]
  /** What stands there instead of the row; null too. */
  readonly instead?: unknown
}

/**
 * A function for a fault of kind `rewrite`: changes the row with this id wherever the answer's data has it, in a list or
 * alone, and leaves everything else as it is.
 */
export function changeRow(id: number, change: (row: Row) => unknown): (body: unknown) => unknown {
  const each = (row: unknown): unknown => (isRow(row) && (row.id === id || row.category_id === id) ? change(row) : row)
  return body => {
    if (!isRow(body)) return body
    return { ...body, data: Array.isArray(body.data) ? body.data.map(each) : each(body.data) }
  }
}

function changed(row: Row, { set = {}, without = [], ...rest }: RowChange): unknown {
  if ('instead' in rest) return rest.instead
  return Object.fromEntries(Object.entries({ ...row, ...set }).filter(([name]) => !without.includes(name)))
}

/** How a rule rewrites a body; null where it doesn't say. */
export function rewriteOf({ rewrite, row }: FaultRule): ((body: unknown) => unknown) | null {
  if (rewrite !== undefined) return rewrite
  return row === undefined ? null : changeRow(row.id, old => changed(old, row))
}
