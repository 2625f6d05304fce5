import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { NewAccount } from '../accounts.ts'
import { isMovable, RunningClock, speedMost } from '../clock.ts'
import type { SandboxErrorCode } from '../error.ts'
import { SandboxError } from '../error.ts'
import type { FaultKind, FaultRule, HookFaultRule } from '../faults.ts'
import { callMerchant } from '../merchant/calls.ts'
import { callShopper } from '../orders/shopper-calls.ts'
import type { StoreQuirks } from '../quirks.ts'
import type { RowChange } from '../rewrite.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Fields, Reader } from '../shape.ts'
import { amount, anyFields, count, flag, isFields, listOf, oneOf, shape, text, whole } from '../shape.ts'
import { readText } from './body.ts'
import { sendSnapshot } from './download.ts'

const kinds: readonly FaultKind[] = [
  'status',
  'html',
  'slow',
  'hang',
  'reset',
  'lost-reply',
  'half-body',
  'cut-json',
  'rewrite',
  'shift',
  'stale-read',
  'partial-batch',
  'ignored-fields',
]

const hookFault: Reader<HookFaultRule> = shape(
  { kind: oneOf('hook-lost', 'hook-doubled', 'hook-late', 'hook-shuffled') },
  { scope: text, delayMs: count, share: amount, times: count, after: count },
)

/** How a failure is answered, where it is not simply a wrong call. */
const statusOf: Partial<Record<SandboxErrorCode, number>> = { not_found: 404, already_taken: 409 }

/** What a call of the control API comes to. */
interface Result {
  readonly status: number
  readonly value: unknown
}

const bad = (message: string): Result => ({ status: 400, value: { error: message } })

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isFields(value) && Object.values(value).every(one => typeof one === 'string')

const wholeOf = (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined

const rowChange: Reader<RowChange> = shape(
  { id: whole },
  { set: anyFields, without: listOf(text), instead: (value: unknown) => value },
)

/** A rule from JSON: everything that a rule can say but functions; an expression comes as `{ "expression": "..." }`. */
function ruleOf(input: Fields): FaultRule | HookFaultRule | string {
  if (typeof input.kind === 'string' && input.kind.startsWith('hook-')) return hookFault(input, 'The fault')
  const kind = kinds.find(known => known === input.kind)
  if (kind === undefined) return `kind must be one of ${kinds.join(', ')}`
  const { match, headers, shift, bare } = input
  if (!isFields(match)) return 'match must be an object with a path'
  let path: string | RegExp
  try {
    if (typeof match.path === 'string') path = match.path
    else if (isFields(match.path) && typeof match.path.expression === 'string') path = new RegExp(match.path.expression)
    else return 'match.path must be a text, or an object with an expression'
  } catch {
    return 'match.path.expression is not a regular expression'
  }
  if (kind === 'rewrite' && input.row === undefined) return 'a rewrite from here needs a row'
  const status = wholeOf(input.status)
  const delayMs = wholeOf(input.delayMs)
  const times = wholeOf(input.times)
  const after = wholeOf(input.after)
  const items = wholeOf(input.items)
  if (status !== undefined && (status < 200 || status > 599)) return 'status must be from 200 to 599'
  return {
    match: { path, ...(typeof match.method === 'string' ? { method: match.method } : {}) },
    kind,
    ...(status === undefined ? {} : { status }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(times === undefined ? {} : { times }),
    ...(after === undefined ? {} : { after }),
    ...(items === undefined ? {} : { items }),
    ...(input.fields === undefined ? {} : { fields: listOf(text)(input.fields, 'fields') }),
    ...(input.body === undefined ? {} : { body: input.body }),
    ...(isTexts(headers) ? { headers } : {}),
    ...(bare === true ? { bare } : {}),
    ...(input.row === undefined ? {} : { row: rowChange(input.row, 'row') }),
    ...(shift === 'disappear' || shift === 'appear' || shift === 'both' ? { shift } : {}),
  }
}

function accountOf(input: Fields): NewAccount | string {
  const { name, scopes, tokenType } = input
  if (typeof name !== 'string') return 'name must be a text'
  if (!Array.isArray(scopes) || !scopes.every(scope => typeof scope === 'string'))
    return 'scopes must be a list of texts'
  return { name, scopes, ...(tokenType === 'stencil_cli' ? { tokenType } : {}) }
}

const quirks: Reader<Partial<StoreQuirks>> = shape(
  {},
  {
    ...{ ignoresIdGreater: flag, ignoresSort: flag, ignoresDateModifiedMin: flag, totalOff: whole },
    ...{ readsPercentTextAsNumber: flag, dividesPercents: flag },
  },
)

const rivalWrites = shape({}, { everyMs: whole, perCalls: whole, stock: flag, tracking: flag, price: flag })

const clockMove = shape({}, { advanceMs: count, speed: amount })

/** The clock of a sandbox, as it can be told and moved from elsewhere. */
function clockNow({ clock }: Sandbox): Result {
  const speed = clock instanceof RunningClock ? clock.speed : null
  return { status: 200, value: { now: clock.now().toISOString(), speed } }
}

/** All of it is checked before anything takes effect. */
function moveClock(sandbox: Sandbox, input: Fields): Result {
  const { clock } = sandbox
  const { advanceMs, speed } = clockMove(input, 'The body')
  if (advanceMs !== undefined && !isMovable(clock)) return bad("This sandbox's clock cannot be moved.")
  if (speed !== undefined && !(clock instanceof RunningClock))
    return bad("This sandbox's clock does not run by itself.")
  if (speed === 0 || (speed ?? 0) > speedMost) return bad(`speed must be more than 0, and ${speedMost} at most.`)
  if (advanceMs !== undefined && isMovable(clock)) clock.advance(advanceMs)
  if (speed !== undefined && clock instanceof RunningClock) clock.speed = speed
  return clockNow(sandbox)
}

const scopesOf = shape({ clientId: text, scopes: listOf(text) }, {})

const fileOf = shape({ file: text }, {})

async function post(sandbox: Sandbox, what: string, input: Fields): Promise<Result> {
  switch (what) {
    case 'faults': {
      const rule = ruleOf(input)
      if (typeof rule === 'string') return bad(rule)
      return { status: 201, value: { id: sandbox.faults.add(rule).id } }
    }
    case 'accounts': {
      const account = accountOf(input)
      if (typeof account === 'string') return bad(account)
      return { status: 201, value: sandbox.createAccount(account) }
    }
    case 'clock':
      return moveClock(sandbox, input)
    case 'merchant':
      return { status: 200, value: callMerchant(sandbox.merchant, input) }
    case 'shopper':
      return { status: 200, value: callShopper(sandbox.shopper, input) }
    case 'quirks':
      sandbox.quirks.set(quirks(input, 'The body'))
      return { status: 200, value: sandbox.quirks.now }
    case 'scopes': {
      const { clientId, scopes } = scopesOf(input, 'The body')
      if (sandbox.narrowAccount(clientId, scopes)) return { status: 200, value: {} }
      return { status: 404, value: { error: 'No such account.' } }
    }
    case 'snapshot':
      await sandbox.snapshot(fileOf(input, 'The body').file)
      return { status: 201, value: {} }
    case 'reset':
      sandbox.reset()
      return { status: 200, value: {} }
    case 'rival': {
      if (input.writes !== undefined) {
        sandbox.rival.writes(rivalWrites(input.writes, 'writes'))
        return { status: 200, value: { writing: sandbox.rival.writing } }
      }
      const requests = wholeOf(input.take)
      if (requests === undefined) return bad('take must be a whole number, or writes an object')
      return { status: 200, value: { taken: sandbox.rival.take(requests) } }
    }
    default:
      return { status: 404, value: { error: `There is no control of the name ${what}.` } }
  }
}

function get(sandbox: Sandbox, what: string): Result {
  switch (what) {
    case 'status':
      return {
        status: 200,
        value: {
          storeHash: sandbox.storeHash,
          counts: sandbox.counts,
          quota: sandbox.quota(),
          rival: { ...sandbox.rival.count, writing: sandbox.rival.writing, written: sandbox.rival.written },
        },
      }
    case 'quirks':
      return { status: 200, value: sandbox.quirks.now }
    case 'faults':
      return {
        status: 200,
        value: sandbox.faults.list.map(({ id, hits, rule }) => ({
          id,
          hits,
          kind: rule.kind,
          ...('match' in rule ? { path: String(rule.match.path) } : { scope: rule.scope ?? null }),
        })),
      }
    case 'clock':
      return clockNow(sandbox)
    case 'journal':
      return { status: 200, value: sandbox.journal.exchanges }
    case 'deliveries':
      return { status: 200, value: sandbox.deliveries.list }
    default:
      return { status: 404, value: { error: `There is no control of the name ${what}.` } }
  }
}

function remove(sandbox: Sandbox, what: string, which: string): Result {
  if (what === 'faults' && which === '') sandbox.faults.clear()
  else if (what === 'faults' && !sandbox.faults.remove(Number(which)))
    return { status: 404, value: { error: 'No such fault.' } }
  else if (what === 'accounts' && !sandbox.deleteAccount(which))
    return { status: 404, value: { error: 'No such account.' } }
  else if (what === 'journal') sandbox.journal.clear()
  else if (what === 'deliveries') sandbox.deliveries.clear()
  else if (what === 'quirks') sandbox.quirks.clear()
  else if (what === 'rival') sandbox.rival.stopWrites()
  else if (what !== 'faults' && what !== 'accounts')
    return { status: 404, value: { error: 'Nothing to delete there.' } }
  return { status: 200, value: {} }
}

function hasSecret(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(String(request.headers['x-sandbox-control'] ?? ''))
  const wanted = Buffer.from(secret)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function resultOf(request: IncomingMessage, sandbox: Sandbox): Promise<Result | 'snapshot'> {
  if (!hasSecret(request, sandbox.controlSecret)) {
    return {
      status: 401,
      value: { error: 'The header X-Sandbox-Control must hold the control secret of this sandbox.' },
    }
  }
  const [, , what = '', which = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? []
  if (request.method === 'GET') return what === 'snapshot' ? what : get(sandbox, what)
  if (request.method !== 'DELETE' && request.method !== 'POST') {
    return { status: 405, value: { error: 'GET, POST or DELETE' } }
  }
  try {
    if (request.method === 'DELETE') return remove(sandbox, what, decodeURIComponent(which))
    const input: unknown = JSON.parse(await readText(request))
    return isFields(input) ? await post(sandbox, what, input) : bad('The body must be a JSON object.')
  } catch (error) {
    if (error instanceof SandboxError) {
      return { status: statusOf[error.code] ?? 400, value: { error: `${error.message} ${error.hint}` } }
    }
    if (error instanceof URIError) return bad('The address is not encoded rightly.')
    if (error instanceof SyntaxError) return bad('The body must be a JSON object.')
    throw error
  }
}

/** `/_control/...`: what the panel and a program in the same process can do, for a test elsewhere. */
export async function serveControl(
  request: IncomingMessage,
  response: ServerResponse,
  sandbox: Sandbox,
  download: () => Readable,
): Promise<void> {
  const result = await resultOf(request, sandbox)
  if (result === 'snapshot') return sendSnapshot(response, download())
  const { status, value } = result
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(value))
}
