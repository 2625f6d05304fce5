import type { Connector, Lane, PacedFetch, Quota, StoreReply, StoreRequest } from '../connector/connector.ts'
import { refusedWrite, type WriteRefusal } from '../domain/live.ts'
import type { LivePart } from '../domain/plan.ts'
import type { Clock } from '../runtime/clock.ts'
import { invariant } from '../runtime/invariant.ts'
import type { Permit, RateBudget, Seen } from './rate-budget.ts'
import type { Transport } from './transport.ts'

export interface BudgetedFetchOptions {
  readonly budget: RateBudget
  readonly transport: Transport
  readonly clock: Clock
  readonly random: () => number
  readonly lane: Lane
  /** Who waits for the answers, whatever the lane; by default the lane's own: only `person` is a person's. */
  readonly patience?: 'person' | 'machine'
  /** The connector's own: how this platform tells its quota. */
  readonly readQuota: Connector['readQuota']
  /** Asked about every write right before it leaves, when its turn has come. Without it nothing is written. */
  readonly writing?: (part: LivePart) => Promise<WriteRefusal | null>
  /** Ends everything that this fetch has under way. */
  readonly signal?: AbortSignal
  /** Sees every request that left and what became of it, both without the request's secrets. */
  readonly onExchange?: (exchange: Exchange) => void
}

export interface Exchange {
  /** The values of headers that carry credentials are replaced, here and wherever the reply repeats them. */
  readonly request: StoreRequest
  readonly reply: StoreReply
  readonly sentAt: Date
}

interface Patience {
  /** Milliseconds after which nothing new is tried: waiting for a turn, the request, and its repeats together. */
  readonly totalMs: number
  readonly attemptsMost: number
  readonly pauseFirstMs: number
  readonly pauseMostMs: number
  readonly repeatsTimeouts: boolean
}

/** A person looks at the screen meanwhile: one quick repeat, which is enough for a connection that broke off. */
const patienceOfPerson: Patience = {
  totalMs: 20_000,
  attemptsMost: 2,
  pauseFirstMs: 300,
  pauseMostMs: 1_000,
  repeatsTimeouts: false,
}

/** "docs/start/about", status codes: 500 three to five times, with waits that grow to a minute or more. */
const patienceOfMachine: Patience = {
  totalMs: 600_000,
  attemptsMost: 5,
  pauseFirstMs: 2_000,
  pauseMostMs: 60_000,
  repeatsTimeouts: true,
}

const patiences = { person: patienceOfPerson, machine: patienceOfMachine }

/**
 * The only way from a connector to its store. Every request waits for a permit of the store's budget. Whatever is not
 * a read is refused before anything leaves, unless the parts of the channel that it changes are live
 * (`channel_not_live`) and nobody has stopped writing, also while it waited for its turn (`writing_stopped`). Reads that
 * break off, or are answered by 429 or 5xx, are repeated as often as the patience allows; writes never are, and are
 * waited for as long as they ask, for a lost answer may mean a done deed. A credential that the store sends back is
 * hidden in the reply.
 */
export function budgetedFetch(options: BudgetedFetchOptions): PacedFetch {
  const patience = patiences[options.patience ?? (options.lane === 'person' ? 'person' : 'machine')]
  return async request => {
    const question = writeQuestion(request, options)
    const signals = [request.signal, options.signal].filter(signal => signal !== undefined)
    const signal = signals.length === 0 ? undefined : AbortSignal.any(signals)
    const startedAt = options.clock.now().getTime()
    const leftMs = () => patience.totalMs - (options.clock.now().getTime() - startedAt)
    let reply: StoreReply | null = null
    for (let attempt = 1; attempt <= patience.attemptsMost; attempt += 1) {
      const permit = await takeInTime(options, request, leftMs(), signal)
      if (permit === null) return reply ?? heldBack(options.clock.now().getTime() - startedAt)
      if (question !== null) await askBeforeLeaving(permit, question)
      reply = await sendWith(
        permit,
        options,
        question === null ? { ...request, timeoutMs: Math.max(1, Math.min(request.timeoutMs, leftMs())) } : request,
        signal,
      )
      if (question !== null || attempt === patience.attemptsMost || !isWorthRepeating(reply, patience)) return reply
      const pauseMs = pauseBefore(attempt, reply, patience, options.random)
      if (pauseMs >= leftMs()) return reply
      await options.clock.sleep(pauseMs, signal)
    }
    invariant(reply !== null, 'a request is tried at least once')
    return reply
  }
}

function isWrite(request: StoreRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD'
}

const readsOnly: WriteRefusal = { reason: 'not_live', sentence: 'This channel only reads.' }

/**
 * What is asked right before a write leaves; null for a read. Throws for a write that nobody allows or that doesn't say
 * what it changes, and for a read with a body, or a header by which some servers change the method: that may be a write.
 */
function writeQuestion(
  request: StoreRequest,
  { writing }: BudgetedFetchOptions,
): (() => Promise<WriteRefusal | null>) | null {
  if (!isWrite(request)) {
    const disguised =
      request.body !== undefined || Object.keys(request.headers).some(name => /method-override/i.test(name))
    invariant(!disguised, 'a read carries a body or changes its method on the way')
    return null
  }
  const parts = request.writes ?? []
  if (writing === undefined || parts.length === 0) throw refusedWrite(readsOnly)
  return async () => {
    for (const part of parts) {
      const refusal = await writing(part)
      if (refusal !== null) return refusal
    }
    return null
  }
}

/** A write may have waited long for its turn, and somebody may have stopped writing meanwhile. */
async function askBeforeLeaving(permit: Permit, question: () => Promise<WriteRefusal | null>): Promise<void> {
  try {
    const refusal = await question()
    if (refusal !== null) throw refusedWrite(refusal)
  } catch (error) {
    permit.done({ quota: null, result: 'not_sent' })
    throw error
  }
}

/** `null`: the patience ended first. */
async function takeInTime(
  { budget, clock, lane }: BudgetedFetchOptions,
  request: StoreRequest,
  leftMs: number,
  signal: AbortSignal | undefined,
): Promise<Permit | null> {
  const turn = new AbortController()
  const tooLate = Symbol('too late')
  const stop = () => turn.abort(signal?.reason)
  signal?.throwIfAborted()
  signal?.addEventListener('abort', stop, { once: true })
  const timer = new AbortController()
  clock.sleep(Math.max(1, leftMs), timer.signal).then(
    () => turn.abort(tooLate),
    () => {},
  )
  try {
    return await budget.take(lane, request.concurrency, turn.signal)
  } catch (error) {
    if (error === tooLate) return null
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    timer.abort()
  }
}

async function sendWith(
  permit: Permit,
  { transport, clock, readQuota, onExchange }: BudgetedFetchOptions,
  request: StoreRequest,
  signal: AbortSignal | undefined,
): Promise<StoreReply> {
  const sentAt = clock.now()
  let seen: Seen = { quota: null, result: 'no_answer' }
  try {
    const reply = hideCredentials(await transport.send(request, signal), request)
    if (reply.kind === 'answer') {
      const quota = readQuota(reply, clock.now())
      seen = { quota, result: isOverload(reply.status, quota) ? 'overloaded' : 'served' }
    }
    onExchange?.({ request: withoutSecrets(request), reply, sentAt })
    return reply
  } finally {
    permit.done(seen)
  }
}

/** The overloaded platform may answer 500 in place of 429; one that comes with a quota is an error of its own. */
function isOverload(status: number, quota: Quota | null): boolean {
  return status === 429 || (status >= 500 && status !== 501 && quota?.window == null)
}

function isWorthRepeating(reply: StoreReply, { repeatsTimeouts }: Patience): boolean {
  if (reply.kind === 'failed') {
    return reply.failure === 'reset' || (reply.failure === 'timeout' && repeatsTimeouts)
  }
  return reply.status === 429 || (reply.status >= 500 && reply.status !== 501)
}

/** After a 429 the budget itself knows how long to wait. */
function pauseBefore(attempt: number, reply: StoreReply, patience: Patience, random: () => number): number {
  if (reply.kind === 'answer' && reply.status === 429) return 0
  const pause = Math.min(patience.pauseMostMs, patience.pauseFirstMs * 2 ** (attempt - 1))
  return Math.round(pause * (0.5 + random() / 2))
}

function heldBack(tookMs: number): StoreReply {
  return { kind: 'failed', failure: 'held_back', detail: 'no turn in time', tookMs }
}

const secretHeaders = new Set(['x-auth-token', 'authorization', 'cookie', 'proxy-authorization', 'x-api-key'])

/** Shorter texts may stand anywhere by chance. */
const shortestHidden = 8

/** Some servers repeat what they were sent, in an error or for curiosity: nobody behind this may see it. */
function hideCredentials(reply: StoreReply, request: StoreRequest): StoreReply {
  const credentials = Object.entries(request.headers)
    .filter(([name]) => secretHeaders.has(name.toLowerCase()))
    // `Bearer abc` may come back as `abc`.
    .flatMap(([, value]) => [value, value.slice(value.lastIndexOf(' ') + 1)])
    .filter(value => value.length >= shortestHidden)
  const hide = (text: string) => credentials.reduce((rest, value) => rest.replaceAll(value, '[hidden]'), text)
  if (reply.kind === 'failed') return { ...reply, detail: hide(reply.detail) }
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, hide(value)])
  return { ...reply, headers: Object.fromEntries(headers), body: hide(reply.body) }
}

/** For logs and tests: the header stays, its value doesn't. */
function withoutSecrets(request: StoreRequest): StoreRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    secretHeaders.has(name.toLowerCase()) ? '[hidden]' : value,
  ])
  return { ...request, headers: Object.fromEntries(headers) }
}
