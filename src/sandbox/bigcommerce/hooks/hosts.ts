import { SandboxError } from '../error.ts'

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Which address of this machine answers for a host name: `{ 'hub.example': 'http://127.0.0.1:5000' }`. */
export type HookHosts = Readonly<Record<string, string>>

/** Leads the destinations of webhooks to this machine. What isn't named here is never contacted. */
export class Destinations {
  readonly #addresses: ReadonlyMap<string, URL>

  /** @throws SandboxError where an address isn't `http://` with the loopback address and a port, or a name is none */
  constructor(hosts: HookHosts) {
    this.#addresses = new Map(
      Object.entries(hosts).map(([name, address]) => [hostName(name), loopbackAddress(name, address)]),
    )
  }

  /** Where a delivery to this destination goes; null where nobody answers for its host. */
  of(destination: string): URL | null {
    const { hostname, pathname, search } = new URL(destination)
    const address = this.#addresses.get(hostname)
    // Put together part by part: a path such as //elsewhere.example, resolved, would be another host.
    return address === undefined ? null : Object.assign(new URL(address), { pathname, search })
  }
}

function hostName(name: string): string {
  const host = URL.parse(`https://${name}`)
  if (host !== null && host.hostname === name.toLowerCase()) return host.hostname
  throw new SandboxError(
    'option_invalid',
    `“${name}” is no host name.`,
    'Write it without https:// and without a port.',
  )
}

function loopbackAddress(name: string, address: string): URL {
  const url = URL.parse(address)
  const bare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (url?.protocol === 'http:' && bare && loopback.has(url.hostname)) return url
  throw new SandboxError(
    'option_invalid',
    `Webhooks for ${name} can't go to ${address}: the sandbox delivers to this machine only.`,
    'Give an address such as http://127.0.0.1:5000.',
  )
}
