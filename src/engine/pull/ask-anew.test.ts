import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import { ManualClock } from '../../runtime/clock.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** A product whose only variant has the SKU that all of them have. */
function productOf(id: number, name = `Shirt ${id}`): MemoryProduct {
  const shown = {
    ...{ remoteId: String(id), fields: { name }, brandRemoteId: null, categoryRemoteIds: [] },
    ...{ visible: true, imageUrl: null, createdAt: null, modifiedAt: null, notes: [] },
    variants: [{ remoteId: String(id), fields: { sku: 'SHIRT' }, shownPrice: '1', stock: null }],
  }
  return { shown, options: [], modifiers: [] }
}

/** How many statements it takes to see that the product against which all others wait has another name. */
async function statementsFor(amount: number): Promise<number> {
  const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
  const channelId = await bench.addChannel('Shop')
  const show = (first: MemoryProduct) => {
    const products = [first, ...Array.from({ length: amount }, (_, at) => productOf(at + 2))]
    return bench.pull(
      channelId,
      memoryReader(() => products, { detailsMost: 1_000 }),
    )
  }
  const waiting = () =>
    bench.inWorkspace.kysely
      .selectFrom('match_review')
      .where('workspace_id', '=', bench.workspace)
      .where('decided_at', 'is', null)
      .select(['id', 'reason', 'variant_id'])
      .orderBy('id')
      .execute()
  await show(productOf(1))
  const before = await waiting()
  expect(before.map(({ reason }) => reason)).toEqual(Array.from({ length: amount }, () => 'duplicate'))
  const statements = vi.spyOn(pg.Client.prototype, 'query')
  await show(productOf(1, 'Blouse'))
  const { length } = statements.mock.calls
  statements.mockRestore()
  expect(await waiting()).toEqual(before)
  return length
}

it('takes about as many statements for one that waits as for many that share a SKU', async () => {
  const many = 100
  expect((await statementsFor(many)) - (await statementsFor(1))).toBeLessThan(many / 2)
})
