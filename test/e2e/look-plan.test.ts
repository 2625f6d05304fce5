import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount, pathOf } from './steps.ts'

/** How the changes to review look: none, many, held, refused, sent and undone. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let other: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 91, products: 6, quota: 'off', storeName: 'Oak & Iron' })
  other = await createSandbox({ seed: 92, products: 10, quota: 'off', storeName: 'Tin & Tallow' })
  store.merchant.addProduct({ name: 'Averyverylongword'.repeat(10), sku: 'S'.repeat(120), price: 1_234_567.89 })
  store.merchant.addProduct({ name: 'متجر ‏الخشب والحديد', sku: 'RTL-1', price: 40 })
})
afterAll(async () => {
  await store.close()
  await other.close()
})

/** Imports the store and wants much of it otherwise. */
async function openShop(shop: Sandbox) {
  const channelId = await addImported(dashboard, makeAccount(shop), 'Oak & Iron, the shop with a rather long name')
  const path = `${pathOf(channelId)}/changes`
  const { listings } = await dashboard.api.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { limit: 200 },
  })
  const ids = listings.filter(({ waitingCount }) => waitingCount === 0).map(({ remoteId }) => remoteId)
  const edit = (some: readonly string[], fields: Readonly<Record<string, unknown>>) =>
    dashboard.api.call('POST /api/edits', {
      body: {
        ...{ channelId, ids: [...some] },
        edits: Object.entries(fields).map(([field, value]) => ({ do: 'set' as const, field, value })),
      },
    })
  const editAll = async () => {
    await edit(ids, { warranty: 'Two years', costPrice: '1.25' })
    await edit(ids.slice(0, 6), { price: '0.5' })
    await edit(ids.slice(3, 5), { visible: false })
    await edit(ids.slice(0, 2), { description: `<p>${'A text that takes its time. '.repeat(40)}</p><p>New</p>` })
    await edit(ids.slice(0, 2), { metaKeywords: ['oak', 'iron', 'a keyword of several words'] })
  }
  return { channelId, path, ids, edit, editAll }
}

const compute = (page: Page) => page.getByRole('button', { name: /^Compute the changes/ }).click()

describe('changes to review', () => {
  it('look well with a long text, and before they are let pass', async () => {
    const { path, editAll } = await openShop(store)
    const { page } = await dashboard.open(path, calm)
    await editAll()
    await page.getByRole('region', { name: 'To send' }).waitFor()
    await compute(page)
    await page.getByRole('listitem', { name: 'Prices fall far' }).waitFor()
    await page.getByRole('link', { name: /^Description/ }).click()
    await page.getByRole('button', { name: 'Show what changes' }).first().click()
    await expectWell(page, 'plan-text')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('button', { name: 'Look and let pass' }).first().click()
    await page.getByRole('checkbox').check()
    await expectWell(page, 'plan-pass')
    await page.getByRole('button', { name: 'Let it pass' }).click()
    await page.getByText(/^Let pass by/).waitFor()
  })

  it('look well by field, and where they wait', async () => {
    const { path, editAll } = await openShop(store)
    await editAll()
    const { page } = await dashboard.open(path, calm)
    await page.getByRole('region', { name: 'To send' }).waitFor()
    await expectWell(page, 'changes-to-send')
    await compute(page)
    await page.getByRole('combobox', { name: 'Group by: Product' }).click()
    await page.getByRole('option', { name: 'Field' }).click()
    await page.getByRole('button', { name: 'Leave out all of this field: Cost' }).click()
    await page.getByRole('button', { name: 'Put all of this field back: Cost' }).waitFor()
    await expectWell(page, 'plan-by-field')
  })

  it('look well before a part goes live', async () => {
    const { channelId, editAll } = await openShop(store)
    await editAll()
    const { page } = await dashboard.open(`${pathOf(channelId)}/settings/going-live`, calm)
    await page.getByRole('switch', { name: 'Product data' }).click()
    await page.getByRole('list', { name: 'What the first write would change' }).waitFor()
    await expectWell(page, 'going-live-first-write')
  })

  it('look well where there are none, while they are sent, where some are refused, and before they are undone', async () => {
    const { channelId, path, ids, edit } = await openShop(other)
    const body = { on: ['data', 'prices'] }
    await dashboard.api.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
    const { page } = await dashboard.open(path, calm)
    await page.getByText('The store shows what is wanted').waitFor()
    await expectWell(page, 'changes-none')
    await edit(ids, { warranty: `A warranty of ${ids.length} years` })
    await edit(ids.slice(0, 2), { name: 'One name for two' })
    await page.getByRole('region', { name: 'To send' }).waitFor()
    await compute(page)
    other.faults.add({ match: { path: /^\/v3\/catalog\/products/ }, kind: 'slow', delayMs: 1_500 })
    await page.getByRole('button', { name: /^Send .* to store$/, disabled: false }).click()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused: nothing is sent until you resume it').first().waitFor()
    await expectWell(page, 'plan-paused')
    other.faults.clear()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Retry' }).waitFor()
    await page.getByRole('link', { name: /^Refused/ }).click()
    await page.getByText('Another product of this store has the same name.').first().waitFor()
    await expectWell(page, 'plan-refused')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('region', { name: 'Put back' }).waitFor()
    await expectWell(page, 'plan-undo')
    await page.goto(new URL('/activity', dashboard.hub.url).href)
    await page.getByRole('table', { name: 'Changes to review' }).waitFor()
    await expectWell(page, 'activity-with-changes')
  })
})
