import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { askStore } from '../support/catalog.ts'
import { addImported, importAgain, makeAccount, readProducts } from './steps.ts'

/** Products that are made in the hub, put on a channel, taken back, and made in its store. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let seed = 1_400

beforeEach(async () => {
  seed += 1
  store = await createSandbox({ seed, products: 0, quota: 'off', storeName: 'Oak & Iron' })
  store.merchant.addProduct({ name: `Plain Stool ${seed}`, sku: `STOOL-${seed}`, price: 40 })
})
afterEach(() => store.close())

async function openShop() {
  const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
  const body = { on: ['data' as const, 'prices' as const] }
  await dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
  return channelId
}

const open = async (path: string) => (await dashboard.open(path)).page
const mug = (sku: string) => ({ name: `Mug ${sku}`, sku, price: '12.50', weight: '1' })
async function make(fields: Record<string, string>, channelIds: string[] = []): Promise<string> {
  const { productId } = await dashboard.api.call('POST /api/products', { body: { fields, channelIds } })
  return productId
}

/** The form, with its text boxes by name. */
function newProduct(page: Page) {
  const form = page.getByRole('form', { name: 'New product' })
  const box = (name: string) => form.getByRole('textbox', { name, exact: true })
  return { form, box, button: (name: string | RegExp) => form.getByRole('button', { name }) }
}

/** Sends what waits, from any page that leads there. */
async function reviewAndSend(page: Page) {
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('button', { name: 'Send 1 change to store', disabled: false }).click()
  await page.getByText(/^1 of 1 change was sent/).waitFor()
}

describe('A new product', () => {
  it('is made with its variants once what is wrong is mended, and is put on the channel by plan', async () => {
    await openShop()
    const page = await open('/inventory/products')
    await page.getByRole('link', { name: 'New product' }).click()
    const { form, box, button } = newProduct(page)
    await box('Price').fill('twelve')
    await button('Make the product').click()
    await form.getByText('A product needs a name: type one.').waitFor()
    await form.getByText('Nothing was made: 2 values need another look.').waitFor()
    await box('Name').fill('Green Mug')
    await box('Price').fill('12.50')
    await box('Weight').fill('1')
    await form.getByText('Nothing was made').waitFor({ state: 'detached' })
    await button('Add an option').click()
    await box('Option 1').fill('Size')
    await button('Make the product').click()
    await form.getByText('Give it at least one value.').waitFor()
    for (const value of ['Small', 'Large', 'Huge']) {
      await form.getByRole('combobox', { name: 'Values of option 1' }).fill(value)
      await page.keyboard.press('Enter')
    }
    await button('Leave out Huge').click()
    await box('SKU of Small').fill(`stool-${seed}`)
    await box('SKU of Large').fill('MUG-L')
    await box('Price of Large').fill('15')
    await form.getByRole('checkbox', { name: 'My shop' }).check()
    await button('Make it with 2 variants').click()
    await form.getByText(`“Plain Stool ${seed}” has the SKU “STOOL-${seed}” already: give another one.`).waitFor()
    await form.locator('input:focus').and(box('SKU of Small')).waitFor()
    expect(await readProducts(dashboard, { search: 'Green Mug' })).toEqual([])
    await box('SKU of Small').fill('MUG-S')
    await button('Make it with 2 variants').click()

    await page.getByRole('heading', { name: 'Green Mug', level: 1 }).waitFor()
    await page.getByRole('table', { name: 'Variants' }).getByText('MUG-L').first().waitFor()
    await page.getByText('Waits to be put there').waitFor()
    expect(await askStore(store, '/v3/catalog/products?name=Green%20Mug')).toEqual([])
    await reviewAndSend(page)
    const made = await askStore(store, '/v3/catalog/products?name=Green%20Mug&include=variants')
    expect(made.map(({ price, variants }) => [price, variants])).toMatchObject([
      [
        12.5,
        [
          { sku: 'MUG-S', price: null },
          { sku: 'MUG-L', price: 15 },
        ],
      ],
    ])
    await page.getByRole('link', { name: 'Green Mug' }).first().click()
    const channels = page.getByRole('region', { name: 'Channels' })
    await channels.getByText('Visible').waitFor()
    expect(await channels.getByText(/Not there|Waits/).count()).toBe(0)
  })

  it('is not lost by leaving the page, and is made once by two clicks', async () => {
    const page = await open('/inventory/products/new')
    const { box, button } = newProduct(page)
    await box('Name').fill('Blue Jug')
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click()
    expect(await box('Name').inputValue()).toBe('Blue Jug')
    await button('Make the product').dblclick()
    await page.getByRole('heading', { name: 'Blue Jug', level: 1 }).waitFor()
    await page.getByRole('region', { name: 'Channels' }).getByText('There is no channel yet.').waitFor()
    expect(await readProducts(dashboard, { search: 'Blue Jug' })).toHaveLength(1)
  })
})

describe('Products of the master catalog', () => {
  it('are put on a channel from their page, and taken back', async () => {
    const channelId = await openShop()
    const page = await open(`/inventory/products/${await make(mug('ONE'))}`)
    const channels = page.getByRole('region', { name: 'Channels' })
    const waits = async () =>
      (await dashboard.api.call('GET /api/products', { query: { wantedOn: channelId } })).products
    await channels.getByText('Not there').waitFor()
    await channels.getByRole('button', { name: 'Put on My shop' }).click()
    await channels.getByText('Waits to be put there').waitFor()
    expect(await waits()).toHaveLength(1)
    await channels.getByRole('button', { name: 'Take back from My shop' }).click()
    await channels.getByText('Not there').waitFor()
    expect(await waits()).toEqual([])
  })

  it('are put there together from the list, which says what can’t be and shows what waits', async () => {
    const channelId = await openShop()
    store.merchant.addProduct({ name: 'Old Rug', sku: `RUG-${seed}`, price: 80 })
    await importAgain(dashboard, channelId)
    await make(mug('TWO'))
    await make(mug('THREE'), [channelId])
    const page = await open('/inventory/products')
    const dialog = page.getByRole('dialog', { name: 'Put on a channel' })
    const bar = page.getByRole('region', { name: 'Chosen products' })
    const select = (name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true })
    for (const name of ['Mug TWO', 'Mug THREE', 'Old Rug']) await select(name).check()
    await bar.getByRole('button', { name: 'Put on a channel' }).click()
    await dialog.getByRole('button', { name: 'Put on the channel' }).click()
    await dialog.getByText('1 product waits to be put on My shop. 2 are there already').waitFor()
    await dialog.getByRole('link', { name: 'Show what waits' }).click()
    await page.getByRole('combobox', { name: 'Not there yet: Waits for My shop' }).waitFor()
    await select('Old Rug').waitFor({ state: 'detached' })
    await select('Mug THREE').check()
    await bar.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('1 product taken back.').waitFor()
    await select('Mug THREE').waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Not there yet: Waits for My shop' }).click()
    await page.getByRole('option', { name: 'Not on My shop' }).click()
    await select('Mug THREE').waitFor()
    expect(await select('Mug TWO').count()).toBe(0)

    await select('Mug THREE').check()
    await dashboard.hub.db.kysely
      .updateTable('product')
      .set({ state: 'archived' })
      .where('name', '=', 'Mug THREE')
      .execute()
    await bar.getByRole('button', { name: 'Put on a channel' }).click()
    await dialog.getByRole('button', { name: 'Put on the channel' }).click()
    await dialog.getByText('Mug THREE: This product is archived. Take it out of the archive first.').waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.goto(new URL('/inventory/products?search=Mug%20TWO', page.url()).href)
    await page.getByRole('link', { name: 'Mug TWO' }).first().click()
    await reviewAndSend(page)
    const made = await askStore(store, '/v3/catalog/products')
    expect(made.map(({ name }) => name).toSorted()).toEqual(['Mug TWO', 'Old Rug', `Plain Stool ${seed}`])
  })
})
