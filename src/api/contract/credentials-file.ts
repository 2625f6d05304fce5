/** The values in the text file that BigCommerce offers when it has made an API account. */
export interface CredentialsFile {
  readonly storeHash?: string
  readonly clientId?: string
  readonly accessToken?: string
  readonly clientSecret?: string
}

/** Far more than such a file has; anything longer is another file. */
export const credentialsFileMaxBytes = 64 * 1024

const fieldOfLabel: Readonly<Record<string, keyof CredentialsFile>> = {
  'ACCESS TOKEN': 'accessToken',
  'CLIENT ID': 'clientId',
  'CLIENT SECRET': 'clientSecret',
  'API PATH': 'storeHash',
}

/**
 * Reads the lines `ACCESS TOKEN: …`, `CLIENT ID: …`, `CLIENT SECRET: …` and `API PATH: …`, in any order,
 * with any line ending, with or without a byte order mark. Other lines, such as `NAME:`, are passed over.
 * The API path is given back as it stands: the hub takes the store hash out of it.
 * Returns null when not one of the four is there, for then it is no such file.
 */
export function readCredentialsFile(text: string): CredentialsFile | null {
  const found: { -readonly [K in keyof CredentialsFile]: string } = {}
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const match = /^\s*([A-Za-z ]+?)\s*:\s*(\S.*?)\s*$/.exec(line)
    const field = fieldOfLabel[match?.[1]?.toUpperCase() ?? '']
    if (field !== undefined && match?.[2] !== undefined) found[field] = match[2]
  }
  return Object.keys(found).length === 0 ? null : found
}
