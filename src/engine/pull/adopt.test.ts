import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import { moveCatalog, removedCatalogs } from '../../database/channel-catalog.ts'
import { ManualClock } from '../../runtime/clock.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

function productOf(id: number): MemoryProduct {
  const fields = { sku: `SKU-${id}` }
  const shown = {
    ...{ remoteId: String(id), fields: { name: `Product ${id}` }, brandRemoteId: null, categoryRemoteIds: [] },
    ...{ visible: true, imageUrl: null, createdAt: null, modifiedAt: null, notes: [] },
    variants: [{ remoteId: `${id}0`, fields, shownPrice: '1', stock: null }],
  }
  return { shown, options: [], modifiers: [] }
}

const products = Array.from({ length: 30 }, (_, at) => productOf(at + 1))
const reader = memoryReader(() => products)

/** A channel whose catalog was read once and that was removed, and another one of the same store. */
async function connectedAgain() {
  const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
  const db = bench.inWorkspace
  const from = await bench.addChannel('Shop')
  await bench.pull(from, reader)
  const to = await bench.addChannel('Shop again')
  const of = (channelId: string) => db.kysely.updateTable('channel').where('id', '=', channelId)
  await of(from).set({ store_key: 'store', removed_at: bench.clock.now() }).execute()
  await of(to).set({ store_key: 'store' }).execute()
  return { bench, db, from, to }
}

describe('a store that is connected again after its channel was removed', () => {
  it('has its catalog under the new channel before anything is read', async () => {
    const { bench, db, to } = await connectedAgain()
    const { account } = (await bench.pull(to, reader)) as { account: object }
    expect(account).toMatchObject({ taken: 30, newProducts: 0, newVariants: 0, changed: 0, waiting: 0, joined: 0 })
    expect(await removedCatalogs(db, to)).toEqual([])
    const { rows } = await sql`
      select v.origin_channel_id as variant, p.origin_channel_id as product, o.channel_id as offer, count(*)::int
      from variant v join product p on p.id = v.product_id join offer o on o.variant_id = v.id
      where v.workspace_id = ${db.workspace} group by 1, 2, 3
    `.execute(db.kysely)
    expect(rows).toEqual([{ variant: to, product: to, offer: to, count: 30 }])
  })

  it('goes on with it where an import was left in the middle of taking it over', async () => {
    const { bench, db, from, to } = await connectedAgain()
    expect(await db.transaction(tx => moveCatalog(tx, 'listing', { from, to }))).toBe(30)
    expect(await removedCatalogs(db, to)).toEqual([from])
    const { account } = (await bench.pull(to, reader)) as { account: object }
    expect(account).toMatchObject({ taken: 30, newProducts: 0, newVariants: 0, waiting: 0 })
    expect(await removedCatalogs(db, to)).toEqual([])
  })

  it('leaves what the new channel has already as it is', async () => {
    const { db, from, to } = await connectedAgain()
    await sql`
      insert into channel_brand (workspace_id, channel_id, remote_id, name, seen_run)
      values (${db.workspace}, ${from}, '1', 'Old', 'run'), (${db.workspace}, ${to}, '1', 'New', 'run')
    `.execute(db.kysely)
    expect(await db.transaction(tx => moveCatalog(tx, 'channel_brand', { from, to }))).toBe(0)
  })
})
