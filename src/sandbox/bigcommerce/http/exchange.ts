import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Chance } from '../chance.ts'
import { hexDigits } from '../chance.ts'
import type { SandboxClock } from '../clock.ts'
import type { FaultKind, FaultRule } from '../faults.ts'
import type { Journal } from '../journal.ts'
import { redact } from '../journal.ts'
import { rewriteOf } from '../rewrite.ts'
import type { StaleReads } from '../stale.ts'
import type { Answer } from './answer.ts'
import type { Api, ApiRequest } from './api.ts'
import { parseAddress } from './api.ts'
import { readBody } from './body.ts'
import { describeForm, isForm, readForm } from './form.ts'
import { answerIgnoring } from './ignored-fields.ts'
import { answerPartly } from './partial-batch.ts'

interface Surroundings {
  readonly api: Api
  readonly clock: SandboxClock
  readonly journal: Journal
  /** Where request ids come from. */
  readonly chance: Chance
  readonly stale: StaleReads
  /** Aborted when the store closes: what still waits then has come too late. */
  readonly closed: AbortSignal
  /** Told after an answer that a rule of kind `shift` met. */
  readonly shift: (rule: FaultRule, answer: Answer) => void
}

const headerOf = (request: IncomingMessage, name: string) => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

/** What opens the store: its API, and its control API. */
const secretHeaders = new Set(['x-auth-token', 'x-sandbox-control'])

function sentHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue
    const text = typeof value === 'string' ? value : value.join(', ')
    headers[name] = secretHeaders.has(name) ? redact(text) : text
  }
  return headers
}

function rewritten(answer: Answer, rule: FaultRule): Answer {
  const rewrite = rewriteOf(rule)
  if (answer.body === null || rewrite === null) return answer
  return { ...answer, body: JSON.stringify(rewrite(JSON.parse(String(answer.body)))) }
}

function cutInHalf(answer: Answer): Answer {
  const text = String(answer.body ?? '')
  return { ...answer, body: text.slice(0, text.length / 2) }
}

/** The body as it is read on; what calls itself a form and is none stays a text. */
async function sentBody(request: IncomingMessage): Promise<ApiRequest['body']> {
  const bytes = await readBody(request)
  const contentType = headerOf(request, 'content-type')
  const form = bytes !== null && isForm(contentType) ? await readForm(bytes, contentType) : null
  return form ?? bytes?.toString('utf8') ?? null
}

/** The body as the journal shows it. */
function bodyInWords(body: ApiRequest['body']): string {
  if (body === null) return ''
  return typeof body === 'string' ? body : describeForm(body)
}

/** Serves one request to the API over its connection, with the faults that it meets, and writes it into the journal. */
export async function serveApi(request: IncomingMessage, response: ServerResponse, place: Surroundings): Promise<void> {
  const { api, clock, journal, closed } = place
  const url = request.url ?? '/'
  const cut = url.indexOf('?')
  const address = parseAddress(cut < 0 ? url : url.slice(0, cut))
  const call: ApiRequest = {
    method: request.method ?? 'GET',
    hash: address?.hash ?? '',
    version: address?.version ?? 'v3',
    path: address?.path ?? url,
    search: cut < 0 ? '' : url.slice(cut),
    token: headerOf(request, 'x-auth-token'),
    contentType: headerOf(request, 'content-type'),
    // Nearly every request is a read, and those have none.
    body: request.method === 'GET' ? '' : await sentBody(request),
  }
  const at = clock.now().toISOString()
  const overCap = api.occupy(call, response)
  const rules = api.meet(call)
  const record = (status: number, headers: Record<string, string>, body: Buffer | null) =>
    journal.add({
      at,
      method: call.method,
      url,
      requestHeaders: sentHeaders(request),
      requestBody: bodyInWords(call.body),
      status,
      responseHeaders: headers,
      responseBytes: body ?? Buffer.alloc(0),
      fault: rules.map(rule => rule.kind).join(', '),
    })
  const drop = () => {
    record(0, {}, null)
    request.socket.destroy()
  }
  const rule = (...kinds: FaultKind[]) => rules.find(one => kinds.includes(one.kind))

  const slowMs = rules.reduce((sum, one) => sum + (one.kind === 'slow' ? (one.delayMs ?? 1_000) : 0), 0)
  // The sleep ends early where the store closes.
  if (slowMs > 0) await clock.sleep(slowMs, closed).catch(() => undefined)
  if (closed.aborted || rule('reset') !== undefined) return drop()
  if (rule('hang') !== undefined) return record(0, {}, null)
  const instead = rule('status', 'html')
  const partly = rule('partial-batch')
  const ignoring = rule('ignored-fields')
  const usual = () => {
    if (partly !== undefined) return answerPartly(api, call, partly, overCap)
    return ignoring === undefined ? api.answer(call, overCap) : answerIgnoring(api, call, ignoring, overCap)
  }
  const first = instead === undefined ? usual() : api.faulty(call, instead)
  if (first === null) return drop()
  let answer = first
  for (const one of rules) {
    if (one.kind === 'rewrite') answer = rewritten(answer, one)
    if (one.kind === 'cut-json') answer = cutInHalf(answer)
    if (one.kind === 'stale-read') answer = place.stale.instead(one, call, answer)
    if (one.kind === 'shift') place.shift(one, answer)
  }
  if (rule('lost-reply') !== undefined) return drop()
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
  const headers: Record<string, string> = {
    Date: clock.now().toUTCString(),
    'X-Request-ID': place.chance.text(32, hexDigits),
    'Cache-Control': 'no-store',
    ...(bytes === null
      ? {}
      : { 'Content-Type': answer.type ?? 'application/json', 'Content-Length': String(bytes.length) }),
    ...answer.headers,
  }
  response.sendDate = false
  response.writeHead(answer.status, headers)
  if (bytes !== null && rule('half-body') !== undefined) {
    const half = bytes.subarray(0, Math.floor(bytes.length / 2))
    record(answer.status, headers, half)
    response.write(half, () => request.socket.destroy())
    return
  }
  record(answer.status, headers, bytes)
  response.end(bytes ?? undefined)
}
