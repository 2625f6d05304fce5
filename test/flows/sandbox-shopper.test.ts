import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SandboxError } from '../../src/sandbox/bigcommerce/index.ts'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

/** A product without options that is counted, with its stock at the default location set to 20. */
async function counted() {
  const { body } = await store.call('GET', '/v3/catalog/products?limit=250&include=variants&is_visible=true')
  const product = body.data.find((row: { inventory_tracking: string }) => row.inventory_tracking === 'product')
  await store.call('PUT', '/v3/inventory/adjustments/absolute', {
    items: [{ location_id: 1, product_id: product.id, quantity: 20 }],
  })
  store.told()
  return {
    id: product.id as number,
    variantId: product.variants[0].id as number,
    price: product.calculated_price as number,
  }
}

async function onHand(productId: number): Promise<number> {
  const { body } = await store.call('GET', `/v3/inventory/locations/1/items?product_id:in=${productId}`)
  return body.data[0].total_inventory_onhand
}

const orderOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}`)).body
const linesOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}/products`)).body
const scopes = () => store.told().map(({ scope }) => scope)

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof SandboxError) return error.code
    throw error
  }
  return 'nothing was refused'
}

async function bought(quantity: number) {
  const product = await counted()
  const { orderId } = store.sandbox.shopper.place({ items: [{ variantId: product.variantId, quantity }] })
  return { product, orderId }
}

describe('a shopper', () => {
  it('places an order that is incomplete first, pays it, and takes the goods', async () => {
    const { product, orderId } = await bought(2)
    const stock = 'store/product/inventory/order/updated'
    const told = store.told()
    expect(told.map(({ scope }) => scope)).toEqual([
      'store/order/created',
      'store/channel/1/order/created',
      stock,
      'store/product/updated',
      'store/channel/*/inventory/product/stock_changed',
      'store/order/updated',
      'store/channel/1/order/updated',
      'store/order/statusUpdated',
      'store/channel/1/order/statusUpdated',
      'store/order/transaction/created',
    ])
    expect(told[7]?.data).toEqual({ type: 'order', id: orderId, status: { previous_status_id: 0, new_status_id: 11 } })
    expect(await orderOf(orderId)).toMatchObject({ status_id: 11, payment_status: 'captured', order_source: 'www' })
    expect(await onHand(product.id)).toBe(18)
    const { body } = await store.call('GET', `/v3/orders/${orderId}/transactions`)
    expect(body.data).toMatchObject([
      { event: 'purchase', order_id: String(orderId), amount: product.price * 2 + 6.95 },
    ])
    expect(refusal(() => store.sandbox.shopper.pay(orderId))).toBe('change_invalid')
  })

  it('breaks a payment off, and pays later', async () => {
    const product = await counted()
    const { shopper } = store.sandbox
    const { orderId } = shopper.place({ items: [{ variantId: product.variantId, quantity: 1 }], pays: false })
    expect(await orderOf(orderId)).toMatchObject({ status_id: 0 })
    expect(await onHand(product.id)).toBe(20)
    shopper.pay(orderId)
    expect(await onHand(product.id)).toBe(19)
  })

  it('has the order changed and cancelled, with the stock as the settings have it', async () => {
    const { product, orderId } = await bought(4)
    const [line] = await linesOf(orderId)
    store.sandbox.shopper.edit(orderId, [{ lineId: line.id, quantity: 1 }])
    expect(await onHand(product.id)).toBe(19)
    await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: true })
    store.told()
    store.sandbox.shopper.cancel(orderId)
    expect(await onHand(product.id)).toBe(20)
    expect(store.told()[0]).toMatchObject({ data: { inventory: { method: 'relative', value: 1 } } })
    expect((await orderOf(orderId)).status_id).toBe(5)
  })

  it('takes whole numbers of things alone, and nothing changes for another', async () => {
    const { product, orderId } = await bought(3)
    const [line] = await linesOf(orderId)
    const { shopper, counts, merchant } = store.sandbox
    const { variantIds } = merchant.addProduct({ name: 'Uncounted', price: 2, tracking: 'none' })
    const before = await orderOf(orderId)
    store.told()
    for (const quantity of [Number.NaN, 1.5, Number.POSITIVE_INFINITY, -1, 1_000_001]) {
      const items = [{ variantId: variantIds[0] ?? 0, quantity }]
      expect([quantity, refusal(() => shopper.place({ items }))]).toEqual([quantity, 'change_invalid'])
      const lines = [{ lineId: line.id, quantity }]
      expect([quantity, refusal(() => shopper.edit(orderId, lines))]).toEqual([quantity, 'change_invalid'])
      expect([quantity, refusal(() => shopper.refund(orderId, lines))]).toEqual([quantity, 'change_invalid'])
    }
    expect(store.sandbox.counts.orders).toBe(counts.orders)
    expect(await orderOf(orderId)).toEqual(before)
    expect(await onHand(product.id)).toBe(17)
    expect(store.told()).toEqual([])
  })

  it('gets its money back, in part and whole, with both events', async () => {
    const { product, orderId } = await bought(3)
    const [line] = await linesOf(orderId)
    store.told()
    const { refundId } = store.sandbox.shopper.refund(orderId, [{ lineId: line.id, quantity: 1 }])
    expect(scopes()).toEqual([
      'store/order/updated',
      'store/channel/1/order/updated',
      'store/order/statusUpdated',
      'store/channel/1/order/statusUpdated',
      'store/order/refund/created',
      'store/channel/1/order/refund/created',
      'store/order/transaction/created',
    ])
    expect(await orderOf(orderId)).toMatchObject({ status_id: 14, payment_status: 'partially refunded' })
    expect((await linesOf(orderId))[0]).toMatchObject({ quantity_refunded: 1, is_refunded: false })
    store.sandbox.shopper.refund(orderId)
    // Documented: the amounts of the order and its lines stay 0, whatever went back.
    expect(await orderOf(orderId)).toMatchObject({
      status_id: 4,
      payment_status: 'refunded',
      refunded_amount: '0.0000',
    })
    expect((await linesOf(orderId))[0].refund_amount).toBe('0.0000')
    const { body } = await store.call('GET', `/v3/orders/${orderId}/payment_actions/refunds`)
    expect(body.data).toMatchObject([
      {
        id: refundId,
        total_amount: product.price,
        items: [{ item_type: 'PRODUCT', quantity: 1 }],
      },
      { items: [{ item_type: 'ORDER', item_id: orderId }] },
    ])
    expect((await store.call('GET', `/v3/orders/${orderId}/transactions`)).body.data).toHaveLength(3)
  })

  it('is refused what is not there, not on sale, or not enough, and nothing changes', async () => {
    const product = await counted()
    const { shopper, merchant } = store.sandbox
    const buy =
      (quantity: number, variantId = product.variantId) =>
      () =>
        shopper.place({ items: [{ variantId, quantity }] })
    expect(refusal(buy(21))).toBe('change_invalid')
    expect(refusal(buy(1, 9))).toBe('not_found')
    merchant.editProduct(product.id, { is_visible: false })
    expect(refusal(buy(1))).toBe('change_invalid')
    expect(refusal(() => shopper.cancel(9))).toBe('not_found')
    expect((await store.call('GET', '/v2/orders/count')).body.count).toBe(40)
  })

  it('buys no more than there is of what is counted as a whole', async () => {
    const { body } = await store.call('GET', '/v3/catalog/products?limit=250&include=variants&is_visible=true')
    const chosen = body.data.find((row: { variants: object[] }) => row.variants.length > 1)
    await store.call('PUT', `/v3/catalog/products/${chosen.id}`, { inventory_tracking: 'product' })
    await store.call('PUT', '/v3/inventory/adjustments/absolute', {
      items: [{ location_id: 1, product_id: chosen.id, quantity: 5 }],
    })
    const [first, second] = chosen.variants
    const buy = (quantity: number) => () =>
      store.sandbox.shopper.place({
        items: [
          { variantId: first.id, quantity: 3 },
          { variantId: second.id, quantity },
        ],
      })
    expect(refusal(buy(3))).toBe('change_invalid')
    expect(refusal(buy(2))).toBe('nothing was refused')
  })

  it('pays only what is to be paid', async () => {
    const product = await counted()
    const { shopper } = store.sandbox
    const { orderId } = shopper.place({ items: [{ variantId: product.variantId, quantity: 1 }], pays: false })
    shopper.cancel(orderId)
    expect(refusal(() => shopper.pay(orderId))).toBe('change_invalid')
    expect((await orderOf(orderId)).status_id).toBe(5)
  })

  it('does the same from another process', async () => {
    const product = await counted()
    const tell = async (body: object) => {
      const answer = await fetch(`${store.sandbox.url}/_control/shopper`, {
        method: 'POST',
        headers: { 'x-sandbox-control': store.sandbox.controlSecret },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: await answer.json() }
    }
    const items = [{ variantId: product.variantId, quantity: 2 }]
    const { body } = await tell({ do: 'place', items, pays: false })
    const { orderId } = body as { orderId: number }
    expect(await tell({ do: 'pay', orderId })).toEqual({ status: 200, body: {} })
    const [line] = await linesOf(orderId)
    await tell({ do: 'edit', orderId, lines: [{ lineId: line.id, quantity: 1 }] })
    expect(await onHand(product.id)).toBe(19)
    expect(await tell({ do: 'refund', orderId })).toEqual({ status: 200, body: { refundId: 1 } })
    await tell({ do: 'cancel', orderId })
    expect((await orderOf(orderId)).status_id).toBe(5)
    expect((await tell({ do: 'pay', orderId: 9 })).status).toBe(404)
    expect((await tell({ do: 'steal' })).status).toBe(400)
    const guest = { email: 'ada@example.com', city: 'Cedar Bend', zip: '50010' }
    const placed = await tell({ do: 'place', items, guest })
    const order = await orderOf((placed.body as { orderId: number }).orderId)
    expect(order).toMatchObject({ customer_id: 0, billing_address: { ...guest, street_1: '' } })
    expect((await tell({ do: 'place', items, guest, customerId: 1 })).status).toBe(400)
    expect((await tell({ do: 'place', items, guest: { city: 'Cedar Bend' } })).status).toBe(400)
  })
})

describe('refunds by the API', () => {
  it.each([
    [['store_v2_orders'], 201, 200],
    [['store_v2_transactions'], 201, 200],
    [['store_v2_transactions_read_only'], 403, 200],
    [['store_v2_orders_read_only'], 403, 200],
    [['store_v2_products'], 403, 403],
  ])('are for tokens with Orders or Order Transactions: %s', async (scopes, quoted, listed) => {
    const { orderId } = await bought(1)
    const { apiAddress, storeHash } = store.sandbox
    const { accessToken } = store.sandbox.createAccount({ name: 'Narrow', scopes })
    const call = (method: string, path: string, body?: object) =>
      fetch(`${apiAddress}/stores/${storeHash}${path}`, {
        method,
        headers: { 'x-auth-token': accessToken, accept: 'application/json', 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const items = [{ item_type: 'ORDER', item_id: orderId, amount: 1 }]
    expect((await call('POST', path(orderId, 'refund_quotes'), { items })).status).toBe(quoted)
    const payments = [{ provider_id: 'custom', amount: 1, offline: true }]
    expect((await call('POST', path(orderId, 'refunds'), { items, payments })).status).toBe(quoted)
    for (const list of [path(orderId, 'refunds'), '/v3/orders/payment_actions/refunds']) {
      expect((await call('GET', list)).status).toBe(listed)
    }
  })

  const path = (id: number, what: string) => `/v3/orders/${id}/payment_actions/${what}`

  it('are quoted first, and made of the amount that was quoted', async () => {
    const { product, orderId } = await bought(2)
    const [line] = await linesOf(orderId)
    const [address] = (await store.call('GET', `/v2/orders/${orderId}/shipping_addresses`)).body
    const items = [
      { item_type: 'PRODUCT', item_id: line.id, quantity: 1, reason: 'Wrong size' },
      { item_type: 'SHIPPING', item_id: address.id, amount: 2.5 },
    ]
    const quote = await store.call('POST', path(orderId, 'refund_quotes'), { items })
    const amount = Math.round((product.price + 2.5) * 100) / 100
    expect(quote).toMatchObject({ status: 201, body: { data: { order_id: orderId, total_refund_amount: amount } } })
    const providers = quote.body.data.refund_methods.map(([option]: { provider_id: string }[]) => option?.provider_id)
    expect(providers).toEqual(['testgateway', 'storecredit', 'custom'])
    const payments = [{ provider_id: 'testgateway', amount, offline: false }]
    const short = [{ provider_id: 'testgateway', amount: amount - 1 }]
    expect((await store.call('POST', path(orderId, 'refunds'), { items, payments: short })).status).toBe(422)
    store.clock.advance(60_000)
    const made = await store.call('POST', path(orderId, 'refunds'), { items, payments })
    expect(made).toMatchObject({
      status: 201,
      body: {
        data: {
          id: 1,
          order_id: orderId,
          created: '2026-03-01T09:01:00+00:00',
          reason: 'Wrong size',
          total_amount: amount,
          uses_merchant_override_values: false,
          payments: [{ provider_id: 'testgateway', amount, is_declined: false }],
        },
      },
    })
    const { body } = await store.call('GET', `/v3/orders/${orderId}/transactions`)
    expect(body.data[1]).toMatchObject({ event: 'refund', amount, reference_transaction_id: body.data[0].id })
    const all = '/v3/orders/payment_actions/refunds'
    const amounts = [{ requested_amount: null }, { requested_amount: '2.50' }]
    expect((await store.call('GET', `${all}/1`)).body.data).toMatchObject({ ...made.body.data, items: amounts })
    expect((await store.call('GET', `${all}?order_id:in=${orderId}`)).body.data).toEqual([made.body.data])
    expect((await store.call('GET', `${all}?transaction_id=${body.data[1].id}`)).body.data).toHaveLength(1)
    expect((await store.call('GET', `${all}?created:max=2026-03-01T09:00:00Z`)).body.data).toEqual([])
    expect((await store.call('GET', `${all}/9`)).status).toBe(404)
  })

  it('bring the stock back when all is refunded, where the settings say so', async () => {
    const { product, orderId } = await bought(5)
    await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: true })
    const refund = (amount: number) =>
      store.call('POST', path(orderId, 'refunds'), {
        items: [{ item_type: 'ORDER', item_id: orderId, amount }],
        payments: [{ provider_id: 'custom', amount, offline: true }],
      })
    await refund(1)
    expect(await onHand(product.id)).toBe(15)
    const total = Number((await orderOf(orderId)).total_inc_tax)
    await refund(Math.round((total - 1) * 100) / 100)
    expect((await orderOf(orderId)).status_id).toBe(4)
    expect(await onHand(product.id)).toBe(20)
  })

  it('take nothing out of the stock for an order that gave it back', async () => {
    const { product, orderId } = await bought(5)
    await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: true })
    store.sandbox.shopper.cancel(orderId)
    const [line] = await linesOf(orderId)
    store.sandbox.shopper.refund(orderId, [{ lineId: line.id, quantity: 1 }])
    expect(await onHand(product.id)).toBe(20)
  })

  it('are never more than what was paid, whatever the order comes to now', async () => {
    const { orderId } = await bought(3)
    const { shopper } = store.sandbox
    const [line] = await linesOf(orderId)
    const paid = Number((await orderOf(orderId)).total_inc_tax)
    shopper.refund(orderId, [{ lineId: line.id, quantity: 2 }])
    expect(refusal(() => shopper.edit(orderId, [{ lineId: line.id, quantity: 1 }]))).toBe('change_invalid')
    expect(refusal(() => shopper.edit(orderId, [{ lineId: line.id, quantity: 0 }]))).toBe('change_invalid')
    await store.call('PUT', `/v2/orders/${orderId}`, { total_ex_tax: 0, total_inc_tax: 0 })
    shopper.refund(orderId)
    shopper.edit(orderId, [{ lineId: line.id, quantity: 9 }])
    const { body } = await store.call('GET', path(orderId, 'refunds'))
    const amounts = body.data.map((one: { total_amount: number }) => one.total_amount)
    expect(amounts[0] + amounts[1]).toBeCloseTo(paid, 4)
    expect(refusal(() => shopper.refund(orderId))).toBe('change_invalid')
    const items = [{ item_type: 'ORDER', item_id: orderId, amount: 0.01 }]
    expect((await store.call('POST', path(orderId, 'refund_quotes'), { items })).status).toBe(422)
  })

  it('give back whole cents, all of them in the end, and never nothing', async () => {
    const thread = (cost: number, quantity = 1) => ({
      name: 'Thread',
      quantity,
      price_ex_tax: cost,
      price_inc_tax: cost,
    })
    const paid = async (products: object[], more: object = {}) => {
      const { id } = (await store.call('POST', '/v2/orders', { billing_address: { zip: '50002' }, products, ...more }))
        .body
      store.sandbox.shopper.pay(id)
      return { id, lineIds: (await linesOf(id)).map((line: { id: number }) => line.id) }
    }
    const refund = (id: number, item: object, amount: number) =>
      store.call('POST', path(id, 'refunds'), {
        items: [{ item_id: id, ...item }],
        payments: [{ provider_id: 'testgateway', amount, offline: false }],
      })
    const odd = await paid([thread(0.0125)], { total_ex_tax: 2.3456, total_inc_tax: 2.3456 })
    const some = (amount: number) => refund(odd.id, { item_type: 'ORDER', amount }, amount)
    expect((await some(0)).status).toBe(422)
    expect((await some(2.36)).status).toBe(422)
    store.sandbox.shopper.refund(odd.id, [{ lineId: odd.lineIds[0], quantity: 1 }])
    expect((await some(2.341)).body.data).toMatchObject({ total_amount: 2.34, payments: [{ amount: 2.34 }] })
    expect((await orderOf(odd.id)).status_id).toBe(4)
    // A third of 20 is no number of cents.
    const thirds = await paid([thread(20 / 3, 3)])
    const third = { item_type: 'PRODUCT', item_id: thirds.lineIds[0], quantity: 1 }
    for (const amount of [6.67, 6.66, 6.67]) expect((await refund(thirds.id, third, amount)).status).toBe(201)
    expect((await orderOf(thirds.id)).status_id).toBe(4)
    const halves = await paid([thread(1.005), thread(1.005)])
    const items = halves.lineIds.map((item_id: number) => ({ item_type: 'PRODUCT', item_id, quantity: 1 }))
    const quote = await store.call('POST', path(halves.id, 'refund_quotes'), { items })
    expect(quote.body.data).toMatchObject({ total_refund_amount: 2.01, adjustment: -0.01 })
    const free = await bought(1)
    const [given] = await linesOf(free.orderId)
    await store.call('PUT', `/v2/orders/${free.orderId}`, {
      products: [{ id: given.id, quantity: 1, price_ex_tax: 0, price_inc_tax: 0 }],
    })
    const back = [{ lineId: given.id, quantity: 1 }]
    expect(refusal(() => store.sandbox.shopper.refund(free.orderId, back))).toBe('change_invalid')
  })

  it('give handling back once, whatever the address', async () => {
    const address = { first_name: 'Jane', zip: '50002' }
    const made = await store.call('POST', '/v2/orders', {
      billing_address: { zip: '50002' },
      products: [{ name: 'Card', quantity: 1, price_ex_tax: 2, price_inc_tax: 2 }],
      shipping_addresses: [address, { ...address, first_name: 'John' }],
      handling_cost_ex_tax: 1,
      handling_cost_inc_tax: 1,
      status_id: 11,
    })
    const id = made.body.id
    const addresses = (await store.call('GET', `/v2/orders/${id}/shipping_addresses`)).body
    const items = addresses.map((one: { id: number }) => ({ item_type: 'HANDLING', item_id: one.id, amount: 1 }))
    const payments = [{ provider_id: 'custom', amount: 1, offline: true }]
    expect((await store.call('POST', path(id, 'refund_quotes'), { items })).status).toBe(422)
    expect((await store.call('POST', path(id, 'refunds'), { items: [items[0]], payments })).status).toBe(201)
    expect((await store.call('POST', path(id, 'refunds'), { items: [items[1]], payments })).status).toBe(422)
  })

  it('are refused where nobody has paid, and made by hand where the merchant was paid by hand', async () => {
    const product = await counted()
    const buy = [{ variantId: product.variantId, quantity: 1 }]
    const { orderId } = store.sandbox.shopper.place({ items: buy, pays: false })
    const refund = async (id: number) =>
      store.call('POST', path(id, 'refunds'), {
        items: [{ item_type: 'ORDER', item_id: id, amount: 2 }],
        payments: [{ provider_id: 'custom', amount: 2, offline: true }],
      })
    expect((await refund(orderId)).status).toBe(422)
    const made = await store.call('POST', '/v2/orders', {
      billing_address: { zip: '50002' },
      products: [{ name: 'Card', quantity: 1, price_ex_tax: 2, price_inc_tax: 2 }],
    })
    expect((await refund(made.body.id)).status).toBe(422)
    await store.call('PUT', `/v2/orders/${made.body.id}`, { status_id: 10 })
    expect((await refund(made.body.id)).status).toBe(201)
    expect((await orderOf(made.body.id)).status_id).toBe(4)
  })

  it('may come to what the merchant calculated', async () => {
    const { orderId } = await bought(2)
    const [line] = await linesOf(orderId)
    const answer = await store.call('POST', path(orderId, 'refunds'), {
      items: [{ item_type: 'PRODUCT', item_id: line.id, quantity: 1 }],
      payments: [{ provider_id: 'testgateway', amount: 3, offline: false }],
      merchant_calculated_override: { total_amount: 3, total_tax: 0.5 },
    })
    expect(answer.body.data).toMatchObject({ total_amount: 3, total_tax: 0.5, uses_merchant_override_values: true })
  })

  it('are refused for more than there is, for what is not of the order, and to a guest as store credit', async () => {
    const { orderId } = await bought(2)
    const [line] = await linesOf(orderId)
    store.told()
    const quote = async (items: object[], send = store.call) =>
      (await send('POST', path(orderId, 'refund_quotes'), { items })).status
    const one = { item_type: 'PRODUCT', item_id: line.id, quantity: 1 }
    expect(await quote([{ ...one, quantity: 3 }])).toBe(422)
    expect(await quote([one, one])).toBe(422)
    expect(await quote([{ ...one, item_id: 1 }])).toBe(422)
    expect(await quote([{ item_type: 'SHIPPING', item_id: 9, amount: 1 }])).toBe(422)
    expect(await quote([{ item_type: 'ORDER', item_id: orderId, amount: 100_000 }])).toBe(422)
    expect(await quote([{ item_type: 'GIFT', item_id: 1 }], store.wrongCall)).toBe(422)
    expect(await quote([], store.wrongCall)).toBe(422)
    expect((await store.call('POST', path(9, 'refund_quotes'), { items: [one] })).status).toBe(404)
    const made = await store.call('POST', '/v2/orders', {
      billing_address: { zip: '50002' },
      products: [{ name: 'Card', quantity: 1, price_ex_tax: 2, price_inc_tax: 2 }],
    })
    const guest = made.body.id
    store.told()
    const refund = await store.call('POST', path(guest, 'refunds'), {
      items: [{ item_type: 'ORDER', item_id: guest, amount: 2 }],
      payments: [{ provider_id: 'storecredit', amount: 2, offline: false }],
    })
    expect(refund).toMatchObject({
      status: 422,
      body: { data: [{ title: 'Unable to provide store credit for a guest customer.' }] },
    })
    const gateway = await store.call('POST', path(guest, 'refunds'), {
      items: [{ item_type: 'ORDER', item_id: guest, amount: 2 }],
      payments: [{ provider_id: 'testgateway', amount: 2, offline: false }],
    })
    expect(gateway.status).toBe(422)
    expect(scopes()).toEqual([])
  })
})
