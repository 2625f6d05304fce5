import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HubEvent } from '../../src/api/contract/events.ts'
import { allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { type Browser, startTestHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
let browser: Browser
let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ products: 3 })
  hub = await startTestHub({ heartbeatMs: 50 })
  browser = await hub.signedIn()
})
afterAll(async () => {
  await hub.close()
  await store.close()
})

interface Heard {
  readonly id: string | null
  readonly event: HubEvent
}

/** Listens until `enough` of what came, or until the stream ends. */
async function listen(enough: (heard: readonly Heard[]) => boolean, lastEventId?: string): Promise<Heard[]> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) }
  const stream = await fetch(new URL('/api/events', hub.url), { headers })
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  let text = ''
  for await (const chunk of stream.body ?? []) {
    text += Buffer.from(chunk).toString('utf8')
    const heard = text.split('\n\n').slice(0, -1).flatMap(toHeard)
    // Leaving the loop ends the stream.
    if (enough(heard)) return heard
  }
  return []
}

function toHeard(message: string): Heard[] {
  const data = /^data: (.*)$/m.exec(message)?.[1]
  return data === undefined
    ? []
    : [{ id: /^id: (\d+)$/m.exec(message)?.[1] ?? null, event: JSON.parse(data) as HubEvent }]
}

it('tells every row of a check as it comes, and what a browser missed while it was away', async () => {
  const { id: channelId } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Shop' } })
  const all = listen(heard => heard.some(({ event }) => event.type === 'channel_changed'))
  await new Promise(resolve => setTimeout(resolve, 200))
  const { apiPath, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
  const connected = await browser.call('PUT /api/channels/:channelId/connection', {
    params: { channelId },
    body: { storeHash: apiPath, clientId, accessToken },
  })
  const heard = await all
  const rows = heard.flatMap(({ event }) => (event.type === 'check_row' ? [event.row] : []))
  expect(heard[0]?.event.type).toBe('check_started')
  expect(rows).toEqual(connected.lastCheck?.rows)

  const third = heard[2]?.id ?? ''
  const missed = await listen(again => again.some(({ event }) => event.type === 'channel_changed'), third)
  // What came after is of the import that begins once the store is connected.
  expect(missed.slice(0, heard.length - 3)).toEqual(heard.slice(3))
})

it('tells a browser to read everything again when nobody knows what it missed', async () => {
  const [first] = await listen(heard => heard.length > 0, '1')
  expect(first?.event).toEqual({ type: 'resync' })
})

it('falls silent for a browser that has signed out', async () => {
  const leaving = await hub.signedIn()
  const cookie = [...leaving.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const stream = await fetch(new URL('/api/events', hub.url), { headers: { cookie } })
  const text = new Response(stream.body).text()
  await leaving.call('DELETE /api/session')
  // The stream has an end now; a test that waits for it in vain fails.
  expect(await text).toContain('retry: 1000')
})

it('lets go of a browser that leaves before it is listened to', async () => {
  const { request } = await import('node:http')
  const url = new URL(hub.url)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (let left = 0; left < 40; left += 1) {
    await new Promise<void>(resolve => {
      const asking = request({ host: url.hostname, port: url.port, path: '/api/events', headers: { cookie } })
      asking.on('error', () => undefined)
      asking.on('close', () => resolve())
      asking.on('socket', socket => socket.on('connect', () => setTimeout(() => asking.destroy(), left % 4)))
      asking.end()
    })
  }
  // Had any of them been kept, the twenty streams that one user may have would be used up.
  for (let tries = 0; tries < 50; tries += 1) {
    const stream = await fetch(new URL('/api/events', hub.url), { headers: { cookie } })
    await stream.body?.cancel()
    if (stream.status === 200) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('Streams of browsers that left are still counted')
})
