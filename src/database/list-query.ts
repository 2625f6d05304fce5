import { type RawBuilder, sql } from 'kysely'

/** Where a list that is read in pages goes on: the last row's sort value and id. */
export interface ListPlace {
  readonly key: string
  readonly id: string
}

export type SortName = 'name' | 'price' | 'changed'

export interface ListSort {
  readonly by: SortName
  readonly descending: boolean
}

/** More than this are not counted. */
export const countedMost = 10_000

/** Every word of a search must be found, in whatever order. How long a search may be is for the API to say. */
export function searchTerms(search: string | undefined): string[] {
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter(word => word !== '')
  return [...new Set(words)].map(
    word =>
      `%${word
        .replace(/[\\%_]/g, '\\$&')
        .replaceAll('\0', '')
        .toWellFormed()}%`,
  )
}

/** Rows after a place, in the order of a sort: a comparison that an index of the same two columns answers. */
export function afterPlace(
  key: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  place: ListPlace | undefined,
  { by, descending }: ListSort,
): RawBuilder<boolean> {
  if (place === undefined) return sql<boolean>`true`
  const value =
    by === 'name' ? sql`${place.key}` : by === 'price' ? sql`${place.key}::numeric` : sql`${place.key}::timestamptz`
  const sign = descending ? sql`<` : sql`>`
  return sql<boolean>`(${key}, ${id}) ${sign} (${value}, ${place.id})`
}

export function orderBy(
  key: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  { descending }: ListSort,
): RawBuilder<unknown> {
  return descending ? sql`${key} desc, ${id} desc` : sql`${key}, ${id}`
}

/** All of these conditions. */
export function every(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`
}
