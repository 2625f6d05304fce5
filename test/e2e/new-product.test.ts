import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { askStore } from '../support/catalog.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount } from './steps.ts'

/** A product that is made in the hub, put on a channel, and made in its store. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox

beforeEach(async () => {
  store = await createSandbox({ seed: 1_401, products: 2, quota: 'off', storeName: 'Oak & Iron' })
  store.merchant.addProduct({ name: 'Plain Stool', sku: 'STOOL', price: 40 })
})
afterEach(() => store.close())

async function openProducts() {
  const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
  const body = { on: ['data' as const, 'prices' as const] }
  await dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
  return (await dashboard.open('/inventory/products', calm)).page
}

describe('A new product', () => {
  it('says at its fields what is wrong, and is made with its variants', async () => {
    const page = await openProducts()
    await page.getByRole('link', { name: 'New product' }).click()
    const form = page.getByRole('form', { name: 'New product' })
    const box = (name: string) => form.getByRole('textbox', { name, exact: true })
    await box('SKU').fill('STOOL')
    await form.getByRole('button', { name: 'Make the product' }).click()
    await form.getByText('A product needs a name: type one.').waitFor()
    await box('Name').fill('Green Mug')
    await form.getByRole('button', { name: 'Make the product' }).click()
    await form.getByText('“Plain Stool” has the SKU “STOOL” already: give another one.').waitFor()
    await box('SKU').fill('')
    await box('Price').fill('12.50')
    await box('Weight').fill('1')
    await form.getByRole('button', { name: 'Add an option' }).click()
    await box('Option 1').fill('Size')
    for (const value of ['Small', 'Large']) {
      await form.getByLabel('Values of option 1').first().fill(value)
      await form.getByLabel('Values of option 1').first().press('Enter')
    }
    await box('SKU of Small').fill('MUG-S')
    await box('SKU of Large').fill('MUG-L')
    await form.getByRole('checkbox', { name: 'My shop' }).check()
    await expectWell(page, 'new-product')
    await form.getByRole('button', { name: 'Make it with 2 variants' }).click()
    await page.getByRole('heading', { name: 'Green Mug', level: 1 }).waitFor()
    await page.getByRole('table', { name: 'Variants' }).getByText('MUG-L').first().waitFor()
  })

  it('is put on a channel from the list, taken back, and made in its store', async () => {
    const body = { fields: { name: 'Green Mug', sku: 'MUG', price: '12.50', weight: '1' } }
    await dashboard.api.call('POST /api/products', { body })
    const page = await openProducts()
    const dialog = page.getByRole('dialog', { name: /on a channel$/ })
    const put = async () => {
      await page.getByRole('button', { name: 'Put on a channel' }).click()
      await dialog.getByRole('button', { name: 'Put on the channel' }).click()
      await dialog.getByText('1 product to be made on My shop.').waitFor()
    }
    await page.getByRole('checkbox', { name: 'Select Green Mug' }).check()
    await put()
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('1 product taken back.').waitFor()
    await put()
    await dialog.getByRole('button', { name: 'Review and send' }).click()
    await page.getByRole('button', { name: 'Send 1 change to store', disabled: false }).click()
    await page.getByText(/^1 of 1 change was sent/).waitFor()
    const made = await askStore(store, '/v3/catalog/products?name=Green%20Mug')
    expect(made.map(({ sku, price }) => [sku, price])).toEqual([['MUG', 12.5]])
  })
})
