import { type Column, Table } from './format.ts'
import type { CliTools } from './io.ts'

/** The most that one page of a list holds (`paging` of the contract). */
export const pageMost = 200
export const limitMost = 10_000_000

/** Reads a list page by page: as many rows as asked for, or all of them. */
export async function* readPages<Row>(
  readPage: (paging: { limit: number; after?: string }) => Promise<{ rows: readonly Row[]; next: string | null }>,
  most: number,
): AsyncGenerator<readonly Row[], { more: boolean }> {
  let left = most
  let after: string | null = null
  while (left > 0) {
    const limit = Math.min(left, pageMost)
    const page = await readPage({ limit, ...(after !== null && { after }) })
    yield page.rows
    left -= page.rows.length
    if (page.next === null || page.rows.length === 0) return { more: false }
    after = page.next
  }
  return { more: true }
}

interface ListOutput<Row> {
  readonly json: boolean
  readonly columns: readonly Column[]
  readonly cells: (row: Row) => readonly string[]
  /** What is printed where the list is empty. */
  readonly empty: string
}

/** Prints a list while it is read; as JSON it is one array, a row a line. Returns how many rows there were. */
export async function printPages<Row>(
  pages: AsyncGenerator<readonly Row[], { more: boolean }>,
  tools: CliTools,
  { json, columns, cells, empty }: ListOutput<Row>,
): Promise<{ printed: number; more: boolean }> {
  const table = new Table(columns, tools.outColumns())
  let printed = 0
  let last: string | null = null
  if (json) tools.out('[')
  for (;;) {
    const step = await pages.next()
    if (step.done === true) {
      if (json) tools.out(last === null ? ']' : `${last}\n]`)
      else if (printed === 0) tools.out(empty)
      return { printed, more: step.value.more }
    }
    printed += step.value.length
    if (!json) {
      if (step.value.length > 0) for (const line of table.lines(step.value.map(cells))) tools.out(line)
      continue
    }
    for (const row of step.value) {
      if (last !== null) tools.out(`${last},`)
      last = JSON.stringify(row)
    }
  }
}
