import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount, pathOf } from './steps.ts'

/** How deleting looks: one product, many with some that can’t be, what waits, and a variant. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
const long = 'Averyverylongword'.repeat(8)

beforeAll(async () => {
  store = await createSandbox({ seed: 1_291, products: 12, quota: 'off', storeName: 'Oak & Iron' })
  store.merchant.addProduct({ name: long, sku: 'S'.repeat(120), price: 1_234_567.89 })
  store.merchant.addProduct({ name: 'متجر ‏الخشب والحديد', sku: 'RTL-1', price: 40 })
  store.merchant.addProduct({ name: 'Two Cups', sku: 'CUPS', options: [{ name: 'Color', values: ['Red', 'Blue'] }] })
})
afterAll(() => store.close())

async function openProducts() {
  const channelId = await addImported(dashboard, makeAccount(store), 'Oak & Iron, the shop with a rather long name')
  const { page } = await dashboard.open(`${pathOf(channelId)}/products`, calm)
  return { page, dialog: page.getByRole('dialog', { name: /^Delete / }) }
}

describe('deleting from a channel', () => {
  it('looks well while it is asked for', async () => {
    const { page, dialog } = await openProducts()
    await page.getByRole('checkbox', { name: `Select ${long}` }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByRole('list', { name: 'What does not come back' }).waitFor()
    await expectWell(page, 'remove-dialog')
  })

  it('looks well while it waits, with a variant', async () => {
    const { page, dialog } = await openProducts()
    await page.getByRole('checkbox', { name: `Select ${long}` }).check()
    await page.getByRole('checkbox', { name: 'Select متجر' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByRole('button', { name: /up for deletion$/ }).click()
    await page.getByText('Which, and keep some of them').click()
    await page.getByRole('button', { name: 'Close this message' }).click()
    await expectWell(page, 'remove-waiting')
    await page.getByRole('link', { name: 'Two Cups' }).first().click()
    await page.getByRole('table', { name: 'Variants' }).getByRole('button', { name: 'Red', exact: true }).click()
    await page.getByRole('button', { name: /^Delete this variant/ }).click()
    await dialog.getByRole('button', { name: /up for deletion$/ }).click()
    await page.getByRole('button', { name: /^Keep Red on/ }).waitFor()
    await page.getByRole('button', { name: 'Close this message' }).click()
    await expectWell(page, 'remove-variant')
  })
})
