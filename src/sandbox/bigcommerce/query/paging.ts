import type { Answer } from '../http/answer.ts'
import type { Query } from './query.ts'

/** Catalog lists give at most 250 rows, inventory lists 1,000 (official files). */
const pageRowsMax = 250
export const inventoryRowsMax = 1_000
const pageRowsDefault = 50

/** Which rows are asked for. */
export interface Page {
  readonly page: number
  readonly limit: number
}

/** Guess: a limit over the cap gives the cap, without a word. Zero and below are refused. */
export function pageOf(query: Query, rowsMax = pageRowsMax, rowsDefault = pageRowsDefault): Page {
  const page = query.integer('page') ?? 1
  const limit = query.integer('limit') ?? rowsDefault
  if (page < 1) throw query.invalid('page', 'must be 1 or more')
  if (limit < 1) throw query.invalid('limit', 'must be 1 or more')
  return { page, limit: Math.min(limit, rowsMax) }
}

export function rowsOf<Row>(rows: readonly Row[], { page, limit }: Page): readonly Row[] {
  return rows.slice((page - 1) * limit, page * limit)
}

function linkTo(query: Query, page: number, limit: number): string {
  const link = new URLSearchParams()
  for (const name of query.names) if (name !== 'page' && name !== 'limit') link.set(name, query.text(name) ?? '')
  link.set('page', String(page))
  link.set('limit', String(limit))
  return `?${link}`
}

/** `meta.pagination` as documented: links to the neighbors only where there are any. */
function pagination(query: Query, { page, limit }: Page, total: number, count: number): object {
  const pages = Math.ceil(total / limit)
  return {
    total,
    count,
    per_page: limit,
    current_page: page,
    total_pages: pages,
    links: {
      ...(page > 1 && pages > 0 ? { previous: linkTo(query, Math.min(page - 1, pages), limit) } : {}),
      ...(page < pages ? { next: linkTo(query, page + 1, limit) } : {}),
      current: linkTo(query, page, limit),
    },
  }
}

/** A page of rows that are serialized already: they are joined, not parsed and written again. */
export function pageOfTexts(query: Query, page: Page, total: number, texts: readonly string[]): Answer {
  const meta = JSON.stringify({ pagination: pagination(query, page, total, texts.length) })
  return { status: 200, body: `{"data":[${texts.join(',')}],"meta":${meta}}` }
}

const comma = Buffer.from(',')

/** As `pageOfTexts`, of rows that are there as bytes: these are copied, and neither made nor encoded anew. */
export function pageOfBytes(query: Query, page: Page, total: number, rows: readonly Buffer[]): Answer {
  const meta = JSON.stringify({ pagination: pagination(query, page, total, rows.length) })
  const parts = rows.flatMap((row, at) => (at === 0 ? [row] : [comma, row]))
  return { status: 200, body: Buffer.concat([Buffer.from('{"data":['), ...parts, Buffer.from(`],"meta":${meta}}`)]) }
}

/** One page of a V3 list, each row as `show` makes it. Past the end it is empty; clients rely on that. */
export function pageAnswer<Row>(
  query: Query,
  rows: readonly Row[],
  show: (row: Row) => object,
  rowsMax = pageRowsMax,
): Answer {
  const page = pageOf(query, rowsMax)
  // Only the rows of the page are made: a list may have a hundred thousand.
  const texts = rowsOf(rows, page).map(row => JSON.stringify(show(row)))
  return pageOfTexts(query, page, rows.length, texts)
}
