import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import type { ObservedProduct } from '../../src/domain/observed.ts'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { ApplyBench, type Wanted, withWriter } from '../support/applies.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'

let database: FreshDatabase
let store: Sandbox
let bench: ApplyBench
let products: readonly ObservedProduct[]

/** Repeats wait for seconds. */
const clock = fastClock(50)
let round = 0

beforeAll(async () => {
  database = await freshDatabase()
  // The store of the tests answers thousands of requests in one window.
  store = await createSandbox({ seed: 7, products: 25, quota: { requests: 1_000_000, windowMs: 30_000 } })
  const pulls = await PullBench.open({ db: database.db, clock })
  const channelId = await pulls.addChannel('Shop')
  bench = await ApplyBench.open(pulls, channelId)
  await withWriter(store, clock, async (_, reader) => {
    expect((await pulls.pull(channelId, reader)).kind).toBe('done')
    const page = await reader.products({ after: null, limit: 250 })
    if (!page.ok) throw new Error(page.failure.sentence)
    products = page.value.rows
  })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

/** Other values than anybody ever had: names and prices of all products, prices of all variants with options. */
function edits(): Wanted[] {
  round += 1
  return products.flatMap(({ remoteId, variants }, index): Wanted[] => [
    { level: 'product', remoteId, fields: { name: `Product ${index} of round ${round}`, price: `${100 + round}.5` } },
    ...(variants.length < 2 ? [] : variants).map(variant => ({
      ...{ level: 'variant' as const, remoteId: variant.remoteId },
      fields: { price: `${200 + round}.25` },
    })),
  ])
}

interface Applied {
  /** What happened to products and variants in the store. */
  readonly events: readonly string[]
  readonly states: readonly string[]
  readonly requests: number
}

/** Edits everything, applies it, and gives back what became of it; the store has to show it in the end. */
async function applyRound(writer: CatalogWriter): Promise<Applied> {
  const wanted = edits()
  await bench.want(wanted)
  const before = store.journal.total
  const events: string[] = []
  const stop = store.events.listen(({ scope, data }) => events.push(`${scope} ${JSON.stringify(data)}`))
  const { changes } = await bench.apply(writer)
  stop()
  const requests = store.journal.total - before
  await expectShown(writer, wanted)
  expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
  return { events: events.toSorted(), states: changes.map(({ state }) => state), requests }
}

async function expectShown(writer: CatalogWriter, wanted: readonly Wanted[]): Promise<void> {
  const read = await writer.shown(products.map(({ remoteId }) => remoteId))
  if (!read.ok) throw new Error(read.failure.sentence)
  const shown = new Map<string, object>(
    read.value.flatMap(({ remoteId, fields, variants }) => [
      [`product ${remoteId}`, fields] as const,
      ...variants.map(variant => [`variant ${variant.remoteId}`, variant.fields] as const),
    ]),
  )
  for (const { level, remoteId, fields } of wanted) expect(shown.get(`${level} ${remoteId}`)).toMatchObject(fields)
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['loses half of its answer', { kind: 'half-body', times: 1 }],
  ['is answered by 503', { kind: 'status', status: 503, times: 1 }],
  ['is answered by half a JSON', { kind: 'cut-json', times: 1 }],
  ['is answered by a page of HTML', { kind: 'html', times: 1 }],
  ['is answered by 429 without a word of the quota', { kind: 'status', status: 429, bare: true, times: 1 }],
  // More often than the hub repeats a read: the plan is put aside, and goes on.
  ['is answered by 503 again and again', { kind: 'status', status: 503, times: 7 }],
]

describe('a plan of which one request after the other', () => {
  it('is applied with the fewest requests where nothing fails', async () => {
    const { states, requests } = await withWriter(store, clock, applyRound)
    const variants = products.flatMap(product => (product.variants.length < 2 ? [] : product.variants)).length
    expect(new Set(states)).toEqual(new Set(['applied']))
    expect(states).toHaveLength(products.length * 2 + variants)
    // Name and price of a product in one request, then the prices of variants, each with one look before.
    expect(requests).toBe(1 + Math.ceil(products.length / 10) + 1 + Math.ceil(variants / 50))
  })

  it.each(failures)(
    '%s changes each product and variant once, and loses nothing',
    async (_, fault) => {
      const undisturbed = await withWriter(store, clock, applyRound)
      expect(undisturbed.requests).toBeGreaterThan(6)
      for (let after = 0; after < undisturbed.requests; after += 1) {
        const added = store.faults.add({ ...fault, after, match: { path: '**' } })
        const { states, events } = await withWriter(store, clock, applyRound)
        added.remove()
        expect([after, added.hits]).toEqual([after, fault.times])
        expect([after, states]).toEqual([after, undisturbed.states])
        expect([after, events]).toEqual([after, undisturbed.events])
      }
    },
    300_000,
  )
})
