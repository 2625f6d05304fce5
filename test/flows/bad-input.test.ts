import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RouteKey, routes } from '../../src/api/contract/routes.ts'
import { allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { Browser, owner, refusalOf, startTestHub, type TestHub } from '../support/hub.ts'

const nasty = [
  "Robert'); drop table channel; --",
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '\u202Eאבג مرحبا\u202C',
  '🛒'.repeat(40),
  '{{7*7}} #{7*7} %s %00',
  '../../etc/passwd',
]

let hub: TestHub
let browser: Browser
let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 5, products: 3 })
  hub = await startTestHub()
  browser = await hub.signedIn()
})
afterAll(async () => {
  await hub.close()
  await store.close()
})

const connect = (channelId: string, body: Record<string, unknown>) =>
  browser.call('PUT /api/channels/:channelId/connection', {
    params: { channelId },
    body: body as { storeHash: string; clientId: string },
  })
const addChannel = async (name: string) =>
  (await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })).id

describe('text of every kind in every text field', () => {
  it.each(nasty)('is kept as it is, or refused in words: %j', async text => {
    const added = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: text } })
    expect(added.name).toBe(text.trim())
    const { channels } = await browser.call('GET /api/channels')
    expect(channels.map(({ name }) => name)).toContain(text.trim())
    const problem = await refusalOf(
      connect(added.id, { storeHash: text, clientId: text, accessToken: text, clientSecret: text, apiAddress: text }),
    )
    expect(problem).toMatchObject({ status: 400, code: 'input_invalid' })
    for (const field of ['storeHash', 'apiAddress']) {
      expect([field, problem.fields?.[field]]).toEqual([field, expect.stringMatching(/\.$/)])
    }
    await browser.call('DELETE /api/channels/:channelId', { params: { channelId: added.id } })
  })

  it('is refused in words where it is too long, or not a text at all', async () => {
    const long = await refusalOf(
      browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'x'.repeat(81) } }),
    )
    expect(long.fields).toEqual({ name: 'Use at most 80 characters.' })
    for (const name of [null, 7, {}, [], true]) {
      const response = await browser.send('POST', '/api/channels', { kind: 'bigcommerce', name })
      expect(response.status).toBe(400)
    }
    for (const name of ['a\nb', 'a\u0000b', 'tab\tbed']) {
      const problem = await refusalOf(browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } }))
      expect(problem.fields).toEqual({ name: 'Use one line, without tabs or other control characters.' })
    }
    expect((await browser.send('GET', '/api/channels/chn_%00')).status).toBe(400)
  })

  it('names the channel that has a name already, whatever the case of its letters', async () => {
    const channelId = await addChannel('Straße 7')
    const problem = await refusalOf(
      browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'STRAße 7' } }),
    )
    expect(problem).toMatchObject({ status: 409, code: 'channel_name_taken', fields: { name: expect.any(String) } })
    await browser.call('DELETE /api/channels/:channelId', { params: { channelId } })
    expect(await addChannel('Straße 7')).toMatch(/^chn_/)
  })
})

describe('credentials that were pasted wrongly', () => {
  it('say at the field what happened to a token with a line break in it', async () => {
    const channelId = await addChannel('Line break')
    const { clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
    const broken = `${accessToken.slice(0, 10)}\n${accessToken.slice(10)}`
    const requests = store.journal.total
    const problem = await refusalOf(
      connect(channelId, { storeHash: store.storeHash, clientId, accessToken: broken, apiAddress: store.apiAddress }),
    )
    expect(problem.fields?.accessToken).toMatch(/line/i)
    expect(JSON.stringify(problem)).not.toContain(accessToken.slice(0, 10))
    expect(store.journal.total).toBe(requests)
    const connected = await connect(channelId, {
      storeHash: `  "${store.apiAddress}/stores/${store.storeHash}/v2/" `,
      clientId,
      accessToken: ` ${accessToken}\r\n`,
    })
    expect(connected.connection?.storeHash).toBe(store.storeHash)
  })

  it('show what is taken out of an address before anything is saved', async () => {
    const read = (storeHash: string) =>
      browser.call('POST /api/channel-kinds/:kind/read-store-address', {
        params: { kind: 'bigcommerce' },
        body: { storeHash },
      })
    expect(await read('kl28jKd3w5o')).toEqual({ storeHash: 'kl28jKd3w5o', note: null })
    expect(await read('https://api.bigcommerce.com/stores/kl28jKd3w5o/v3/')).toEqual({
      storeHash: 'kl28jKd3w5o',
      note: expect.stringContaining('API path'),
    })
    expect(await read('https://store-kl28jKd3w5o-2.mybigcommerce.com/manage/settings')).toMatchObject({
      storeHash: 'kl28jKd3w5o',
    })
    const problem = await refusalOf(read('https://www.my-shop.example'))
    expect(problem.fields?.storeHash).toMatch(/control panel/)
  })
})

describe('requests that no page of ours would send', () => {
  it('are refused when they are large, cut, or not JSON', async () => {
    const large = await browser.send(
      'POST',
      '/api/channels',
      JSON.stringify({ kind: 'bigcommerce', name: 'x'.repeat(10_000_000) }),
    )
    expect(large.status).toBe(413)
    expect(await large.json()).toMatchObject({ code: 'body_too_large' })
    const cut = await browser.send('POST', '/api/channels', '{"kind":"bigcommerce","na')
    expect([cut.status, await cut.json()]).toMatchObject([400, { code: 'input_invalid' }])
    const form = await browser.send('POST', '/api/channels', 'kind=bigcommerce', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect([form.status, await form.json()]).toMatchObject([415, { code: 'media_type_unsupported' }])
    expect((await browser.send('GET', '/api/nothing')).status).toBe(404)
    expect((await browser.send('GET', '/api/%E0%A4%A')).status).toBeLessThan(500)
    expect((await browser.send('GET', `/api/channels/${'x'.repeat(5_000)}`)).status).toBeLessThan(500)
    expect((await browser.send('GET', '/api/channels', undefined, { 'cartwright-workspace': '%E0%A4%A' })).status).toBe(
      404,
    )
    expect(
      (
        await browser.send('GET', '/api/channels', undefined, {
          cookie: `cartwright.session_token=${'%00'.repeat(50)}`,
        })
      ).status,
    ).toBe(401)
  })

  it('never make a fault of the hub: any JSON, at every address', async () => {
    const keys = (Object.keys(routes) as RouteKey[]).filter(
      key => !key.startsWith('DELETE') && key !== 'POST /api/sandbox-channel',
    )
    const anyText = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 60 }))
    const fields = [
      'kind',
      'name',
      'email',
      'password',
      'setupCode',
      'storeHash',
      'clientId',
      'accessToken',
      'apiAddress',
      'paused',
    ]
    const body = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...fields), fc.oneof(anyText, fc.jsonValue({ maxDepth: 1 })), { maxKeys: 6 }),
    )
    const call = fc.record({ key: fc.constantFrom(...keys), body, param: anyText })
    await fc.assert(
      fc.asyncProperty(call, async ({ key, body: sent, param }) => {
        const [method = '', template = ''] = key.split(' ')
        const safe = Buffer.from(param, 'utf8').toString('utf8')
        const path = template.replaceAll(/:(\w+)/g, () => encodeURIComponent(safe) || 'x')
        // No network: whatever is read as an address of a store is refused before, or lies on this machine.
        const response = await browser.send(method, path, method === 'GET' ? undefined : sent)
        expect([key, response.status]).not.toEqual([key, expect.toSatisfy((status: number) => status >= 500)])
        if (!response.ok)
          expect(await response.json()).toMatchObject({ code: expect.any(String), title: expect.any(String) })
      }),
      { numRuns: 300 },
    )
  })

  it('leave a hub that still works', async () => {
    await hub.db.kysely.deleteFrom('auth.rateLimit').execute()
    const again = new Browser(hub.url)
    await again.call('POST /api/session', { body: owner })
    expect(await again.call('GET /api/hub')).toMatchObject({ user: { email: owner.email } })
  })
})
