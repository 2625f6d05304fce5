import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Sends a snapshot as a file to be kept; a client that goes away gets a part of it, which says that it is one. */
export async function sendSnapshot(response: ServerResponse, bytes: Readable): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'application/gzip',
    'Content-Disposition': 'attachment; filename="sandbox-store.ndjson.gz"',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  await pipeline(bytes, response)
}
