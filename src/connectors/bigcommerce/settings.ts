import { z } from 'zod'
import type { ConnectionInput, ParsedConnection } from '../../connector/connector.ts'
import { HubError } from '../../runtime/errors.ts'
import { readApiAddress } from './api-address.ts'
import { readCredential } from './credential.ts'
import { foreignFault, noteOnAddress, noteOnHash, takeStoreAddress } from './store-address.ts'

/** What may be stored in the open and shown. The Access Token and the Client Secret are secrets, and are not here. */
export interface BigCommerceSettings {
  /** Case matters. */
  readonly storeHash: string
  /** A label: BigCommerce takes the client from the token ("docs/start/about": X-Auth-Client is not needed). */
  readonly clientId: string
  /** Without a slash at its end: `https://api.bigcommerce.com`. */
  readonly apiAddress: string
}

/** For the caller that finds no Access Token in `secrets` and has none stored either. */
export const accessTokenRequired =
  'Paste the Access Token that BigCommerce showed when the API account was made; it begins the credentials file.'

/** An input may come from anywhere: what is no text counts as left empty. */
const typedFields = z.record(z.string(), z.unknown()).catch({})

/**
 * Reads the API connection form: `storeHash`, `clientId`, `accessToken`, `clientSecret`, `apiAddress`.
 * An empty Access Token or Client Secret is simply not in `secrets`: the caller may hold a stored one.
 * Throws one `input_invalid` with a message for each field that is at fault.
 */
export function parseConnection(input: ConnectionInput): ParsedConnection<BigCommerceSettings> {
  const typed = typedFields.parse(input)
  const field = (name: string): string => (typeof typed[name] === 'string' ? typed[name] : '')
  const fields: Record<string, string> = {}
  const notes: Record<string, string> = {}

  const store = takeStoreAddress(field('storeHash'))
  if (!store.ok) fields.storeHash = store.fault
  else addNote(notes, 'storeHash', noteOnHash(store))

  const typedAddress = readApiAddress(field('apiAddress'))
  let apiAddress = ''
  if (!typedAddress.ok) fields.apiAddress = typedAddress.fault
  else apiAddress = typedAddress.apiAddress
  if (store.ok && store.apiAddress !== null && typedAddress.ok) {
    const foreign = foreignFault(store)
    if (field('apiAddress').trim() === '') {
      if (foreign !== null) fields.apiAddress = foreign
      else {
        apiAddress = store.apiAddress
        addNote(notes, 'apiAddress', noteOnAddress(store))
      }
    } else if (store.apiAddress !== apiAddress) {
      notes.apiAddress = `The API path leads to ${store.apiAddress}, but this address is used: ${apiAddress}.`
    }
  }

  const read = (name: keyof typeof readCredentialOf): string => {
    const credential = readCredentialOf[name](field(name))
    if (!credential.ok) fields[name] = credential.fault
    else addNote(notes, name, credential.note)
    return credential.ok ? credential.value : ''
  }
  const clientId = read('clientId')
  const accessToken = read('accessToken')
  const clientSecret = read('clientSecret')
  if (clientId === '') fields.clientId ??= 'Paste the Client ID that BigCommerce showed with the Access Token.'
  else if (clientId === accessToken) fields.accessToken ??= sameAs('Client ID')
  if (accessToken !== '' && accessToken === clientSecret) fields.clientSecret ??= sameAs('Access Token')
  else if (clientSecret !== '' && clientSecret === clientId) fields.clientSecret ??= sameAs('Client ID')

  if (!store.ok || Object.keys(fields).length > 0) {
    throw new HubError('input_invalid', 'Some fields cannot be used yet.', {
      hint: 'Each of them says what to do.',
      fields,
    })
  }
  return {
    settings: { storeHash: store.storeHash, clientId, apiAddress },
    secrets: { ...(accessToken === '' ? {} : { accessToken }), ...(clientSecret === '' ? {} : { clientSecret }) },
    notes,
  }
}

const readCredentialOf = {
  clientId: (text: string) => readCredential(text, { label: 'Client ID', pattern: /^[A-Za-z0-9._-]{3,100}$/ }),
  accessToken: (text: string) => readCredential(text, { label: 'Access Token', pattern: /^[\x21-\x7e]{8,500}$/ }),
  clientSecret: (text: string) => readCredential(text, { label: 'Client Secret', pattern: /^[\x21-\x7e]{8,500}$/ }),
}

function sameAs(label: string): string {
  return `This is the same text as the ${label}. Copy each value from its own line.`
}

function addNote(notes: Record<string, string>, field: string, note: string | null): void {
  if (note !== null) notes[field] = note
}
