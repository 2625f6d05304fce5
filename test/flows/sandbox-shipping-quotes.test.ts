import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller

beforeEach(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterEach(() => store.close())

const addressOf = async (orderId: number) =>
  (await store.call('GET', `/v2/orders/${orderId}/shipping_addresses`)).body[0]

it('are there for what shoppers bought, by the address and by the consignment', async () => {
  await store.checked(async () => {
    const { shipping_quotes } = await addressOf(101)
    const quote = await store.call('GET', `/v2${shipping_quotes.resource}`)
    expect(quote).toMatchObject({
      status: 200,
      body: { shipping_provider_id: 'bcstatic', shipping_provider_quote: [], method_id: 1 },
    })
    const { shipping } = (await store.call('GET', '/v2/orders/101/consignments')).body
    expect((await store.call('GET', `/v2${shipping[0].shipping_quotes.resource}`)).body).toEqual(quote.body)
    expect((await store.call('GET', '/v2/orders/101/shipping_addresses/99999/shipping_quotes')).status).toBe(404)
    expect((await store.call('GET', '/v2/orders/9/shipping_addresses/1/shipping_quotes')).status).toBe(404)
  })
})

// The text of both operations says 204; the official file declares no such answer, so these are not checked against it.
it('are 204 for orders by the API', async () => {
  const products = [{ name: 'Mug', quantity: 1, price_ex_tax: 5, price_inc_tax: 5 }]
  const { body } = await store.call('POST', '/v2/orders', { billing_address: { zip: '50002' }, products })
  const { id } = await addressOf(body.id)
  for (const part of ['shipping_addresses', 'consignments/shipping']) {
    const answer = await store.call('GET', `/v2/orders/${body.id}/${part}/${id}/shipping_quotes`)
    expect(answer).toEqual({ status: 204, body: null })
  }
})
