import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import {
  addConnected,
  addImported,
  importAgain,
  importPanel,
  importSettingsPathOf,
  makeAccount,
  minimumScopes,
  pathOf,
  readCatalog,
} from './steps.ts'

/** How imports, their accounts and the review list look, with little and with much on them. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
const longName = `A shop with a rather long name, of ${'many words, '.repeat(3)}`.trim()
let store: Sandbox
let other: Sandbox

beforeEach(async ({ task }) => {
  // What a removed channel brought stays in the hub: SKUs of another test must not match.
  const last = task.id.replaceAll(/\W/g, '')
  store = await createSandbox({ seed: 51, products: 40, storeName: 'Oak & Iron Outfitters' })
  other = await createSandbox({ seed: 52, products: 0, quota: 'off' })
  const image = { file: 'nowhere.jpg' }
  const names = ['Oak table', 'متجر ‏الخشب', '😀'.repeat(200), 'N'.repeat(120), '<b>Linen</b> towel']
  for (const [index, name] of names.entries()) {
    store.merchant.addProduct({ name, sku: `TWIN-${index} ${last}`, price: 1_234_567.89, images: [image] })
    other.merchant.addProduct({ name: `${name}, other`, sku: `TWIN-${index} ${last}`, images: [image] })
  }
  other.merchant.addProduct({ name: 'Chair', sku: `twin-9 ${last}` })
  store.merchant.addProduct({ name: 'Chair', sku: `TWIN-9 ${last}` })
})
afterEach(async () => {
  await store.close()
  await other.close()
})

/** The ids of the first products of the store. */
async function firstProducts(amount: number): Promise<number[]> {
  const { clientId, accessToken } = makeAccount(store)
  const address = `${store.apiAddress}/stores/${store.storeHash}/v3/catalog/products?limit=${amount}&sort=id`
  const response = await fetch(address, { headers: { 'X-Auth-Token': accessToken, Accept: 'application/json' } })
  store.deleteAccount(clientId)
  return ((await response.json()) as { data: { id: number }[] }).data.map(({ id }) => id)
}

async function loseProducts(amount: number): Promise<void> {
  for (const id of await firstProducts(amount)) store.merchant.deleteProduct(id)
}

describe('the import on a channel’s page', () => {
  it('looks well while it goes on, while it waits, and when it was stopped', async () => {
    store.faults.add({ match: { path: /products\?.*include=options/ }, kind: 'reset' })
    const channelId = await addConnected(dashboard, makeAccount(store), longName)
    const { page } = await dashboard.open(pathOf(channelId), calm)
    const { panel, cancel } = importPanel(page)
    await panel.getByText('The catalog can be used already').waitFor()
    await expectWell(page, 'import-running')
    await page.goto(new URL('/', dashboard.hub.url).href)
    await page.getByRole('article').getByRole('progressbar').waitFor()
    await expectWell(page, 'dashboard-importing')
    await page.goto(new URL(`/activity?channel=${channelId}`, dashboard.hub.url).href)
    await page.getByRole('table', { name: 'Imports' }).waitFor()
    await expectWell(page, 'activity-active')
    await page.getByRole('rowheader').first().getByRole('link').click()
    await page.getByText(/It goes on by itself where it stopped/).waitFor({ timeout: 90_000 })
    await expectWell(page, 'run-waiting')
    await page.goto(new URL(pathOf(channelId), dashboard.hub.url).href)
    await expectWell(page, 'import-waiting')
    await cancel.click()
    await page.getByRole('dialog', { name: 'Stop this import?' }).waitFor()
    await expectWell(page, 'import-cancel')
    await page.getByRole('button', { name: 'Stop importing' }).click()
    await panel.getByText('The first import was stopped before its end.').waitFor()
    await expectWell(page, 'import-stopped')
  })

  it('looks well when all is here, when much is missing, and when the permission is', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'Oak & Iron')
    const { page } = await dashboard.open(pathOf(channelId), calm)
    const { panel, other: menu } = importPanel(page)
    await panel.getByText('Everything is here.').waitFor()
    await expectWell(page, 'import-done')
    await menu.click()
    await page.getByRole('menuitem', { name: /^Only what changed/ }).waitFor()
    await expectWell(page, 'import-menu')
    await page.keyboard.press('Escape')
    await loseProducts(2)
    await importAgain(dashboard, channelId)
    await loseProducts(9)
    await importAgain(dashboard, channelId)
    await panel.getByText('9 products are missing from the store’s list.').waitFor()
    await panel.getByText('2 products are gone from the store.').waitFor()
    await expectWell(page, 'import-held')
    await panel.getByRole('button', { name: 'Archive' }).click()
    await page.getByRole('dialog', { name: 'Archive 2 products?' }).waitFor()
    await expectWell(page, 'gone-archive')
    await page.goto(new URL('/', dashboard.hub.url).href)
    await page.getByRole('link', { name: /missing at once/ }).waitFor()
    await expectWell(page, 'dashboard-to-decide')
    const poor = await addConnected(dashboard, makeAccount(other, { scopes: minimumScopes }), 'Poor one')
    await page.goto(new URL(pathOf(poor), dashboard.hub.url).href)
    await panel.getByText(/lacks the Products permission/).waitFor()
    await expectWell(page, 'import-not-allowed')
  })

  it('has settings that look well, with faults too', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'Oak & Iron')
    const { page } = await dashboard.open(importSettingsPathOf(channelId), calm)
    await page.getByLabel('Products that may be missing at once').fill('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Give a whole number from 0 to 1,000,000.').waitFor()
    await expectWell(page, 'settings-import')
  })
})

describe('Activity', () => {
  it('looks well with accounts of every kind', async () => {
    const [odd = 0, broken = 0] = await firstProducts(2)
    const fault = { match: { path: '/v3/catalog/products' }, kind: 'rewrite' } as const
    store.faults.add({ ...fault, row: { id: odd, set: { weight: 'heavy', nobody_knows: 'a' } } })
    store.faults.add({ ...fault, row: { id: broken, set: { id: null, name: `Broken ${'<i>'.repeat(40)}` } } })
    const channelId = await addImported(dashboard, makeAccount(store), longName)
    store.faults.clear()
    await importAgain(dashboard, channelId)
    const { page } = await dashboard.open(`/activity?channel=${channelId}`, calm)
    await page.getByRole('table', { name: 'Imports' }).getByRole('row').nth(2).waitFor()
    await expectWell(page, 'activity')
    await page.getByRole('rowheader').nth(1).getByRole('link').click()
    await page.getByRole('table', { name: 'Refused' }).getByText('What came').first().click()
    await expectWell(page, 'run')
    await page.goBack()
    await page.getByRole('rowheader').nth(0).getByRole('link').click()
    await page.getByText('Nothing unexplained.').waitFor()
    await expectWell(page, 'run-plain')
    await page.goto(new URL('/activity?channel=chn_none', dashboard.hub.url).href)
    await page.getByRole('region', { name: 'No imports yet' }).waitFor()
    await expectWell(page, 'activity-empty')
  })
})

describe('Review', () => {
  it('looks well with matches that wait, one reason of them, those decided, and nothing', async () => {
    const sizes = ['XS', 'S', 'M', 'L', 'XL', 'XXL', 'A size with a rather long name']
    const shirt = {
      ...{ name: 'Linen shirt', price: 39, options: [{ name: 'Size', values: sizes }] },
      variants: sizes.map((size, index) => ({ sku: `SHIRT-${index}`, values: [size], price: 39 + index })),
    }
    store.merchant.addProduct(shirt)
    other.merchant.addProduct({ ...shirt, name: 'Shirt of linen' })
    await addImported(dashboard, makeAccount(store), 'Oak & Iron')
    const secondId = await addImported(dashboard, makeAccount(other), longName)
    expect((await readCatalog(dashboard, secondId)).counts.waiting).toBe(13)
    const { page, expects } = await dashboard.open('/review', calm)
    // Pictures that are nowhere.
    expects(/^Failed to load resource/)
    await page.getByRole('article').nth(6).waitFor()
    await expectWell(page, 'review')
    await page.getByRole('button', { name: 'Show all 7 variants' }).click()
    await expectWell(page, 'review-variants')
    await page.goto(new URL('/review?reason=name_differs', dashboard.hub.url).href)
    await page.getByRole('button', { name: 'Decide all 12…' }).click()
    await page.getByRole('radio', { name: 'Join' }).check()
    await expectWell(page, 'review-decide-all')
    await page.getByRole('button', { name: 'Join 12 variants' }).click()
    await page.getByRole('region', { name: 'Nothing to review' }).waitFor()
    await expectWell(page, 'review-empty')
    await page.getByRole('link', { name: 'Decided' }).click()
    await page.getByRole('button', { name: 'Take back' }).nth(5).waitFor()
    await expectWell(page, 'review-decided')
  })
})
