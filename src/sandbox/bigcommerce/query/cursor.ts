import type { Answer } from '../http/answer.ts'
import { json } from '../http/answer.ts'
import { pageAnswer, pageOf, pagination } from './paging.ts'
import type { Query } from './query.ts'

const cursorOf = (key: number) => Buffer.from(`row:${key}`).toString('base64url')

function keyIn(query: Query, name: 'before' | 'after'): number | undefined {
  const text = query.text(name)
  if (text === undefined) return undefined
  const key = /^row:(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString())?.[1]
  if (key === undefined) throw query.invalid(name, 'must be a cursor of an earlier answer')
  return Number(key)
}

function linkTo(query: Query, limit: number, more: Readonly<Record<string, string>>): string {
  const link = new URLSearchParams()
  const own = ['before', 'after', 'limit']
  for (const name of query.names) if (!own.includes(name)) link.set(name, query.text(name) ?? '')
  link.set('limit', String(limit))
  for (const [name, value] of Object.entries(more)) link.set(name, value)
  return `?${link}`
}

/** The cursor of the query itself. */
function cursorIn(query: Query): Record<string, string> {
  const names = ['before', 'after'] as const
  return Object.fromEntries(names.flatMap(name => (query.names.includes(name) ? [[name, query.text(name) ?? '']] : [])))
}

interface CursorList<Row> {
  readonly rows: readonly Row[]
  /** Names the row in its cursor. Where it grows along the rows, a row that is gone by now still marks its place. */
  readonly keyOf: (row: Row) => number
  readonly show: (row: Row) => object
}

/** Where the rows of a cursor begin and end. */
function rangeOf<Row>(query: Query, { rows, keyOf }: CursorList<Row>, limit: number): [from: number, to: number] {
  const [before, after] = [keyIn(query, 'before'), keyIn(query, 'after')]
  if (before !== undefined && after !== undefined) throw query.invalid('before', 'and after exclude each other')
  const placeOf = (key: number) => {
    const at = rows.findIndex(row => keyOf(row) === key)
    const next = at < 0 ? rows.findIndex(row => keyOf(row) > key) : at
    return next < 0 ? rows.length : next
  }
  if (before !== undefined) return [Math.max(0, placeOf(before) - limit), placeOf(before)]
  if (after === undefined) return [0, limit]
  const at = placeOf(after)
  const row = rows[at]
  const from = row !== undefined && keyOf(row) === after ? at + 1 : at
  return [from, from + limit]
}

/**
 * A page of a list that can be paged by number and by cursor (documented): `page` brings `meta.pagination`, a cursor
 * `meta.cursor_pagination`, and neither of them both. They exclude each other.
 */
export function cursorAnswer<Row>(query: Query, list: CursorList<Row>): Answer {
  const byCursor = query.text('before') !== undefined || query.text('after') !== undefined
  if (query.text('page') !== undefined) {
    if (byCursor) throw query.invalid('page', 'and a cursor exclude each other')
    return pageAnswer(query, list.rows, list.show)
  }
  const page = pageOf(query)
  const [from, to] = rangeOf(query, list, page.limit)
  const shown = list.rows.slice(from, to)
  const [first, last] = [shown[0], shown.at(-1)]
  const start = first === undefined ? '' : cursorOf(list.keyOf(first))
  const end = last === undefined ? '' : cursorOf(list.keyOf(last))
  const cursor_pagination = {
    count: shown.length,
    per_page: page.limit,
    start_cursor: start,
    end_cursor: end,
    links: {
      ...(from > 0 && start !== '' && { previous: linkTo(query, page.limit, { before: start }) }),
      current: linkTo(query, page.limit, cursorIn(query)),
      ...(to < list.rows.length && end !== '' && { next: linkTo(query, page.limit, { after: end }) }),
    },
  }
  const meta = byCursor
    ? { cursor_pagination }
    : { pagination: pagination(query, page, list.rows.length, shown.length), cursor_pagination }
  return json(200, { data: shown.map(list.show), meta })
}
