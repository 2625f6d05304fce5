import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertMembership, insertUser } from '../../src/database/users.ts'
import { insertWorkspace } from '../../src/database/workspaces.ts'
import { hashPassword } from '../../src/identity/password.ts'
import { newId } from '../../src/runtime/ids.ts'
import { allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { Browser, owner, refusalOf, startTestHub, type TestHub } from '../support/hub.ts'

/** Two businesses on one hub, with the same channel names, stores, products and SKUs: nothing of one shows in the other. */
describe('two workspaces with the same names', () => {
  let hub: TestHub
  let store: Sandbox
  const people = [
    owner,
    { name: 'Grace Owner', email: 'grace@example.com', password: 'another horse battery' },
  ] as const
  const browsers: Browser[] = []
  const channelIds: string[] = []

  beforeAll(async () => {
    // The same generator and seed: the same products and SKUs for both.
    store = await createSandbox({ seed: 7, products: 10 })
    hub = await startTestHub()
    browsers.push(await hub.signedIn())
    await hub.db.transaction(async tx => {
      const [, grace] = people
      const workspace = newId('wsp', randomBytes)
      const userId = newId('usr', randomBytes)
      const at = new Date()
      await insertWorkspace(tx, { id: workspace, name: 'My business', createdAt: at })
      await insertUser(tx, { ...grace, id: userId, passwordHash: await hashPassword(grace.password), createdAt: at })
      await insertMembership(tx, workspace, userId, 'owner')
    })
    const second = new Browser(hub.url)
    await second.call('POST /api/session', { body: people[1] })
    browsers.push(second)
    for (const browser of browsers) {
      const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'My shop' } })
      const { apiPath, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
      await browser.call('PUT /api/channels/:channelId/connection', {
        params: { channelId: id },
        body: { storeHash: apiPath, clientId, accessToken },
      })
      channelIds.push(id)
    }
  })
  afterAll(async () => {
    await hub.close()
    await store.close()
  })

  it('may both connect the same store under the same name', () => {
    expect(new Set(channelIds).size).toBe(2)
  })

  it('show each its own channels, and no trace of the other’s ids in any answer', async () => {
    for (const [index, browser] of browsers.entries()) {
      const [mine = '', theirs = ''] = index === 0 ? channelIds : [...channelIds].reverse()
      browser.answers.length = 0
      const { channels } = await browser.call('GET /api/channels')
      expect(channels.map(({ id }) => id)).toEqual([mine])
      await browser.call('GET /api/channels/:channelId', { params: { channelId: mine } })
      await browser.call('POST /api/channels/:channelId/checks', { params: { channelId: mine } })
      expect(browser.answers.join('\n')).not.toContain(theirs)
    }
  })

  it('answer as if the other’s channel did not exist, for every address that takes one', async () => {
    const [browser] = browsers
    const [mine = '', theirs = ''] = channelIds
    if (browser === undefined) throw new Error('no browser')
    const params = { channelId: theirs }
    const checkId = await newestCheckOf(theirs)
    const calls = [
      () => browser.call('GET /api/channels/:channelId', { params }),
      () => browser.call('PATCH /api/channels/:channelId', { params, body: { name: 'Stolen' } }),
      () => browser.call('DELETE /api/channels/:channelId', { params }),
      () =>
        browser.call('PUT /api/channels/:channelId/connection', {
          params,
          body: { storeHash: 'abc12', clientId: 'x', accessToken: 'y' },
        }),
      () => browser.call('POST /api/channels/:channelId/checks', { params }),
      () => browser.call('GET /api/channels/:channelId/checks/:checkId', { params: { ...params, checkId } }),
      () => browser.call('GET /api/channels/:channelId/checks/:checkId', { params: { channelId: mine, checkId } }),
    ]
    for (const call of calls) expect(await refusalOf(call())).toMatchObject({ status: 404, code: 'not_found' })
    const { channels } = (await browsers[1]?.call('GET /api/channels')) ?? { channels: [] }
    expect(channels).toMatchObject([{ id: theirs, name: 'My shop', state: 'connected' }])
  })

  it('cannot be entered by naming them', async () => {
    const workspaces = await hub.db.kysely.selectFrom('workspace').select('id').orderBy('created_at').execute()
    const [browser] = browsers
    const response = await browser?.send('GET', '/api/channels', undefined, {
      'cartwright-workspace': workspaces[1]?.id ?? '',
    })
    expect(response?.status).toBe(404)
  })

  it('push each its own events', async () => {
    const [first, second] = browsers
    if (first === undefined || second === undefined) throw new Error('no browser')
    const cookie = [...first.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const stream = await fetch(new URL('/api/events', hub.url), { headers: { cookie } })
    await second.call('PATCH /api/channels/:channelId', {
      params: { channelId: channelIds[1] ?? '' },
      body: { name: 'Renamed by the second' },
    })
    await first.call('PATCH /api/channels/:channelId', {
      params: { channelId: channelIds[0] ?? '' },
      body: { name: 'Renamed by the first' },
    })
    let heard = ''
    for await (const chunk of stream.body ?? []) {
      heard += Buffer.from(chunk).toString('utf8')
      if (heard.includes(channelIds[0] ?? '')) break
    }
    expect(heard).toContain('channel_changed')
    expect(heard).not.toContain(channelIds[1] ?? '')
  })

  it('have every row of theirs bound to one of them', async () => {
    const tables = [
      'channel',
      'channel_connection',
      'channel_secret',
      'channel_profile',
      'connection_check',
      'event',
    ] as const
    for (const table of tables) {
      const rows = await hub.db.kysely.selectFrom(table).select('workspace_id').execute()
      expect([table, new Set(rows.map(row => row.workspace_id)).size]).toEqual([table, 2])
    }
  })

  async function newestCheckOf(channelId: string): Promise<string> {
    const row = await hub.db.kysely
      .selectFrom('connection_check')
      .select('id')
      .where('channel_id', '=', channelId)
      .orderBy('started_at', 'desc')
      .executeTakeFirstOrThrow()
    return row.id
  }
})
