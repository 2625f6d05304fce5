import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HubEvent } from '../../src/api/contract/events.ts'
import type { Connector, PacedFetch, StoreReply, StoreRequest } from '../../src/connector/connector.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import type { WorkspaceDb } from '../../src/database/connect.ts'
import { livePartsOf, writeRefusal } from '../../src/database/live.ts'
import { insertMembership, insertUser } from '../../src/database/users.ts'
import { insertWorkspace } from '../../src/database/workspaces.ts'
import { Stores } from '../../src/engine/stores.ts'
import { openTransport } from '../../src/engine/transport.ts'
import { hashPassword } from '../../src/identity/password.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { newId } from '../../src/runtime/ids.ts'
import { type AccountCredentials, allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { commandsFor } from '../support/commands.ts'
import { checkExchanges, describeViolations, type RecordedExchange } from '../support/contract.ts'
import { Browser, owner, refusalOf, startTestHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
let browser: Browser
let store: Sandbox
let account: AccountCredentials
let channelId: string
let db: WorkspaceDb
const exchanges: RecordedExchange[] = []
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  store = await createSandbox({ seed: 7, products: 5, quota: 'off' })
  store.journal.onExchange(exchange => exchanges.push(exchange))
  hub = await startTestHub()
  browser = await hub.signedIn()
  account = store.createAccount({ name: 'Cartwright', scopes: allScopes })
  const workspace = await hub.db.kysely.selectFrom('workspace').select('id').executeTakeFirstOrThrow()
  db = hub.db.inWorkspace(workspace.id)
})
beforeEach(async () => {
  channelId = await addShop('Shop')
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  await browser.call('POST /api/resume-writing')
  for (const { id } of (await browser.call('GET /api/channels')).channels) {
    await browser.call('DELETE /api/channels/:channelId', { params: { channelId: id } })
  }
  exchanges.splice(0)
})
afterAll(async () => {
  await hub.close()
  await store.close()
})

/** A channel that is connected to the store. */
async function addShop(name: string): Promise<string> {
  const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })
  await browser.call('PUT /api/channels/:channelId/connection', {
    params: { channelId: id },
    body: {
      storeHash: account.storeHash,
      clientId: account.clientId,
      accessToken: account.accessToken,
      apiAddress: store.apiAddress,
    },
  })
  return id
}

const read = () => browser.call('GET /api/channels/:channelId/live', { params: { channelId } })
const put = (body: { on?: string[]; off?: string[] }) =>
  browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
const stop = () => browser.call('POST /api/channels/:channelId/stop-writing', { params: { channelId } })
const resume = () => browser.call('POST /api/channels/:channelId/resume-writing', { params: { channelId } })
const stateOf = async () => (await browser.call('GET /api/channels/:channelId', { params: { channelId } })).state

/** What reached the store and was no read. */
const writes = () => exchanges.filter(({ method }) => method !== 'GET')

/** Opens the store as the hub does, and gives out the fetch that its connector gets. */
function openFetch(asking = true): PacedFetch {
  const transport = openTransport({ clock: systemClock })
  closers.push(() => transport.close())
  const stores = new Stores({
    transport,
    clock: systemClock,
    random: () => 0,
    userAgent: 'Cartwright/test',
    signal: new AbortController().signal,
  })
  let taken: PacedFetch | null = null
  const connector: Connector = {
    ...(bigcommerce as Connector),
    open: (settings, secrets, tools) => {
      taken = tools.fetch
      return (bigcommerce as Connector).open(settings, secrets, tools)
    },
  }
  const { settings, secrets } = connector.parseConnection({
    storeHash: account.storeHash,
    clientId: account.clientId,
    accessToken: account.accessToken,
    apiAddress: store.apiAddress,
  })
  const of = channelId
  stores.open(connector, settings, secrets, {
    lane: 'content',
    ...(asking && { writing: part => writeRefusal(db, of, part) }),
  })
  if (taken === null) throw new Error('the connector was not opened')
  return taken
}

function request(method: StoreRequest['method'], path: string, rest: Partial<StoreRequest> = {}): StoreRequest {
  return {
    method,
    url: `${store.apiAddress}/stores/${account.storeHash}${path}`,
    headers: {
      accept: 'application/json',
      'x-auth-token': account.accessToken,
      ...(rest.body !== undefined && { 'content-type': 'application/json' }),
    },
    timeoutMs: 5_000,
    maxBytes: 1_000_000,
    ...rest,
  }
}

async function firstProduct(): Promise<number> {
  const reply = await openFetch()(request('GET', '/v3/catalog/products?limit=1'))
  return (bodyOf(reply) as { data: { id: number }[] }).data[0]?.id ?? 0
}

function bodyOf(reply: StoreReply): unknown {
  if (reply.kind !== 'answer') throw new Error(`no answer: ${reply.failure}`)
  expect(reply.status).toBe(200)
  return JSON.parse(reply.body)
}

/** One write of each verb, of the two parts. */
function everyVerb(product: number): StoreRequest[] {
  const name = JSON.stringify({ name: 'Written' })
  const price = JSON.stringify({ price: 1 })
  return (['data', 'prices'] as const).flatMap(part => [
    request('POST', '/v3/catalog/products', { writes: [part], body: name }),
    request('PUT', `/v3/catalog/products/${product}`, { writes: [part], body: price }),
    request('PATCH', `/v3/catalog/products/${product}`, { writes: [part], body: price }),
    request('DELETE', `/v3/catalog/products/${product}`, { writes: [part] }),
  ])
}

describe('the way to the store', () => {
  const situations: readonly [string, string, () => Promise<unknown>][] = [
    ['that never went live', 'channel_not_live', async () => {}],
    [
      'that is not live any more',
      'channel_not_live',
      async () => {
        await put({ on: ['data', 'prices'] })
        await put({ off: ['data', 'prices'] })
      },
    ],
    [
      'that was stopped',
      'writing_stopped',
      async () => {
        await put({ on: ['data', 'prices'] })
        await stop()
      },
    ],
    [
      'while all writing is stopped',
      'writing_stopped',
      async () => {
        await put({ on: ['data', 'prices'] })
        await browser.call('POST /api/stop-writing')
      },
    ],
    [
      'that was removed',
      'channel_not_live',
      async () => {
        await put({ on: ['data', 'prices'] })
        await browser.call('DELETE /api/channels/:channelId', { params: { channelId } })
      },
    ],
  ]

  it.each(situations)('takes nothing to a channel %s', async (_, code, begin) => {
    const product = await firstProduct()
    await begin()
    const fetch = openFetch()
    for (const each of everyVerb(product)) await expect(fetch(each), each.method).rejects.toMatchObject({ code })
    expect(writes()).toEqual([])
    // Reading goes on.
    expect(bodyOf(await fetch(request('GET', `/v3/catalog/products/${product}`)))).toMatchObject({ data: {} })
  })

  it('takes nothing of another part than those that are live', async () => {
    const product = await firstProduct()
    await put({ on: ['prices'] })
    const fetch = openFetch()
    const refused = everyVerb(product).filter(each => each.writes?.includes('prices') !== true)
    for (const each of refused) await expect(fetch(each)).rejects.toMatchObject({ code: 'channel_not_live' })
    const images = request('PUT', `/v3/catalog/products/${product}`, { writes: ['images'], body: '{"price":1}' })
    await expect(fetch(images)).rejects.toMatchObject({ code: 'channel_not_live' })
    expect(writes()).toEqual([])
    expect([...(await livePartsOf(db, channelId))]).toEqual(['prices'])
  })

  it('takes nothing that does not say what it changes, or that nobody asks about', async () => {
    const product = await firstProduct()
    await put({ on: ['data', 'prices'] })
    const unnamed = request('PUT', `/v3/catalog/products/${product}`, { body: '{"price":1}' })
    await expect(openFetch()(unnamed)).rejects.toMatchObject({ code: 'channel_not_live' })
    for (const each of everyVerb(product)) {
      await expect(openFetch(false)(each)).rejects.toMatchObject({ code: 'channel_not_live' })
    }
    expect(writes()).toEqual([])
  })

  it('takes what is live, and again once writing is resumed', async () => {
    const product = await firstProduct()
    await put({ on: ['data'] })
    const fetch = openFetch()
    const rename = (name: string) =>
      fetch(request('PUT', `/v3/catalog/products/${product}`, { writes: ['data'], body: JSON.stringify({ name }) }))
    expect(bodyOf(await rename('Written once'))).toMatchObject({ data: { name: 'Written once' } })
    await stop()
    await browser.call('POST /api/stop-writing')
    await resume()
    await expect(rename('Written too soon')).rejects.toMatchObject({ code: 'writing_stopped' })
    await browser.call('POST /api/resume-writing')
    expect(bodyOf(await rename('Written twice'))).toMatchObject({ data: { name: 'Written twice' } })
    expect(writes()).toHaveLength(2)
    expect(describeViolations(checkExchanges(exchanges))).toEqual([])
  })

  it('says why, and what to do', async () => {
    const product = await firstProduct()
    const change = () =>
      openFetch()(request('PUT', `/v3/catalog/products/${product}`, { writes: ['prices'], body: '{"price":1}' }))
    await expect(change()).rejects.toMatchObject({
      message: '“Shop” is not live for prices. Nothing was sent to the store.',
      hint: 'Switch it on under Channel settings, Going live.',
    })
    await stop()
    await expect(change()).rejects.toMatchObject({
      message: 'All writing to “Shop” is stopped. Nothing was sent to the store.',
      hint: 'What waits is kept. Resume writing to go on.',
    })
    await browser.call('POST /api/stop-writing')
    await expect(change()).rejects.toMatchObject({
      message: 'All writing to stores is stopped. Nothing was sent to the store.',
    })
  })

  it('is closed before the next request, also for those that wait for their turn', async () => {
    const product = await firstProduct()
    await put({ on: ['data'] })
    const fetch = openFetch()
    const many = Array.from({ length: 60 }, (_, at) =>
      fetch(
        request('PUT', `/v3/catalog/products/${product}`, {
          writes: ['data'],
          body: JSON.stringify({ name: `Written ${at}` }),
          concurrency: { group: 'one by one', most: 1 },
        }),
      ).then(
        () => 'written',
        (error: { code?: string }) => error.code,
      ),
    )
    while (writes().length < 3) await new Promise(resolve => setTimeout(resolve, 1))
    await stop()
    const before = writes().length
    const ends = await Promise.all(many)
    // One may have been under way when the hub said that it stopped.
    expect(writes().length).toBeLessThanOrEqual(before + 1)
    expect(ends.filter(end => end === 'written')).toHaveLength(writes().length)
    expect(new Set(ends)).toEqual(new Set(['written', 'writing_stopped']))
  })
})

describe('going live', () => {
  it('tells every part, since when it is on and who did it', async () => {
    const off = { on: false, since: null, by: null }
    expect(await read()).toEqual({
      channelId,
      channelName: 'Shop',
      connected: true,
      parts: [
        { part: 'data', ...off },
        { part: 'prices', ...off },
        { part: 'images', ...off },
      ],
      stopped: null,
      allStopped: null,
    })
    expect(await stateOf()).toBe('connected')
    const before = Date.now()
    const { parts } = await put({ on: ['prices'] })
    expect(parts).toEqual([
      { part: 'data', ...off },
      { part: 'prices', on: true, since: expect.any(String), by: owner.name },
      { part: 'images', ...off },
    ])
    expect(Date.parse(parts[1]?.since ?? '')).toBeGreaterThanOrEqual(before - 1)
    expect(await stateOf()).toBe('live')
    const { channels, allStopped } = await browser.call('GET /api/live')
    expect({ channels, allStopped }).toEqual({ channels: [await read()], allStopped: null })
  })

  it('changes nothing where it is so already, and keeps who did it first', async () => {
    await put({ on: ['data'], off: ['prices'] })
    const first = await read()
    expect(await commandsFor(hub)(['live', 'Shop', '--on', 'data', '--off', 'prices'])).toMatchObject({ code: 0 })
    expect(await put({ on: ['data', 'data'], off: [] })).toEqual(first)
    expect(await events()).toEqual(['channel.switched_on {"parts":["data"]}'])
    await put({ on: ['prices'], off: ['data'] })
    expect(await events()).toEqual([
      'channel.switched_on {"parts":["data"]}',
      'channel.switched_off {"parts":["data"]}',
      'channel.switched_on {"parts":["prices"]}',
    ])
  })

  it('is refused in words where the parts cannot be switched', async () => {
    expect(await refusalOf(put({ on: ['orders'] }))).toMatchObject({
      code: 'input_invalid',
      title: 'There is no part “orders”. What can go live: data, prices, images.',
      fields: { on: 'There is no part “orders”. What can go live: data, prices, images.' },
    })
    expect(await refusalOf(put({ off: ['stock'] }))).toMatchObject({
      code: 'input_invalid',
      fields: { off: 'There is no part “stock”. What can go live: data, prices, images.' },
    })
    expect(await refusalOf(put({ on: ['data'], off: ['data'] }))).toMatchObject({ code: 'input_invalid' })
    for (const body of [
      {},
      { data: true },
      { on: [], off: [] },
      { on: 'data' },
      { on: [7] },
      { on: [null] },
      { on: {} },
      { on: ['x'.repeat(41)] },
      [],
      'on',
    ]) {
      const answer = await browser.send('PATCH', `/api/channels/${channelId}/live`, body)
      expect([body, answer.status]).toEqual([body, 400])
    }
    expect((await read()).parts.map(({ on }) => on)).toEqual([false, false, false])
  })

  it('needs a store, but none to be switched off', async () => {
    const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Empty' } })
    const params = { channelId: id }
    expect(
      await refusalOf(browser.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['data'] } })),
    ).toMatchObject({ code: 'channel_not_connected' })
    await browser.call('PATCH /api/channels/:channelId/live', { params, body: { off: ['data'] } })
  })

  it('is nobody’s who is not signed in, and of no channel that is not there', async () => {
    const paths = ['live', 'stop-writing', 'resume-writing'].map(name => `/api/channels/chn_none/${name}`)
    for (const [method, path] of [
      ['GET', paths[0]],
      ['PATCH', paths[0]],
      ['POST', paths[1]],
      ['POST', paths[2]],
    ] as const) {
      const body = method === 'PATCH' ? { on: ['data'] } : undefined
      expect((await browser.send(method, path ?? '', body)).status).toBe(404)
      expect((await new Browser(hub.url).send(method, path ?? '', body)).status).toBe(401)
    }
    expect((await new Browser(hub.url).send('POST', '/api/stop-writing')).status).toBe(401)
  })
})

describe('stop all writing', () => {
  it('tells who stopped, keeps the parts, and is taken back', async () => {
    await put({ on: ['data'] })
    const by = { at: expect.any(String), by: owner.name }
    expect(await stop()).toMatchObject({
      stopped: by,
      allStopped: null,
      parts: [{ on: true }, { on: false }, { on: false }],
    })
    expect(await stateOf()).toBe('stopped')
    expect((await browser.call('POST /api/stop-writing')).allStopped).toEqual(by)
    const twice = await stop()
    expect(twice).toEqual(await stop())
    expect(await resume()).toMatchObject({ stopped: null, allStopped: by })
    expect(await stateOf()).toBe('stopped')
    expect((await browser.call('POST /api/resume-writing')).allStopped).toBeNull()
    await resume()
    expect(await stateOf()).toBe('live')
    expect(await events()).toEqual([
      'channel.switched_on {"parts":["data"]}',
      'channel.writing_stopped {}',
      'channel.writing_resumed {}',
    ])
  })

  it('of all leaves a channel stopped that was stopped by itself, and holds one that goes live later', async () => {
    await stop()
    await browser.call('POST /api/stop-writing')
    const other = await addStopped()
    expect(other).toMatchObject({ stopped: null, allStopped: { by: owner.name } })
    await browser.call('POST /api/resume-writing')
    expect(await read()).toMatchObject({ stopped: { by: owner.name }, allStopped: null })
  })

  it('is told to pages that are open', async () => {
    const heard = listen(2)
    await put({ on: ['data'] })
    await put({ on: ['data'] })
    await browser.call('POST /api/stop-writing')
    expect(await heard).toEqual([{ type: 'channel_changed', channelId }, { type: 'writing_changed' }])
  })

  it('in one workspace stops nothing of another', async () => {
    await put({ on: ['data'] })
    const grace = { name: 'Grace Owner', email: 'grace@example.com', password: 'another horse battery' }
    await hub.db.transaction(async tx => {
      const [workspace, userId, at] = [newId('wsp', randomBytes), newId('usr', randomBytes), new Date()]
      await insertWorkspace(tx, { id: workspace, name: 'Hers', createdAt: at })
      await insertUser(tx, { ...grace, id: userId, passwordHash: await hashPassword(grace.password), createdAt: at })
      await insertMembership(tx, workspace, userId, 'owner')
    })
    const hers = new Browser(hub.url)
    await hers.call('POST /api/session', { body: { email: grace.email, password: grace.password } })
    expect(await hers.call('POST /api/stop-writing')).toMatchObject({ channels: [], allStopped: { by: grace.name } })
    expect((await hers.send('POST', `/api/channels/${channelId}/stop-writing`)).status).toBe(404)
    expect(await read()).toMatchObject({ stopped: null, allStopped: null })
    expect(await writeRefusal(db, channelId, 'data')).toBeNull()
  })
})

describe('the commands', () => {
  it('show what is live, switch it, and stop', async () => {
    const cartwright = commandsFor(hub)
    const shown = await cartwright(['live'])
    expect(shown.code).toBe(0)
    expect(shown.out).toMatch(/Shop\n +data +off\n +prices +off/)
    const on = await cartwright(['live', 'shop', '--on', 'data,prices'])
    expect(on.out).toMatch(/Shop\n +data +on +since \d{4}-\d\d-\d\d \d\d:\d\d, by the command line\n +prices +on/)
    expect(await cartwright(['live', 'Shop', '--off', 'data', '--json'])).toMatchObject({
      code: 0,
      out: JSON.stringify(await read()),
    })
    const stopped = await cartwright(['stop', 'Shop'])
    expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining('All writing to “Shop” is stopped') })
    expect((await cartwright(['live', 'Shop'])).out).toMatch(
      /All writing to “Shop” is stopped since .+, by the command line\.$/,
    )
    expect((await cartwright(['stop'])).out).toMatch(/All writing to stores is stopped since/)
    expect(await cartwright(['stop', '--all', '--json'])).toMatchObject({
      out: JSON.stringify(await browser.call('GET /api/live')),
    })
    const still = await cartwright(['stop', 'Shop', '--resume'])
    expect(still.out).toMatch(/All writing to stores is stopped/)
    expect((await cartwright(['stop', '--all', '--resume'])).out).toBe('Writing goes on.')
    expect(await read()).toMatchObject({
      stopped: null,
      allStopped: null,
      parts: [{ on: false }, { on: true }, { on: false }],
    })
    const all = await cartwright(['live', '--json'])
    expect(JSON.parse(all.out)).toEqual(await browser.call('GET /api/live'))
  })

  it('say what is wrong with a command line', async () => {
    const cartwright = commandsFor(hub)
    expect(await cartwright(['live', 'Shop', '--on', 'orders'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no part “orders”.'),
    })
    expect(await cartwright(['live', 'Shop', '--on', 'data', '--off', 'data'])).toMatchObject({ code: 1 })
    expect(await cartwright(['live', '--on', ','])).toMatchObject({ code: 2, err: expect.stringContaining('--on') })
    expect(await cartwright(['live', 'None'])).toMatchObject({ code: 1, err: expect.stringContaining('no channel') })
    expect(await cartwright(['stop', 'Shop', '--all'])).toMatchObject({ code: 2 })
    expect(await cartwright(['stop', '--resume'])).toMatchObject({ code: 2 })
    expect(await cartwright(['stop', 'None'])).toMatchObject({ code: 1 })
    expect(await read()).toMatchObject({
      stopped: null,
      allStopped: null,
      parts: [{ on: false }, { on: false }, { on: false }],
    })
  })
})

async function addStopped() {
  const other = await createSandbox({ seed: 8, products: 1 })
  closers.push(() => other.close())
  const { storeHash, clientId, accessToken } = other.createAccount({ name: 'Cartwright', scopes: allScopes })
  const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Another' } })
  const params = { channelId: id }
  await browser.call('PUT /api/channels/:channelId/connection', {
    params,
    body: { storeHash, clientId, accessToken, apiAddress: other.apiAddress },
  })
  const state = await browser.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['data'] } })
  expect(await writeRefusal(db, id, 'data')).toMatchObject({ reason: 'all_stopped' })
  return state
}

/** What was recorded of the channel's writing, in order. */
async function events(): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('event')
    .where('channel_id', '=', channelId)
    .where('verb', '~', 'switched|writing')
    .orderBy('at')
    .orderBy('verb')
    .select(['verb', 'about'])
    .execute()
  return rows.map(({ verb, about }) => `${verb} ${JSON.stringify(about)}`)
}

/** The next events of writing that a page hears. */
async function listen(most: number): Promise<HubEvent[]> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const stream = await fetch(new URL('/api/events', hub.url), { headers: { cookie } })
  let text = ''
  for await (const chunk of stream.body ?? []) {
    text += Buffer.from(chunk).toString('utf8')
    const heard = [...text.matchAll(/^data: (.*)$/gm)]
      .map(([, data = '']) => JSON.parse(data) as HubEvent)
      .filter(({ type }) => type === 'channel_changed' || type === 'writing_changed')
    if (heard.length >= most) return heard
  }
  return []
}
