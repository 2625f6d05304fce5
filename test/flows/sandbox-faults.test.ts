import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RowChange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, changeRow, createSandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'

let sandbox: Sandbox
let token: string
let clock: SteppedClock

beforeEach(async () => {
  clock = new SteppedClock('2026-03-01T09:00:00Z')
  sandbox = await createSandbox({ seed: 3, products: 30, clock, plan: 'plus' })
  token = sandbox.createAccount({ name: 'Faults', scopes: allScopes }).accessToken
})

afterEach(async () => {
  expect(describeViolations(checkExchanges(sandbox.journal.exchanges.filter(one => one.fault === '')))).toEqual([])
  await sandbox.close()
})

const get = (path: string, signal?: AbortSignal) =>
  fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
    headers: { 'x-auth-token': token, accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  })

describe('quota', () => {
  it('counts all tokens of the store, refuses with the documented headers, and starts anew with the window', async () => {
    sandbox.rival.take(148)
    expect((await get('/v2/time')).headers.get('x-rate-limit-requests-left')).toBe('1')
    token = sandbox.createAccount({ name: 'Second', scopes: allScopes }).accessToken
    expect((await get('/v2/time')).headers.get('x-rate-limit-requests-left')).toBe('0')
    clock.advance(12_500)
    const refused = await get('/v2/time')
    expect(refused.status).toBe(429)
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'x-rate-limit-time-window-ms': '30000',
      'x-rate-limit-time-reset-ms': '17500',
      'x-rate-limit-requests-quota': '150',
      'x-rate-limit-requests-left': '0',
      'x-retry-after': '18',
    })
    clock.advance(17_500)
    expect((await get('/v2/time')).headers.get('x-rate-limit-requests-left')).toBe('149')
  })
})

describe('faults', () => {
  it.each([401, 403, 404, 429, 500, 503])('answers %i with the documented body', async status => {
    sandbox.faults.add({ match: { path: '/v3/**' }, kind: 'status', status, times: 1 })
    const answer = await get('/v3/channels')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ status })
    expect(describeViolations(checkExchanges(sandbox.journal.exchanges))).toEqual([])
    expect((await get('/v3/channels')).status).toBe(200)
  })

  it.each([429, 500])('answers %i without a quota header, as an overloaded platform does', async status => {
    sandbox.faults.add({ match: { path: '/v2/time' }, kind: 'status', status, bare: true })
    const answer = await get('/v2/time')
    expect(answer.status).toBe(status)
    const told = [...answer.headers.keys()].filter(name => name.startsWith('x-r') && name !== 'x-request-id')
    expect(told).toEqual([])
  })

  it('answers a page of HTML, or any body that is given', async () => {
    sandbox.faults.add({ match: { path: '/v2/time' }, kind: 'html', times: 1 })
    sandbox.faults.add({ match: { path: '/v2/store' }, kind: 'status', status: 200, body: { data: null } })
    const page = await get('/v2/time')
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await (await get('/v2/store')).json()).toEqual({ data: null })
  })

  it('cuts the connection before, after, and in the middle of an answer', async () => {
    sandbox.faults.add({ match: { path: '/v2/time' }, kind: 'reset' })
    sandbox.faults.add({ match: { path: '/v2/store' }, kind: 'lost-reply' })
    sandbox.faults.add({ match: { path: '/v2/orders' }, kind: 'half-body' })
    const left = sandbox.quota().left
    await expect(get('/v2/time')).rejects.toThrow()
    expect(sandbox.quota().left).toBe(left)
    await expect(get('/v2/store')).rejects.toThrow()
    expect(sandbox.quota().left).toBe(left - 1)
    const half = await get('/v2/orders')
    expect(half.status).toBe(200)
    await expect(half.text()).rejects.toThrow()
  })

  it('cuts JSON in two, and rewrites it', async () => {
    sandbox.faults.add({ match: { path: '/v2/store' }, kind: 'cut-json' })
    sandbox.faults.add({ match: { path: '/v2/time' }, kind: 'rewrite', rewrite: () => ({ time: '12' }) })
    expect(() => JSON.parse('')).toThrow()
    await expect((await get('/v2/store')).json()).rejects.toThrow()
    expect(await (await get('/v2/time')).json()).toEqual({ time: '12' })
  })

  it('changes one row, in a list or alone: a text for a number, unknown fields and words, nothing where something must be', async () => {
    const products = '/v3/catalog/products'
    const row = async (path: string) => {
      const { data } = (await (await get(path)).json()) as { data: unknown }
      return Array.isArray(data) ? data[1] : data
    }
    const paths = [`${products}?limit=3`, `${products}/102`]
    const plain = await Promise.all(paths.map(row))
    const changes: readonly (readonly [Omit<RowChange, 'id'>, unknown])[] = [
      [{ set: { price: '12.50' } }, expect.objectContaining({ id: 102, price: '12.50', name: expect.any(String) })],
      [{ set: { loyalty_points: 5 } }, expect.objectContaining({ id: 102, loyalty_points: 5 })],
      [{ set: { type: 'subscription' } }, expect.objectContaining({ id: 102, type: 'subscription' })],
      [{ set: { name: null } }, expect.objectContaining({ id: 102, name: null })],
      [{ without: ['id'] }, expect.not.objectContaining({ id: 102 })],
      [{ instead: 'no product' }, 'no product'],
      [{ instead: null }, null],
    ]
    for (const [change, expected] of changes) {
      const fault = sandbox.faults.add({
        match: { path: `${products}**` },
        kind: 'rewrite',
        row: { id: 102, ...change },
      })
      for (const path of paths) expect(await row(path), JSON.stringify(change)).toEqual(expected)
      fault.remove()
    }
    sandbox.faults.add({ match: { path: `${products}**` }, kind: 'rewrite', row: { id: 103, instead: 7 } })
    sandbox.faults.add({
      match: { path: `${products}**` },
      kind: 'rewrite',
      rewrite: changeRow(104, ({ name }) => ({ name })),
    })
    expect(await Promise.all(paths.map(row))).toEqual(plain)
    expect(await row(`${products}/103`)).toBe(7)
    expect(Object.keys((await row(`${products}/104`)) as object)).toEqual(['name'])
    expect((await get(`${products}/999`)).status).toBe(404)
    const brand = sandbox.faults.add({
      match: { path: '/v3/catalog/trees/categories' },
      kind: 'rewrite',
      row: { id: 22, set: { name: 5 } },
    })
    expect(await row('/v3/catalog/trees/categories')).toMatchObject({ category_id: 22, name: 5 })
    expect(brand.hits).toBe(1)
  })

  it('shows products as they were before their latest change, however often they are read', async () => {
    sandbox.faults.add({ match: { path: '/v3/catalog/products/101' }, kind: 'stale-read' })
    const price = async (): Promise<number> =>
      JSON.parse(await (await get('/v3/catalog/products/101')).text()).data.price
    const before = await price()
    sandbox.merchant.editProduct(101, { price: before + 1 })
    expect([await price(), await price(), await price()]).toEqual([before, before, before])
    sandbox.merchant.editProduct(101, { price: before + 2 })
    expect([await price(), await price()]).toEqual([before + 1, before + 1])
  })

  it('never answers, until the client gives up', async () => {
    sandbox.faults.add({ match: { path: '/v2/time' }, kind: 'hang' })
    await expect(get('/v2/time', AbortSignal.timeout(50))).rejects.toThrow()
  })

  it('shifts pages under a reader: one by number misses a product, one by key does not', async () => {
    const ids = async (query: string): Promise<number[]> => {
      const answer = (await (await get(`/v3/catalog/products?${query}`)).json()) as { data: { id: number }[] }
      return answer.data.map(row => row.id)
    }
    sandbox.faults.add({ match: { path: '/v3/catalog/products' }, kind: 'shift', shift: 'both', times: 1 })
    const first = await ids('limit=10')
    const second = await ids('limit=10&page=2')
    expect(first).toEqual([101, 102, 103, 104, 105, 106, 107, 108, 109, 110])
    expect(second[0]).toBe(112)
    expect((await ids('limit=10&sort=id&id:greater=110'))[0]).toBe(111)
    expect((await get('/v3/catalog/products/101')).status).toBe(404)
    expect(await ids('id:greater=130')).toEqual([131])
  })
})

describe('control API', () => {
  const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.url}/_control/${path}`, {
      method,
      headers: { 'x-sandbox-control': sandbox.controlSecret, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  it('does from another process what the object does from this one', async () => {
    const rule = { match: { path: '/v2/time' }, kind: 'status', status: 503 }
    const { id } = (await (await control('POST', 'faults', rule)).json()) as { id: number }
    expect((await get('/v2/time')).status).toBe(503)
    expect(await (await control('GET', 'faults')).json()).toMatchObject([{ id, hits: 1 }])
    expect((await control('DELETE', `faults/${id}`)).status).toBe(200)
    expect((await get('/v2/time')).status).toBe(200)
    expect(await (await control('POST', 'rival', { take: 5 })).json()).toEqual({ taken: 5 })
    expect((await control('POST', 'rival', { take: 1e308 })).status).toBe(400)
    const row = { id: 102, set: { price: '1' }, without: ['name'] }
    await control('POST', 'faults', { match: { path: '/v3/catalog/products/102' }, kind: 'rewrite', row })
    const { data } = (await (await get('/v3/catalog/products/102')).json()) as { data: object }
    expect(data).toMatchObject({ id: 102, price: '1' })
    expect(data).not.toHaveProperty('name')
    const made = await control('POST', 'accounts', { name: 'Remote', scopes: ['store_v2_information'] })
    const account = (await made.json()) as { accessToken: string; clientId: string }
    token = account.accessToken
    expect((await get('/v2/time')).status).toBe(200)
    expect((await control('DELETE', `accounts/${account.clientId}`)).status).toBe(200)
    expect((await get('/v2/time')).status).toBe(401)
    expect((await control('GET', 'status')).status).toBe(200)
  })

  it('refuses what it does not understand', async () => {
    expect((await control('POST', 'faults', { kind: 'explode', match: { path: '/' } })).status).toBe(400)
    expect((await control('POST', 'faults', { kind: 'status', match: {} })).status).toBe(400)
    expect((await control('POST', 'faults', { kind: 'status', match: { path: { expression: '(' } } })).status).toBe(400)
    expect((await control('POST', 'faults', { kind: 'rewrite', match: { path: '/' } })).status).toBe(400)
    expect((await control('POST', 'faults', { kind: 'rewrite', match: { path: '/' }, row: { set: {} } })).status).toBe(
      400,
    )
    expect((await control('POST', 'accounts', { name: 'x', scopes: ['all'] })).status).toBe(400)
    expect((await control('POST', 'nothing', {})).status).toBe(404)
    expect((await control('DELETE', 'faults/%')).status).toBe(400)
  })

  it('leaves its secret out of the journal', async () => {
    const path = `${sandbox.apiAddress}/stores/${sandbox.storeHash}/v2/time`
    const accept = 'application/json'
    await fetch(path, { headers: { accept, 'x-auth-token': token, 'x-sandbox-control': sandbox.controlSecret } })
    const kept = JSON.stringify(sandbox.journal.exchanges)
    for (const secret of [token, sandbox.controlSecret]) {
      expect(kept).toContain(`***${secret.slice(-4)}`)
      expect(kept).not.toContain(secret)
    }
  })

  it('is closed to pages of other sites and to whoever lacks the secret', async () => {
    expect((await control('GET', 'status', undefined, { 'x-sandbox-control': 'guess' })).status).toBe(401)
    expect((await control('GET', 'status', undefined, { origin: 'https://evil.example' })).status).toBe(403)
  })
})

describe('the clock', () => {
  /** What the control API says of the clock, after this change of it. */
  async function clockAfter(one: Sandbox, body?: unknown): Promise<{ status: number; value: Record<string, unknown> }> {
    const answer = await fetch(`${one.url}/_control/clock`, {
      headers: { 'x-sandbox-control': one.controlSecret },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    return { status: answer.status, value: (await answer.json()) as Record<string, unknown> }
  }

  it('is moved on from elsewhere, and the quota with it', async () => {
    sandbox.rival.take(150)
    expect((await get('/v2/time')).status).toBe(429)
    expect(await clockAfter(sandbox, { advanceMs: 86_400_000 })).toEqual({
      status: 200,
      value: { now: '2026-03-02T09:00:00.000Z', speed: null },
    })
    expect(await (await get('/v2/time')).json()).toEqual({ time: Date.parse('2026-03-02T09:00:00Z') / 1_000 })
    // The last one leads behind the years that dates are written with.
    for (const wrong of [{ advanceMs: -1 }, { advanceMs: 'day' }, { speed: 2 }, { jump: 5 }, { advanceMs: 9e15 }]) {
      expect((await clockAfter(sandbox, wrong)).status).toBe(400)
    }
    expect((await clockAfter(sandbox)).value).toMatchObject({ now: '2026-03-02T09:00:00.000Z' })
  })

  it('stays as it is where it is told to go where no date is', async () => {
    const running = await createSandbox({ seed: 3, products: 3 })
    try {
      const before = (await clockAfter(sandbox)).value.now
      for (const wrong of [{ advanceMs: Number.MAX_SAFE_INTEGER }, { advanceMs: 300_000 * 365 * 86_400_000 }]) {
        expect((await clockAfter(sandbox, wrong)).status).toBe(400)
        expect((await clockAfter(running, { ...wrong, speed: 60 })).status).toBe(400)
        expect((await clockAfter(running, { advanceMs: 86_400_000, speed: 1e308 })).status).toBe(400)
      }
      expect((await clockAfter(sandbox)).value.now).toBe(before)
      const { status, value } = await clockAfter(running)
      expect([status, value.speed]).toEqual([200, 1])
      expect(Date.parse(String(value.now))).toBeLessThan(Date.now() + 3_600_000)
    } finally {
      await running.close()
    }
  })

  it('of a store that was given none runs, as fast as it is told', async () => {
    const running = await createSandbox({ seed: 3, products: 3 })
    try {
      expect((await clockAfter(running)).value).toMatchObject({ speed: 1 })
      for (const wrong of [{ speed: 0 }, { speed: 1e300 }, { speed: 7, advanceMs: 9e15 }]) {
        expect((await clockAfter(running, wrong)).status).toBe(400)
      }
      expect((await clockAfter(running)).value).toMatchObject({ speed: 1 })
      expect((await clockAfter(running, { speed: 3_600, advanceMs: 86_400_000 })).value).toMatchObject({ speed: 3_600 })
      expect(running.clock.now().getTime()).toBeGreaterThanOrEqual(Date.now() + 86_000_000)
    } finally {
      await running.close()
    }
  })
})
