import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

const billing = {
  first_name: 'Jane',
  last_name: 'Doe',
  street_1: '1 Mill Lane',
  city: 'Oakham',
  state: 'Iowa',
  zip: '50002',
  country: 'United States',
  country_iso2: 'US',
  email: 'jane@example.com',
}

const custom = { name: 'Engraving', quantity: 2, price_ex_tax: 10, price_inc_tax: 11 }

/** A product without options that is counted, with its stock at the default location set to 20. */
async function counted() {
  const { body } = await store.call('GET', '/v3/catalog/products?limit=250&include=variants')
  const product = body.data.find((row: { inventory_tracking: string }) => row.inventory_tracking === 'product')
  await store.call('PUT', '/v3/inventory/adjustments/absolute', {
    items: [{ location_id: 1, product_id: product.id, quantity: 20 }],
  })
  store.told()
  return { id: product.id as number, price: product.calculated_price as number, sku: product.sku as string }
}

async function onHand(productId: number): Promise<number> {
  const { body } = await store.call('GET', `/v3/inventory/locations/1/items?product_id:in=${productId}`)
  return body.data[0].total_inventory_onhand
}

const order = (fields: object) => store.call('POST', '/v2/orders', { billing_address: billing, ...fields })
const put = (id: number, fields: object) => store.call('PUT', `/v2/orders/${id}`, fields)
const lines = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body
const scopes = () => store.told().map(({ scope }) => scope)
const money = (amount: number) => amount.toFixed(4)

describe('a new order', () => {
  it('sells products of the catalog and others, in the strings and dates of V2', async () => {
    const product = await counted()
    const answer = await order({
      products: [{ product_id: product.id, quantity: 3 }, custom],
      external_order_id: 'EXT-7',
      external_source: 'M-MIG',
      shipping_cost_ex_tax: '5.00',
      shipping_cost_inc_tax: 5.5,
      customer_message: 'Ring twice',
    })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: 141,
        status_id: 1,
        status: 'Pending',
        date_created: 'Sun, 01 Mar 2026 09:00:00 +0000',
        date_shipped: '',
        subtotal_ex_tax: money(product.price * 3 + 20),
        subtotal_inc_tax: money(product.price * 3 + 22),
        total_inc_tax: money(product.price * 3 + 27.5),
        total_tax: '2.5000',
        items_total: 5,
        items_shipped: 0,
        channel_id: 1,
        customer_id: 0,
        external_order_id: 'EXT-7',
        external_source: 'M-MIG',
        customer_message: 'Ring twice',
        tax_provider_id: '',
        billing_address: { ...billing, company: '' },
      },
    })
    expect((await store.call('GET', '/v2/orders?external_order_id=EXT-7')).body).toEqual([answer.body])
    const [first, second] = await lines(141)
    expect(first).toMatchObject({ product_id: product.id, sku: product.sku, price_inc_tax: money(product.price) })
    expect(second).toMatchObject({ product_id: 0, variant_id: 0, name_merchant: 'Engraving', total_inc_tax: '22.0000' })
    const one = await store.call('GET', `/v2/orders/141/products/${second.id}`)
    expect(one.body).toEqual(second)
    const [address] = (await store.call('GET', '/v2/orders/141/shipping_addresses')).body
    expect(address).toMatchObject({ first_name: 'Jane', items_total: 5, cost_inc_tax: '5.5000' })
    expect((await store.call('GET', `/v2/orders/141/shipping_addresses/${address.id}`)).body).toEqual(address)
    const taxes = (await store.call('GET', '/v2/orders/141/taxes?details=true')).body
    expect(taxes).toMatchObject([
      { line_item_type: 'item', priority_amount: '2.0000', class: 'API Tax Override' },
      { line_item_type: 'shipping', priority_amount: '0.5000' },
    ])
    expect((await store.call('GET', '/v2/orders/141/taxes')).body[0]).not.toHaveProperty('line_item_type')
    for (const part of ['coupons', 'messages', 'fees', 'shipments']) {
      expect((await store.call('GET', `/v2/orders/141/${part}`)).status).toBe(204)
    }
  })

  it('takes its items out of the stock, and says so to the store and to its channel', async () => {
    const product = await counted()
    await order({ products: [{ product_id: product.id, quantity: 3 }], channel_id: 2 })
    expect(await onHand(product.id)).toBe(17)
    expect(store.told()).toMatchObject([
      {
        scope: 'store/product/inventory/order/updated',
        data: { id: product.id, inventory: { product_id: product.id, method: 'relative', value: -3 } },
      },
      { scope: 'store/product/updated' },
      { scope: 'store/channel/*/inventory/product/stock_changed', data: { location_id: 1 } },
      { scope: 'store/order/created', data: { type: 'order', id: 141 } },
      { scope: 'store/channel/2/order/created', data: { order_id: 141 } },
    ])
    await order({ products: [{ product_id: product.id, quantity: 17 }] })
    expect(scopes()).toEqual(
      expect.arrayContaining([
        'store/channel/*/inventory/product/low_stock_reached',
        'store/channel/*/inventory/product/out_of_stock_reached',
      ]),
    )
  })

  it('names a variant by its id or by its option values', async () => {
    const { body } = await store.call('GET', '/v3/catalog/products?limit=250&include=variants')
    const product = body.data.find((row: { variants: unknown[] }) => row.variants.length > 2)
    const variant = product.variants[2]
    const product_options = variant.option_values.map((value: { option_id: number; id: number }) => ({
      id: value.option_id,
      value: String(value.id),
    }))
    const made = await order({
      products: [
        { product_id: product.id, variant_id: variant.id, quantity: 1 },
        { product_id: product.id, product_options, quantity: 1 },
      ],
    })
    expect(await lines(made.body.id)).toMatchObject([{ variant_id: variant.id }, { variant_id: variant.id }])
    const vague = await order({ products: [{ product_id: product.id, quantity: 1 }] })
    expect(vague).toMatchObject({
      status: 400,
      body: [{ message: "The field 'products.product_options' is invalid." }],
    })
  })

  it('is refused with 400 beside the form, and nothing comes of it', async () => {
    const product = await counted()
    const wrong = async (fields: object) => {
      const answer = await store.wrongCall('POST', '/v2/orders', {
        billing_address: billing,
        products: [custom],
        ...fields,
      })
      return answer.status === 400 ? answer.body[0].message : answer.status
    }
    const invalid = (name: string) => `The field '${name}' is invalid.`
    expect(await wrong({ billing_address: undefined })).toBe(invalid('billing_address'))
    expect(await wrong({ products: undefined })).toBe(invalid('products'))
    expect(await wrong({ products: [{ product_id: 9, quantity: 1 }] })).toBe(invalid('products.product_id'))
    expect(await wrong({ products: [{ ...custom, quantity: 0 }] })).toBe(invalid('products.quantity'))
    expect(await wrong({ products: [{ name: 'Free', quantity: 1 }] })).toBe(invalid('products.price_ex_tax'))
    expect(await wrong({ products: [{ product_id: product.id, quantity: 1, price_ex_tax: 1 }] })).toBe(
      invalid('price_inc_tax'),
    )
    expect(await wrong({ total_ex_tax: 1 })).toBe(invalid('total_inc_tax'))
    expect(await wrong({ shipping_cost_ex_tax: -1, shipping_cost_inc_tax: 0 })).toBe(invalid('shipping_cost_ex_tax'))
    expect(await wrong({ status_id: 15 })).toBe(invalid('status_id'))
    expect(await wrong({ channel_id: 664_201 })).toBe(invalid('channel_id'))
    expect(await wrong({ customer_id: 999_999 })).toBe(invalid('customer_id'))
    for (const date_created of ['soon', '7', '2026-02-31', '+275760-09-13T00:00:00Z']) {
      expect(await wrong({ date_created })).toBe(invalid('date_created'))
    }
    expect(await wrong({ staff_notes: 'x'.repeat(65_536) })).toBe(invalid('staff_notes'))
    expect(await wrong({ date_shipped: '' })).toContain("'date_shipped' cannot be written to")
    expect((await store.call('GET', '/v2/orders/count')).body.count).toBe(40)
    expect(scopes()).toEqual([])
    expect(await onHand(product.id)).toBe(20)
  })

  it('has money of four decimals, none too large, and none that costs less with its tax', async () => {
    const parts = { name: 'Thread', quantity: 3, price_ex_tax: 0.10004, price_inc_tax: 0.12345678 }
    const made = await order({ products: [parts], shipping_cost_ex_tax: '0.00004', shipping_cost_inc_tax: 0.00006 })
    expect(await lines(made.body.id)).toMatchObject([
      { price_ex_tax: '0.1000', price_inc_tax: '0.1235', price_tax: '0.0235', total_inc_tax: '0.3705' },
    ])
    expect(made.body).toMatchObject({ shipping_cost_tax: '0.0001', total_inc_tax: '0.3706', total_tax: '0.0706' })
    const wrong = async (product: object, fields: object = {}) => {
      const body = { billing_address: billing, products: [{ ...custom, ...product }], ...fields }
      return (await store.wrongCall('POST', '/v2/orders', body)).status
    }
    expect(await wrong({ price_ex_tax: 12 })).toBe(400)
    expect(await wrong({}, { total_ex_tax: 2, total_inc_tax: 1 })).toBe(400)
    expect(await wrong({}, { discount_amount: 1e21 })).toBe(400)
    expect(await wrong({}, { discount_amount: '9'.repeat(400) })).toBe(400)
    expect(await wrong({ quantity: 9e15 })).toBe(400)
    const fee = (costs: object) => ({ fees: [{ type: 'custom_fee', display_name_customer: 'Packing', ...costs }] })
    expect(await wrong({}, fee({ cost_inc_tax: 1, cost_tax: 2 }))).toBe(400)
    expect(await wrong({}, fee({ cost_ex_tax: 2, cost_inc_tax: 1 }))).toBe(400)
    expect(await wrong({}, fee({ cost_ex_tax: 1, cost_inc_tax: 5, cost_tax: 1 }))).toBe(400)
  })

  it('goes to the billing address where it has no other', async () => {
    const { id } = (await order({ products: [custom], shipping_addresses: [] })).body
    const addresses = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    expect(addresses).toMatchObject([{ street_1: '1 Mill Lane', items_total: 2 }])
  })

  it('is refused before anything changes where the query is wrong', async () => {
    const { id } = (await order({ products: [custom] })).body
    store.told()
    const made = { billing_address: billing, products: [custom] }
    expect((await store.wrongCall('POST', '/v2/orders?include=bogus', made)).status).toBe(400)
    const changed = { staff_notes: 'Pack well' }
    const wrong = await store.wrongCall('PUT', `/v2/orders/${id}?consignment_structure=array`, changed)
    expect(wrong.status).toBe(400)
    expect((await store.call('GET', '/v2/orders/count')).body.count).toBe(41)
    expect((await store.call('GET', `/v2/orders/${id}`)).body.staff_notes).toBe('')
    expect(scopes()).toEqual([])
  })

  it('may override what it comes to, and carry fees', async () => {
    const made = await order({
      products: [custom],
      subtotal_ex_tax: 1,
      subtotal_inc_tax: 2,
      fees: [{ type: 'custom_fee', display_name_customer: 'Packing', cost_ex_tax: 3, cost_tax: '0.5' }],
      status_id: 0,
    })
    expect(made.body).toMatchObject({ subtotal_ex_tax: '1.0000', total_inc_tax: '5.5000', status_id: 0 })
    const { fees } = (await store.call('GET', `/v2/orders/${made.body.id}/fees`)).body
    expect(fees).toMatchObject([{ cost_inc_tax: '3.5000', display_name_merchant: 'Packing', tax_class_id: null }])
    expect(scopes()).toEqual(['store/order/created', 'store/channel/1/order/created'])
  })
})

describe('a changed order', () => {
  it('gets, changes and loses lines, and the stock follows', async () => {
    const product = await counted()
    const { id } = (await order({ products: [{ product_id: product.id, quantity: 3 }, custom] })).body
    const [first, second] = await lines(id)
    store.told()
    store.clock.advance(3_600_000)
    const answer = await put(id, {
      products: [
        { id: first.id, quantity: 5, price_ex_tax: 2, price_inc_tax: 2 },
        { id: second.id, quantity: 0 },
        { name: 'Card', quantity: 1, price_ex_tax: 1, price_inc_tax: 1 },
      ],
      staff_notes: 'Pack well',
    })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        total_inc_tax: '11.0000',
        items_total: 6,
        staff_notes: 'Pack well',
        date_modified: 'Sun, 01 Mar 2026 10:00:00 +0000',
      },
    })
    expect(await lines(id)).toMatchObject([
      { id: first.id, quantity: 5, total_ex_tax: '10.0000' },
      { name: 'Card', id: second.id + 1 },
    ])
    expect(await onHand(product.id)).toBe(15)
    expect(scopes()).toEqual(expect.arrayContaining(['store/order/updated', 'store/channel/1/order/updated']))
    await store.call('PUT', '/v3/settings/inventory', { edit_order_stock_adjustment: false })
    await put(id, { products: [{ id: first.id, quantity: 9 }] })
    expect(await onHand(product.id)).toBe(15)
  })

  it('is refused where a part of it is named twice, or a choice is neither text nor number', async () => {
    const product = await counted()
    const fee = { display_name_customer: 'Packing', cost_ex_tax: 1, cost_inc_tax: 1.1, cost_tax: 0.1 }
    const { id } = (await order({ products: [custom], fees: [fee] })).body
    const [line] = await lines(id)
    const { fees } = (await store.call('GET', `/v2/orders/${id}/fees`)).body
    const [address] = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    const before = (await store.call('GET', `/v2/orders/${id}`)).body
    store.told()
    const again = { ...fee, id: fees[0].id }
    const choice = (value: unknown) => ({
      products: [{ product_id: product.id, quantity: 1, product_options: [{ id: 1, value }] }],
    })
    for (const [body, field] of [
      [
        {
          products: [
            { id: line.id, quantity: 5 },
            { id: line.id, quantity: 6 },
          ],
        },
        'products.id',
      ],
      [{ fees: [again, again] }, 'fees.id'],
      [{ shipping_addresses: [{ id: address.id, city: 'Ely' }, { city: 'Bath' }] }, 'shipping_addresses.id'],
      [choice(null), 'products.0.product_options.0.value'],
      [choice({}), 'products.0.product_options.0.value'],
      [choice(true), 'products.0.product_options.0.value'],
    ] as const) {
      const answer = await store.wrongCall('PUT', `/v2/orders/${id}`, body)
      expect([field, answer.status, answer.body[0].message]).toEqual([field, 400, `The field '${field}' is invalid.`])
    }
    expect((await store.call('GET', `/v2/orders/${id}`)).body).toEqual(before)
    expect(scopes()).toEqual([])
    expect((await put(id, { fees: [again, fee] })).status).toBe(200)
  })

  it('tells its status with the one before, and gives its stock back only where the store says so', async () => {
    const product = await counted()
    const made = async () => (await order({ products: [{ product_id: product.id, quantity: 2 }] })).body.id
    const kept = await made()
    store.told()
    await put(kept, { status_id: 5 })
    expect(await onHand(product.id)).toBe(18)
    expect(store.told()).toContainEqual({
      scope: 'store/order/statusUpdated',
      data: { type: 'order', id: kept, status: { previous_status_id: 1, new_status_id: 5 } },
    })
    await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: true })
    const returned = await made()
    expect(await onHand(product.id)).toBe(16)
    await put(returned, { status_id: 5 })
    expect(await onHand(product.id)).toBe(18)
  })

  it('takes its stock when it leaves incomplete, or when it is sent where the store says so', async () => {
    const product = await counted()
    const { id } = (await order({ products: [{ product_id: product.id, quantity: 2 }], status_id: 0 })).body
    expect(await onHand(product.id)).toBe(20)
    await put(id, { status_id: 11 })
    expect(await onHand(product.id)).toBe(18)
    await store.call('PUT', '/v3/settings/inventory', { update_stock_behavior: 'order_completed_or_shipped' })
    const late = (await order({ products: [{ product_id: product.id, quantity: 2 }] })).body.id
    expect(await onHand(product.id)).toBe(18)
    await put(late, { status_id: 10 })
    expect(await onHand(product.id)).toBe(16)
  })

  it('brings back what a line took that is gone, once the store wants it back', async () => {
    const product = await counted()
    await store.call('PUT', '/v3/settings/inventory', {
      edit_order_stock_adjustment: false,
      refund_order_stock_adjustment: true,
    })
    const { id } = (await order({ products: [{ product_id: product.id, quantity: 3 }, custom] })).body
    const [first] = await lines(id)
    await put(id, { products: [{ id: first.id, quantity: 0 }] })
    await put(id, { staff_notes: 'Pack well' })
    expect(await onHand(product.id)).toBe(17)
    await put(id, { status_id: 5 })
    expect(await onHand(product.id)).toBe(20)
  })

  it('is shipped when its status says so first', async () => {
    const { id } = (await order({ products: [custom] })).body
    const date = 'Sun, 01 Mar 2026 09:00:00 +0000'
    expect((await put(id, { status_id: 2 })).body.date_shipped).toBe(date)
    store.clock.advance(60_000)
    expect((await put(id, { status_id: 2 })).body.date_shipped).toBe(date)
    expect((await order({ products: [custom], status_id: 2 })).body.date_shipped).toContain('09:01:00')
  })

  it('is there for whoever hears that it took its stock', async () => {
    const product = await counted()
    const refusals: unknown[] = []
    store.sandbox.events.listen(({ scope }) => {
      if (scope !== 'store/product/inventory/order/updated') return
      try {
        store.sandbox.shopper.refund(141)
      } catch (error) {
        refusals.push(error)
      }
    })
    expect((await order({ products: [{ product_id: product.id, quantity: 3 }] })).body.id).toBe(141)
    // Nothing was paid; an order that isn't there would be not_found.
    expect(refusals).toMatchObject([{ code: 'change_invalid' }])
  })

  it('takes no more than there is, and brings no more back', async () => {
    const product = await counted()
    await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: true })
    const { id } = (await order({ products: [{ product_id: product.id, quantity: 25 }] })).body
    expect(await onHand(product.id)).toBe(0)
    await put(id, { status_id: 5 })
    expect(await onHand(product.id)).toBe(20)
  })

  it('goes by the settings of its channel', async () => {
    const product = await counted()
    await store.call('PUT', '/v3/settings/inventory?channel_id=2', {
      update_stock_behavior: 'order_completed_or_shipped',
    })
    const products = [{ product_id: product.id, quantity: 2 }]
    await order({ products, channel_id: 2 })
    expect(await onHand(product.id)).toBe(20)
    await order({ products })
    expect(await onHand(product.id)).toBe(18)
  })

  it('keeps what its sums were overridden with, until what they are made of changes', async () => {
    const { id } = (await order({ products: [custom], total_ex_tax: 7, total_inc_tax: '8' })).body
    expect((await put(id, { staff_notes: 'Paid by hand' })).body.total_inc_tax).toBe('8.0000')
    expect((await put(id, { discount_amount: 2 })).body).toMatchObject({
      total_inc_tax: '20.0000',
      discount_amount: '2.0000',
    })
  })

  it('keeps the fees that are sent along, and has none else', async () => {
    const fee = (name: string) => ({ type: 'custom_fee', display_name_customer: name, cost_ex_tax: 1, cost_inc_tax: 1 })
    const { id } = (await order({ products: [custom], fees: [fee('A'), fee('B')] })).body
    const [first] = (await store.call('GET', `/v2/orders/${id}/fees`)).body.fees
    await put(id, { fees: [{ ...fee('A2'), id: first.id }, fee('C')] })
    const { fees } = (await store.call('GET', `/v2/orders/${id}?include=fees`)).body
    expect(fees.map((row: { display_name_customer: string }) => row.display_name_customer)).toEqual(['A2', 'C'])
    expect((await put(id, { fees: [{ ...fee('D'), id: 99 }] })).status).toBe(400)
    expect((await put(id, { fees: [] })).body.total_ex_tax).toBe('20.0000')
  })

  it('changes its addresses, and its external merchant once', async () => {
    const { id } = (await order({ products: [custom], shipping_addresses: [{ ...billing, city: 'Elmwood' }] })).body
    const [address] = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    await put(id, {
      billing_address: { zip: '50009' },
      shipping_addresses: [{ id: address.id, street_2: 'Floor 3' }],
      external_merchant_id: 'M1',
    })
    const changed = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    expect(changed).toMatchObject([{ city: 'Elmwood', street_2: 'Floor 3' }])
    expect((await store.call('GET', `/v2/orders/${id}`)).body.billing_address).toMatchObject({
      zip: '50009',
      city: 'Oakham',
    })
    expect((await put(id, { external_merchant_id: 'M2' })).status).toBe(400)
    expect((await put(9, { staff_notes: '' })).status).toBe(404)
    expect((await put(id, { products: [{ id: 999_999, quantity: 1 }] })).status).toBe(400)
    expect((await put(id, { shipping_addresses: [{ id: 999_999 }] })).status).toBe(400)
  })

  it('has form fields in its addresses, which are changed one by one', async () => {
    const asked = [{ name: 'Delivery Instructions', value: 'Leave in backyard' }]
    const made = await order({ products: [custom], billing_address: { ...billing, form_fields: asked } })
    const { id } = made.body
    expect(made.body.billing_address.form_fields).toEqual(asked)
    const [address] = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    expect(address.form_fields).toEqual(asked)
    store.told()
    const changes = { city: 'Elmham', form_fields: [{ name: 'Sizes', value: ['S', 'M'] }], shipping_method: 'Courier' }
    const path = `/v2/orders/${id}/shipping_addresses/${address.id}`
    const changed = await store.call('PUT', path, changes)
    expect(changed).toEqual({ status: 200, body: { ...address, ...changes } })
    expect(scopes()).toEqual(['store/order/updated', 'store/channel/1/order/updated'])
    expect((await store.call('GET', path)).body).toEqual(changed.body)
    const { shipping } = (await store.call('GET', `/v2/orders/${id}/consignments`)).body
    expect(shipping[0]).toMatchObject(changes)
    expect((await store.call('GET', `/v2/orders/${id}`)).body.billing_address).toMatchObject({ city: 'Oakham' })
    const put = { billing_address: { form_fields: [] }, shipping_addresses: [{ id: address.id, form_fields: asked }] }
    expect((await store.wrongCall('PUT', `/v2/orders/${id}`, put)).body.billing_address.form_fields).toEqual([])
    expect((await store.call('GET', path)).body.form_fields).toEqual(asked)
    expect(await store.wrongCall('PUT', path, { items_total: 7 })).toMatchObject({
      status: 400,
      body: [
        {
          message:
            "The field 'items_total' cannot be written to. Please remove it from your request before trying again.",
        },
      ],
    })
    expect((await store.wrongCall('PUT', path, { form_fields: [{ value: 1 }] })).status).toBe(400)
    expect((await store.call('PUT', `/v2/orders/${id}/shipping_addresses/99999`, { city: 'X' })).status).toBe(404)
    expect((await store.call('PUT', `/v2/orders/9/shipping_addresses/1`, { city: 'X' })).status).toBe(404)
  })

  it('is refused where it is nested too deeply to be shown again', async () => {
    const deep = (levels: number) => {
      let value: unknown[] = []
      for (let level = 0; level < levels; level += 1) value = [value]
      return { billing_address: { form_fields: [{ name: 'Sizes', value }] } }
    }
    const { id } = (await order({ products: [custom] })).body
    const answer = await store.wrongCall('PUT', `/v2/orders/${id}`, deep(3_000))
    expect([answer.status, Object.keys(answer.body[0].details)]).toEqual([400, ['billing_address']])
    expect((await store.call('GET', `/v2/orders?min_id=${id}`)).body[0].billing_address.form_fields).toEqual([])
    const shallow = await store.wrongCall('PUT', `/v2/orders/${id}`, deep(2))
    expect([shallow.status, Object.keys(shallow.body[0].details)]).toEqual([
      400,
      ['billing_address.form_fields.0.value'],
    ])
  })

  it('is archived rather than deleted', async () => {
    const { id } = (await order({ products: [custom] })).body
    store.told()
    expect((await store.call('DELETE', `/v2/orders/${id}`)).status).toBe(204)
    expect((await store.call('GET', `/v2/orders/${id}`)).body.is_deleted).toBe(true)
    expect((await store.call('GET', `/v2/orders?min_id=${id}`)).status).toBe(204)
    expect((await store.call('DELETE', `/v2/orders/${id}`)).status).toBe(204)
    expect(scopes()).toEqual(['store/order/archived', 'store/channel/1/order/archived'])
    expect((await store.call('DELETE', '/v2/orders/9')).status).toBe(404)
    expect((await order({ products: [custom] })).body.id).toBe(id + 1)
  })

  it('is archived by an update too, and counted no longer', async () => {
    const { id } = (await order({ products: [custom] })).body
    const before = store.sandbox.counts.orders
    expect((await store.wrongCall('POST', '/v2/orders', { billing_address: billing, is_deleted: true })).status).toBe(
      400,
    )
    expect((await put(id, { is_deleted: false })).body.is_deleted).toBe(false)
    store.told()
    expect(await put(id, { is_deleted: true, staff_notes: 'Twice' })).toMatchObject({
      status: 200,
      body: { is_deleted: true, staff_notes: 'Twice' },
    })
    expect(scopes()).toEqual(
      ['updated', 'archived'].flatMap(what => [`store/order/${what}`, `store/channel/1/order/${what}`]),
    )
    expect((await store.call('GET', `/v2/orders?min_id=${id}`)).status).toBe(204)
    expect(store.sandbox.counts.orders).toBe(before - 1)
    expect((await store.call('GET', '/v2/orders/count')).body.count).toBe(before - 1)
  })
})

it('are sorted by every documented field', async () => {
  for (const name of ['id', 'customer_id', 'date_created', 'date_modified', 'status_id', 'channel_id', 'external_id']) {
    const rows = async (direction: string) => {
      const { status, body } = await store.call('GET', `/v2/orders?limit=250&sort=${name}:${direction}`)
      expect([name, status]).toEqual([name, 200])
      return body.map((row: Record<string, string | number>) =>
        name.startsWith('date') ? Date.parse(String(row[name])) : Number(row[name]),
      )
    }
    const up = await rows('asc')
    expect([name, up]).toEqual([name, up.toSorted((a: number, b: number) => a - b)])
    expect([name, await rows('desc')]).toEqual([name, up.toReversed()])
  }
})

describe('what is included', () => {
  const include = 'include=consignments.line_items,fees&consignment_structure=object'

  it('are the consignments with lines, up to fifty of them, and a warning beyond', async () => {
    const { id } = (await order({ products: Array.from({ length: 51 }, () => custom) })).body
    const [shown] = (await store.call('GET', `/v2/orders?min_id=${id}&${include}`)).body
    const [shipping] = shown.consignments.shipping
    expect(shipping.line_items).toHaveLength(50)
    expect(shipping.__warning__.message).toContain('only 50 are included')
    expect(shipping.line_items[0]).toEqual((await lines(id))[0])
    expect((await store.call('GET', `/v2/orders/${id}/products?limit=250`)).body).toHaveLength(51)
    await put(id, { products: [{ id: shipping.line_items[0].id, quantity: 0 }] })
    const [full] = (await store.call('GET', `/v2/orders/${id}?${include}`)).body.consignments.shipping
    expect(full.line_items).toHaveLength(50)
    expect(full).not.toHaveProperty('__warning__')
  })

  it('are links to the lines where only consignments are asked for', async () => {
    const { body } = await store.call('GET', '/v2/orders/101?include=consignments&consignment_structure=object')
    const [line] = await lines(101)
    expect(body.consignments.shipping[0].line_items[0].resource).toBe(`/orders/101/products/${line.id}`)
    expect((await store.call('GET', '/v2/orders/101/consignments')).body).toEqual(body.consignments)
    expect((await store.wrongCall('GET', '/v2/orders/101?include=coupons')).status).toBe(400)
  })
})

describe('shipments', () => {
  async function ordered() {
    const { id } = (await order({ products: [{ ...custom, quantity: 3 }, custom] })).body
    const [address] = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    const [first, second] = await lines(id)
    store.told()
    const ship = (items: object[], more: object = {}) =>
      store.call('POST', `/v2/orders/${id}/shipments`, { order_address_id: address.id, items, ...more })
    return { id, address, first, second, ship }
  }
  const status = async (id: number) => (await store.call('GET', `/v2/orders/${id}`)).body.status_id

  it('move the order on, part by part', async () => {
    const { id, first, second, ship } = await ordered()
    const part = await ship([{ order_product_id: first.id, quantity: 2 }], {
      tracking_number: 'T1',
      shipping_provider: 'fedex',
      merchant_shipping_cost: '4.5',
    })
    expect(part).toMatchObject({
      status: 201,
      body: {
        order_id: id,
        items: [{ order_product_id: first.id, product_id: 0, quantity: 2 }],
        merchant_shipping_cost: '4.5000',
        shipping_provider_display_name: 'FedEx',
        tracking_link: '',
      },
    })
    expect(part.body.generated_tracking_link).toContain('T1')
    expect(store.told()).toContainEqual({
      scope: 'store/shipment/created',
      data: { type: 'shipment', id: part.body.id, orderId: id },
    })
    expect(await status(id)).toBe(3)
    const rest = [
      { order_product_id: first.id, quantity: 1 },
      { order_product_id: second.id, quantity: 2 },
    ]
    await ship(rest)
    expect((await store.call('GET', `/v2/orders/${id}`)).body).toMatchObject({
      status_id: 2,
      items_shipped: 5,
      date_shipped: 'Sun, 01 Mar 2026 09:00:00 +0000',
    })
    expect(await lines(id)).toMatchObject([{ quantity_shipped: 3 }, { quantity_shipped: 2 }])
    expect((await store.call('GET', `/v2/orders/${id}/shipments/count`)).body).toEqual({ count: 2 })
    expect((await store.call('GET', `/v2/orders/${id}/shipments`)).body[0]).toEqual(part.body)
  })

  it('are changed but for their items, and deleted without a way back for the status', async () => {
    const { id, first, ship } = await ordered()
    const { body } = await ship([{ order_product_id: first.id, quantity: 3 }])
    const path = `/v2/orders/${id}/shipments/${body.id}`
    const changed = await store.call('PUT', path, { tracking_number: 'T2', tracking_link: 'https://example.com/T2' })
    expect(changed).toMatchObject({ status: 200, body: { tracking_number: 'T2', generated_tracking_link: '' } })
    expect((await store.call('GET', path)).body).toEqual(changed.body)
    expect((await store.wrongCall('PUT', path, { items: [] })).status).toBe(400)
    expect((await store.call('PUT', path, { order_address_id: 9 })).status).toBe(400)
    store.told()
    expect((await store.call('DELETE', path)).status).toBe(204)
    expect(scopes()).toContain('store/shipment/deleted')
    expect(await status(id)).toBe(3)
    expect((await lines(id))[0].quantity_shipped).toBe(0)
    expect((await store.call('GET', path)).status).toBe(404)
    await ship([{ order_product_id: first.id, quantity: 1 }])
    await ship([{ order_product_id: first.id, quantity: 2 }])
    expect((await store.call('DELETE', `/v2/orders/${id}/shipments`)).status).toBe(204)
    expect((await store.call('GET', `/v2/orders/${id}/shipments`)).status).toBe(204)
  })

  it('have a link whatever the carrier and the number are', async () => {
    const { first, ship } = await ordered()
    const tracking = { tracking_carrier: 'a/b', tracking_number: '\ud800' }
    const { status, body } = await ship([{ order_product_id: first.id, quantity: 1 }], tracking)
    expect(status).toBe(201)
    expect(body.generated_tracking_link).toBe('https://tracking.example/a%2Fb/%EF%BF%BD')
  })

  it('are refused for more than is left, for lines and addresses of others, and beside the form', async () => {
    const { id, address, first, ship } = await ordered()
    expect((await ship([{ order_product_id: first.id, quantity: 4 }])).status).toBe(400)
    const half = { order_product_id: first.id, quantity: 2 }
    expect((await ship([half, half])).status).toBe(400)
    expect((await ship([{ order_product_id: 1, quantity: 1 }])).status).toBe(400)
    expect((await ship([half], { order_address_id: 101 })).status).toBe(400)
    expect((await ship([half], { shipping_provider: 'pigeon' })).status).toBe(400)
    const wrong = (body: object) => store.wrongCall('POST', `/v2/orders/${id}/shipments`, body)
    expect((await wrong({ items: [half] })).status).toBe(400)
    expect((await wrong({ order_address_id: address.id, items: [] })).status).toBe(400)
    expect((await wrong({ order_address_id: address.id, items: [half], tracking_number: 'x'.repeat(51) })).status).toBe(
      400,
    )
    expect(scopes()).toEqual([])
    expect((await store.call('GET', '/v2/orders/9/shipments')).status).toBe(404)
  })

  it('are there for the orders that the store began with', async () => {
    const { body } = await store.call('GET', '/v2/orders?status_id=2')
    const [shipment] = (await store.call('GET', `/v2/orders/${body[0].id}/shipments`)).body
    const count = shipment.items.reduce((sum: number, item: { quantity: number }) => sum + item.quantity, 0)
    expect(count).toBe(body[0].items_shipped)
  })
})
