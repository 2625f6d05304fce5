import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { SandboxError, systemCode } from '../error.ts'
import type { Certificate } from './certificate.ts'

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A server that listens already, so that its address is known, and answers once it is told how. */
export interface Listener {
  /** `http://127.0.0.1:PORT`, or with https. */
  readonly origin: string
  serve(serve: Serve): void
  close(): Promise<void>
}

function listenError(error: unknown, port: number): SandboxError {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new SandboxError(
      'port_taken',
      `Port ${port} is in use by another program.`,
      'Choose another port, or 0 to get a free one.',
      error,
    )
  }
  return new SandboxError(
    'port_refused',
    `The sandbox store cannot listen on port ${port} (${code}).`,
    'Choose a port from 1024 to 65535.',
    error,
  )
}

/**
 * Listens on the loopback address of this machine, and on nothing else. Port 0 takes a free one; with a certificate it
 * speaks https.
 */
export function listen(port: number, certificate: Certificate | null): Promise<Listener> {
  let serve: Serve = async (_request, response) => {
    response.writeHead(503).end()
  }
  const answer: RequestListener = (request, response) => {
    serve(request, response).catch(() => {
      // A fault of the sandbox itself, or a client that went away: nothing may bring the store down.
      if (response.headersSent) response.destroy()
      else
        response
          .writeHead(500, { 'Content-Type': 'application/json' })
          .end('{"status":500,"title":"Sandbox fault","type":""}')
    })
  }
  const settings = { keepAliveTimeout: 60_000 }
  const server =
    certificate === null ? createServer(settings, answer) : createSecureServer({ ...settings, ...certificate }, answer)
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(listenError(error, port)))
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address() as AddressInfo
      resolve({
        origin: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${address.port}`,
        serve: next => {
          serve = next
        },
        close: () =>
          new Promise(done => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}
