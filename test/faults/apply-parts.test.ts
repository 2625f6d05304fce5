import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogReader } from '../../src/connector/catalog.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { ApplyBench, withWriter } from '../support/applies.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'
import { accountIn } from '../support/sandbox-reader.ts'

let database: FreshDatabase
let store: Sandbox
let pulls: PullBench
let bench: ApplyBench

/** Repeats wait for seconds. */
const clock = fastClock(50)
const productIds = ['101', '102'] as const
let round = 0

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 8, products: 3, quota: { requests: 1_000_000, windowMs: 30_000 } })
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

/** Another brand, another category below another, and of custom fields one that stays, one changed, one gone, one new. */
async function wantRound(): Promise<void> {
  round += 1
  await bench.want(
    productIds.map((remoteId, at) => ({
      ...{ level: 'product' as const, remoteId },
      fields: {
        brand: `Brand ${round}`,
        categories: [`Round ${round}/Deep`],
        customFields: [
          { name: 'Stays', value: `of ${at}` },
          { name: 'Turns', value: `in ${round}` },
          { name: `Only in ${round}`, value: 'this' },
        ],
      },
    })),
  )
}

interface Rows {
  readonly data: readonly { readonly [field: string]: unknown }[]
}

async function read(path: string): Promise<Rows['data']> {
  const { apiPath, accessToken } = accountIn(store)
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' }
  const response = await fetch(`${apiPath.replace(/\/$/, '')}${path}`, { headers })
  return ((await response.json()) as Rows).data
}

/** The store shows what is wanted, each thing once. */
async function expectShown(): Promise<void> {
  const brands = (await read('/catalog/brands?limit=250')).filter(({ name }) => name === `Brand ${round}`)
  const categories = await read('/catalog/trees/categories?limit=250')
  const tops = categories.filter(({ name }) => name === `Round ${round}`)
  const deep = categories.filter(({ parent_id }) => parent_id === tops[0]?.category_id)
  expect([round, brands.length, tops.length, deep.map(({ name }) => name)]).toEqual([round, 1, 1, ['Deep']])
  const products = await read('/catalog/products?include=custom_fields&sort=id')
  for (const [at, product] of products.slice(0, productIds.length).entries()) {
    expect([product.brand_id, product.categories]).toEqual([brands[0]?.id, [deep[0]?.category_id]])
    const fields = product.custom_fields as { name: string; value: string }[]
    expect(fields.map(({ name, value }) => `${name}: ${value}`).toSorted()).toEqual([
      `Only in ${round}: this`,
      `Stays: of ${at}`,
      `Turns: in ${round}`,
    ])
  }
}

interface Applied {
  readonly states: readonly string[]
  readonly requests: number
}

async function applyRound(
  writer: CatalogWriter,
  finish = (planId: string) => bench.finish(planId, writer),
): Promise<Applied> {
  await wantRound()
  const before = store.journal.total
  const planId = await bench.plan(writer)
  await bench.begin(planId)
  const { changes } = await finish(planId)
  const requests = store.journal.total - before
  await expectShown()
  expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
  return { states: changes.map(({ state }) => state), requests }
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['loses half of its answer', { kind: 'half-body', times: 1 }],
  ['is answered by 503', { kind: 'status', status: 503, times: 1 }],
  ['is answered by half a JSON', { kind: 'cut-json', times: 1 }],
  ['is answered by 503 again and again', { kind: 'status', status: 503, times: 7 }],
]

const wanted = ['applied', 'applied', 'applied', ...productIds.flatMap(() => ['applied', 'applied', 'applied'])]

describe('a plan with a new brand, new categories and custom fields, of which one request after the other', () => {
  it('is applied with the fewest requests where nothing fails', async () => {
    const { states, requests } = await withWriter(store, clock, writer => applyRound(writer))
    expect(states).toEqual(wanted)
    // A look and a write for each that is made; one look, one batch, and three requests for each list.
    expect(requests).toBe(3 * 2 + 1 + 1 + productIds.length * 3)
  })

  it.each(failures)(
    '%s makes each brand, category and custom field once, and loses nothing',
    async (_, fault) => {
      for (let after = 0; after < 8 + productIds.length * 3; after += 1) {
        const added = store.faults.add({ ...fault, after, match: { path: '**' } })
        const { states } = await withWriter(store, clock, writer => applyRound(writer))
        added.remove()
        expect([after, added.hits]).toEqual([after, fault.times])
        expect([after, states]).toEqual([after, wanted])
      }
    },
    300_000,
  )

  it('is the last of a worker that stops there', async () => {
    for (let nth = 1; nth <= 8 + productIds.length * 3; nth += 1) {
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
      expect([nth, states]).toEqual([nth, wanted])
    }
  }, 300_000)

  it('meets names that somebody else has made, and takes those', async () => {
    const { apiPath, accessToken } = accountIn(store)
    await fetch(`${apiPath.replace(/\/$/, '')}/catalog/brands`, {
      method: 'POST',
      headers: { 'x-auth-token': accessToken, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ name: `BRAND ${round + 1}` }),
    })
    await wantRound()
    await withWriter(store, clock, async (writer: CatalogWriter, _: CatalogReader) => {
      const { changes } = await bench.apply(writer)
      expect(changes.map(({ state }) => state)).toEqual(wanted)
      const brands = await read('/catalog/brands?limit=250')
      expect(brands.filter(({ name }) => String(name).toLowerCase() === `brand ${round}`)).toHaveLength(1)
      expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
    })
  })
})
