import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, refusalOf, startTestHub, type TestHub } from '../support/hub.ts'
import { visitPanel } from '../support/panel.ts'

let hub: TestHub
let browser: Browser

beforeAll(async () => {
  hub = await startTestHub()
  browser = await hub.signedIn()
})
afterAll(() => hub.close())

const connect = (
  channelId: string,
  body: { storeHash: string; clientId: string; accessToken: string; apiAddress: string },
) => browser.call('PUT /api/channels/:channelId/connection', { params: { channelId }, body })

it('starts a sandbox store with one click, and the form that it fills connects', async () => {
  const first = await browser.call('POST /api/sandbox-channel')
  const again = await browser.call('POST /api/sandbox-channel')
  // Whoever left before saving comes back to the same channel, with an API account of its own.
  expect(again.channelId).toBe(first.channelId)
  expect(again.credentials.clientId).not.toBe(first.credentials.clientId)
  expect((await fetch(first.panelUrl)).status).toBe(200)
  const connected = await connect(again.channelId, again.credentials)
  expect(connected).toMatchObject({ name: 'Sandbox store', state: 'connected', sandbox: true })
})

it('leads to the channel that has the store already', async () => {
  const { channels } = await browser.call('GET /api/channels')
  expect(await refusalOf(browser.call('POST /api/sandbox-channel'))).toMatchObject({
    code: 'store_already_connected',
    about: { channelId: channels[0]?.id },
  })
})

it('keeps what became of its store, so that a rehearsal outlives a restart', async () => {
  const { channels } = await browser.call('GET /api/channels')
  const params = { channelId: channels[0]?.id ?? '' }
  const { connection } = await browser.call('GET /api/channels/:channelId', { params })
  const { panelUrl } = { panelUrl: connection?.apiAddress ?? '' }
  const panel = visitPanel({ panelUrl: `${panelUrl}/` })
  const { text } = await panel.show('products')
  const path = /href="\/(products\/\d+)"/.exec(text)?.[1] ?? ''
  expect((await panel.post(path, { name: 'Rehearsed chair', price: '5' })).status).toBe(303)
  hub = await hub.restart()
  browser = await hub.signedIn()
  expect((await panel.show(path)).text).toContain('Rehearsed chair')
})

it('finds its store again after a restart, also when the port was taken meanwhile', async () => {
  const { channels } = await browser.call('GET /api/channels')
  const params = { channelId: channels[0]?.id ?? '' }
  const before = await browser.call('GET /api/channels/:channelId', { params })
  hub = await hub.restart()
  browser = await hub.signedIn()
  const same = await browser.call('POST /api/channels/:channelId/checks', { params })
  expect(same).toMatchObject({
    state: 'connected',
    sandbox: true,
    connection: { apiAddress: before.connection?.apiAddress },
  })

  const port = Number(new URL(before.connection?.apiAddress ?? '').port)
  await hub.hub.stop()
  const squatter = createServer().listen(port, '127.0.0.1')
  await new Promise(resolve => squatter.once('listening', resolve))
  hub = await hub.restart()
  squatter.close()
  browser = await hub.signedIn()
  const moved = await browser.call('POST /api/channels/:channelId/checks', { params })
  expect(moved).toMatchObject({ state: 'connected', sandbox: true, lastCheck: { verdict: 'connected' } })
  expect(moved.connection?.apiAddress).not.toBe(before.connection?.apiAddress)
  // It is still the same store: its credentials can be saved again.
  const { storeHash, clientId, apiAddress } = moved.connection ?? { storeHash: '', clientId: '', apiAddress: '' }
  const saved = await browser.call('PUT /api/channels/:channelId/connection', {
    params,
    body: { storeHash, clientId, apiAddress },
  })
  expect(saved.state).toBe('connected')
})
