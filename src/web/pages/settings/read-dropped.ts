import {
  type CredentialsFile,
  credentialsFileMaxBytes,
  readCredentialsFile,
} from '../../../api/contract/credentials-file.ts'

export type Dropped =
  | { readonly values: CredentialsFile; readonly fault?: undefined }
  | { readonly values?: undefined; readonly fault: string }

/** Reads a file that was dropped or chosen; whatever is no credentials file gets a sentence. */
export async function readDropped(files: readonly File[]): Promise<Dropped> {
  const file = files[0]
  if (file === undefined) return { fault: 'Nothing that was dropped is a file. Drop the .txt file itself.' }
  if (files.length > 1)
    return { fault: 'Drop one file: the .txt that BigCommerce saved when the API account was made.' }
  if (file.size > credentialsFileMaxBytes) {
    return { fault: `“${file.name}” is far too large for a credentials file, which has a few short lines.` }
  }
  const text = await file.text().catch(() => null)
  if (text === null) return { fault: `“${file.name}” could not be read. Try again, or paste its text into any field.` }
  const values = readCredentialsFile(text)
  if (values !== null) return { values }
  return {
    fault: `There are no credentials in “${file.name}”. Choose the .txt that BigCommerce saved when the API account was made.`,
  }
}

/** The whole text of such a file, pasted into one field. One value on its own is an ordinary paste. */
export function readPasted(text: string): CredentialsFile | null {
  if (text.length > credentialsFileMaxBytes) return null
  const values = readCredentialsFile(text)
  return values !== null && Object.keys(values).length > 1 ? values : null
}

const labels = {
  storeHash: 'Store Hash',
  clientId: 'Client ID',
  accessToken: 'Access Token',
  clientSecret: 'Client Secret',
} as const

/** `Store Hash, Client ID and Access Token`. */
export function filledFields(values: CredentialsFile): string {
  const names = Object.entries(labels)
    .filter(([field]) => field in values)
    .map(([, label]) => label)
  return new Intl.ListFormat('en').format(names)
}
