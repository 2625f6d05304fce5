import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile } from '../support/browser.ts'
import { calm, expectWell } from './looking.ts'

/** A purchase by hand in the sandbox store, on a phone without scripts, and what its merchant does with it. */

const browser = chromiumForFile()
let store: Sandbox
const longName = `Kaltgeformte Sonnenschutzvorrichtungshalterung ${'mit Doppelverglasung '.repeat(9)}<script>`
let lamp: number
let many: number

beforeAll(async () => {
  store = await createSandbox({ seed: 7, products: 30 })
  const { merchant } = store
  lamp = merchant.addProduct({ name: 'Lamp', price: 20, tracking: 'product', variants: [{ stock: [5] }] }).productId
  const values = (word: string, count: number) => Array.from({ length: count }, (_, at) => `${word} ${at + 1}`)
  many = merchant.addProduct({
    name: longName,
    sku: 'LONG'.repeat(60),
    options: [
      { name: 'Farbe', values: values('Farbton', 25) },
      { name: 'Größe', values: values('Gr.', 24) },
    ],
  }).productId
})
afterAll(() => store.close())

const at = (path: string) => store.url + path
const onHand = async () => {
  const { accessToken } = store.createAccount({ name: 'Reader', scopes: allScopes })
  const answer = await store.fetch(
    `https://api.bigcommerce.com/stores/${store.storeHash}/v3/catalog/products/${lamp}`,
    {
      headers: { 'X-Auth-Token': accessToken, Accept: 'application/json' },
    },
  )
  return ((await answer.json()) as { data: { inventory_level: number } }).data.inventory_level
}

describe('the storefront of the sandbox', () => {
  it('sells on a phone without scripts, and the panel ships it', async () => {
    const told: string[] = []
    const deaf = store.events.listen(({ scope }) => told.push(scope))
    const { page } = await browser.visit({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    await page.goto(at('/shop'))
    await page.getByLabel('Search products').fill('lamp')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: 'Lamp', exact: true }).click()
    await page.getByLabel('Quantity').fill('2')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.getByRole('link', { name: 'Check out' }).click()
    const typed = [
      ['E-mail', 'ada@example.com'],
      ['First name', 'Ada'],
      ['Last name', 'Lovelace'],
      ['Street and number', '1 Mill Lane'],
      ['City', 'Cedar Bend'],
      ['State or province', 'Iowa'],
      ['Postal code', '50010'],
    ] as const
    for (const [label, value] of typed) await page.getByLabel(label).fill(value)
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByText('Thank you for the order.').waitFor()
    const orderId = /orders\/(\d+)/.exec(page.url())?.[1]
    expect(told).toContain('store/order/created')
    expect(await onHand()).toBe(3)

    const merchant = await browser.visit()
    await merchant.page.goto(at('/orders'))
    await merchant.page.getByRole('link', { name: String(orderId), exact: true }).click()
    await merchant.page.locator('summary').getByText('Ship', { exact: true }).click()
    await merchant.page.getByLabel('Send of Lamp').fill('1')
    await merchant.page.getByLabel('Tracking number').fill('1Z999')
    await merchant.page.getByRole('button', { name: 'Ship', exact: true }).click()
    await merchant.page.getByText('The shipment was made.').waitFor()
    expect(told).toContain('store/shipment/created')

    await page.reload()
    await page.getByText('Partially Shipped').waitFor()
    await page.getByText('1Z999').waitFor()
    await page.getByRole('button', { name: 'Refund everything' }).click()
    await page.getByText('The money is on its way back.').waitFor()
    expect(told).toContain('store/order/refund/created')
    deaf()
  })

  it('looks well on every page, with little and much', async () => {
    const { page, expects } = await browser.visit(calm)
    expects(/status of 422 .*\/shop\/1\/checkout$/)
    await page.goto(at('/shop'))
    await expectWell(page, 'shop-catalog')
    await page.goto(at(`/shop/1/products/${many}`))
    await expectWell(page, 'shop-product')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await expectWell(page, 'shop-cart')
    await page.getByRole('link', { name: 'Check out' }).click()
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByRole('alert').waitFor()
    await expectWell(page, 'shop-checkout-errors')
    await page.goto(at('/shop/1/orders'))
    await expectWell(page, 'shop-orders')
  })
})

describe('the panel of the sandbox', () => {
  it('looks well where orders, webhooks, stock and faults are worked on', async () => {
    const { page } = await browser.visit(calm)
    await page.goto(at('/orders'))
    await page.getByRole('button', { name: 'Place a test order' }).click()
    await page.getByText('The test order was placed and paid.').waitFor()
    for (const deed of ['Ship', 'Edit quantities', 'Refund']) {
      await page.locator('summary').getByText(deed, { exact: true }).click()
    }
    await expectWell(page, 'panel-order')
    for (const path of [
      '/orders',
      '/settings/webhooks',
      '/settings/webhooks/deliveries',
      `/products/${many}`,
      '/faults',
    ]) {
      await page.goto(at(path))
      await expectWell(page, `panel${path.replaceAll('/', '-')}`)
    }
    await page.getByRole('button', { name: 'Add webhook fault' }).click()
    await page.getByText('The fault is in force.').waitFor()
  })
})
