import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a program that listens for webhooks was sent. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A program on this machine that takes webhooks, and answers each as `status` says at that moment; null: not at all. */
export interface HookReceiver {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  readonly received: Received[]
  status: number | null
  /** Resolves with the next one that arrives. */
  arrival(): Promise<void>
  close(): Promise<void>
}

export async function openHookReceiver(): Promise<HookReceiver> {
  let arrival = Promise.withResolvers<void>()
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { url = '', headers } = request
    receiver.received.push({ path: url, headers, body: Buffer.concat(parts).toString('utf8') })
    arrival.resolve()
    arrival = Promise.withResolvers()
    if (receiver.status !== null) response.writeHead(receiver.status, { location: '/elsewhere' }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: HookReceiver = {
    address: `http://127.0.0.1:${port}`,
    received: [],
    status: 200,
    arrival: () => arrival.promise,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  return receiver
}
