import { Management } from '@aligent/bigcommerce-api'
import NodeBigCommerce from 'node-bigcommerce'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AccountCredentials,
  allScopes,
  createSandbox,
  type Sandbox,
  SteppedClock,
} from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'
import { LedHere } from '../support/led-here.ts'

let sandbox: Sandbox
let account: AccountCredentials
let agent: LedHere

beforeAll(async () => {
  const clock = new SteppedClock('2026-03-01T09:00:00Z')
  sandbox = await createSandbox({ seed: 7, products: 60, https: true, clock })
  account = sandbox.createAccount({ name: 'Clients of others', scopes: allScopes })
  agent = new LedHere(sandbox)
})
afterAll(async () => {
  agent.destroy()
  await sandbox.close()
})

/** What others wrote may send what the official files don't have; what they get must be as documented. */
function expectAnswersAsDocumented() {
  const answers = checkExchanges(sandbox.journal.exchanges).filter(({ side }) => side === 'response')
  expect(describeViolations(answers)).toEqual([])
}

describe('node-bigcommerce', () => {
  const client = (apiVersion: 'v2' | 'v3') =>
    new NodeBigCommerce({ ...account, secret: account.clientSecret, agent, apiVersion, responseType: 'json' })

  it('reads the store, and pages of products to the last', async () => {
    expect(await client('v2').get('/store')).toMatchObject({ id: sandbox.storeHash, name: sandbox.storeName })
    const seen: number[] = []
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const answer = await client('v3').get(`/catalog/products?limit=25&page=${page}`)
      const { data, meta } = answer as { data: { id: number }[]; meta: { pagination: { total_pages: number } } }
      pages = meta.pagination.total_pages
      seen.push(...data.map(({ id }) => id))
    }
    expect(new Set(seen).size).toBe(60)
    expectAnswersAsDocumented()
  })

  it('reads orders with their lines, and nothing where there is none', async () => {
    const orders = (await client('v2').get('/orders?limit=3')) as { id: number }[]
    expect(orders).toHaveLength(3)
    expect(await client('v2').get(`/orders/${orders[0]?.id}/products`)).toMatchObject([{ order_id: orders[0]?.id }])
    expect(await client('v2').get('/orders?min_id=100000')).toBe('')
    expectAnswersAsDocumented()
  })

  it('makes, changes and deletes a webhook', async () => {
    const body = { scope: 'store/order/created', destination: 'https://hub.example/orders' }
    const { data } = (await client('v3').post('/hooks', body)) as { data: { id: number } }
    expect(await client('v3').put(`/hooks/${data.id}`, { is_active: false })).toMatchObject({
      data: { ...body, id: data.id, is_active: false },
    })
    await client('v3').delete(`/hooks/${data.id}`)
    await expect(client('v3').get(`/hooks/${data.id}`)).rejects.toMatchObject({ code: 404 })
    expectAnswersAsDocumented()
  })

  it('makes a product and changes it, and one with the same name is refused', async () => {
    const body = { name: 'Made by a client', type: 'physical', weight: 1, price: 20, sku: 'CLIENT-1' }
    const { data } = (await client('v3').post('/catalog/products', body)) as { data: { id: number } }
    await client('v3').put(`/catalog/products/${data.id}`, { price: 25.5 })
    expect(await client('v3').get(`/catalog/products/${data.id}`)).toMatchObject({ data: { ...body, price: 25.5 } })
    await expect(client('v3').post('/catalog/products', { ...body, sku: '' })).rejects.toMatchObject({ code: 409 })
    expectAnswersAsDocumented()
  })

  it('makes an order, sends it, and cancels another', async () => {
    const { data } = (await client('v3').get('/catalog/products?sku=CLIENT-1')) as { data: { id: number }[] }
    const address = {
      ...{ first_name: 'Ann', last_name: 'Lee', street_1: '1 Hill Rd', city: 'Austin', state: 'Texas', zip: '78701' },
      ...{ country: 'United States', country_iso2: 'US', email: 'ann@example.com' },
    }
    const body = { billing_address: address, products: [{ product_id: data[0]?.id, quantity: 2 }] }
    const order = (await client('v2').post('/orders', body)) as { id: number; total_inc_tax: string }
    expect(order.total_inc_tax).toBe('51.0000')
    const [line] = (await client('v2').get(`/orders/${order.id}/products`)) as {
      id: number
      order_address_id: number
    }[]
    await client('v2').post(`/orders/${order.id}/shipments`, {
      order_address_id: line?.order_address_id,
      tracking_number: 'TRACK-1',
      items: [{ order_product_id: line?.id, quantity: 2 }],
    })
    expect(await client('v2').get(`/orders/${order.id}`)).toMatchObject({ status_id: 2, items_shipped: 2 })
    const other = (await client('v2').post('/orders', body)) as { id: number }
    expect(await client('v2').put(`/orders/${other.id}`, { status_id: 5 })).toMatchObject({ status: 'Cancelled' })
    expectAnswersAsDocumented()
  })

  it('is told which status a refusal has', async () => {
    const stranger = new NodeBigCommerce({ ...account, accessToken: 'x'.repeat(31), agent, apiVersion: 'v3' })
    await expect(stranger.get('/hooks')).rejects.toMatchObject({ code: 401 })
    await expect(client('v3').get('/catalog/products?limit=0')).rejects.toMatchObject({ code: 422 })
  })
})

describe('@aligent/bigcommerce-api', () => {
  const config = () => ({ storeHash: sandbox.storeHash, accessToken: account.accessToken, agent })

  it('walks through all products, whatever the page', async () => {
    const client = new Management.V3.Client(config())
    const names: string[] = []
    for await (const product of client.list('/catalog/products', { query: { limit: 25, include_fields: ['name'] } })) {
      names.push(product.name)
    }
    expect(new Set(names).size).toBe(sandbox.counts.products)
    expectAnswersAsDocumented()
  })

  it('reads orders, and null where there is no such thing', async () => {
    const client = new Management.V2.Client(config())
    const orders = await client.get('/orders', { query: { limit: 2 } })
    expect(orders).toHaveLength(2)
    expect(await client.get('/orders/{order_id}', { path: { order_id: 99 } })).toBeNull()
    expectAnswersAsDocumented()
  })

  it('makes a product, changes it and deletes it', async () => {
    const client = new Management.V3.Client(config())
    const body = { name: 'Typed', type: 'physical', weight: 2, price: 12 } as const
    const { id } = await client.post('/catalog/products', { body })
    const path = { product_id: id ?? 0 }
    const changed = await client.put('/catalog/products/{product_id}', { path, body: { ...body, price: 13 } })
    expect(changed).toMatchObject({ name: 'Typed', price: 13 })
    await client.delete('/catalog/products/{product_id}', { path })
    expect(await client.get('/catalog/products/{product_id}', { path })).toBeNull()
    expectAnswersAsDocumented()
  })

  it('makes an order and changes it', async () => {
    const client = new Management.V2.Client(config())
    const billing_address = { first_name: 'Bo', last_name: 'Ek', email: 'bo@example.com', zip: '11122' }
    const products = [{ name: 'Something else', quantity: 1, price_inc_tax: 10, price_ex_tax: 10 }]
    const order = await client.post('/orders', { body: { billing_address, products } })
    expect(order).toMatchObject({ status_id: 1, total_inc_tax: '10.0000' })
    const path = { order_id: order.id ?? 0 }
    expect(await client.put('/orders/{order_id}', { path, body: { status_id: 11 } })).toMatchObject({ status_id: 11 })
    expectAnswersAsDocumented()
  })

  it('makes a webhook and finds it in the list', async () => {
    const client = new Management.V3.Client(config())
    const body = { scope: 'store/product/updated', destination: 'https://hub.example/products', is_active: true }
    const made = await client.post('/hooks', { body: { ...body, headers: {} } })
    expect(made).toMatchObject(body)
    expect(await client.get('/hooks')).toMatchObject([body])
    expectAnswersAsDocumented()
  })
})
