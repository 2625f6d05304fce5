import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import {
  allListings,
  allProducts,
  askStore,
  catalogOf,
  fieldOf,
  importStore,
  importsForFile,
  listingPage,
  pull,
} from '../support/catalog.ts'

const imports = importsForFile()

const categoriesOf = (row: Record<string, unknown> | undefined) => (row?.categories ?? []) as number[]

it('imports an empty store', async () => {
  const store = await imports.store({ products: 0 })
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run).toMatchObject({
    state: 'done',
    progress: { products: { done: 0, total: 0 }, requestsLeft: null },
    account: { storeSaid: 0, storeSaysNow: 0, taken: 0, unexplained: 0, requestsLeast: 2, rows: {}, remarks: [] },
  })
  expect(await allListings(browser, channelId)).toEqual([])
  expect(await allProducts(browser)).toEqual([])
  const state = await browser.call('GET /api/channels/:channelId/catalog', { params: { channelId } })
  expect(state.counts).toEqual({
    ...{ products: 0, variants: 0, waiting: 0, leftOut: 0, gone: 0, goneUndecided: 0, skuFaults: 0 },
  })
  const file = await browser.send('GET', `/api/channels/${channelId}/listings.csv`)
  expect(parse(await file.text(), { bom: true })).toHaveLength(1)
  store.merchant.addProduct({ name: 'The first one' })
  expect(await pull(browser, channelId, 'changes')).toMatchObject({ account: { newProducts: 1 } })
})

it('imports a product whose name is 250 emoji', async () => {
  const store = await imports.store({ products: 0 })
  const names = ['🧵'.repeat(250), '👩‍👩‍👧‍👦'.repeat(35), '🏴󠁧󠁢󠁷󠁬󠁳󠁿'.repeat(35), `e${'\u0301'.repeat(249)}`]
  const ids = names.map((name, at) => store.merchant.addProduct({ name, sku: `EMOJI-${at}` }).productId)
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run).toMatchObject({ state: 'done', account: { taken: 4, refused: 0, rows: {} } })
  const listings = await allListings(browser, channelId, { limit: 1 })
  expect(new Map(listings.map(({ remoteId, name }) => [Number(remoteId), name]))).toEqual(
    new Map(names.map((name, at) => [ids[at], name])),
  )
  expect((await allProducts(browser, { limit: 1, sort: '-name' })).map(({ name }) => name).sort()).toEqual(names.sort())
  const found = await allListings(browser, channelId, { search: '🧵🧵🧵' })
  expect(found.map(({ remoteId }) => Number(remoteId))).toEqual([ids[0]])
  const file = await browser.send('GET', `/api/channels/${channelId}/listings.csv`)
  const lines = parse(await file.text(), { bom: true, columns: true }) as Record<string, string>[]
  expect(lines.map(({ Name }) => Name).sort()).toEqual(names.sort())
})

it('imports a product with 600 variants', async () => {
  const store = await imports.store({ products: 0 })
  const values = (name: string, count: number) => ({
    name,
    values: Array.from({ length: count }, (_, at) => `${name} ${at}`),
  })
  const { productId } = store.merchant.addProduct({
    name: 'Many',
    sku: 'MANY',
    options: [values('Color', 25), values('Size', 24)],
  })
  store.merchant.addProduct({ name: 'One', sku: 'ONE' })
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run).toMatchObject({ state: 'done', account: { taken: 2, variantsTaken: 601, newVariants: 601, refused: 0 } })
  const [many] = await allListings(browser, channelId, { search: 'many' })
  expect(many).toMatchObject({ remoteId: String(productId), variantCount: 600 })
  const page = await listingPage(browser, channelId, productId)
  expect(page.variants).toHaveLength(600)
  const [there] = await askStore(store, `/v3/catalog/products?id:in=${productId}&include=variants`)
  const shown = there?.variants as { id: number; sku: string }[]
  expect(page.variants.map(({ sku, channels }) => [channels[0]?.remoteId, sku])).toEqual(
    shown.map(({ id, sku }) => [String(id), sku]),
  )
  expect(new Set(page.variants.map(({ optionValues }) => JSON.stringify(optionValues))).size).toBe(600)
  expect(JSON.stringify(fieldOf(page, 'options').master)).toContain('Size 23')
  // The last of them is found by its SKU.
  expect((await allListings(browser, channelId, { search: 'MANY-600' })).map(({ name }) => name)).toEqual(['Many'])
  expect((await allProducts(browser, { search: 'many-599' })).map(({ name }) => name)).toEqual(['Many'])
  // One of them less: the others stay as they are.
  store.merchant.deleteVariant(productId, shown[300]?.id ?? 0)
  const again = await pull(browser, channelId, 'changes')
  expect(again).toMatchObject({ account: { variantsGone: 1, newVariants: 0, changed: 1, rows: { gone: 1 } } })
  const variants = (await listingPage(browser, channelId, productId)).variants
  expect(variants.filter(({ channels }) => channels[0]?.goneAt !== null)).toHaveLength(1)
})

it('imports 100,000 categories eight levels deep', async () => {
  const count = 100_000
  const store = await imports.store({ seed: 71, products: 60, categories: count })
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run).toMatchObject({ state: 'done', account: { taken: 60, refused: 0, remarks: [], rows: {} } })
  const { categories } = await catalogOf(imports.hub, channelId)
  const there = await askStore(store, '/v3/catalog/trees/categories?tree_id:in=1,2')
  expect(there.length).toBeGreaterThanOrEqual(count)
  expect(categories.map(row => row.remote_id)).toEqual(
    there.map(row => String(row.category_id)).sort((a, b) => +a - +b),
  )
  const rows = new Map(there.map(row => [Number(row.category_id), row]))
  const wayTo = (id: number): string[] => {
    const row = rows.get(id)
    return row === undefined ? [] : [...wayTo(Number(row.parent_id)), String(row.name)]
  }
  const depths = new Set<number>()
  for (const { remote_id, path } of categories) {
    expect(path).toEqual(wayTo(Number(remote_id)))
    depths.add((path as string[]).length)
  }
  expect(Math.max(...depths)).toBe(8)

  // A filter by a category finds what is in it and in all below it.
  const products = await askStore(store, '/v3/catalog/products?include_fields=categories')
  const rootOf = (id: number): number => (rows.get(id)?.parent_id === 0 ? id : rootOf(Number(rows.get(id)?.parent_id)))
  const root = rootOf(categoriesOf(products[0])[0] ?? 0)
  const within = products.filter(row => categoriesOf(row).some(id => rootOf(id) === root))
  const found = await allListings(browser, channelId, { category: String(root) })
  expect(found.map(({ remoteId }) => remoteId).sort()).toEqual(within.map(({ id }) => String(id)).sort())
  const filters = await browser.call('GET /api/channels/:channelId/listing-filters', { params: { channelId } })
  expect(filters).toMatchObject({ more: true })
  expect(filters.categories).toHaveLength(200)
})
