import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const path = '/v3/catalog/categories'
const trees = '/v3/catalog/trees/categories'

interface Row {
  id: number
  name: string
  parent_id: number
  sort_order: number
}

const rowsAt = async (address: string): Promise<Row[]> => (await store.call('GET', address)).body.data
const one = async (id: number) => (await store.call('GET', `${path}/${id}`)).body.data
const categoryEvents = () => store.told().filter(line => line.startsWith('store/category/'))

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

describe('categories by the older operations', () => {
  it('are those of the first tree, with the older names of their fields', async () => {
    await store.checked(async () => {
      const old = await rowsAt(`${path}?limit=250`)
      const { data: own } = (await store.call('GET', `${trees}?tree_id:in=1&limit=250`)).body
      expect(old.map(row => row.id)).toEqual(own.map((row: { category_id: number }) => row.category_id))
      const { category_id, category_uuid, tree_id, url, ...rest } = own[0]
      const custom_url = { url: url.path, is_customized: url.is_customized }
      expect(old[0]).toEqual({ id: category_id, ...rest, custom_url })
      expect(await one(category_id)).toEqual(old[0])
      expect((await store.call('GET', `${path}/9`)).status).toBe(404)
    })
  })

  it('are filtered, sorted and cut to fields', async () => {
    await store.checked(async () => {
      const all = await rowsAt(`${path}?limit=250`)
      const [first, second] = all
      expect(await rowsAt(`${path}?id=${second?.id}`)).toEqual([second])
      expect(await rowsAt(`${path}?id:in=${first?.id},${second?.id}`)).toEqual([first, second])
      expect(await rowsAt(`${path}?name=${encodeURIComponent(first?.name ?? '')}`)).toContainEqual(first)
      expect(await rowsAt(`${path}?keyword=${encodeURIComponent(first?.name.slice(1, 4) ?? '')}`)).toContainEqual(first)
      expect(await rowsAt(`${path}?parent_id:min=1&limit=250`)).toEqual(all.filter(row => row.parent_id > 0))
      const names = (await rowsAt(`${path}?sort=name&limit=250`)).map(row => row.name.toLowerCase())
      expect(names).toEqual(names.toSorted())
      const parents = (await rowsAt(`${path}?sort=parent_id&limit=250`)).map(row => row.parent_id)
      expect(parents).toEqual(parents.toSorted((a, b) => a - b))
    })
    const [cut] = await rowsAt(`${path}?include_fields=name&limit=1`)
    expect(Object.keys(cut ?? {}).toSorted()).toEqual(['id', 'name'])
    expect((await store.call('GET', `${path}?sort=views`)).status).toBe(422)
  })

  it('are made, changed and deleted, and told', async () => {
    store.told()
    await store.checked(async () => {
      const made = await store.call('POST', path, { parent_id: 0, name: 'Wool' })
      expect(made.status).toBe(200)
      const { id } = made.body.data
      expect(made.body.data).toEqual({
        ...{ id, parent_id: 0, name: 'Wool', description: '', views: 0, sort_order: 0, page_title: '' },
        ...{ meta_keywords: [], meta_description: '', layout_file: 'category.html', image_url: '' },
        ...{ is_visible: true, search_keywords: '', default_product_sort: 'use_store_settings' },
        custom_url: { url: '/wool/', is_customized: false },
      })
      const said = {
        ...{
          parent_id: id,
          name: 'Lambswool',
          description: '<p>Soft</p>',
          views: 3,
          sort_order: -2,
          page_title: 'Lambs',
        },
        ...{ meta_keywords: ['soft'], meta_description: 'Soft.', layout_file: 'wool.html', image_url: '' },
        ...{ is_visible: false, search_keywords: 'lamb', default_product_sort: 'price_asc' },
        custom_url: { url: '/lambs', is_customized: true },
      }
      const child = (await store.call('POST', path, said)).body.data
      expect(child).toEqual({ id: id + 1, ...said })
      expect(await one(child.id)).toEqual(child)
      const changed = await store.call('PUT', `${path}/${child.id}`, { name: 'Merino', custom_url: { url: '/merino' } })
      expect(changed.body.data).toEqual({
        ...child,
        name: 'Merino',
        custom_url: { url: '/merino', is_customized: true },
      })
      expect((await store.call('PUT', `${path}/${child.id}`, { parent_id: 0 })).body.data.parent_id).toBe(0)
      expect((await store.call('DELETE', `${path}/${child.id}`)).status).toBe(204)
      expect((await store.call('GET', `${path}/${child.id}`)).status).toBe(404)
      const events = [
        ['created', id],
        ['created', child.id],
        ['updated', child.id],
        ['updated', child.id],
        ['deleted', child.id],
      ]
      expect(categoryEvents()).toEqual(
        events.map(([what, at]) => `store/category/${what} {"type":"category","id":${at}}`),
      )
    })
  })

  it('are refused where a name or an address is taken, or something is wrong', async () => {
    const { data: cotton } = (await store.call('POST', path, { parent_id: 0, name: 'Cotton' })).body
    store.told()
    await store.checked(async () => {
      expect((await store.call('POST', path, { parent_id: 0, name: 'COTTON' })).status).toBe(409)
      const url = { url: cotton.custom_url.url }
      expect((await store.call('POST', path, { parent_id: 0, name: 'Other', custom_url: url })).status).toBe(409)
      expect((await store.call('POST', path, { parent_id: 99_999, name: 'Lost' })).status).toBe(422)
      expect((await store.call('PUT', `${path}/99999`, { name: 'Lost' })).status).toBe(404)
      expect((await store.call('PUT', `${path}/${cotton.id}`, { parent_id: cotton.id })).status).toBe(422)
      expect((await store.call('DELETE', `${path}/99999`)).status).toBe(404)
    })
    await store.checked(async () => {
      expect((await store.call('POST', path, { name: 'No parent' })).body.errors).toHaveProperty('parent_id')
      const wrong = { parent_id: 0, name: 'x'.repeat(51), sort_order: 2 ** 31, default_product_sort: 'best' }
      expect(Object.keys((await store.call('POST', path, wrong)).body.errors).toSorted()).toEqual([
        'default_product_sort',
        'name',
        'sort_order',
      ])
    }, 'answers')
    expect(store.told()).toEqual([])
  })

  it('stay where they hold products', async () => {
    const { merchant } = store.sandbox
    const { categoryId: above } = merchant.addCategory({ name: 'Above' })
    const { categoryId: full } = merchant.addCategory({ name: 'Full', parentId: above })
    const { categoryId: empty } = merchant.addCategory({ name: 'Empty', parentId: above })
    const { productId } = merchant.addProduct({ name: 'Held', price: 3, categories: [full] })
    store.told()
    await store.checked(async () => {
      for (const id of [above, full]) expect((await store.call('DELETE', `${path}/${id}`)).status).toBe(422)
      expect((await store.call('DELETE', `${path}?id:in=${full},${empty}`)).status).toBe(422)
      expect((await store.call('DELETE', path)).status).toBe(422)
      expect((await rowsAt(`${path}?parent_id=${above}`)).map(row => row.id)).toEqual([full, empty])
      expect(store.told()).toEqual([])
      expect((await store.call('DELETE', `${path}?name=Empty`)).status).toBe(204)
      merchant.deleteProduct(productId)
      expect((await store.call('DELETE', `${path}/${above}`)).status).toBe(204)
      expect((await store.call('GET', `${path}/${full}`)).status).toBe(404)
    })
  })
})

describe('the order of products in a category', () => {
  it('is that of their numbers, and the others come behind', async () => {
    const { merchant } = store.sandbox
    const { categoryId } = merchant.addCategory({ name: 'Ordered' })
    const address = `${path}/${categoryId}/products/sort-order`
    const [a = 0, b = 0, c = 0] = ['Ordered A', 'Ordered B', 'Ordered C'].map(
      name => merchant.addProduct({ name, price: 3, categories: [categoryId] }).productId,
    )
    const order = async () => {
      const { data } = (await store.call('GET', address)).body
      return data.map((row: { product_id: number; sort_order: number | null }) => [row.product_id, row.sort_order])
    }
    await store.checked(async () => {
      const places = [
        { product_id: c, sort_order: 1 },
        { product_id: a, sort_order: 5 },
        { product_id: b, sort_order: 2 },
      ]
      expect(await store.call('PUT', address, places)).toEqual({ status: 200, body: places })
      expect(await order()).toEqual([
        [c, 1],
        [b, 2],
        [a, 5],
      ])
      await store.call('PUT', address, [{ product_id: a, sort_order: 0 }])
      expect(await order()).toEqual([
        [a, 0],
        [c, 1],
        [b, 2],
      ])
      expect((await store.call('PUT', address, [{ product_id: 101, sort_order: 0 }])).status).toBe(422)
      const twice = [4, 5].map(sort_order => ({ product_id: b, sort_order }))
      expect((await store.call('PUT', address, twice)).status).toBe(422)
      expect((await store.call('PUT', `${path}/99999/products/sort-order`, places)).status).toBe(404)
      expect((await store.call('GET', `${path}/99999/products/sort-order`)).status).toBe(404)
      merchant.deleteProduct(c)
      expect(await order()).toEqual([
        [a, 0],
        [b, 2],
      ])
    })
    await store.call('PUT', address, [{ product_id: a, sort_order: null }])
    expect(await order()).toEqual([
      [b, 2],
      [a, null],
    ])
    expect((await store.call('PUT', address, [{ product_id: a, sort_order: -1 }])).status).toBe(422)
  })
})

describe('a store of 16,000 categories', () => {
  it('takes no more of them', async () => {
    const full = await openSandboxCaller({ products: 1 })
    try {
      const { merchant } = full.sandbox
      const { total } = (await full.call('GET', trees)).body.meta.pagination
      merchant.addCategories(15_999 - total)
      expect(() => merchant.addCategories(2)).toThrow('16000')
      expect((await full.call('POST', path, { parent_id: 0, name: 'The last' })).status).toBe(200)
      expect((await full.call('POST', path, { parent_id: 0, name: 'One more' })).status).toBe(422)
      expect((await full.call('POST', trees, [{ tree_id: 1, name: 'One more' }])).status).toBe(422)
    } finally {
      await full.close()
    }
  })
})
