import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as NetServer } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { StoreReply, StoreRequest } from '../connector/connector.ts'
import { systemClock } from '../runtime/clock.ts'
import { openTransport } from './transport.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  closers.push(() => new Promise(resolve => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  const port = await listen(server)
  closers.unshift(async () => server.closeAllConnections())
  return `http://127.0.0.1:${port}/`
}

function open(timeoutCapMs = 2_000) {
  const transport = openTransport({ clock: systemClock, timeoutCapMs })
  closers.unshift(() => transport.close())
  return transport
}

function get(url: string, changes: Partial<StoreRequest> = {}, signal?: AbortSignal): Promise<StoreReply> {
  return open(changes.timeoutMs).send(
    { method: 'GET', url, headers: {}, timeoutMs: 2_000, maxBytes: 1_000, ...changes },
    signal,
  )
}

/** A self-signed certificate for localhost and its key, made for this test; they open nothing. */
const testKey = createPrivateKey({
  key: Buffer.from(
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgI82Q3t3eG7e8UrwWnkUyUIAfsDz0FdSjLiocx4yLd5ihRANCAASJ' +
      '/SFtvihyvmtKZXR14aQte256Yc4Xx7+321L6Fb7iG5VH91ojUokc5R/IeJxPsnj4YdXqw1nIobhLMtsFZ35R',
    'base64',
  ),
  format: 'der',
  type: 'pkcs8',
}).export({ type: 'pkcs8', format: 'pem' })
const testCertificate = new X509Certificate(
  Buffer.from(
    'MIIBmzCCAUGgAwIBAgIUazPHNc57TBw2shDRUT/DB7ibkeQwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2' +
      'MTEyMzE1MTEyN1oYDzIxMjYxMDMwMTUxMTI3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC' +
      'AASJ/SFtvihyvmtKZXR14aQte256Yc4Xx7+321L6Fb7iG5VH91ojUokc5R/IeJxPsnj4YdXqw1nIobhLMtsFZ35Ro28wbTAdBgNV' +
      'HQ4EFgQUjjf/+M/IKkGDb9SWk7mt7/h5wmowHwYDVR0jBBgwFoAUjjf/+M/IKkGDb9SWk7mt7/h5wmowDwYDVR0TAQH/BAUwAwEB' +
      '/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIgfDvPXcd8sjtpSn+Bm4GIuB/ceXPWNX5BMNa0' +
      'WZtH+M8CIQCoi0f47d7/9IaedHfUk7m0wscOgmP2ellEzP20C+isSw==',
    'base64',
  ),
).toString()

describe('an answer', () => {
  it('comes with lower-case headers, its body and its time', async () => {
    const url = await serve((request, response) => {
      response.writeHead(201, { 'X-Rate-Limit-Requests-Left': '7', 'set-cookie': ['a=1', 'b=2'] })
      response.end(`${request.method} ${request.headers['x-auth-token']} ü`)
    })
    expect(await get(url, { headers: { 'x-auth-token': 'abc' } })).toEqual({
      kind: 'answer',
      status: 201,
      headers: expect.objectContaining({ 'x-rate-limit-requests-left': '7', 'set-cookie': 'a=1, b=2' }),
      body: 'GET abc ü',
      tookMs: expect.any(Number),
    })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is unpacked from %s', async (encoding, pack) => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(pack('{"data":"ü"}'))
    })
    expect(await get(url)).toMatchObject({ body: '{"data":"ü"}' })
  })

  it('that sends elsewhere is an answer, and nobody goes there', async () => {
    let visits = 0
    const url = await serve((_, response) => {
      visits += 1
      response.writeHead(301, { location: '/elsewhere' }).end()
    })
    expect(await get(url)).toMatchObject({ status: 301 })
    expect(visits).toBe(1)
  })
})

it('waits for an answer however long it may take', async () => {
  const url = await serve((_, response) => setTimeout(() => response.end('{}'), 30))
  const transport = openTransport({ clock: systemClock })
  closers.unshift(() => transport.close())
  const request = { method: 'GET', url, headers: {}, timeoutMs: 1e12, maxBytes: 1_000 } as const
  expect(await transport.send(request)).toMatchObject({ status: 200 })
})

describe('no answer', () => {
  it('where the name is unknown', async () => {
    expect(await get('https://nothing.invalid/')).toMatchObject({ kind: 'failed', failure: 'dns' })
  })

  it('where nothing listens', async () => {
    const server = createServer()
    const port = await listen(server)
    await closers.pop()?.()
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ failure: 'refused' })
    expect(await get(`http://localhost:${port}/`)).toMatchObject({ failure: 'refused' })
  })

  it('where the certificate is nobody’s, whatever the environment says', async () => {
    const server = createTlsServer({ key: testKey, cert: testCertificate }, (_, response) => response.end('{}'))
    const port = await listen(server)
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    try {
      expect(await get(`https://127.0.0.1:${port}/`)).toMatchObject({ failure: 'tls' })
      expect(await get(`https://localhost:${port}/`)).toMatchObject({ failure: 'tls' })
    } finally {
      vi.restoreAllMocks()
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
  })

  it('where the other side does not speak TLS', async () => {
    const url = await serve((_, response) => response.end('{}'))
    expect(await get(url.replace('http:', 'https:'))).toMatchObject({ failure: 'tls' })
  })

  it('where the other side does not speak HTTP', async () => {
    const port = await listen(
      createTcpServer(socket => socket.end('220 mail.example ESMTP\r\n', () => socket.destroy())),
    )
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ failure: 'reset' })
  })

  it('in time: neither head, nor the whole body', async () => {
    const silent = await serve(() => {})
    expect(await get(silent, { timeoutMs: 100 })).toMatchObject({ failure: 'timeout' })
    const dripping = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const started = performance.now()
    expect(await get(dripping, { timeoutMs: 150 })).toMatchObject({ failure: 'timeout' })
    expect(performance.now() - started).toBeLessThan(1_500)
  })

  it('that is whole', async () => {
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"data":[', () => response.destroy())
    })
    expect(await get(cut)).toMatchObject({ failure: 'reset' })
    const chunks = await serve((_, response) => {
      response.write('{"data":[', () => response.destroy())
    })
    expect(await get(chunks)).toMatchObject({ failure: 'reset' })
    const hangUp = await serve(request => request.socket.destroy())
    expect(await get(hangUp)).toMatchObject({ failure: 'reset' })
    const halfPacked = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(500)).subarray(0, 12))
    })
    expect(await get(halfPacked)).toMatchObject({ failure: 'reset' })
  })

  it('that is larger than asked for, packed or not', async () => {
    const large = await serve((_, response) => response.end('x'.repeat(1_001)))
    expect(await get(large)).toMatchObject({ failure: 'too_large' })
    const bomb = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)))
    })
    expect(await get(bomb)).toMatchObject({ failure: 'too_large' })
    const endless = await serve((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) {}
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    expect(await get(endless)).toMatchObject({ failure: 'too_large' })
  })

  it('once the caller has given up', async () => {
    const url = await serve(() => {})
    const stop = new AbortController()
    const reply = get(url, {}, stop.signal)
    setTimeout(() => stop.abort(new Error('stopping')), 30)
    await expect(reply).rejects.toThrow('stopping')
    await expect(get(url, {}, stop.signal)).rejects.toThrow('stopping')
  })
})

it('names no header in its failures', async () => {
  const reply = await get('https://nothing.invalid/', { headers: { 'x-auth-token': 'very-secret-token' } })
  expect(JSON.stringify(reply)).not.toContain('very-secret-token')
})
