import type { ServerResponse } from 'node:http'
import type { Call, Route } from '../call.ts'
import { notFound } from '../call.ts'
import type { FaultRule, Faults } from '../faults.ts'
import { Query } from '../query/query.ts'
import type { Quota, QuotaState } from '../quota.ts'
import { allows } from '../scopes.ts'
import type { Store } from '../store.ts'
import type { Answer, ApiVersion } from './answer.ts'
import { problem, Refusal, scopeMissing, unauthorized } from './answer.ts'
import { bodyBytesMax } from './body.ts'
import type { SentFile, SentForm } from './form.ts'
import { isForm } from './form.ts'
import type { Match, Router } from './router.ts'

/** What a route of the official API leads to: something that the sandbox does, or the name of what it doesn't. */
export type Target = { readonly kind: 'route'; readonly route: Route } | { readonly kind: 'absent' }

/** A request to the API, taken apart. */
export interface ApiRequest {
  readonly method: string
  readonly hash: string
  readonly version: ApiVersion
  /** The path after the hash. */
  readonly path: string
  readonly search: string
  readonly token: string
  readonly contentType: string
  /** A form taken apart; null where it was too large to be read. */
  readonly body: string | SentForm | null
}

/** `/stores/{hash}/v2|v3/...`, or null for an address that is not of this form. */
export function parseAddress(pathname: string): { hash: string; version: ApiVersion; path: string } | null {
  const parts = /^\/stores\/([^/]*)(\/(v2|v3)(?:\/.*)?)$/.exec(pathname)
  const [, hash, path, version] = parts ?? []
  if (hash === undefined || path === undefined || (version !== 'v2' && version !== 'v3')) return null
  return { hash, version, path }
}

/** The four documented headers, and with a 429 the seconds to wait. */
function quotaHeaders(quota: QuotaState): Record<string, string> {
  return {
    'X-Rate-Limit-Time-Window-Ms': String(quota.windowMs),
    'X-Rate-Limit-Time-Reset-Ms': String(quota.resetMs),
    'X-Rate-Limit-Requests-Quota': String(quota.quota),
    'X-Rate-Limit-Requests-Left': String(quota.left),
  }
}

const retryAfter = (quota: QuotaState) => ({ 'X-Retry-After': String(Math.max(1, Math.ceil(quota.resetMs / 1_000))) })

/** What was sent: JSON, or the texts and the files of a form. */
type Content = Pick<Call, 'body' | 'files'>

const noFiles: ReadonlyMap<string, SentFile> = new Map()

/** Reads what was sent as this route takes it. */
function contentOf({ body, contentType, version }: ApiRequest, route: Route): Content {
  if (body === null) throw new Refusal(413, `The request payload is over ${bodyBytesMax} bytes`)
  if (body === '') return { body: undefined, files: noFiles }
  const isTaken = isForm(contentType) ? route.takesForms === true : /^application\/json\b/i.test(contentType)
  if (!isTaken) throw new Refusal(415, 'The request body must be application/json')
  if (typeof body === 'object') return { body: Object.fromEntries(body.texts), files: body.files }
  if (isForm(contentType)) throw new Refusal(400, 'The form could not be read')
  return { body: parseJson(body, version), files: noFiles }
}

function parseJson(text: string, version: ApiVersion): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, version === 'v2' ? 'The request body is not valid JSON.' : 'Input is invalid')
  }
}

/** The API's own work, without the connection: authorization, quota, route, scope, body, answer. */
export class Api {
  readonly #store: Store
  readonly #quota: Quota
  readonly #faults: Faults
  readonly #router: Router<Target>
  readonly #running = new Map<Route, number>()

  constructor(store: Store, quota: Quota, faults: Faults, router: Router<Target>) {
    this.#store = store
    this.#quota = quota
    this.#faults = faults
    this.#router = router
  }

  meet(request: ApiRequest): readonly FaultRule[] {
    return this.#faults.meet(request.method, request.path, request.search)
  }

  /** Counts a request of a route with a concurrency cap until its connection is done; true when the cap was reached. */
  occupy(request: ApiRequest, response: ServerResponse): boolean {
    const target = this.#router.find(request.path)?.methods.get(request.method)
    if (target?.kind !== 'route' || target.route.concurrent === undefined) return false
    const { route } = target
    const running = this.#running.get(route) ?? 0
    this.#running.set(route, running + 1)
    response.once('close', () => this.#running.set(route, (this.#running.get(route) ?? 1) - 1))
    return running >= target.route.concurrent
  }

  /** The answer of a gateway or a store in trouble, by the rule. */
  faulty(request: ApiRequest, rule: FaultRule): Answer {
    const status = rule.status ?? (rule.kind === 'html' ? 502 : 500)
    const quota = this.#quota.look(this.#store.clock.now().getTime())
    const shown = status >= 400 && status < 500 && status !== 401 && status !== 403 && rule.bare !== true
    const headers = {
      ...(shown ? quotaHeaders(quota) : {}),
      ...(shown && status === 429 ? retryAfter(quota) : {}),
      ...rule.headers,
    }
    if (rule.kind === 'html') {
      const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1><p>The server is busy.</p></body></html>`
      return { status, body: typeof rule.body === 'string' ? rule.body : body, type: 'text/html', headers }
    }
    if (rule.body === undefined && status === 401) return { ...unauthorized, headers }
    if (rule.body === undefined && status === 403) return { ...scopeMissing, headers }
    if (rule.body === undefined) {
      return problem(request.version, new Refusal(status, 'The request could not be served', { headers }), request.path)
    }
    return { status, body: typeof rule.body === 'string' ? rule.body : JSON.stringify(rule.body), headers }
  }

  /** The store's own answer. `overCap` says that too many of the same kind are running. */
  answer(request: ApiRequest, overCap: boolean): Answer {
    const account = request.token === '' ? undefined : this.#store.accountOf(request.token)
    if (account === undefined) return unauthorized
    // Guess: a Stencil-CLI token and the hash of another store are refused like a missing scope.
    if (request.hash !== this.#store.hash || account.tokenType === 'stencil_cli') return scopeMissing
    const quota = this.#quota.take(this.#store.clock.now().getTime())
    if (!quota.granted) return this.#refuse(request, new Refusal(429, 'Too many requests'), quota, retryAfter(quota))
    try {
      const route = this.#routeOf(request, this.#router.find(request.path))
      if (!allows(account.scopes, route.scope, route.method === 'GET' ? 'read' : 'modify')) return scopeMissing
      if (overCap) throw new Refusal(429, 'Too many requests at the same time', { headers: { 'X-Retry-After': '1' } })
      const content = contentOf(request, route)
      const query = new Query(request.search, request.version)
      const params = this.#router.find(request.path)?.params ?? []
      const { version, path } = request
      const answer = route.answer({ store: this.#store, account, version, path, params, query, ...content })
      return { ...answer, headers: { ...quotaHeaders(quota), ...answer.headers } }
    } catch (error) {
      // An answer like any other, so that a fault of the sandbox itself is in the journal too.
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'The sandbox store failed at this request')
      return this.#refuse(request, refusal, quota)
    }
  }

  #refuse(request: ApiRequest, refusal: Refusal, quota: QuotaState, more: Record<string, string> = {}): Answer {
    const answer = problem(request.version, refusal, request.path)
    return { ...answer, headers: { ...quotaHeaders(quota), ...more, ...answer.headers } }
  }

  #routeOf(request: ApiRequest, match: Match<Target> | null): Route {
    if (match === null) throw notFound(request.version)
    const target = match.methods.get(request.method)
    if (target === undefined) {
      const headers = { Allow: [...match.methods.keys()].join(', ') }
      throw new Refusal(405, `${request.method} is not allowed here`, { headers })
    }
    if (target.kind === 'absent') {
      const what = `${request.method} ${request.path}`
      throw new Refusal(501, `The sandbox store does not do ${what} yet; docs/sandbox.md lists what it does.`)
    }
    return target.route
  }
}
