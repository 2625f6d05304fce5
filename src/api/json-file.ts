import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Answers with a file that is one JSON array, a row a line, made of rows as they come. */
export function sendJsonFile(reply: FastifyReply, fileName: string, rows: AsyncIterable<unknown>): FastifyReply {
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(linesOf(rows)))
}

async function* linesOf(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const row of rows) {
    yield before + JSON.stringify(row)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
