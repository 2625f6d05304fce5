import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const brands = '/v3/catalog/brands'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

describe('brands', () => {
  it('are made with defaults and with every field', async () => {
    await store.checked(async () => {
      const plain = await store.call('POST', brands, { name: 'Larch & Sons' })
      expect(plain).toMatchObject({ status: 200, body: { meta: {} } })
      expect(plain.body.data).toEqual({
        id: expect.any(Number),
        name: 'Larch & Sons',
        page_title: '',
        meta_keywords: [],
        meta_description: '',
        image_url: '',
        search_keywords: '',
        custom_url: { url: '/brands/larch-sons/', is_customized: false },
      })
      const input = {
        name: 'Tarn',
        page_title: 'Tarn outdoors',
        meta_keywords: ['water', 'stone'],
        meta_description: 'From the lakes.',
        image_url: 'https://pictures.example/tarn.png',
        search_keywords: 'lake',
        custom_url: { url: '/tarn', is_customized: true },
      }
      const full = await store.call('POST', brands, input)
      expect(full.body.data).toEqual({ id: plain.body.data.id + 1, ...input })
      expect((await store.call('GET', `${brands}/${full.body.data.id}`)).body.data).toEqual(full.body.data)
    })
    expect(store.told()).toEqual([])
  })

  it('are refused without a name, with one that is taken, and with an address that is taken', async () => {
    const before = (await store.call('GET', `${brands}?limit=250`)).body.data
    await store.checked(async () => {
      expect(await store.call('POST', brands, { page_title: 'x' })).toMatchObject({
        status: 422,
        body: { errors: { name: expect.any(String) } },
      })
      for (const name of ['', '  ', 'x'.repeat(256), 7]) {
        expect((await store.call('POST', brands, { name })).status).toBe(422)
      }
      expect((await store.call('POST', brands, { name: 'TARN' })).status).toBe(409)
      const url = { name: 'Other', custom_url: { url: '/tarn' } }
      expect((await store.call('POST', brands, url)).status).toBe(409)
      expect((await store.call('POST', brands, { ...url, custom_url: { url: 'no slash' } })).status).toBe(422)
      expect((await store.call('POST', brands, { ...url, image_url: 'no address' })).status).toBe(422)
    }, 'answers')
    expect((await store.call('GET', `${brands}?limit=250`)).body.data).toEqual(before)
  })

  it('are changed, and keep what is not said', async () => {
    const [tarn] = (await store.call('GET', `${brands}?name=Tarn`)).body.data
    await store.checked(async () => {
      const changed = await store.call('PUT', `${brands}/${tarn.id}`, { name: 'TARN', page_title: '' })
      expect(changed).toMatchObject({ status: 200, body: { data: { ...tarn, name: 'TARN', page_title: '' } } })
      expect((await store.call('PUT', `${brands}/${tarn.id}`, { name: 'Larch & Sons' })).status).toBe(409)
      expect((await store.call('PUT', `${brands}/9`, { name: 'Nobody' })).status).toBe(404)
      expect((await store.call('DELETE', `${brands}/${tarn.id}/image`)).status).toBe(204)
      expect((await store.call('GET', `${brands}/${tarn.id}`)).body.data.image_url).toBe('')
    })
    await store.checked(async () => {
      expect((await store.call('PUT', `${brands}/${tarn.id}`, { page_title: 'x' })).status).toBe(422)
    }, 'answers')
    // The name and the address that it had are free again, those that it has are not.
    const moved = { name: 'Mere', custom_url: { url: '/mere', is_customized: true } }
    expect((await store.call('PUT', `${brands}/${tarn.id}`, moved)).body.data).toMatchObject(moved)
    expect((await store.call('POST', brands, { name: 'Tarn', custom_url: { url: '/tarn' } })).status).toBe(200)
    expect((await store.call('POST', brands, { name: 'mere' })).status).toBe(409)
  })

  it('are deleted one by one and by name, and their products lose them', async () => {
    const product = (await store.call('GET', '/v3/catalog/products?limit=250')).body.data.find(
      (row: { brand_id: number }) => row.brand_id > 0,
    )
    await store.checked(async () => {
      const brand = (await store.call('GET', `${brands}/${product.brand_id}`)).body.data
      expect((await store.call('DELETE', `${brands}/${brand.id}`)).status).toBe(204)
      expect((await store.call('GET', `${brands}/${brand.id}`)).status).toBe(404)
      expect((await store.call('DELETE', `${brands}/${brand.id}`)).status).toBe(404)
      const now = (await store.call('GET', `/v3/catalog/products/${product.id}`)).body.data
      expect(now).toEqual({ ...product, brand_id: 0 })
      expect((await store.call('POST', brands, { name: brand.name })).body.data.id).toBeGreaterThan(brand.id)
      expect((await store.call('DELETE', `${brands}?name=mere&page_title=other`)).status).toBe(204)
      expect((await store.call('GET', `${brands}?name=mere`)).body.data).toHaveLength(1)
      expect((await store.call('DELETE', `${brands}?name=mere`)).status).toBe(204)
      expect((await store.call('GET', `${brands}?name=mere`)).body.data).toEqual([])
    })
    await store.checked(async () => {
      expect((await store.call('DELETE', brands)).status).toBe(422)
      const other = (await store.call('GET', brands)).body.data[0]
      expect((await store.call('DELETE', `${brands}?name=${other.name}&page_title=`)).status).toBe(422)
      expect((await store.call('GET', `${brands}/${other.id}`)).status).toBe(200)
    }, 'answers')
    expect(store.told()).toEqual([])
  })
})
