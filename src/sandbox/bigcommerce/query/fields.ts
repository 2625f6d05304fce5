import type { Query } from './query.ts'

/** Leaves out of a row what the query doesn't want. */
export type Picker = (row: object) => object

/**
 * `include_fields` and `exclude_fields`. The id always comes along.
 * Guess: names that the resource doesn't have are left alone, and an exclusion counts after an inclusion.
 */
export function pickerOf(query: Query, idName = 'id'): Picker | null {
  const only = new Set(query.list('include_fields'))
  const without = new Set(query.list('exclude_fields'))
  without.delete(idName)
  if (only.size === 0 && without.size === 0) return null
  if (only.size > 0) only.add(idName)
  return row =>
    Object.fromEntries(
      Object.entries(row).filter(([name]) => (only.size === 0 || only.has(name)) && !without.has(name)),
    )
}

/** Shows a row with the fields that the query wants: all of them, where it says nothing. */
export function shownBy(query: Query, idName = 'id'): Picker {
  return pickerOf(query, idName) ?? (row => row)
}
