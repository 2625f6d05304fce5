import type { ApiAccount } from './accounts.ts'
import type { Answer, ApiVersion } from './http/answer.ts'
import { Refusal } from './http/answer.ts'
import type { SentFile } from './http/form.ts'
import type { Query } from './query/query.ts'
import type { ScopeNeed } from './scopes.ts'
import type { Store } from './store.ts'

/** A request that has passed authorization, scopes and quota. */
export interface Call {
  readonly store: Store
  readonly account: ApiAccount
  readonly version: ApiVersion
  /** The path after the store's hash, such as `/v3/catalog/products/7`. */
  readonly path: string
  readonly params: readonly string[]
  readonly query: Query
  /** The parsed JSON body, or the texts of a form by their names; undefined where there was none. */
  readonly body: unknown
  /** The files of a form, by the names of their fields. */
  readonly files: ReadonlyMap<string, SentFile>
}

/** An operation that the sandbox answers itself. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly scope: ScopeNeed
  /** How many of these may run at once (only where the official file names a cap). */
  readonly concurrent?: number
  /** Whether the body may be a form (multipart/form-data). */
  readonly takesForms?: true
  readonly answer: (call: Call) => Answer
}

/** 404 with the words of the two API versions. */
export function notFound(version: ApiVersion, what = 'The resource'): Refusal {
  if (version === 'v2') return new Refusal(404, 'The requested resource was not found.')
  return new Refusal(404, `${what} was not found.`)
}

/** The variable part of the path at this position, as a positive whole number; anything else names nothing: 404. */
export function idAt(call: Call, position: number, what?: string): number {
  const text = call.params[position] ?? ''
  if (!/^\d{1,15}$/.test(text)) throw notFound(call.version, what)
  return Number(text)
}
