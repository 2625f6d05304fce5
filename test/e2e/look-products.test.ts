import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import { addConnected, addImported, importAgain, makeAccount, minimumScopes, pathOf } from './steps.ts'

/** How lists of products and product pages look; in a hub of their own, since what a channel brought stays. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)

describe('products', () => {
  let first: Sandbox
  let second: Sandbox

  beforeAll(async () => {
    first = await createSandbox({ seed: 71, products: 18, quota: 'off' })
    second = await createSandbox({ seed: 72, products: 6, quota: 'off' })
    const shared = { name: 'Shared Stool', sku: 'STOOL-1', description: `<p>${'Oak & iron. '.repeat(200)}</p>` }
    first.merchant.addProduct({ ...shared, price: 20, customFields: [['Wood', 'Oak, oiled']] })
    second.merchant.addProduct({ ...shared, price: 24.5, description: '<p>Another text</p>' })
    first.merchant.addProduct({ name: '😀'.repeat(250), sku: '', brand: 'A brand with a name that takes its time' })
    first.merchant.addProduct({ name: 'متجر ‏الخشب والحديد', sku: 'S'.repeat(200), price: 1_234_567.891 })
    first.merchant.addProduct({ name: 'Averyverylongword'.repeat(12), sku: 'LONG', visible: false })
    const sizes = Array.from({ length: 40 }, (_, index) => `Size ${index + 1} ${'wide '.repeat(index % 9)}`.trim())
    first.merchant.addProduct({ name: 'Many ways', sku: 'WAYS', options: [{ name: 'Size', values: sizes }] })
    first.merchant.addProduct({ name: 'The same SKU', sku: 'TWICE' })
    second.merchant.addProduct({ name: 'A name of its own', sku: 'TWICE' })
  })
  afterAll(async () => {
    await first.close()
    await second.close()
  })

  it('look well before there are any', async () => {
    const channelId = await addConnected(dashboard, makeAccount(first, { scopes: minimumScopes }), 'First shop')
    const { page } = await dashboard.open(`${pathOf(channelId)}/products`, calm)
    await page.getByText('the API account lacks the Products permission').waitFor()
    await expectWell(page, 'channel-products-not-allowed')
    await page.goto(new URL('/inventory/products', dashboard.hub.url).href)
    await page.getByRole('region', { name: 'No products yet' }).waitFor()
    await expectWell(page, 'inventory-empty')
  })

  it('look well as a channel has them: all, filtered, none, gone', async () => {
    const channelId = await addImported(dashboard, makeAccount(first), 'First shop')
    const { page } = await dashboard.open(`${pathOf(channelId)}/products`, calm)
    await page.getByRole('rowheader', { name: 'Many ways' }).waitFor()
    await expectWell(page, 'channel-products')
    await page.getByRole('combobox', { name: 'Category' }).click()
    await page.getByRole('option').nth(2).waitFor()
    await expectWell(page, 'channel-products-filter')
    await page.goto(new URL(`${pathOf(channelId)}/products?search=nowhere&state=hidden`, dashboard.hub.url).href)
    await page.getByRole('region', { name: 'Nothing found' }).waitFor()
    await expectWell(page, 'channel-products-none')
    const { productId } = first.merchant.addProduct({ name: 'Soon gone', sku: 'GONE' })
    await importAgain(dashboard, channelId)
    first.merchant.deleteProduct(productId)
    await importAgain(dashboard, channelId)
    await page.goto(new URL(`${pathOf(channelId)}/products?state=gone`, dashboard.hub.url).href)
    await page.getByRole('checkbox', { name: 'Select Soon gone' }).check()
    await expectWell(page, 'channel-products-gone')
    await page.getByRole('link', { name: 'Soon gone' }).click()
    await page.getByText('Nobody has decided what becomes of it.').waitFor()
    await expectWell(page, 'product-gone')
  })

  it('look well in the inventory, with SKUs to be filled in', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    await addImported(dashboard, makeAccount(second), 'Second shop with a name that takes its time')
    const { page } = await dashboard.open('/inventory/products', calm)
    await page.getByRole('rowheader', { name: 'Many ways' }).waitFor()
    await expectWell(page, 'inventory')
    await page.getByRole('button', { name: 'Fill in from a pattern' }).click()
    await page.getByRole('region', { name: 'Preview' }).waitFor()
    await expectWell(page, 'sku-fill')
    await page.getByRole('textbox', { name: 'Pattern' }).fill('{oops}')
    await page.getByText('There is no placeholder {oops}.').waitFor()
    await expectWell(page, 'sku-fill-refused')
  })

  it('look well each on its page: on two channels, with many variants, not matched, with a name of emoji', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const secondId = await addImported(dashboard, makeAccount(second), 'Second shop')
    const { page } = await dashboard.open('/inventory/products?search=shared', calm)
    const show = async (name: string) => {
      await page.goto(new URL(`/inventory/products?search=${encodeURIComponent(name)}`, dashboard.hub.url).href)
      await page.getByRole('rowheader', { name }).getByRole('link').click()
      await page.getByRole('table', { name: 'Fields' }).waitFor()
    }
    await show('Shared Stool')
    await page.getByText('differs on this channel').first().waitFor()
    await expectWell(page, 'product')
    await show('Many ways')
    await page.getByRole('button', { name: 'Size 3', exact: false }).first().click()
    await page.getByRole('table', { name: /^Fields of/ }).waitFor()
    await expectWell(page, 'product-variants')
    await show('😀'.repeat(60))
    await page
      .getByRole('button', { name: /without a value$/ })
      .first()
      .click()
    await expectWell(page, 'product-emoji')
    await page.goto(new URL(`${pathOf(secondId)}/products?match=waiting`, dashboard.hub.url).href)
    await page.getByRole('link', { name: 'A name of its own' }).click()
    await page.getByText('Not matched yet.').waitFor()
    await expectWell(page, 'product-not-matched')
  })
})
