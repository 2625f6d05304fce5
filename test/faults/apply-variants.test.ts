import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addVariants } from '../../src/actions/add-variants.ts'
import { createProduct } from '../../src/actions/create-product.ts'
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
let remoteId: number
let productId: string

/** Repeats wait for seconds. */
const clock = fastClock(50)
let round = 0
/** A look at the options and one for the SKU, a value, the variant, and the product with it. */
const requestsEach = 5

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 9, products: 2, quota: { requests: 1_000_000, windowMs: 30_000 } })
  remoteId = store.merchant.addProduct({ name: 'Shirt', options: [{ name: 'Size', values: ['S', 'M'] }] }).productId
  pulls = await PullBench.open({ db: database.db, clock })
  bench = await ApplyBench.open(pulls, await pulls.addChannel('Shop'))
  await withWriter(store, clock, async (_, reader) => {
    expect((await pulls.pull(bench.channelId, reader)).kind).toBe('done')
  })
  const row = await database.db.kysely
    .selectFrom('listing')
    .where('remote_id', '=', String(remoteId))
    .select('product_id')
    .executeTakeFirstOrThrow()
  productId = row.product_id ?? ''
}, 120_000)
afterAll(async () => {
  await store.close()
  await database.drop()
})

interface Shown {
  readonly options: readonly { readonly option_values: readonly { readonly label: string }[] }[]
  readonly variants: readonly { readonly id: number; readonly sku: string }[]
}

async function shown(): Promise<Shown> {
  const { apiPath, accessToken } = accountIn(store)
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' }
  const path = `${apiPath.replace(/\/$/, '')}/catalog/products/${remoteId}?include=variants,options`
  return ((await (await fetch(path, { headers })).json()) as { data: Shown }).data
}

const add = (sku: string, value: string, id = productId) =>
  addVariants({ kind: 'machine' }, pulls.inWorkspace, pulls.tools, {
    productId: id,
    variants: [{ fields: { sku, price: '9.50' }, optionValues: [{ option: 'Size', value }] }],
  })

/** One more variant, with one more value: after the plan the store has both, each once, and the hub knows it. */
async function makeOne(
  writer: CatalogWriter,
  finish = (planId: string) => bench.finish(planId, writer),
): Promise<number> {
  round += 1
  const [sku, value] = [`ROUND-${round}`, `Round ${round}`]
  await add(sku, value)
  const before = store.journal.total
  const planId = await bench.plan(writer)
  await bench.begin(planId)
  const { changes } = await finish(planId)
  const requests = store.journal.total - before
  const { options, variants } = await shown()
  const made = variants.filter(variant => variant.sku === sku)
  const values = options[0]?.option_values.filter(({ label }) => label === value)
  expect([round, made.length, values?.length]).toEqual([round, 1, 1])
  expect(changes).toMatchObject([{ level: 'new_variant', state: 'applied', offerId: String(made[0]?.id) }])
  const offers = await database.db.kysely
    .selectFrom('offer as o')
    .innerJoin('variant as v', join => join.onRef('v.id', '=', 'o.variant_id'))
    .where('v.sku', '=', sku)
    .select(['o.remote_id', 'o.match'])
    .execute()
  expect(offers).toEqual([{ remote_id: String(made[0]?.id), match: 'matched' }])
  expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
  return requests
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['is answered by half a JSON', { kind: 'cut-json', times: 1 }],
  ['is answered by 503 again and again', { kind: 'status', status: 503, times: 7 }],
]

describe('a plan with a new variant, of which one request after the other', () => {
  it('is applied with the fewest requests where nothing fails', async () => {
    expect(await withWriter(store, clock, writer => makeOne(writer))).toBe(requestsEach)
  })

  it.each(failures)(
    '%s makes the variant and its value once',
    async (_, fault) => {
      for (let after = 0; after < requestsEach; after += 1) {
        const added = store.faults.add({ ...fault, after, match: { path: '**' } })
        await withWriter(store, clock, writer => makeOne(writer))
        added.remove()
        expect([after, added.hits]).toEqual([after, fault.times])
      }
    },
    120_000,
  )

  it('is the last of a worker that stops there', async () => {
    for (let nth = 1; nth <= requestsEach; nth += 1) {
      await withWriter(store, clock, writer =>
        makeOne(writer, async planId => {
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
    }
  }, 120_000)

  it('lets an import come between that sees the variant first', async () => {
    await withWriter(store, clock, (writer, reader) =>
      makeOne(writer, async planId => {
        const stop = new AbortController()
        const off = store.journal.onExchange(({ method, url }) => {
          if (method === 'POST' && url.endsWith('/variants')) stop.abort(new Error('The worker is gone'))
        })
        await bench.turn(planId, writer, stop).catch(() => undefined)
        off()
        expect((await pulls.pull(bench.channelId, reader)).kind).toBe('done')
        return bench.finish(planId, writer)
      }),
    )
  })

  it('waits for a store that shows the variant later, and takes it for its own', async () => {
    await withWriter(store, clock, writer => {
      let late = 2
      return makeOne({
        ...writer,
        async shown(ids, signal) {
          const read = await writer.shown(ids, signal)
          late -= 1
          return late < 0 || !read.ok ? read : { ok: true, value: read.value.map(one => ({ ...one, variants: [] })) }
        },
      })
    })
  })

  it('says why the store did not take it, and what to do', async () => {
    await withWriter(store, clock, async writer => {
      const refusedBy = async (sku: string, value: string, prepare: () => { remove(): void }) => {
        await add(sku, value)
        const planId = await bench.plan(writer)
        const prepared = prepare()
        await bench.begin(planId)
        const { changes } = await bench.finish(planId, writer)
        prepared.remove()
        expect((await shown()).variants.filter(variant => variant.sku === sku)).toEqual([])
        return changes.filter(change => change.sku === sku)
      }
      const body = { status: 422, title: 'Variants cannot be added to a product that has an option set.', errors: {} }
      const match = { method: 'POST', path: '**/variants' }
      const ofSet = await refusedBy('OF-A-SET', 'S2', () =>
        store.faults.add({ kind: 'status', status: 422, body, match }),
      )
      expect(ofSet).toMatchObject([
        { state: 'rejected', reason: expect.stringContaining('option set of the old days'), fix: expect.any(String) },
      ])
      const there = { sku: 'THEIRS', values: ['S3'] }
      const ofSame = await refusedBy('THE-SAME', 'S3', () => {
        store.merchant.addVariant(remoteId, there)
        return { remove: () => undefined }
      })
      expect(ofSame).toMatchObject([{ state: 'rejected', reason: expect.any(String), fix: expect.any(String) }])
    })
  })
})

describe('a variant that is added while its product is being made', () => {
  it('is wanted there, too, and made by the next plan', async () => {
    await withWriter(store, clock, async writer => {
      const created = await createProduct({ kind: 'machine' }, pulls.inWorkspace, pulls.tools, {
        fields: { name: 'Cap', price: '9', weight: '1' },
        variants: [{ fields: { sku: 'CAP-S' }, optionValues: [{ option: 'Size', value: 'S' }] }],
        channelIds: [bench.channelId],
      })
      const planId = await bench.plan(writer)
      await bench.begin(planId)
      await bench.finish(planId, {
        ...writer,
        async makeProduct(product, parts, signal) {
          const made = await writer.makeProduct(product, parts, signal)
          await add('CAP-M', 'M', created.productId)
          return made
        },
      })
      const { changes } = await bench.apply(writer)
      expect(changes.filter(({ sku }) => sku === 'CAP-M')).toMatchObject([{ sku: 'CAP-M', state: 'applied' }])
    })
  })
})
