/** An answer before it is written to the connection. A body of null is no body at all; bytes are a text in UTF-8. */
export interface Answer {
  readonly status: number
  readonly body: string | Buffer | null
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type ApiVersion = 'v2' | 'v3'

/** The address that the documented error bodies carry as their type. */
export const problemType = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes'

/** Guess: how many fields at fault a refusal names at most. */
const fieldsMost = 100

/** The first of the fields at fault. */
export const firstFields = (fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).slice(0, fieldsMost))

/** A refusal, thrown by a handler and written in the error form of the API version that was called. */
export class Refusal extends Error {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    details: { fields?: Readonly<Record<string, string>>; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.fields = firstFields(details.fields ?? {})
    this.headers = details.headers ?? {}
  }
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: JSON.stringify(value), headers }
}

/** V3: one object wrapped in `data`. */
export function data(value: unknown, meta: object = {}): Answer {
  return json(200, { data: value, meta })
}

export const noContent: Answer = { status: 204, body: null }

/** V2: a list, or 204 without a body when it is empty (documented). */
export function v2List(rows: readonly unknown[]): Answer {
  return rows.length === 0 ? noContent : json(200, rows)
}

/**
 * The body of an error. V3: a problem object with `errors` by field. V2: a list with one message.
 * Guess: V2 answers 401 and 403 in the V3 form; it is not documented, and only one form was ever seen.
 */
export function problem(version: ApiVersion, refusal: Refusal, path: string): Answer {
  const { status, message, fields, headers } = refusal
  if (version === 'v2' && status !== 401 && status !== 403) {
    const details = Object.keys(fields).length === 0 ? {} : { details: fields }
    return json(status, [{ status, message, ...details }], headers)
  }
  const instance = status === 404 ? { instance: path } : { errors: fields }
  return json(status, { status, title: message, type: problemType, ...instance }, headers)
}

/** 401, with the words of the official example. A missing and an unknown token look the same. */
export const unauthorized: Answer = json(401, {
  status: 401,
  title: 'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.',
  type: '/api-docs/getting-started/api-status-codes',
})

/** 403, the same for a missing scope and for the hash of another store, as seen in several public reports. */
export const scopeMissing: Answer = json(403, {
  status: 403,
  title: "You don't have a required scope to access the endpoint",
  type: problemType,
  errors: {},
})
