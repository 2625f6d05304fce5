import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { type ApplyStrike, applyWithStrikes } from '../support/killed-apply.ts'

let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 12, products: 120, quota: { requests: 1_000_000, windowMs: 30_000 } })
})
afterAll(() => store.close())

const kill = (method: 'GET' | 'PUT', nth = 1, delayMs?: number): ApplyStrike => ({
  ...{ method, nth, blow: 'hub' },
  ...(delayMs !== undefined && { delayMs }),
})

/** The ids in the bodies of what was written. */
function writtenIds(bodies: readonly string[]): number[] {
  return bodies.flatMap(body => (JSON.parse(body) as { id: number }[]).map(({ id }) => id))
}

describe('a hub that is killed with kill -9 in the middle of applying', () => {
  it('writes every product once and loses nothing, whenever it happens', async () => {
    // Slow enough that a kill meets what is under way.
    store.faults.add({ match: { method: 'PUT', path: '**' }, kind: 'slow', delayMs: 30 })
    const { plan, left, writes, struck } = await applyWithStrikes(store, {
      edits: async (hub, channelId) => {
        const edits = [{ do: 'set' as const, field: 'warranty', value: 'Ten years' }]
        const { changed } = await hub.call('POST /api/edits', { body: { channelId, listings: {}, edits } })
        expect(changed).toBe(120)
      },
      strikes: [
        // The look before the first write, and its answer on the way.
        kill('GET'),
        // The first write is done, and its answer lost.
        kill('PUT'),
        kill('PUT', 1, 5),
        // While what became of it is read back.
        kill('GET', 1, 2),
        kill('PUT', 2, 1),
        { method: 'PUT', nth: 1, blow: 'database' },
        { method: 'PUT', nth: 1, blow: 'stop', delayMs: 10 },
        kill('PUT', 3, 15),
      ],
    })
    expect([struck, left]).toEqual([8, 0])
    expect(plan).toMatchObject({ state: 'applied', states: { applied: 120 }, problem: null })
    const ids = writtenIds(writes.map(({ requestBody }) => requestBody))
    expect(ids).toHaveLength(new Set(ids).size)
    expect(ids).toHaveLength(120)
  }, 240_000)
})
