import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

const billing_address = {
  ...{ first_name: 'Jane', last_name: 'Doe', street_1: '1 Mill Lane', city: 'Oakham', state: 'Iowa', zip: '50002' },
  ...{ country: 'United States', country_iso2: 'US', email: 'jane@example.com' },
}

/** A product for 20 with a required swatch, whose second value costs 2.5 more and whose third one 10 %, and others. */
async function engraved() {
  const { productId, variantIds } = store.sandbox.merchant.addProduct({
    name: 'Ring',
    price: 20,
    modifiers: [
      { name: 'Font', type: 'swatch', required: true, values: ['Plain', 'Script', 'Gold'] },
      { name: 'Words', type: 'text' },
      { name: 'Day', type: 'date' },
      { name: 'Gift', type: 'checkbox' },
      { name: 'Size', type: 'numbers_only_text' },
      { name: 'Picture', type: 'file' },
    ],
  })
  const path = `/v3/catalog/products/${productId}/modifiers`
  const [font] = (await store.call('GET', path)).body.data
  const [, script, gold] = font.option_values
  const adjust = (id: number, price: object) =>
    store.call('PUT', `${path}/${font.id}/values/${id}`, { adjusters: { price } })
  await adjust(script.id, { adjuster: 'relative', adjuster_value: 2.5 })
  await adjust(gold.id, { adjuster: 'percentage', adjuster_value: 10 })
  const modifiers = (await store.call('GET', path)).body.data
  const idOf = (name: string) => modifiers.find((one: { display_name: string }) => one.display_name === name).id
  const values = font.option_values.map(({ id }: { id: number }) => String(id))
  return { productId, variantId: variantIds[0] ?? 0, idOf, values, gift: modifiers[3].option_values }
}

interface ShownOption {
  readonly product_option_id: number
  readonly display_name: string
  readonly value: string
  readonly display_value: string
  readonly type: string
}

const order = (product: object) =>
  store.call('POST', '/v2/orders', { billing_address, products: [{ quantity: 2, ...product }] })
const lineOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body[0]

it('stand in the line as they were chosen, and change its price', async () => {
  const { productId, idOf, values, gift } = await engraved()
  const product_options = [
    { id: idOf('Font'), value: values[1] },
    { id: idOf('Words'), value: 'For ever' },
    { id: idOf('Day'), value: '2026-05-01' },
    { id: idOf('Gift'), value: String(gift[0].id) },
    { id: idOf('Size'), value: '17.5' },
  ]
  const made = await order({ product_id: productId, product_options })
  expect(made).toMatchObject({ status: 201, body: { total_inc_tax: '45.0000' } })
  const line = await lineOf(made.body.id)
  expect(line.price_inc_tax).toBe('22.5000')
  const shown = line.product_options.map((one: ShownOption) => [
    one.product_option_id,
    one.display_name,
    one.value,
    one.display_value,
    one.type,
  ])
  expect(shown).toEqual([
    [idOf('Font'), 'Font', values[1], 'Script', 'Swatch'],
    [idOf('Words'), 'Words', 'For ever', 'For ever', 'Text field'],
    [idOf('Day'), 'Day', String(Date.parse('2026-05-01T06:00:00Z') / 1_000), '2026-05-01', 'Date field'],
    [idOf('Gift'), 'Gift', String(gift[0].id), gift[0].label, 'Checkbox'],
    [idOf('Size'), 'Size', '17.5', '17.5', 'Text field'],
  ])
  const gold = await order({ product_id: productId, product_options: [{ id: idOf('Font'), value: values[2] }] })
  expect(gold.body.total_inc_tax).toBe('44.0000')
  const given = { product_options: [{ id: idOf('Font'), value: values[2] }], price_ex_tax: 5, price_inc_tax: 5 }
  expect((await order({ product_id: productId, ...given })).body.total_inc_tax).toBe('10.0000')
})

it('are refused where a required one is left out, or a value does not fit', async () => {
  const { productId, idOf, values } = await engraved()
  const before = store.sandbox.counts.orders
  const font = { id: idOf('Font'), value: values[0] }
  for (const [product_options, words] of [
    [[], '“Font” is required'],
    [[{ id: idOf('Font'), value: '1' }], '“Font” has no value with this id'],
    [[font, { id: idOf('Day'), value: 'tomorrow' }], '“Day” takes a date'],
    [[font, { id: idOf('Day'), value: '2026-02-31' }], '“Day” takes a date'],
    [[font, { id: idOf('Day'), value: '2026-02-03 or so' }], '“Day” takes a date'],
    [[font, { id: idOf('Size'), value: 'wide' }], '“Size” takes a number'],
    [[font, { id: idOf('Picture'), value: 'ring.png' }], '“Picture” takes a file'],
  ] as const) {
    const answer = await order({ product_id: productId, product_options })
    expect(answer.status).toBe(400)
    expect(answer.body[0].details['products.product_options']).toContain(words)
  }
  expect(store.sandbox.counts.orders).toBe(before)
})

it('are chosen by shoppers too, also from another process', async () => {
  const { variantId, idOf, values } = await engraved()
  const { shopper, url, controlSecret } = store.sandbox
  expect(() => shopper.place({ items: [{ variantId, quantity: 1 }] })).toThrow('products.product_options')
  const items = [{ variantId, quantity: 1, modifiers: [{ id: idOf('Font'), value: values[1] }] }]
  const { orderId } = shopper.place({ items })
  expect(await lineOf(orderId)).toMatchObject({ price_inc_tax: '22.5000', product_options: [{ value: values[1] }] })
  const answer = await fetch(`${url}/_control/shopper`, {
    method: 'POST',
    headers: { 'x-sandbox-control': controlSecret },
    body: JSON.stringify({ do: 'place', items }),
  })
  expect(await answer.json()).toEqual({ orderId: orderId + 1 })
})
