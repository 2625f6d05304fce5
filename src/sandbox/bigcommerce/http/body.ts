import type { IncomingMessage } from 'node:http'

/** Guess: the real limit of a request body is not documented; this one only protects the sandbox. */
export const bodyBytesMax = 10_000_000

/** Reads the body as text, or null when it is larger than `bodyBytesMax`. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part))
    size += bytes.length
    // Read to the end all the same: cutting the connection would hide the answer from the client.
    if (size <= bodyBytesMax) parts.push(bytes)
  }
  return size > bodyBytesMax ? null : Buffer.concat(parts).toString('utf8')
}
