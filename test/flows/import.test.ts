import { beforeAll, describe, expect, it } from 'vitest'
import type { Listing, ProductDetail } from '../../src/api/contract/catalog.ts'
import type { Run } from '../../src/api/contract/runs.ts'
import { allScopes, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allRunRows,
  askStore,
  connectStore,
  endOf,
  endOfImport,
  fieldOf,
  giveCredentials,
  importStore,
  importsForFile,
  listingPage,
  pull,
  runOf,
  secondIsOver,
} from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

const imports = importsForFile()

type Row = Record<string, unknown>
const rowsOf = (value: unknown) => value as Row[]
const withoutProducts = allScopes.filter(scope => !scope.startsWith('store_v2_products'))
const startPull = (channelId: string, body: { mode?: 'full' | 'changes' } = {}) =>
  imports.browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body })
const catalogState = (channelId: string) =>
  imports.browser.call('GET /api/channels/:channelId/catalog', { params: { channelId } })

describe('connecting a store', () => {
  it('begins to import by itself, for the person who connected it, and once', async () => {
    const store = await imports.store({ seed: 11, products: 12 })
    const channelId = await connectStore(imports.browser, store, { name: 'By itself' })
    const run = await endOfImport(imports.browser, channelId)
    expect(run).toMatchObject({
      mode: 'full',
      state: 'done',
      startedBy: 'Ada Owner',
      problem: null,
      cancelling: false,
      triesAgainAt: null,
      progress: { phase: 'done', products: { done: 12, total: 12 }, requestsLeft: null, endsAt: null },
      account: { storeSaid: 12, storeSaysNow: 12, taken: 12, refused: 0, unexplained: 0, newProducts: 12 },
    })
    const { runs } = await imports.browser.call('GET /api/runs', { query: { channelId } })
    expect(runs.map(({ id }) => id)).toEqual([run.id])
    const state = await catalogState(channelId)
    expect(state).toMatchObject({
      missingPermission: null,
      counts: { products: 12, variants: store.counts.variants, waiting: 0, gone: 0 },
      activeRun: null,
      lastRun: { id: run.id },
      limits: { missingMost: 20, missingPercentMost: 5 },
      heldRun: null,
    })
    const ages = [...Object.values(state.readAt), state.nextChangesAt, state.nextFullAt]
    expect(ages).not.toContain(null)
  })

  it('makes no run without the Products scope, and says which it is and how to get it', async () => {
    const store = await imports.store({ seed: 12, products: 3 })
    const channelId = await connectStore(imports.browser, store, { name: 'No products', scopes: withoutProducts })
    const { missingPermission, activeRun, lastRun } = await catalogState(channelId)
    expect(missingPermission?.name).toBe('Products')
    expect(missingPermission?.unlocks).toMatch(/\w+ \w+/)
    expect(missingPermission?.fix).toContain('Create API account')
    expect([activeRun, lastRun]).toEqual([null, null])
    expect((await imports.browser.call('GET /api/runs', { query: { channelId } })).runs).toEqual([])
    expect(await refusalOf(startPull(channelId))).toMatchObject({
      code: 'permission_missing',
      hint: expect.stringContaining('Create API account'),
    })
    expect(store.journal.exchanges.filter(({ url }) => url.includes('/catalog/brands'))).toEqual([])

    await giveCredentials(imports.browser, store, channelId)
    expect(await endOfImport(imports.browser, channelId)).toMatchObject({ state: 'done', account: { taken: 3 } })
    expect((await catalogState(channelId)).missingPermission).toBeNull()
  })

  it('is needed before an import, and so is a channel', async () => {
    const { id: channelId } = await imports.browser.call('POST /api/channels', {
      body: { kind: 'bigcommerce', name: 'Not connected' },
    })
    expect(await refusalOf(startPull(channelId))).toMatchObject({ code: 'channel_not_connected' })
    expect(await refusalOf(startPull('chn_nowhere'))).toMatchObject({ code: 'not_found', status: 404 })
    expect(await refusalOf(catalogState('chn_nowhere'))).toMatchObject({ code: 'not_found' })
    const nowhere = { runId: 'run_nowhere' }
    const refused = [
      imports.browser.call('GET /api/runs/:runId', { params: nowhere }),
      imports.browser.call('GET /api/runs/:runId/rows', { params: nowhere }),
      imports.browser.call('POST /api/runs/:runId/cancel', { params: nowhere }),
      imports.browser.call('POST /api/runs/:runId/believe-missing', { params: nowhere }),
    ]
    for (const refusal of await Promise.all(refused.map(refusalOf))) {
      expect(refusal).toMatchObject({ code: 'not_found', status: 404 })
    }
  })

  it('runs one import of a channel at a time, and says which it is', async () => {
    const store = await imports.store({ seed: 13, products: 30 })
    store.faults.add({ match: { path: '/v3/catalog/brands' }, kind: 'slow', delayMs: 600, times: 1 })
    const channelId = await connectStore(imports.browser, store, { name: 'One at a time' })
    const running = await runOf(imports.browser, channelId)
    const refused = await refusalOf(startPull(channelId))
    expect(refused).toMatchObject({ code: 'run_active', status: 409, about: { runId: running.id } })
    expect((await catalogState(channelId)).activeRun?.id).toBe(running.id)
    await endOf(imports.browser, running.id)
    const both = await Promise.allSettled([startPull(channelId), startPull(channelId), startPull(channelId)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await endOfImport(imports.browser, channelId)
    expect(await pull(imports.browser, channelId)).toMatchObject({ state: 'done' })
  })
})

/** What the sandbox says in an answer of its own, as the page of a product is to say it. */
const sameText = (value: unknown) => (value === '' || value === null ? null : value)
const decimal = (value: unknown) => String(value)
const setDecimal = (value: unknown) => (value === 0 || value === null ? null : String(value))
const setNumber = (value: unknown) => (value === 0 ? null : value)
const same = (value: unknown) => value

const productFields: Record<string, readonly [key: string, as: (value: unknown) => unknown]> = {
  name: ['name', same],
  sku: ['sku', sameText],
  type: ['type', same],
  description: ['description', sameText],
  condition: ['condition', same],
  is_condition_shown: ['conditionShown', same],
  warranty: ['warranty', sameText],
  price: ['price', decimal],
  cost_price: ['costPrice', setDecimal],
  retail_price: ['retailPrice', setDecimal],
  sale_price: ['salePrice', setDecimal],
  map_price: ['mapPrice', setDecimal],
  upc: ['upc', sameText],
  gtin: ['gtin', sameText],
  mpn: ['mpn', sameText],
  bin_picking_number: ['binPickingNumber', sameText],
  weight: ['weight', decimal],
  width: ['width', setDecimal],
  height: ['height', setDecimal],
  depth: ['depth', setDecimal],
  is_free_shipping: ['freeShipping', same],
  fixed_cost_shipping_price: ['fixedShippingPrice', setDecimal],
  is_visible: ['visible', same],
  is_featured: ['featured', same],
  availability: ['availability', same],
  availability_description: ['availabilityDescription', sameText],
  order_quantity_minimum: ['orderQuantityLeast', setNumber],
  order_quantity_maximum: ['orderQuantityMost', setNumber],
  inventory_tracking: ['stockTracking', same],
  inventory_warning_level: ['stockWarningLevel', setNumber],
  is_preorder_only: ['preorderOnly', same],
  preorder_message: ['preorderMessage', sameText],
  preorder_release_date: ['preorderReleaseDate', sameText],
  is_price_hidden: ['priceHidden', same],
  price_hidden_label: ['priceHiddenLabel', sameText],
  gift_wrapping_options_type: ['giftWrapping', same],
  sort_order: ['sortOrder', setNumber],
  product_tax_code: ['taxCode', sameText],
  page_title: ['pageTitle', sameText],
  meta_description: ['metaDescription', sameText],
  search_keywords: ['searchKeywords', sameText],
  layout_file: ['layoutFile', sameText],
  open_graph_type: ['shareType', same],
  open_graph_title: ['shareTitle', sameText],
  open_graph_use_image: ['shareUsesImage', same],
}

const variantFields: typeof productFields = {
  sku: ['sku', sameText],
  upc: ['upc', sameText],
  gtin: ['gtin', sameText],
  mpn: ['mpn', sameText],
  bin_picking_number: ['binPickingNumber', sameText],
  price: ['price', value => (value === null ? null : String(value))],
  cost_price: ['costPrice', setDecimal],
  sale_price: ['salePrice', value => (value === null ? null : String(value))],
  retail_price: ['retailPrice', value => (value === null ? null : String(value))],
  weight: ['weight', value => (value === null ? null : String(value))],
  is_free_shipping: ['freeShipping', same],
  purchasing_disabled: ['purchasingDisabled', same],
  image_url: ['imageUrl', sameText],
}

/** A store that has some of everything: what the generator makes, and what a merchant would add. */
async function richStore(): Promise<Sandbox> {
  const store = await imports.store({ seed: 14, products: 70 })
  const { merchant } = store
  const [first] = await askStore(store, '/v3/catalog/products?include_fields=name')
  const known = Number(first?.id)
  merchant.setModifiers(known, [
    { name: 'Engraving', type: 'text', required: true },
    { name: 'Wrapping', type: 'dropdown', values: ['Paper', 'Cloth'] },
    { name: 'Gift', type: 'checkbox' },
  ])
  merchant.setCustomFields(known, [
    ['Material', 'Oak'],
    ['Care', 'Oil it / twice a year'],
  ])
  merchant.setBulkRules(known, [
    { quantity_min: 2, quantity_max: 9, type: 'percent', amount: 12.5 },
    { quantity_min: 10, quantity_max: 0, type: 'price', amount: 1.25 },
  ])
  merchant.setImages(known, [{ file: 'front.jpg', description: 'Front “view”' }, { file: 'back.jpg' }])
  merchant.assignStorefronts(known, [1, 2])
  merchant.editProduct(known, {
    availability: 'preorder',
    availability_description: 'In May',
    is_preorder_only: true,
    preorder_message: 'Soon',
    preorder_release_date: '2027-05-01T00:00:00+00:00',
    order_quantity_minimum: 2,
    order_quantity_maximum: 40,
    map_price: 7.25,
    fixed_cost_shipping_price: 4.9,
    product_tax_code: 'PC040100',
    meta_keywords: ['oak', 'chair, low'],
    related_products: [known + 1],
    sort_order: -3,
    is_condition_shown: true,
    open_graph_title: 'Look',
    layout_file: 'custom.html',
    custom_url: { url: '/a/better/place/', is_customized: true },
  })
  merchant.addProduct({
    name: 'Deep',
    sku: 'DEEP',
    price: 0.00001,
    categories: [['Home', 'Living / Dining', 'Chairs & more', '椅子']],
    options: [
      { name: 'Color', type: 'swatch', values: ['Red', 'Blue'] },
      { name: 'Size', values: ['S', 'M', 'L'] },
    ],
  })
  await secondIsOver()
  return store
}

describe('the whole catalog', () => {
  let browser: Browser
  let store: Sandbox
  let channelId: string
  let run: Run
  let shown: Row[]
  let listings: Listing[]
  let pages: ProductDetail[]

  beforeAll(async () => {
    store = await richStore()
    browser = await imports.newBusiness()
    const done = await importStore(browser, store)
    channelId = done.channelId
    run = done.run
    const parts = 'variants,images,custom_fields,bulk_pricing_rules,channels'
    shown = await askStore(store, `/v3/catalog/products?include=${parts}`)
    listings = await allListings(browser, channelId)
    pages = []
    for (const { id } of shown) pages.push(await listingPage(browser, channelId, Number(id)))
  })

  const each = () => shown.map((row, at) => ({ row, page: pages[at] as ProductDetail }))
  const shownBy = (page: ProductDetail) => (key: string) => fieldOf(page, key).of(channelId)

  it('is accounted for, row for row', () => {
    const variants = shown.flatMap(row => rowsOf(row.variants)).length
    expect(shown).toHaveLength(71)
    expect(run.account).toMatchObject({
      ...{ storeSaid: 71, storeSaysNow: 71, taken: 71, variantsTaken: variants, newProducts: 71 },
      ...{ refused: 0, unexplained: 0, madeMeanwhile: 0, deletedMeanwhile: 0, editedMeanwhile: 0, held: 0 },
      ...{ newVariants: variants, joined: 0, waiting: 0, unknownFields: {}, remarks: [], rows: {} },
    })
    const ids = listings.map(({ remoteId }) => Number(remoteId))
    expect(ids.sort((a, b) => a - b)).toEqual(shown.map(({ id }) => Number(id)))
  })

  it('has every field of every product as the store shows it, in the store and in the master catalog', () => {
    for (const { row, page } of each()) {
      const value = shownBy(page)
      const told = Object.entries(productFields).map(([name, [key, as]]) => [name, as(row[name]), key] as const)
      expect(told.map(([name, , key]) => [name, value(key)])).toEqual(told.map(([name, want]) => [name, want]))
      expect(page).toMatchObject({ name: row.name, state: 'active' })
      expect(value('urlPath')).toBe((row.custom_url as Row).url)
      expect(value('metaKeywords') ?? []).toEqual(row.meta_keywords)
      // All that the store shows is the master's too: there is no other channel.
      expect(page.fields.flatMap(field => field.channels.filter(({ differs }) => differs))).toEqual([])
    }
  })

  it('has every part of every product', () => {
    for (const { row, page } of each()) {
      const value = shownBy(page)
      expect(value('storefronts')).toEqual((row.channels as number[]).map(String))
      expect(value('images') ?? []).toEqual(rowsOf(row.images).map(imageAsShown))
      expect(value('customFields') ?? []).toEqual(
        rowsOf(row.custom_fields).map(({ id, name, value: text }) => ({ remoteId: String(id), name, value: text })),
      )
      expect(value('bulkPrices') ?? []).toEqual(rowsOf(row.bulk_pricing_rules).map(ruleAsShown))
    }
  })

  it('has every variant with its fields, options, price and stock', () => {
    for (const { row, page } of each()) expectVariants(page, row, channelId)
  })

  it('has brands by name, and categories by their way from the root', async () => {
    const brands = new Map((await askStore(store, '/v3/catalog/brands')).map(row => [row.id, row.name]))
    const categories = new Map(
      (await askStore(store, '/v3/catalog/trees/categories?tree_id:in=1,2')).map(row => [row.category_id, row]),
    )
    const pathOf = (id: unknown): string => {
      const row = categories.get(id)
      const name = String(row?.name).replaceAll('/', '\\/')
      return row?.parent_id === 0 ? name : `${pathOf(row?.parent_id)}/${name}`
    }
    for (const { row, page } of each()) {
      expect(page.brand).toBe(brands.get(row.brand_id) ?? null)
      expect(shownBy(page)('brand')).toBe(brands.get(row.brand_id) ?? null)
      expect(shownBy(page)('categories') ?? []).toEqual((row.categories as number[]).map(pathOf))
    }
    expect(each().some(({ page }) => String(shownBy(page)('categories')).includes('Living \\/ Dining/'))).toBe(true)
  })

  it('is listed with what one looks for at a glance', () => {
    const listed = new Map(listings.map(listing => [listing.remoteId, listing]))
    for (const row of shown) {
      const prices = rowsOf(row.variants).map(variant => Number(variant.calculated_price))
      const listing = listed.get(String(row.id))
      expect(listing).toMatchObject({
        channelId,
        name: row.name,
        sku: row.sku,
        visible: row.is_visible,
        variantCount: rowsOf(row.variants).length,
        stock: row.inventory_tracking === 'none' ? null : row.inventory_level,
        waitingCount: 0,
        goneAt: null,
        modifiedAt: new Date(String(row.date_modified)).toISOString(),
      })
      expect([Number(listing?.price), Number(listing?.priceMost)]).toEqual([Math.min(...prices), Math.max(...prices)])
    }
  })

  it('comes with options and modifiers as each product’s own address shows them', async () => {
    let options = 0
    let modifiers = 0
    for (const { row: product, page } of each()) {
      for (const kind of ['options', 'modifiers'] as const) {
        const there = await askStore(store, `/v3/catalog/products/${product.id}/${kind}`)
        const kept = (shownBy(page)(kind) ?? []) as Row[]
        const essence = (row: Row, values: Row[]) => ({
          remoteId: String(row.remoteId ?? row.id),
          name: row.display_name ?? row.name,
          type: row.type,
          values: values.map(({ label }) => label),
        })
        expect(kept.map(row => essence(row, rowsOf(row.values)))).toEqual(
          there.map(row => essence(row, rowsOf(row.option_values))),
        )
        if (kind === 'options') options += there.length
        else modifiers += there.length
      }
      expect(page.channels[0]?.detailsAt).not.toBeNull()
    }
    expect([options > 20, modifiers >= 3]).toEqual([true, true])
  })

  it('can be filtered by the store’s own brands and categories', async () => {
    const { brands, categories, more } = await browser.call('GET /api/channels/:channelId/listing-filters', {
      params: { channelId },
    })
    const storeBrands = await askStore(store, '/v3/catalog/brands')
    const storeCategories = await askStore(store, '/v3/catalog/trees/categories?tree_id:in=1,2')
    expect(more).toBe(false)
    expect(brands.map(({ value, label }) => [value, label]).sort()).toEqual(
      storeBrands.map(({ id, name }) => [String(id), name]).sort(),
    )
    expect(categories.map(({ value, label }) => [value, label]).sort()).toEqual(
      storeCategories.map(({ category_id, name }) => [String(category_id), name]).sort(),
    )
  })
})

it('asks in pages by key, and options and modifiers in tens', async () => {
  const store = await imports.store({ seed: 16, products: 520 })
  const { run } = await importStore(imports.browser, store, { name: 'Requests' })
  const asked = store.journal.exchanges.map(({ url }) => decodeURIComponent(url))
  const lists = asked.filter(url => url.includes('&include=variants') && !url.includes('date_modified'))
  expect(lists.map(url => /id:greater=(\d+)/.exec(url)?.[1])).toEqual(['0', '350', '600'])
  expect(lists.every(url => url.includes('sort=id&') && url.includes('limit=250&'))).toBe(true)
  const details = asked.filter(url => url.includes('include=options,modifiers'))
  expect(details).toHaveLength(52)
  expect(details.every(url => url.includes('id:in='))).toBe(true)
  const { requests = 0, requestsLeast = 0 } = run.account ?? {}
  // Three pages, 52 of details, one of brands, one of categories (the second tree has none), and two.
  expect(requestsLeast).toBe(3 + 52 + 1 + 1 + 2)
  expect(requests).toBeLessThanOrEqual(requestsLeast + 3)
})

function imageAsShown(row: Row): Row {
  return {
    remoteId: String(row.id),
    url: row.url_zoom,
    thumbnailUrl: row.url_thumbnail,
    description: row.description,
    sortOrder: row.sort_order,
    isThumbnail: row.is_thumbnail,
  }
}

function ruleAsShown(row: Row): Row {
  const { id, quantity_min: from, quantity_max: to, type, amount } = row
  return { remoteId: String(id), from, to, type, amount: String(amount) }
}

function expectVariants(page: ProductDetail, product: Row, channelId: string): void {
  const shown = rowsOf(product.variants)
  expect(page.variants).toHaveLength(shown.length)
  for (const [at, row] of shown.entries()) {
    const variant = page.variants[at]
    if (variant === undefined) continue
    const told = Object.entries(variantFields).map(([name, [key, as]]) => [name, as(row[name]), key] as const)
    expect(told.map(([name, , key]) => [name, fieldOf(variant, key).of(channelId)])).toEqual(
      told.map(([name, want]) => [name, want]),
    )
    expect(variant.optionValues).toEqual(
      rowsOf(row.option_values).map(one => ({ option: one.option_display_name, value: one.label })),
    )
    expect(variant.channels).toEqual([
      {
        channelId,
        listingId: String(product.id),
        remoteId: String(row.id),
        match: 'matched',
        reviewId: null,
        sku: row.sku,
        price: String(row.calculated_price),
        stock: product.inventory_tracking === 'none' ? null : row.inventory_level,
        goneAt: null,
      },
    ])
  }
}

it('keeps a decimal number to its last digit', async () => {
  const store = await imports.store({ seed: 17, products: 0 })
  const prices = [0.00001, 0.1, 10, 1_000_000, 9_999_999_999, 19.99]
  const ids = prices.map((price, at) => store.merchant.addProduct({ name: `Priced ${at}`, price }).productId)
  const { channelId, run } = await importStore(imports.browser, store, { name: 'Decimals' })
  const pages = await Promise.all(ids.map(id => listingPage(imports.browser, channelId, id)))
  expect(pages.map(page => fieldOf(page, 'price').master)).toEqual([
    '0.00001',
    '0.1',
    '10',
    '1000000',
    '9999999999',
    '19.99',
  ])
  // Dates are told to the second: what was made in the very second in which the import began counts as edited.
  const rows = await allRunRows(imports.browser, run.id)
  expect(rows.filter(({ outcome }) => outcome !== 'edited')).toEqual([])
})

it('asks every address with parameters that it has', () => {
  const catalog = [...imports.asked].filter(line => line.includes('/v3/catalog/')).sort()
  for (const line of catalog.filter(one => !one.includes('another'))) expect(line).toMatch(/^GET /)
  expect(catalog).toContain('GET /v3/catalog/products id:greater include limit sort')
  expect(catalog).toContain('GET /v3/catalog/products id:in include include_fields limit')
  expect(catalog).toContain('GET /v3/catalog/products direction include_fields limit sort')
  expect(catalog).toContain('GET /v3/catalog/products date_modified:min id:greater include limit sort')
  expect(catalog).toContain('GET /v3/catalog/trees/categories limit page tree_id:in')
  expect(catalog).toContain('GET /v3/catalog/trees')
})
