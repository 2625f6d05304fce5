import { createHash, createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountCredentials, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SandboxError, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, checkWebhook, describeViolations } from '../support/contract.ts'
import { type HookReceiver, openHookReceiver, type Received } from '../support/hook-receiver.ts'

const scope = 'store/information/updated'
const destination = 'https://hub.example/in?from=store'
const exceptions = { scope: 'store/hook/deliveryException', destination: 'https://watch.example/trouble' }
/** Documented: the waits between attempts. */
const waits = [60, 180, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 50_400, 86_400]

let clock: SteppedClock
let sandbox: Sandbox
let hub: HookReceiver
let watch: HookReceiver
let owner: AccountCredentials

async function open(folder?: string): Promise<Sandbox> {
  clock = new SteppedClock('2026-03-01T09:00:00Z')
  const hookHosts = { 'hub.example': hub.address, 'watch.example': watch.address }
  const kept = folder === undefined ? {} : { folder }
  const opened = await createSandbox({ seed: 7, products: 3, quota: 'off', clock, hookHosts, ...kept })
  owner = opened.createAccount({ name: 'Hub', scopes: allScopes })
  return opened
}

beforeEach(async () => {
  hub = await openHookReceiver()
  watch = await openHookReceiver()
  sandbox = await open()
})

afterEach(async () => {
  const violations = checkExchanges(sandbox.journal.exchanges).filter(({ side }) => side !== 'request')
  expect(describeViolations(violations)).toEqual([])
  await sandbox.close()
  await Promise.all([hub.close(), watch.close()])
})

// What a test reads out of an answer is up to that test.
// biome-ignore lint/suspicious/noExplicitAny: bodies are of many forms
type Body = any

async function call(path: string, method = 'GET', body?: unknown, token = owner.accessToken) {
  const answer = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/hooks${path}`, {
    method,
    headers: { 'x-auth-token': token, accept: 'application/json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Body }
}

async function subscribe(fields: object = {}): Promise<number> {
  const made = await call('', 'POST', { scope, destination, ...fields })
  expect(made.status).toBe(200)
  return made.body.data.id
}

let happened = 0

/** Something happens in the store, and everything that can be said of it at once is said. */
async function happen(times = 1): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    happened += 1
    sandbox.merchant.renameStore(`Store ${happened}`)
  }
  await sandbox.deliveries.settled()
}

async function pass(seconds: number): Promise<void> {
  clock.advance(seconds * 1_000)
  await sandbox.deliveries.settled()
}

/** Computes the signature of Standard Webhooks from what arrived, and compares. */
function expectSigned(received: Received | undefined, clientSecret: string): void {
  const { headers, body } = received ?? { headers: {} as Received['headers'], body: '' }
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const signature = createHmac('sha256', Buffer.from(clientSecret, 'utf8')).update(signed).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${signature}`)
}

const codesTold = () => watch.received.map(({ body }) => JSON.parse(body).data.error_code)

describe('a delivery', () => {
  it('brings the documented payload with the headers that were asked for, signed with the client secret', async () => {
    await subscribe({ headers: { 'X-Shared': 'between us' } })
    await happen()
    expect(hub.received).toHaveLength(1)
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = hub.received
    expect(path).toBe('/in?from=store')
    expect(headers).toMatchObject({ host: 'hub.example', 'content-type': 'application/json', 'x-shared': 'between us' })
    expect(describeViolations(checkWebhook(body, scope))).toEqual([])
    const { hash, ...payload } = JSON.parse(body)
    const profile = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}/v2/store`, {
      headers: { 'x-auth-token': owner.accessToken, accept: 'application/json' },
    })
    expect(payload).toEqual({
      producer: `stores/${sandbox.storeHash}`,
      created_at: Date.parse('2026-03-01T09:00:00Z') / 1_000,
      store_id: String(((await profile.json()) as Body).store_id),
      scope,
      data: { type: 'store' },
    })
    expect(hash).toBe(createHash('sha1').update(JSON.stringify(payload)).digest('hex'))
    expectSigned(hub.received[0], owner.clientSecret)
    expect(headers['webhook-timestamp']).toBe(String(payload.created_at))
    expect(sandbox.deliveries.list).toMatchObject([{ message: 1, attempt: 1, status: 200, failure: '', nextAt: null }])
  })

  it('goes to every active webhook that hears of the event, and to no other', async () => {
    const hears = await Promise.all([subscribe(), subscribe({ scope: 'store/information/*' })])
    await subscribe({ scope: 'store/info/*' })
    await subscribe({ scope: 'store/information/created' })
    await subscribe({ is_active: false, destination: 'https://hub.example/asleep' })
    await happen()
    expect(sandbox.deliveries.list.map(({ hookId }) => hookId).sort()).toEqual(hears.sort())
    await call(`/${hears[0]}`, 'DELETE')
    await happen()
    expect(hub.received).toHaveLength(3)
    sandbox.deleteAccount(owner.clientId)
    await happen()
    expect(hub.received).toHaveLength(3)
  })

  it('never leaves this machine, whatever its path looks like', async () => {
    await subscribe({ destination: 'https://hub.example//elsewhere.example/in' })
    await happen()
    expect(hub.received).toMatchObject([{ path: '//elsewhere.example/in' }])
  })

  it('never leaves for a host that nothing stands for, and says so', async () => {
    await subscribe({ destination: 'https://elsewhere.example/in' })
    await happen()
    expect(sandbox.deliveries.list).toMatchObject([{ status: 0, headers: {}, nextAt: '2026-03-01T09:01:00.000Z' }])
    expect(sandbox.deliveries.list[0]?.failure).toContain('elsewhere.example')
  })

  it('is made one after the other for each host, in the order of the events, the same from the same seed', async () => {
    const runs: string[] = []
    for (let run = 0; run < 2; run += 1) {
      sandbox.faults.add({ kind: 'hook-doubled', share: 0.3 })
      sandbox.faults.add({ kind: 'hook-shuffled', delayMs: 20_000, share: 0.5 })
      await subscribe()
      await happen(20)
      for (let second = 0; second < 20; second += 1) await pass(1)
      expect(new Set(sandbox.deliveries.list.map(({ message }) => message)).size).toBe(20)
      runs.push(hub.received.map(({ headers }) => headers['webhook-id']).join(' '))
      hub.received.length = 0
      await sandbox.close()
      sandbox = await open()
    }
    expect(runs[0]).toBe(runs[1])
    await subscribe()
    await happen(20)
    expect(sandbox.deliveries.list.map(({ message }) => message)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  })
})

describe('the ids of messages', () => {
  it('come from the seed, whatever became of the messages before', async () => {
    const ids: unknown[] = []
    for (const status of [200, 500]) {
      await subscribe()
      await subscribe(exceptions)
      hub.status = status
      for (let turn = 0; turn < 3; turn += 1) await happen()
      ids.push(hub.received.map(({ headers }) => headers['webhook-id']))
      expect(sandbox.deliveries.list.filter(one => one.scope === scope).map(({ message }) => message)).toEqual([
        1, 2, 3,
      ])
      hub.received.length = 0
      await sandbox.close()
      sandbox = await open()
    }
    expect(new Set(ids[0] as string[]).size).toBe(3)
    expect(ids[1]).toEqual(ids[0])
    expect(watch.received).toHaveLength(1)
  })
})

describe('a listener that throws', () => {
  it('breaks neither the change, nor the delivery, nor the answer, and its error comes out as a warning', async () => {
    const warnings: string[] = []
    const keep = (warning: Error) => warnings.push(warning.message)
    process.on('warning', keep)
    const broken = (what: string) => () => {
      throw new Error(`broken by ${what}`)
    }
    await subscribe({ scope: 'store/*' })
    sandbox.events.listen(broken('events'))
    sandbox.journal.onExchange(broken('journal'))
    sandbox.deliveries.onDelivery(broken('deliveries'))
    const told: string[] = []
    sandbox.events.listen(event => told.push(event.scope))
    hub.status = 500
    const variantId = sandbox.merchant.addProduct({ name: 'Oak chair' }).variantIds[0] ?? 0
    sandbox.shopper.place({ items: [{ variantId, quantity: 1 }] })
    expect(told).toContain('store/order/statusUpdated')
    await sandbox.deliveries.settled()
    hub.status = 200
    await pass(60)
    expect(sandbox.deliveries.list.at(-1)).toMatchObject({ attempt: 2, status: 200 })
    expect((await call('')).status).toBe(200)
    process.off('warning', keep)
    expect(new Set(warnings)).toEqual(new Set(['broken by events', 'broken by deliveries', 'broken by journal']))
  })
})

describe('a delivery that fails', () => {
  it.each([
    ['an error', 500, 'answered 500'],
    ['a redirection', 302, 'answered 302'],
  ])('by %s is tried again', async (_what, status, failure) => {
    await subscribe()
    hub.status = status
    await happen()
    hub.status = 200
    await pass(59)
    expect(hub.received).toHaveLength(1)
    await pass(1)
    const [first, second] = hub.received
    expect(hub.received).toHaveLength(2)
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(Number(second?.headers['webhook-timestamp'])).toBe(Number(first?.headers['webhook-timestamp']) + 60)
    expect(sandbox.deliveries.list).toMatchObject([
      { attempt: 1, status, failure },
      { attempt: 2, status: 200, failure: '' },
    ])
    await pass(86_400)
    expect(hub.received).toHaveLength(2)
  })

  it('by silence is given up after ten seconds, and the next message goes its way', async () => {
    await subscribe()
    hub.status = null
    const arrived = hub.arrival()
    sandbox.merchant.renameStore('Slow')
    await arrived
    hub.status = 200
    clock.advance(9_999)
    expect(sandbox.deliveries.list).toEqual([])
    clock.advance(1)
    await sandbox.deliveries.settled()
    expect(sandbox.deliveries.list).toMatchObject([{ status: 0, failure: 'no answer within 10 seconds' }])
    await happen()
    expect(sandbox.deliveries.list[1]).toMatchObject({ message: 2, status: 200 })
  })

  it('waits as long as documented each time, then deactivates the webhook and tells the other destination', async () => {
    const id = await subscribe()
    await subscribe(exceptions)
    hub.status = 503
    await happen()
    for (const [turn, seconds] of waits.entries()) {
      await pass(seconds - 1)
      expect(hub.received).toHaveLength(turn + 1)
      await pass(1)
      expect(hub.received).toHaveLength(turn + 2)
    }
    expect((await call(`/${id}`)).body.data).toMatchObject({ is_active: false })
    expect((await call('/admin?is_active=false')).body.data.hooks_list).toMatchObject([{ id, status: 'deactivated' }])
    // Those after 60, 240 and 540 seconds are within ten minutes of the first.
    expect(codesTold()).toEqual([...Array(waits.length - 3).fill(90_001), 90_002])
    for (const { body } of watch.received) expect(describeViolations(checkWebhook(body, exceptions.scope))).toEqual([])
    expect(JSON.parse(watch.received.at(-1)?.body ?? '').data).toMatchObject({ type: 'webhook', id })
    await pass(86_400)
    expect(hub.received).toHaveLength(12)
    hub.status = 200
    expect((await call(`/${id}`, 'PUT', { is_active: true })).body.data).toMatchObject({ is_active: true })
    expect((await call('/admin?is_active=true')).body.data.hooks_list).toMatchObject([{ status: 'active' }, {}])
    await happen()
    expect(hub.received).toHaveLength(13)
  })

  it('often enough blocks the domain for this client for three minutes', async () => {
    await subscribe()
    await subscribe(exceptions)
    const other = sandbox.createAccount({ name: 'Other', scopes: [] })
    await happen(89)
    hub.status = 500
    await happen(10)
    expect((await call('/admin')).body.data.blocked_domains).toEqual([])
    hub.status = 200
    await happen(1)
    expect((await call('/admin')).body.data.blocked_domains).toEqual([])
    hub.status = 500
    await happen(2)
    expect((await call('/admin')).body.data.blocked_domains).toEqual([
      {
        destination: 'https://hub.example',
        time_left: 180,
        reasons: [{ failure_description: 'answered 500', count: 11, timestamp: clock.now().getTime() / 1_000 }],
      },
    ])
    expect(hub.received).toHaveLength(101)
    const told = sandbox.deliveries.list.filter(delivery => delivery.scope === scope)
    expect(told.at(-1)).toMatchObject({ status: 0, failure: 'the domain is blocked' })
    expect(codesTold()).toEqual([90_001, 90_003])
    expect((await call('/admin', 'GET', undefined, other.accessToken)).body.data.blocked_domains).toEqual([])
    await call('', 'POST', { scope, destination }, other.accessToken)
    hub.status = 200
    await happen()
    expect(hub.received).toHaveLength(102)
    await pass(180)
    expect((await call('/admin')).body.data.blocked_domains).toEqual([])
  })

  it('waits with 10,000 others at most: of more the oldest is given up', async () => {
    await subscribe({ destination: 'https://elsewhere.example/in' })
    await happen(10_000)
    expect(sandbox.deliveries.list.at(-1)).toMatchObject({ message: 10_000, attempt: 1 })
    await happen()
    expect(sandbox.deliveries.list.slice(-2)).toMatchObject([
      { message: 10_001, attempt: 1, nextAt: '2026-03-01T09:01:00.000Z' },
      { message: 1, attempt: 2, status: 0, failure: 'given up: too many messages wait', nextAt: null },
    ])
    sandbox.deliveries.clear()
    await pass(60)
    expect(sandbox.deliveries.list.some(({ message }) => message === 1)).toBe(false)
    expect(sandbox.deliveries.list.at(-1)).toMatchObject({ message: 10_001, attempt: 2 })
  })

  it('of the exceptions themselves tells nobody', async () => {
    await subscribe()
    await subscribe(exceptions)
    hub.status = 500
    watch.status = 500
    await happen()
    expect(watch.received).toHaveLength(1)
  })

  it('is told to nobody, itself included, where it hears of exceptions by a star', async () => {
    await subscribe({ scope: 'store/*' })
    hub.status = 500
    await happen()
    const messages = () => new Set(sandbox.deliveries.list.map(({ message }) => message))
    const first = messages()
    for (const seconds of waits) await pass(seconds)
    expect(messages()).toEqual(first)
  })
})

describe('webhooks', () => {
  it('that hear nothing for 90 days are deactivated', async () => {
    const [idle, told] = await Promise.all([subscribe({ scope: 'store/order/*' }), subscribe()])
    await pass(45 * 86_400)
    await happen()
    await pass(45 * 86_400 - 1)
    expect((await call('?is_active=true')).body.data).toHaveLength(2)
    await pass(1)
    expect((await call('?is_active=true')).body.data).toMatchObject([{ id: told }])
    expect((await call('/admin')).body.data.hooks_list).toMatchObject([
      { id: idle, status: 'deactivated' },
      { id: told, status: 'active' },
    ])
  })

  it('have an address for mail, and a list with the state of each', async () => {
    const id = await subscribe({ is_active: false })
    expect((await call('/admin')).body).toMatchObject({
      data: { emails: [], hooks_list: [{ id, status: 'inactive', destination }], blocked_domains: [] },
      meta: { pagination: { total: 1, count: 1 } },
    })
    expect(await call('/admin', 'PUT', { emails: ['ops@hub.example'] })).toEqual({ status: 204, body: null })
    expect((await call('/admin')).body.data.emails).toEqual(['ops@hub.example'])
    expect(await call('/admin', 'PUT', { emails: ['nobody'] })).toMatchObject({ status: 422 })
    expect(await call('/admin', 'PUT', {})).toMatchObject({
      status: 422,
      body: { errors: { emails: expect.anything() } },
    })
    expect((await call('/admin')).body.data.emails).toEqual(['ops@hub.example'])
  })

  it('are refused where they break a rule, and nothing is made or changed', async () => {
    const id = await subscribe()
    await subscribe(exceptions)
    const other = await subscribe({ destination: 'https://hub.example/other' })
    const before = (await call('')).body.data
    const refusals: [object, number][] = [
      [{ scope, destination }, 409],
      [{ ...exceptions, destination: 'https://watch.example/second' }, 409],
      [{ scope: exceptions.scope, destination }, 409],
      [{ scope: 'store/hook/*', destination: 'https://watch.example/second' }, 409],
      [{ scope: 'store/*', destination: 'https://watch.example/second' }, 409],
      [{ scope, destination: exceptions.destination }, 422],
      [{ scope: 'order/created', destination }, 422],
      [{ scope, destination: 'https://hub.example:8443/in' }, 422],
      [{ scope, destination: 'http://hub.example/in' }, 422],
      [{ scope, destination: 'https://hub.example/new', headers: { host: 'x' } }, 422],
      [{ scope, destination: 'https://hub.example/new', headers: { Trailer: 'x' } }, 422],
      [{ scope, destination: 'https://hub.example/new', headers: { 'a b': 'x' } }, 422],
      [{ scope, destination: 'https://hub.example/new', headers: { a: 'x\r\ny' } }, 422],
      [{ scope, destination: 'https://hub.example/new', is_active: 'yes' }, 422],
    ]
    for (const [body, status] of refusals)
      expect((await call('', 'POST', body)).status, JSON.stringify(body)).toBe(status)
    expect((await call(`/${other}`, 'PUT', { destination })).status).toBe(409)
    expect((await call(`/${id}`, 'PUT', {})).status).toBe(422)
    expect((await call(`/${id}`, 'PUT', { destination: exceptions.destination })).status).toBe(422)
    expect((await call('/99', 'PUT', { is_active: false })).status).toBe(404)
    expect((await call('')).body.data).toEqual(before)
  })

  it('that hear of exceptions by a star are for a destination of their own too', async () => {
    await subscribe()
    expect((await call('', 'POST', { scope: 'store/*', destination })).status).toBe(422)
    await subscribe({ scope: 'store/*', destination: exceptions.destination })
    expect((await call('', 'POST', { scope, destination: exceptions.destination })).status).toBe(422)
  })

  it('number at most ten of one scope', async () => {
    for (let at = 0; at < 10; at += 1) await subscribe({ destination: `https://hub.example/${at}` })
    expect((await call('', 'POST', { scope, destination: 'https://hub.example/10' })).status).toBe(422)
    await subscribe({ scope: 'store/information/*' })
  })

  it('are delivered to this machine only', async () => {
    const bad = [
      { 'hub.example': 'http://192.0.2.1:5000' },
      { 'hub.example': 'https://127.0.0.1:5000' },
      { 'hub.example': 'http://127.0.0.1:5000/path' },
      { 'hub.example': 'http://127.0.0.1.example:5000' },
      { 'https://hub.example': 'http://127.0.0.1:5000' },
      { 'hub.example:444': 'http://127.0.0.1:5000' },
    ]
    for (const hookHosts of bad) await expect(createSandbox({ products: 0, hookHosts })).rejects.toThrow(SandboxError)
  })
})

describe('faults', () => {
  const arrived = () => hub.received.map(({ headers }) => headers['webhook-id'])

  it('swallow, double and delay what webhooks are told', async () => {
    await subscribe()
    sandbox.faults.add({ kind: 'hook-lost', times: 1 })
    await happen(2)
    expect(sandbox.deliveries.list.map(({ message, attempt }) => [message, attempt])).toEqual([
      [1, 0],
      [2, 1],
    ])
    sandbox.faults.add({ kind: 'hook-doubled', scope: 'store/information/*', times: 1 })
    sandbox.faults.add({ kind: 'hook-lost', scope: 'store/order/*' })
    await happen()
    expect(hub.received).toHaveLength(3)
    expect(arrived()[1]).toBe(arrived()[2])
    sandbox.faults.add({ kind: 'hook-late', delayMs: 5_000, times: 1 })
    await happen(2)
    expect(sandbox.deliveries.list.at(-1)?.message).toBe(5)
    await pass(5)
    expect(sandbox.deliveries.list.at(-1)?.message).toBe(4)
  })

  it('and deliveries are at hand for another process', async () => {
    const control = async (path: string, method = 'GET', body?: unknown) => {
      const answer = await fetch(`${sandbox.url}/_control/${path}`, {
        method,
        headers: { 'x-sandbox-control': sandbox.controlSecret },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.status, body: (await answer.json()) as Body }
    }
    await subscribe()
    const added = await control('faults', 'POST', { kind: 'hook-lost', scope: 'store/information/*', times: 1 })
    expect(added.status).toBe(201)
    expect((await control('faults', 'POST', { kind: 'hook-lost', match: {} })).status).toBe(400)
    await control('merchant', 'POST', { do: 'renameStore', name: 'Another' })
    expect((await control('faults')).body).toEqual([
      { id: 1, hits: 1, kind: 'hook-lost', scope: 'store/information/*' },
    ])
    expect((await control('deliveries')).body).toMatchObject([{ attempt: 0, scope }])
    await control('deliveries', 'DELETE')
    expect((await control('deliveries')).body).toEqual([])
    await control('faults/1', 'DELETE')
    expect(sandbox.faults.list).toEqual([])
    expect((await control('scopes', 'POST', { clientId: owner.clientId, scopes: [] })).status).toBe(200)
    expect(sandbox.accounts[0]?.scopes).toEqual([])
    expect((await control('scopes', 'POST', { clientId: 'nobody', scopes: [] })).status).toBe(404)
    expect((await control('scopes', 'POST', { clientId: owner.clientId, scopes: ['all'] })).status).toBe(400)
  })

  it('answer from a copy that lags behind', async () => {
    sandbox.faults.add({ kind: 'stale-read', match: { path: '/v3/hooks**' } })
    const id = await subscribe()
    expect((await call(`/${id}`)).body.data.is_active).toBe(true)
    await call(`/${id}`, 'PUT', { is_active: false })
    expect((await call(`/${id}`)).body.data.is_active).toBe(true)
    await call(`/${id}`, 'DELETE')
    expect((await call(`/${id}`)).body.data.is_active).toBe(false)
    sandbox.faults.clear()
    expect((await call(`/${id}`)).status).toBe(404)
  })

  it('take scopes away, and the token, in mid-run', async () => {
    const read = async () => {
      const products = `${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/catalog/products`
      const headers = { 'x-auth-token': owner.accessToken, accept: 'application/json' }
      return (await fetch(products, { headers })).status
    }
    expect(await read()).toBe(200)
    expect(sandbox.narrowAccount(owner.clientId, ['store_v2_orders'])).toBe(true)
    expect(await read()).toBe(403)
    expect(sandbox.narrowAccount('nobody', [])).toBe(false)
    expect(() => sandbox.narrowAccount(owner.clientId, ['all'])).toThrow(SandboxError)
    sandbox.deleteAccount(owner.clientId)
    expect(await read()).toBe(401)
  })
})

it('a folder keeps nothing about the webhooks of an account that is deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-hooks-'))
  await sandbox.close()
  sandbox = await open(folder)
  await subscribe()
  await call('/admin', 'PUT', { emails: ['ops@hub.example'] })
  const state = () => readFileSync(join(folder, 'sandbox-state.json'), 'utf8')
  expect(state()).toContain('ops@hub.example')
  sandbox.deleteAccount(owner.clientId)
  expect(state()).not.toContain('hub.example')
  expect(state()).not.toContain(owner.clientId)
  rmSync(folder, { recursive: true })
})

it('a folder keeps webhooks and what became of them, and secrets to sign with, but no token', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-hooks-'))
  try {
    await sandbox.close()
    sandbox = await open(folder)
    const first = owner
    const id = await subscribe()
    await call('/admin', 'PUT', { emails: ['ops@hub.example'] })
    hub.status = 500
    await happen()
    for (const seconds of waits) await pass(seconds)
    const info = (await call('/admin')).body
    await sandbox.close()
    expect(readFileSync(join(folder, 'sandbox-state.json'), 'utf8')).not.toContain(first.accessToken)
    sandbox = await open(folder)
    owner = first
    expect((await call('/admin')).body).toEqual(info)
    expect(info.data).toMatchObject({ emails: ['ops@hub.example'], hooks_list: [{ status: 'deactivated' }] })
    hub.status = 200
    await call(`/${id}`, 'PUT', { is_active: true })
    await happen()
    expect(hub.received).toHaveLength(waits.length + 2)
    expectSigned(hub.received.at(-1), first.clientSecret)
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true })
  }
})

it('a sandbox that is closed delivers nothing more', async () => {
  await subscribe()
  hub.status = null
  const arrived = hub.arrival()
  sandbox.merchant.renameStore('Closing')
  await arrived
  await sandbox.close()
  clock.advance(86_400_000)
  await sandbox.deliveries.settled()
  expect(sandbox.deliveries.list).toEqual([])
  expect(clock.nextMs).toBeNull()
})
