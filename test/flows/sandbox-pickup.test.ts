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
const mug = { name: 'Mug', quantity: 2, price_ex_tax: 10, price_inc_tax: 11 }
const atDesk = { pickup_method_id: 1, pickup_method_display_name: 'Desk', collection_instructions: 'Bring your ID' }

const order = (pickup: object, fields: object = {}) =>
  store.call('POST', '/v2/orders', { billing_address, consignments: { pickups: [pickup] }, ...fields })
const put = (id: number, pickup: object) =>
  store.call('PUT', `/v2/orders/${id}`, { consignments: { pickups: [pickup] } })
const consignmentsOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/consignments`)).body

/** A product of which there are 9 at each of the two locations. */
function counted() {
  const { productId } = store.sandbox.merchant.addProduct({
    name: 'Oak',
    price: 20,
    tracking: 'product',
    variants: [{ stock: [9, 9] }],
  })
  return productId
}

async function onHand(productId: number): Promise<number[]> {
  const at = async (location: number) =>
    (await store.call('GET', `/v3/inventory/locations/${location}/items?product_id:in=${productId}`)).body.data[0]
      .total_inventory_onhand
  return [await at(1), await at(2)]
}

it('is an order without a shipping address, whose lines are picked up at a location of the store', async () => {
  const [, shop] = (await store.call('GET', '/v3/inventory/locations')).body.data
  const made = await order({ ...atDesk, location: { code: shop.code, phone: '1' }, line_items: [mug] })
  expect(made).toMatchObject({ status: 201, body: { shipping_address_count: 0, total_inc_tax: '22.0000' } })
  const { id } = made.body
  expect((await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).status).toBe(204)
  const [line] = (await store.call('GET', `/v2/orders/${id}/products`)).body
  expect(line).toMatchObject({ order_pickup_method_id: 1, order_address_id: 0, quantity: 2 })
  const resource = `/orders/${id}/products/${line.id}`
  expect(await consignmentsOf(id)).toEqual({
    pickups: [
      {
        ...{ ...atDesk, id: 1, collection_time_description: '' },
        location: {
          ...{ id: 2, name: shop.label, code: shop.code, phone: '1', email: shop.address.email },
          ...{ address_line_1: shop.address.address1, address_line_2: shop.address.address2 },
          ...{ city: shop.address.city, state: shop.address.state, postal_code: shop.address.zip },
          country_alpha2: shop.address.country_code,
        },
        line_items: [{ url: expect.stringContaining(resource), resource }],
      },
    ],
    ...{ shipping: [], downloads: [], email: { gift_certificates: [] } },
  })
  const whole = await store.call('GET', `/v2/orders/${id}?include=consignments.line_items&consignment_structure=object`)
  expect(whole.body.consignments.pickups[0].line_items).toEqual([line])
  const [tax] = (await store.call('GET', `/v2/orders/${id}/taxes`)).body
  expect(tax).toMatchObject({ order_pickup_method_id: 1, order_address_id: 0 })
  const shipment = { order_address_id: 1, items: [{ order_product_id: line.id, quantity: 1 }] }
  expect((await store.call('POST', `/v2/orders/${id}/shipments`, shipment)).status).toBe(400)
})

it('takes its goods out of the stock of that location, and brings them back there', async () => {
  const product_id = counted()
  await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: true })
  const line_items = [{ product_id, quantity: 4 }]
  const { body } = await order({ ...atDesk, location: { code: 'SHOP' }, line_items })
  expect(await onHand(product_id)).toEqual([9, 5])
  const [line] = (await store.call('GET', `/v2/orders/${body.id}/products`)).body
  await put(body.id, { id: 1, line_items: [{ id: line.id, quantity: 6 }] })
  expect(await onHand(product_id)).toEqual([9, 3])
  await store.call('PUT', `/v2/orders/${body.id}`, { status_id: 5 })
  expect(await onHand(product_id)).toEqual([9, 9])
  await order({ ...atDesk, line_items })
  expect(await onHand(product_id)).toEqual([5, 9])
})

it('keeps the location until it is picked up', async () => {
  const location = { code: 'SHOP' }
  const { body } = await order({ ...atDesk, location, line_items: [mug] })
  const remove = () => store.call('DELETE', '/v3/inventory/locations?location_id:in=2')
  expect(await remove()).toMatchObject({
    status: 422,
    body: { title: expect.stringContaining('is associated with 1 order(s) and canʼt be deleted by now.') },
  })
  expect((await store.call('GET', '/v3/inventory/locations')).body.data).toHaveLength(2)
  await store.call('PUT', `/v2/orders/${body.id}`, { status_id: 8 })
  expect((await remove()).status).toBe(422)
  await store.call('PUT', `/v2/orders/${body.id}`, { status_id: 10 })
  expect((await remove()).status).toBe(200)
})

it('is changed in what is said of it, its place, and its lines', async () => {
  const { body } = await order({ ...atDesk, line_items: [mug] })
  const place = { name: 'Market stall', code: 'STALL', city: 'Oakham', country_alpha2: 'US' }
  const changes = { id: 1, collection_time_description: '9am - 6pm', location: place }
  const added = { name: 'Spoon', quantity: 1, price_ex_tax: 1, price_inc_tax: 1 }
  expect((await put(body.id, { ...changes, line_items: [added] })).body.total_inc_tax).toBe('23.0000')
  const [pickup] = (await consignmentsOf(body.id)).pickups
  expect(pickup).toMatchObject({
    ...{ ...atDesk, collection_time_description: '9am - 6pm' },
    location: { ...place, id: 0, address_line_1: '' },
  })
  expect(pickup.line_items).toHaveLength(2)
  await put(body.id, { id: 1, location: { city: 'Elmham' } })
  expect((await consignmentsOf(body.id)).pickups[0].location).toMatchObject({ ...place, city: 'Elmham' })
})

it('is refused beside shipping, more than once, beside the form, and where the order has none', async () => {
  const pickup = { ...atDesk, line_items: [mug] }
  const before = store.sandbox.counts.orders
  const wrong = async (fields: object) =>
    (await store.wrongCall('POST', '/v2/orders', { billing_address, ...fields })).status
  const consignments = { pickups: [pickup] }
  expect(await wrong({ consignments, products: [mug] })).toBe(400)
  expect(await wrong({ consignments, shipping_addresses: [billing_address] })).toBe(400)
  expect(await wrong({ consignments: { pickups: [pickup, pickup] } })).toBe(400)
  expect(await wrong({ consignments: { pickups: [] } })).toBe(400)
  expect(await wrong({ consignments: { pickups: [atDesk] } })).toBe(400)
  expect(await wrong({ consignments: { pickups: [{ line_items: [mug] }] } })).toBe(400)
  for (const location of [{ code: 'x'.repeat(51) }, { country_alpha2: 'USA' }]) {
    expect(await wrong({ consignments: { pickups: [{ ...pickup, location }] } })).toBe(400)
  }
  expect(store.sandbox.counts.orders).toBe(before)
  const sent = (await store.call('POST', '/v2/orders', { billing_address, products: [mug] })).body
  expect((await put(sent.id, { id: 1 })).status).toBe(400)
  const picked = (await order(pickup)).body
  expect((await put(picked.id, { id: 9 })).status).toBe(400)
  const address = { shipping_addresses: [{ city: 'Elmham' }] }
  expect((await store.wrongCall('PUT', `/v2/orders/${picked.id}`, address)).status).toBe(400)
})
