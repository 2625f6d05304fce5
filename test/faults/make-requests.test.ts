import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProduct } from '../../src/actions/create-product.ts'
import type { Tools } from '../../src/actions/tools.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { ApplyBench, withWriter } from '../support/applies.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'

let database: FreshDatabase
let store: Sandbox
let pulls: PullBench
let bench: ApplyBench

/** Repeats wait for seconds. */
const clock = fastClock(50)
let round = 0

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 7, products: 5, quota: { requests: 1_000_000, windowMs: 30_000 } })
  pulls = await PullBench.open({ db: database.db, clock })
  const channelId = await pulls.addChannel('Shop')
  bench = await ApplyBench.open(pulls, channelId)
  await withWriter(store, clock, async (_, reader) => {
    expect((await pulls.pull(channelId, reader)).kind).toBe('done')
  })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

/** A product with a brand that the store does not have, and one of two variants; made, and asked for by name and SKU. */
async function makeRound(writer: CatalogWriter): Promise<{ states: string[]; requests: number; made: number[] }> {
  round += 1
  const { clock: time, tools } = pulls
  const given = { ...tools, clock: time, randomBytes: (size: number) => randomBytes(size) } as unknown as Tools
  const variants = ['S', 'M'].map(value => ({
    ...{ fields: { sku: `R${round}-${value}` }, optionValues: [{ option: 'Size', value }] },
  }))
  const sized = { price: '5', weight: '1' }
  const channelIds = [bench.channelId]
  const actor = { kind: 'machine' } as const
  for (const product of [
    { fields: { ...sized, name: `Stool ${round}`, brand: `Brand ${round}`, sku: `STOOL-${round}` } },
    { fields: { ...sized, name: `Shirt ${round}` }, variants },
  ]) {
    await createProduct(actor, pulls.inWorkspace, given, { ...product, channelIds })
  }
  const before = store.journal.total
  const { changes } = await bench.apply(writer)
  const requests = store.journal.total - before
  const found = await Promise.all(
    [`Stool ${round}`, `Shirt ${round}`].map(async name => {
      const read = await writer.findProducts({ name, skus: [] })
      if (!read.ok) throw new Error(read.failure.sentence)
      return read.value.length
    }),
  )
  expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
  return { states: changes.map(({ state }) => state), requests, made: found }
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['is answered by 503 again and again', { kind: 'status', status: 503, times: 7 }],
]

describe('making products, of which one request after the other', () => {
  it.each(failures)(
    '%s makes each once, and loses none',
    async (_, fault) => {
      const undisturbed = await withWriter(store, clock, makeRound)
      expect(undisturbed).toMatchObject({ states: ['applied', 'applied', 'applied'], made: [1, 1] })
      for (let after = 0; after < undisturbed.requests; after += 1) {
        const added = store.faults.add({ ...fault, after, match: { path: '**' } })
        const { states, made } = await withWriter(store, clock, makeRound)
        added.remove()
        expect([after, added.hits, states, made]).toEqual([after, fault.times, undisturbed.states, [1, 1]])
      }
    },
    300_000,
  )
})
