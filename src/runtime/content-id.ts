import { createHash } from 'node:crypto'

/** The SHA-256 of bytes in hexadecimal digits: the same bytes have the same, wherever they are. */
export function contentId(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
