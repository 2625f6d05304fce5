import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApplyWorld } from '../support/apply-world.ts'
import { askStore } from '../support/catalog.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'

let database: FreshDatabase
let world: ApplyWorld
let product: { readonly id: string; readonly variant: string }

const clock = fastClock(25)

beforeAll(async () => {
  database = await freshDatabase()
  world = await ApplyWorld.open(database.db, clock, { seed: 7, products: 0 })
  const { productId, variantIds } = world.store.merchant.addProduct({ name: 'Mug', sku: 'MUG-0', price: 5 })
  product = { id: String(productId), variant: String(variantIds[0]) }
  await world.pull()
}, 60_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** The SKUs in the store: of the product, and of its only variant. */
async function shown(): Promise<unknown[]> {
  const rows = await askStore(world.store, '/v3/catalog/products?include=variants')
  return rows.flatMap(({ sku, variants }) => [sku, ...(variants as { sku: string }[]).map(variant => variant.sku)])
}

async function edit(value: string): Promise<void> {
  const { channelId } = world
  const edits = [{ do: 'set' as const, field: 'sku', value }]
  const { rows } = await world.edit({ level: 'product', channelId, which: { ids: [product.id] }, edits })
  expect(rows).toHaveLength(1)
}

describe('the SKU of a product and its only variant, which a store has once', () => {
  it.each([
    ['both of its changes', 'MUG-1', []],
    ['the change of the product alone', 'MUG-2', ['variant']],
    ['the change of the variant alone', 'MUG-3', ['product']],
  ] as const)('is known of both once %s was sent', async (_, sku, leftOut) => {
    await edit(sku)
    const { plan, changes } = await world.plan()
    expect(changes.map(({ level, field, after }) => [level, field, after])).toEqual([
      ['product', 'sku', sku],
      ['variant', 'sku', sku],
    ])
    const seqs = changes.filter(({ level }) => leftOut.some(one => one === level)).map(({ seq }) => seq)
    if (seqs.length > 0) await world.leaveOut(plan.id, seqs)
    const from = world.exchanges.length
    await world.begin(plan.id)
    await world.finish(plan.id)
    expect(await shown()).toEqual([sku, sku])
    expect(world.exchanges.slice(from).filter(({ method }) => method === 'PUT')).toHaveLength(1)
    // Before anything is read again: nothing is left, and both are known to show it.
    expect((await world.plan()).changes).toEqual([])
    expect(await world.drift()).toEqual([])
    await world.look()
    expect((await world.plan()).changes).toEqual([])
  })

  it('is known of both where the answer was lost and it was read back', async () => {
    await edit('MUG-4')
    const { plan, changes } = await world.plan()
    await world.leaveOut(
      plan.id,
      changes.filter(({ level }) => level === 'variant').map(({ seq }) => seq),
    )
    world.store.faults.add({ match: { method: 'PUT', path: '**' }, kind: 'lost-reply', times: 1 })
    await world.begin(plan.id)
    await world.finish(plan.id)
    expect(await shown()).toEqual(['MUG-4', 'MUG-4'])
    expect((await world.plan()).changes).toEqual([])
  })
})
