import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { askStore } from '../support/catalog.ts'
import { addImported, makeAccount, pathOf } from './steps.ts'

/** Deleting from a channel: asked for on a product, in the list and for a variant; taken back; sent with its word. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let store: Sandbox
let seed = 1_200

beforeEach(async () => {
  seed += 1
  store = await createSandbox({ seed, products: 3, quota: 'off', storeName: 'Oak & Iron' })
  store.merchant.addProduct({ name: 'Old Lamp', sku: 'OLD-LAMP', price: 30 })
  store.merchant.addProduct({ name: 'Old Rug', sku: 'OLD-RUG', price: 80 })
  store.merchant.addProduct({
    name: 'Two Cups',
    sku: 'CUPS',
    price: 9,
    options: [{ name: 'Color', values: ['Red', 'Blue'] }],
  })
})
afterEach(() => store.close())

async function openShop() {
  const channelId = await addImported(dashboard, makeAccount(store), 'My shop')
  await dashboard.api.call('PATCH /api/channels/:channelId/live', {
    params: { channelId },
    body: { on: ['data', 'prices'] },
  })
  const { listings } = await dashboard.api.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { limit: 200 },
  })
  const idOf = (name: string) => listings.find(one => one.name === name)?.remoteId ?? ''
  return { channelId, idOf, productsPath: `${pathOf(channelId)}/products` }
}

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Delete / })
const waits = (page: Page) => page.getByRole('list', { name: 'Waits to be deleted' })
/** What the store itself says. */
const isInStore = async (id: string) => (await askStore(store, `/v3/catalog/products?id:in=${id}`)).length === 1

describe('Deleting from a channel', () => {
  it('says what does not come back, can be taken back, and is sent with a typed word', async () => {
    const { idOf, productsPath } = await openShop()
    const id = idOf('Old Lamp')
    const { page } = await dashboard.open(`${productsPath}/${id}`)
    const remove = page.getByRole('button', { name: 'Delete from My shop' })
    await remove.click()
    await dialog(page).getByRole('list', { name: 'What does not come back' }).getByText('reviews').waitFor()
    await dialog(page).getByRole('button', { name: 'Keep it' }).click()
    await remove.click()
    await dialog(page).getByRole('button', { name: 'Put it up for deletion' }).click()
    await page.getByText('To be deleted', { exact: true }).waitFor()
    expect(await isInStore(id)).toBe(true)
    await page.getByRole('button', { name: 'Keep it on My shop' }).click()
    await remove.click()
    await dialog(page).getByRole('button', { name: 'Put it up for deletion' }).click()
    await page.getByText('To be deleted', { exact: true }).waitFor()

    await page.getByRole('link', { name: 'Channel Products' }).first().click()
    await page.getByText('1 product waits to be deleted in the store.').waitFor()
    await page.getByRole('button', { name: 'Review and send' }).click()
    await page.getByRole('region', { name: 'Deleted for good' }).waitFor()
    await page.getByRole('button', { name: /^Send .*to store/, disabled: false }).click()
    const confirm = page.getByRole('dialog', { name: /for good/ })
    const send = confirm.getByRole('button', { name: 'Delete and send' })
    await confirm.getByRole('textbox', { name: /^Type “delete”/ }).fill('remove')
    expect(await send.isDisabled()).toBe(true)
    expect(await isInStore(id)).toBe(true)
    await confirm.getByRole('textbox', { name: /^Type “delete”/ }).fill('delete')
    await send.click()
    await page.getByText(/^1 of 1 change was sent/).waitFor()
    expect(await isInStore(id)).toBe(false)
    await page.goto(new URL(`${productsPath}/${id}`, page.url()).href)
    await page.getByText('It is kept off this channel.').waitFor()
    expect(await remove.count()).toBe(0)
  })

  it('of several is asked for in the list, and some of them are kept', async () => {
    const { idOf, productsPath } = await openShop()
    const { page } = await dashboard.open(productsPath)
    await page.getByRole('checkbox', { name: 'Select Old Lamp' }).check()
    await page.getByRole('checkbox', { name: 'Select Old Rug' }).check()
    const bar = page.getByRole('region', { name: 'Chosen products' })
    await bar.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Put 2 up for deletion' }).click()
    await page.getByText('2 products wait to be deleted in the store.').waitFor()
    await bar.waitFor({ state: 'detached' })
    await page.getByText('Which, and keep some of them').click()
    await waits(page).getByRole('button', { name: 'Keep Old Rug' }).click()
    await page.getByText('1 product waits to be deleted in the store.').waitFor()
    expect(await waits(page).getByRole('listitem').count()).toBe(1)
    await page.getByRole('button', { name: 'Review and send' }).click()
    await page.getByRole('region', { name: 'Deleted for good' }).waitFor()
    expect(await Promise.all([isInStore(idOf('Old Lamp')), isInStore(idOf('Old Rug'))])).toEqual([true, true])
  })

  it('of a variant is asked for where it is unfolded, and refused for the last one', async () => {
    const { idOf, productsPath } = await openShop()
    const { page } = await dashboard.open(`${productsPath}/${idOf('Two Cups')}`)
    const table = page.getByRole('table', { name: 'Variants' })
    await table.getByRole('button', { name: 'Red', exact: true }).click()
    const remove = page.getByRole('button', { name: 'Delete this variant from My shop' })
    await remove.click()
    await dialog(page).getByRole('button', { name: 'Put it up for deletion' }).click()
    await table.getByText('To be deleted', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Keep Red on My shop' }).waitFor()
    await table.getByRole('button', { name: 'Red', exact: true }).click()
    await table.getByRole('button', { name: 'Blue', exact: true }).click()
    await remove.click()
    await dialog(page).getByText('It can’t be deleted').waitFor()
    expect(
      await dialog(page)
        .getByRole('button', { name: /up for deletion/ })
        .count(),
    ).toBe(0)
  })
})
