import { describe, expect, it } from 'vitest'
import type { Run } from '../../src/api/contract/runs.ts'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allProducts,
  allReviews,
  allRunRows,
  askStore,
  catalogOf,
  connectStore,
  endOfImport,
  fieldOf,
  giveCredentials,
  importedStore,
  importsForFile,
  listingPage,
  makeDue,
  masterCounts,
  pull,
  runOf,
  until,
} from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'

const imports = importsForFile()

const imported = (seed: number, products?: number) => importedStore(imports, seed, products)

const kept = (channelId: string) => catalogOf(imports.hub, channelId)
const outcomes = async (browser: Browser, { id }: Run) =>
  (await allRunRows(browser, id)).map(row => `${row.outcome} ${row.kind} ${row.remoteId}`).sort()

/** A product with options, as the store shows it. */
async function optioned(store: Sandbox) {
  const rows = await askStore(store, '/v3/catalog/products?include=variants,options')
  const row = rows.find(({ variants }) => (variants as unknown[]).length > 2)
  const variants = row?.variants as { id: number; sku: string }[]
  const options = row?.options as { option_values: { label: string }[] }[]
  return {
    id: Number(row?.id),
    variants,
    values: options.map(option => option.option_values.map(({ label }) => label)),
  }
}

describe('importing once more', () => {
  it('finds nothing new and doubles nothing', async () => {
    const { browser, channelId } = await imported(51)
    const [before, counts] = [await kept(channelId), await masterCounts(imports.hub, channelId)]
    for (const mode of ['full', 'changes', 'full'] as const) {
      const run = await pull(browser, channelId, mode)
      expect(run).toMatchObject({
        mode,
        state: 'done',
        account: {
          newProducts: 0,
          newVariants: 0,
          changed: 0,
          joined: 0,
          waiting: 0,
          gone: 0,
          variantsGone: 0,
          rows: {},
        },
      })
      expect(await kept(channelId)).toEqual(before)
      expect(await masterCounts(imports.hub, channelId)).toEqual(counts)
    }
  })

  it('reads the whole catalog the first time, whatever is asked for', async () => {
    const store = await imports.store({ seed: 52, products: 5 })
    const browser = await imports.newBusiness()
    store.faults.add({ match: { path: '/v3/catalog/trees' }, kind: 'slow', delayMs: 1_500, times: 1 })
    const channelId = await connectStore(browser, store)
    await browser.call('POST /api/runs/:runId/cancel', { params: { runId: (await runOf(browser, channelId)).id } })
    expect(await endOfImport(browser, channelId)).toMatchObject({ state: 'cancelled', account: { taken: 0 } })
    expect(await pull(browser, channelId, 'changes')).toMatchObject({
      mode: 'full',
      state: 'done',
      account: { taken: 5 },
    })
  })
})

describe('what changed in the store', () => {
  it('comes with a look for changes: an edit, a product, a variant more and one less; nothing else is touched', async () => {
    const { store, browser, channelId } = await imported(53)
    const { merchant } = store
    const some = await optioned(store)
    const before = await kept(channelId)
    const [first, second] = some.variants
    const [plain] = (await askStore(store, '/v3/catalog/products?include_fields=name')).filter(
      ({ id }) => id !== some.id,
    )
    const plainId = Number(plain?.id)
    merchant.editProduct(plainId, { name: 'Another name', price: 77.5, is_visible: false })
    const { productId: fresh } = merchant.addProduct({
      name: 'Fresh',
      sku: 'FRESH',
      brand: 'A new brand',
      categories: [['New', 'Newer']],
    })
    merchant.deleteVariant(some.id, first?.id ?? 0)
    const values = some.values.map((labels, at) => (at === 0 ? 'Entirely new' : (labels[0] ?? '')))
    const { variantId } = merchant.addVariant(some.id, { values, sku: 'ONE-MORE', stock: [4, 0] })
    merchant.editVariant(some.id, second?.id ?? 0, { sku: 'RENAMED-SKU', price: 3 })

    store.journal.clear()
    const run = await pull(browser, channelId, 'changes')
    expect(run).toMatchObject({
      mode: 'changes',
      state: 'done',
      account: { taken: 3, changed: 2, newProducts: 1, newVariants: 2, variantsGone: 1, gone: 0, unexplained: 0 },
    })
    expect(await outcomes(browser, run)).toEqual([`gone variant ${first?.id}`])
    const listed = store.journal.exchanges.filter(({ url }) => url.includes('include=variants'))
    const shown = listed.flatMap(({ responseBody }) => (JSON.parse(responseBody) as { data: { id: number }[] }).data)
    expect(shown.map(({ id }) => id).sort()).toEqual([plainId, some.id, fresh].sort())

    const page = await listingPage(browser, channelId, plainId)
    expect([page.name, fieldOf(page, 'price').master, fieldOf(page, 'visible').of(channelId)]).toEqual([
      ...['Another name', '77.5', false],
    ])
    const changed = await listingPage(browser, channelId, some.id)
    const variants = changed.variants.flatMap(({ channels, sku }) => channels.map(one => ({ ...one, master: sku })))
    const variant = (id: number | undefined) => variants.find(({ remoteId }) => remoteId === String(id))
    expect(variant(first?.id)?.goneAt).not.toBeNull()
    expect(variant(second?.id)).toMatchObject({ sku: 'RENAMED-SKU', master: 'RENAMED-SKU', goneAt: null })
    expect(variant(variantId)).toMatchObject({ match: 'matched', sku: 'ONE-MORE', stock: 4, goneAt: null })
    expect(JSON.stringify(fieldOf(changed, 'options').master)).toContain('Entirely new')
    const made = await listingPage(browser, channelId, fresh)
    expect([made.brand, fieldOf(made, 'categories').master]).toEqual(['A new brand', ['New/Newer']])

    const after = await kept(channelId)
    const untouched = (rows: Record<string, unknown>[], key: string) =>
      rows.filter(row => ![plainId, some.id, fresh].includes(Number(row[key])))
    expect(untouched(after.products, 'remote_id')).toEqual(untouched(before.products, 'remote_id'))
    expect(untouched(after.variants, 'listing_id')).toEqual(untouched(before.variants, 'listing_id'))
    // And a sweep through everything agrees.
    const full = await pull(browser, channelId)
    expect(full).toMatchObject({ account: { changed: 0, newProducts: 0, variantsGone: 0 } })
  })

  it('in silence is found by the full import alone', async () => {
    const { store, browser, channelId } = await imported(54)
    store.merchant.editProduct(110, { name: 'In silence' }, { silent: true })
    store.merchant.setModifiers(111, [{ name: 'Engraving', type: 'text' }], { silent: true })
    expect(await pull(browser, channelId, 'changes')).toMatchObject({ state: 'done', account: { changed: 0 } })
    expect((await listingPage(browser, channelId, 110)).name).not.toBe('In silence')
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { changed: 1 } })
    expect((await listingPage(browser, channelId, 110)).name).toBe('In silence')
    const engraved = await listingPage(browser, channelId, 111)
    expect(fieldOf(engraved, 'modifiers').of(channelId)).toMatchObject([{ name: 'Engraving' }])
    expect(fieldOf(engraved, 'modifiers').master).toMatchObject([{ name: 'Engraving' }])
  })

  it('of brands and categories reaches the products, and what hangs on them', async () => {
    const { store, browser, channelId } = await imported(55)
    const [product] = (await askStore(store, '/v3/catalog/products?include_fields=brand_id,categories')).filter(
      row => row.brand_id !== 0 && (row.categories as number[]).length > 0,
    )
    const [categoryId = 0] = (product?.categories ?? []) as number[]
    store.merchant.renameBrand(Number(product?.brand_id), 'Renamed brand')
    store.merchant.renameCategory(categoryId, 'Renamed category')
    expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { newProducts: 0, rows: {} } })
    const page = await listingPage(browser, channelId, Number(product?.id))
    expect(page.brand).toBe('Renamed brand')
    expect(String(fieldOf(page, 'categories').master)).toContain('Renamed category')
    const found = await allListings(browser, channelId, { brand: String(product?.brand_id) })
    expect(found.every(({ brand }) => brand === 'Renamed brand')).toBe(true)
    expect((await allProducts(browser, { brand: 'Renamed brand' })).length).toBe(found.length)
    store.merchant.deleteCategory(categoryId)
    await pull(browser, channelId)
    const { categories } = await browser.call('GET /api/channels/:channelId/listing-filters', { params: { channelId } })
    expect(categories.map(({ value }) => value)).not.toContain(String(categoryId))
    expect(await allListings(browser, channelId, { category: String(categoryId) })).toEqual([])
  })

  it('is looked for by the hub itself: changes often, everything now and then', async () => {
    const { store, browser, channelId } = await imported(56, 10)
    const runs = async () => (await browser.call('GET /api/runs', { query: { channelId } })).runs
    const readAt = async () =>
      (await browser.call('GET /api/channels/:channelId/catalog', { params: { channelId } })).readAt
    const before = await readAt()
    await makeDue(imports.hub, channelId, 'changes')
    await until(async () => (await readAt()).products !== before.products)
    // It found nothing: nobody needs to see that.
    expect(await runs()).toHaveLength(1)
    expect((await readAt()).complete).toBe(before.complete)

    store.merchant.editProduct(103, { name: 'Found by the hub' })
    await makeDue(imports.hub, channelId, 'changes')
    await until(async () => (await listingPage(browser, channelId, 103)).name === 'Found by the hub')
    await until(async () => (await runs())[0]?.state === 'done')
    expect((await runs())[0]).toMatchObject({ mode: 'changes', startedBy: 'the hub itself', account: { changed: 1 } })

    // A deletion has no date: the number of products tells, and the hub looks through everything.
    store.merchant.deleteProduct(104)
    await makeDue(imports.hub, channelId, 'changes')
    await until(async () => (await runs())[0]?.mode === 'full' && (await runs())[0]?.state === 'done', 40_000)
    expect((await runs())[0]).toMatchObject({ startedBy: 'the hub itself', account: { gone: 1 } })
  })

  it('is left alone while the channel is paused, and looked for when it goes on', async () => {
    const { store, browser, channelId } = await imported(57, 10)
    const pause = (paused: boolean) =>
      browser.call('PATCH /api/channels/:channelId', { params: { channelId }, body: { paused } })
    await pause(true)
    store.merchant.editProduct(103, { name: 'Changed in the pause' })
    const asked = store.journal.total
    await makeDue(imports.hub, channelId, 'full')
    await new Promise(resolve => setTimeout(resolve, 7_000))
    expect(store.journal.total).toBe(asked)
    await pause(false)
    await until(async () => (await listingPage(browser, channelId, 103)).name === 'Changed in the pause')
  })
})

describe('the same store under a channel again', () => {
  it('doubles nothing with new credentials', async () => {
    const { store, browser, channelId } = await imported(58)
    const [before, counts] = [await kept(channelId), await masterCounts(imports.hub, channelId)]
    await giveCredentials(browser, store, channelId)
    expect(await endOfImport(browser, channelId)).toMatchObject({
      state: 'done',
      account: { newProducts: 0, changed: 0 },
    })
    expect(await kept(channelId)).toEqual(before)
    expect(await masterCounts(imports.hub, channelId)).toEqual(counts)
  })

  const remove = (browser: Browser, channelId: string) =>
    browser.call('DELETE /api/channels/:channelId', { params: { channelId } })

  it('doubles nothing where the channel was removed and added again, and what was decided stays', async () => {
    const { store, browser, channelId } = await imported(59)
    const { merchant } = store
    merchant.addProduct({ name: 'Twin', sku: 'twin' })
    merchant.addProduct({ name: 'Twin too', sku: 'TWIN' }, { allowDuplicates: true })
    merchant.addProduct({ name: 'Twin three', sku: 'TWIN ' }, { allowDuplicates: true })
    merchant.deleteProduct(120)
    await pull(browser, channelId)
    const waiting = await allReviews(browser)
    expect(waiting.map(({ store: side }) => side.productName).sort()).toEqual(['Twin three', 'Twin too'])
    const ids = waiting.filter(({ store: side }) => side.productName === 'Twin too').map(({ id }) => id)
    await browser.call('POST /api/review/decide', { body: { ids, decision: 'leave_out' } })
    const gone = { remoteIds: ['120'], choice: 'keep_off' as const }
    await browser.call('POST /api/channels/:channelId/gone', { params: { channelId }, body: gone })
    const [before, counts] = [await kept(channelId), await masterCounts(imports.hub, channelId)]

    await remove(browser, channelId)
    expect(await allReviews(browser)).toEqual([])
    expect((await allProducts(browser)).every(({ channels }) => channels.length === 0)).toBe(true)
    const again = await connectStore(browser, store, { name: 'Again' })
    expect(again).not.toBe(channelId)
    const run = await endOfImport(browser, again)
    expect(run).toMatchObject({
      state: 'done',
      account: { newProducts: 0, newVariants: 0, joined: 0, waiting: 0, gone: 0 },
    })
    expect(await kept(again)).toEqual(before)
    expect(await masterCounts(imports.hub, again)).toEqual(counts)
    expect((await allReviews(browser)).map(({ store: side }) => side.productName)).toEqual(['Twin three'])
  })

  it('doubles nothing where it is removed in the middle of its first import', async () => {
    const store = await imports.store({ seed: 60, products: 300 })
    const browser = await imports.newBusiness()
    const slow = store.faults.add({ match: { path: /include=(?:variants|options)/ }, kind: 'slow', delayMs: 300 })
    const channelId = await connectStore(browser, store)
    await until(async () => (await allListings(browser, channelId)).length > 0)
    await remove(browser, channelId)
    const again = await connectStore(browser, store, { name: 'Again' })
    slow.remove()
    expect(await endOfImport(browser, again)).toMatchObject({ state: 'done', account: { taken: 300 } })
    await until(async () => (await runOf(browser, channelId)).state !== 'running')
    const counts = await masterCounts(imports.hub, again)
    expect(counts).toEqual({ products: 300, variants: store.counts.variants })
    expect(await allListings(browser, again)).toHaveLength(300)
    expect((await allProducts(browser)).every(({ channels }) => channels.length === 1)).toBe(true)
  })

  it('doubles nothing where the address was mistyped first', async () => {
    const { store, browser, channelId } = await imported(61, 10)
    const [before, counts] = [await kept(channelId), await masterCounts(imports.hub, channelId)]
    await remove(browser, channelId)
    const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Mistyped first' } })
    await browser.call('PUT /api/channels/:channelId/connection', {
      params: { channelId: id },
      body: {
        ...{ storeHash: 'wr0ng', clientId: 'abcdefghijklmno', accessToken: 'x'.repeat(31) },
        ...{ apiAddress: 'http://127.0.0.1:9', keepUnchecked: true },
      },
    })
    await giveCredentials(browser, store, id)
    await until(async () => (await runOf(browser, id)).account?.taken === 10, 40_000)
    expect(await masterCounts(imports.hub, id)).toEqual(counts)
    expect(await kept(id)).toEqual(before)
  })
})
