import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const trees = '/v3/catalog/trees'
const categories = `${trees}/categories`

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

const one = async (id: number) => (await store.call('GET', `${categories}?category_id:in=${id}`)).body.data[0]
const productAt = async (id: number) => (await store.call('GET', `/v3/catalog/products/${id}`)).body.data

async function made(...items: object[]): Promise<number[]> {
  const { status, body } = await store.call('POST', categories, items)
  expect(status).toBe(201)
  store.told()
  return body.data.map((row: { category_id: number }) => row.category_id)
}

// New categories name a tree or a parent, as the file's text says; its schema wants both, so only answers are checked.
describe('categories', () => {
  it('are made at the root of a tree and below a parent, and told to store and channel', async () => {
    await store.checked(async () => {
      const first = await store.call('POST', categories, [{ name: 'Plants', tree_id: 2 }])
      expect(first).toMatchObject({ status: 201, body: { meta: { total: 1, success: 1, failed: 0 } } })
      const [plants] = first.body.data
      expect(plants).toEqual({
        category_id: expect.any(Number),
        category_uuid: expect.any(String),
        tree_id: 2,
        parent_id: 0,
        name: 'Plants',
        description: '',
        views: 0,
        sort_order: 0,
        page_title: '',
        meta_keywords: [],
        meta_description: '',
        layout_file: 'category.html',
        image_url: '',
        is_visible: true,
        search_keywords: '',
        default_product_sort: 'use_store_settings',
        url: { path: '/plants/', is_customized: false },
      })
      const id = plants.category_id
      const below = {
        name: 'Spades',
        parent_id: id,
        description: '<p>To dig</p>',
        sort_order: -3,
        is_visible: false,
        default_product_sort: 'price_asc',
        url: { path: '/dig/', is_customized: true },
      }
      const second = await store.call('POST', categories, [below])
      expect(second.body.data[0]).toMatchObject({ ...below, tree_id: 2, category_id: id + 1 })
      expect(await one(id + 1)).toEqual(second.body.data[0])
      expect(store.told()).toEqual([
        `store/category/created {"type":"category","id":${id}}`,
        `store/channel/2/category/created {"category_id":${id},"tree_id":2}`,
        `store/category/created {"type":"category","id":${id + 1}}`,
        `store/channel/2/category/created {"category_id":${id + 1},"tree_id":2}`,
      ])
    }, 'answers')
  })

  it('stand each for itself in a batch: 207 where some could be made, and nothing where none could', async () => {
    const [top = 0] = await made({ name: 'Batches', tree_id: 1 })
    await store.checked(async () => {
      const mixed = await store.call('POST', categories, [
        { name: 'Good', parent_id: top },
        { name: 'GOOD', parent_id: top },
        { name: 'Lost', parent_id: 9 },
      ])
      expect(mixed).toMatchObject({
        status: 207,
        body: {
          data: [{ name: 'Good' }],
          errors: { status: 422, errors: { 1: expect.stringContaining('GOOD'), 2: expect.stringContaining('9') } },
          meta: { total: 3, success: 1, failed: 2 },
        },
      })
      expect(store.told()).toHaveLength(2)
      const taken = await store.call('POST', categories, [{ name: 'good', parent_id: top }])
      expect(taken).toMatchObject({ status: 409, body: { meta: { total: 1, success: 0, failed: 1 } } })
    }, 'answers')
    await store.checked(async () => {
      const wrong = [
        { tree_id: 1 },
        { name: 'Nowhere' },
        { name: '', tree_id: 1 },
        { name: 'x'.repeat(51), tree_id: 1 },
        { name: 'Elsewhere', tree_id: 2, parent_id: top },
        { name: 'No tree', tree_id: 9 },
        { name: 'Sorted', tree_id: 1, default_product_sort: 'by_taste' },
      ]
      const { status, body } = await store.call('POST', categories, wrong)
      expect({ status, meta: body.meta }).toEqual({ status: 422, meta: { total: 7, success: 0, failed: 7 } })
      expect(Object.keys(body.errors.errors)).toEqual([
        ...['4', '5', '0.name', '1.tree_id', '2.name', '3.name', '6.default_product_sort'],
      ])
      const many = Array.from({ length: 51 }, (_, at) => ({ name: `Many ${at}`, tree_id: 1 }))
      expect(await store.call('POST', categories, many)).toMatchObject({
        status: 413,
        body: { title: 'The request payload is too large. The maximum items allowed in the array is 50.' },
      })
      expect((await store.call('POST', categories, { name: 'No list', tree_id: 1 })).status).toBe(422)
    }, 'answers')
    expect(store.told()).toEqual([])
  })

  it('reach eight levels deep, also when they are moved', async () => {
    let [parent = 0] = await made({ name: 'Level 1', tree_id: 1 })
    const chain = [parent]
    for (let level = 2; level <= 8; level += 1) {
      ;[parent = 0] = await made({ name: `Level ${level}`, parent_id: parent })
      chain.push(parent)
    }
    const [root = 0] = await made({ name: 'Loose', tree_id: 1 })
    await made({ name: 'Looser', parent_id: root })
    await store.checked(async () => {
      expect((await store.call('POST', categories, [{ name: 'Level 9', parent_id: parent }])).status).toBe(422)
      const move = (id: number, parent_id: number) => store.call('PUT', categories, [{ category_id: id, parent_id }])
      expect((await move(root, chain[6] ?? 0)).status).toBe(422)
      expect((await move(chain[0] ?? 0, chain[3] ?? 0)).status).toBe(422)
      expect(store.told()).toEqual([])
      expect(await move(root, chain[5] ?? 0)).toMatchObject({ status: 200, body: { meta: { success: 1 } } })
      expect((await one(root)).parent_id).toBe(chain[5])
      expect(store.told()).toEqual([
        `store/category/updated {"type":"category","id":${root}}`,
        `store/channel/1/category/updated {"category_id":${root},"tree_id":1}`,
      ])
    }, 'answers')
  })

  it('are changed field by field', async () => {
    const [top = 0, other = 0] = await made({ name: 'Tools', tree_id: 1 }, { name: 'Saws', tree_id: 1 })
    const before = await one(top)
    await store.checked(async () => {
      const input = { category_id: top, name: 'Hand tools', meta_keywords: ['hand'], page_title: 'By hand' }
      expect((await store.call('PUT', categories, [input])).body).toEqual({ meta: { total: 1, success: 1, failed: 0 } })
      expect(await one(top)).toEqual({ ...before, ...input })
      expect((await store.call('PUT', categories, [{ category_id: other, name: 'HAND TOOLS' }])).status).toBe(409)
      expect((await store.call('PUT', categories, [{ category_id: 9, name: 'X' }])).status).toBe(404)
      expect((await store.call('PUT', categories, [{ category_id: top, tree_id: 2 }])).status).toBe(422)
      const path = before.url.path
      const url = { path, is_customized: true }
      expect((await store.call('PUT', categories, [{ category_id: other, url }])).status).toBe(409)
      expect((await store.call('POST', categories, [{ name: 'Tools', tree_id: 1 }])).status).toBe(201)
    }, 'answers')
    await store.checked(async () => {
      expect((await store.call('PUT', categories, [{ name: 'No id' }])).status).toBe(422)
    }, 'answers')
  })

  it('are deleted by filter with all that is below them, and products lose them', async () => {
    const [top = 0] = await made({ name: 'Doomed', tree_id: 1 })
    const [low = 0] = await made({ name: 'Lower', parent_id: top })
    const before = await productAt(101)
    await store.call('PUT', '/v3/catalog/products/category-assignments', [{ product_id: 101, category_id: low }])
    const { date_modified } = await productAt(101)
    store.told()
    await store.checked(async () => {
      expect(await store.call('DELETE', `${categories}?category_id:in=${top}`)).toMatchObject({
        status: 202,
        body: { meta: { total: 1, success: 1, failed: 0 } },
      })
      expect(await one(low)).toBeUndefined()
      expect(store.told()).toEqual(
        [top, low].flatMap(id => [
          `store/category/deleted {"type":"category","id":${id}}`,
          `store/channel/1/category/deleted {"category_id":${id},"tree_id":1}`,
        ]),
      )
      expect(await productAt(101)).toEqual({ ...before, date_modified })
      const [again = 0] = await made({ name: 'Doomed', tree_id: 1 })
      expect(again).toBeGreaterThan(low)
      const { category_uuid } = await one(again)
      await store.call('DELETE', `${categories}?category_uuid:in=${category_uuid}&tree_id:in=2`)
      expect(await one(again)).toBeDefined()
      await store.call('DELETE', `${categories}?category_uuid:in=${category_uuid}&tree_id:in=1`)
      expect(await one(again)).toBeUndefined()
    }, 'answers')
    await store.checked(async () => {
      expect((await store.call('DELETE', categories)).status).toBe(422)
      expect((await store.call('DELETE', `${categories}?category_id:in=x`)).status).toBe(422)
      store.told()
      for (const filter of ['category_id:in=', 'category_id=7', 'parent_id:in=,', 'category_uuid:in=']) {
        expect((await store.call('DELETE', `${categories}?tree_id:in=1&${filter}`)).status).toBe(422)
      }
      expect(store.told()).toEqual([])
    }, 'answers')
  })

  it('are told too when the merchant changes them by hand', async () => {
    const { merchant } = store.sandbox
    store.told()
    const { categoryId } = merchant.addCategory({ name: 'By hand', treeId: 2 })
    merchant.renameCategory(categoryId, 'By foot')
    merchant.deleteCategory(categoryId)
    expect(store.told()).toEqual(
      ['created', 'updated', 'deleted'].flatMap(what => [
        `store/category/${what} {"type":"category","id":${categoryId}}`,
        `store/channel/2/category/${what} {"category_id":${categoryId},"tree_id":2}`,
      ]),
    )
    expect(merchant.addCategories(3).categoryIds).toHaveLength(3)
    expect(store.told()).toHaveLength(6)
  })
})

describe('category trees', () => {
  it('are made, renamed and deleted with their categories', async () => {
    await store.checked(async () => {
      const upsert = await store.call('PUT', trees, [
        { name: 'Marketplace', channels: [664_201] },
        { id: 1, name: 'Front' },
      ])
      expect(upsert).toEqual({
        status: 200,
        body: {
          data: [
            { id: 3, name: 'Marketplace', channels: [664_201] },
            { id: 1, name: 'Front', channels: [1] },
          ],
          meta: { total: 2, success: 2, failed: 0 },
        },
      })
      expect((await store.call('GET', trees)).body.data.map((tree: { id: number }) => tree.id)).toEqual([1, 2, 3])
      expect(store.told()).toEqual([
        'store/channel/664201/categoryTree/updated {"tree_id":3}',
        'store/channel/1/categoryTree/updated {"tree_id":1}',
      ])
      const [id = 0] = await made({ name: 'On the market', tree_id: 3, parent_id: 0 })
      expect((await store.call('DELETE', `${trees}?id:in=3`)).status).toBe(204)
      expect(await one(id)).toBeUndefined()
      expect(store.told().at(-1)).toBe('store/channel/664201/categoryTree/updated {"tree_id":3}')
      expect((await store.call('GET', `${trees}/3/categories`)).status).toBe(404)
      expect((await store.call('PUT', trees, [{ name: 'Again', channels: [664_201] }])).body.data[0].id).toBe(4)
    })
  })

  it('are refused as a whole where one of them is wrong', async () => {
    const before = (await store.call('GET', trees)).body.data
    store.told()
    await store.checked(async () => {
      const wrong = [
        { id: 1, name: 'Renamed' },
        { id: 1, channels: [2] },
        { id: 99, name: 'Nothing' },
        { channels: [1] },
        { name: 'No channel' },
        { name: 'Taken', channels: [1] },
        { name: 'Unknown', channels: [77] },
      ]
      const { status, body } = await store.call('PUT', trees, wrong)
      expect(status).toBe(422)
      expect(Object.keys(body.errors)).toEqual([
        ...['1.channels', '2.id', '3.name', '4.channels', '5.channels', '6.channels'],
      ])
      const many = Array.from({ length: 51 }, () => ({ id: 1, name: 'X' }))
      expect((await store.call('PUT', trees, many)).status).toBe(413)
      expect((await store.call('DELETE', trees)).status).toBe(422)
    }, 'answers')
    expect((await store.call('GET', trees)).body.data).toEqual(before)
    expect(store.told()).toEqual([])
  })
})

describe('assignments of products', () => {
  const channels = '/v3/catalog/products/channel-assignments'
  const inCategories = '/v3/catalog/products/category-assignments'

  it('to channels are added and taken away, and told to the channel', async () => {
    await store.checked(async () => {
      await store.call('DELETE', `${channels}?product_id:in=102`)
      store.told()
      store.clock.advance(60_000)
      const pairs = [1, 2, 2].map(channel_id => ({ product_id: 102, channel_id }))
      expect(await store.call('PUT', channels, pairs)).toEqual({ status: 204, body: null })
      expect((await store.call('GET', `${channels}?product_id:in=102`)).body.data).toEqual(pairs.slice(0, 2))
      expect((await productAt(102)).date_modified).toBe('2026-03-01T09:01:00+00:00')
      expect(store.told()).toEqual([
        'store/channel/1/product/assigned {"product_id":102}',
        'store/channel/2/product/assigned {"product_id":102}',
      ])
      expect((await store.call('DELETE', `${channels}?product_id:in=102&channel_id:in=2`)).status).toBe(204)
      expect((await store.call('GET', `${channels}?product_id:in=102`)).body.data).toEqual(pairs.slice(0, 1))
      expect(store.told()).toEqual(['store/channel/2/product/unassigned {"product_id":102}'])
      store.sandbox.merchant.assignStorefronts(102, [2])
      expect(store.told()).toEqual([
        'store/channel/2/product/assigned {"product_id":102}',
        'store/channel/1/product/unassigned {"product_id":102}',
      ])
      expect((await store.call('DELETE', `${channels}?channel_id:in=2`)).status).toBe(204)
      expect((await store.call('GET', `${channels}?channel_id:in=2`)).body.data).toEqual([])
    })
  })

  it('to categories are added and taken away, and told as a change of the product', async () => {
    const [id = 0] = await made({ name: 'Assigned', tree_id: 2 })
    const before = (await productAt(103)).categories
    await store.checked(async () => {
      const pair = { product_id: 103, category_id: id }
      expect((await store.call('PUT', inCategories, [pair])).status).toBe(204)
      expect((await productAt(103)).categories).toEqual([...before, id])
      expect(store.told()).toEqual([
        'store/channel/2/category/product/assigned {"product_id":103}',
        'store/product/updated {"type":"product","id":103}',
      ])
      const { date_modified } = await productAt(103)
      store.clock.advance(60_000)
      await store.call('PUT', inCategories, [pair])
      expect((await productAt(103)).date_modified).toBe(date_modified)
      expect(store.told()).toEqual([])
      expect((await store.call('DELETE', `${inCategories}?category_id:in=${id}`)).status).toBe(204)
      expect((await productAt(103)).categories).toEqual(before)
      expect(store.told()[0]).toBe('store/channel/2/category/product/unassigned {"product_id":103}')
    })
  })

  it('are refused with every id that is unknown, and without a filter', async () => {
    await store.checked(async () => {
      const good = { product_id: 104, channel_id: 664_201 }
      const bad = await store.call('PUT', channels, [good, { product_id: 9, channel_id: 77 }])
      expect(bad).toMatchObject({
        status: 422,
        body: { errors: { '1.product_id': expect.any(String), '1.channel_id': expect.any(String) } },
      })
      expect((await store.call('PUT', inCategories, [{ product_id: 104, category_id: 9 }])).status).toBe(422)
      expect((await store.call('PUT', channels, [{ product_id: 104 }])).status).toBe(422)
      expect((await store.call('DELETE', channels)).status).toBe(422)
      expect((await store.call('DELETE', inCategories)).status).toBe(422)
      for (const filter of ['product_id:in=&channel_id:in=1', 'product_id=104&channel_id:in=1', 'channel_id:in=,']) {
        expect((await store.call('DELETE', `${channels}?${filter}`)).status).toBe(422)
      }
      expect((await store.call('DELETE', `${inCategories}?product_id:in=104&category_id:in=`)).status).toBe(422)
    }, 'answers')
    expect((await store.call('GET', `${channels}?channel_id:in=664201`)).body.data).toEqual([])
    expect(store.told()).toEqual([])
  })
})
