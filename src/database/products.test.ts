import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, untilSomebodyWaits } from '../../test/support/database.ts'
import { PullBench } from '../../test/support/pulls.ts'
import { ManualClock } from '../runtime/clock.ts'
import { insertProduct, insertVariant, recountProducts } from './products.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const variant = (id: string, position: number) => ({
  ...{ id, productId: 'prd_1', position, fields: {}, sku: null, skuKey: null, skuFault: 'blank' as const },
  originRemoteId: id,
})

it('counts the variants that two channels add to a product at the same moment', async () => {
  const clock = new ManualClock('2026-03-01T00:00:00Z')
  const { inWorkspace: db } = await PullBench.open({ db: database.db, clock })
  await db.transaction(async tx => {
    const columns = { name: 'Cup', nameKey: 'cup', brand: null, categories: [], price: null, priceMost: null }
    const counts = { variantCount: 0, faultCount: 0 }
    const product = { ...columns, ...counts, id: 'prd_1', fields: {}, originRemoteId: '1', imageUrl: null, search: '' }
    await insertProduct(tx, { channelId: 'chn_1', at: clock.now() }, product)
  })
  const second = await db.transaction(async tx => {
    await insertVariant(tx, 'chn_1', variant('var_1', 0))
    await recountProducts(tx, ['prd_1'])
    const counting = db.transaction(async other => {
      await insertVariant(other, 'chn_2', variant('var_2', 1))
      await recountProducts(other, ['prd_1'])
    })
    await untilSomebodyWaits(database.db)
    return { counting }
  })
  await second.counting
  const { rows } = await sql`
    select variant_count, fault_count from product where workspace_id = ${db.workspace}
  `.execute(db.kysely)
  expect(rows).toEqual([{ variant_count: 2, fault_count: 2 }])
})
