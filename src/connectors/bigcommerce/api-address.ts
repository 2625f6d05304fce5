/** BigCommerce's own address: "docs/start/about", base URL of every store's V2 and V3 API. */
export const officialApiAddress = 'https://api.bigcommerce.com'

export type ReadApiAddress =
  | { readonly ok: true; readonly apiAddress: string }
  /** One sentence for the form. */
  | { readonly ok: false; readonly fault: string }

const loopbackHost = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** A name with a domain, or an address: `api.example.com`, `[2001:db8::1]`. */
const hostWithDomain = /^(?:(?:[^.]+\.)+[^.]+\.?|\[.*\])$/

function refuse(fault: string): ReadApiAddress {
  return { ok: false, fault }
}

/**
 * Reads the API address under Advanced. The token travels to it, so it must be encrypted, or never leave
 * this machine. Anything from `/stores/` on is cut off; another path is kept, for gateways.
 */
export function readApiAddress(text: string): ReadApiAddress {
  const typed = text.trim()
  if (typed === '') return { ok: true, apiAddress: officialApiAddress }
  if (typed.length > 500) return refuse('This is too long for an address. Leave the field empty to use BigCommerce.')
  if (/[\s\p{Cc}]/u.test(typed)) return refuse('There is a space or a line break inside the address. Take it out.')

  const url = parse(typed)
  if (url === null) {
    return refuse(`This is not an address. Leave the field empty to use ${officialApiAddress}.`)
  }
  if (!loopbackHost.test(url.hostname) && !hostWithDomain.test(url.hostname)) {
    return refuse(`This is not an address. Leave the field empty to use ${officialApiAddress}.`)
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('Take the user name and password out of the address; the Access Token is all that is needed.')
  }
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(typed)) {
    return refuse('Take everything from the ? or # on out of the address.')
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopbackHost.test(url.hostname))) {
    return refuse('The address must begin with https://, so that nobody on the way can read the Access Token.')
  }
  const path = url.pathname.replace(/\/stores(?:\/.*)?$/i, '').replace(/\/+$/, '')
  return { ok: true, apiAddress: `${url.protocol}//${url.host}${path}` }
}

function parse(typed: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(withScheme)) return null
  const url = new URL(withScheme)
  if (withScheme === typed || !loopbackHost.test(url.hostname)) return url
  return new URL(`http://${typed}`)
}
