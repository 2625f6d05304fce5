import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { nextCheckAt } from '../../src/engine/next-check.ts'
import { type AccountCredentials, allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { endOfImport } from '../support/catalog.ts'
import { checkExchanges, contractAbsence, contractPresent, describeViolations } from '../support/contract.ts'
import { type Browser, refusalOf, startTestHub, type TestHub } from '../support/hub.ts'

/** The least that the page about connecting asks for, read-only. */
const minimumScopes = ['store_v2_content_read_only', 'store_v2_orders_read_only', 'store_v2_information_read_only']

let hub: TestHub
let browser: Browser
let store: Sandbox
let otherStore: Sandbox

beforeAll(async () => {
  if (!contractPresent) console.log(contractAbsence)
  store = await createSandbox({ seed: 1, products: 20 })
  otherStore = await createSandbox({ seed: 2, products: 5 })
  hub = await startTestHub()
  browser = await hub.signedIn()
})
afterAll(async () => {
  await hub.close()
  const exchanges = [...store.journal.exchanges, ...otherStore.journal.exchanges]
  await store.close()
  await otherStore.close()
  expect(exchanges.length).toBeGreaterThan(50)
  expect(exchanges.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(describeViolations(checkExchanges(exchanges.filter(({ fault }) => fault === '')))).toEqual([])
})
afterEach(async () => {
  store.faults.clear()
  for (const { id } of (await browser.call('GET /api/channels')).channels) {
    await browser.call('DELETE /api/channels/:channelId', { params: { channelId: id } })
  }
})

const account = (of: Sandbox = store, scopes: readonly string[] = allScopes) =>
  of.createAccount({ name: 'Cartwright', scopes })
const formOf = ({ apiPath, clientId, accessToken, clientSecret }: AccountCredentials) => ({
  storeHash: apiPath,
  clientId,
  accessToken,
  clientSecret,
})
const addChannel = async (name = 'My shop') =>
  (await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })).id
const connect = (channelId: string, body: object) =>
  browser.call('PUT /api/channels/:channelId/connection', {
    params: { channelId },
    body: body as ReturnType<typeof formOf>,
  })
/** What was asked of the store with these credentials: other tests' channels are at work in the same hub. */
const requestsWith = ({ accessToken }: { accessToken: string }) =>
  store.journal.exchanges.filter(({ requestHeaders }) =>
    requestHeaders['x-auth-token']?.endsWith(accessToken.slice(-4)),
  ).length
const read = (channelId: string) => browser.call('GET /api/channels/:channelId', { params: { channelId } })

describe('connecting a store', () => {
  it('goes the way of the page: add a channel, paste the three values, save, connected', async () => {
    const channelId = await addChannel()
    expect(await read(channelId)).toMatchObject({
      state: 'not_connected',
      store: null,
      connection: null,
      lastCheck: null,
    })
    const credentials = account()
    const connected = await connect(channelId, formOf(credentials))
    expect(connected).toMatchObject({
      state: 'connected',
      store: { name: store.storeName },
      connection: {
        storeHash: store.storeHash,
        clientId: credentials.clientId,
        apiAddress: store.apiAddress,
        accessTokenEnd: credentials.accessToken.slice(-4),
        clientSecretSaved: true,
        nextTryAt: null,
      },
      profile: { store: { currency: 'USD', timeZone: expect.any(String) } },
      lastCheck: { verdict: 'connected' },
    })
    expect(connected.profile?.storefronts?.length).toBeGreaterThan(0)
    expect(connected.profile?.shippingZones?.[0]?.methods?.length).toBeGreaterThan(0)
    expect(await browser.call('GET /api/channels')).toMatchObject({ channels: [{ id: channelId, state: 'connected' }] })
  })

  it('connects with the least scopes, read-only, and says for every other what it would unlock', async () => {
    const channelId = await addChannel()
    const connected = await connect(channelId, formOf(account(store, minimumScopes)))
    expect(connected).toMatchObject({ state: 'connected', store: { name: store.storeName } })
    const rows = connected.lastCheck?.rows ?? []
    const missing = rows.filter(({ verdict }) => verdict === 'missing').map(({ key }) => key)
    expect(missing.sort()).toEqual(
      ['customers', 'inventory', 'locations', 'products', 'storefronts', 'transactions'].sort(),
    )
    for (const row of rows.filter(({ verdict }) => verdict === 'missing')) {
      expect(row.unlocks).toMatch(/\w+ \w+/)
      expect(row.fix).toContain('Create API account')
    }
    expect(connected.profile?.storefronts).toBeNull()
    expect(connected.profile?.shippingZones?.length).toBeGreaterThan(0)
  })

  it('stores nothing when the store refuses, and keeps the rows that say why', async () => {
    const channelId = await addChannel()
    const problem = await refusalOf(connect(channelId, { ...formOf(account()), accessToken: 'w'.repeat(31) }))
    expect(problem).toMatchObject({ status: 422, code: 'connection_refused', about: { checkId: expect.any(String) } })
    const checkId = problem.about?.checkId ?? ''
    const check = await browser.call('GET /api/channels/:channelId/checks/:checkId', { params: { channelId, checkId } })
    expect(check).toMatchObject({ verdict: 'refused' })
    expect(check.rows.some(({ blocks }) => blocks === 'refused')).toBe(true)
    expect(await read(channelId)).toMatchObject({
      state: 'not_connected',
      connection: null,
      lastCheck: null,
      store: null,
    })
    expect(await hub.db.kysely.selectFrom('channel_secret').selectAll().execute()).toEqual([])
  })

  it('leaves working credentials in force when new ones are refused', async () => {
    const channelId = await addChannel()
    const good = account()
    await connect(channelId, formOf(good))
    const before = await read(channelId)
    await refusalOf(connect(channelId, { ...formOf(good), accessToken: 'w'.repeat(31) }))
    const after = await read(channelId)
    expect(after).toEqual(before)
    const checked = await browser.call('POST /api/channels/:channelId/checks', { params: { channelId } })
    expect(checked.lastCheck?.verdict).toBe('connected')
  })

  it('keeps everything when credentials of the same store are replaced', async () => {
    const channelId = await addChannel()
    await connect(channelId, formOf(account(store, minimumScopes)))
    const second = account()
    const replaced = await connect(channelId, formOf(second))
    expect(replaced).toMatchObject({ id: channelId, state: 'connected', connection: { clientId: second.clientId } })
    expect(replaced.lastCheck?.rows.filter(({ verdict }) => verdict === 'missing')).toEqual([])
  })

  it('keeps the stored token where it was left empty, but never for another store, address or account', async () => {
    const channelId = await addChannel()
    const { accessToken, ...rest } = formOf(account())
    await connect(channelId, { ...rest, accessToken })
    const kept = await connect(channelId, rest)
    expect(kept.connection?.accessTokenEnd).toBe(accessToken.slice(-4))

    const elsewhere = await refusalOf(
      connect(channelId, { ...rest, storeHash: store.storeHash, apiAddress: otherStore.apiAddress }),
    )
    expect(elsewhere.code).toBe('store_differs')
    const otherAccount = await refusalOf(connect(channelId, { ...rest, clientId: account().clientId }))
    expect(otherAccount).toMatchObject({
      code: 'input_invalid',
      fields: { accessToken: expect.stringContaining('Access Token') },
    })
    expect(otherStore.journal.total).toBe(0)
  })

  it('refuses the same store twice with a link to the first, and another store in a channel that has one', async () => {
    const first = await addChannel('First')
    await connect(first, formOf(account()))
    const second = await addChannel('Second')
    expect(await refusalOf(connect(second, formOf(account())))).toMatchObject({
      code: 'store_already_connected',
      about: { channelId: first, channelName: 'First' },
    })
    expect(await refusalOf(connect(first, formOf(account(otherStore))))).toMatchObject({ code: 'store_differs' })
    expect(await connect(second, formOf(account(otherStore)))).toMatchObject({ state: 'connected' })
  })

  it('lets one of two channels win when both connect the same store at the same moment', async () => {
    const ids = [await addChannel('One'), await addChannel('Two')]
    const ends = await Promise.allSettled(ids.map(id => connect(id, formOf(account()))))
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(String(lost.reason)).toContain('store_already_connected')
  })

  it('never gives one channel two stores, whichever of two connects ends first', async () => {
    const channelId = await addChannel('Torn')
    store.faults.add({ match: { path: '/v3/hooks' }, kind: 'slow', delayMs: 500 })
    const ends = await Promise.allSettled([
      connect(channelId, formOf(account())),
      connect(channelId, formOf(account(otherStore))),
    ])
    const kept = await read(channelId)
    const won = ends.flatMap(end => (end.status === 'fulfilled' ? [end.value.connection?.storeHash] : []))
    expect(won).toEqual([kept.connection?.storeHash])
  })

  it('takes another store as long as nothing was ever read from the first', async () => {
    const channelId = await addChannel('Mistyped')
    const form = formOf(account())
    await connect(channelId, { ...form, storeHash: 'wr0ng', apiAddress: 'http://127.0.0.1:9', keepUnchecked: true })
    expect(await connect(channelId, form)).toMatchObject({
      state: 'connected',
      connection: { storeHash: store.storeHash },
    })
    expect(await refusalOf(connect(channelId, formOf(account(otherStore))))).toMatchObject({ code: 'store_differs' })
  })

  it('refuses a second check of a channel while one is under way, and is free again afterwards', async () => {
    const channelId = await addChannel()
    store.faults.add({ match: { path: '/v3/hooks' }, kind: 'slow', delayMs: 700 })
    const form = formOf(account())
    const running = connect(channelId, form)
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(await refusalOf(connect(channelId, form))).toMatchObject({ code: 'check_running' })
    await running
    expect((await connect(channelId, form)).state).toBe('connected')
  })
})

describe('a channel that is removed while its store is asked', () => {
  it('gets no credentials back', async () => {
    const channelId = await addChannel('Going')
    store.faults.add({ match: { path: '/v3/hooks' }, kind: 'slow', delayMs: 700 })
    const running = refusalOf(connect(channelId, formOf(account())))
    await until(
      async () =>
        (await hub.db.kysely.selectFrom('connection_check').select('id').where('finished_at', 'is', null).execute())
          .length > 0,
    )
    await browser.call('DELETE /api/channels/:channelId', { params: { channelId } })
    expect(await running).toMatchObject({ code: 'not_found' })
    expect(
      await hub.db.kysely.selectFrom('channel_secret').selectAll().where('channel_id', '=', channelId).execute(),
    ).toEqual([])
  })
})

describe('a store that is out of reach', () => {
  it('offers to keep the credentials, tries by itself, and recovers', async () => {
    const channelId = await addChannel()
    const form = formOf(account())
    store.faults.add({ match: { path: '**' }, kind: 'reset' })
    expect(await refusalOf(connect(channelId, form))).toMatchObject({ code: 'store_unreachable' })
    expect((await read(channelId)).connection).toBeNull()

    const kept = await connect(channelId, { ...form, keepUnchecked: true })
    expect(kept).toMatchObject({ state: 'needs_attention', store: null, connection: { lastWorkedAt: null } })
    expect(kept.attention).toContain('tries again by itself')
    expect(kept.connection?.nextTryAt).not.toBeNull()

    store.faults.clear()
    await makeDue(channelId)
    await until(async () => (await read(channelId)).state === 'connected')
    expect(await read(channelId)).toMatchObject({
      attention: null,
      store: { name: store.storeName },
      connection: { nextTryAt: null },
    })
  })

  it('is news only the second time, and a refused token at once', async () => {
    const channelId = await addChannel()
    const credentials = account()
    await connect(channelId, formOf(credentials))
    const recheck = () => browser.call('POST /api/channels/:channelId/checks', { params: { channelId } })
    store.faults.add({ match: { path: '**' }, kind: 'status', status: 503, bare: true })
    expect(await recheck()).toMatchObject({ state: 'connected', lastCheck: { verdict: 'unreachable' } })
    expect(await recheck()).toMatchObject({ state: 'needs_attention' })
    store.faults.clear()
    expect(await recheck()).toMatchObject({ state: 'connected', attention: null })
    store.deleteAccount(credentials.clientId)
    const refused = await recheck()
    expect(refused).toMatchObject({ state: 'needs_attention', lastCheck: { verdict: 'refused' } })
    expect(refused.attention).toContain('Replace the credentials')
    expect(refused.store).toMatchObject({ name: store.storeName })
  })

  it('is looked at with one request while all is well, and wholly once that finds something wrong', async () => {
    const channelId = await addChannel()
    const credentials = account()
    await connect(channelId, formOf(credentials))
    await endOfImport(browser, channelId)
    const { lastWorkedAt } = (await read(channelId)).connection ?? {}
    const requests = requestsWith(credentials)
    await makeDue(channelId)
    await until(async () => (await read(channelId)).connection?.lastWorkedAt !== lastWorkedAt)
    expect(requestsWith(credentials)).toBe(requests + 1)
    store.deleteAccount(credentials.clientId)
    await makeDue(channelId)
    await until(async () => (await read(channelId)).state === 'needs_attention')
    expect(await read(channelId)).toMatchObject({ lastCheck: { verdict: 'refused' } })
  })

  it('does not keep a person waiting while the hub asks it by itself', async () => {
    const channelId = await addChannel()
    const form = formOf(account())
    await connect(channelId, form)
    store.faults.add({ match: { path: '**' }, kind: 'hang', times: 2 })
    await makeDue(channelId)
    await until(() => store.faults.list.every(({ hits }) => hits > 0))
    const saved = await connect(channelId, form)
    expect(saved.state).toBe('connected')
  })

  it('is left alone while the channel is paused', async () => {
    const channelId = await addChannel()
    const credentials = account()
    await connect(channelId, formOf(credentials))
    await endOfImport(browser, channelId)
    await browser.call('PATCH /api/channels/:channelId', { params: { channelId }, body: { paused: true } })
    const requests = requestsWith(credentials)
    await makeDue(channelId)
    await new Promise(resolve => setTimeout(resolve, 6_000))
    expect(requests).toBeGreaterThan(0)
    expect(requestsWith(credentials)).toBe(requests)
    await browser.call('PATCH /api/channels/:channelId', { params: { channelId }, body: { paused: false } })
    await until(() => requestsWith(credentials) > requests)
  })
})

describe('secrets', () => {
  it('never come back to the browser, and lie sealed in the database', async () => {
    const channelId = await addChannel()
    const credentials = account()
    browser.answers.length = 0
    await connect(channelId, formOf(credentials))
    await browser.call('POST /api/channels/:channelId/checks', { params: { channelId } })
    await refusalOf(connect(channelId, { ...formOf(credentials), storeHash: 'zzzzzzz', apiAddress: store.apiAddress }))
    await read(channelId)
    await browser.call('GET /api/channels')
    const rows = await hub.db.kysely.selectFrom('channel_secret').selectAll().execute()
    expect(rows.map(({ field }) => field).sort()).toEqual(['accessToken', 'clientSecret'])
    for (const { sealed } of rows) expect(sealed).toMatch(/^v1:[0-9a-f]{8}:[\w-]{16}:[\w-]{20,}$/)
    const dump = JSON.stringify([
      rows,
      await hub.db.kysely.selectFrom('channel_connection').selectAll().execute(),
      await hub.db.kysely.selectFrom('connection_check').selectAll().execute(),
      await hub.db.kysely.selectFrom('event').selectAll().execute(),
      hub.exchanges,
    ])
    for (const secret of [credentials.accessToken, credentials.clientSecret]) {
      expect(browser.answers.join('\n')).not.toContain(secret)
      expect(dump).not.toContain(secret)
    }
  })

  it('that were sealed with another key are named, kept as they are, and can be entered again', async () => {
    const channelId = await addChannel('Sealed shop')
    const credentials = account()
    await connect(channelId, formOf(credentials))
    const sealed = () =>
      hub.db.kysely.selectFrom('channel_secret').select(['field', 'sealed']).orderBy('field').execute()
    const before = await sealed()
    hub = await hub.restart({ environment: { CARTWRIGHT_KEY: randomBytes(32).toString('base64') } })
    browser = await hub.signedIn()
    expect(hub.hub.notices.join()).toContain('Sealed shop')
    expect(await read(channelId)).toMatchObject({
      state: 'needs_attention',
      attention: expect.stringContaining('another key'),
    })
    expect(
      await refusalOf(browser.call('POST /api/channels/:channelId/checks', { params: { channelId } })),
    ).toMatchObject({
      code: 'secret_unreadable',
      about: { field: 'accessToken' },
    })
    expect(await sealed()).toEqual(before)
    expect(await connect(channelId, formOf(credentials))).toMatchObject({ state: 'connected' })
    expect(await sealed()).not.toEqual(before)
  })
})

/** The worker looks every five seconds for what is due. */
async function makeDue(channelId: string): Promise<void> {
  await hub.db.kysely
    .updateTable('channel_connection')
    .set({ next_check_at: nextCheckAt(new Date(0), 1) })
    .where('channel_id', '=', channelId)
    .execute()
}

/** Waits for something that the worker does by itself; a test that waits too long fails. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('It did not happen within 40 seconds')
}
