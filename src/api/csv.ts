import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyReply } from 'fastify'

/**
 * Answers with a CSV file made of rows as they come, so that a file of any length takes no more memory than a page.
 * Cells that a spreadsheet would take for a formula get an apostrophe before them: what a store says must not run there.
 */
export function sendCsv(
  reply: FastifyReply,
  fileName: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly unknown[]>,
): FastifyReply {
  const csv = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  })
  const source = Readable.from(rows)
  source.on('error', error => csv.destroy(error))
  source.pipe(csv)
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(csv)
}

/** All rows of a list that is read in pages. */
export async function* allRows<Row, Place>(
  read: (after: Place | undefined) => Promise<readonly Row[]>,
  placeOf: (row: Row) => Place,
  pageMost: number,
): AsyncGenerator<Row> {
  const pagesMost = 100_000
  let after: Place | undefined
  for (let page = 0; page < pagesMost; page += 1) {
    const rows = await read(after)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageMost) return
    after = placeOf(last)
  }
}
