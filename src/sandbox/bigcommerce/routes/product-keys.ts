import type { Catalog } from '../catalog/catalog.ts'
import type { Query } from '../query/query.ts'

const harmless = new Set([
  'page',
  'limit',
  'include',
  'include_fields',
  'exclude_fields',
  'sort',
  'direction',
  'id:min',
  'id:max',
  'id:greater',
  'id:less',
])

/**
 * Reading by key is the way to read a large catalog, so it must not walk all of it: where nothing but bounds of the id
 * is asked for, in the order of the id, the answer is a slice, found by binary search. Null where it isn't that simple.
 */
export function keyRange(query: Query, catalog: Catalog): { from: number; to: number } | null {
  if (query.names.some(name => !harmless.has(name))) return null
  const sort = query.text('sort')
  const direction = query.text('direction')
  if ((sort !== undefined && sort !== 'id') || (direction !== undefined && direction !== 'asc')) return null
  const from = Math.max(query.integer('id:min') ?? 0, (query.integer('id:greater') ?? -1) + 1)
  const to = Math.min(
    (query.integer('id:max') ?? Number.MAX_SAFE_INTEGER) + 1,
    query.integer('id:less') ?? Number.MAX_SAFE_INTEGER,
  )
  return { from: catalog.positionOf(from), to: catalog.positionOf(Math.max(from, to)) }
}
