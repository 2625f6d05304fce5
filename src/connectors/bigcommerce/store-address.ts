import { HubError } from '../../runtime/errors.ts'
import { isOfBigCommerce, isOfThisMachine, readApiAddress } from './api-address.ts'

/** What stands in a pasted text: a hash, where it was found, and where the API path leads. */
export type StoreAddress =
  | {
      readonly ok: true
      readonly storeHash: string
      /** `null`: the text was the bare hash. */
      readonly takenFrom: 'API path' | 'control panel address' | 'credentials file' | null
      /** `null`: to BigCommerce, or there was no host. Anything else is to be taken only as `foreignFault` allows. */
      readonly apiAddress: string | null
    }
  /** One sentence for the form. */
  | { readonly ok: false; readonly fault: string }

/**
 * Bounds of ours: no official file gives any. Known hashes have 5 to 11 characters; Client IDs and
 * Access Tokens have 31, and are told apart by that.
 */
const hashPattern = /^[A-Za-z0-9]{3,20}$/
const mostCharacters = 2_000

const whereToLook =
  'It is the code after /stores/ in the API path, and the code after store- in the address of your control panel.'

function refuse(fault: string): StoreAddress {
  return { ok: false, fault }
}

/** Takes the Store Hash out of whatever a merchant has at hand; its case is kept. */
export function takeStoreAddress(text: string): StoreAddress {
  if (text.length > mostCharacters) return refuse(`This is too long for a Store Hash. ${whereToLook}`)
  if (/^\s*access token\s*:/im.test(text)) return takeFromCredentialsFile(text)

  const typed = clean(text)
  if (typed === '') return refuse('Paste the Store Hash, or the whole API path that BigCommerce shows.')
  if (/[\r\n]/.test(typed)) return refuse(`There are several lines here. Paste only the Store Hash. ${whereToLook}`)

  if (typed.includes('\\')) return refuse('There is a backslash in here. Addresses have only slashes: /.')

  const panel = /^(?:[a-z]+:\/\/)?store-([^./\s]*)\.mybigcommerce\.com(?=(?::\d+)?(?:[/?#]|$))/i.exec(typed)
  if (panel?.[1] !== undefined) return found(withoutStorefrontNumber(panel[1]), 'control panel address', null)

  const path = /^(.*?)(?:^|\/)stores\/([^/?#]*)/i.exec(typed)
  if (path?.[1] !== undefined && path[2] !== undefined) return takeFromApiPath(path[1], path[2])

  const panelName = /^store-([A-Za-z0-9]+(?:-\d+)?)$/i.exec(typed)
  if (panelName?.[1] !== undefined) return found(withoutStorefrontNumber(panelName[1]), 'control panel address', null)

  if (typed.includes('@')) return refuse(`This looks like an e-mail address, not a Store Hash. ${whereToLook}`)
  if (/^\S*[^\s.]\.[^\s.]\S*$/.test(typed)) {
    return refuse(`The Store Hash is not part of this address. ${whereToLook}`)
  }
  return found(typed, null, null)
}

/** For the form's preview. Throws `input_invalid` with a message at `storeHash`. */
export function readStoreAddress(text: string): { storeHash: string; note: string | null } {
  const address = takeStoreAddress(text)
  if (!address.ok) throw new HubError('input_invalid', address.fault, { fields: { storeHash: address.fault } })
  const foreign = foreignFault(address)
  if (foreign !== null) throw new HubError('input_invalid', foreign, { fields: { storeHash: foreign } })
  const notes = [noteOnHash(address), noteOnAddress(address)].filter(note => note !== null)
  return { storeHash: address.storeHash, note: notes.length === 0 ? null : notes.join(' ') }
}

type Taken = Extract<StoreAddress, { ok: true }>

export function noteOnHash(address: Taken): string | null {
  return address.takenFrom === null ? null : `Taken from the ${address.takenFrom}: ${address.storeHash}.`
}

export function noteOnAddress(address: Taken): string | null {
  return address.apiAddress === null
    ? null
    : `The API address was taken from the API path too: ${address.apiAddress}. It is not BigCommerce's own.`
}

/**
 * A pasted path must not lead the Access Token to a stranger: only BigCommerce and this machine are taken from it,
 * and whoever means another host has to type it. `null`: there is nothing to object to.
 */
export function foreignFault({ apiAddress }: Taken): string | null {
  if (apiAddress === null || isOfThisMachine(apiAddress)) return null
  const { host } = new URL(apiAddress)
  return `This API path leads to ${host}, which is not BigCommerce. If that is meant, type ${apiAddress} under Advanced as API address.`
}

/** Pasting brings quotes, brackets, labels and characters that nobody can see. */
function clean(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/^[\s"'`<(“”‘’«»]+|[\s"'`>),;“”‘’«»]+$/g, '')
    .replace(/^(?:api path|store hash)\s*[:=]\s*/i, '')
    .replace(/^["'`]+/, '')
}

/** A control panel of a further storefront is called `store-<hash>-<number>`. */
function withoutStorefrontNumber(name: string): string {
  return name.replace(/-\d+$/, '')
}

function takeFromCredentialsFile(text: string): StoreAddress {
  const path = /^\s*api path\s*:\s*(\S+)/im.exec(text)?.[1]
  if (path === undefined) {
    return refuse('This is a whole credentials file, without an API path in it. Paste only the Store Hash here.')
  }
  const address = takeStoreAddress(path)
  return address.ok ? { ...address, takenFrom: 'credentials file' } : address
}

function takeFromApiPath(before: string, storeHash: string): StoreAddress {
  if (before === '') return found(storeHash, 'API path', null)
  // Without the s it is BigCommerce all the same: nothing but the hash is taken from its paths.
  const encrypted = readApiAddress(before.replace(/^http:/i, 'https:'))
  if (encrypted.ok && isOfBigCommerce(encrypted.apiAddress)) return found(storeHash, 'API path', null)
  const address = readApiAddress(before)
  if (!address.ok) return refuse(`The host in this API path cannot be used. ${address.fault}`)
  return found(storeHash, 'API path', address.apiAddress)
}

function found(storeHash: string, takenFrom: Taken['takenFrom'], apiAddress: string | null): StoreAddress {
  if (hashPattern.test(storeHash)) return { ok: true, storeHash, takenFrom, apiAddress }
  if (/^[A-Za-z0-9]{21,}$/.test(storeHash)) {
    return refuse(`This is too long for a Store Hash; it may be the Client ID or the Access Token. ${whereToLook}`)
  }
  return refuse(`A Store Hash has 3 to 20 letters and digits, and nothing else. ${whereToLook}`)
}
