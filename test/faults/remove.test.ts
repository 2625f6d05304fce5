import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogReader } from '../../src/connector/catalog.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { type RemovalItem, wantRemovals } from '../../src/database/removals.ts'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { ApplyBench, withWriter } from '../support/applies.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'

let database: FreshDatabase
let store: Sandbox
let pulls: PullBench
let bench: ApplyBench
/** Products that go as a whole, and products that lose a variant: others each time. */
let whole: string[]
let parted: RemovalItem[]

const clock = fastClock(50)

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 12, products: 80, quota: { requests: 1_000_000, windowMs: 30_000 } })
  pulls = await PullBench.open({ db: database.db, clock })
  bench = await ApplyBench.open(pulls, await pulls.addChannel('Shop'))
  await open(async (writer, reader) => {
    expect((await pulls.pull(bench.channelId, reader)).kind).toBe('done')
    const read = await writer.shown(Array.from({ length: 80 }, (_, at) => String(101 + at)))
    if (!read.ok) throw new Error(read.failure.sentence)
    whole = read.value.filter(({ variants }) => variants.length === 1).map(({ remoteId }) => remoteId)
    parted = read.value
      .filter(({ variants }) => variants.length > 2)
      .flatMap(({ remoteId, variants }) =>
        variants.slice(2).map(variant => ({ listingId: remoteId, offerId: variant.remoteId })),
      )
  })
}, 120_000)
afterAll(async () => {
  await store.close()
  await database.drop()
})

const open: <T>(work: Parameters<typeof withWriter<T>>[2]) => Promise<T> = work => withWriter(store, clock, work)

/** A product and a variant of another one are to go; nothing else of the store does. */
async function planRound(writer: CatalogWriter) {
  const items = [{ listingId: whole.pop() ?? '', offerId: null }, parted.pop() ?? { listingId: '', offerId: '' }]
  const deed = { at: clock.now(), actor: { kind: 'machine' as const } }
  await pulls.inWorkspace.transaction(tx => wantRemovals(tx, bench.channelId, items, deed))
  const planId = await bench.plan(writer)
  const count = await countThings()
  return {
    planId,
    expectDone: async () => {
      const { plan, changes } = await bench.read(planId)
      expect([plan.state, changes.map(({ level, state, reason }) => [level, state, reason])]).toEqual([
        'applied',
        [
          ['removed_variant', 'applied', null],
          ['removed_product', 'applied', null],
        ],
      ])
      for (const item of items) expect(await writer.has(item)).toEqual({ ok: true, value: false })
      expect(await countThings()).toEqual({ products: count.products - 1, variants: count.variants - 2 })
      await expectGone(items)
      expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
    },
    items,
  }
}

async function expectGone(items: readonly RemovalItem[]): Promise<void> {
  const { kysely } = database.db
  const own = {
    listings: items.flatMap(one => (one.offerId === null ? one.listingId : [])),
    offers: items.flatMap(one => one.offerId ?? []),
  }
  const listings = await kysely
    .selectFrom('listing')
    .where('channel_id', '=', bench.channelId)
    .where('remote_id', 'in', own.listings)
    .select(['gone_at', 'gone_choice'])
    .execute()
  const offers = await kysely
    .selectFrom('offer')
    .where('channel_id', '=', bench.channelId)
    .where(eb => eb.or([eb('remote_id', 'in', own.offers), eb('listing_id', 'in', own.listings)]))
    .where('gone_at', 'is', null)
    .select('remote_id')
    .execute()
  expect([listings, offers]).toEqual([[{ gone_at: expect.any(Date), gone_choice: 'keep_off' }], []])
}

async function countThings(): Promise<{ products: number; variants: number }> {
  return open(async (_, reader) => {
    const read = await reader.products({ after: null, limit: 250 })
    if (!read.ok) throw new Error(read.failure.sentence)
    return { products: read.value.rows.length, variants: read.value.rows.flatMap(({ variants }) => variants).length }
  })
}

async function removeRound(writer: CatalogWriter, fault?: FaultRule): Promise<number> {
  const { planId, expectDone } = await planRound(writer)
  const before = store.journal.total
  const added = fault === undefined ? null : store.faults.add(fault)
  await bench.begin(planId)
  await bench.finish(planId, writer)
  added?.remove()
  const requests = store.journal.total - before
  await expectDone()
  return requests
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['is answered by 503', { kind: 'status', status: 503, times: 1 }],
  ['is answered by 500', { kind: 'status', status: 500, times: 1 }],
]

describe('deletions of which one request after the other', () => {
  it.each(failures)(
    '%s are done, and nothing else is deleted',
    async (_, fault) => {
      const steady = await open(writer => removeRound(writer))
      // A look at both, and one request for each.
      expect(steady).toBe(3)
      for (let after = 0; after < steady; after += 1) {
        await open(writer => removeRound(writer, { ...fault, after, match: { path: '**' } }))
      }
    },
    120_000,
  )

  it('is the last of a worker that was killed are completed by the next one', async () => {
    for (let after = 0; after < 3; after += 1) {
      await open(async writer => {
        const { planId, expectDone } = await planRound(writer)
        await bench.begin(planId)
        const isDone = await bench.turnKilledAfter(after, planId, writer, store)
        if (!isDone) await bench.finish(planId, writer)
        await expectDone()
      })
    }
  }, 120_000)

  it('is refused for a closed gate waits, and is done once that is open', async () => {
    await open(async writer => {
      const { planId, expectDone } = await planRound(writer)
      await bench.begin(planId)
      const { kysely } = database.db
      await kysely.updateTable('channel').set({ stopped_at: clock.now() }).where('id', '=', bench.channelId).execute()
      expect((await bench.turn(planId, writer)).kind).toBe('held')
      await kysely.updateTable('channel').set({ stopped_at: null }).where('id', '=', bench.channelId).execute()
      await bench.finish(planId, writer)
      await expectDone()
    })
  })
})

describe('an import that read a page right before something of it was deleted', () => {
  it('does not bring it back, and neither does the next', async () => {
    await open(async (writer, reader) => {
      const { planId, items } = await planRound(writer)
      await bench.begin(planId)
      let isDone = false
      const late: CatalogReader = {
        ...reader,
        products: async ask => {
          const page = await reader.products(ask)
          if (!isDone) await bench.finish(planId, writer)
          isDone = true
          return page
        },
      }
      expect((await pulls.pull(bench.channelId, late)).kind).toBe('done')
      await expectGone(items)
      expect((await pulls.pull(bench.channelId, reader)).kind).toBe('done')
      await expectGone(items)
    })
  })
})
