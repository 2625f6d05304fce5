import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogReader } from '../../src/connector/catalog.ts'
import { askCancel } from '../../src/database/runs.ts'
import type { ObservedVariant } from '../../src/domain/observed.ts'
import type { PullEnd } from '../../src/engine/pull/pull.ts'
import { ManualClock, systemClock } from '../../src/runtime/clock.ts'
import { createSandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { type CatalogState, catalogState } from '../support/catalog-state.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type MemoryProduct, memoryReader } from '../support/memory-store.ts'
import { PullBench } from '../support/pulls.ts'
import { withReader } from '../support/sandbox-reader.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const sizes = { pageMost: 4, detailsMost: 2 }
const clock = new ManualClock('2026-03-01T00:00:00Z')

function productOf(id: number): MemoryProduct {
  const variants = [1, 2].map((part): ObservedVariant => {
    // Some SKUs are there twice.
    const sku = `S-${(id * part) % 9}`
    return { remoteId: `${id}0${part}`, fields: { sku, price: '5' }, shownPrice: '5', stock: null }
  })
  const shown = {
    ...{ remoteId: String(id), fields: { name: `Product ${id}` }, brandRemoteId: null, categoryRemoteIds: [] },
    ...{ visible: true, imageUrl: null, createdAt: null, modifiedAt: null, variants, notes: [] },
  }
  return { shown, options: [{ remoteId: `${id}1`, name: 'Size' }], modifiers: [] }
}

const products = Array.from({ length: 11 }, (_, at) => productOf(at + 1))

/** The reader, with something that happens when it is asked for the how many-th time. */
function interrupted(reader: CatalogReader, nth: number, happens: () => Promise<void> | void) {
  const counted = { asked: 0, reader }
  const around = <Args extends unknown[], T>(ask: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      counted.asked += 1
      if (counted.asked === nth) await happens()
      return ask(...args)
    }
  }
  counted.reader = {
    ...reader,
    snapshot: around(reader.snapshot),
    products: around(reader.products),
    keys: around(reader.keys),
    productsById: around(reader.productsById),
    details: around(reader.details),
    exists: around(reader.exists),
    categoryTrees: around(reader.categoryTrees),
    categories: around(reader.categories),
    brands: around(reader.brands),
  }
  return counted
}

const plainReader = () => memoryReader(() => products, sizes)

async function undisturbedPull(): Promise<{ state: CatalogState; asked: number }> {
  const bench = await PullBench.open({ db: database.db, clock })
  const counted = interrupted(plainReader(), 0, () => {})
  await bench.pull(await bench.addChannel('Shop'), counted.reader)
  return { state: await catalogState(database.db, bench.workspace), asked: counted.asked }
}

/** Which transactions wrote the rows that there are: a row that is written again, also with the same, tells. */
async function lastWrites(workspace: string): Promise<unknown> {
  const tables = ['run', 'run_row', 'listing', 'offer', 'product', 'variant', 'match_review', 'channel_catalog']
  return Promise.all(
    tables.map(async table => {
      const rows = sql`
        select xmin::text, ctid::text from ${sql.table(table)} where workspace_id = ${workspace} order by ctid
      `
      return { table, rows: (await rows.execute(database.db.kysely)).rows }
    }),
  )
}

describe('the workers of an import', () => {
  it('leave it to the one that took it over, and write nothing more', async () => {
    const { state, asked } = await undisturbedPull()
    expect(asked).toBeGreaterThan(10)
    for (let nth = 1; nth <= asked; nth += 1) {
      const bench = await PullBench.open({ db: database.db, clock })
      const runId = await bench.ask(await bench.addChannel('Shop'))
      const second: { work?: Promise<{ end: PullEnd; written: unknown }> } = {}
      // The first one waits so long for an answer that a second one goes through with all of it.
      const slow = interrupted(plainReader(), nth, async () => {
        second.work = bench
          .turn(runId, plainReader())
          .then(async end => ({ end, written: await lastWrites(bench.workspace) }))
        await second.work
      })
      expect([nth, await bench.turn(runId, slow.reader)]).toEqual([nth, { kind: 'lost' }])
      const { end, written } = (await second.work) ?? {}
      expect([nth, end?.kind]).toEqual([nth, 'done'])
      expect([nth, await lastWrites(bench.workspace)]).toEqual([nth, written])
      expect([nth, await catalogState(database.db, bench.workspace)]).toEqual([nth, state])
    }
  })

  it('stop with the hub at any request, and whoever comes next goes on', async () => {
    const { state, asked } = await undisturbedPull()
    for (let nth = 1; nth <= asked; nth += 1) {
      const bench = await PullBench.open({ db: database.db, clock })
      const runId = await bench.ask(await bench.addChannel('Shop'))
      const stop = new AbortController()
      const stopped = interrupted(plainReader(), nth, () => stop.abort(new Error('The hub stops')))
      await expect(bench.turn(runId, stopped.reader, { stop })).rejects.toThrow('The hub stops')
      expect(await bench.finish(runId, plainReader())).toMatchObject({ kind: 'done' })
      expect([nth, await catalogState(database.db, bench.workspace)]).toEqual([nth, state])
    }
  })

  it('ask the store for nothing more where somebody cancelled while the hub was down', async () => {
    const bench = await PullBench.open({ db: database.db, clock })
    const runId = await bench.ask(await bench.addChannel('Shop'))
    const stop = new AbortController()
    const stopped = interrupted(plainReader(), 6, () => stop.abort(new Error('The hub stops')))
    await expect(bench.turn(runId, stopped.reader, { stop })).rejects.toThrow('The hub stops')
    expect(await askCancel(bench.inWorkspace, runId, clock.now())).toBe(true)

    const counted = interrupted(plainReader(), 0, () => {})
    const end = await bench.turn(runId, counted.reader)
    expect([end.kind, counted.asked]).toEqual(['cancelled', 0])
    const state = await catalogState(database.db, bench.workspace)
    expect(state.listing.length).toBeGreaterThan(0)
    expect(state.run).toMatchObject([{ state: 'cancelled', account: { taken: state.listing.length } }])
    expect(await brokenRules(database.db, bench.workspace)).toEqual([])
  })

  it('import two stores with the same products at once, and none gets in the way of the other', async () => {
    const quota = { requests: 1_000_000, windowMs: 30_000 }
    const [one, other] = [
      await createSandbox({ seed: 21, products: 80, quota }),
      await createSandbox({ seed: 22, products: 80, quota, twin: { seed: 21, products: 80 } }),
    ]
    try {
      for (let round = 1; round <= 5; round += 1) {
        const bench = await PullBench.open({ db: database.db, clock: systemClock })
        const channels = [await bench.addChannel('One'), await bench.addChannel('Other')]
        const ends = await Promise.all(
          [one, other].map(async (store, at) => {
            const runId = await bench.ask(channels[at] ?? '')
            return withReader(store, { clock: systemClock, pageMost: 10 }, reader => bench.turn(runId, reader))
          }),
        )
        expect(ends).toMatchObject([
          { kind: 'done', account: { taken: one.counts.products, refused: 0, unexplained: 0 } },
          { kind: 'done', account: { taken: other.counts.products, refused: 0, unexplained: 0 } },
        ])
        expect(await brokenRules(database.db, bench.workspace)).toEqual([])
        const { rows } = await sql<{ joined: number }>`
          select count(*) as joined from variant v where v.workspace_id = ${bench.workspace}
            and (select count(*) from offer o where o.workspace_id = v.workspace_id and o.variant_id = v.id) = 2
        `.execute(database.db.kysely)
        expect(rows[0]?.joined).toBeGreaterThan(20)
      }
    } finally {
      await one.close()
      await other.close()
    }
  })
})
