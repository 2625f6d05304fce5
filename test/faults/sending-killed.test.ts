import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { type Blow, type KillableHub, startKillableHub } from '../support/killable-hub.ts'
import { importInto, until } from '../support/killed-apply.ts'

let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 14, products: 20, quota: { requests: 1_000_000, windowMs: 30_000 } })
})
afterAll(() => store.close())

/** A hub that was killed holds what it was at for a minute: of its own time, which goes so much faster here. */
const times = 4

/** When the hub is struck: so long of its time after an edit, or at a request of this kind and a little later. */
type Strike = { readonly blow: Blow } & (
  | { readonly afterMs: number }
  | { readonly at: 'GET' | 'PUT'; readonly delayMs: number }
)

const strikes: readonly Strike[] = [
  // Marked, and nobody has looked yet; while it is looked at and planned; a little later still.
  { blow: 'hub', afterMs: 0 },
  { blow: 'hub', afterMs: 2_000 },
  { blow: 'hub', afterMs: 3_100 },
  { blow: 'database', afterMs: 2_500 },
  // While the products are read before the write, once the store has taken it, and when its answer is there.
  { blow: 'hub', at: 'GET', delayMs: 0 },
  { blow: 'hub', at: 'PUT', delayMs: 0 },
  { blow: 'hub', at: 'PUT', delayMs: 8 },
  { blow: 'stop', at: 'PUT', delayMs: 2 },
]

describe('a hub that sends by itself and is killed with kill -9', () => {
  it('loses no edit and sends none twice, whenever it happens', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cw-killed-sending-'))
    const haste = { times, from: Date.now() }
    let hub: KillableHub = await startKillableHub(dataDir, haste)
    const written: string[] = []
    let waiting: { strike: Strike; at: 'GET' | 'PUT'; delayMs: number } | null = null
    const stopListening = store.journal.onExchange(exchange => {
      if (exchange.method !== 'GET') {
        const rows = JSON.parse(exchange.requestBody) as { id: number; warranty: string }[]
        written.push(...rows.map(({ id, warranty }) => `${id} ${warranty}`))
      }
      if (waiting === null || exchange.method !== waiting.at) return
      const [struck, { strike, delayMs }] = [hub, waiting]
      waiting = null
      setTimeout(() => struck.strike(strike.blow), delayMs)
    })
    try {
      const channelId = await importInto(hub, store)
      const params = { channelId }
      await hub.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['data'] } })
      const rule = { mode: 'by_itself', at: 'once' } as const
      await hub.call('PUT /api/channels/:channelId/sending', { params, body: { data: rule } })
      const { listings } = await hub.call('GET /api/channels/:channelId/listings', { params, query: { limit: 20 } })
      const ids = listings.map(({ remoteId }) => remoteId)
      const wanted: string[] = []
      for (const [index, strike] of strikes.entries()) {
        const [id, value] = [ids[index] ?? '', `Years: ${index}`]
        wanted.push(`${id} ${value}`)
        if ('at' in strike) waiting = { strike, at: strike.at, delayMs: strike.delayMs }
        await hub.call('POST /api/edits', {
          body: { channelId, ids: [id], edits: [{ do: 'set', field: 'warranty', value }] },
        })
        if ('afterMs' in strike) {
          await new Promise(resolve => setTimeout(resolve, strike.afterMs / times))
          hub.strike(strike.blow)
        }
        await hub.ended
        hub = await startKillableHub(dataDir, haste)
        const again = hub
        await until(async () => {
          const { data } = await again.call('GET /api/channels/:channelId/sending', { params })
          const { plans } = await again.call('GET /api/plans', { query: { channelId } })
          return data.toDo === 0 && plans.every(({ state }) => state === 'applied') ? true : null
        })
      }
      expect(waiting).toBeNull()
      expect(written).toEqual(wanted)
    } finally {
      stopListening()
      hub.strike('hub')
      await hub.ended
      rmSync(dataDir, { recursive: true, force: true })
    }
  }, 600_000)
})
