import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, untilSomebodyWaits } from '../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../test/support/memory-store.ts'
import { PullBench } from '../../test/support/pulls.ts'
import { ManualClock } from '../runtime/clock.ts'
import { type FillPlace, fillSkus, readSkuFaults, undoFill } from './fill-skus.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const me = { kind: 'machine' } as const

/** A product with one variant. */
function productOf(id: number, { sku, price = '1' }: { sku?: string; price?: string } = {}): MemoryProduct {
  const fields = { ...(sku !== undefined && { sku }), price }
  const shown = {
    ...{ remoteId: String(id), fields: { name: `Product ${id}` }, brandRemoteId: null, categoryRemoteIds: [] },
    ...{ visible: true, imageUrl: null, createdAt: null, modifiedAt: null, notes: [] },
    variants: [{ remoteId: String(id), fields, shownPrice: price, stock: null }],
  }
  return { shown, options: [], modifiers: [] }
}

async function openShop(shown: MemoryProduct[]) {
  const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
  const channelId = await bench.addChannel('Shop')
  const db = bench.inWorkspace
  const show = (products: MemoryProduct[]) =>
    bench.pull(
      channelId,
      memoryReader(() => products),
    )
  await show(shown)
  return {
    db,
    show,
    fill: async (pattern: string, faults: ('blank' | 'invalid' | 'duplicate')[] = ['blank']) =>
      (await fillSkus(me, db, bench.tools, { pattern, faults })).fill,
    fillPart: (pattern: string, goOn?: FillPlace) =>
      fillSkus(me, db, bench.tools, { pattern, faults: ['blank'], ...(goOn !== undefined && { goOn }) }),
    undo: (fillId: string) => undoFill(me, db, bench.tools, fillId),
    faults: async () => (await readSkuFaults(me, db)).faults,
    async skus() {
      const rows = await db.kysely
        .selectFrom('variant')
        .where('workspace_id', '=', db.workspace)
        .orderBy('origin_remote_id')
        .select(['sku', 'sku_fault'])
        .execute()
      return rows.map(row => [row.sku, row.sku_fault])
    },
  }
}

describe('SKUs that the hub gave', () => {
  it('stay where the store changes something else, whatever was wrong with its own', async () => {
    const { show, fill, skus } = await openShop([productOf(1), productOf(2, { sku: ' B' })])
    await fill('CW-{variant}', ['blank', 'invalid'])
    await show([productOf(1, { price: '2' }), productOf(2, { sku: ' B', price: '2' })])
    expect(await skus()).toEqual([
      ['CW-1', null],
      ['CW-2', null],
    ])
    await show([productOf(1, { sku: 'A' }), productOf(2, { sku: 'B' })])
    expect(await skus()).toEqual([
      ['A', null],
      ['B', null],
    ])
  })

  it('are the store’s own once it shows them, and are not taken back then', async () => {
    const { show, fill, skus, undo } = await openShop([productOf(1), productOf(2)])
    const { id } = await fill('CW-{variant}')
    await show([productOf(1, { sku: 'CW-1' }), productOf(2)])
    expect(await undo(id)).toEqual({ undone: 1, left: false })
    expect(await skus()).toEqual([
      ['CW-1', null],
      [null, 'blank'],
    ])
  })

  it('are taken back also where two variants then have the same one of the store', async () => {
    const { db, fill, skus, undo } = await openShop([productOf(1), productOf(2)])
    const { id } = await fill('CW-{variant}')
    await db.kysely
      .updateTable('variant')
      .set({ fields: JSON.stringify({ sku: 'Ä ' }) })
      .where('workspace_id', '=', db.workspace)
      .execute()
    expect(await undo(id)).toEqual({ undone: 2, left: false })
    expect((await skus()).map(([, fault]) => fault).sort()).toEqual(['duplicate', 'invalid'])
    await expect(undo(id)).rejects.toMatchObject({ code: 'already_undone' })
  })

  it('count on from the fills before', async () => {
    const { db, show, fill, skus } = await openShop([productOf(1)])
    await fill('CW-{number}')
    await db.kysely.updateTable('sku_fill').set({ filled: 30_000 }).execute()
    await show([productOf(1), productOf(2)])
    expect(await fill('CW-{number}')).toMatchObject({ filled: 1 })
    expect(await skus()).toEqual([
      ['CW-00001', null],
      ['CW-30001', null],
    ])
  })

  it('are found also where others have very many of the numbers', async () => {
    const numbers = Array.from({ length: 2_500 }, (_, at) => String(at + 1).padStart(5, '0'))
    const others = numbers.map((number, at) => productOf(10 + at, { sku: `CW-${number}` }))
    const { db, fill } = await openShop([productOf(1), productOf(2), ...others])
    // One in between is free.
    await db.kysely
      .updateTable('variant')
      .set({ sku: 'OTHER', sku_key: 'other' })
      .where('workspace_id', '=', db.workspace)
      .where('sku', '=', 'CW-01200')
      .execute()
    expect(await fill('CW-{number}')).toMatchObject({ filled: 2 })
    const { rows } = await sql<{ sku: string }>`
      select sku from variant where workspace_id = ${db.workspace} and sku_fill_id is not null order by sku
    `.execute(db.kysely)
    expect(rows.map(({ sku }) => sku)).toEqual(['CW-01200', 'CW-02501'])
  })

  it('never take the place of one that came from the store meanwhile', async () => {
    const { db, fill, faults, skus } = await openShop([productOf(1), productOf(2)])
    const filling = await db.transaction(async tx => {
      await tx.kysely
        .updateTable('variant')
        .set({ sku: 'CW-00001', sku_key: 'cw-00001', sku_fault: null })
        .where('workspace_id', '=', db.workspace)
        .where('origin_remote_id', '=', '1')
        .execute()
      const started = fill('CW-{number}')
      await untilSomebodyWaits(database.db)
      return { started }
    })
    expect(await filling.started).toMatchObject({ filled: 1 })
    expect(await skus()).toEqual([
      ['CW-00001', null],
      ['CW-00002', null],
    ])
    expect(await faults()).toEqual({})
  })

  it('come part by part; one that is stopped in between is taken back part by part', async () => {
    const amount = 12_000
    const shop = await openShop([productOf(1)])
    // Importing as many would take longer than all the rest.
    await sql`
      insert into variant (
        workspace_id, id, product_id, position, fields, sku_fault, origin_channel_id, origin_remote_id
      )
      select workspace_id, id || '-' || at, product_id, at, fields, sku_fault, origin_channel_id, origin_remote_id || '-' || at
      from variant, generate_series(1, ${amount - 1}::integer) as at where workspace_id = ${shop.db.workspace}
    `.execute(shop.db.kysely)
    // As the database does by itself a while after so many came.
    await sql`analyze variant`.execute(shop.db.kysely)
    const first = await shop.fillPart('CW-{number}')
    expect([first.fill.filled, first.next === null]).toEqual([5_000, false])
    expect(await shop.faults()).toEqual({ blank: amount - 5_000 })
    if (first.next === null) throw new Error('There is no more')
    const others = { fillId: first.fill.id, after: first.next }
    await expect(shop.fillPart('OTHER-{number}', others)).rejects.toMatchObject({
      ...{ code: 'input_invalid', fields: { pattern: expect.stringContaining('“CW-{number}”') } },
    })
    const second = await shop.fillPart('CW-{number}', { fillId: first.fill.id, after: first.next })
    expect(second.fill).toMatchObject({ id: first.fill.id, filled: 10_000 })
    const given = (await shop.skus()).flatMap(([sku]) => sku ?? [])
    expect(new Set(given).size).toBe(10_000)
    expect(await shop.undo(first.fill.id)).toEqual({ undone: 5_000, left: true })
    expect(await shop.undo(first.fill.id)).toEqual({ undone: 5_000, left: true })
    expect(await shop.undo(first.fill.id)).toEqual({ undone: 0, left: false })
    expect(await shop.faults()).toEqual({ blank: amount })
    if (second.next === null) throw new Error('There is no more')
    const goOn = { fillId: first.fill.id, after: second.next }
    await expect(shop.fillPart('CW-{number}', goOn)).rejects.toMatchObject({ code: 'already_undone' })
    await expect(shop.fillPart('CW-{number}', { ...goOn, fillId: 'fil_none' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
