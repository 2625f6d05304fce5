import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import { decideReview } from '../../actions/decide-review.ts'
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
})
