import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageShelf } from '../../src/connector/image-shelf.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { keepFile } from '../../src/database/files.ts'
import type { FieldPart } from '../../src/domain/fields.ts'
import { openShelf } from '../../src/engine/images/shelf.ts'
import { createSandbox, type FaultRule, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { ApplyBench, withWriter } from '../support/applies.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { fastClock } from '../support/fast-clock.ts'
import { hashOf, picture } from '../support/pictures.ts'
import { PullBench } from '../support/pulls.ts'

let database: FreshDatabase
let store: Sandbox
let pulls: PullBench
let bench: ApplyBench
let shelf: ImageShelf
let productId: number

const clock = fastClock(50)
let round = 0

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 9, products: 2, quota: { requests: 1_000_000, windowMs: 30_000 } })
  productId = store.merchant.addProduct({ name: 'Pictured', price: 3 }).productId
  store.merchant.setImages(
    productId,
    ['a', 'b', 'c'].map(name => ({ file: `${name}.png`, description: name })),
  )
  pulls = await PullBench.open({ db: database.db, clock })
  const channelId = await pulls.addChannel('Shop')
  bench = await ApplyBench.open(pulls, channelId)
  shelf = openShelf({ db: pulls.inWorkspace, channelId, clock, mayLose: false })
  await open(async (_, reader) => {
    expect((await pulls.pull(channelId, reader)).kind).toBe('done')
  })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

const open: <T>(work: Parameters<typeof withWriter<T>>[2]) => Promise<T> = work => withWriter(store, clock, work, shelf)

async function upload(number: number): Promise<string> {
  const content = picture(number)
  const id = hashOf(content)
  const about = { kind: 'png' as const, bytes: content.length, width: 8, height: 8, name: '' }
  await pulls.inWorkspace.transaction(tx =>
    keepFile(tx, { id, ...about, content, at: clock.now(), actor: { kind: 'machine' } }),
  )
  return id
}

const imagesIn = async (writer: CatalogWriter): Promise<readonly Exclude<FieldPart, string>[]> => {
  const read = await writer.shown([String(productId)])
  if (!read.ok) throw new Error(read.failure.sentence)
  const { images } = read.value[0]?.fields ?? {}
  return (typeof images === 'object' ? images : []).filter(part => typeof part === 'object')
}

type Entry = Exclude<FieldPart, string>

/** Two are added, one is removed, one is described anew and all are moved; the store has to show that in the end. */
async function applyRound(writer: CatalogWriter, fault?: FaultRule): Promise<{ requests: number; written: string[] }> {
  round += 1
  const now = await imagesIn(writer)
  const [gone, ...stay] = now
  const [first, second] = [await upload(round * 2), await upload(round * 2 + 1)]
  const described = stay.map((image, at) => (at === 0 ? { ...image, description: `Round ${round}` } : image))
  const wanted: Entry[] = [
    { file: first, description: 'New', isThumbnail: true },
    ...described.toReversed().map(image => ({ ...image, isThumbnail: false })),
    { file: second, description: '', isThumbnail: false },
  ].slice(0, 4)
  await bench.want([{ level: 'product', remoteId: String(productId), fields: { images: wanted } }])
  const before = store.journal.total
  const written: string[] = []
  const stop = store.events.listen(({ scope }) => written.push(scope))
  const added = fault === undefined ? null : store.faults.add(fault)
  const { changes } = await bench.apply(writer)
  added?.remove()
  stop()
  const requests = store.journal.total - before
  expect([gone?.remoteId, changes.map(({ state, reason }) => [state, reason])]).toEqual([
    gone?.remoteId,
    [['applied', null]],
  ])
  const shown = await imagesIn(writer)
  expect(shown.map(({ description, isThumbnail }) => [description, isThumbnail])).toEqual(
    wanted.map(({ description, isThumbnail }) => [description, isThumbnail]),
  )
  expect(new Set(shown.map(({ remoteId }) => remoteId)).size).toBe(wanted.length)
  // What stayed is the same image still, and what is new has the bytes that were uploaded.
  for (const image of described) {
    const isWanted = wanted.some(one => one.remoteId === image.remoteId)
    expect(shown.some(({ remoteId }) => remoteId === image.remoteId)).toBe(isWanted)
  }
  const bytes = await fetch(String(shown[0]?.url)).then(async answer => Buffer.from(await answer.arrayBuffer()))
  expect(hashOf(bytes)).toBe(first)
  expect((await bench.read(await bench.plan(writer))).changes).toEqual([])
  return { requests, written }
}

const failures: readonly (readonly [string, Omit<FaultRule, 'match'>])[] = [
  ['is cut off before the store has seen it', { kind: 'reset', times: 1 }],
  ['loses its answer', { kind: 'lost-reply', times: 1 }],
  ['is answered by half a JSON', { kind: 'cut-json', times: 1 }],
  ['is answered by 503', { kind: 'status', status: 503, times: 1 }],
]

describe('images of which one request after the other', () => {
  it.each(failures)(
    '%s end as they are wanted, none twice and none lost',
    async (_, fault) => {
      await open(writer => applyRound(writer))
      const steady = await open(writer => applyRound(writer))
      expect(steady.requests).toBeGreaterThan(5)
      for (let after = 0; after < steady.requests; after += 1) {
        await open(writer => applyRound(writer, { ...fault, after, match: { path: '**' } }))
      }
    },
    300_000,
  )

  it('is the last of a worker that was killed are completed by the next one', async () => {
    const steady = await open(writer => applyRound(writer))
    for (let after = 0; after < steady.requests; after += 1) {
      await open(async writer => {
        round += 1
        const file = await upload(round * 2)
        const stay = (await imagesIn(writer)).slice(1)
        const wanted: Entry[] = [
          { file, description: `Kill ${after}`, isThumbnail: true },
          ...stay.map(one => ({ ...one, isThumbnail: false })),
        ]
        await bench.want([{ level: 'product', remoteId: String(productId), fields: { images: wanted } }])
        const planId = await bench.plan(writer)
        await bench.begin(planId)
        const isDone = await bench.turnKilledAfter(after, planId, writer, store)
        const { changes } = await (isDone ? bench.read(planId) : bench.finish(planId, writer))
        expect(changes.map(({ state }) => state)).toEqual(['applied'])
        const shown = await imagesIn(writer)
        expect(shown.map(({ description }) => description)).toEqual(wanted.map(({ description }) => description))
      })
    }
  }, 300_000)
})
