import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountCredentials, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, SteppedClock, scopesAt, startSandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'

const product = '/v3/catalog/products'

let sandbox: Sandbox
let full: AccountCredentials

interface CallOptions {
  readonly token?: string
  readonly method?: string
  readonly body?: unknown
  readonly type?: string
  readonly hash?: string
}

async function call(path: string, options: CallOptions = {}) {
  const {
    token = full.accessToken,
    method = 'GET',
    body,
    type = 'application/json',
    hash = sandbox.storeHash,
  } = options
  const response = await fetch(`${sandbox.apiAddress}/stores/${hash}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(token === '' ? {} : { 'x-auth-token': token }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 7, quota: 'off', clock: new SteppedClock('2026-03-01T09:00:00Z') })
  full = sandbox.createAccount({ name: 'Contract', scopes: allScopes })
})

afterAll(async () => {
  await sandbox.close()
})

/** Runs the work and checks every exchange that it made. */
async function checked(work: () => Promise<void>, side: 'both' | 'answers' = 'both'): Promise<void> {
  sandbox.journal.clear()
  await work()
  const violations = checkExchanges(sandbox.journal.exchanges).filter(
    one => side === 'both' || one.side === 'response' || one.rule === 'rate-headers',
  )
  expect(describeViolations(violations)).toEqual([])
}

describe('tokens and scopes', () => {
  it('refuses a missing and an unknown token with 401, and no quota headers', async () => {
    await checked(async () => {
      for (const token of ['', 'nobody']) {
        const answer = await call('/v2/time', { token })
        expect(answer.status).toBe(401)
        expect(answer.headers.get('x-rate-limit-requests-left')).toBeNull()
        expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
      }
    }, 'answers')
  })

  it('refuses another hash exactly as it refuses a missing scope', async () => {
    const narrow = sandbox.createAccount({ name: 'Narrow', scopes: ['store_v2_content_read_only'] })
    await checked(async () => {
      const wrongHash = await call('/v3/hooks', { hash: 'otherstore' })
      const noScope = await call('/v2/time', { token: narrow.accessToken })
      expect(wrongHash.status).toBe(403)
      expect(noScope.body).toEqual(wrongHash.body)
      expect(noScope.body).toEqual({
        status: 403,
        title: "You don't have a required scope to access the endpoint",
        type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
        errors: {},
      })
    })
  })

  it('opens hooks to every token of the store, and the rest by scope', async () => {
    const needs: readonly (readonly [path: string, scope: string])[] = [
      ['/v2/time', 'store_v2_information'],
      ['/v2/shipping/zones', 'store_v2_information'],
      ['/v2/orders', 'store_v2_orders'],
      ['/v3/content/pages', 'store_v2_content'],
      [`${product}?limit=1`, 'store_v2_products'],
      ['/v3/inventory/items?limit=1', 'store_inventory'],
      ['/v3/inventory/locations', 'store_locations'],
      ['/v3/orders/101/transactions', 'store_v2_transactions'],
      ['/v3/channels', 'store_channel_settings'],
      ['/v3/channels/1/listings', 'store_channel_listings'],
      ['/v3/sites', 'store_sites'],
      ['/v3/customers', 'store_v2_customers'],
    ]
    for (const [path, scope] of needs) {
      const only = sandbox.createAccount({ name: scope, scopes: [`${scope}_read_only`] })
      const others = sandbox.createAccount({
        name: `all but ${scope}`,
        scopes: scopesAt('read').filter(name => name !== `${scope}_read_only`),
      })
      expect((await call(path, { token: only.accessToken })).status, `${path} with ${scope}`).toBe(200)
      expect((await call(path, { token: others.accessToken })).status, `${path} without ${scope}`).toBe(403)
      expect((await call('/v3/hooks', { token: only.accessToken })).status).toBe(200)
      sandbox.deleteAccount(only.clientId)
      sandbox.deleteAccount(others.clientId)
    }
  })

  it('refuses a Stencil-CLI token everywhere', async () => {
    const themes = sandbox.createAccount({ name: 'Themes', tokenType: 'stencil_cli', scopes: [] })
    for (const path of ['/v2/time', '/v3/hooks', product]) {
      expect((await call(path, { token: themes.accessToken })).status).toBe(403)
    }
  })

  it('keeps the token out of the journal', async () => {
    await call('/v2/time')
    expect(JSON.stringify(sandbox.journal.exchanges)).not.toContain(full.accessToken)
  })
})

describe('bodies and paths', () => {
  it('refuses what is no JSON with 400, another type with 415, and more than ten megabytes with 413', async () => {
    const post = (body: unknown, type = 'application/json') => call('/v3/hooks', { method: 'POST', body, type })
    await checked(async () => {
      expect((await post('{"scope":')).status).toBe(400)
      expect((await post({ scope: 'x'.repeat(10_000_001) })).status).toBe(413)
    }, 'answers')
    // The status page has 415, the official file of webhooks hasn't.
    expect((await post('scope=x', 'text/plain')).status).toBe(415)
  })

  it('finds nothing under an id that is no number', async () => {
    await checked(async () => {
      expect((await call(`${product}/abc`)).status).toBe(404)
      expect((await call('/v2/orders/abc')).status).toBe(404)
    }, 'answers')
  })
})
