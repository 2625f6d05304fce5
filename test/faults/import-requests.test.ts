import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { type CatalogState, catalogState } from '../support/catalog-state.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'
import { withReader } from '../support/sandbox-reader.ts'

let database: FreshDatabase
let store: Sandbox
/** What a pull comes to that nothing disturbs, and how many requests it takes. */
let undisturbed: { state: CatalogState; requests: number }

/** Repeats wait for seconds. */
const clock = fastClock(20)

beforeAll(async () => {
  database = await freshDatabase()
  // The store of the tests answers thousands of pulls in one window.
  store = await createSandbox({ seed: 7, products: 25, quota: { requests: 1_000_000, windowMs: 30_000 } })
  const before = store.journal.total
  const { state } = await pull()
  undisturbed = { state, requests: store.journal.total - before }
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

/** Imports the store into a workspace of its own, in pages of ten. */
async function pull(): Promise<{ state: CatalogState; kind: string; broken: string[] }> {
  const bench = await PullBench.open({ db: database.db, clock })
  const channelId = await bench.addChannel('Shop')
  const { kind } = await withReader(store, { clock, pageMost: 10 }, reader => bench.pull(channelId, reader))
  const broken = await brokenRules(database.db, bench.workspace)
  return { kind, broken, state: await catalogState(database.db, bench.workspace) }
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['loses half of its answer', { kind: 'half-body', times: 1 }],
  ['is answered by 503', { kind: 'status', status: 503, times: 1 }],
  ['is answered by half a JSON', { kind: 'cut-json', times: 1 }],
  ['is answered by a page of HTML', { kind: 'html', times: 1 }],
  ['is answered by 429 without a word of the quota', { kind: 'status', status: 429, bare: true, times: 1 }],
  // More often than the hub repeats it: the run is put aside, and goes on.
  ['is answered by 503 again and again', { kind: 'status', status: 503, times: 7 }],
]

describe('an import of which one request after the other', () => {
  it.each(failures)(
    '%s ends as if nothing had been',
    async (_, fault) => {
      expect(undisturbed.requests).toBeGreaterThan(9)
      for (let after = 0; after < undisturbed.requests; after += 1) {
        const added = store.faults.add({ ...fault, after, match: { path: '**' } })
        const { state, kind, broken } = await pull()
        added.remove()
        expect([after, added.hits, kind, broken]).toEqual([after, fault.times, 'done', []])
        expect([after, state]).toEqual([after, undisturbed.state])
      }
      // Each of some twenty requests gets an import of its own.
    },
    300_000,
  )

  it('finds everything in the store', () => {
    expect(undisturbed.state.run).toMatchObject([
      { state: 'done', problem: null, account: { taken: store.counts.products, variantsTaken: store.counts.variants } },
    ])
    expect(undisturbed.state.listing).toHaveLength(store.counts.products)
    expect(undisturbed.state.offer).toHaveLength(store.counts.variants)
  })
})
