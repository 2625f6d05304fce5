import { CsvError, parse } from 'csv-parse/sync'
import { SandboxError } from '../error.ts'

/** Why one row can't become what it says; the row is refused and the rest goes on. */
export class RowProblem extends Error {}

/** One row of a product file. */
export interface Row {
  /** The line on which it begins; the first line of the file is 1. */
  readonly line: number
  /** The trimmed cell of a column, or an empty text. */
  cell(column: string): string
  /** A number without sign, or null where the cell is empty. @throws RowProblem */
  amount(column: string): number | null
  /** A whole number, which may be negative as stock can be, or null where the cell is empty. @throws RowProblem */
  whole(column: string): number | null
}

export interface Table {
  readonly columns: ReadonlySet<string>
  readonly rows: readonly Row[]
  /** Rows that have more cells than the file has columns. */
  readonly overlong: ReadonlySet<Row>
}

interface Parsed {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

const lineBreaks = (cells: readonly string[]) =>
  cells.reduce((count, cell) => count + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)

const pairs = (cells: readonly string[]) => cells.reduce((count, cell) => count + (cell.match(/\r\n/g)?.length ?? 0), 0)

function parseCells(name: string, text: string): Parsed[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const
    return parse(text, options) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const place = `line ${String(error.lines ?? '?')}, column ${String(error.column ?? '?')}`
    throw new SandboxError(
      'catalog_file_invalid',
      `${name}, ${place}: ${error.message}`,
      'Look for a quotation mark that is not closed or not doubled, and export the file as comma-separated UTF-8.',
      error,
    )
  }
}

function rowOf(line: number, cells: readonly string[], places: ReadonlyMap<string, number>): Row {
  const cell = (column: string) => {
    const at = places.get(column)
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  return {
    line,
    cell,
    amount: column => {
      const text = cell(column)
      if (text === '') return null
      if (!/^\d{1,12}(\.\d{1,6})?$/.test(text)) throw new RowProblem(`“${column}” is “${text}”, which is not a number.`)
      return Number(text)
    },
    whole: column => {
      const text = cell(column)
      if (text === '') return null
      if (!/^-?\d{1,10}$/.test(text)) throw new RowProblem(`“${column}” is “${text}”, which is not a whole number.`)
      return Number(text)
    },
  }
}

/** Takes a file apart. @throws SandboxError with file, line and column where it is no CSV. */
export function readTable(name: string, text: string): Table {
  const [head, ...body] = parseCells(name, text)
  if (head === undefined) {
    const hint = 'Export the products again; the first line must name the columns.'
    throw new SandboxError('catalog_file_invalid', `${name}, line 1, column 1: the file is empty.`, hint)
  }
  const places = new Map<string, number>()
  for (const [at, title] of head.record.entries()) {
    const column = title.trim()
    if (column !== '' && !places.has(column)) places.set(column, at)
  }
  const overlong = new Set<Row>()
  // The parser takes a CRLF inside a cell for two lines: what it counted too much so far.
  let surplus = pairs(head.record)
  const rows = body.map(({ record, info }) => {
    surplus += pairs(record)
    // It counts up to the end of a row; breaks inside the row's cells lie before that.
    const row = rowOf(info.lines - surplus - lineBreaks(record), record, places)
    if (record.slice(head.record.length).some(cell => cell.trim() !== '')) overlong.add(row)
    return row
  })
  return { columns: new Set(places.keys()), rows, overlong }
}
