import { Management } from '@aligent/bigcommerce-api'
import NodeBigCommerce from 'node-bigcommerce'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AccountCredentials,
  allScopes,
  type Sandbox,
  SteppedClock,
  startSandbox,
} from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'
import { LedHere } from '../support/led-here.ts'

let sandbox: Sandbox
let account: AccountCredentials
let agent: LedHere

beforeAll(async () => {
  const clock = new SteppedClock('2026-03-01T09:00:00Z')
  sandbox = await startSandbox({ seed: 7, products: 60, https: true, clock })
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
    expect(new Set(names).size).toBe(60)
    expectAnswersAsDocumented()
  })

  it('reads orders, and null where there is no such thing', async () => {
    const client = new Management.V2.Client(config())
    const orders = await client.get('/orders', { query: { limit: 2 } })
    expect(orders).toHaveLength(2)
    expect(await client.get('/orders/{order_id}', { path: { order_id: 99 } })).toBeNull()
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
