import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { type Browser, startTestHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
let browser: Browser
let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ products: 3 })
  hub = await startTestHub()
  browser = await hub.signedIn()
})
afterAll(async () => {
  await hub.close()
  await store.close()
})

/** Ends every connection to the hub's database but this one, whatever it is doing. */
async function endConnections(): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
  `.execute(hub.db.kysely)
}

/** Ends the connections that wait for a lock; says how many there were. */
async function endWaiting(): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 20))
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
  `.execute(hub.db.kysely)
  return rows.length
}

it('outlives the loss of busy connections, and says so in words until they are back', async () => {
  const answers = new Set<number>()
  for (let round = 0; round < 12; round += 1) {
    const calls = Array.from({ length: 8 }, () => browser.send('GET', '/api/channels'))
    await endConnections()
    for (const response of await Promise.all(calls)) {
      answers.add(response.status)
      if (!response.ok) expect(await response.json()).toMatchObject({ code: 'database_unavailable' })
    }
  }
  expect([...answers].filter(status => status !== 200 && status !== 503)).toEqual([])
  expect((await browser.send('GET', '/api/channels')).status).toBe(200)
})

it('leaves no channel locked when the database goes away in the middle of a check', async () => {
  const { id: channelId } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Shop' } })
  const { apiPath, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
  const save = () =>
    browser.send('PUT', `/api/channels/${channelId}/connection`, { storeHash: apiPath, clientId, accessToken })
  const broken = await hub.db.transaction(async tx => {
    // Whatever the check wants to write waits for this lock, and is lost while it waits; so is its tidying up.
    await sql`lock table connection_check in exclusive mode`.execute(tx.kysely)
    const saving = save()
    for (let lost = 0; lost < 3; ) lost += await endWaiting()
    return saving
  })
  expect([broken.status, await broken.json()]).toMatchObject([503, { code: 'database_unavailable' }])
  let last = await save()
  // What could not be tidied up at once is tidied up by the worker, every five seconds.
  for (let tries = 0; tries < 20 && !last.ok; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, 500))
    last = await save()
  }
  expect([last.status, last.ok ? '' : await last.text()]).toEqual([200, ''])
})
