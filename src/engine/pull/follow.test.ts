import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import { readLayers, writeLayers } from '../../database/layers.ts'
import { setOwners } from '../../database/ownership.ts'
import type { ProductFields } from '../../domain/fields.ts'
import { desire } from '../../domain/layers.ts'
import { systemClock } from '../../runtime/clock.ts'
import { renewOverrides } from './overrides.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

function chair(fields: ProductFields): MemoryProduct {
  const shown = {
    remoteId: '1',
    fields,
    ...{ brandRemoteId: null, categoryRemoteIds: [], visible: true },
    ...{ imageUrl: null, createdAt: null, modifiedAt: null, notes: [] },
    variants: [{ remoteId: '10', fields: { sku: 'C' }, shownPrice: String(fields.price ?? ''), stock: null }],
  }
  return { shown, options: [], modifiers: [] }
}

/** A store with one product, of which everything was imported. */
async function openShop() {
  const bench = await PullBench.open({ db: database.db, clock: systemClock })
  const channelId = await bench.addChannel('Shop')
  let fields: ProductFields = { name: 'Chair', price: '10', description: 'Oak' }
  const pull = async (changed: ProductFields) => {
    fields = { ...fields, ...changed }
    await bench.pull(
      channelId,
      memoryReader(() => [chair(fields)]),
    )
  }
  await pull({})
  const rows = async () => {
    const { rows: found } = await sql<{ product: unknown; listing: unknown }>`
      select json_build_object('name', p.name, 'price', p.price::text, 'fields', p.fields) as product,
        json_build_object('name', l.name, 'price', l.price::text, 'base', l.base, 'desired', l.desired,
          'overrides', l.overrides) as listing
      from listing l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where l.workspace_id = ${bench.workspace}
    `.execute(bench.db.kysely)
    return found[0]
  }
  return { bench, channelId, pull, rows }
}

/** As an edit of the master catalog leaves it. */
async function editMaster({ bench, channelId }: Awaited<ReturnType<typeof openShop>>, name: string, price: string) {
  await bench.inWorkspace.transaction(async tx => {
    await sql`
      update product set name = ${name}, price = ${price}::numeric,
        fields = fields || ${JSON.stringify({ name, price })}::jsonb where workspace_id = ${tx.workspace}
    `.execute(tx.kysely)
    const stored = await readLayers(tx, 'product', channelId, ['1'])
    const rows = stored.map(row => ({ ...row, layers: desire(row.layers, { name, price }) }))
    await writeLayers(tx, 'product', rows)
  })
}

describe('a product with an edit that waits', () => {
  it('keeps it in all that lists show of the master, follows the rest, and lists the channel as it is', async () => {
    const shop = await openShop()
    await editMaster(shop, 'Armchair', '12')
    await shop.pull({ description: 'Ash', price: '11' })
    expect(await shop.rows()).toEqual({
      product: { name: 'Armchair', price: '12', fields: { name: 'Armchair', price: '12', description: 'Ash' } },
      listing: {
        ...{ name: 'Chair', price: '11', overrides: {} },
        // The store’s edit stands beside ours.
        ...{ base: { price: '10' }, desired: { name: 'Armchair', price: '12' } },
      },
    })
    // The store comes to show what was wanted: nothing waits any more, and everything follows again.
    await shop.pull({ name: 'Armchair', price: '12' })
    await shop.pull({ price: '13' })
    expect(await shop.rows()).toMatchObject({
      product: { name: 'Armchair', price: '13', fields: { price: '13' } },
      listing: { name: 'Armchair', price: '13', base: null, desired: null, overrides: {} },
    })
  })
})

describe('a field of a live channel', () => {
  it('that the hub owns keeps what the hub says beside what the store shows', async () => {
    const shop = await openShop()
    await goLive(shop)
    await shop.pull({ price: '11' })
    expect(await shop.rows()).toMatchObject({
      product: { price: '10', fields: { price: '10' } },
      listing: { price: '11', base: { price: '10' }, desired: null, overrides: {} },
    })
  })

  it('that is the store’s is followed, and one that is nobody’s by the channel alone', async () => {
    const shop = await openShop()
    const { bench, channelId } = shop
    await goLive(shop)
    await bench.inWorkspace.transaction(tx =>
      setOwners(tx, channelId, [
        { level: 'product', field: 'price', owner: 'store' },
        { level: 'product', field: 'description', owner: 'nobody' },
      ]),
    )
    await shop.pull({ price: '11', description: 'Ash' })
    expect(await shop.rows()).toMatchObject({
      product: { price: '11', fields: { price: '11', description: 'Oak' } },
      listing: { price: '11', base: null, desired: null, overrides: { description: 'Ash' } },
    })
  })
})

describe('a value that a merchant set for one channel', () => {
  it('stays its own where the master says the same', async () => {
    const shop = await openShop()
    const { bench } = shop
    await sql`update listing set pinned = '{price}' where workspace_id = ${bench.workspace}`.execute(bench.db.kysely)
    const { rows } = await sql<{ id: string }>`
      select id from product where workspace_id = ${bench.workspace}
    `.execute(bench.db.kysely)
    await bench.inWorkspace.transaction(tx =>
      renewOverrides(
        tx,
        rows.map(({ id }) => id),
      ),
    )
    expect(await shop.rows()).toMatchObject({ listing: { overrides: { price: '10' } } })
    // The store leads, but the master has its own.
    await shop.pull({ price: '11' })
    expect(await shop.rows()).toMatchObject({ product: { price: '10' }, listing: { overrides: { price: '11' } } })
  })
})

async function goLive({ bench, channelId }: Awaited<ReturnType<typeof openShop>>): Promise<void> {
  const row = { workspace_id: bench.workspace, channel_id: channelId, since: new Date(), actor: '{}' }
  await bench.db.kysely
    .insertInto('channel_live')
    .values([
      { ...row, part: 'data' },
      { ...row, part: 'prices' },
    ])
    .execute()
}
