import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SandboxError } from '../../src/sandbox/bigcommerce/index.ts'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

const orderOf = async (id: number) => (await store.call('GET', `/v2/orders/${id}`)).body
const transactionsOf = async (id: number) => (await store.call('GET', `/v3/orders/${id}/transactions`)).body.data
const act = (id: number, action: string) => store.call('POST', `/v3/orders/${id}/payment_actions/${action}`)
const scopes = () => store.told().map(({ scope }) => scope)

/** An order for three of a counted product of which there were ten, whose payment is authorized alone. */
function authorized() {
  const { merchant, shopper } = store.sandbox
  const { productId, variantIds } = merchant.addProduct({
    name: 'Oak',
    price: 20,
    tracking: 'product',
    variants: [{ stock: [10] }],
  })
  const items = [{ variantId: variantIds[0] ?? 0, quantity: 3 }]
  return { productId, orderId: shopper.place({ items, pays: 'authorize' }).orderId }
}

const levelOf = async (productId: number) =>
  (await store.call('GET', `/v3/catalog/products/${productId}`)).body.data.inventory_level

describe('an authorized payment', () => {
  it('leaves the order awaiting payment, with its goods out of the stock and nothing to refund', async () => {
    const { productId, orderId } = authorized()
    expect(await orderOf(orderId)).toMatchObject({ status_id: 7, payment_status: 'authorized' })
    expect(await levelOf(productId)).toBe(7)
    expect(await transactionsOf(orderId)).toMatchObject([
      { event: 'authorization', amount: 66.95, reference_transaction_id: null },
    ])
    expect(() => store.sandbox.shopper.refund(orderId)).toThrow(SandboxError)
    expect(() => store.sandbox.shopper.pay(orderId)).toThrow(SandboxError)
    const items = [{ item_type: 'ORDER', item_id: orderId, amount: 1 }]
    expect((await store.call('POST', `/v3/orders/${orderId}/payment_actions/refund_quotes`, { items })).status).toBe(
      422,
    )
    await store.call('PUT', `/v2/orders/${orderId}`, { status_id: 2 })
    expect((await store.call('POST', `/v3/orders/${orderId}/payment_actions/refund_quotes`, { items })).status).toBe(
      422,
    )
  })

  it('is captured, which is told, and the order awaits fulfillment and can be refunded', async () => {
    const { productId, orderId } = authorized()
    store.told()
    expect(await act(orderId, 'capture')).toEqual({ status: 201, body: {} })
    const told = store.told()
    expect(told.map(({ scope }) => scope)).toEqual([
      'store/order/updated',
      'store/channel/1/order/updated',
      'store/order/updated',
      'store/channel/1/order/updated',
      'store/order/statusUpdated',
      'store/channel/1/order/statusUpdated',
      'store/order/transaction/created',
    ])
    expect(told.at(-1)?.data).toMatchObject({
      order_id: String(orderId),
      transaction_type: 'capture',
      result: { code: 'captured', message: 'Captured', type: 'success' },
    })
    expect(await orderOf(orderId)).toMatchObject({ status_id: 11, payment_status: 'captured' })
    const [authorization, capture] = await transactionsOf(orderId)
    expect(capture).toMatchObject({ event: 'capture', amount: 66.95, reference_transaction_id: authorization.id })
    expect(await levelOf(productId)).toBe(7)
    store.sandbox.shopper.refund(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status_id: 4, payment_status: 'refunded' })
    expect((await transactionsOf(orderId))[2]).toMatchObject({
      event: 'refund',
      amount: 66.95,
      reference_transaction_id: capture.id,
    })
  })

  it.each([
    [false, 7],
    [true, 10],
  ])('is voided, and the order cancelled, with the stock as the settings have it: %s', async (isBack, level) => {
    const { productId, orderId } = authorized()
    await store.call('PUT', '/v3/settings/inventory', { refund_order_stock_adjustment: isBack })
    expect(await act(orderId, 'void')).toEqual({ status: 201, body: {} })
    expect(await orderOf(orderId)).toMatchObject({ status_id: 5, payment_status: 'void' })
    expect(await transactionsOf(orderId)).toMatchObject([{ event: 'authorization' }, { event: 'void', amount: 66.95 }])
    expect(await levelOf(productId)).toBe(level)
    expect(() => store.sandbox.shopper.refund(orderId)).toThrow(SandboxError)
    store.told()
    expect((await act(orderId, 'capture')).status).toBe(422)
    expect(scopes()).toEqual([])
  })

  it('is needed for both', async () => {
    const { orderId } = store.sandbox.shopper.place({
      items: [
        { variantId: store.sandbox.merchant.addProduct({ name: 'Pin', price: 1 }).variantIds[0] ?? 0, quantity: 1 },
      ],
    })
    for (const action of ['capture', 'void']) {
      expect((await act(orderId, action)).status).toBe(422)
      expect((await act(9, action)).status).toBe(404)
    }
    expect(await orderOf(orderId)).toMatchObject({ status_id: 11, payment_status: 'captured' })
  })

  it('may be asked for from another process, and by a token of Order Transactions', async () => {
    const { apiAddress, storeHash, url, controlSecret } = store.sandbox
    const { variantIds } = store.sandbox.merchant.addProduct({ name: 'Pin', price: 1 })
    const items = [{ variantId: variantIds[0], quantity: 1 }]
    const answer = await fetch(`${url}/_control/shopper`, {
      method: 'POST',
      headers: { 'x-sandbox-control': controlSecret },
      body: JSON.stringify({ do: 'place', items, pays: 'authorize' }),
    })
    const { orderId } = (await answer.json()) as { orderId: number }
    const capture = async (scope: string) => {
      const { accessToken } = store.sandbox.createAccount({ name: scope, scopes: [scope] })
      const address = `${apiAddress}/stores/${storeHash}/v3/orders/${orderId}/payment_actions/capture`
      const headers = { 'x-auth-token': accessToken, accept: 'application/json' }
      return (await fetch(address, { method: 'POST', headers })).status
    }
    expect(await capture('store_v2_orders_read_only')).toBe(403)
    expect(await capture('store_v2_transactions_read_only')).toBe(403)
    expect(await capture('store_v2_transactions')).toBe(201)
    expect((await orderOf(orderId)).payment_status).toBe('captured')
  })
})

describe('a gateway that takes its time', () => {
  beforeEach(async () => {
    await store.close()
    store = await openStore({ paymentDelayMs: 5_000 })
  })

  const settled = () => new Promise(resolve => setImmediate(resolve))

  it.each([
    ['capture', 'captured', 11],
    ['void', 'void', 5],
  ])('keeps a %s pending until it has answered', async (action, done, status) => {
    const { orderId } = authorized()
    expect((await act(orderId, action)).status).toBe(201)
    expect(await orderOf(orderId)).toMatchObject({ status_id: 7, payment_status: `${action} pending` })
    expect(await transactionsOf(orderId)).toHaveLength(1)
    expect((await act(orderId, action)).status).toBe(422)
    store.clock.advance(5_000)
    await settled()
    expect(await orderOf(orderId)).toMatchObject({ status_id: status, payment_status: done })
    expect(await transactionsOf(orderId)).toHaveLength(2)
  })

  it('leaves an order where it was moved in the meantime', async () => {
    const { orderId } = authorized()
    await act(orderId, 'capture')
    await store.call('PUT', `/v2/orders/${orderId}`, { status_id: 2 })
    store.clock.advance(5_000)
    await settled()
    expect(await orderOf(orderId)).toMatchObject({ status_id: 2, payment_status: 'captured' })
  })
})
