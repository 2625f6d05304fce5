import { contentId } from '../../../runtime/content-id.ts'

export interface FormFile {
  /** Of letters that need no quoting. */
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** A form (multipart/form-data) with one file behind its texts. */
export function formWith(texts: Readonly<Record<string, string>>, field: string, file: FormFile) {
  // No file holds the hash of itself.
  const boundary = `cartwright-${contentId(file.bytes)}`
  const parts = Object.entries(texts).map(
    ([name, text]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  )
  const head =
    `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${file.name}"\r\n` +
    `content-type: ${file.type}\r\n\r\n`
  const encoder = new TextEncoder()
  const pieces = [encoder.encode(parts.join('') + head), file.bytes, encoder.encode(`\r\n--${boundary}--\r\n`)]
  const body = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    body.set(piece, at)
    at += piece.length
  }
  return { body, type: `multipart/form-data; boundary=${boundary}` }
}
