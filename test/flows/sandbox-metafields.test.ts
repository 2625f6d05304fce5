import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allScopes } from '../../src/sandbox/bigcommerce/index.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller

const field = { namespace: 'hub', key: 'color', value: 'blue', permission_set: 'read' } as const

/** A resource of each kind that every store has: its path, the path of all of its kind, its id, and its events. */
const resources = [
  ['product', '/v3/catalog/products/101', '/v3/catalog/products', 101, 'store/product'],
  ['variant', '/v3/catalog/products/101/variants/1001', '/v3/catalog/variants', 1001, 'store/product/variant'],
  ['brand', '/v3/catalog/brands/31', '/v3/catalog/brands', 31, 'store/brand'],
  ['category', '/v3/catalog/categories/21', '/v3/catalog/categories', 21, 'store/category'],
  ['channel', '/v3/channels/1', '/v3/channels', 1, 'store/channel'],
  ['customer', '/v3/customers/1', '/v3/customers', 1, null],
  ['location', '/v3/inventory/locations/1', '/v3/inventory/locations', 1, 'store/inventory/location'],
  ['order', '/v3/orders/101', '/v3/orders', 101, 'store/order'],
] as const

const ids = (rows: readonly { id: number }[]) => rows.map(row => row.id)
const rowsAt = async (path: string) => (await store.call('GET', path)).body.data

/** Calls as another API account of the store. */
async function asOther(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const { sandbox } = store
  const { accessToken } = sandbox.createAccount({ name: 'Other', scopes: allScopes })
  const response = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
    method,
    headers: { 'x-auth-token': accessToken, accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

describe.each(resources)('metafields of a %s', (type, path, all, resourceId, scope) => {
  const base = `${path}/metafields`
  const batch = `${all}/metafields`

  /** An id as a batch of changes names it: of locations the official file has them as texts. */
  const sent = (id: number | undefined) => (type === 'location' ? String(id) : id)

  /** The events of one change. */
  const events = (what: string, id: number, namespace = 'hub') => {
    const data = { type: 'metafield', metafield_id: id, resource_id: String(resourceId), namespace }
    return [
      ...(scope === null ? [] : [`${scope}/metafield/${what} ${JSON.stringify(data)}`]),
      `store/metafield/${what} ${JSON.stringify({ ...data, resource_type: type })}`,
    ]
  }

  it('are made, changed, deleted and told one by one', async () => {
    store.told()
    // The official file has the schema of the batch for the answers to POST and PUT of one customer's metafield.
    const checked = type === 'customer' ? (work: () => Promise<void>) => work() : store.checked
    await checked(async () => {
      const made = await store.call('POST', base, field)
      const now = '2026-03-01T09:00:00+00:00'
      expect(made).toEqual({
        status: 200,
        body: {
          data: {
            ...{ id: expect.any(Number), ...field, description: '', resource_type: type, resource_id: resourceId },
            ...{ date_created: now, date_modified: now, owner_client_id: expect.any(String) },
          },
          meta: {},
        },
      })
      const { id } = made.body.data
      expect(store.told()).toEqual(events('created', id))
      expect(await store.call('POST', base, field)).toMatchObject({
        status: 409,
        body: { errors: { key: expect.any(String) } },
      })
      expect((await store.call('POST', `${path}9999/metafields`, field)).status).toBe(404)
      const changed = await store.call('PUT', `${base}/${id}`, { ...field, id, value: 'green' })
      expect(changed).toMatchObject({ status: 200, body: { data: { id, value: 'green' } } })
      expect(store.told()).toEqual(events('updated', id))
      expect(await rowsAt(`${base}/${id}`)).toEqual(changed.body.data)
      expect(ids(await rowsAt(batch))).toEqual([id])
      expect((await store.call('DELETE', `${base}/${id}`)).status).toBe(204)
      expect(store.told()).toEqual(events('deleted', id))
      expect((await store.call('GET', `${base}/${id}`)).status).toBe(404)
      expect(await rowsAt(batch)).toEqual([])
    })
    await store.checked(async () => {
      const bad = { ...field, namespace: '', key: 'x'.repeat(65), permission_set: 'all' }
      expect(await store.call('POST', base, bad)).toMatchObject({
        status: 422,
        body: {
          errors: { namespace: expect.any(String), key: expect.any(String), permission_set: expect.any(String) },
        },
      })
    }, 'answers')
    expect(store.told()).toEqual([])
  })

  it('are made, changed and deleted many at once, each for itself', async () => {
    let deletable: (number | undefined)[] = []
    store.told()
    await store.checked(async () => {
      const three = ['a', 'b', 'c'].map(key => ({ ...field, key, resource_id: resourceId }))
      const made = await store.call('POST', batch, three)
      expect(made).toMatchObject({ status: 200, body: { errors: [], meta: { total: 3, success: 3, failed: 0 } } })
      const [a, b, c] = ids(made.body.data)
      expect(await rowsAt(base)).toEqual(made.body.data)
      expect(store.told()).toEqual([a, b, c].flatMap(id => events('created', id ?? 0)))

      const partly = [
        { ...field, key: 'a', resource_id: resourceId },
        { ...field, key: 'd', resource_id: resourceId },
        { ...field, key: 'e', resource_id: 99_999 },
      ]
      const some = await store.call('POST', batch, partly)
      expect(some).toMatchObject({
        status: 422,
        body: {
          data: [{ key: 'd' }],
          errors: [{ status: 422, errors: { 0: expect.any(String), 2: expect.any(String) } }],
          meta: { total: 3, success: 1, failed: 2 },
        },
      })
      const [d] = ids(some.body.data)
      expect(ids(await rowsAt(base))).toEqual([a, b, c, d])
      store.told()

      const changes = [
        { ...field, key: 'a', id: sent(a), value: 'red' },
        { ...field, key: 'a', id: sent(b) },
        { ...field, id: sent(99_999) },
      ]
      expect(await store.call('PUT', batch, changes)).toMatchObject({
        status: 422,
        body: {
          data: [{ id: a, value: 'red' }],
          errors: [{ errors: { 1: expect.any(String), 2: 'Metafield does not exist' } }],
        },
      })
      expect(store.told()).toEqual(events('updated', a ?? 0))
      expect(await rowsAt(`${base}/${b}`)).toMatchObject({ key: 'b' })
      deletable = [a, b, c, d]
    })
    // Of the deletion for customers the official file forgets the body.
    await store.checked(async () => {
      const [a, b, c, d] = deletable
      expect(await store.call('DELETE', batch, [a, 99_999])).toMatchObject({
        status: 422,
        body: { data: [a], errors: [{ errors: { 1: 'Metafield does not exist' } }], meta: { success: 1, failed: 1 } },
      })
      expect(store.told()).toEqual(events('deleted', a ?? 0))
      expect(await store.call('DELETE', batch, [b, c, d])).toMatchObject({
        status: 200,
        body: { data: [b, c, d], errors: [], meta: { total: 3, success: 3, failed: 0 } },
      })
      expect(await rowsAt(batch)).toEqual([])
      expect((await store.call('POST', batch, field)).status).toBe(422)
      expect((await store.call('DELETE', batch, [])).status).toBe(422)
      expect(await store.call('POST', batch, [{ ...field, resource_id: resourceId, key: 7 }])).toMatchObject({
        status: 422,
        body: { data: [], errors: [{ errors: { '0.key': expect.any(String) } }] },
      })
    }, 'answers')
    store.told()
  })
})

describe('lists of metafields', () => {
  const base = '/v3/catalog/products/102/metafields'
  let made: number[] = []

  beforeAll(async () => {
    made = []
    for (const [at, key] of ['one', 'two', 'three', 'four', 'five'].entries()) {
      const namespace = at % 2 === 0 ? 'even' : 'odd'
      made.push((await store.call('POST', base, { ...field, key, namespace })).body.data.id)
      store.clock.advance(60_000)
    }
    await store.call('PUT', `${base}/${made[0]}`, { value: 'later' })
  })

  const at = (...places: number[]) => places.map(place => made[place])

  it('are filtered by key, namespace and dates, in both directions', async () => {
    await store.checked(async () => {
      expect(ids(await rowsAt(`${base}?key=two`))).toEqual(at(1))
      expect(ids(await rowsAt(`${base}?key:in=two,five`))).toEqual(at(1, 4))
      expect(ids(await rowsAt(`${base}?namespace=odd`))).toEqual(at(1, 3))
      expect(ids(await rowsAt(`${base}?namespace:in=odd,even&direction=desc`))).toEqual(at(4, 3, 2, 1, 0))
      const [, second, third] = await rowsAt(base)
      const from = encodeURIComponent(second.date_created)
      expect(ids(await rowsAt(`${base}?date_created:min=${from}`))).toEqual(at(1, 2, 3, 4))
      expect(ids(await rowsAt(`${base}?date_created:max=${from}`))).toEqual(at(0, 1))
      expect(ids(await rowsAt(`${base}?date_modified:max=${encodeURIComponent(third.date_created)}`))).toEqual(at(1, 2))
    })
    expect(await rowsAt(`${base}?include_fields=key&limit=1`)).toEqual([{ id: made[0], key: 'one' }])
  })

  it('are paged by number and by cursor, in both directions, also past one that is gone', async () => {
    const all = '/v3/catalog/products/metafields?namespace:in=even,odd'
    await store.checked(async () => {
      for (const direction of ['asc', 'desc']) {
        const path = `${all}&limit=2&direction=${direction}`
        const wanted = ids(await rowsAt(`${all}&direction=${direction}`))
        const first = (await store.call('GET', path)).body
        expect(first.meta).toMatchObject({ pagination: { total: 5, total_pages: 3 }, cursor_pagination: { count: 2 } })
        const second = (await store.call('GET', `${path}&after=${first.meta.cursor_pagination.end_cursor}`)).body
        expect(ids(second.data)).toEqual(wanted.slice(2, 4))
        expect(second.meta.pagination).toBeUndefined()
        const before = await rowsAt(`${path}&before=${second.meta.cursor_pagination.start_cursor}`)
        expect(ids(before)).toEqual(wanted.slice(0, 2))
        expect(ids(await rowsAt(`${path}&page=3`))).toEqual(wanted.slice(4))
        const { id } = (await store.call('POST', base, { ...field, namespace: 'odd', key: direction })).body.data
        const last = (await store.call('GET', `${all}&limit=1&direction=desc`)).body.meta.cursor_pagination.end_cursor
        await store.call('DELETE', `${base}/${id}`)
        expect(ids(await rowsAt(`${all}&direction=desc&limit=2&after=${last}`))).toEqual(at(4, 3))
      }
    })
    const { end_cursor } = (await store.call('GET', `${all}&limit=2`)).body.meta.cursor_pagination
    expect(ids(await rowsAt(`${all}&limit=2&page=7&after=${end_cursor}`))).toEqual(at(2, 3))
  })

  it('show what others may see, and let them delete what they may', async () => {
    const batch = '/v3/catalog/products/metafields'
    const own = ['app_only', 'read', 'write'].map(permission_set => ({
      ...field,
      key: permission_set,
      permission_set,
      resource_id: 103,
    }))
    const [hidden, readable, writable] = ids((await store.call('POST', batch, own)).body.data)
    const answer = await asOther('DELETE', batch, [hidden, readable, writable])
    expect(answer).toMatchObject({
      status: 422,
      body: {
        data: [writable],
        errors: [{ errors: { 0: 'Metafield does not exist', 1: expect.stringContaining('another API account') } }],
      },
    })
    expect(ids(await rowsAt(`${batch}?resource_id=103`))).toEqual([hidden, readable])
  })
})

describe('metafields of what is deleted', () => {
  it('go with it, without a word', async () => {
    const { call, sandbox } = store
    const { merchant } = sandbox
    const two = {
      options: [{ name: 'Size', values: ['S', 'M'] }],
      variants: [
        { sku: 'mf-s', values: ['S'] },
        { sku: 'mf-m', values: ['M'] },
      ],
    }
    const { productId, variantIds } = merchant.addProduct({ name: 'With metafields', price: 3, ...two })
    const { brandId } = merchant.addBrand('With metafields')
    const { categoryId } = merchant.addCategory({ name: 'With metafields' })
    const below = merchant.addCategory({ name: 'Below', parentId: categoryId }).categoryId
    const person = { first_name: 'Ada', last_name: 'Fell', email: 'ada@metafields.example' }
    const [customer] = (await call('POST', '/v3/customers', [person])).body.data
    const add = async (all: string, resource_id: number | undefined) => {
      const answer = await call('POST', `${all}/metafields`, [{ ...field, namespace: 'gone', resource_id }])
      expect(answer.status).toBe(200)
    }
    const left = async (all: string) => (await rowsAt(`${all}/metafields?namespace=gone`)).length
    const [products, variants] = ['/v3/catalog/products', '/v3/catalog/variants']
    await add(products, productId)
    await add(variants, variantIds[0])
    await add(variants, variantIds[1])
    await add('/v3/catalog/brands', brandId)
    await add('/v3/catalog/categories', below)
    await add('/v3/customers', customer.id)
    store.told()

    merchant.deleteVariant(productId, variantIds[0] ?? 0)
    expect([await left(products), await left(variants)]).toEqual([1, 1])
    await call('DELETE', `${products}/${productId}`)
    expect([await left(products), await left(variants)]).toEqual([0, 0])
    await call('DELETE', `/v3/catalog/brands/${brandId}`)
    expect(await left('/v3/catalog/brands')).toBe(0)
    merchant.deleteCategory(categoryId)
    expect(await left('/v3/catalog/categories')).toBe(0)
    await call('DELETE', `/v3/customers?id:in=${customer.id}`)
    expect(await left('/v3/customers')).toBe(0)
    expect(store.told().filter(event => event.includes('metafield/'))).toEqual([])
  })
})
