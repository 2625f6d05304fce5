import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { askStore } from '../support/catalog.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount, pathOf, readProducts } from './steps.ts'

/** Variants added to a product: by the values of its options, each with its SKU, and sent to the store. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox

beforeEach(async () => {
  store = await createSandbox({ seed: 1_301, products: 2, quota: 'off', storeName: 'Oak & Iron' })
  store.merchant.addProduct({
    name: 'Two Cups',
    sku: 'CUPS',
    price: 9,
    options: [{ name: 'Color', values: ['Red', 'Blue'] }],
  })
  store.merchant.addProduct({ name: 'Plain Stool', sku: 'STOOL', price: 40 })
})
afterEach(() => store.close())

async function openCups() {
  const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
  const body = { on: ['data' as const, 'prices' as const] }
  await dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
  const products = await readProducts(dashboard)
  const idOf = (name: string) => products.find(one => one.name === name)?.id ?? ''
  const visit = await dashboard.open(`/inventory/products/${idOf('Two Cups')}`, calm)
  return { channelId, idOf, page: visit.page }
}

const open = (page: Page) => page.getByRole('button', { name: 'Add variants', exact: true }).first().click()
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add variants' })
async function choose(page: Page, ...values: string[]) {
  const box = dialog(page).getByRole('combobox', { name: 'Color' }).or(dialog(page).getByLabel('Color')).first()
  for (const value of values) {
    await box.fill(value)
    await box.press('Enter')
  }
}

describe('Adding variants', () => {
  it('says at each what is wrong, takes them back, and makes them in the store', async () => {
    const { channelId, page } = await openCups()
    await open(page)
    await choose(page, 'Red', 'Green', 'Ocker')
    const rows = dialog(page).getByRole('list', { name: 'Variants to add' }).getByRole('listitem')
    await rows.nth(1).waitFor()
    expect(await rows.count()).toBe(2)
    await dialog(page).getByRole('textbox', { name: 'SKU of Green' }).fill('STOOL')
    await dialog(page).getByRole('textbox', { name: 'SKU of Ocker' }).fill('CUPS-OCKER')
    await dialog(page).getByRole('textbox', { name: 'Price of Ocker' }).fill('12.50')
    await dialog(page).getByRole('button', { name: 'Add 2 variants' }).click()
    await dialog(page).getByText('The SKU “STOOL” belongs to “Plain Stool” already: give another one.').waitFor()
    await expectWell(page, 'add-variants-refused')
    await dialog(page).getByRole('textbox', { name: 'SKU of Green' }).fill('CUPS-GREEN')
    await dialog(page).getByRole('button', { name: 'Add 2 variants' }).click()
    await dialog(page).getByText('2 variants are added in the hub.').waitFor()
    await expectWell(page, 'add-variants-added')
    await dialog(page).getByRole('button', { name: 'Take them back' }).click()
    await page.getByText('2 variants taken back.').waitFor()

    await open(page)
    await choose(page, 'Green')
    await dialog(page).getByRole('textbox', { name: 'SKU of Green' }).fill('CUPS-GREEN')
    await dialog(page).getByRole('button', { name: 'Add 1 variant' }).click()
    await dialog(page).getByRole('button', { name: 'Review and send' }).click()
    await page.getByRole('button', { name: 'Send 1 change to store', disabled: false }).click()
    await page.getByText(/^1 of 1 change was sent/).waitFor()
    const variants = await askStore(store, '/v3/catalog/variants?limit=250')
    expect(variants.map(({ sku }) => sku)).toContain('CUPS-GREEN')
    await page.goto(new URL(`${pathOf(channelId)}/products`, page.url()).href)
    await page.getByRole('link', { name: 'Two Cups' }).first().click()
    await page.getByRole('table', { name: 'Variants' }).getByText('CUPS-GREEN').first().waitFor()
  })

  it('is not offered for a product without options', async () => {
    const { idOf, page } = await openCups()
    await page.goto(new URL(`/inventory/products/${idOf('Plain Stool')}`, page.url()).href)
    await page.getByRole('table', { name: 'Variants' }).waitFor()
    expect(await page.getByRole('button', { name: 'Add variants' }).count()).toBe(0)
  })
})
