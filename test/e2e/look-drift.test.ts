import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, importAgain, makeAccount, pathOf } from './steps.ts'

/** How the pages about edits made in a store look: none, much and odd; and the settings of owners and brakes. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
const odd: number[] = []

beforeAll(async () => {
  store = await createSandbox({ seed: 42, products: 12, quota: 'off' })
  const names = ['Averyverylongword'.repeat(12), '😀'.repeat(120), 'متجر ‏الخشب والحديد', 'Blue Mug']
  for (const name of names) {
    odd.push(store.merchant.addProduct({ name, sku: `SKU-${name.slice(0, 20)}`, price: 1_234_567.5 }).productId)
  }
})
afterAll(() => store.close())

describe('edited in the store', () => {
  it('looks well with nothing, with much, chosen, asked and filtered', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'A shop with a name that takes its time')
    const params = { channelId }
    await dashboard.api.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['data', 'prices'] } })
    const { page } = await dashboard.open(`${pathOf(channelId)}/edited`, calm)
    await page.getByText('The store shows what the hub means').waitFor()
    await expectWell(page, 'edited-none')
    for (const id of odd) {
      store.merchant.editProduct(id, {
        ...{ warranty: `${'A warranty that goes on and on. '.repeat(30)}`, price: 0.01, description: '<p>Short</p>' },
        is_visible: false,
      })
    }
    await importAgain(dashboard, channelId)
    await page.goto(new URL(`${pathOf(channelId)}/edited`, dashboard.hub.url).href)
    await page.getByRole('checkbox', { name: 'Choose all of Blue Mug' }).check()
    await expectWell(page, 'edited')
    await page.getByRole('button', { name: 'Choose none' }).click()
    await page.getByText('How old the knowledge of each part is').click()
    await page.getByRole('group', { name: 'Decide' }).getByRole('button', { name: 'Give to the store…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectWell(page, 'edited-give')
    await page.goto(new URL('/', dashboard.hub.url).href)
    await page.getByRole('link', { name: /edited in the store$/ }).waitFor()
    await expectWell(page, 'edited-card')
  })
})

describe('settings', () => {
  it('of owners and brakes look well', async () => {
    const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
    const { page } = await dashboard.open(`${pathOf(channelId)}/settings/field-owners`, calm)
    await page.getByRole('combobox', { name: 'Owner of Warranty' }).selectOption('Nobody')
    await page.getByRole('dialog').getByRole('button', { name: 'Give to nobody' }).click()
    await page.getByText('Warranty of products is nobody’s now.').waitFor()
    await expectWell(page, 'field-owners')
    await page.goto(new URL(`${pathOf(channelId)}/settings/brakes`, dashboard.hub.url).href)
    await page.getByLabel('More products hidden than').fill('9')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Back to default' }).waitFor()
    await expectWell(page, 'brakes')
  })
})
