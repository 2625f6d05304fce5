import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { addImported, importAgain, makeAccount, pathOf, readProducts, scrollOn } from './steps.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let first: Sandbox
let second: Sandbox

const description = [
  '<h2>A stool</h2><p>Made of <b>oak</b> &amp; iron.<script>document.title = "taken over"</script></p>',
  '<ul><li>Three legs</li><li>No screws</li></ul><img src="nowhere.png" onerror="document.title = 1">',
].join('')
const shared = { name: 'Shared Stool', sku: 'STOOL-1', brand: 'Oak & Iron', description, weight: 4 }
const manyColors = Array.from({ length: 30 }, (_, index) => `Color ${index + 1}`)
const manySizes = Array.from({ length: 20 }, (_, index) => `Size ${index + 1}`)

beforeAll(async () => {
  first = await createSandbox({ seed: 61, products: 12, quota: 'off', storeName: 'First' })
  second = await createSandbox({ seed: 62, products: 5, quota: 'off', storeName: 'Second' })
  first.merchant.addProduct({
    ...shared,
    price: 20,
    categories: [['Living', 'Seats']],
    customFields: [['Wood', 'Oak, oiled']],
    bulkRules: [{ quantity_min: 10, quantity_max: 0, type: 'percent', amount: 15 }],
    modifiers: [{ name: 'Engraving', type: 'text' }],
  })
  second.merchant.addProduct({ ...shared, price: 24.5, description: '<p>Another text</p>' })
  first.merchant.addProduct({
    name: 'Six hundred ways',
    sku: 'WAYS',
    options: [
      { name: 'Color', values: manyColors },
      { name: 'Size', values: manySizes },
    ],
  })
  second.merchant.addProduct({ name: 'A name of its own', sku: 'STOOL-2' })
  first.merchant.addProduct({ name: 'The same SKU', sku: 'STOOL-2' })
})
afterAll(async () => {
  await first.close()
  await second.close()
})

async function open(name: string, channelId?: string): Promise<Page> {
  const [product] = await readProducts(dashboard, { search: name })
  if (product === undefined) throw new Error(`There is no product ${name}`)
  const on = product.channels.find(each => each.channelId === channelId)
  const path = on === undefined ? `/inventory/products/${product.id}` : listingPathOf(on.channelId, on.remoteId)
  const { page } = await dashboard.open(path)
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
  return page
}

const listingPathOf = (channelId: string, remoteId: string) => `${pathOf(channelId)}/products/${remoteId}`

async function remoteIdOf(channelId: string, name: string): Promise<string> {
  const { listings } = await dashboard.api.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { search: name },
  })
  return listings[0]?.remoteId ?? '?'
}

function fields(page: Page) {
  const table = page.getByRole('table', { name: 'Fields' })
  const field = (label: string) =>
    table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label, exact: true }) })
  return { table, field }
}

describe('a product’s page', () => {
  it('shows every field, those without a value folded, and lists in their own form', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const page = await open(shared.name)
    const { table, field } = fields(page)
    await field('Price').getByText('$20.00').waitFor()
    await field('Brand').getByText('Oak & Iron').waitFor()
    await field('Weight').getByText('The same').waitFor()
    await page.getByRole('region', { name: 'Categories' }).getByText('Living / Seats').waitFor()
    await page.getByRole('region', { name: 'Storefronts' }).getByText('Main storefront').waitFor()
    const parts = { 'Custom fields': 'Wood', 'Bulk prices': '15 % off', Modifiers: 'Engraving' }
    for (const [list, entry] of Object.entries(parts)) {
      await page.getByRole('region', { name: list }).getByText(entry).waitFor()
    }

    expect(await field('Manufacturer part number').count()).toBe(0)
    const folds = table.getByRole('button', { name: /^\d.* without a value$/ })
    for (let left = await folds.count(); left > 0; left -= 1) await folds.first().click()
    await field('Manufacturer part number').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const detail = await dashboard.api.call('GET /api/products/:productId', { params: { productId: id } })
    const inTable = detail.fields.filter(({ key, group }) => group !== 'parts' && key !== 'description')
    const labels = await table.locator('th[scope=row]').allInnerTexts()
    expect(labels.toSorted()).toEqual(inTable.map(({ label }) => label).toSorted())
  })

  it('shows the description as text, and its HTML only as its source', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const page = await open(shared.name)
    const region = page.getByRole('region', { name: 'Description' })
    const words = await region.locator('p').innerText()
    expect(words.replaceAll(/\s*\n\s*/g, '|')).toBe('A stool|Made of oak & iron.|• Three legs|• No screws')
    await region.getByRole('button', { name: 'Show the HTML source' }).click()
    expect(await region.locator('pre').innerText()).toContain('<script>document.title = "taken over"</script>')
    expect(await region.locator('script, img, b').count()).toBe(0)
    expect(await page.title()).toBe('Shared Stool · Cartwright')
  })

  it('marks what a channel has otherwise, and says quietly what is the same', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const secondId = await addImported(dashboard, makeAccount(second), 'Second shop')
    const page = await open(shared.name)
    const { field } = fields(page)
    await field('Price').getByText('Second shop: $24.50').waitFor()
    await field('Price').getByText('differs on this channel').waitFor()
    await field('Price').getByText('The same on 1 other channel').waitFor()
    await field('Weight').getByText('The same on both channels').waitFor()
    const region = page.getByRole('region', { name: 'Description' })
    await region.getByRole('heading', { name: /^Second shop/ }).waitFor()
    await region.getByText('Another text').waitFor()

    const variant = page.getByRole('table', { name: 'Variants' }).getByRole('row').nth(1)
    for (const part of ['First shop', 'Second shop', '$20.00', '$24.50'])
      await variant.getByText(part, { exact: true }).first().waitFor()
    const channels = page.getByRole('region', { name: 'Channels' })
    await channels
      .getByText(/^Seen /)
      .first()
      .waitFor()
    await channels.getByRole('link', { name: 'Second shop' }).click()
    await page.getByRole('navigation', { name: 'Whose values' }).getByRole('link', { name: 'All channels' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(listingPathOf(secondId, await remoteIdOf(secondId, shared.name)))
    await page
      .getByRole('navigation', { name: 'Where you are' })
      .getByRole('link', { name: 'Channel Products' })
      .click()
    await page.getByRole('table', { name: 'Channel Products' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`${pathOf(secondId)}/products`)
  })

  it('holds 600 variants: draws those on the screen, finds one, unfolds it', async () => {
    const channelId = await addImported(dashboard, makeAccount(first), 'First shop')
    const page = await open('Six hundred ways', channelId)
    const region = page.getByRole('region', { name: 'Variants' })
    await region.getByText('600 variants').waitFor()
    const rows = region.locator('tbody[data-index]')
    expect(await rows.count()).toBeLessThan(80)
    expect(await region.getByRole('table', { name: 'Variants' }).getAttribute('aria-rowcount')).toBe('601')
    const find = region.getByRole('searchbox', { name: 'Find a variant' })
    await find.fill('color 30 / size 20')
    await region.getByText('1 of 600 variants').waitFor()
    const toggle = region.getByRole('button', { name: 'Color 30 / Size 20' })
    await region.getByText('WAYS-600').waitFor()
    await toggle.click()
    const own = region.getByRole('table', { name: 'Fields of Color 30 / Size 20' })
    await own.getByRole('row').filter({ hasText: 'SKU' }).getByText('WAYS-600').waitFor()
    await own.getByRole('button', { name: /without a value$/ }).click()
    await own.getByRole('rowheader', { name: 'Cannot be bought', exact: true }).waitFor()
    expect(await toggle.getAttribute('aria-expanded')).toBe('true')
    await find.fill('')
    await region.getByText('600 variants', { exact: true }).waitFor()

    // From the first to the last, without a gap.
    const seen = new Set<string>()
    await page.evaluate('scrollTo(0, 0)')
    for (let tries = 0; tries < 120 && seen.size < 600; tries += 1) {
      for (const name of await page.evaluate<string[]>(
        `[...document.querySelectorAll('tbody[data-index] th button')].map(button => button.textContent)`,
      )) {
        seen.add(name)
      }
      await scrollOn(page, 600)
    }
    expect(seen.size).toBe(600)
  })

  it('says that a product is not matched yet, and leads to where that is decided', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const secondId = await addImported(dashboard, makeAccount(second), 'Second shop')
    const remoteId = await remoteIdOf(secondId, 'A name of its own')
    const { page } = await dashboard.open(listingPathOf(secondId, remoteId))
    await page.getByRole('heading', { name: 'A name of its own', level: 1 }).waitFor()
    await page.getByText('Not matched yet.').waitFor()
    // There is no master value yet: only what the store shows.
    expect(await page.getByRole('columnheader', { name: 'Inventory' }).count()).toBe(0)
    await fields(page).field('Product code').getByText('STOOL-2').waitFor()
    await page.getByRole('link', { name: 'Decide', exact: true }).click()
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor()
    await page.goto(new URL(`${pathOf(secondId)}/products?match=waiting`, dashboard.hub.url).href)
    await page.getByRole('rowheader', { name: 'A name of its own' }).waitFor()
  })

  it('tells what is not read yet, what is gone and what was decided, and what there never was', async () => {
    const channelId = await addImported(dashboard, makeAccount(first), 'First shop')
    const remoteId = await remoteIdOf(channelId, shared.name)
    await dashboard.hub.db.kysely
      .updateTable('listing')
      .set({ details_at: null })
      .where('channel_id', '=', channelId)
      .where('remote_id', '=', remoteId)
      .execute()
    const { page } = await dashboard.open(listingPathOf(channelId, remoteId))
    const channels = page.getByRole('region', { name: 'Channels' })
    await channels.getByText('Options and modifiers not read yet').waitFor()
    await channels.getByText('Visible').waitFor()

    first.merchant.deleteProduct(Number(remoteId))
    await importAgain(dashboard, channelId)
    // The page follows by itself.
    await channels.getByText('Nobody has decided what becomes of it.').waitFor()
    await channels.getByRole('link', { name: 'Decide' }).click()
    await page.getByRole('checkbox', { name: `Select ${shared.name}` }).waitFor()
    await dashboard.api.call('POST /api/channels/:channelId/gone', {
      params: { channelId },
      body: { remoteIds: [remoteId], choice: 'keep_off' },
    })
    await page.goto(new URL(listingPathOf(channelId, remoteId), dashboard.hub.url).href)
    await channels.getByText('It is kept off this channel.').waitFor()

    await page.goto(new URL(listingPathOf(channelId, '99999999'), dashboard.hub.url).href)
    await page.getByRole('heading', { name: 'This channel has no such product' }).waitFor()
    await page.goto(new URL('/inventory/products/prd_nowhere', dashboard.hub.url).href)
    await page.getByRole('heading', { name: 'There is no such product' }).waitFor()
  })
})
