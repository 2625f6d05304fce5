import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import { decideReview } from '../../actions/decide-review.ts'
import type { Db, WorkspaceTx } from '../../database/connect.ts'
import { despiteCollisions } from '../../database/data-refused.ts'
import { listReviews } from '../../database/match-reviews.ts'
import { ManualClock } from '../../runtime/clock.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

function productOf(id: number, { name = `Product ${id}`, sku = `SKU-${id}`, brand = null as string | null } = {}) {
  const shown = {
    ...{ remoteId: String(id), fields: { name }, brandRemoteId: brand, categoryRemoteIds: [], visible: true },
    ...{ imageUrl: null, createdAt: null, modifiedAt: null, notes: [] },
    variants: [{ remoteId: `${id}0`, fields: { sku }, shownPrice: '1', stock: null }],
  }
  const options = [{ remoteId: `${id}1`, name: 'Color' }]
  return { shown, options, modifiers: [] } satisfies MemoryProduct
}

/** The same database, in which nobody waits for long. */
function impatient(db: Db, ms: number): Db {
  return {
    ...db,
    inWorkspace: workspace => ({
      ...db.inWorkspace(workspace),
      transaction: work =>
        db.inWorkspace(workspace).transaction(async tx => {
          await sql`select set_config('lock_timeout', ${String(ms)}, true)`.execute(tx.kysely)
          return work(tx)
        }),
    }),
  }
}

describe('what is written beside what comes before it', () => {
  it('waits its turn where an earlier batch of details renews what a listing of it shows otherwise', async () => {
    const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
    const channelId = await bench.addChannel('Shop')
    const shown = Array.from({ length: 200 }, (_, at) => productOf(1_001 + at))
    shown[150] = productOf(1_151, { sku: 'SKU-1005' })
    const reader = memoryReader(() => shown)
    await bench.pull(channelId, reader)
    const reviews = await listReviews(bench.inWorkspace, { filter: {}, decided: false, limit: 10 })
    const ids = reviews.map(({ id }) => id)
    await decideReview({ kind: 'machine' }, bench.inWorkspace, bench.tools, { what: { ids }, decision: 'join' })
    shown[4] = productOf(1_005, { name: 'Renamed' })
    expect(await bench.turn(await bench.ask(channelId), reader)).toMatchObject({
      kind: 'done',
      account: { changed: 1 },
    })
  }, 60_000)

  it('is no page after one of which is not known by what it may be met', async () => {
    const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
    const channelId = await bench.addChannel('Shop')
    const shown = Array.from({ length: 501 }, (_, at) => productOf(1_001 + at))
    shown[300] = productOf(1_301, { brand: '7' })
    shown[500] = productOf(1_501, { sku: 'SKU-1301' })
    const end = await bench.turn(
      await bench.ask(channelId, 'changes'),
      memoryReader(() => shown),
    )
    expect(end).toMatchObject({ kind: 'done', account: { newProducts: 500, waiting: 1 } })
  }, 60_000)

  it('keeps nobody from what they do who hold what comes before it, and wait for what it holds', async () => {
    const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
    const channelId = await bench.addChannel('Shop')
    const shown = Array.from({ length: 200 }, (_, at) => productOf(1_001 + at))
    const whole = memoryReader(() => shown)
    await bench.pull(channelId, whole)
    const listing = (remoteId: string) => sql`
      select from listing where channel_id = ${channelId} and remote_id = ${remoteId} for update`
    const held = Promise.withResolvers<void>()
    let tries = 0
    const hold = async (tx: WorkspaceTx) => {
      tries += 1
      await listing('1010').execute(tx.kysely)
      held.resolve()
      const isFree = async () => (await sql`${listing('1150')} skip locked`.execute(database.db.kysely)).rows.length > 0
      while (tries === 1 && (await isFree())) await new Promise(setImmediate)
      await listing('1150').execute(tx.kysely)
    }
    const inWorkspace = impatient(database.db, 500).inWorkspace(bench.workspace)
    let holding: Promise<void> | undefined
    const details: typeof whole.details = async (...ask) => {
      holding ??= despiteCollisions(() => inWorkspace.transaction(hold))
      holding.catch(() => {})
      await held.promise
      return whole.details(...ask)
    }
    const end = await bench.turn(await bench.ask(channelId), { ...whole, details })
    expect(end).toMatchObject({ kind: 'done', account: { taken: 200 } })
    await holding
    expect(tries).toBe(2)
  })
})
