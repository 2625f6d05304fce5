import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccountCredentials } from '../accounts.ts'
import { SandboxError } from '../error.ts'
import { readBody } from '../http/body.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Store } from '../store.ts'
import { accountFormPage, emptyForm, readForm } from './account-form.ts'
import { accountsPage, deletePage, notFoundPage } from './accounts-page.ts'
import { credentialsPage, shownAlreadyPage } from './credentials-page.ts'
import { homePage } from './home-page.ts'
import { type Html, html } from './html.ts'
import type { Place } from './layout.ts'
import { pageOf } from './layout.ts'

interface View {
  readonly status?: number
  readonly title: string
  readonly place: Place
  readonly body: Html
}

interface Redirect {
  readonly to: string
}

const accountsPath = '/settings/api-accounts'
const notFound: View = { status: 404, title: 'Page not found', place: 'home', body: notFoundPage }

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The control panel: plain pages, made anew for each request. */
export class Panel {
  readonly #sandbox: Sandbox
  readonly #store: Store
  /** Every form carries it; a page of another site can't read it. */
  readonly #formToken = randomBytes(24).toString('base64url')
  /** Values of new accounts that were not shown yet, by the key in the address of the page that will show them. */
  readonly #unseen = new Map<string, AccountCredentials>()

  constructor(sandbox: Sandbox, store: Store) {
    this.#sandbox = sandbox
    this.#store = store
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await this.#answer(request)
    if ('to' in result) {
      response.writeHead(303, { Location: result.to, 'Cache-Control': 'no-store' }).end()
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
    response.end(request.method === 'HEAD' ? undefined : pageOf(this.#store, { ...result, nonce }))
  }

  async #answer(request: IncomingMessage): Promise<View | Redirect> {
    const url = new URL(request.url ?? '/', this.#sandbox.url)
    if (request.method === 'GET' || request.method === 'HEAD') return this.#show(url)
    if (request.method !== 'POST') return { ...notFound, status: 405 }
    const fields = new URLSearchParams((await readBody(request)) ?? '')
    if (!equal(fields.get('form_token') ?? '', this.#formToken)) {
      const body = html`<h1>This form is too old</h1><p class="lead">The sandbox store was started again since. Open the page anew.</p>
<p><a href="${accountsPath}">To the API accounts</a></p>`
      return { status: 403, title: 'Form too old', place: 'accounts', body }
    }
    if (url.pathname === `${accountsPath}/new`) return this.#create(fields)
    const [, clientId] = /^\/settings\/api-accounts\/([a-z0-9]+)\/delete$/.exec(url.pathname) ?? []
    if (clientId === undefined) return notFound
    return this.#delete(clientId)
  }

  #show(url: URL): View {
    const place = 'accounts'
    const store = this.#store
    if (url.pathname === '/') return { title: 'Home', place: 'home', body: homePage(this.#sandbox, store) }
    if (url.pathname === accountsPath) {
      const notice = url.searchParams.has('deleted') ? 'The account was deleted. Its token no longer works.' : null
      return { title: 'Store-level API accounts', place, body: accountsPage(store, notice) }
    }
    if (url.pathname === `${accountsPath}/new`) {
      return { title: 'Create API account', place, body: accountFormPage(store, emptyForm, {}, this.#formToken) }
    }
    if (url.pathname === `${accountsPath}/created`) return this.#reveal(url.searchParams.get('key') ?? '')
    const [, clientId] = /^\/settings\/api-accounts\/([a-z0-9]+)\/delete$/.exec(url.pathname) ?? []
    const account = store.accounts.find(one => one.clientId === clientId)
    if (account === undefined) return notFound
    const hooks = store.keeper.state.hooks.filter(hook => hook.client_id === clientId).length
    return { title: 'Delete API account', place, body: deletePage(account, hooks, this.#formToken) }
  }

  #reveal(key: string): View {
    const credentials = this.#unseen.get(key)
    this.#unseen.delete(key)
    if (credentials === undefined) {
      return { status: 410, title: 'Values shown already', place: 'accounts', body: shownAlreadyPage }
    }
    const body = credentialsPage(credentials, this.#store.clock.now())
    return { title: 'API account created', place: 'accounts', body }
  }

  #create(fields: URLSearchParams): View | Redirect {
    const { form, errors } = readForm(fields)
    const again = (problem: Parameters<typeof accountFormPage>[2]): View => ({
      status: 422,
      title: 'Create API account',
      place: 'accounts',
      body: accountFormPage(this.#store, form, problem, this.#formToken),
    })
    if (Object.keys(errors).length > 0) return again(errors)
    try {
      const credentials = this.#store.createAccount(form)
      const key = randomBytes(16).toString('base64url')
      this.#unseen.set(key, credentials)
      return { to: `${accountsPath}/created?key=${key}` }
    } catch (error) {
      if (error instanceof SandboxError) return again({ name: `${error.message} ${error.hint}` })
      throw error
    }
  }

  #delete(clientId: string): View | Redirect {
    try {
      return this.#store.deleteAccount(clientId) ? { to: `${accountsPath}?deleted` } : notFound
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error
      const body = html`<h1>The account was not deleted</h1><p class="lead">${error.message} ${error.hint}</p>`
      return { status: 500, title: 'Not deleted', place: 'accounts', body }
    }
  }
}
