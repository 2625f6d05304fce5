import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile, patienceMs } from '../support/browser.ts'
import {
  addConnected,
  addImported,
  importAgain,
  mainMenu,
  makeAccount,
  minimumScopes,
  pathOf,
  readCatalog,
  scrollOn,
} from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
/** Stands out among the generated ones. */
const rare = { brand: 'Brambleworks', name: 'Zinnia Quill Holder', sku: 'ZQH' }
const barcode = '4006381333931'
const generated = 260

beforeAll(async () => {
  store = await createSandbox({ seed: 41, products: generated, quota: 'off' })
  store.merchant.addProduct({
    ...rare,
    price: 7_777.5,
    categories: [['Writing', 'Desk', 'Holders']],
    visible: false,
    options: [{ name: 'Color', values: ['Red', 'Blue'] }],
    variants: [
      { values: ['Red'], sku: 'ZQH-77', upc: barcode },
      { values: ['Blue'], sku: 'ZQH-78', price: 8_000 },
    ],
  })
})
afterAll(() => store.close())

/** What a hub has of a store it keeps, also for the tests that follow: whoever changes a store has one alone. */
const ownStores: Sandbox[] = []
async function ownStore(options: SandboxOptions): Promise<Sandbox> {
  const own = await createSandbox({ products: 5, quota: 'off', ...options })
  ownStores.push(own)
  return own
}
afterEach(async () => {
  for (const own of ownStores.splice(0)) await own.close()
})

/** Asks again until it is so, as patiently as everything else here. */
const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: patienceMs })

const listPathOf = (channelId: string) => `${pathOf(channelId)}/products`

function list(page: Page, name = 'Channel Products') {
  const table = page.getByRole('table', { name })
  return {
    table,
    row: (product: string): Locator =>
      table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: product, exact: true }) }),
    names: table.getByRole('rowheader'),
    found: (words: string) => page.getByRole('status').filter({ hasText: words }),
    search: page.getByRole('searchbox', { name: 'Search' }),
    async pick(filter: string, choice: string, typed?: string) {
      await page.getByRole('combobox', { name: new RegExp(`^${filter}(?::|$)`) }).click()
      if (typed !== undefined) await page.getByLabel(`Search ${filter.toLowerCase()}`).fill(typed)
      await page.getByRole('option', { name: choice, exact: true }).click()
    },
    address: () => Object.fromEntries(new URL(page.url()).searchParams),
  }
}

/** All products of a channel by name, as the API lists them. */
async function allNames(channelId: string): Promise<string[]> {
  const names: string[] = []
  for (let after: string | undefined; ; ) {
    const query = { limit: 200, after }
    const page = await dashboard.api.call('GET /api/channels/:channelId/listings', { params: { channelId }, query })
    names.push(...page.listings.map(({ name }) => name))
    if (page.next === null) return names
    after = page.next
  }
}

describe('Channel Products', () => {
  it('shows every product as one scrolls, in order, and draws only those on the screen', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(pathOf(channelId))
    await mainMenu(page).getByRole('list', { name: 'Channels' }).getByRole('link', { name: 'Products' }).click()
    const { table, names, found } = list(page)
    await found(`${generated + 1} products`).waitFor()
    const seen = new Map<number, string>()
    let mostRows = 0
    for (let tries = 0; tries < 120 && seen.size < generated + 1; tries += 1) {
      const rows = await page.evaluate<[number, string][]>(
        `[...document.querySelectorAll('tbody tr[aria-rowindex]')].map(row =>
          [Number(row.getAttribute('aria-rowindex')), row.querySelector('th a').textContent])`,
      )
      for (const [place, name] of rows) seen.set(place, name)
      mostRows = Math.max(mostRows, rows.length)
      await scrollOn(page, 700)
      // Rows that are on their way have no place yet.
      await page.locator('tr[data-index][aria-hidden]').first().waitFor({ state: 'detached' })
    }
    const inOrder = [...seen].sort(([a], [b]) => a - b)
    expect(inOrder.map(([place]) => place)).toEqual(Array.from({ length: generated + 1 }, (_, index) => index + 2))
    expect(inOrder.map(([, name]) => name)).toEqual(await allNames(channelId))
    expect(mostRows).toBeLessThan(60)
    await names.first().waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe(String(generated + 2))
  })

  it('finds a product by a part of its name, its SKU and its barcode', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(listPathOf(channelId))
    const { row, found, search, address } = list(page)
    for (const text of ['nia quill', 'zqh-78', barcode.slice(2)]) {
      await search.fill(text)
      await found('1 product').waitFor()
      await row(rare.name).getByText('$7,777.50').waitFor()
      await eventually(address).toEqual({ search: text })
    }
    const shown = await row(rare.name).innerText()
    for (const part of [rare.sku, rare.brand, '$8,000.00', 'Hidden', 'Matched']) expect(shown).toContain(part)
    await search.fill('nothing has this')
    const none = page.getByRole('region', { name: 'Nothing found' })
    await none.getByText('nothing has this').waitFor()
    await none.getByRole('button', { name: 'Clear filters' }).click()
    await found(`${generated + 1} products`).waitFor()
    await eventually(address).toEqual({})
    expect(await search.inputValue()).toBe('')
  })

  it('filters by brand, category with those below it, state and match; the address says how, and Back goes back', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(listPathOf(channelId))
    const { row, found, pick, address } = list(page)
    await found(`${generated + 1} products`).waitFor()
    await pick('Brand', rare.brand, 'bramble')
    await found('1 product').waitFor()
    await page.getByRole('combobox', { name: `Brand: ${rare.brand}` }).waitFor()
    await pick('Category', 'Desk', 'desk')
    await found('1 product').waitFor()
    await row(rare.name).waitFor()
    await pick('State', 'Visible')
    await page.getByRole('region', { name: 'Nothing found' }).waitFor()
    expect(Object.keys(address()).sort()).toEqual(['brand', 'category', 'state'])
    const link = page.url()
    await page.goBack()
    await row(rare.name).waitFor()
    expect(Object.keys(address()).sort()).toEqual(['brand', 'category'])
    await pick('Match', 'Not matched yet')
    await page.getByRole('region', { name: 'Nothing found' }).waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await found(`${generated + 1} products`).waitFor()

    // Whoever gets the link sees the same.
    const other = await dashboard.open(link.slice(dashboard.hub.url.length))
    await other.page.getByRole('region', { name: 'Nothing found' }).waitFor()
    await other.page.getByRole('combobox', { name: 'State: Visible' }).waitFor()
    await other.page.getByRole('combobox', { name: `Brand: ${rare.brand}` }).waitFor()
    await other.page.getByRole('combobox', { name: 'Category: Desk' }).waitFor()
  })

  it('sorts by name, price and date, both ways', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(listPathOf(channelId))
    const { table, names, address } = list(page)
    const first = names.first().getByRole('link')
    const sorted = await allNames(channelId)
    await eventually(() => first.textContent()).toBe(sorted[0])
    const head = (name: string) => table.getByRole('columnheader', { name })
    await head('Product').getByRole('button').click()
    await eventually(() => first.textContent()).toBe(sorted.at(-1))
    expect(await head('Product').getAttribute('aria-sort')).toBe('descending')
    await head('Price').getByRole('button').click()
    await head('Price').getByRole('button').click()
    await eventually(() => first.textContent()).toBe(rare.name)
    await eventually(address).toEqual({ sort: '-price' })
    await head('Updated in store').getByRole('button').click()
    await eventually(address).toEqual({ sort: '-changed' })
    await eventually(() => first.textContent()).toBe(rare.name)
    await head('Updated in store').getByRole('button').click()
    await eventually(() => first.textContent()).not.toBe(rare.name)
    await head('Product').getByRole('button').click()
    await eventually(() => first.textContent()).toBe(sorted[0])
    await eventually(address).toEqual({})
  })

  it('is gone through by keys, and Back leads to the row that one came from', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(listPathOf(channelId))
    const { names } = list(page)
    await names.first().waitFor()
    const sorted = await allNames(channelId)
    await page.keyboard.press('/')
    expect(await page.evaluate<string>('document.activeElement.type')).toBe('search')
    await page.keyboard.press('ArrowDown')
    for (let step = 0; step < 70; step += 1) await page.keyboard.press('ArrowDown')
    const focused = () => page.evaluate<string>('document.activeElement?.textContent ?? ""')
    await eventually(focused).toBe(sorted[70])
    await page.keyboard.press('ArrowUp')
    await eventually(focused).toBe(sorted[69])
    const before = await page.evaluate<number>('scrollY')
    expect(before).toBeGreaterThan(2_000)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: sorted[69] ?? '?', level: 1 }).waitFor()
    await page.goBack()
    const row = list(page).row(sorted[69] ?? '?')
    await row.waitFor()
    await eventually(async () => (await row.boundingBox())?.y ?? -1).toBeGreaterThan(0)
    expect(Math.abs((await page.evaluate<number>('scrollY')) - before)).toBeLessThan(60)
  })

  it('gives what it shows as a file', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(`${listPathOf(channelId)}?state=hidden`)
    await list(page).names.first().waitFor()
    const { count } = await dashboard.api.call('GET /api/channels/:channelId/listings-count', {
      params: { channelId },
      query: { state: 'hidden' },
    })
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(count).toBeGreaterThan(1)
    expect(lines).toHaveLength(1 + count)
    expect(lines.filter(line => line.includes(rare.name))).toHaveLength(1)
  })

  it('follows an import without being touched', async () => {
    const own = await ownStore({ seed: 42, products: 30 })
    const channelId = await addImported(dashboard, makeAccount(own), 'Growing shop')
    const { page } = await dashboard.open(`${listPathOf(channelId)}?search=comet`)
    await page.getByRole('region', { name: 'Nothing found' }).waitFor()
    own.merchant.addProduct({ name: 'Comet Lantern', sku: 'COMET-1' })
    await importAgain(dashboard, channelId)
    await list(page).row('Comet Lantern').waitFor()
    await list(page).found('1 product').waitFor()
  })

  it('says what is missing where nothing could be imported', async () => {
    const channelId = await addConnected(
      dashboard,
      makeAccount(await ownStore({ seed: 43 }), { scopes: minimumScopes }),
    )
    const { page } = await dashboard.open(listPathOf(channelId))
    const none = page.getByRole('region', { name: 'No products yet' })
    await none.getByText('Nothing was imported: the API account lacks the Products permission.').waitFor()
    await none.getByRole('link', { name: 'To API Connection' }).click()
    await page.getByRole('heading', { name: 'Channel settings' }).waitFor()
    await page.goto(new URL('/channels/chn_nowhere/products', dashboard.hub.url).href)
    await page.getByRole('heading', { name: 'There is no such channel' }).waitFor()
  })

  it('asks what becomes of products that are gone, of some or of all, with a way back', async () => {
    const names = ['Gone one', 'Gone two', 'Gone three']
    const own = await ownStore({ seed: 44, products: 90 })
    const ids = names.map(name => own.merchant.addProduct({ name, sku: name }).productId)
    const channelId = await addImported(dashboard, makeAccount(own), 'Shrinking shop')
    for (const id of ids) own.merchant.deleteProduct(id)
    await importAgain(dashboard, channelId)
    const { page } = await dashboard.open(`${listPathOf(channelId)}?state=gone`)
    const { row, found } = list(page)
    await found('3 products').waitFor()
    for (const name of names) await row(name).getByText('Gone from the store').waitFor()
    await page.getByText('3 products are gone from the store.').waitFor()
    await page.getByRole('checkbox', { name: 'Select Gone one' }).check()
    await page.getByRole('checkbox', { name: 'Select Gone two' }).check()
    await page.getByText('2 selected products are gone from the store.').waitFor()
    await page.getByRole('button', { name: 'Keep off this channel' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Keep off this channel' }).click()
    await row('Gone one').getByText('Kept off').waitFor()
    await row('Gone two').getByText('Kept off').waitFor()
    await row('Gone three').getByText('Undecided').waitFor()
    expect(await page.getByRole('checkbox', { name: 'Select Gone one' }).isChecked()).toBe(false)
    expect((await readCatalog(dashboard, channelId)).counts.goneUndecided).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await row('Gone one').getByText('Undecided').waitFor()

    await page.getByRole('button', { name: 'Archive' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
    for (const name of names) await row(name).getByText('Archived').waitFor()
    expect((await readCatalog(dashboard, channelId)).counts.goneUndecided).toBe(0)
  })
})
