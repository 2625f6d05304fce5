import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { addImported, makeAccount, pathOf, readProducts } from './steps.ts'

/** Editing a product at both levels, and many at once. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
let first: Sandbox
let second: Sandbox

const stool = { name: 'Shared Stool', sku: 'STOOL-1', weight: 4, description: '<p>Made of <b>oak</b>.</p>' }

beforeAll(async () => {
  first = await createSandbox({ seed: 81, products: 4, quota: 'off', storeName: 'First' })
  second = await createSandbox({ seed: 82, products: 3, quota: 'off', storeName: 'Second' })
  first.merchant.addProduct({ ...stool, price: 20 })
  second.merchant.addProduct({ ...stool, price: 24.5 })
  first.merchant.addProduct({
    name: 'Linen shirt',
    sku: 'SHIRT',
    price: 30,
    options: [{ name: 'Size', values: ['Small', 'Large'] }],
  })
})
afterAll(async () => {
  await first.close()
  await second.close()
})

interface Shop {
  readonly page: Page
  readonly firstId: string
  readonly secondId: string
}

/** A product's page for all channels, of a hub with both stores. */
async function openProduct(name: string): Promise<Shop> {
  const firstId = await addImported(dashboard, makeAccount(first), 'First shop')
  const secondId = await addImported(dashboard, makeAccount(second), 'Second shop')
  const [product] = await readProducts(dashboard, { search: name })
  const { page } = await dashboard.open(`/inventory/products/${product?.id}`)
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return { page, firstId, secondId }
}

const startEditing = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('region', { name: 'Price', exact: true }).waitFor()
}
const box = (page: Page, region: string, label: string) =>
  page.getByRole('region', { name: region, exact: true }).getByLabel(label, { exact: true })
const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/^\d+ changes? saved\.$/).waitFor()
}
const levelOf = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Whose values' }).getByRole('link', { name })

async function fieldOf(name: string, key: string) {
  const [product] = await readProducts(dashboard, { search: name })
  const detail = await dashboard.api.call('GET /api/products/:productId', { params: { productId: product?.id ?? '' } })
  return detail.fields.find(field => field.key === key)
}

describe('editing a product', () => {
  it('changes the master for every channel without a value of its own, and says what is still to be sent', async () => {
    const { page } = await openProduct(stool.name)
    await startEditing(page)
    const price = page.getByRole('region', { name: 'Price', exact: true })
    await price.getByText('Second shop: $24.50').waitFor()
    await box(page, 'Price', 'Price').fill('21.90')
    await box(page, 'Shipping', 'Weight').fill('4.5')
    await box(page, 'Search and sharing', 'Page title').fill('A stool of oak')
    await box(page, 'Basics', 'Condition is shown').check()
    await page.getByText('4 changes not saved yet').waitFor()
    await save(page)
    await page.getByText('First shop now: $20.00').waitFor()
    expect(await fieldOf(stool.name, 'price')).toMatchObject({
      master: '21.9',
      channels: [
        { willBe: '21.9', waits: true, from: 'master' },
        { willBe: '24.5', waits: false, from: 'channel' },
      ],
    })
    expect(await fieldOf(stool.name, 'weight')).toMatchObject({ master: '4.5' })
    expect(await fieldOf(stool.name, 'conditionShown')).toMatchObject({ master: true })
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('4 values are still to be sent to First shop.').waitFor()
    await page.getByText('3 values are still to be sent to Second shop.').waitFor()
  })

  it('gives one channel a value of its own, and leads back to the master’s', async () => {
    const { page } = await openProduct(stool.name)
    await startEditing(page)
    await levelOf(page, 'First shop').click()
    await page.getByText('For First shop alone.').waitFor()
    await box(page, 'Basics', 'Name').fill('Stool of the first shop')
    await save(page)
    const basics = page.getByRole('region', { name: 'Basics', exact: true })
    await basics.getByText('Own value of this channel').waitFor()
    await basics.getByText(`Master: ${stool.name}`).waitFor()
    await basics.getByText(`In the store now: ${stool.name}`).waitFor()
    expect(await fieldOf(stool.name, 'name')).toMatchObject({ master: stool.name })

    await basics.getByRole('button', { name: 'Use the master’s value: Name' }).click()
    expect(await box(page, 'Basics', 'Name').inputValue()).toBe(stool.name)
    await save(page)
    await basics.getByText('Own value of this channel').waitFor({ state: 'detached' })
    expect(await fieldOf(stool.name, 'name')).toMatchObject({
      channels: [
        { from: 'master', waits: false },
        { from: 'master', waits: false },
      ],
    })
  })

  it('shows a fault beside its field and saves nothing until it is mended', async () => {
    const { page } = await openProduct(stool.name)
    await startEditing(page)
    await box(page, 'Price', 'MSRP').fill('cheap')
    await box(page, 'Basics', 'Name').fill('Another name')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const price = page.getByRole('region', { name: 'Price', exact: true })
    await price.getByText('MSRP takes an amount such as 18.90').waitFor()
    await page.getByText('Nothing was saved: 1 value needs another look.').waitFor()
    expect(await box(page, 'Price', 'MSRP').getAttribute('aria-invalid')).toBe('true')
    expect(await fieldOf(stool.name, 'name')).toMatchObject({ master: stool.name })
    await box(page, 'Price', 'MSRP').fill('26')
    await price.getByText('MSRP takes an amount').waitFor({ state: 'detached' })
    await price.getByRole('button', { name: 'Take back: MSRP' }).click()
    await box(page, 'Basics', 'Name').fill(stool.name)
    await page.getByText('not saved yet').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Done' }).waitFor()
  })

  it('changes variants in the table and in their panel', async () => {
    const { page } = await openProduct('Linen shirt')
    await startEditing(page)
    const table = page.getByRole('table', { name: 'Variants' })
    await table.getByLabel('Price of Large', { exact: true }).fill('34')
    await table.getByLabel('SKU of Small').fill('SHIRT-SMALL')
    await table.getByRole('button', { name: 'Large' }).click()
    await table.getByRole('group', { name: 'Fields of Large' }).getByLabel('Manufacturer part number').fill('MPN-L')
    await save(page)
    const [product] = await readProducts(dashboard, { search: 'Linen shirt' })
    const { variants } = await dashboard.api.call('GET /api/products/:productId', {
      params: { productId: product?.id ?? '' },
    })
    const shown = variants.map(({ sku, fields }) => [
      sku,
      ...['price', 'mpn'].map(key => fields.find(field => field.key === key)?.master),
    ])
    expect(shown).toEqual([
      ['SHIRT-SMALL', null, null],
      ['SHIRT-2', '34', 'MPN-L'],
    ])
    // A SKU that another product has.
    await table.getByLabel('SKU of Small').fill(stool.sku)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await table.getByText(`The SKU “${stool.sku}” belongs to “${stool.name}” already`).waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    expect(await table.getByLabel('SKU of Small').inputValue()).toBe('SHIRT-SMALL')
  })

  it('changes brand, categories and custom fields, in the order in which they are given', async () => {
    const store = await createSandbox({ seed: 86, products: 0, quota: 'off' })
    store.merchant.addProduct({
      ...{ name: 'Walnut desk', sku: 'DESK-1', brand: 'Fell', categories: [['Office']] },
      customFields: [
        ['Wood', 'Walnut'],
        ['Finish', 'Oil'],
      ],
    })
    store.merchant.addProduct({ name: 'Filler', sku: 'FILL-1', brand: 'Hale & Sons', categories: [['Home', 'Desks']] })
    const channelId = await addImported(dashboard, makeAccount(store), 'Desk shop')
    const [product] = await readProducts(dashboard, { search: 'Walnut desk' })
    const { page } = await dashboard.open(`/inventory/products/${product?.id}?edit=yes`)
    await page.getByRole('heading', { name: 'Walnut desk', level: 1 }).waitFor()
    await page.getByRole('combobox', { name: 'Brand' }).fill('Hale')
    await page.getByRole('option', { name: 'Hale & Sons' }).click()
    const lists = page.getByRole('region', { name: 'Lists', exact: true })
    await lists.getByRole('combobox', { name: 'Categories' }).fill('desks')
    await page.getByRole('option', { name: 'Home / Desks' }).click()
    const fields = lists.getByRole('group', { name: 'Custom fields' })
    await fields.getByRole('button', { name: 'Remove Wood' }).click()
    await fields.getByRole('button', { name: 'Add a row' }).click()
    await fields.getByLabel('Name 2 of Custom fields').fill('Drawers')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await fields.getByText('The custom field “Drawers” has no value').waitFor()
    await fields.getByLabel('Value 2 of Custom fields').fill('Three')
    await save(page)
    expect(await fieldOf('Walnut desk', 'brand')).toMatchObject({ master: 'Hale & Sons' })
    expect(await fieldOf('Walnut desk', 'categories')).toMatchObject({ master: ['Office', 'Home/Desks'] })
    const finish = { name: 'Finish', value: 'Oil' }
    expect(await fieldOf('Walnut desk', 'customFields')).toMatchObject({
      master: [finish, { name: 'Drawers', value: 'Three' }],
      channels: [{ channelId, waits: true }],
    })
    await store.close()
  })

  it('sees that somebody else changed the same value meanwhile', async () => {
    const { page } = await openProduct(stool.name)
    await startEditing(page)
    await box(page, 'Price', 'Cost').fill('7')
    const [product] = await readProducts(dashboard, { search: stool.name })
    await dashboard.api.call('POST /api/edits', {
      body: { ids: [product?.id ?? ''], edits: [{ do: 'set', field: 'costPrice', value: '8' }] },
    })
    await page.getByText('It is $8.00 by now; saving writes over that.').waitFor()
    await page.getByRole('button', { name: 'Take back: Cost' }).click()
    expect(await box(page, 'Price', 'Cost').inputValue()).toBe('8')
  })

  it('asks before what was typed is lost', async () => {
    const { page } = await openProduct(stool.name)
    await startEditing(page)
    await box(page, 'Basics', 'Name').fill('Half a na')
    await levelOf(page, 'First shop').click()
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
    await dialog.getByRole('button', { name: 'Stay here' }).click()
    expect(await box(page, 'Basics', 'Name').inputValue()).toBe('Half a na')
    await levelOf(page, 'First shop').click()
    await dialog.getByRole('button', { name: 'Leave without saving' }).click()
    await page.getByText('For First shop alone.').waitFor()
    expect(await box(page, 'Basics', 'Name').inputValue()).toBe(stool.name)
  })

  it('shows what the hub does not own on a channel, with the reason and the way to change that', async () => {
    const { page, firstId } = await openProduct(stool.name)
    await dashboard.api.call('PUT /api/channels/:channelId/owners', {
      params: { channelId: firstId },
      body: { owners: [{ level: 'product', field: 'name', owner: 'store' }] },
    })
    await startEditing(page)
    await levelOf(page, 'First shop').click()
    const basics = page.getByRole('region', { name: 'Basics', exact: true })
    await basics.getByText('The hub does not own “Name” on First shop').waitFor()
    expect(await basics.getByLabel('Name', { exact: true }).count()).toBe(0)
    await basics.getByRole('link', { name: 'Field owners' }).first().click()
    await page.waitForURL(url => url.pathname.startsWith(`${pathOf(firstId)}/settings`))
  })
})

describe('review and send', () => {
  it('takes two clicks after an edit: the plan is seen, then sent', async () => {
    const store = await createSandbox({ seed: 84, products: 0, quota: 'off' })
    const { productId } = store.merchant.addProduct({ name: 'Quiet clock', sku: 'CLOCK-1', price: 40 })
    const channelId = await addImported(dashboard, makeAccount(store), 'Clock shop')
    await dashboard.api.call('PATCH /api/channels/:channelId/live', {
      params: { channelId },
      body: { on: ['data', 'prices'] },
    })
    const { page } = await dashboard.open(`${pathOf(channelId)}/products/${productId}?edit=yes`)
    await box(page, 'Price', 'Price').fill('42.50')
    await save(page)
    await page.getByRole('button', { name: 'Review and send' }).click()
    await page.waitForURL(url => /\/changes\/pln_/.test(url.pathname))
    await page.getByText('$42.50').first().waitFor()
    expect(await priceIn(store, productId)).toBe(40)
    await page.getByRole('button', { name: 'Send 1 change to store' }).click()
    await expect.poll(() => priceIn(store, productId), { timeout: 20_000 }).toBe(42.5)
    await store.close()
  })
})

async function priceIn(store: Sandbox, productId: number): Promise<number> {
  const { apiPath, accessToken } = makeAccount(store)
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' }
  const response = await fetch(`${apiPath.replace(/\/$/, '')}/catalog/products/${productId}`, { headers })
  return ((await response.json()) as { data: { price: number } }).data.price
}

describe('editing many', () => {
  const dialogOf = (page: Page) => page.getByRole('dialog', { name: /^Edit / })
  const priceOf = async (name: string) => {
    const found = await readProducts(dashboard, { search: name })
    return found.find(product => product.name === name)?.price
  }

  it('raises prices of all that a filter finds, after a preview with old and new', async () => {
    const store = await createSandbox({ seed: 83, products: 0, quota: 'off' })
    for (let at = 1; at <= 30; at += 1) {
      store.merchant.addProduct({ name: `Glowlamp ${String(at).padStart(2, '0')}`, sku: `LAMP-${at}`, price: 10 + at })
    }
    store.merchant.addProduct({ name: 'Table', sku: 'TABLE-1', price: 99 })
    const channelId = await addImported(dashboard, makeAccount(store), 'Lamp shop')
    const { page } = await dashboard.open('/inventory/products?search=Glowlamp')
    await page.getByRole('rowheader', { name: 'Glowlamp 01' }).waitFor()
    await page.getByRole('checkbox', { name: 'Select Glowlamp 01' }).check()
    const bar = page.getByRole('region', { name: 'Chosen products' })
    await bar.getByText('1 product chosen').waitFor()
    await bar.getByRole('button', { name: 'Choose all 30 that match' }).click()
    await bar.getByText('All 30 products that match chosen').waitFor()
    expect(await page.getByRole('checkbox', { name: 'Select Glowlamp 02' }).isChecked()).toBe(true)
    await bar.getByRole('button', { name: 'Edit' }).click()

    const dialog = dialogOf(page)
    await dialog.getByLabel('Field').selectOption({ label: 'Price' })
    await dialog.getByLabel('What to do').selectOption({ label: 'Raise or lower by percent' })
    await dialog.getByLabel('Percent').fill('ten')
    await dialog.getByText('By how much? Give a number such as').waitFor()
    expect(await dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Percent').fill('10')
    await dialog.getByLabel('Round to').selectOption({ label: 'Ending in .99' })
    const preview = dialog.getByRole('region', { name: 'Preview' })
    await preview.getByText('30 products change').waitFor()
    // Which of the 30 are shown is left to the hub: each of them says what it costs now, and the nearest amount that fits.
    const rows = preview.getByRole('listitem').filter({ hasText: /LAMP-\d+/ })
    await rows.getByText('.99').first().waitFor()
    const shown = await rows.allInnerTexts()
    for (const text of shown) {
      const now = 10 + Number(/LAMP-(\d+)/.exec(text)?.[1])
      expect(text).toContain(`$${now}.00`)
      expect(text).toContain(`$${Math.round(now * 1.1 - 0.99)}.99`)
    }
    expect(shown.length).toBeGreaterThan(4)
    await preview.getByText('Lamp shop: 30 products to send.').waitFor()
    expect(await priceOf('Glowlamp 10')).toBe('20')
    await dialog.getByRole('button', { name: 'Change 30 products' }).click()
    await dialog.getByRole('region', { name: 'Result' }).getByText('30 products changed').waitFor()
    expect([await priceOf('Glowlamp 10'), await priceOf('Table')]).toEqual(['21.99', '99'])

    // The preview of what would fall below zero names who cannot be changed.
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await bar.getByRole('button', { name: 'Edit' }).click()
    await dialog.getByLabel('Field').selectOption({ label: 'Price' })
    await dialog.getByLabel('What to do').selectOption({ label: 'Add an amount, or take one away' })
    await dialog.getByLabel('Amount').fill('-20')
    await preview.getByText('cannot be changed so', { exact: false }).first().waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await store.close()
    expect(channelId).toMatch(/^chn_/)
  })

  it('says honestly how far it came where the hub falls silent, and goes on from there', async () => {
    const store = await createSandbox({ seed: 87, products: 1_100, quota: 'off' })
    const channelId = await addImported(dashboard, makeAccount(store), 'Large shop')
    const { page, expects } = await dashboard.open(`${pathOf(channelId)}/products`)
    expects(/net::ERR_FAILED/)
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByRole('region', { name: 'Chosen products' }).getByRole('button', { name: 'Edit' }).click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('Field').selectOption({ label: 'Tax code' })
    await dialog.getByLabel('New value').fill('P0000000')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('1,100 products change').waitFor()
    let writes = 0
    await page.route('**/api/edits', (route, request) => {
      const { preview } = request.postDataJSON() as { preview?: boolean }
      writes += preview === true ? 0 : 1
      return writes === 2 ? route.abort() : route.continue()
    })
    await dialog.getByRole('button', { name: 'Change 1,100 products' }).click()
    await dialog.getByText('It broke off after 1,000 products.').waitFor()
    await page.unroute('**/api/edits')
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await dialog.getByText('Done.').waitFor()
    await dialog.getByRole('region', { name: 'Result' }).getByText('1,100 products changed').waitFor()
    await dialog.getByText('Large shop: 1,100 products to send.').waitFor()
    await store.close()
  })

  it('adds many to a category, beside those that they are in', async () => {
    const store = await createSandbox({ seed: 85, products: 0, quota: 'off' })
    for (const name of ['Blue vase', 'Red vase']) {
      store.merchant.addProduct({ name, sku: name, categories: [['Living', 'Vases']] })
    }
    store.merchant.addProduct({ name: 'Gift card', sku: 'CARD', categories: [['Gifts']] })
    await addImported(dashboard, makeAccount(store), 'Vase shop')
    const { page } = await dashboard.open('/inventory/products?search=vase')
    await page.getByRole('rowheader', { name: 'Blue vase' }).waitFor()
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByRole('region', { name: 'Chosen products' }).getByRole('button', { name: 'Edit' }).click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('Field').selectOption({ label: 'Categories' })
    await dialog.getByLabel('What to do').selectOption({ label: 'Add to what is there' })
    await dialog.getByRole('combobox', { name: 'New value' }).fill('gift')
    await page.getByRole('option', { name: 'Gifts' }).click()
    // The choice stays open for more, over what is below it.
    await page.keyboard.press('Tab')
    const preview = dialog.getByRole('region', { name: 'Preview' })
    await preview.getByText('2 products change').waitFor()
    await preview.getByText('Living / Vases, Gifts').first().waitFor()
    await dialog.getByRole('button', { name: 'Change 2 products' }).click()
    await dialog.getByRole('region', { name: 'Result' }).getByText('2 products changed').waitFor()
    expect(await fieldOf('Blue vase', 'categories')).toMatchObject({ master: ['Living/Vases', 'Gifts'] })
    await store.close()
  })

  it('edits variants of chosen products, and as one channel’s own values, by keyboard', async () => {
    const firstId = await addImported(dashboard, makeAccount(first), 'First shop')
    const { page } = await dashboard.open(`${pathOf(firstId)}/products`)
    const check = page.getByRole('checkbox', { name: 'Select Linen shirt' })
    await check.focus()
    await page.keyboard.press('Space')
    const bar = page.getByRole('region', { name: 'Chosen products' })
    await bar.getByRole('button', { name: 'Edit' }).focus()
    await page.keyboard.press('Enter')
    const dialog = dialogOf(page)
    await dialog.getByLabel('Field').selectOption({ label: 'Manufacturer part number of variants' })
    await dialog.getByLabel('New value').fill('MPN-ALL')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('2 variants change').waitFor()
    await dialog.getByLabel('New value').press('Enter')
    await dialog.getByRole('region', { name: 'Result' }).getByText('2 variants changed').waitFor()
    const [product] = await readProducts(dashboard, { search: 'Linen shirt' })
    const { variants } = await dashboard.api.call('GET /api/products/:productId', {
      params: { productId: product?.id ?? '' },
    })
    for (const { fields } of variants) {
      expect(fields.find(({ key }) => key === 'mpn')?.channels).toMatchObject([{ willBe: 'MPN-ALL', from: 'channel' }])
    }
    await dialog.getByRole('button', { name: 'Done' }).click()
    await bar.waitFor({ state: 'detached' })
  })
})
