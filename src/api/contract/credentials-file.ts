/** The values in the text file that BigCommerce offers when it has made an API account. */
export interface CredentialsFile {
  readonly storeHash?: string
  readonly clientId?: string
  readonly accessToken?: string
  readonly clientSecret?: string
}

/** Far more than such a file has; anything longer is another file. */
export const credentialsFileMaxBytes = 64 * 1024

/** Bounds for whatever else is dropped here: a real file has eight lines, and its longest value some 60 characters. */
const linesMost = 1_000
const lineCharactersMost = 2_000

const fieldOfLabel: ReadonlyMap<string, keyof CredentialsFile> = new Map([
  ['ACCESS TOKEN', 'accessToken'],
  ['CLIENT ID', 'clientId'],
  ['CLIENT SECRET', 'clientSecret'],
  ['API PATH', 'storeHash'],
])

/**
 * Reads the lines `ACCESS TOKEN: …`, `CLIENT ID: …`, `CLIENT SECRET: …` and `API PATH: …`, in any order,
 * with any line ending, with or without a byte order mark. Other lines, such as `NAME:`, are passed over.
 * The API path is given back as it stands: the hub takes the store hash out of it.
 * Returns null when not one of the four is there, for then it is no such file.
 */
export function readCredentialsFile(text: string): CredentialsFile | null {
  if (text.length > credentialsFileMaxBytes) return null
  const found: { -readonly [K in keyof CredentialsFile]: string } = {}
  for (const line of text.split(/\r\n|\n|\r/, linesMost)) {
    if (line.length > lineCharactersMost) continue
    // Cut at the first colon: a pattern with blanks on both sides of it takes cubic time on a long run of blanks.
    // `trim` takes the byte order mark away too.
    const colon = line.indexOf(':')
    const field = colon === -1 ? undefined : fieldOfLabel.get(line.slice(0, colon).trim().toUpperCase())
    const value = line.slice(colon + 1).trim()
    if (field !== undefined && value !== '') found[field] = value
  }
  return Object.keys(found).length === 0 ? null : found
}
