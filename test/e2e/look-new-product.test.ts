import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount } from './steps.ts'

/** How making a product looks, with long names and much that is wrong, and what it is to the channels afterwards. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
const long = 'Averyverylongword'.repeat(7)
const shopName = 'Oak & Iron, the shop with a rather long name'
let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 1_451, products: 3, quota: 'off', storeName: 'Oak & Iron' })
})
afterAll(() => store.close())

describe('a new product', () => {
  it('looks well with faults, and once it waits for a channel', async () => {
    await addImported(dashboard, makeAccount(store), shopName)
    const { page } = await dashboard.open('/inventory/products/new', calm)
    const form = page.getByRole('form', { name: 'New product' })
    const box = (name: string) => form.getByRole('textbox', { name, exact: true })
    await box('Price').fill('twelve')
    for (const [at, values] of [
      ['1', ['Small', long]],
      ['2', ['أحمر', 'Blue']],
    ] as const) {
      await form.getByRole('button', { name: /^Add (an|another) option$/ }).click()
      await box(`Option ${at}`).fill('Size')
      for (const value of values) {
        await form.getByRole('combobox', { name: `Values of option ${at}` }).fill(value)
        await page.keyboard.press('Enter')
      }
    }
    await box('Price of Small').fill('a lot')
    await form.getByRole('button', { name: 'Make it with 2 variants' }).click()
    await form.getByText('Nothing was made: 4 values need another look.').waitFor()
    await expectWell(page, 'new-product')
    await box('Name').fill(long)
    await box('Price').fill('12')
    await box('Option 2').fill('Color')
    await form.getByRole('button', { name: 'Leave out Small / أحمر' }).click()
    await form.getByRole('checkbox', { name: shopName }).check()
    await form.getByRole('button', { name: 'Make it with 3 variants' }).click()
    await page.getByText('Waits to be put there').waitFor()
    await page.getByRole('button', { name: 'Close this message' }).click()
    await expectWell(page, 'new-product-waits')
  })

  it('looks well while it is put on a channel from the list', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), shopName)
    const { productId } = await dashboard.api.call('POST /api/products', { body: { fields: { name: `Lamp ${long}` } } })
    await dashboard.hub.db.kysely
      .updateTable('product')
      .set({ state: 'archived' })
      .where('id', '=', productId)
      .execute()
    await dashboard.api.call('POST /api/products', { body: { fields: { name: 'Jar', sku: 'JAR', price: '3' } } })
    const { page } = await dashboard.open(`/inventory/products?missingOn=${channelId}`, calm)
    const dialog = page.getByRole('dialog', { name: 'Put on a channel' })
    await page.getByRole('checkbox', { name: 'Select Jar' }).check()
    await page.getByRole('button', { name: 'Put on a channel' }).click()
    await dialog.getByRole('button', { name: 'Put on the channel' }).click()
    await dialog.getByText('1 product waits').waitFor()
    await expectWell(page, 'put-done')
    await page.goto(new URL(`/inventory/products?state=archived&missingOn=${channelId}`, page.url()).href)
    await page.getByRole('checkbox', { name: /^Select Lamp/ }).check()
    await page.getByRole('button', { name: 'Put on a channel' }).click()
    await dialog.getByRole('button', { name: 'Put on the channel' }).click()
    await dialog.getByText('1 product can’t be put there').waitFor()
    await expectWell(page, 'put-refused')
  })
})
