/** A file of a form, as it was sent. */
export interface SentFile {
  /** Without folders. */
  readonly name: string
  readonly bytes: Buffer
}

/** A form (multipart/form-data), taken apart. Of fields with the same name the last one counts. */
export interface SentForm {
  readonly texts: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, SentFile>
}

export const isForm = (contentType: string) => /^multipart\/form-data\b/i.test(contentType)

/** Takes a form apart; null where it is none. Holds all of it in memory, so `body` has to be bounded. */
export async function readForm(body: Buffer, contentType: string): Promise<SentForm | null> {
  const sent = new Response(new Uint8Array(body), { headers: { 'Content-Type': contentType } })
  const form = await sent.formData().catch(() => null)
  if (form === null) return null
  const texts = new Map<string, string>()
  const files = new Map<string, SentFile>()
  for (const [name, value] of form) {
    if (typeof value === 'string') texts.set(name, value)
    else files.set(name, { name: fileName(value.name), bytes: Buffer.from(await value.arrayBuffer()) })
  }
  return { texts, files }
}

const fileName = (path: string) => path.split(/[/\\]/).at(-1) ?? ''

/** The form in words, one field a line, with the size of each file instead of the file. */
export function describeForm({ texts, files }: SentForm): string {
  const fields = [...texts].map(([name, text]) => `${name}: ${text}`)
  const sizes = [...files].map(([name, file]) => `${name}: ${file.name}, ${file.bytes.length} bytes`)
  return [...fields, ...sizes].join('\n')
}
