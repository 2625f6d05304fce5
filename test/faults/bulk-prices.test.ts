import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { ApplyBench, withWriter } from '../support/applies.ts'
import { askStore } from '../support/catalog.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'

let database: FreshDatabase
let store: Sandbox
let pulls: PullBench
let bench: ApplyBench

/** Repeats wait for seconds. */
const clock = fastClock(50)
const remoteId = '101'
let round = 0

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 8, products: 2, quota: { requests: 1_000_000, windowMs: 30_000 } })
  pulls = await PullBench.open({ db: database.db, clock })
  bench = await ApplyBench.open(pulls, await pulls.addChannel('Shop'))
  await withWriter(store, clock, async (writer, reader) => {
    expect((await pulls.pull(bench.channelId, reader)).kind).toBe('done')
    await applyRound(writer)
  })
}, 120_000)
afterAll(async () => {
  await store.close()
  await database.drop()
})

/** One that stays, one whose percentage changes, and by turns one that comes and one that goes. */
function bulkPricesOf(number: number) {
  const [from, to] = number % 2 === 0 ? ([20, 29] as const) : ([30, 39] as const)
  return [
    { from: 10, to: 19, type: 'percent', amount: String(1.5 + (number % 90)) },
    { from, to, type: 'price', amount: '0.25' },
    { from: 100, to: 0, type: 'percent', amount: '95.5' },
  ]
}

async function applyRound(
  writer: CatalogWriter,
  finish = (planId: string) => bench.finish(planId, writer),
): Promise<{ states: readonly string[]; requests: number }> {
  round += 1
  await bench.want([{ level: 'product', remoteId, fields: { bulkPrices: bulkPricesOf(round) } }])
  const before = store.journal.total
  const planId = await bench.plan(writer)
  await bench.begin(planId)
  const { changes } = await finish(planId)
  const requests = store.journal.total - before
  const rows = await askStore(store, `/v3/catalog/products/${remoteId}/bulk-pricing-rules`)
  const shown = rows.map(row => [row.quantity_min, row.quantity_max, row.type, String(row.amount)])
  expect([round, shown.toSorted(([a], [b]) => Number(a) - Number(b))]).toEqual([
    round,
    bulkPricesOf(round).map(({ from, to, type, amount }) => [from, to, type, amount]),
  ])
  expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
  return { states: changes.map(({ state }) => state), requests }
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['loses half of its answer', { kind: 'half-body', times: 1 }],
  ['is answered by half a JSON', { kind: 'cut-json', times: 1 }],
  ['is answered by 503 again and again', { kind: 'status', status: 503, times: 7 }],
]

const stores = [
  ['reads percentages as documented', {}, 1 + 3],
  ['reads them only as numbers', { readsPercentTextAsNumber: true }, 1 + 4],
] as const

describe.each(stores)('bulk prices of a store that %s, of which one request after the other', (_, quirks, requests) => {
  beforeAll(() => store.quirks.set(quirks))
  afterAll(() => store.quirks.clear())

  it('are written with the fewest requests where nothing fails', async () => {
    expect(await withWriter(store, clock, writer => applyRound(writer))).toEqual({ states: ['applied'], requests })
  })

  it.each(failures)(
    '%s leaves each of them there once, as it was meant',
    async (_, fault) => {
      for (let after = 0; after < requests; after += 1) {
        const added = store.faults.add({ ...fault, after, match: { path: '**' } })
        const { states } = await withWriter(store, clock, writer => applyRound(writer))
        added.remove()
        expect([after, added.hits, states]).toEqual([after, fault.times, ['applied']])
      }
    },
    120_000,
  )

  it('is the last of a worker that stops there', async () => {
    for (let nth = 1; nth <= requests; nth += 1) {
      const { states } = await withWriter(store, clock, writer =>
        applyRound(writer, async planId => {
          const stop = new AbortController()
          let seen = 0
          const off = store.journal.onExchange(() => {
            seen += 1
            if (seen === nth) stop.abort(new Error('The worker is gone'))
          })
          await bench.turn(planId, writer, stop).catch(() => undefined)
          off()
          return bench.finish(planId, writer)
        }),
      )
      expect([nth, states]).toEqual([nth, ['applied']])
    }
  }, 120_000)
})
