import { beforeAll, describe, expect, it } from 'vitest'
import type { Listing } from '../../src/api/contract/catalog.ts'
import type { Run, RunRow } from '../../src/api/contract/runs.ts'
import { changeRow, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allProducts,
  allRunRows,
  catalogOf,
  fieldOf,
  importStore,
  importsForFile,
  listingPage,
  pull,
} from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'

const imports = importsForFile()

type Row = Readonly<Record<string, unknown>>
type Change = (row: Row) => unknown
const set =
  (fields: Row): Change =>
  row => ({ ...row, ...fields })
/** Changes the only variant of the product. */
const ofVariant =
  (fields: Row): Change =>
  row => ({
    ...row,
    ...(Array.isArray(row.variants) && { variants: row.variants.map(variant => ({ ...variant, ...fields })) }),
  })

interface Odd {
  readonly row: Change
  /** What the report says, each a reason or the beginning of one; nothing where it isn't odd to the hub. */
  readonly reasons: readonly string[]
  /** What the product's page shows, by field. */
  readonly shows?: Row
  readonly variantShows?: Row
  /** The product's name, where it isn't its own. */
  readonly called?: string
}

const long = (length: number) => 'Long '.repeat(length).slice(0, length)
/** `set` of a key that has a meaning in JavaScript. */
const withOwn =
  (name: string, value: unknown): Change =>
  row =>
    Object.defineProperty({ ...row }, name, { value, enumerable: true })

/** Rows that break the contract, and are taken all the same. */
const takenRows: Record<string, Odd> = {
  'a price as a text': {
    row: set({ price: '12.50' }),
    reasons: ['“price” came as text'],
    shows: { price: '12.5' },
  },
  'a price with spaces around it': {
    row: set({ price: ' 7 ' }),
    reasons: ['“price” came as text'],
    shows: { price: '7' },
  },
  'a price that is no number': {
    row: set({ price: '1,5' }),
    reasons: ['“price” is no number'],
    shows: { price: null },
  },
  'a price in a list': { row: set({ price: [3] }), reasons: ['“price” is no number'], shows: { price: null } },
  'an empty price': { row: set({ price: '' }), reasons: ['“price” came as an empty text'], shows: { price: null } },
  'a tiny price': { row: set({ price: 1e-7 }), reasons: [], shows: { price: '0.0000001' } },
  'a huge price': {
    row: set({ price: 12_345_678_901_234_567_000 }),
    reasons: [],
    shows: { price: '12345678901234567000' },
  },
  'a price beyond all reason': {
    row: set({ price: 1e300 }),
    reasons: ['“price” is no number'],
    shows: { price: null },
  },
  'a price below zero': { row: set({ price: -3 }), reasons: [], shows: { price: '-3' } },
  'a word that no enumeration has': {
    row: set({ type: 'subscription', condition: 'Mint', availability: 'later' }),
    reasons: ['“type” has a value', '“condition” has a value', '“availability” has a value'],
    shows: { type: 'subscription', condition: 'Mint', availability: 'later' },
  },
  'a way of counting stock that no enumeration has': {
    row: set({ inventory_tracking: 'sku' }),
    reasons: ['“inventory_tracking” has a value'],
    shows: { stockTracking: 'sku' },
  },
  'null where a name must be': { row: set({ name: null }), reasons: ['“name” came as null'], called: 'Product' },
  'an empty name': { row: set({ name: '' }), reasons: ['The product has no name'], called: 'Product' },
  'a name that is an object': {
    row: set({ name: { en: 'Chair' } }),
    reasons: ['“name” is no text', 'The product has no name'],
    called: 'Product',
  },
  'a number as its name': { row: set({ name: 1984 }), reasons: ['“name” came as a number'], called: '1984' },
  'null in many fields': {
    row: set({ price: null, description: null, is_visible: null, weight: null, sku: null }),
    reasons: ['“sku”', '“description”', '“price”', '“weight”', '“is_visible”'].map(name => `${name} came as null`),
    shows: { price: null, description: null },
  },
  'an over-long name': { row: set({ name: long(100_000) }), reasons: [], called: long(100_000) },
  'an over-long description': { row: set({ description: long(3_000_000) }), reasons: [] },
  'an over-long SKU': {
    row: row => ofVariant({ sku: long(10_000) })({ ...row, sku: long(10_000) }),
    reasons: [],
    variantShows: { sku: long(10_000) },
  },
  'zero characters and halves of surrogate pairs': {
    row: set({ name: 'Nul\0 \ud800 half', description: '<p>\udfff\0</p>', custom_url: { url: '/a\0b/' } }),
    reasons: ['“name” holds characters', '“description” holds characters'],
    called: 'Nul \ufffd half',
    shows: { description: '<p>\ufffd</p>', urlPath: '/ab/' },
  },
  'control characters in a SKU': {
    row: ofVariant({ sku: 'A\u0007\tB\n' }),
    reasons: [],
    variantShows: { sku: 'A\u0007\tB\n' },
  },
  'flags of another type': {
    row: set({ is_featured: 'true', is_free_shipping: 1, is_visible: '0', is_condition_shown: 'maybe' }),
    reasons: ['“is_condition_shown” is neither', '“is_free_shipping” came as', '“is_visible” came as', '“is_featured”'],
    shows: { featured: true, freeShipping: true, visible: false, conditionShown: null },
  },
  'whole numbers that are none': {
    row: set({ order_quantity_minimum: 1.5, order_quantity_maximum: '20', sort_order: 1e30 }),
    reasons: [
      '“order_quantity_minimum” is no whole',
      '“order_quantity_maximum” came as text',
      '“sort_order” is no whole',
    ],
    shows: { orderQuantityLeast: null, orderQuantityMost: 20, sortOrder: null },
  },
  'stock beyond all reason': {
    row: row => ofVariant({ inventory_level: 1e20 })({ ...row, inventory_tracking: 'product' }),
    reasons: ['“inventory_level” is no whole number'],
  },
  'stock as a text': {
    row: row => ofVariant({ inventory_level: '12' })({ ...row, inventory_tracking: 'product' }),
    reasons: ['“inventory_level” came as text'],
  },
  'variants that are null': { row: set({ variants: null }), reasons: ['“variants” is no list'] },
  'variants that are a text': { row: set({ variants: 'none' }), reasons: ['“variants” is no list'] },
  'parts that are null': {
    row: set({ images: null, custom_fields: null, bulk_pricing_rules: null, channels: null, categories: null }),
    reasons: ['images', 'custom_fields', 'bulk_pricing_rules', 'channels', 'categories'].map(
      name => `“${name}” is no list`,
    ),
    shows: { images: null, customFields: null, bulkPrices: null, storefronts: null, categories: null },
  },
  'parts that are no lists': {
    row: set({ images: 'x', custom_fields: {}, bulk_pricing_rules: 3, categories: 'x', custom_url: 'x' }),
    reasons: [
      ...['“images” is no list', '“custom_fields” is no list', '“bulk_pricing_rules” is no list'],
      ...['“categories” is no list', '“custom_url” is no object'],
    ],
    shows: { images: null, customFields: null, categories: null, urlPath: null },
  },
  'parts with holes': {
    row: set({
      images: [null, { id: 7, url_zoom: 'https://pictures.example/7.png' }],
      custom_fields: [5, { id: 3, name: 7, value: true }],
      categories: [null, 888_888],
    }),
    reasons: ['“images” holds entries', '“custom_fields” holds entries', '“categories” holds entries'],
    shows: { customFields: [{ remoteId: '3', name: '7', value: 'true' }], categories: ['Category 888888'] },
  },
  'a brand and a category that there are none of': {
    row: set({ brand_id: 999_999, categories: [888_888] }),
    reasons: [],
    shows: { brand: 'Brand 999999', categories: ['Category 888888'] },
  },
  'a brand by a word': {
    row: set({ brand_id: 'none' }),
    reasons: ['“brand_id” is no id'],
    shows: { brand: null },
  },
  'a price to pay that is none': { row: ofVariant({ calculated_price: null }), reasons: ['“calculated_price” is no'] },
  'options of a variant that are null': {
    row: ofVariant({ option_values: null }),
    reasons: ['“option_values” is no list'],
  },
  'options of a variant without words': {
    row: ofVariant({ option_values: [{ id: 1 }, null, 5] }),
    reasons: ['“option_values” holds entries'],
  },
  'dates that are none': {
    row: set({ date_created: 'yesterday', date_modified: null, preorder_release_date: 5 }),
    reasons: ['“preorder_release_date” came as a number', '“date_created” is no date', '“date_modified” is no date'],
  },
  'dates beyond all reason': {
    row: set({ date_created: '-271821-04-20T00:00:00Z', date_modified: '+275760-09-13T00:00:00Z' }),
    reasons: ['“date_created” is no date', '“date_modified” is no date'],
  },
  'a date of long ago': {
    row: set({ date_modified: '0099-01-01T00:00:00Z' }),
    reasons: [],
  },
  'names of fields with a meaning in JavaScript': {
    row: row =>
      withOwn('__proto__', { polluted: 1 })(set({ constructor: 1, toString: 2, '': 3, 'nul\0': 4 })(row) as Row),
    reasons: [],
  },
  'words with a meaning to search and to spreadsheets': {
    row: set({ name: "=cmd|'/c calc'!A1 100%_\\", description: '<script>alert(1)</script>' }),
    reasons: [],
    called: "=cmd|'/c calc'!A1 100%_\\",
    shows: { description: '<script>alert(1)</script>' },
  },
}

/** Odd options and modifiers, which come in answers of their own. */
const oddDetails: Record<string, Odd> = {
  'options that are null': {
    row: set({ options: null, modifiers: null }),
    reasons: ['“options” is no', '“modifiers” is no'],
  },
  'options that did not come': { row: ({ options: _, ...rest }) => rest, reasons: ['“options” is no list'] },
  'options with holes': {
    row: set({ options: [null, 'x', { id: 4, display_name: 'Size', option_values: null }] }),
    reasons: ['“options” holds entries'],
    shows: { options: [{ remoteId: '4', name: 'Size', type: '', sortOrder: 0, values: [] }] },
  },
  'options without an id': {
    row: ({ id: _, ...rest }) => rest,
    reasons: ['did not come, though the product is there'],
  },
  'options with broken words': {
    row: set({ modifiers: [{ id: 1, display_name: 'A\0\ud800', config: { deep: ['\0'] }, option_values: [] }] }),
    reasons: [],
    shows: {
      modifiers: [{ remoteId: '1', name: 'A\ufffd', type: '', sortOrder: 0, values: [], config: { deep: [''] } }],
    },
  },
}

/** Rows that cannot be taken: by what comes in their place. */
const refusedRows: Record<string, Change> = {
  'no object but a text': () => 'oops',
  'no object but a number': () => 12,
  'no object but null': () => null,
  'no object but a list': () => [1, 2],
  'no object but true': () => true,
  'without an id': ({ id: _, ...rest }) => rest,
  'an id that is null': set({ id: null }),
  'an id below zero': set({ id: -5 }),
  'an id of zero': set({ id: 0 }),
  'an id with a fraction': set({ id: 7.5 }),
  'an id beyond all reason': set({ id: 1e21 }),
  'an id that is a word': set({ id: 'seven' }),
  'an id that is an object': set({ id: { value: 7 } }),
}

describe('a store whose rows break the contract', () => {
  let store: Sandbox
  let browser: Browser
  let channelId: string
  let run: Run
  let rows: RunRow[]
  let listings: Listing[]
  const taken = [...Object.keys(takenRows), ...Object.keys(oddDetails)]
  const refused = Object.keys(refusedRows)
  const idOf = (name: string) => 101 + [...taken, ...refused].indexOf(name)

  beforeAll(async () => {
    store = await imports.store({ products: 0 })
    for (const [at, name] of [...taken, ...refused].entries()) {
      const { productId } = store.merchant.addProduct({
        name: `Odd: ${name}`,
        sku: `ODD-${at}`,
        stock: [3, 0],
      } as never)
      const change = takenRows[name]?.row ?? oddDetails[name]?.row ?? refusedRows[name] ?? (row => row)
      expect(productId).toBe(idOf(name))
      const path = name in oddDetails ? /include=options/ : /^\/v3\/catalog\/products(?:\/\d+)?\?.*include=variants/
      store.faults.add({ match: { path }, kind: 'rewrite', rewrite: changeRow(productId, change) })
    }
    browser = await imports.newBusiness()
    const imported = await importStore(browser, store)
    channelId = imported.channelId
    run = imported.run
    rows = await allRunRows(browser, run.id)
    listings = await allListings(browser, channelId)
  })

  it('is imported with every row taken or named', () => {
    expect(run).toMatchObject({
      state: 'done',
      problem: null,
      account: {
        storeSaid: taken.length + refused.length,
        taken: taken.length,
        refused: refused.length,
        unexplained: 0,
        remarks: [],
      },
    })
    expect(listings.map(({ remoteId }) => Number(remoteId)).sort((a, b) => a - b)).toEqual(taken.map(idOf))
    expect(rows.filter(({ outcome }) => outcome === 'refused')).toHaveLength(refused.length)
    const products = new Set(rows.map(({ remoteId, kind }) => `${kind} ${remoteId}`))
    expect(products.size).toBeGreaterThan(15)
  })

  it.each(taken)('takes %s', async name => {
    const odd = takenRows[name] ?? oddDetails[name]
    const id = String(idOf(name))
    const page = await listingPage(browser, channelId, id)
    const variantIds = page.variants.flatMap(({ channels }) => channels.map(({ remoteId }) => remoteId))
    const told = rows
      .filter(({ remoteId }) => remoteId === id || variantIds.includes(remoteId))
      // Dates are told to the second: what was made in the very second in which the import began counts as edited.
      .filter(({ outcome }) => outcome !== 'edited')
    expect(told.map(({ outcome }) => outcome).filter(outcome => outcome !== 'noted')).toEqual([])
    for (const reason of odd?.reasons ?? []) expect(told.map(row => row.reason).join('\n')).toContain(reason)
    expect(told).toHaveLength(odd?.reasons.length ?? 0)
    // What did not come has nothing to show.
    for (const { reason, came } of told) expect(reason.includes('did not come') || came !== '').toBe(true)
    for (const [key, value] of Object.entries(odd?.shows ?? {})) expect(fieldOf(page, key).of(channelId)).toEqual(value)
    const [variant] = page.variants
    for (const [key, value] of Object.entries(odd?.variantShows ?? {})) {
      expect(variant && fieldOf(variant, key).of(channelId)).toEqual(value)
    }
    const called = odd?.called === 'Product' ? `Product ${id}` : (odd?.called ?? `Odd: ${name}`)
    expect(page.name).toBe(called)
    expect(listings.find(({ remoteId }) => remoteId === id)?.name).toBe(called)
  })

  it.each(refused)('names a row: %s', name => {
    const change = refusedRows[name] ?? (row => row)
    const row = change({ name: `Odd: ${name}`, id: idOf(name) })
    const isRow = typeof row === 'object' && row !== null && !Array.isArray(row)
    const named = rows.filter(
      ({ outcome, came, name: called }) =>
        outcome === 'refused' && (isRow ? called === `Odd: ${name}` : came === JSON.stringify(row)),
    )
    expect(named).toHaveLength(1)
    expect(named[0]).toMatchObject({ kind: 'product', remoteId: '' })
    expect(named[0]?.reason).toContain(isRow ? 'no id' : 'no product')
    expect(named[0]?.came).not.toBe('')
  })

  it('marks the SKUs that are none', async () => {
    const faults = async (name: string) => (await listingPage(browser, channelId, idOf(name))).variants[0]?.skuFault
    expect(await faults('an over-long SKU')).toBe('too_long')
    expect(await faults('control characters in a SKU')).toBe('invalid')
    expect(await faults('a price as a text')).toBeNull()
  })

  it('counts stock that came as a text, and none that makes no sense', () => {
    const stock = (name: string) => listings.find(({ remoteId }) => remoteId === String(idOf(name)))?.stock
    expect([stock('stock as a text'), stock('stock beyond all reason')]).toEqual([12, null])
  })

  it('counts fields that nobody has heard of by their names', () => {
    const { ['__proto__']: _, ...counted } = run.account?.unknownFields ?? {}
    expect(Object.entries(counted).sort()).toEqual(['', 'constructor', 'nul', 'toString'].map(field => [field, 1]))
  })

  it('can be listed, sorted, searched and downloaded', async () => {
    for (const sort of ['name', '-name', 'price', '-price', 'changed', '-changed']) {
      const ids = (await allListings(browser, channelId, { sort, limit: 5 })).map(({ remoteId }) => remoteId)
      expect([sort, [...ids].sort()]).toEqual([sort, taken.map(name => String(idOf(name))).sort()])
      expect(await allProducts(browser, { sort, limit: 7 })).toHaveLength(taken.length)
    }
    const found = await allListings(browser, channelId, { search: "'/c calc'!a1 100%_\\" })
    expect(found.map(({ remoteId }) => Number(remoteId))).toEqual([
      idOf('words with a meaning to search and to spreadsheets'),
    ])
    for (const path of [
      `/api/channels/${channelId}/listings.csv`,
      '/api/products.csv',
      `/api/runs/${run.id}/rows.csv`,
    ]) {
      const file = await browser.send('GET', path)
      expect([path, file.status]).toEqual([path, 200])
      expect(await file.text()).not.toMatch(/^=cmd/m)
    }
  })

  it('comes to the same when it is imported again', async () => {
    const before = await catalogOf(imports.hub, channelId)
    const again = await pull(browser, channelId)
    expect(again).toMatchObject({ state: 'done', account: { changed: 0, newProducts: 0, newVariants: 0, gone: 0 } })
    expect(await catalogOf(imports.hub, channelId)).toEqual(before)
  })

  it('is mended once the store answers as it should', async () => {
    store.faults.clear()
    const again = await pull(browser, channelId)
    expect(again).toMatchObject({
      state: 'done',
      account: { taken: taken.length + refused.length, refused: 0, newProducts: refused.length, rows: {} },
    })
    const names = (await allListings(browser, channelId)).map(({ name }) => name)
    expect(names.sort()).toEqual([...taken, ...refused].map(name => `Odd: ${name}`).sort())
    for (const page of await Promise.all(taken.map(name => listingPage(browser, channelId, idOf(name))))) {
      expect(page.variants).toHaveLength(1)
    }
  })
})
