import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allProducts,
  allReviews,
  allRunRows,
  catalogOf,
  importedStore,
  importStore,
  importsForFile,
  listingPage,
  masterCounts,
  pull,
  until,
} from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

const imports = importsForFile()

const imported = (seed: number, products?: number) => importedStore(imports, seed, products)

const state = (browser: Browser, channelId: string) =>
  browser.call('GET /api/channels/:channelId/catalog', { params: { channelId } })
const one = async (browser: Browser, channelId: string, id: number) =>
  (await allListings(browser, channelId)).find(({ remoteId }) => remoteId === String(id))
const goneIds = async (browser: Browser, channelId: string) =>
  (await allListings(browser, channelId, { state: 'gone' }))
    .map(({ remoteId }) => Number(remoteId))
    .sort((a, b) => a - b)
const choose = (
  browser: Browser,
  channelId: string,
  choice: 'keep_off' | 'archive' | 'make_again' | null,
  ids?: number[],
) =>
  browser.call('POST /api/channels/:channelId/gone', {
    params: { channelId },
    body: { choice, ...(ids !== undefined && { remoteIds: ids.map(String) }) },
  })

/** A store that leaves products out of all its lists; asked for one of them, it answers as it does anyway. */
function hide(store: Sandbox, ids: readonly number[]) {
  return store.faults.add({
    match: { path: '/v3/catalog/products' },
    kind: 'rewrite',
    rewrite: body => {
      const { data, ...rest } = body as { data: { id: number }[] }
      return { ...rest, data: data.filter(({ id }) => !ids.includes(id)) }
    },
  })
}

/** The same with a total that fits, and 404 at the products' own addresses. */
function takeAway(store: Sandbox, ids: readonly number[]) {
  const lists = store.faults.add({
    match: { path: '/v3/catalog/products' },
    kind: 'rewrite',
    rewrite: body => {
      const { data, meta } = body as { data: { id: number }[]; meta: { pagination: { total: number } } }
      const total = meta.pagination.total - ids.length
      const rest = data.filter(({ id }) => !ids.includes(id))
      return { data: rest, meta: { ...meta, pagination: { ...meta.pagination, total } } }
    },
  })
  const own = ids.map(id =>
    store.faults.add({ match: { path: `/v3/catalog/products/${id}` }, kind: 'status', status: 404 }),
  )
  return {
    giveBack() {
      for (const fault of [lists, ...own]) fault.remove()
    },
  }
}

describe('a product that was deleted in the store', () => {
  it('is gone once its own address says so; what the hub has of it stays', async () => {
    const { store, browser, channelId } = await imported(81)
    const [before, counts] = [await listingPage(browser, channelId, 117), await masterCounts(imports.hub, channelId)]
    store.merchant.deleteProduct(117)
    store.journal.clear()
    const run = await pull(browser, channelId)
    expect(run.account).toMatchObject({ taken: 39, gone: 1, held: 0, unexplained: 0, rows: { gone: 1 } })
    const asked = store.journal.exchanges.filter(({ url }) => /\/products\/\d+\?/.test(url))
    expect(asked.map(({ url, status }) => [/products\/(\d+)/.exec(url)?.[1], status])).toEqual([['117', 404]])
    const [row] = await allRunRows(browser, run.id)
    expect(row).toMatchObject({ outcome: 'gone', kind: 'product', remoteId: '117', name: before.name })
    expect(row?.reason).toContain('own address')

    expect(await goneIds(browser, channelId)).toEqual([117])
    expect((await state(browser, channelId)).counts).toMatchObject({ products: 39, gone: 1, goneUndecided: 1 })
    const after = await listingPage(browser, channelId, 117)
    expect(after).toMatchObject({ id: before.id, name: before.name, state: 'active' })
    expect(after.channels[0]?.goneAt).not.toBeNull()
    expect(after.variants.every(({ channels }) => channels[0]?.goneAt !== null)).toBe(true)
    expect(after.variants.map(({ sku }) => sku)).toEqual(before.variants.map(({ sku }) => sku))
    expect(await masterCounts(imports.hub, channelId)).toEqual(counts)
    // It is told once.
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 0, rows: {} })
  })

  it('is not gone where a list leaves it out and its own address shows it', async () => {
    const { store, browser, channelId } = await imported(82)
    const before = await catalogOf(imports.hub, channelId)
    const fault = hide(store, [117, 118])
    const run = await pull(browser, channelId)
    expect(run).toMatchObject({ state: 'done', account: { taken: 38, gone: 0, held: 0, unexplained: 2 } })
    expect(run.account?.remarks.join('\n')).toContain('left products out of its list')
    expect(await catalogOf(imports.hub, channelId)).toEqual(before)
    fault.remove()
    expect(await pull(browser, channelId)).toMatchObject({ account: { taken: 40, unexplained: 0, remarks: [] } })
    expect(await catalogOf(imports.hub, channelId)).toEqual(before)
  })

  it('is there again when it comes back, as it was', async () => {
    const { store, browser, channelId } = await imported(83)
    const before = await catalogOf(imports.hub, channelId)
    const away = takeAway(store, [117, 118])
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 2 })
    expect(await goneIds(browser, channelId)).toEqual([117, 118])
    await choose(browser, channelId, 'archive', [117])
    expect((await allProducts(browser, { state: 'archived' })).map(({ channels }) => channels[0]?.remoteId)).toEqual([
      '117',
    ])
    away.giveBack()
    const run = await pull(browser, channelId)
    expect(run.account).toMatchObject({ returned: 2, gone: 0, newProducts: 0, newVariants: 0, rows: { returned: 2 } })
    expect(await catalogOf(imports.hub, channelId)).toEqual(before)
    expect(await allProducts(browser, { state: 'archived' })).toEqual([])
  })
})

describe('many products that are missing at once', () => {
  const believe = (browser: Browser, runId: string) =>
    browser.call('POST /api/runs/:runId/believe-missing', { params: { runId } })

  it('mark nothing, wake the doctor, and wait for a word of the merchant', async () => {
    const { store, browser, channelId } = await imported(84)
    const away = [101, 110, 120, 130]
    for (const id of away) store.merchant.deleteProduct(id)
    const checkedAt = async () =>
      (await browser.call('GET /api/channels/:channelId', { params: { channelId } })).lastCheck?.startedAt
    const before = await checkedAt()
    const run = await pull(browser, channelId)
    expect(run).toMatchObject({ state: 'done', account: { taken: 36, gone: 0, held: 4, rows: { held: 4 } } })
    expect((await allRunRows(browser, run.id)).map(({ remoteId }) => Number(remoteId)).sort()).toEqual(away)
    expect(await goneIds(browser, channelId)).toEqual([])
    expect((await state(browser, channelId)).heldRun).toEqual({ id: run.id, held: 4 })
    await until(async () => (await checkedAt()) !== before)
    expect(store.journal.exchanges.filter(({ url }) => /\/products\/\d+\?/.test(url))).toEqual([])

    expect(await believe(browser, run.id)).toEqual({ gone: 4 })
    expect(await goneIds(browser, channelId)).toEqual(away)
    expect((await state(browser, channelId)).heldRun).toBeNull()
    expect(await refusalOf(believe(browser, run.id))).toMatchObject({ code: 'nothing_held' })
    expect(await allRunRows(browser, run.id, { outcome: 'gone' })).toHaveLength(4)
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 0, held: 0, rows: {} })
  })

  it('ask for nothing any more once they are there again', async () => {
    const { store, browser, channelId } = await imported(85)
    const before = await catalogOf(imports.hub, channelId)
    const away = takeAway(store, [101, 110, 120, 130])
    const held = await pull(browser, channelId)
    expect(held.account).toMatchObject({ held: 4, gone: 0 })
    away.giveBack()
    expect((await pull(browser, channelId)).account).toMatchObject({ held: 0, returned: 0, changed: 0 })
    expect((await state(browser, channelId)).heldRun).toBeNull()
    expect(await refusalOf(believe(browser, held.id))).toMatchObject({ code: 'nothing_held' })
    expect(await catalogOf(imports.hub, channelId)).toEqual(before)
  })

  it('are believed only of those that nobody has seen since', async () => {
    const { store, browser, channelId } = await imported(86)
    // The number of products differs from the last time, so the hub would look at all of them by itself at once.
    await browser.call('PATCH /api/channels/:channelId', { params: { channelId }, body: { paused: true } })
    const away = takeAway(store, [101, 110, 120, 130])
    const held = await pull(browser, channelId)
    away.giveBack()
    // A look for changes sees one of them; only a full import takes the question back.
    store.merchant.editProduct(120, { name: 'Here I am' })
    await pull(browser, channelId, 'changes')
    expect((await state(browser, channelId)).heldRun).toMatchObject({ id: held.id })
    expect(await believe(browser, held.id)).toEqual({ gone: 3 })
    expect(await goneIds(browser, channelId)).toEqual([101, 110, 130])
  })

  it('are too many by number in a large store, and by share in a small one; both can be changed', async () => {
    const { store, browser, channelId } = await imported(87, 500)
    const limits = (body: object) =>
      browser.call('PATCH /api/channels/:channelId/catalog', { params: { channelId }, body })
    const remove = (from: number, count: number) => {
      for (let id = from; id < from + count; id += 1) store.merchant.deleteProduct(id)
    }
    remove(101, 20)
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 20, held: 0 })
    remove(201, 21)
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 0, held: 21 })
    expect((await limits({ missingMost: 21 })).limits).toEqual({ missingMost: 21, missingPercentMost: 5 })
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 21, held: 0 })
    remove(301, 10)
    await limits({ missingPercentMost: 1 })
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 0, held: 10 })
    await limits({ missingPercentMost: 100 })
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 10, held: 0 })
    remove(401, 1)
    await limits({ missingMost: 0 })
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 0, held: 1 })
    for (const body of [{ missingMost: -1 }, { missingPercentMost: 101 }, { missingMost: 1.5 }]) {
      expect(await refusalOf(limits(body))).toMatchObject({ status: 400 })
    }
  })

  it('are one or two in the smallest store: those are believed', async () => {
    const { store, browser, channelId } = await imported(88, 6)
    store.merchant.deleteProduct(101)
    store.merchant.deleteProduct(103)
    expect((await pull(browser, channelId)).account).toMatchObject({ gone: 2, held: 0 })
    for (const id of [102, 104, 105, 106]) store.merchant.deleteProduct(id)
    expect((await pull(browser, channelId)).account).toMatchObject({ taken: 0, gone: 0, held: 4 })
    expect((await state(browser, channelId)).counts.products).toBe(4)
  })
})

describe('what becomes of products that are gone', () => {
  it('is said by the merchant, one by one or of all, and can be taken back', async () => {
    const { store, browser, channelId } = await imported(89)
    for (const id of [101, 102]) store.merchant.deleteProduct(id)
    await pull(browser, channelId)
    expect(await choose(browser, channelId, 'keep_off', [101])).toEqual({ changed: 1 })
    expect((await one(browser, channelId, 101))?.goneChoice).toBe('keep_off')
    expect((await state(browser, channelId)).counts).toMatchObject({ gone: 2, goneUndecided: 1 })
    // The rest of them.
    expect(await choose(browser, channelId, 'make_again')).toEqual({ changed: 1 })
    expect((await one(browser, channelId, 102))?.goneChoice).toBe('make_again')
    expect((await state(browser, channelId)).counts).toMatchObject({ gone: 2, goneUndecided: 0 })
    expect(await choose(browser, channelId, 'archive', [101, 102])).toEqual({ changed: 2 })
    const archived = await allProducts(browser, { state: 'archived' })
    expect(archived.map(({ channels }) => channels[0]?.remoteId).sort()).toEqual(['101', '102'])
    expect(await allProducts(browser)).toHaveLength(38)
    expect((await listingPage(browser, channelId, 101)).state).toBe('archived')
    expect(await choose(browser, channelId, null, [101, 102])).toEqual({ changed: 2 })
    expect(await allProducts(browser)).toHaveLength(40)
    expect((await state(browser, channelId)).counts).toMatchObject({ gone: 2, goneUndecided: 2 })
  })

  it('says nothing about products that are there, or that there are none of', async () => {
    const { browser, channelId } = await imported(90, 5)
    expect(await choose(browser, channelId, 'archive', [101, 999])).toEqual({ changed: 0 })
    expect(await choose(browser, channelId, 'archive')).toEqual({ changed: 0 })
    expect(await allProducts(browser)).toHaveLength(5)
    expect(await refusalOf(choose(browser, 'chn_nowhere', 'archive'))).toMatchObject({ code: 'not_found' })
  })

  it('on one channel leaves the other alone', async () => {
    const first = await imports.store({ seed: 91, products: 12 })
    const second = await imports.store({ seed: 911, products: 10, twin: { seed: 91, products: 9 } })
    const browser = await imports.newBusiness()
    const { channelId: here } = await importStore(browser, first, { name: 'Here' })
    const { channelId: there } = await importStore(browser, second, { name: 'There' })
    const before = await catalogOf(imports.hub, there)
    const shared = (await allProducts(browser)).filter(({ channels }) => channels.length === 2)
    const remoteId = Number(shared[0]?.channels.find(({ channelId }) => channelId === here)?.remoteId)
    first.merchant.deleteProduct(remoteId)
    expect((await pull(browser, here)).account).toMatchObject({ gone: 1 })
    expect(await catalogOf(imports.hub, there)).toEqual(before)
    await choose(browser, here, 'archive', [remoteId])
    const product = (await allProducts(browser)).find(({ id }) => id === shared[0]?.id)
    expect(product).toMatchObject({ state: 'active' })
    expect(product?.channels.map(({ channelId, gone }) => [channelId === here, gone])).toEqual([
      [true, true],
      [false, false],
    ])
    const other = Number(product?.channels.find(({ channelId }) => channelId === there)?.remoteId)
    second.merchant.deleteProduct(other)
    await pull(browser, there)
    await choose(browser, there, 'archive', [other])
    const archived = async () => (await allProducts(browser, { state: 'archived' })).map(({ id }) => id)
    expect(await archived()).toEqual([shared[0]?.id])
    // One channel's word does not bring back what the other's has archived.
    await choose(browser, here, 'keep_off', [remoteId])
    expect(await archived()).toEqual([shared[0]?.id])
    expect(await choose(browser, there, 'archive', [other])).toEqual({ changed: 0 })
    expect(await choose(browser, there, null)).toEqual({ changed: 0 })
    expect(await choose(browser, there, null, [other])).toEqual({ changed: 1 })
    expect(await archived()).toEqual([])
  })
})

describe('a product that was made again under a new id', () => {
  it('is offered as the one that it was, and joined to it', async () => {
    const { store, browser, channelId } = await imported(92, 10)
    const counts = await masterCounts(imports.hub, channelId)
    const { productId: once } = store.merchant.addProduct({ name: 'Made twice', sku: 'MADE-AGAIN', price: 3 })
    await pull(browser, channelId)
    const master = await listingPage(browser, channelId, once)
    store.merchant.deleteProduct(once)
    await pull(browser, channelId)
    const { productId: again } = store.merchant.addProduct({ name: 'Made twice', sku: 'MADE-AGAIN', price: 4 })
    const run = await pull(browser, channelId, 'changes')
    expect(run.account).toMatchObject({ waiting: 1, newProducts: 0, newVariants: 0, joined: 0 })
    const [review] = await allReviews(browser)
    expect(review).toMatchObject({
      reason: 'relink',
      listingRemoteId: String(again),
      store: { productName: 'Made twice', sku: 'MADE-AGAIN', price: '4' },
      master: { productId: master.id, sku: 'MADE-AGAIN' },
    })
    expect(review?.sentence).toContain('made again')
    await browser.call('POST /api/review/decide', { body: { ids: [review?.id ?? ''], decision: 'join' } })
    const page = await listingPage(browser, channelId, again)
    expect(page.id).toBe(master.id)
    expect(page.variants.map(({ id }) => id)).toEqual(master.variants.map(({ id }) => id))
    const goneBy = Object.fromEntries(page.channels.map(({ remoteId, goneAt }) => [remoteId, goneAt !== null]))
    expect(goneBy).toEqual({ [String(once)]: true, [String(again)]: false })
    expect(await masterCounts(imports.hub, channelId)).toEqual({
      products: counts.products + 1,
      variants: counts.variants + 1,
    })
    expect((await pull(browser, channelId)).account).toMatchObject({ waiting: 0, newProducts: 0, changed: 0, gone: 0 })
  })
})
