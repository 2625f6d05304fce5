/** BigCommerce's own address: "docs/start/about", base URL of every store's V2 and V3 API. */
export const officialApiAddress = 'https://api.bigcommerce.com'

export type ReadApiAddress =
  | { readonly ok: true; readonly apiAddress: string }
  /** One sentence for the form. */
  | { readonly ok: false; readonly fault: string }

/** Of BigCommerce itself, at the usual port: `api.bigcommerce.com`, `payments.bigcommerce.com`. */
const bigCommerceHost = /^(?:[a-z0-9-]+\.)*bigcommerce\.com$/

const loopbackHost = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** A name with a domain, or an address: `api.example.com`, `[2001:db8::1]`. */
const hostWithDomain = /^(?:(?:[^.]+\.)+[^.]+|\[.*\])$/

/** Whatever stands before an @ up to the path: `user:password@`, or a host that somebody is meant to read. */
const userInfo = /^(?:[a-z][a-z0-9+.-]*:)?\/*[^/?#]*@/i

function refuse(fault: string): ReadApiAddress {
  return { ok: false, fault }
}

/**
 * Reads the API address under Advanced. The token travels to it, so it must be encrypted, or never leave
 * this machine. Anything from `/stores/` on is cut off; another path is kept, for gateways.
 * What looks to a person like another host than the one that it leads to is refused.
 */
export function readApiAddress(text: string): ReadApiAddress {
  const typed = text.trim()
  if (typed === '') return { ok: true, apiAddress: officialApiAddress }
  if (typed.length > 500) return refuse('This is too long for an address. Leave the field empty to use BigCommerce.')
  if (/[\s\p{Cc}]/u.test(typed)) return refuse('There is a space or a line break inside the address. Take it out.')

  if (typed.includes('\\')) return refuse('There is a backslash inside the address. Addresses have only slashes: /.')
  if (userInfo.test(typed)) {
    return refuse('Take everything up to the @ out of the address; the Access Token is all that is needed.')
  }

  const url = parse(typed)
  if (url === null) {
    return refuse(`This is not an address. Leave the field empty to use ${officialApiAddress}.`)
  }
  if (!loopbackHost.test(url.hostname) && !hostWithDomain.test(url.hostname)) {
    return refuse(`This is not an address. Leave the field empty to use ${officialApiAddress}.`)
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

/** The address, as `readApiAddress` gives it, is of BigCommerce. */
export function isOfBigCommerce(apiAddress: string): boolean {
  return bigCommerceHost.test(new URL(apiAddress).host)
}

/** The address, as `readApiAddress` gives it, is of this machine: what is sent there stays here. */
export function isOfThisMachine(apiAddress: string): boolean {
  return loopbackHost.test(new URL(apiAddress).hostname)
}

function parse(typed: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(withScheme)) return null
  const url = withoutFinalDot(new URL(withScheme))
  if (withScheme === typed || !loopbackHost.test(url.hostname)) return url
  return withoutFinalDot(new URL(`http://${typed}`))
}

/** `api.bigcommerce.com.` is the same host, spelt as a name server does. */
function withoutFinalDot(url: URL): URL {
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  return url
}
