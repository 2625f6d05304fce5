import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, type Dispatcher, request as send } from 'undici'
import type { StoreReply, StoreRequest, TransportFailure } from '../connector/connector.ts'
import type { Clock } from '../runtime/clock.ts'

/** Sends one request as it stands: no pacing, no second try, no redirect. */
export interface Transport {
  send(request: StoreRequest, signal?: AbortSignal): Promise<StoreReply>
  close(): Promise<void>
}

interface TransportOptions {
  readonly clock: Clock
  /** Caps every request's own time, so that tests need not wait. */
  readonly timeoutCapMs?: number
}

const connectTimeoutMs = 10_000
/** A timer for a longer time ends at once: the machine counts in 32 bits. */
const longestMs = 2 ** 31 - 1

/**
 * The hub's only way out. It has its own pool of connections: a global one would be everybody's.
 * Certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says. A failure to get an answer
 * is a value; only an abort by `signal` rejects.
 */
export function openTransport({ clock, timeoutCapMs = longestMs }: TransportOptions): Transport {
  const agent = new Agent({
    connect: { timeout: Math.min(connectTimeoutMs, timeoutCapMs), rejectUnauthorized: true },
    connections: 16,
    keepAliveTimeout: 10_000,
    pipelining: 1,
  })
  return {
    send: (request, signal) =>
      sendOnce({ ...request, timeoutMs: Math.min(request.timeoutMs, timeoutCapMs, longestMs) }, signal, agent, clock),
    close: () => agent.destroy(),
  }
}

async function sendOnce(
  request: StoreRequest,
  signal: AbortSignal | undefined,
  agent: Agent,
  clock: Clock,
): Promise<StoreReply> {
  const startedAt = clock.now().getTime()
  const took = () => Math.max(0, clock.now().getTime() - startedAt)
  const end = new AbortController()
  const outOfTime = new Failure('timeout', `no whole answer within ${request.timeoutMs} ms`)
  const giveUp = () => end.abort(signal?.reason)
  if (signal?.aborted) throw signal.reason
  signal?.addEventListener('abort', giveUp, { once: true })
  // Ends with the request: either the time is up first, or `end` is aborted below.
  clock.sleep(request.timeoutMs, end.signal).then(
    () => end.abort(outOfTime),
    () => {},
  )
  try {
    const answer = await send(request.url, {
      dispatcher: agent,
      method: request.method,
      headers: { 'accept-encoding': 'gzip', ...request.headers },
      body: request.body ?? null,
      headersTimeout: request.timeoutMs,
      bodyTimeout: request.timeoutMs,
      signal: end.signal,
    })
    const headers = flatten(answer.headers)
    const bytes = await readBody(answer.body, request.maxBytes)
    const unpacked = await unpack(bytes, headers['content-encoding'], request.maxBytes)
    const read = request.takesBytes === true ? { body: '', bytes: unpacked } : { body: unpacked.toString('utf8') }
    return { kind: 'answer', status: answer.statusCode, headers, ...read, tookMs: took() }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const cause = end.signal.aborted ? end.signal.reason : error
    const { failure, message } = nameFailure(cause)
    return { kind: 'failed', failure, detail: message, tookMs: took() }
  } finally {
    signal?.removeEventListener('abort', giveUp)
    end.abort(outOfTime)
  }
}

class Failure extends Error {
  readonly failure: TransportFailure
  constructor(failure: TransportFailure, message: string) {
    super(message)
    this.failure = failure
  }
}

async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body) {
    const bytes = Buffer.from(part)
    size += bytes.length
    if (size > maxBytes) throw new Failure('too_large', `the answer is larger than ${maxBytes} bytes`)
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** undici leaves packed bodies packed. A small body may unpack to far more than it is allowed to. */
async function unpack(bytes: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (bytes.length === 0 || !Object.hasOwn(unpackers, name)) return bytes
  const unpacker = unpackers[name as keyof typeof unpackers]
  try {
    return await unpacker(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw new Failure('too_large', `the answer unpacks to too much`)
    throw new Failure('reset', 'the packed answer is not whole')
  }
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

const failureOfCode: Readonly<Record<string, TransportFailure>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  EACCES: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too_large',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  EPROTO: 'tls',
}

/** Codes of Node, OpenSSL and undici; whatever is new breaks the connection, so it is a `reset`. */
function nameFailure(error: unknown): { failure: TransportFailure; message: string } {
  if (error instanceof Failure) return { failure: error.failure, message: error.message }
  const code = codeOf(error)
  if (code === 'UND_ERR_INVALID_ARG') throw error
  const isTls = /^(?:CERT_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|CRL_|INVALID_CA|INVALID_PURPOSE)/.test(code)
  return { failure: failureOfCode[code] ?? (isTls ? 'tls' : 'reset'), message: code === '' ? 'unknown failure' : code }
}

/** Trying several addresses of a name at once fails with an AggregateError around the causes. */
function codeOf(error: unknown): string {
  for (let depth = 0, at: unknown = error; depth < 5 && at instanceof Error; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code
    at = at instanceof AggregateError ? at.errors[0] : at.cause
  }
  return ''
}
