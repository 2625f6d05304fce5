import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { askStore } from '../support/catalog.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount, pathOf } from './steps.ts'

/** Bulk prices on a product’s page, and in the plan that sends them. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 94, products: 0, quota: 'off' })
  store.merchant.addProduct({
    ...{ name: 'Oak shelf', sku: 'SHELF-1', price: 40 },
    bulkRules: [
      { quantity_min: 10, quantity_max: 49, type: 'percent', amount: 5 },
      { quantity_min: 50, quantity_max: 0, type: 'percent', amount: 10 },
    ],
  })
})
afterAll(() => store.close())

it('are edited in rows, with faults beside them, shown from what to what, and sent', async () => {
  const channelId = await addImported(dashboard, makeAccount(store), 'Shelf shop')
  const live = { params: { channelId }, body: { on: ['data', 'prices'] as ('data' | 'prices')[] } }
  await dashboard.api.call('PATCH /api/channels/:channelId/live', live)
  const { page } = await dashboard.open(`${pathOf(channelId)}/products/101?edit=yes`, calm)
  const prices = page.getByRole('group', { name: 'Bulk prices' })
  const box = (what: string, row: number) => prices.getByLabel(`${what} ${row} of Bulk prices`, { exact: true })
  const save = page.getByRole('button', { name: 'Save', exact: true })
  expect(await box('From quantity', 1).inputValue()).toBe('10')
  expect(await box('To quantity', 2).inputValue()).toBe('')
  await box('Amount', 1).fill('7.5')
  await prices.getByRole('button', { name: 'Add a row' }).click()
  await box('From quantity', 3).fill('100')
  await box('Amount', 3).fill('31.9')
  await box('Kind', 3).selectOption({ label: 'price each' })
  await save.click()
  await prices.getByText(/50 or more and 100 or more are for the same quantities/).waitFor()
  await prices.scrollIntoViewIfNeeded()
  await expectWell(page, 'bulk-prices-fault')
  await box('To quantity', 2).fill('99')
  await save.click()
  await page.getByText(/^\d+ changes? saved\.$/).waitFor()
  await page.getByRole('button', { name: 'Review and send' }).click()
  const row = page.getByRole('row', { name: /Bulk prices/ })
  await row.getByText('10 to 49: 5 % off', { exact: true }).waitFor()
  for (const words of [
    '50 or more: 10 % off',
    '10 to 49: 7.5 % off',
    '50 to 99: 10 % off',
    '100 or more: 31.90 each',
  ]) {
    await row.getByText(words, { exact: true }).waitFor()
  }
  await expectWell(page, 'bulk-prices-plan')
  await page.getByRole('button', { name: 'Send 1 change to store' }).click()
  await page.getByText('Sent', { exact: true }).first().waitFor()
  const rows = await askStore(store, '/v3/catalog/products/101/bulk-pricing-rules')
  expect(rows.map(({ id: _, ...rule }) => Object.values(rule)).toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
    [10, 49, 'percent', 7.5],
    [50, 99, 'percent', 10],
    [100, 0, 'fixed', 31.9],
  ])
})
