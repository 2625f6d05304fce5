import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const products = '/v3/catalog/products'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20, categories: 1_001 })
})

afterAll(() => store.close())

describe('the brand that a product names', () => {
  const product = { type: 'physical', weight: 1, price: 3 }
  const brands = async () => (await store.call('GET', '/v3/catalog/brands?limit=250')).body.data

  it('goes through the rules of brands', async () => {
    const before = await brands()
    await store.checked(async () => {
      const first = await store.call('POST', products, { ...product, name: 'Branded', brand_name: '  Ghyll  ' })
      const made = (await brands()).at(-1)
      expect(made).toMatchObject({ id: first.body.data.brand_id, name: 'Ghyll' })
      const path = `${products}/${first.body.data.id}`
      const other = await store.call('POST', products, { ...product, name: 'Branded too', brand_name: 'GHYLL' })
      expect(other.body.data.brand_id).toBe(made.id)
      expect((await store.call('PUT', path, { brand_name: '   ' })).body.data.brand_id).toBe(0)
    })
    await store.checked(async () => {
      const long = 'x'.repeat(256)
      expect(await store.call('POST', products, { ...product, name: 'Long brand', brand_name: long })).toMatchObject({
        status: 422,
        body: { errors: { brand_name: expect.any(String) } },
      })
    }, 'answers')
    expect((await brands()).length).toBe(before.length + 1)
  })

  it('also of the merchant', () => {
    const { merchant } = store.sandbox
    expect(() => merchant.addBrand('x'.repeat(256))).toThrow('256 characters')
    expect(() => merchant.addProduct({ name: 'Long brand', price: 3, brand: 'x'.repeat(256) })).toThrow(
      '256 characters',
    )
  })
})

describe('categories', () => {
  it('are 1,000 of a product at most, whichever way it gets them', async () => {
    const { productId } = store.sandbox.merchant.addProduct({ name: 'Everywhere', price: 3 })
    const ids: number[] = []
    for (let page = 1; page <= 5; page += 1) {
      const { data } = (await store.call('GET', `/v3/catalog/trees/categories?limit=250&page=${page}`)).body
      ids.push(...data.map((one: { category_id: number }) => one.category_id))
    }
    const path = `${products}/category-assignments`
    const pairs = ids.slice(0, 1_001).map(category_id => ({ product_id: productId, category_id }))
    expect(pairs).toHaveLength(1_001)
    store.told()
    await store.checked(async () => {
      expect(await store.call('PUT', path, pairs)).toMatchObject({
        status: 422,
        body: { errors: { category_id: expect.stringContaining('1000') } },
      })
      expect(store.told()).toEqual([])
      expect((await store.call('PUT', path, pairs.slice(0, 1_000))).status).toBe(204)
      expect((await store.call('PUT', path, pairs.slice(0, 1_000))).status).toBe(204)
      expect((await store.call('PUT', path, pairs.slice(1_000))).status).toBe(422)
      const row = (await store.call('GET', `${products}/${productId}`)).body.data
      expect(row.categories).toHaveLength(1_000)
    })
    store.told()
  })

  it('are told where a product of the merchant brings them', async () => {
    const categories = [
      ['Moor', 'Wind'],
      ['Moor', 'Rain'],
    ]
    const { productId } = store.sandbox.merchant.addProduct({ name: 'Weather', price: 3, categories })
    const row = (await store.call('GET', `${products}/${productId}`)).body.data
    const [wind, rain] = row.categories
    const moor = wind - 1
    const created = [moor, wind, rain].map(id => `store/category/created {"type":"category","id":${id}}`)
    expect(store.told().filter(line => line.startsWith('store/category/'))).toEqual(created)
    store.sandbox.merchant.addProduct({ name: 'More weather', price: 3, categories: [['moor', 'wind']] })
    expect(store.told().filter(line => line.startsWith('store/category/'))).toEqual([])
  })
})

describe('variants by id', () => {
  it('are found as soon as they are there, and no longer', async () => {
    const batch = async (id: number) => (await store.call('PUT', '/v3/catalog/variants', [{ id, price: 5 }])).status
    const { merchant } = store.sandbox
    const { productId, variantIds } = merchant.addProduct({
      name: 'Sized',
      price: 3,
      options: [{ name: 'Size', values: ['S', 'M'] }],
      variants: [
        { sku: 'sized-s', values: ['S'] },
        { sku: 'sized-m', values: ['M'] },
      ],
    })
    const [small = 0, middle = 0] = variantIds
    expect([await batch(small), await batch(middle)]).toEqual([200, 200])
    const { variantId } = merchant.addVariant(productId, { sku: 'sized-l', values: ['L'] })
    expect(await batch(variantId)).toBe(200)
    merchant.deleteVariant(productId, small)
    expect([await batch(small), await batch(middle)]).toEqual([422, 200])
    merchant.deleteProduct(productId)
    expect([await batch(middle), await batch(variantId)]).toEqual([422, 422])
  })
})

describe('customers', () => {
  it('are told where the channels change in which they can log in', async () => {
    const person = { first_name: 'Ada', last_name: 'Fell', email: 'ada@fell.example', channel_ids: [1] }
    const [{ id }] = (await store.call('POST', '/v3/customers', [person])).body.data
    store.told()
    const change = async (fields: object) => {
      expect((await store.call('PUT', '/v3/customers', [{ id, ...fields }])).status).toBe(200)
      return store.told().filter(line => line.startsWith('store/customer/channel'))
    }
    expect(await change({ channel_ids: [1, 2] })).toEqual([
      `store/customer/channel/login/access/updated {"customer_id":${id},"channel_ids":[1,2]}`,
    ])
    expect(await change({ channel_ids: [2, 1] })).toEqual([])
    expect(await change({ company: 'Fell' })).toEqual([])
  })
})

describe('a channel that is no number', () => {
  it('is not found', async () => {
    expect((await store.call('POST', '/v3/channels/shop/listings', [])).status).toBe(404)
    expect((await store.call('POST', '/v3/channels/1e0/listings', [])).status).toBe(404)
  })
})
