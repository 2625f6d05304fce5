import { parse } from 'csv-parse/sync'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { allRows, sendCsv } from './csv.ts'

async function fileOf(columns: readonly string[], rows: AsyncIterable<readonly unknown[]>) {
  const app = fastify()
  app.get('/file', (_, reply) => sendCsv(reply, 'rows.csv', columns, rows))
  const answer = await app.inject('/file')
  await app.close()
  return answer
}

async function* listed<T>(...rows: readonly T[]): AsyncGenerator<T> {
  yield* rows
}

describe('a CSV file', () => {
  it('is one that spreadsheets open: with a byte-order mark, and lines as on Windows', async () => {
    const { body, headers } = await fileOf(['Name', 'Price'], listed(['Stuhl “Käfer”', '9.5'], ['a,b\n"c"', '']))
    expect(body.startsWith('\ufeffName,Price\r\n')).toBe(true)
    expect(parse(body, { bom: true, columns: true })).toEqual([
      { Name: 'Stuhl “Käfer”', Price: '9.5' },
      { Name: 'a,b\n"c"', Price: '' },
    ])
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="rows.csv"',
      'cache-control': 'no-store',
    })
  })

  it('runs nothing that a store wrote into it', async () => {
    const nasty = ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']
    const { body } = await fileOf(['Name'], listed(...nasty.map(text => [text])))
    const [, ...rows] = parse(body, { bom: true, relax_column_count: true }) as string[][]
    expect(rows).toEqual(nasty.map(text => [`'${text}`]))
  })

  it('has its head also without any row', async () => {
    expect((await fileOf(['Name', 'SKU'], listed())).body).toBe('\ufeffName,SKU\r\n')
  })

  it('does not look whole when a row could not be read', async () => {
    async function* broken() {
      yield ['Oak chair']
      throw new Error('The database went away')
    }
    await expect(fileOf(['Name'], broken())).rejects.toThrow()
  })
})

describe('all rows of a list', () => {
  const pages = (list: readonly number[], pageMost: number) => {
    const asked: (number | undefined)[] = []
    const rows = allRows(
      async (after: number | undefined) => {
        asked.push(after)
        return list.filter(row => row > (after ?? 0)).slice(0, pageMost)
      },
      row => row,
      pageMost,
    )
    return { asked, rows }
  }
  const gather = async <T>(rows: AsyncIterable<T>) => {
    const all: T[] = []
    for await (const row of rows) all.push(row)
    return all
  }

  it('come once each, page after page, and nobody asks once more than needed', async () => {
    const { asked, rows } = pages([1, 2, 3, 4, 5], 2)
    expect(await gather(rows)).toEqual([1, 2, 3, 4, 5])
    expect(asked).toEqual([undefined, 2, 4])
  })

  it('come also where the last page is full, and where there are none', async () => {
    expect(await gather(pages([1, 2, 3, 4], 2).rows)).toEqual([1, 2, 3, 4])
    expect(await gather(pages([], 2).rows)).toEqual([])
  })

  it('are not read further than they are wanted', async () => {
    const { asked, rows } = pages([1, 2, 3, 4, 5, 6], 2)
    for await (const row of rows) if (row === 2) break
    expect(asked).toEqual([undefined])
  })
})
