import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile, patienceMs } from '../support/browser.ts'
import { addImported, importAgain, mainMenu, makeAccount, readProducts } from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let first: Sandbox
let second: Sandbox

const emoji = '😀'.repeat(250)
const nasty = [emoji, 'متجر ‏الخشب والحديد', '<img src=x onerror="document.title=1">', "Robert'); DROP TABLE product;--"]

beforeAll(async () => {
  first = await createSandbox({ seed: 51, products: 40, quota: 'off', storeName: 'First' })
  second = await createSandbox({ seed: 52, products: 12, quota: 'off', storeName: 'Second' })
  const shared = { name: 'Shared Stool', sku: 'STOOL-1', brand: 'Oak & Iron' }
  first.merchant.addProduct({ ...shared, price: 20 })
  second.merchant.addProduct({ ...shared, price: 20 })
  for (const [index, name] of nasty.entries()) first.merchant.addProduct({ name, sku: `NASTY-${index}` })
  first.merchant.addProduct({ name: 'Blank one', sku: '' })
  first.merchant.addProduct({ name: 'Blank two', options: [{ name: 'Size', values: ['S', 'M'] }] })
})
afterAll(async () => {
  await first.close()
  await second.close()
})

const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: patienceMs })

function inventory(page: Page) {
  const table = page.getByRole('table', { name: 'Products' })
  return {
    table,
    row: (product: string) =>
      table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: product, exact: true }) }),
    found: (words: string) => page.getByRole('status').filter({ hasText: words }),
    search: page.getByRole('searchbox', { name: 'Search' }),
    async pick(filter: string, choice: string) {
      await page.getByRole('combobox', { name: new RegExp(`^${filter}(?::|$)`) }).click()
      await page.getByRole('option', { name: choice, exact: true }).click()
    },
  }
}

describe('Inventory > Products', () => {
  it('says where products come from as long as there are none', async () => {
    const { page } = await dashboard.open('/inventory')
    await page.getByRole('region', { name: 'No products yet' }).getByRole('link', { name: 'Connect a store' }).click()
    await page.getByRole('heading', { name: 'All Channels' }).waitFor()
  })

  it('shows each product once with the channels that have it, and those that it is gone from', async () => {
    const firstId = await addImported(dashboard, makeAccount(first), 'First shop')
    const secondId = await addImported(dashboard, makeAccount(second), 'Second shop')
    const { page } = await dashboard.open('/')
    await mainMenu(page).getByRole('list', { name: 'Inventory' }).getByRole('link', { name: 'Products' }).click()
    const { row, search, found, pick } = inventory(page)
    await search.fill('shared stool')
    await found('1 product').waitFor()
    const chips = row('Shared Stool').getByRole('listitem')
    await eventually(() => chips.allTextContents()).toEqual(['First shop', 'Second shop'])
    await row('Shared Stool').getByText('20.00').waitFor()

    const { remoteId } = (await readProducts(dashboard, { search: 'shared stool' }))[0]?.channels[1] ?? {}
    second.merchant.deleteProduct(Number(remoteId))
    await importAgain(dashboard, secondId)
    await eventually(() => chips.allTextContents()).toEqual(['First shop', 'Second shop (gone from the store)'])

    await search.fill('')
    const all = await readProducts(dashboard)
    await found(`${all.length} products`).waitFor()
    await pick('Channel', 'Second shop')
    await found(
      `${all.filter(({ channels }) => channels.some(on => on.channelId === secondId)).length} products`,
    ).waitFor()
    expect(new URL(page.url()).searchParams.get('channel')).toBe(secondId)
    await pick('Channel', 'First shop')
    await found(
      `${all.filter(({ channels }) => channels.some(on => on.channelId === firstId)).length} products`,
    ).waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines.filter(line => line.includes('Shared Stool'))).toHaveLength(1)
    expect(lines.filter(line => line.includes('Second shop') && !line.includes('First shop'))).toEqual([])
  })

  it('shows nasty names as the text that they are, and keeps them in their rows', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const { page } = await dashboard.open('/inventory/products?search=NASTY-')
    const { row, found } = inventory(page)
    await found(`${nasty.length} products`).waitFor()
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      for (const name of nasty) {
        const link = page.getByRole('link', { name, exact: true })
        await link.waitFor()
        expect((await link.boundingBox())?.height ?? 0).toBeLessThan(50)
      }
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    for (const name of nasty) {
      await row(name).getByRole('link').click()
      await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      await page.goBack()
    }
    expect(await page.title()).toBe('Products · Inventory · Cartwright')
  })
})

describe('SKUs from a pattern', () => {
  it('are seen before they are given, stay in the hub, and are taken back from the message or the bar', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const { faults } = await dashboard.api.call('GET /api/sku-faults')
    const blank = faults.blank ?? 0
    expect(blank).toBeGreaterThanOrEqual(3)
    const { page } = await dashboard.open('/inventory/products')
    const { row, found } = inventory(page)
    await page.getByText(`${blank} variants have no SKU.`).waitFor()
    await page.getByRole('button', { name: 'Show them' }).click()
    await row('Blank two').getByText('2 SKU faults').waitFor()
    expect(new URL(page.url()).searchParams.get('skuFault')).toBe('blank')

    await page.getByRole('button', { name: 'Fill in from a pattern' }).click()
    const dialog = page.getByRole('dialog', { name: 'Fill in SKUs from a pattern' })
    const pattern = dialog.getByRole('textbox', { name: 'Pattern' })
    const preview = dialog.getByRole('region', { name: 'Preview' })
    const give = dialog.getByRole('button', { name: `Give ${blank} SKUs` })
    await preview.getByText(`${blank} variants would get a SKU.`).waitFor()
    await preview.getByText('CW-00001').waitFor()

    // What cannot be used is said at the field.
    await pattern.fill('{oops}')
    await dialog.getByText('There is no placeholder {oops}.').waitFor()
    await eventually(() => dialog.getByRole('button', { name: /^Give/ }).isDisabled()).toBe(true)
    await pattern.fill('')
    await dialog.getByText('Give a pattern.').waitFor()
    await pattern.fill('AB-')
    await dialog.getByRole('button', { name: 'Insert {options}' }).click()
    await pattern.press('End')
    await pattern.pressSequentially('-')
    await dialog.getByRole('button', { name: 'Insert {number}' }).click()
    expect(await pattern.inputValue()).toBe('AB-{options}-{number}')
    await preview.getByText(/^AB-(?:[A-Z0-9-]+-)?00001$/).waitFor()
    await dialog.getByText('Nothing is written to a store now').waitFor()
    await give.click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`${blank} SKUs given.`).waitFor()
    await page.getByText(`${blank} SKUs from`).waitFor()
    await found('0 products').waitFor()
    const given = (await readProducts(dashboard, { search: 'Blank one' }))[0]
    expect(given?.sku).toMatch(/^AB-\d{5}$/)
    expect(first.journal.exchanges.filter(({ method }) => method !== 'GET')).toEqual([])

    await page
      .getByRole('alert')
      .or(page.locator('.mantine-Notification-root'))
      .getByRole('button', { name: 'Undo' })
      .click()
    await page.getByText(`${blank} SKUs taken back.`).waitFor()
    await row('Blank two').getByText('2 SKU faults').waitFor()

    await page.getByRole('button', { name: 'Fill in from a pattern' }).click()
    // All are given before the dialog hears of it: what is left must not be taken for what there was.
    const mayHear = Promise.withResolvers<void>()
    await page.route('**/api/sku-fills', async route => {
      const response = await route.fetch()
      await mayHear.promise
      await route.fulfill({ response })
    })
    await give.click()
    await page.getByText(`${blank} SKUs from`).waitFor({ state: 'attached' })
    await preview.getByText('No variant would get a SKU.').waitFor()
    expect(await dialog.getByText(/SKUs given$/).textContent()).toBe(`0 of ${blank} SKUs given`)
    mayHear.resolve()
    await dialog.waitFor({ state: 'hidden' })
    await page.goto(new URL('/inventory/products', dashboard.hub.url).href)
    const bar = page.getByText(/^Last filled .*CW-\{number\}/)
    await bar.waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(`${blank} variants have no SKU.`).waitFor()
    expect((await dashboard.api.call('GET /api/sku-faults')).faults.blank).toBe(blank)
  })
})
