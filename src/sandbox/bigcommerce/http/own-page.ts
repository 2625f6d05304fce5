import type { IncomingMessage } from 'node:http'

/**
 * Whether a request to the panel or the control API comes from this machine's own pages and programs: addressed to the
 * loopback address by name, and not sent by a page of another site. A page elsewhere can make the browser send
 * requests here, also under a name that it points at 127.0.0.1; this is what tells those apart.
 */
export function isOwnRequest(request: IncomingMessage, { protocol, port }: URL): boolean {
  // The default port is left out by browsers, and said by some programs.
  const ports = port === '' ? ['', protocol === 'https:' ? ':443' : ':80'] : [`:${port}`]
  const hosts = ports.flatMap(one => [`127.0.0.1${one}`, `localhost${one}`])
  const { host, origin } = request.headers
  if (host === undefined || !hosts.includes(host)) return false
  if (origin !== undefined && !hosts.some(own => origin === `${protocol}//${own}`)) return false
  const site = request.headers['sec-fetch-site']
  // Links from elsewhere may open a page, but nothing from elsewhere may change anything.
  return site === undefined || site === 'same-origin' || site === 'none' || request.method === 'GET'
}
