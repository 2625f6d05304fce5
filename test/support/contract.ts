import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One request and its answer, as a journal or a recording client keeps it. */
export interface RecordedExchange {
  readonly method: string
  /** Full address, or path and query from `/stores` on. */
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody: string
  /** 0 where the connection was cut: such an exchange is not checked. */
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly responseBody: string
}

/** A breach of the official contract, in the words of the checker. */
export interface Violation {
  readonly side: string
  readonly operation: string
  readonly status: number
  readonly pointer: string
  readonly message: string
  readonly rule: string
  readonly severity: string
}

interface Checker {
  validateExchange(exchange: RecordedExchange): Violation[]
  validateWebhook(payload: string | object, subscribed?: string): Violation[]
  errorsOnly(violations: readonly Violation[]): Violation[]
  listOperations(): { readonly operation: string }[]
  findOperation(method: string, url: string): { readonly operation: string } | undefined
}

const checkerFile = new URL('../../../shared/contract/contract.mjs', import.meta.url)

/** Whether the checker of the official contract lies beside the repository. */
export const contractPresent = existsSync(fileURLToPath(checkerFile))

const checker: Checker | null = contractPresent ? ((await import(checkerFile.href)) as Checker) : null

/** One line for a test report, to be printed once where exchanges are not checked. */
export const contractAbsence =
  'The contract checker (../shared/contract) is absent: exchanges are not checked against it.'

/** Where an official file contradicts its own examples or reads, which the store follows. */
export const contradictions: readonly ((violation: Violation) => boolean)[] = [
  // Some answers to writes declare `value_data` an object, though reads, and the example of POST modifiers, have null.
  ({ side, pointer, message }) =>
    side === 'response' && pointer.endsWith('/value_data') && message.startsWith('must be object, is null'),
  // The list of bulk pricing rules is declared to be one of them, with the pages of a list beside it.
  ({ operation, pointer, message }) =>
    operation === 'GET /v3/catalog/products/{product_id}/bulk-pricing-rules' &&
    pointer === '/data' &&
    message.startsWith('must be object, is array'),
  // One metafield of a customer is declared to be a list of them, where it is made or changed.
  ({ operation, pointer, message }) =>
    /^(POST|PUT) \/v3\/customers\/\{customerId\}\/metafields/.test(operation) &&
    pointer === '/data' &&
    message === 'must be array, is object',
  // The deletion of metafields of customers says nothing of the list of ids that the others take.
  ({ operation, rule }) => operation === 'DELETE /v3/customers/metafields' && rule === 'request-body-unexpected',
  // A batch of changes to metafields of locations has ids as texts, though they are numbers in every answer.
  ({ operation, pointer, message }) =>
    operation === 'PUT /v3/inventory/locations/metafields' &&
    /^\/\d+\/id$/.test(pointer) &&
    message.startsWith('must be string, is integer'),
]

/** The errors (no warnings) of all exchanges but the known contradictions; none where the checker is absent. */
export function checkExchanges(exchanges: readonly RecordedExchange[]): Violation[] {
  if (checker === null) return []
  const { validateExchange, errorsOnly } = checker
  return exchanges
    .flatMap(exchange => (exchange.status === 0 ? [] : errorsOnly(validateExchange(exchange))))
    .filter(violation => !contradictions.some(knows => knows(violation)))
}

/** The errors (no warnings) of what a webhook of this scope was told; none where the checker is absent. */
export function checkWebhook(body: string, subscribed: string): Violation[] {
  return checker === null ? [] : checker.errorsOnly(checker.validateWebhook(body, subscribed))
}

/** What is wrong with an event of a store, as lines: its name and its data, in the envelope that a delivery has. */
export function checkEvent({ scope, data }: { scope: string; data: object }, at: Date): string[] {
  if (checker === null) return []
  const created_at = Math.floor(at.getTime() / 1_000)
  const payload = { scope, data, store_id: '1', hash: 'a'.repeat(40), created_at, producer: 'stores/abc' }
  return checker.validateWebhook(payload, scope).map(one => `${scope} ${one.pointer}: ${one.message}`)
}

/** The errors of what the store told, put into the envelope of a webhook; none where the checker is absent. */
export function checkEvents(events: readonly { scope: string; data: object }[]): Violation[] {
  if (checker === null) return []
  const { validateWebhook, errorsOnly } = checker
  const envelope = { store_id: '1', hash: '0'.repeat(40), created_at: 1_700_000_000, producer: 'stores/sandbox' }
  return events.flatMap(event => errorsOnly(validateWebhook({ ...envelope, ...event })))
}

/** The operations among the exchanges, by their official names; with the number of all official ones. */
export function coverageOf(exchanges: readonly RecordedExchange[]): { covered: string[]; known: number } {
  if (checker === null) return { covered: [], known: 0 }
  const { findOperation } = checker
  const names = exchanges.map(exchange => findOperation(exchange.method, exchange.url)?.operation ?? '')
  return { covered: [...new Set(names.filter(name => name !== ''))].sort(), known: checker.listOperations().length }
}

/** The violations as lines, for the message of a failed assertion. */
export function describeViolations(violations: readonly Violation[]): string[] {
  return violations.map(one => `${one.operation} ${one.status} [${one.rule}] ${one.pointer}: ${one.message}`)
}

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly items?: Schema
}

interface DocumentedOperation {
  readonly m: string
  readonly p: string
  readonly params: readonly { readonly in: string; readonly n: string; readonly s?: Schema }[]
}

/** A query parameter of an operation, with what it takes: `integer`, `filter-date`, `enum` or the like. */
export interface QueryParameter {
  /** Such as `GET /v2/orders/{order_id}`. */
  readonly operation: string
  readonly name: string
  readonly kind: string
}

function kindOf({ type = 'string', format, enum: values, items }: Schema): string {
  if (items !== undefined) return kindOf(items)
  return values === undefined ? (format ?? type) : 'enum'
}

/** Every query parameter that the official files document; none where the checker is absent. */
export function queryParameters(): QueryParameter[] {
  if (!contractPresent) return []
  const { ops }: { readonly ops: readonly DocumentedOperation[] } = JSON.parse(
    readFileSync(new URL('contract.json', checkerFile), 'utf8'),
  )
  return ops.flatMap(({ m, p, params }) =>
    params.flatMap(({ in: place, n: name, s: schema = {} }) =>
      place === 'query' ? [{ operation: `${m} ${p}`, name, kind: kindOf(schema) }] : [],
    ),
  )
}
