import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { readText } from '../http/body.ts'
import { sendSnapshot } from '../http/download.ts'
import { Router } from '../http/router.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Store } from '../store.ts'
import { shopPageOf } from '../storefront/layout.ts'
import { shopRoutes } from '../storefront/routes.ts'
import { accountRoutes } from './accounts.ts'
import { faultRoutes } from './faults.ts'
import { homeRoutes } from './home-page.ts'
import { html } from './html.ts'
import { pageOf } from './layout.ts'
import { orderRoutes } from './orders.ts'
import { productRoutes } from './products.ts'
import { requestRoutes } from './requests.ts'
import type { PageAnswer, PanelRoute, View } from './route.ts'
import { notFound } from './route.ts'
import { webhookRoutes } from './webhooks-page.ts'

const tooOld: View = {
  status: 403,
  title: 'Form too old',
  place: 'home',
  body: html`<h1>This form is too old</h1><p class="lead">The sandbox store was started again since. Open the page anew.</p>
<p><a href="/">To the first page</a></p>`,
}

function panelRouter(): Router<PanelRoute['answer']> {
  const router = new Router<PanelRoute['answer']>()
  const routes = [
    ...homeRoutes,
    ...productRoutes,
    ...orderRoutes,
    ...accountRoutes(),
    ...webhookRoutes,
    ...requestRoutes,
    ...faultRoutes,
    ...shopRoutes,
  ]
  for (const { method, path, answer } of routes) router.add(method, path, answer)
  return router
}

function cookiesOf({ headers }: IncomingMessage): Map<string, string> {
  const pairs = (headers.cookie ?? '').split('; ').map(pair => pair.split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}

/** What the browser keeps of an answer until it is closed; no page of another site can send it along. */
const setCookies = (cookies: Readonly<Record<string, string>> = {}) =>
  Object.entries(cookies).map(([name, value]) => `${name}=${value}; Path=/; HttpOnly; SameSite=Strict`)

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The control panel and the storefronts: plain pages, made anew for each request. */
export class Panel {
  readonly #sandbox: Sandbox
  readonly #store: Store
  readonly #download: () => Readable
  readonly #router = panelRouter()
  /** Every form carries it; a page of another site can't read it. */
  readonly #formToken = randomBytes(24).toString('base64url')

  constructor(sandbox: Sandbox, store: Store, download: () => Readable) {
    this.#sandbox = sandbox
    this.#store = store
    this.#download = download
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await this.#answer(request)
    if ('download' in result) return sendSnapshot(response, result.download)
    if ('to' in result) {
      const headers = { Location: result.to, 'Cache-Control': 'no-store', 'Set-Cookie': setCookies(result.cookies) }
      response.writeHead(303, headers).end()
      return
    }
    const nonce = randomBytes(16).toString('base64url')
    response.writeHead(result.status ?? 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      // Not no-referrer: with that a browser sends forms with the origin "null", which is refused.
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    })
    const page = 'shop' in result ? shopPageOf(this.#store, result, nonce) : pageOf(this.#store, { ...result, nonce })
    response.end(request.method === 'HEAD' ? undefined : page)
  }

  async #answer(request: IncomingMessage): Promise<PageAnswer> {
    // Put behind the address, not resolved against it: // would be the beginning of a host.
    const url = URL.parse(this.#sandbox.url + (request.url ?? '/'))
    if (url === null) return notFound
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
    const fields = new URLSearchParams(method === 'POST' ? await readText(request) : '')
    if (method === 'POST' && !equal(fields.get('form_token') ?? '', this.#formToken)) return tooOld
    const match = this.#router.find(url.pathname)
    if (match === null) return notFound
    const answer = match.methods.get(method)
    if (answer === undefined) return { ...notFound, status: 405 }
    const { params } = match
    return answer({
      sandbox: this.#sandbox,
      store: this.#store,
      query: url.searchParams,
      fields,
      params,
      download: this.#download,
      formToken: this.#formToken,
      cookies: cookiesOf(request),
    })
  }
}
