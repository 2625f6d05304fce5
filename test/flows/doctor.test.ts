import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelSession, StoreReply } from '../../src/connector/connector.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import { type CheckRow, judge } from '../../src/domain/check.ts'
import { budgetedFetch } from '../../src/engine/budgeted-fetch.ts'
import { RateBudget } from '../../src/engine/rate-budget.ts'
import { openTransport, type Transport } from '../../src/engine/transport.ts'
import { type Clock, ManualClock, systemClock } from '../../src/runtime/clock.ts'
import {
  type AccountCredentials,
  allScopes,
  createSandbox,
  type Exchange,
  type Fault,
  type FaultRule,
  type Sandbox,
} from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, contractAbsence, contractPresent, describeViolations } from '../support/contract.ts'

let sandbox: Sandbox
let full: AccountCredentials
const exchanges: Exchange[] = []
const faults: Fault[] = []
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  sandbox = await createSandbox({ seed: 7, products: 5, quota: 'off' })
  sandbox.journal.onExchange(exchange => exchanges.push(exchange))
  full = sandbox.createAccount({ name: 'Everything', scopes: allScopes })
})

afterEach(async () => {
  for (const fault of faults.splice(0)) fault.remove()
  for (const close of closers.splice(0)) await close()
})

afterAll(() => sandbox.close())

/** Breaks the world, not our code. */
function plant(path: string | RegExp, rule: Omit<FaultRule, 'match'>): void {
  faults.push(sandbox.faults.add({ match: { path }, ...rule }))
}

interface Options {
  readonly storeHash?: string
  readonly apiAddress?: string
  readonly accessToken?: string
  readonly clientId?: string
  readonly timeoutCapMs?: number
  readonly clock?: Clock
  readonly signal?: AbortSignal
}

/** Opens the store as the hub does: through the form, the budget and the real way out. */
function open(account: AccountCredentials, options: Options = {}): ChannelSession {
  const clock = options.clock ?? systemClock
  const { settings, secrets } = bigcommerce.parseConnection({
    storeHash: options.storeHash ?? account.apiPath,
    clientId: options.clientId ?? account.clientId,
    accessToken: options.accessToken ?? account.accessToken,
    apiAddress: options.apiAddress ?? sandbox.apiAddress,
  })
  const transport = openTransport({ clock, timeoutCapMs: options.timeoutCapMs ?? 5_000 })
  closers.push(() => transport.close())
  const { readQuota } = bigcommerce
  const budget = new RateBudget({ clock, random: () => 0 })
  const fetch = budgetedFetch({ budget, transport, clock, random: () => 0, lane: 'person', readQuota })
  const signal = options.signal ?? new AbortController().signal
  return bigcommerce.open(settings, secrets, { fetch, clock, signal, userAgent: 'Cartwright/test' })
}

async function diagnose(account: AccountCredentials, options: Options = {}): Promise<CheckRow[]> {
  const rows: CheckRow[] = []
  for await (const row of open(account, options).check()) rows.push(row)
  return rows
}

function rowOf(rows: readonly CheckRow[], key: string): CheckRow {
  const row = rows.find(one => one.key === key)
  if (row === undefined) throw new Error(`no row ${key}`)
  return row
}

const keysWith = (rows: readonly CheckRow[], verdict: CheckRow['verdict']) =>
  rows.filter(row => row.verdict === verdict).map(row => row.key)

/** The areas that the doctor looks at. */
const readable = [
  ...['store_v2_content', 'store_v2_orders', 'store_v2_information', 'store_v2_products', 'store_inventory'],
  ...['store_locations', 'store_v2_transactions', 'store_channel_settings', 'store_v2_customers'],
]

const order = [
  ...['api_address', 'store_hash', 'access_token', 'client_id', 'clock', 'quota'],
  ...['store_status', 'plan', 'currency', 'multi_storefront'],
  ...['content', 'orders', 'information', 'shipping', 'products', 'inventory', 'locations', 'transactions'],
  ...['storefronts', 'customers'],
]

/** What every row owes the merchant, whatever was found. */
function expectPlainWords(rows: readonly CheckRow[]): void {
  expect(rows.map(row => row.key)).toEqual(order)
  for (const row of rows) {
    for (const text of [row.title, row.found, row.fix, row.unlocks]) {
      if (text === null) continue
      expect(text, row.key).not.toMatch(
        /(?<![\d,])(?:40[134]|429|5\d\d)(?![\d,])|\b(?:HTTP|JSON|ENOTFOUND|undefined|null|NaN|token_)\b/,
      )
      expect(text, row.key).not.toContain(full.accessToken)
    }
    expect(row.found, row.key).toMatch(/^[A-Z0-9“].*[.]$/)
    if (row.fix !== null) expect(row.fix, row.key).toMatch(/[.]$/)
    if (row.verdict === 'missing' || row.verdict === 'failed') expect(row.fix, row.key).not.toBeNull()
  }
}

describe('an account with every scope', () => {
  it('has every row, in order, from reads alone', async () => {
    const before = exchanges.length
    const rows = await diagnose(full)
    expectPlainWords(rows)
    expect(keysWith(rows, 'have')).toEqual(order.filter(key => key !== 'client_id'))
    expect(keysWith(rows, 'unproven')).toEqual(['client_id'])
    expect(judge(rows)).toBe('connected')
    const made = exchanges.slice(before)
    expect(made.length).toBeLessThanOrEqual(16)
    for (const { method, requestHeaders, requestBody } of made) {
      expect([method, requestBody]).toEqual(['GET', ''])
      expect(requestHeaders).toMatchObject({ accept: 'application/json', 'user-agent': 'Cartwright/test' })
    }
    expect(new Set(made.map(({ url }) => url)).size).toBe(made.length)
  })

  it('tells the store, its storefronts and its shipping without asking twice', async () => {
    const session = open(full)
    for await (const _ of session.check());
    const before = exchanges.length
    const profile = await session.profile()
    expect(exchanges.length).toBe(before)
    expect(profile.store).toMatchObject({ remoteId: sandbox.storeHash, name: sandbox.storeName, currency: 'USD' })
    expect(profile.storefronts?.filter(({ isDefault }) => isDefault)).toHaveLength(1)
    expect(profile.shippingZones?.some(({ methods }) => methods !== null && methods.length > 0)).toBe(true)
    expect(profile.shippingZones?.at(-1)?.appliesTo).toBe('Everywhere else')
  })

  it('answers a ping with one request', async () => {
    const before = exchanges.length
    expect(await open(full).ping?.()).toEqual({ status: 'ok' })
    expect(exchanges.length - before).toBe(1)
  })

  it('remarks on what only a write could prove', async () => {
    const rows = await diagnose(full)
    const unproven = rows.filter(row => row.scope?.write === 'unproven').map(row => row.key)
    expect(unproven).toEqual(['orders', 'products', 'inventory'])
    for (const key of unproven) expect(rowOf(rows, key).found).toContain('only shows when something is changed')
  })
})

describe('a scope that is missing', () => {
  it.each([
    ['store_v2_content', ['content'], 'Content is missing'],
    ['store_v2_orders', ['orders'], 'Orders is missing'],
    ['store_v2_information', ['information', 'shipping'], 'Information & Settings is missing'],
    ['store_v2_products', ['products'], 'Products is missing'],
    ['store_inventory', ['inventory'], 'Store Inventory is missing'],
    ['store_locations', ['locations'], 'Store Locations is missing'],
    ['store_v2_transactions', ['transactions'], 'Order Transactions is missing'],
    ['store_channel_settings', ['storefronts'], 'Channel Settings is missing'],
    ['store_v2_customers', ['customers'], 'Customers is missing'],
  ])('%s shows in its own row alone', async (scope, keys, words) => {
    const account = sandbox.createAccount({ name: scope, scopes: allScopes.filter(one => one !== scope) })
    const session = open(account)
    const rows: CheckRow[] = []
    for await (const row of session.check()) rows.push(row)
    expectPlainWords(rows)
    expect(keysWith(rows, 'missing')).toEqual(keys)
    for (const key of keys) {
      const row = rowOf(rows, key)
      expect(row.found).toContain(words)
      // It is read on pages that have no such button.
      expect(row.fix).toContain('Channel settings > API Connection')
      expect(row.fix).toContain('Replace credentials')
      expect(row.fix).toContain('delete the old API account')
      expect(row.fix).toContain(`${row.scope?.name} (${row.scope?.level})`)
      expect(row.unlocks).not.toBeNull()
    }
    expect(judge(rows)).toBe('connected')
    const profile = await session.profile()
    expect(profile.store === null).toBe(scope === 'store_v2_information')
    expect(profile.shippingZones === null).toBe(scope === 'store_v2_information')
    expect(profile.storefronts === null).toBe(scope === 'store_channel_settings')
    sandbox.deleteAccount(account.clientId)
  })

  it('of the store’s information leaves the clock to be told by the answers', async () => {
    const account = sandbox.createAccount({ name: 'No info', scopes: ['store_v2_orders'] })
    const rows = await diagnose(account)
    expect(rowOf(rows, 'clock').verdict).toBe('have')
    expect(rowOf(rows, 'plan').found).toContain('Information & Settings')
    expect(rowOf(rows, 'information').found).toContain("the store's name")
    expect(judge(rows)).toBe('connected')
  })
})

describe('the least that connects', () => {
  it.each([
    ['as BigCommerce’s panel ticks it', ['store_v2_content', 'store_v2_orders', 'store_v2_information']],
    ['read-only', ['store_v2_content_read_only', 'store_v2_orders_read_only', 'store_v2_information_read_only']],
  ])('is Content, Orders and Information & Settings, %s', async (name, scopes) => {
    const rows = await diagnose(sandbox.createAccount({ name, scopes }))
    expectPlainWords(rows)
    expect(judge(rows)).toBe('connected')
    expect(keysWith(rows, 'missing')).toEqual([
      'products',
      'inventory',
      'locations',
      'transactions',
      'storefronts',
      'customers',
    ])
    expect(rows.filter(row => row.scope?.minimum).map(row => row.verdict)).toEqual(['have', 'have', 'have', 'have'])
  })

  it('works read-only throughout', async () => {
    const scopes = readable.map(scope => `${scope}_read_only`)
    const rows = await diagnose(sandbox.createAccount({ name: 'Reader', scopes }))
    expect(keysWith(rows, 'missing')).toEqual([])
  })
})

describe('credentials that the store refuses', () => {
  async function expectRefused(account: AccountCredentials, options: Options, key: string): Promise<CheckRow> {
    const rows = await diagnose(account, options)
    expectPlainWords(rows)
    expect(judge(rows)).toBe('refused')
    expect(rows.filter(row => row.blocks !== null).map(row => row.key)).toEqual([key])
    expect(keysWith(rows, 'missing')).toEqual([])
    const row = rowOf(rows, key)
    for (const cause of ['Store Hash', 'deleted', 'Stencil-CLI']) expect(row.fix).toContain(cause)
    return row
  }

  it('a wrong token', async () => {
    const row = await expectRefused(full, { accessToken: 'n5d2bl5n7hkdmppqtgkepbt0e46xsis' }, 'access_token')
    expect(row.found).toBe('BigCommerce refuses this Access Token.')
    const pulse = await open(full, { accessToken: 'n5d2bl5n7hkdmppqtgkepbt0e46xsis' }).ping?.()
    expect(pulse).toMatchObject({ status: 'refused', sentence: expect.stringContaining('refuses this Access Token') })
  })

  it('a wrong hash', async () => {
    const row = await expectRefused(full, { storeHash: 'wr0ngHash' }, 'store_hash')
    expect(row.found).toContain('wr0ngHash')
  })

  it('a token of a Stencil-CLI account', async () => {
    const themes = sandbox.createAccount({ name: 'Themes', tokenType: 'stencil_cli', scopes: [] })
    await expectRefused(themes, {}, 'store_hash')
  })

  it('a deleted account', async () => {
    const gone = sandbox.createAccount({ name: 'Gone', scopes: allScopes })
    sandbox.deleteAccount(gone.clientId)
    await expectRefused(gone, {}, 'access_token')
  })

  it('an account that may read nothing', async () => {
    const rows = await diagnose(sandbox.createAccount({ name: 'Nothing', scopes: [] }))
    expectPlainWords(rows)
    expect(judge(rows)).toBe('refused')
    expect(rowOf(rows, 'access_token')).toMatchObject({ verdict: 'failed', blocks: 'refused' })
    expect(rowOf(rows, 'access_token').fix).toContain('Stencil-CLI')
  })

  it('an unknown store that is answered as not there', async () => {
    plant('**', { kind: 'status', status: 404 })
    const rows = await diagnose(full)
    expect(judge(rows)).toBe('refused')
    expect(rowOf(rows, 'store_hash').found).toContain('has no store under the hash')
  })
})

describe('a refusal that is none', () => {
  it.each([401, 403, 404])('%i for the hooks alone', async status => {
    plant('/v3/hooks', { kind: 'status', status })
    const rows = await diagnose(full)
    expectPlainWords(rows)
    expect(judge(rows)).toBe('connected')
    expect(keysWith(rows, 'missing')).toEqual([])
    expect(await open(full).ping?.()).toEqual({ status: 'ok' })
  })

  it.each([401, 403])('%i for the hooks, of an account that may not read the store’s information', async status => {
    plant('/v3/hooks', { kind: 'status', status })
    const scopes = allScopes.filter(scope => scope !== 'store_v2_information')
    const rows = await diagnose(sandbox.createAccount({ name: `Odd ${status}`, scopes }))
    expect(judge(rows)).toBe('connected')
    expect(keysWith(rows, 'missing')).toEqual(['information', 'shipping'])
  })

  it.each([
    [401, undefined],
    [403, undefined],
    [401, [{ status: 401, message: 'Unauthorized' }]],
    [403, [{ status: 403, message: 'You are not authorized' }]],
    [403, ''],
  ])('%i with body %j for one read is its missing scope', async (status, body) => {
    plant(/^\/v2\/orders/, { kind: 'status', status, ...(body === undefined ? {} : { body }) })
    const rows = await diagnose(full)
    expect(judge(rows)).toBe('connected')
    expect(keysWith(rows, 'missing')).toEqual(['orders'])
  })
})

const troubles: [string, Omit<FaultRule, 'match'>, string][] = [
  [
    'too many requests, with headers',
    { kind: 'status', status: 429, headers: { 'X-Rate-Limit-Time-Reset-Ms': '200', 'X-Retry-After': '0' } },
    'getting more requests',
  ],
  ['too many requests, without', { kind: 'status', status: 429, bare: true }, 'getting more requests'],
  ['a fault of the platform', { kind: 'status', status: 500 }, 'BigCommerce itself has a fault'],
  ['a page of its gateway', { kind: 'html' }, 'BigCommerce itself has a fault'],
  ['maintenance', { kind: 'status', status: 503 }, 'closed for the moment'],
  ['silence', { kind: 'hang' }, 'did not answer in time'],
  ['a web page', { kind: 'html', status: 200 }, 'a web page instead of data'],
  ['a web page that refuses', { kind: 'html', status: 403 }, 'a web page instead of data'],
  ['half an answer', { kind: 'half-body' }, 'broke off before the answer was complete'],
  ['half of the data', { kind: 'cut-json' }, 'ended in the middle'],
  ['a cut connection', { kind: 'reset' }, 'broke off before the answer was complete'],
  [
    'a way to somewhere else',
    { kind: 'status', status: 301, headers: { location: 'https://elsewhere.invalid/' } },
    'to another address',
  ],
  ['something unheard of', { kind: 'status', status: 418, body: { title: 'I am a teapot' } }, '(code 418)'],
  ['no data at all', { kind: 'status', status: 200, body: 'OK' }, 'something that is not data'],
]

describe('trouble with one read blocks nothing', () => {
  it.each(troubles)('%s', async (_, rule, words) => {
    plant(/^\/v3\/catalog\/products/, rule)
    const rows = await diagnose(full, { timeoutCapMs: 400 })
    expectPlainWords(rows)
    expect(judge(rows)).toBe('connected')
    expect(rowOf(rows, 'products')).toMatchObject({ verdict: 'unproven', found: expect.stringContaining(words) })
    expect(rowOf(rows, 'products').fix).not.toBeNull()
    expect(keysWith(rows, 'unproven')).toEqual(['client_id', 'products'])
    expect(keysWith(rows, 'missing')).toEqual([])
  })

  it('not even with the hooks', async () => {
    plant('/v3/hooks', { kind: 'hang' })
    const rows = await diagnose(full, { timeoutCapMs: 400 })
    expect(judge(rows)).toBe('connected')
    expect(keysWith(rows, 'unproven')).toEqual(['client_id'])
  })

  it('and shipping methods that can’t be read leave their zone without', async () => {
    plant(/^\/v2\/shipping\/zones\/2\/methods/, { kind: 'status', status: 500 })
    const session = open(full)
    const rows: CheckRow[] = []
    for await (const row of session.check()) rows.push(row)
    expect(rowOf(rows, 'shipping').found).toContain('the methods of 1 zone could not be read this time')
    const zones = (await session.profile()).shippingZones
    expect(zones?.map(({ methods }) => methods === null)).toEqual([false, true, false])
  })
})

describe('a store out of reach', () => {
  async function expectUnreachable(options: Options, words: string): Promise<void> {
    const rows = await diagnose(full, { timeoutCapMs: 400, ...options })
    expectPlainWords(rows)
    expect(judge(rows)).toBe('unreachable')
    expect(rows.filter(row => row.blocks !== null).map(row => row.key)).toEqual(['api_address'])
    expect(rowOf(rows, 'api_address').found).toContain(words)
    const pulse = await open(full, { timeoutCapMs: 400, ...options }).ping?.()
    expect(pulse).toMatchObject({ status: 'unreachable', sentence: expect.stringContaining(words) })
  }

  it.each(troubles)('through %s', async (_, rule, words) => {
    plant('**', rule)
    await expectUnreachable({}, words)
  })

  it('whose name nobody knows', () => expectUnreachable({ apiAddress: 'https://nothing.invalid' }, 'nothing.invalid'))

  it('where nothing listens', async () => {
    const other = await createSandbox({ seed: 8, products: 1 })
    await other.close()
    await expectUnreachable({ apiAddress: other.apiAddress }, 'Nothing answers')
  })

  it('without a certificate to trust', () =>
    expectUnreachable({ apiAddress: sandbox.apiAddress.replace('http:', 'https:') }, 'certificate'))

  it('is told from a refusal, which needs the hooks or two witnesses', async () => {
    plant('/v3/hooks', { kind: 'hang' })
    const rows = await diagnose(full, { timeoutCapMs: 400, storeHash: 'wr0ngHash' })
    expect(judge(rows)).toBe('unreachable')
    const refused = await diagnose(full, { timeoutCapMs: 400, accessToken: 'n5d2bl5n7hkdmppqtgkepbt0e46xsis' })
    expect(judge(refused)).toBe('refused')
  })
})

describe('the Client ID', () => {
  const withHooks = (clientId: string) =>
    plant('/v3/hooks', {
      kind: 'rewrite',
      rewrite: () => ({
        data: [{ id: 1, client_id: clientId, scope: 'store/order/*' }, { id: 2 }, null, 'odd'],
        meta: {},
      }),
    })

  it('is proven by the hooks', async () => {
    withHooks(full.clientId)
    expect(rowOf(await diagnose(full), 'client_id').verdict).toBe('have')
  })

  it('of another account is told, and connects', async () => {
    withHooks('someotherclientid')
    const rows = await diagnose(full)
    expect(rowOf(rows, 'client_id')).toMatchObject({ verdict: 'warning', blocks: null })
    expect(rowOf(rows, 'client_id').found).toContain('someotherclientid')
    expect(judge(rows)).toBe('connected')
  })
})

describe('the clock', () => {
  it.each([
    [600_000, '10 minutes ahead'],
    [-7_200_000, '2 hours behind'],
  ])('that is %i ms off is told', async (offMs, words) => {
    const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + offMs) }
    const row = rowOf(await diagnose(full, { clock }), 'clock')
    expect(row).toMatchObject({ verdict: 'warning', found: expect.stringContaining(words) })
  })
})

describe('an odd store', () => {
  const rewriteStore = (change: Record<string, unknown>) =>
    plant('/v2/store', { kind: 'rewrite', rewrite: body => ({ ...(body as object), ...change }) })

  it('that is not live, or on trial, is told', async () => {
    rewriteStore({ status: 'maintenance', plan_is_trial: true, plan_name: 'Plus' })
    const rows = await diagnose(full)
    expect(rowOf(rows, 'store_status')).toMatchObject({
      verdict: 'warning',
      found: expect.stringContaining('maintenance'),
    })
    expect(rowOf(rows, 'plan').found).toBe('Plus, on trial.')
  })

  it('may leave out, null or mistype anything', async () => {
    const odd = {
      logo: [],
      timezone: null,
      features: [],
      currency: null,
      name: 7,
      domain: { a: 1 },
      is_price_entered_with_tax: '1',
    }
    rewriteStore({ ...odd, status: undefined, default_channel_id: '1', control_panel_base_url: 'javascript:alert(1)' })
    plant(/^\/v3\/channels/, {
      kind: 'rewrite',
      rewrite: () => ({ data: [null, { id: '1' }, { id: 2, name: '<b>x\u0000</b>' }, 'x'] }),
    })
    plant('/v2/shipping/zones', {
      kind: 'rewrite',
      rewrite: () => [{ id: '1', locations: 'x' }, [], { name: 'no id' }],
    })
    const session = open(full)
    const rows: CheckRow[] = []
    for await (const row of session.check()) rows.push(row)
    expectPlainWords(rows)
    expect(judge(rows)).toBe('connected')
    const { store, storefronts, shippingZones } = await session.profile()
    expect(store).toMatchObject({
      name: '7',
      domain: '',
      currency: '',
      utcOffsetMinutes: 0,
      controlPanelUrl: null,
      pricesIncludeTax: true,
    })
    expect(storefronts?.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['Storefront 1', true],
      ['<b>x </b>', false],
    ])
    expect(shippingZones?.map(({ remoteId, appliesTo }) => [remoteId, appliesTo])).toEqual([
      ['1', 'Not told by the store'],
    ])
  })

  it('with hooks of no known form is no store', async () => {
    plant('**', { kind: 'rewrite', rewrite: () => ({ hello: 'world' }) })
    expect(judge(await diagnose(full))).toBe('unreachable')
  })

  it('with more storefronts than a page is read to the end, and no further', async () => {
    const page = (from: number, count: number) => ({
      kind: 'rewrite' as const,
      rewrite: () => ({
        data: Array.from({ length: count }, (_, i) => ({ id: from + i, name: `S${from + i}`, status: 'active' })),
      }),
    })
    plant(/^\/v3\/channels\?.*page=1$/, page(1, 50))
    plant(/^\/v3\/channels\?.*page=2$/, page(51, 50))
    plant(/^\/v3\/channels\?.*page=3$/, page(101, 7))
    const before = exchanges.length
    const profile = await open(full).profile()
    expect(profile.storefronts).toHaveLength(107)
    expect(exchanges.slice(before).filter(({ url }) => url.includes('/v3/channels'))).toHaveLength(3)
  })

  it('that gives the same page again and again is not asked for ever', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ id: i + 1, name: `Zone ${i + 1}`, type: 'global' }))
    plant(/^\/v2\/shipping\/zones(?:\?page=\d+)?$/, { kind: 'rewrite', rewrite: () => rows })
    const before = exchanges.length
    const profile = await open(full).profile()
    expect(profile.shippingZones).toHaveLength(50)
    const asked = exchanges.slice(before).map(({ url }) => url)
    expect(asked.filter(url => /zones(?:\?|$)/.test(url))).toHaveLength(2)
    expect(asked.filter(url => url.endsWith('/methods'))).toHaveLength(40)
  })
})

describe('a store that sends back what it was sent', () => {
  /** Every text of every answer holds the token, as it is and as JSON may write it too. */
  async function startEcho(status: number): Promise<string> {
    const server = createServer((request, response) => {
      const sent = String(request.headers['x-auth-token'])
      const echo = `${sent} \\u00${sent.charCodeAt(0).toString(16)}${sent.slice(1)}`
      const names = ['name', 'domain', 'currency', 'status', 'plan_name', 'type', 'platform', 'client_id', 'title']
      const row = `{"id":1,${names.map(name => `"${name}":"${echo}"`).join()},"timezone":{"name":"${echo}"}}`
      const isStore = String(request.url).endsWith('/v2/store')
      response.writeHead(status, { 'content-type': 'application/json', 'x-echo': sent })
      response.end(isStore ? row : `{"data":[${row}],"title":"${echo}","message":"${echo}"}`)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
    closers.push(() => new Promise(resolve => server.close(() => resolve())))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it.each([200, 400, 401, 403, 404, 418, 500])('with %i has it in no row and no profile', async status => {
    const session = open(full, { apiAddress: await startEcho(status) })
    const rows: CheckRow[] = []
    for await (const row of session.check()) rows.push(row)
    const said = JSON.stringify([rows, await session.profile(), await session.ping?.()])
    expect(said).not.toContain(full.accessToken)
    // Nor nearly all of it.
    expect(said).not.toContain(full.accessToken.slice(1))
    if (status === 200) expect(rowOf(rows, 'information').found).toContain('This is [hidden] [hidden]')
  })
})

describe('a store that keeps us waiting', () => {
  it('without a word is out of reach after two requests', async () => {
    let requests = 0
    const sockets = new Set<Socket>()
    const server = createTcpServer(socket => {
      sockets.add(socket)
      socket.on('data', () => {
        requests += 1
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
    closers.push(async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const apiAddress = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const rows = await diagnose(full, { apiAddress, timeoutCapMs: 200 })
    expectPlainWords(rows)
    expect(judge(rows)).toBe('unreachable')
    expect(rowOf(rows, 'api_address').found).toContain('did not answer in time')
    expect(requests).toBe(2)
  })

  const manners = ['answers', 'silent', 'slow', 'refuses', 'breaks late', 'fails late'] as const
  type Manner = (typeof manners)[number]
  const isPaged = (path: string) => /\/(?:channels|zones)(?:\?|$)/.test(path)

  /** Each read has its own manners; lists never end, and there are more zones than anybody can read in time. */
  function reply(manner: Manner, path: string, withQuota: boolean, clock: Clock): StoreReply {
    const headers: Record<string, string> = withQuota
      ? { 'x-rate-limit-requests-quota': '150', 'x-rate-limit-requests-left': '140' }
      : {}
    const answered = (status: number, body: unknown): StoreReply => ({
      kind: 'answer',
      status,
      headers,
      body: JSON.stringify(body),
      tookMs: 0,
    })
    if (manner === 'silent') return { kind: 'failed', failure: 'timeout', detail: '', tookMs: 0 }
    if (manner === 'breaks late') return { kind: 'failed', failure: 'reset', detail: '', tookMs: 0 }
    if (manner === 'fails late') return answered(500, {})
    if (manner === 'refuses') return answered(403, {})
    if (path.endsWith('/v2/store')) return answered(200, { id: 'x', name: 'Slow' })
    const newId = () => clock.now().getTime() * 100
    const rows = isPaged(path) ? Array.from({ length: 50 }, (_, i) => ({ id: newId() + i, name: 'x' })) : [{ id: 1 }]
    return answered(200, path.includes('/v2/') ? rows : { data: rows })
  }

  function openSlow(mannerOf: (path: string) => Manner, withQuota: boolean) {
    const clock = new ManualClock('2026-03-01T12:00:00Z')
    const transport: Transport = {
      async send(request, signal) {
        const path = new URL(request.url).pathname + new URL(request.url).search
        const manner = mannerOf(path)
        const takesMs = manner === 'answers' || manner === 'refuses' ? 0 : manner === 'silent' ? 10_000 : 9_900
        if (takesMs > request.timeoutMs) {
          await clock.sleep(request.timeoutMs, signal)
          return { kind: 'failed', failure: 'timeout', detail: '', tookMs: 0 }
        }
        await clock.sleep(takesMs, signal)
        return reply(manner, path, withQuota, clock)
      },
      close: async () => {},
    }
    const { settings, secrets } = bigcommerce.parseConnection({
      storeHash: sandbox.storeHash,
      clientId: full.clientId,
      accessToken: full.accessToken,
      apiAddress: sandbox.apiAddress,
    })
    const budget = new RateBudget({ clock, random: () => 0.5 })
    const { readQuota } = bigcommerce
    const paced = { budget, transport, clock, random: () => 0.5, readQuota }
    const fetch = budgetedFetch({ ...paced, lane: 'sweep', patience: 'person' })
    const session = bigcommerce.open(settings, secrets, { fetch, clock, signal: new AbortController().signal })
    return { clock, session }
  }

  /** Milliseconds of the given clock until the work is done. */
  async function timeOf(clock: ManualClock, work: Promise<unknown>): Promise<number> {
    const startedAt = clock.now().getTime()
    let done = false
    const end = () => {
      done = true
    }
    work.then(end, end)
    for (let steps = 0; !done && steps < 2_000; steps += 1) {
      for (let turns = 0; turns < 3; turns += 1) await new Promise(resolve => setImmediate(resolve))
      if (!done) await clock.advance(100)
    }
    await work
    return clock.now().getTime() - startedAt
  }

  async function drain(session: ChannelSession): Promise<void> {
    const keys: string[] = []
    for await (const { key } of session.check()) keys.push(key)
    expect(keys).toEqual(order)
    await session.profile()
  }

  it('in whatever way, is checked within 45 seconds', async () => {
    const manner = fc.constantFrom(...manners)
    const world = fc.record({
      hooks: manner,
      store: manner,
      others: fc.array(manner, { minLength: 1, maxLength: 7 }),
      withQuota: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(world, async ({ hooks, store, others, withQuota }) => {
        const mannerOf = (path: string): Manner => {
          if (path.endsWith('/v3/hooks')) return hooks
          if (path.endsWith('/v2/store')) return store
          return others[path.length % others.length] ?? 'silent'
        }
        const checked = openSlow(mannerOf, withQuota)
        expect(await timeOf(checked.clock, drain(checked.session))).toBeLessThanOrEqual(45_500)
        const pinged = openSlow(mannerOf, withQuota)
        expect(await timeOf(pinged.clock, pinged.session.ping?.() ?? Promise.resolve())).toBeLessThanOrEqual(45_500)
      }),
      {
        numRuns: 40,
        examples: [
          [{ hooks: 'answers', store: 'silent', others: ['silent'], withQuota: false }],
          [{ hooks: 'answers', store: 'answers', others: ['slow'], withQuota: true }],
          [{ hooks: 'refuses', store: 'breaks late', others: ['breaks late'], withQuota: false }],
        ],
      },
    )
  })
})

it('a check that is broken off rejects, and asks nothing more', async () => {
  const stop = new AbortController()
  plant('/v2/time', { kind: 'slow', delayMs: 300 })
  const rows = open(full, { signal: stop.signal }).check()[Symbol.asyncIterator]()
  await rows.next()
  stop.abort(new Error('stopping'))
  const before = exchanges.length
  await expect(
    (async () => {
      for (let i = 0; i < 30; i += 1) await rows.next()
    })(),
  ).rejects.toThrow('stopping')
  await new Promise(resolve => setTimeout(resolve, 350))
  expect(exchanges.length - before).toBeLessThanOrEqual(4)
})

it.runIf(contractPresent)('keeps the official contract in every exchange', () => {
  const unspoilt = exchanges.filter(({ fault }) => fault === '')
  expect(unspoilt.length).toBeGreaterThan(0)
  expect(describeViolations(checkExchanges(unspoilt))).toEqual([])
  // Where a fault spoilt the answer, the request has to be right all the same.
  expect(describeViolations(checkExchanges(exchanges).filter(({ side }) => side === 'request'))).toEqual([])
})
it.skipIf(contractPresent)(contractAbsence, () => {})
