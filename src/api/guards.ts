import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { HubError } from '../runtime/errors.ts'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])
/** What proxies add. Most also speak HTTP/1.0 to the program behind them unless they are told otherwise. */
const proxyHeader = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-.*)$/
const readOnly = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what a page of another site could make a browser send here: a Host that is not ours (a foreign name
 * that was pointed at this machine), and a change whose Origin is another site.
 */
export function refuseForeignPages(request: FastifyRequest, publicUrl: URL | null): void {
  const host = request.headers.host ?? ''
  if (!isOurHost(host, request, publicUrl)) {
    throw new HubError('host_refused', `This hub does not answer to the name “${host.slice(0, 200)}”.`, {
      hint: 'Start it with --public-url and the address that people use, for example https://hub.example.com.',
    })
  }
  if (readOnly.has(request.method)) return
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  const foreign =
    origin === undefined ? site === 'cross-site' || site === 'same-site' : !isOurOrigin(origin, host, publicUrl)
  if (foreign) {
    throw new HubError('origin_refused', 'This request came from a page of another site.', {
      hint: 'Open the dashboard itself and try again.',
    })
  }
}

function isOurHost(host: string, request: FastifyRequest, publicUrl: URL | null): boolean {
  const url = URL.parse(`http://${host}`)
  if (url === null || host.includes('/') || host.includes('@')) return false
  if (loopbackNames.has(url.hostname)) return true
  if (publicUrl !== null && url.hostname === publicUrl.hostname) return true
  // An address, unlike a name, cannot be pointed here by somebody else.
  const address = url.hostname.replace(/^\[|\]$/g, '')
  const arrivedAt = (request.socket.localAddress ?? '').replace(/^::ffff:/, '')
  return isIP(address) !== 0 && address === arrivedAt
}

function isOurOrigin(origin: string, host: string, publicUrl: URL | null): boolean {
  const url = URL.parse(origin)
  if (url === null) return false
  return url.host === host.toLowerCase() || (publicUrl !== null && url.origin === publicUrl.origin)
}

/**
 * Whether the request comes from this machine itself, and not through a proxy that runs on it. A proxy that adds
 * nothing at all can't be seen: docs/security.md says so.
 */
export function isFromThisMachine(request: FastifyRequest, publicUrl: URL | null): boolean {
  const { headers } = request
  const forwarded = Object.keys(headers).some(name => proxyHeader.test(name)) || request.raw.httpVersion === '1.0'
  return publicUrl === null && !forwarded && isLoopback(request.socket.remoteAddress)
}

/**
 * The address of whoever sent the request, for counting attempts. A proxy on this machine is believed for the one
 * entry that it adds itself, the last; what stands before it could be made up.
 */
export function remoteAddress(request: FastifyRequest, publicUrl: URL | null): string {
  const direct = request.socket.remoteAddress ?? 'unknown'
  const forwarded = request.headers['x-forwarded-for']
  if (publicUrl === null || forwarded === undefined || !isLoopback(direct)) return direct
  const last = String(forwarded).split(',').at(-1)?.trim() ?? ''
  return isIP(last) === 0 ? direct : last
}

function isLoopback(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/, '')
  return plain === '::1' || plain.startsWith('127.')
}
