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
const paper = { wrapping_id: 3, wrapping_name: 'Paper', wrapping_message: 'Happy birthday' }
const cost = { wrapping_cost_ex_tax: 6, wrapping_cost_inc_tax: 6.6 }

/** An order for three products of the catalog, wrapped, and something that is not. */
async function wrapped() {
  const { productId: product_id } = store.sandbox.merchant.addProduct({ name: 'Oak', price: 20 })
  const products = [
    { product_id, quantity: 3, ...paper, ...cost },
    { name: 'Mug', quantity: 1, price_ex_tax: 10, price_inc_tax: 10 },
  ]
  return store.call('POST', '/v2/orders', { billing_address, products, status_id: 11 })
}

const linesOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body
const put = (id: number, line: object) => store.call('PUT', `/v2/orders/${id}`, { products: [line] })

it('is part of a line and of what the order costs', async () => {
  const made = await wrapped()
  expect(made).toMatchObject({
    status: 201,
    body: {
      ...{ wrapping_cost_ex_tax: '6.0000', wrapping_cost_inc_tax: '6.6000', wrapping_cost_tax: '0.6000' },
      ...{ subtotal_inc_tax: '70.0000', total_inc_tax: '76.6000' },
    },
  })
  const [line, other] = await linesOf(made.body.id)
  expect(line).toMatchObject({ ...paper, base_wrapping_cost: '6.0000', wrapping_cost_inc_tax: '6.6000' })
  expect(other).toMatchObject({ wrapping_id: 0, wrapping_name: '', wrapping_cost_inc_tax: '0.0000' })
})

it('is changed, taken away, and overridden for the order', async () => {
  const { id } = (await wrapped()).body
  const [line, other] = await linesOf(id)
  const dear = { id: line.id, wrapping_cost_ex_tax: 9, wrapping_cost_inc_tax: 9 }
  expect((await put(id, dear)).body).toMatchObject({ wrapping_cost_inc_tax: '9.0000', total_inc_tax: '79.0000' })
  expect((await linesOf(id))[0]).toMatchObject({ ...paper, wrapping_cost_inc_tax: '9.0000' })
  expect((await put(id, { id: other.id, ...paper, ...cost })).body.wrapping_cost_inc_tax).toBe('15.6000')
  expect((await put(id, { id: line.id, wrapping_id: 0 })).body.wrapping_cost_inc_tax).toBe('6.6000')
  expect((await linesOf(id))[0]).toMatchObject({ wrapping_id: 0, wrapping_name: '', wrapping_message: '' })
  const overridden = { wrapping_cost_ex_tax: 1, wrapping_cost_inc_tax: 1 }
  const changed = await store.call('PUT', `/v2/orders/${id}`, overridden)
  expect(changed.body).toMatchObject({ wrapping_cost_inc_tax: '1.0000', total_inc_tax: '71.0000' })
})

it('is refused without both of its costs, or without an id', async () => {
  const { id } = (await wrapped()).body
  const before = await linesOf(id)
  const wrong = (line: object) => store.wrongCall('PUT', `/v2/orders/${id}`, { products: [line] })
  const other = before[1].id
  for (const line of [
    { id: other, wrapping_id: 3 },
    { id: other, wrapping_id: 3, wrapping_cost_ex_tax: 1 },
    { id: other, ...cost },
    { id: other, wrapping_message: 'Hello' },
    { id: other, wrapping_id: 3, wrapping_cost_ex_tax: 2, wrapping_cost_inc_tax: 1 },
    { id: other, wrapping_id: -1, ...cost },
  ]) {
    expect([line, (await wrong(line)).status]).toEqual([line, 400])
  }
  expect(await linesOf(id)).toEqual(before)
})

it('is refunded item by item, up to what it cost', async () => {
  const { id } = (await wrapped()).body
  const [line, other] = await linesOf(id)
  const path = (name: string) => `/v3/orders/${id}/payment_actions/${name}`
  const item = (quantity: number, item_id = line.id) => ({ item_type: 'GIFT_WRAPPING', item_id, quantity })
  const quote = await store.call('POST', path('refund_quotes'), { items: [item(1)] })
  expect(quote.body.data).toMatchObject({ total_refund_amount: 2.2, total_refund_tax_amount: 0.2 })
  const payments = [{ provider_id: 'custom', amount: 2.2, offline: true }]
  const refund = await store.call('POST', path('refunds'), { items: [item(1)], payments })
  expect(refund).toMatchObject({
    status: 201,
    body: { data: { total_amount: 2.2, items: [{ item_type: 'GIFT_WRAPPING', quantity: 1 }] } },
  })
  expect((await linesOf(id))[0]).toMatchObject({ quantity_refunded: 0, is_refunded: false })
  const both = [item(2), { item_type: 'PRODUCT', item_id: line.id, quantity: 3 }]
  expect((await store.call('POST', path('refund_quotes'), { items: both })).body.data.total_refund_amount).toBe(64.4)
  expect((await store.call('POST', path('refund_quotes'), { items: [item(3)] })).status).toBe(422)
  expect((await store.call('POST', path('refund_quotes'), { items: [item(1, other.id)] })).status).toBe(422)
})
