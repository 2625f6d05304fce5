import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount, pathOf, readProducts } from './steps.ts'

/** How editing looks, with little, much and broken data. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let first: Sandbox
let second: Sandbox

beforeAll(async () => {
  first = await createSandbox({ seed: 91, products: 8, quota: 'off' })
  second = await createSandbox({ seed: 92, products: 3, quota: 'off' })
  const shared = { name: 'Shared Stool', sku: 'STOOL-1', description: `<p>${'Oak &amp; iron. '.repeat(60)}</p>` }
  first.merchant.addProduct({
    ...shared,
    price: 20,
    customFields: [
      ['Wood', 'Oak, oiled'],
      ['A name that takes its time to be read', 'and a value with Averyverylongword'.repeat(3)],
    ],
    categories: [['Living', 'Seats'], ['Averyverylongcategory'.repeat(2)]],
    options: [
      {
        name: 'Size',
        values: Array.from({ length: 12 }, (_, at) => `Size ${at + 1} ${'wide '.repeat(at % 6)}`.trim()),
      },
    ],
  })
  second.merchant.addProduct({ ...shared, price: 24.5, options: [{ name: 'Size', values: ['Size 1'] }] })
  for (let at = 1; at <= 30; at += 1)
    first.merchant.addProduct({ name: `Glowlamp ${at} ${'bright '.repeat(at % 12)}`, sku: `GLOW-${at}`, price: at })
})
afterAll(async () => {
  await first.close()
  await second.close()
})

describe('editing', () => {
  it('looks well on a product’s page: for all channels, for one, with faults, with variants', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    await addImported(dashboard, makeAccount(second), 'Second shop with a name that takes its time')
    const [product] = await readProducts(dashboard, { search: 'Shared Stool' })
    const on = product?.channels[0]
    const { page } = await dashboard.open(`/inventory/products/${product?.id}?edit=yes`, calm)
    const price = page.getByRole('region', { name: 'Price', exact: true })
    await price.getByText(/^Second shop.*24\.50/).waitFor()
    await expectWell(page, 'edit-all-channels')
    await price.getByLabel('MSRP', { exact: true }).fill('cheap')
    await page.getByLabel('Name', { exact: true }).fill('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Nothing was saved').waitFor()
    await page.getByRole('table', { name: 'Variants' }).getByRole('button').first().click()
    await page.getByRole('group', { name: /^Fields of/ }).waitFor()
    await expectWell(page, 'edit-faults')
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.goto(new URL(`${pathOf(on?.channelId ?? '')}/products/${on?.remoteId}?edit=yes`, dashboard.hub.url).href)
    await page.getByLabel('Name', { exact: true }).fill('A name of its own on this channel')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Own value of this channel').first().waitFor()
    await page.getByRole('button', { name: 'Close this message' }).first().click()
    await expectWell(page, 'edit-one-channel')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText(/still to be sent/).waitFor()
    await expectWell(page, 'product-to-send')
  })

  it('looks well for many: chosen, previewed, done', async () => {
    await addImported(dashboard, makeAccount(first), 'First shop')
    const { page } = await dashboard.open('/inventory/products?search=Glowlamp', calm)
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    const bar = page.getByRole('region', { name: 'Chosen products' })
    await bar.getByText('All 30 products').waitFor()
    await expectWell(page, 'bulk-chosen')
    await bar.getByRole('button', { name: 'Edit' }).click()
    const dialog = page.getByRole('dialog', { name: /^Edit / })
    await dialog.getByLabel('What to do').selectOption({ label: 'Add an amount, or take one away' })
    await dialog.getByLabel('Amount').fill('-5.5')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('25 products change').waitFor()
    await expectWell(page, 'bulk-preview')
    await dialog.getByRole('button', { name: 'Change 25 products' }).click()
    await dialog.getByText('Done.').waitFor()
    await expectWell(page, 'bulk-done')
  })
})
