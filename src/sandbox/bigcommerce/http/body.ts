import type { IncomingMessage } from 'node:http'

/** Guess: the real limit of a request body is not documented; this one only protects the sandbox. */
export const bodyBytesMax = 10_000_000

/** Reads the body, or null when it is larger than `bodyBytesMax`. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part))
    size += bytes.length
    // Read to the end all the same: cutting the connection would hide the answer from the client.
    if (size <= bodyBytesMax) parts.push(bytes)
  }
  return size > bodyBytesMax ? null : Buffer.concat(parts)
}

/** Reads the body as text, or an empty one when it is larger than `bodyBytesMax`. */
export async function readText(request: IncomingMessage): Promise<string> {
  return (await readBody(request))?.toString('utf8') ?? ''
}
