import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountCredentials, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock, scopeRows } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'
import { sandboxTable } from '../support/sandbox-table.ts'

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
  sandbox = await createSandbox({ seed: 7, quota: 'off', clock: new SteppedClock('2026-03-01T09:00:00Z') })
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

  it('asks for the scopes that the table names, one of them, and for no others', async () => {
    const statusWith = async (operation: string, scopes: readonly string[]) => {
      const account = sandbox.createAccount({ name: operation, scopes })
      const [method = '', path = ''] = operation.split(' ')
      const body = method === 'GET' ? undefined : {}
      const address = path.replaceAll(/\{\w+\}/g, '999999')
      const { status } = await call(address, { token: account.accessToken, method, body })
      sandbox.deleteAccount(account.clientId)
      return status
    }
    for (const { operation, scopes } of sandboxTable()) {
      const needed = scopes.map(title => scopeRows.find(row => row.title === title) ?? { title })
      const level = operation.startsWith('GET ') ? 'read' : 'modify'
      const enough = needed.length === 0 ? [[]] : needed.map(row => [row[level] ?? ''])
      for (const one of enough) expect(await statusWith(operation, one), `${operation} with ${one}`).not.toBe(403)
      if (needed.length === 0) continue
      const others = allScopes.filter(scope => !needed.some(row => row.modify === scope))
      const tooLittle = level === 'read' ? others : [...others, ...needed.flatMap(row => row.read ?? [])]
      expect(await statusWith(operation, tooLittle), `${operation} without ${scopes}`).toBe(403)
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
