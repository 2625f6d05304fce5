import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type MemoryProduct, memoryReader } from '../../../test/support/memory-store.ts'
import { PullBench } from '../../../test/support/pulls.ts'
import { decideReview } from '../../actions/decide-review.ts'
import { removeChannel } from '../../actions/remove-channel.ts'
import type { CatalogReader, Read } from '../../connector/catalog.ts'
import { findChannelCatalog } from '../../database/channel-catalog.ts'
import { hasListings, knownOffers } from '../../database/listings.ts'
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

describe('a variant that stands in two products', () => {
  it('is kept in the first, and named in the other', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    const [first, second] = [productOf(1), productOf(2, 'Twice', [{}, {}])]
    const [variant] = first.shown.variants
    const [own] = second.shown.variants
    const both = { ...second, shown: { ...second.shown, variants: [own, variant].filter(one => one !== undefined) } }
    const runId = await bench.ask(channelId)
    const end = await bench.finish(
      runId,
      memoryReader(() => [first, both]),
    )
    expect(end).toMatchObject({ kind: 'done', account: { taken: 2, refused: 0, newVariants: 2, unexplained: 0 } })
    const rows = await listRunRows(bench.inWorkspace, runId, { limit: 10, after: 0 })
    expect(rows).toMatchObject([{ outcome: 'noted', kind: 'variant', remoteId: variant?.remoteId, name: 'Twice' }])
  })
})

describe('a variant that moved to a product which is new', () => {
  it('goes with it, and is still the same variant', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    const [first, second] = [productOf(1, 'Left', [{}, {}]), productOf(2, 'New', [])]
    const [stays, moves] = first.shown.variants
    const of = (product: MemoryProduct, variants: (typeof stays)[]) => {
      return { ...product, shown: { ...product.shown, variants: variants.filter(one => one !== undefined) } }
    }
    let products = [first]
    // One product a page: that of the new one knows nothing but the variant.
    const reader = memoryReader(() => products, { pageMost: 1 })
    await bench.pull(channelId, reader)
    const offers = () =>
      knownOffers(bench.inWorkspace, channelId, ['1', '2']).then(found =>
        [...found].map(([id, all]) => [id, all.length]),
      )
    expect(await offers()).toEqual([['1', 2]])
    products = [of(first, [stays]), of(second, [moves])]
    expect(await bench.pull(channelId, reader)).toMatchObject({ kind: 'done', account: { taken: 2, refused: 0 } })
    expect(Object.fromEntries(await offers())).toEqual({ 1: 1, 2: 1 })
  })
})

describe('a fault of the hub that comes again and again', () => {
  it('ends the import, also where each try had written something before', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    const reader: CatalogReader = {
      ...memoryReader(() => [1, 2, 3].map(id => productOf(id))),
      // It never fits what was taken, so all keys are looked at once more.
      snapshot: async () => ({ ok: true, value: { total: 9, lastKey: '9', storeTime: null } }),
      keys: () => Promise.reject(new TypeError('nobody thought of this')),
    }
    const end = await bench.pull(channelId, reader)
    expect(end).toMatchObject({ kind: 'failed', account: { taken: 3 } })
  })
})

describe('a channel that is removed while its catalog is read', () => {
  it('gets nothing more: what another channel takes over meanwhile is all there is', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    const runId = await bench.ask(channelId)
    const reader = memoryReader(() => [productOf(1)])
    const end = await bench.turn(runId, {
      ...reader,
      async products(ask) {
        await removeChannel({ kind: 'machine' }, bench.inWorkspace, bench.tools, { channelId })
        return reader.products(ask)
      },
    })
    expect(end).toEqual({ kind: 'lost' })
    expect(await hasListings(bench.inWorkspace, channelId)).toBe(false)
  })
})

describe('a variant that was joined to another product than the rest of its listing', () => {
  it('keeps what it shows otherwise as overrides, also after an edit in the store', async () => {
    const bench = await openBench()
    const [first, second] = [await bench.addChannel('First'), await bench.addChannel('Second')]
    await bench.pull(
      first,
      memoryReader(() => [productOf(1, 'Chair', [{ sku: 'A', weight: '1' }])]),
    )
    const shown = (price: string) =>
      memoryReader(() => [productOf(7, 'Table', [{ sku: 'A', weight: '2', price }, { sku: 'B' }])])
    await bench.pull(second, shown('5'))
    const filter = { reason: 'name_differs' } as const
    await decideReview({ kind: 'machine' }, bench.inWorkspace, bench.tools, { what: { filter }, decision: 'join' })
    await bench.pull(second, shown('6'))
    const offer = await database.db.kysely
      .selectFrom('offer')
      .where('channel_id', '=', second)
      .where('remote_id', '=', '700')
      .select('overrides')
      .executeTakeFirstOrThrow()
    expect(offer.overrides).toEqual({ weight: '2', price: '6' })
  })
})
