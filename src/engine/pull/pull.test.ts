import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import type { CatalogReader, Read } from '../../connector/catalog.ts'
import { findChannelCatalog } from '../../database/channel-catalog.ts'
import { listRunRows } from '../../database/runs.ts'
import type { VariantFields } from '../../domain/fields.ts'
import { type Clock, systemClock } from '../../runtime/clock.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** Pauses between tries are short. */
const hasty: Clock = {
  now: () => systemClock.now(),
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 50, signal),
}
const openBench = () => PullBench.open({ db: database.db, clock: hasty })

function productOf(id: number, name = `Product ${id}`, variants: readonly VariantFields[] = [{}]): MemoryProduct {
  const shown = {
    ...{ remoteId: String(id), fields: { name }, brandRemoteId: null, categoryRemoteIds: [], visible: true },
    ...{ imageUrl: null, createdAt: null, modifiedAt: null, notes: [] },
    variants: variants.map((fields, at) => ({ remoteId: `${id * 100 + at}`, fields, shownPrice: '1', stock: null })),
  }
  return { shown, options: [], modifiers: [] }
}

function cut<T>(): Read<T> {
  const sentence = 'The answer ended too early.'
  return { ok: false, failure: { kind: 'unusable', sentence, came: '{"data":[{"id' } }
}

/** A store whose every answer that holds one of these products is half a JSON. */
function withBroken(reader: CatalogReader, broken: readonly string[]): CatalogReader {
  return {
    ...reader,
    async products(ask) {
      const read = await reader.products(ask)
      return read.ok && read.value.rows.some(row => broken.includes(row.remoteId)) ? cut() : read
    },
    productsById: ids => (ids.some(id => broken.includes(id)) ? Promise.resolve(cut()) : reader.productsById(ids)),
  }
}

describe('a product that can no longer be read', () => {
  it('is named once and nothing else: it is neither missing nor does the import wait for it', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    const products = [1, 2, 3, 4, 5].map(id => productOf(id))
    const reader = memoryReader(() => products)
    await bench.pull(channelId, reader)
    const runId = await bench.ask(channelId)
    const end = await bench.turn(runId, withBroken(reader, ['3']))
    expect(end).toMatchObject({
      kind: 'done',
      account: { storeSaid: 5, taken: 4, refused: 1, unexplained: 0, gone: 0, held: 0, remarks: [] },
    })
    const rows = await listRunRows(bench.inWorkspace, runId, { limit: 10, after: 0 })
    expect(rows.map(({ outcome, remoteId }) => [outcome, remoteId])).toEqual([['refused', '3']])
  })

  it('is named also where it comes to light only when the store’s total does not fit', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    const products = [1, 2, 3, 4, 5].map(id => productOf(id))
    const reader = memoryReader(() => products)
    const shy: CatalogReader = {
      ...withBroken(reader, ['3']),
      products: ask => memoryReader(() => products.filter(({ shown }) => shown.remoteId !== '3')).products(ask),
    }
    const end = await bench.pull(channelId, shy)
    expect(end).toMatchObject({ kind: 'done', account: { taken: 4, refused: 1, unexplained: 0 } })
  })
})

describe('a store whose total is not what can be taken', () => {
  it('is read wholly once more where that is new, and not after every look for changes', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    let products = [1, 2, 3, 4, 5].map(id => productOf(id))
    const reader = withBroken(
      memoryReader(() => products),
      ['3'],
    )
    const nextFull = async () => (await findChannelCatalog(bench.inWorkspace, channelId))?.nextFullAt?.getTime() ?? 0
    await bench.pull(channelId, reader)
    // Nothing has changed since: a store that hears the date shows none.
    const quiet: CatalogReader = { ...reader, products: ask => memoryReader(() => []).products(ask) }
    await bench.pull(channelId, quiet, 'changes')
    expect(await nextFull()).toBeGreaterThan(Date.now() + 60_000)
    products = products.slice(0, 4)
    await bench.pull(channelId, quiet, 'changes')
    expect(await nextFull()).toBeLessThanOrEqual(Date.now())
  })
})
