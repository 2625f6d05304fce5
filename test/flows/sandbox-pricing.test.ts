import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const lists = '/v3/pricelists'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

async function newList(name: string): Promise<number> {
  const { status, body } = await store.call('POST', lists, { name })
  expect(status).toBe(200)
  store.told()
  return body.data.id
}

const [first, second] = [1001, 1002]

async function keysOf(path: string): Promise<string[]> {
  const { data } = (await store.call('GET', path)).body
  return data.map((row: { variant_id: number; currency: string }) => `${row.variant_id}/${row.currency}`)
}

describe('price lists', () => {
  it('are made, changed and deleted, and told', async () => {
    await store.checked(async () => {
      const made = await store.call('POST', lists, { name: 'Wholesale' })
      const now = '2026-03-01T09:00:00+00:00'
      const row = { id: 1, name: 'Wholesale', active: true, date_created: now, date_modified: now }
      expect(made).toEqual({ status: 200, body: { data: row, meta: {} } })
      expect(store.told()).toEqual([
        'store/priceList/created {"price_list_id":1}',
        'store/priceList/activated {"price_list_id":1}',
      ])
      store.clock.advance(1_000)
      const changed = { ...row, name: 'Trade', active: false, date_modified: '2026-03-01T09:00:01+00:00' }
      const input = { name: 'Trade', active: false }
      expect((await store.call('PUT', `${lists}/1`, input)).body.data).toEqual(changed)
      expect((await store.call('GET', `${lists}/1`)).body.data).toEqual(changed)
      expect(store.told()).toEqual([
        'store/priceList/updated {"price_list_id":1}',
        'store/priceList/deactivated {"price_list_id":1}',
      ])
      expect((await store.call('PUT', `${lists}/1`, { name: 'TRADE' })).status).toBe(200)
      expect(store.told()).toEqual(['store/priceList/updated {"price_list_id":1}'])
      expect((await store.call('DELETE', `${lists}/1`)).status).toBe(204)
      expect(store.told()).toEqual(['store/priceList/deleted {"price_list_id":1}'])
      for (const method of ['GET', 'DELETE'] as const) {
        expect((await store.call(method, `${lists}/1`)).status).toBe(404)
      }
      expect((await store.call('POST', lists, { name: 'Trade', active: false })).body.data).toMatchObject({
        id: 2,
        active: false,
      })
      expect(store.told().at(-1)).toBe('store/priceList/deactivated {"price_list_id":2}')
      expect((await store.call('POST', lists, { name: 'trade' })).status).toBe(409)
    })
    await store.checked(async () => {
      for (const body of [{}, { name: '' }, { name: 'X', active: 'yes' }]) {
        expect((await store.call('POST', lists, body)).status).toBe(422)
      }
    }, 'answers')
    expect(store.told()).toEqual([])
  })

  it('are filtered, and paged by number and by cursor', async () => {
    for (const name of ['A', 'B', 'C', 'D']) await newList(`Paged ${name}`)
    const names = (rows: { name: string }[]) => rows.map(row => row.name.at(-1)).join('')
    await store.checked(async () => {
      const whole = (await store.call('GET', `${lists}?name:like=paged`)).body
      expect(names(whole.data)).toBe('ABCD')
      expect(Object.keys(whole.meta)).toEqual(['pagination', 'cursor_pagination'])
      const one = (await store.call('GET', `${lists}?name:like=paged&limit=2`)).body
      expect(names(one.data)).toBe('AB')
      const { cursor_pagination } = one.meta
      const two = (await store.call('GET', `${lists}${cursor_pagination.links.next}`)).body
      expect(names(two.data)).toBe('CD')
      const { current } = two.meta.cursor_pagination.links
      expect(names((await store.call('GET', `${lists}${current}`)).body.data)).toBe('CD')
      expect(Object.keys(two.meta)).toEqual(['cursor_pagination'])
      expect(two.meta.cursor_pagination.links.next).toBeUndefined()
      const back = (await store.call('GET', `${lists}${two.meta.cursor_pagination.links.previous}`)).body
      expect(names(back.data)).toBe('AB')
      expect(back.meta.cursor_pagination.links.previous).toBeUndefined()
      // A list that is gone still marks its place.
      const [a, b] = one.data.map((row: { id: number }) => row.id)
      await store.call('DELETE', `${lists}/${b}`)
      expect(names((await store.call('GET', `${lists}${cursor_pagination.links.next}`)).body.data)).toBe('CD')
      const page = (await store.call('GET', `${lists}?name:like=paged&limit=2&page=2`)).body
      expect(names(page.data)).toBe('D')
      expect(Object.keys(page.meta)).toEqual(['pagination'])
      expect(names((await store.call('GET', `${lists}?id:in=${a}`)).body.data)).toBe('A')
      store.told()
      expect((await store.call('DELETE', `${lists}?id:in=${a},9`)).status).toBe(204)
      expect(store.told()).toEqual([`store/priceLists/deleted {"price_list_ids":[${a}]}`])
      expect((await store.call('DELETE', `${lists}?name=paged%20c`)).status).toBe(204)
      expect(names((await store.call('GET', `${lists}?name:like=paged`)).body.data)).toBe('D')
    })
    await store.checked(async () => {
      expect((await store.call('GET', `${lists}?after=nonsense`)).status).toBe(422)
      const cursor = (await store.call('GET', lists)).body.meta.cursor_pagination.end_cursor
      expect((await store.call('GET', `${lists}?after=${cursor}&page=1`)).status).toBe(422)
      expect((await store.call('GET', `${lists}?after=${cursor}&before=${cursor}`)).status).toBe(422)
    }, 'answers')
  })
})

describe('price records', () => {
  it('are set one by one for a variant and a currency', async () => {
    const id = await newList('Singles')
    const path = `${lists}/${id}/records/${first}/usd`
    await store.checked(async () => {
      const tiers = [{ quantity_min: 1, quantity_max: 10, type: 'price', amount: 3 }]
      const made = await store.call('PUT', path, { price: 20, sale_price: 18.5, bulk_pricing_tiers: tiers })
      expect(made.status).toBe(200)
      expect(made.body.data).toMatchObject({
        price_list_id: id,
        variant_id: first,
        product_id: 101,
        currency: 'usd',
        price: 20,
        sale_price: 18.5,
        calculated_price: 18.5,
      })
      const place = `{"price_list_id":${id},"variant_id":${first},"currency":"USD"}`
      expect(store.told()).toEqual([`store/priceList/record/created ${place}`])
      expect(
        (await store.call('PUT', path, { sale_price: 17, retail_price: 30, map_price: 15 })).body.data,
      ).toMatchObject({
        price: 20,
        calculated_price: 17,
      })
      expect(store.told()).toEqual([`store/priceList/record/updated ${place}`])
      const shown = (await store.call('GET', `${path}?include=bulk_pricing_tiers,sku`)).body.data
      expect(shown).toMatchObject({ bulk_pricing_tiers: tiers, sku: expect.stringMatching(/./), retail_price: 30 })
      expect(Object.keys((await store.call('GET', path)).body.data)).not.toContain('sku')
      expect(await keysOf(`${lists}/${id}/records/${first}`)).toEqual([`${first}/usd`])
      expect(await keysOf(`${lists}/${id}/records/${second}`)).toEqual([])
      const bare = (await store.call('PUT', `${lists}/${id}/records/${second}/cad`, {})).body.data
      const variant = (await store.call('GET', `/v3/catalog/variants?id=${second}`)).body.data[0]
      expect(bare).toMatchObject({ price: variant.calculated_price, sale_price: 0, retail_price: 0, map_price: 0 })
      expect(bare.calculated_price).toBe(variant.calculated_price)
      await store.call('DELETE', `${lists}/${id}/records/${second}/cad`)
      store.told()
      expect((await store.call('DELETE', path)).status).toBe(204)
      expect(store.told()).toEqual([`store/priceList/record/deleted ${place}`])
      for (const method of ['GET', 'DELETE'] as const) expect((await store.call(method, path)).status).toBe(404)
      expect((await store.call('PUT', `${lists}/${id}/records/9/usd`, { price: 1 })).status).toBe(404)
      expect((await store.call('PUT', `${lists}/99/records/${first}/usd`, { price: 1 })).status).toBe(404)
    })
    await store.checked(async () => {
      expect((await store.call('PUT', path, { price: -1 })).status).toBe(422)
      expect((await store.call('PUT', `${lists}/${id}/records/${first}/xxx`, { price: 1 })).status).toBe(422)
    }, 'answers')
    expect(store.told()).toEqual([])
  })

  it('are saved in batches: as a whole or not at all, told at once', async () => {
    const id = await newList('Batches')
    const path = `${lists}/${id}/records`
    const variants = (await store.call('GET', '/v3/catalog/variants?limit=250')).body.data
    const { sku } = variants.find((row: { id: number }) => row.id === second)
    const prices = { price: 9, sale_price: 8, retail_price: 12, map_price: 7 }
    await store.checked(async () => {
      const items = [
        { variant_id: first, currency: 'usd', ...prices },
        { sku: sku.toLowerCase(), currency: 'USD', ...prices },
      ]
      expect(await store.call('POST', path, items)).toEqual({ status: 200, body: { data: {}, meta: {} } })
      const [one, two] = [first, second].map(
        variant => `{"price_list_id":${id},"variant_id":${variant},"currency":"USD"}`,
      )
      expect(store.told()).toEqual([`store/priceList/records/created [${one},${two}]`])
      const again = await store.call('POST', path, [
        { variant_id: 1003, currency: 'usd', ...prices },
        { variant_id: second, currency: 'usd', ...prices },
      ])
      expect(again).toMatchObject({
        status: 422,
        body: { batch_errors: [{ data: { variant_id: second, currency: 'usd' }, field_errors: expect.any(Object) }] },
      })
      expect(again.body.batch_errors).toHaveLength(1)
      expect(store.told()).toEqual([])
      const more = [
        { variant_id: first, currency: 'cad', ...prices },
        { variant_id: first, currency: 'usd', ...prices, sale_price: 5 },
      ]
      expect((await store.call('PUT', path, more)).status).toBe(200)
      expect(store.told()).toEqual([
        `store/priceList/records/created [{"price_list_id":${id},"variant_id":${first},"currency":"CAD"}]`,
        `store/priceList/records/updated [${one}]`,
      ])
      expect(await keysOf(path)).toEqual([`${first}/usd`, `${second}/usd`, `${first}/cad`])
      expect(await keysOf(`${path}?currency=USD`)).toEqual([`${first}/usd`, `${second}/usd`])
      expect(await keysOf(`${path}?variant_id:in=${second}`)).toEqual([`${second}/usd`])
      expect(await keysOf(`${path}?product_id:in=101&sale_price:max=5`)).toEqual([`${first}/usd`])
      expect(await keysOf(`${path}?sku=${encodeURIComponent(sku)}`)).toEqual([`${second}/usd`])
      const page = (await store.call('GET', `${path}?limit=2`)).body
      expect(await keysOf(`${path}${page.meta.cursor_pagination.links.next}`)).toEqual([`${first}/cad`])
      expect((await store.call('DELETE', `${path}?currency=cad`)).status).toBe(204)
      expect(store.told()).toEqual([
        `store/priceList/records/deleted [{"price_list_id":${id},"variant_id":${first},"currency":"CAD"}]`,
      ])
      expect((await store.call('DELETE', path)).status).toBe(204)
      expect(await keysOf(path)).toEqual([])
    })
  })

  it('are refused with what was sent of each item at fault, over the cap, and of another list', async () => {
    const id = await newList('Faults')
    const path = `${lists}/${id}/records`
    store.told()
    await store.checked(async () => {
      const wrong = [
        { currency: 'usd', price: 1 },
        { variant_id: 9, currency: 'usd', price: 1 },
        { variant_id: first, price: 1 },
        { variant_id: first, currency: 'eur', price: 1 },
        { variant_id: first, currency: 'usd', price: 'a lot' },
        { variant_id: first, currency: 'usd', price: 1 },
      ]
      const { status, body } = await store.call('PUT', path, wrong)
      expect(status).toBe(422)
      expect(body.batch_errors.map((one: { field_errors: object }) => Object.keys(one.field_errors))).toEqual([
        ...[['variant_id'], ['variant_id'], ['currency'], ['currency'], ['price']],
      ])
      const many = (count: number) => Array.from({ length: count }, () => ({ variant_id: first, currency: 'usd' }))
      expect(await store.call('POST', path, many(101))).toMatchObject({
        status: 413,
        body: { title: expect.stringContaining('100') },
      })
      expect((await store.call('PUT', path, many(1_001))).status).toBe(413)
      expect((await store.call('POST', path, many(2))).status).toBe(422)
      const other = await store.call('PUT', path, [{ price_list_id: 99, variant_id: first, currency: 'usd' }])
      expect(other.body.batch_errors[0].field_errors).toEqual({ price_list_id: expect.any(String) })
      // What is no identifier isn't shown again, however deep it is.
      const deep = await store.call('PUT', path, [{ variant_id: [[{}]], sku: {}, currency: 'usd' }])
      expect(deep.body.batch_errors[0].data).toEqual({ currency: 'usd' })
      expect((await store.call('PUT', `${lists}/records`, [{ variant_id: first, currency: 'usd' }])).status).toBe(422)
      expect((await store.call('PUT', `${lists}/99/records`, [])).status).toBe(404)
    }, 'answers')
    expect(await keysOf(path)).toEqual([])
    expect(store.told()).toEqual([])
  })

  it('are saved in several lists at once, and go with their list and their variant', async () => {
    const [one, two] = [await newList('Left'), await newList('Right')]
    await store.checked(async () => {
      const items = [one, two].map(price_list_id => ({ price_list_id, variant_id: first, currency: 'usd', price: 4 }))
      expect((await store.call('POST', `${lists}/records`, items)).status).toBe(200)
      expect(store.told()).toHaveLength(1)
      expect((await store.call('PUT', `${lists}/records`, items)).status).toBe(200)
      expect(store.told()[0]).toMatch(/^store\/priceList\/records\/updated/)
      expect(await keysOf(`${lists}/${two}/records`)).toEqual([`${first}/usd`])
      await store.call('DELETE', `${lists}/${two}`)
      expect((await store.call('GET', `${lists}/${two}/records`)).status).toBe(404)
      store.sandbox.merchant.deleteProduct(101)
      expect(await keysOf(`${lists}/${one}/records`)).toEqual([])
      expect(store.told()).not.toContainEqual(expect.stringContaining('priceList/records'))
    })
  })
})

describe('price list assignments', () => {
  it('are made, replaced, filtered and deleted', async () => {
    const [one, two] = [await newList('Near'), await newList('Far')]
    const group = (await store.call('POST', '/v2/customer_groups', { name: 'Buyers' })).body.id
    const path = `${lists}/assignments`
    await store.checked(async () => {
      const both = { customer_group_id: group, channel_id: 1 }
      expect((await store.call('POST', path, [{ price_list_id: one, ...both }])).status).toBe(200)
      const data = (list: number) => `{"price_list_id":${list},"channel_id":1,"customer_group_id":${group}}`
      expect(store.told()).toEqual([`store/priceList/assignment/updated ${data(one)}`])
      const put = await store.call('PUT', `${lists}/${two}/assignments`, both)
      expect(put).toMatchObject({ status: 200, body: { data: { id: 1, price_list_id: two, ...both } } })
      expect(store.told()).toEqual([`store/priceList/assignment/updated ${data(two)}`])
      expect((await store.call('POST', path, [{ price_list_id: one, channel_id: 2 }])).status).toBe(200)
      expect(store.told()).toEqual([
        `store/priceList/assignment/updated {"price_list_id":${one},"channel_id":2,"customer_group_id":0}`,
      ])
      expect((await store.call('GET', `${path}?channel_id=2`)).body.data).toEqual([
        { id: 2, price_list_id: one, customer_group_id: null, channel_id: 2 },
      ])
      expect((await store.call('GET', `${path}?price_list_id:in=${one},${two}&limit=1`)).body.data).toHaveLength(1)
      const nowhere = { ...both, channel_id: 77 }
      expect((await store.call('PUT', `${lists}/${one}/assignments`, nowhere)).status).toBe(404)
      expect((await store.call('POST', path, [{ price_list_id: one, channel_id: 2 }])).status).toBe(422)
      store.told()
      expect((await store.call('DELETE', `${path}?customer_group_id=${group}`)).status).toBe(204)
      expect(store.told()).toEqual([
        `store/priceList/assignment/deleted {"price_list_id":${two},"channel_id":1,"customer_group_id":${group}}`,
      ])
      expect((await store.call('GET', path)).body.data.map((row: { id: number }) => row.id)).toEqual([2])
      await store.call('DELETE', `${lists}/${one}`)
      expect((await store.call('GET', path)).body.data).toEqual([])
    })
    store.told()
    await store.checked(async () => {
      const wrong = [
        { price_list_id: 99, channel_id: 1 },
        { price_list_id: two },
        { price_list_id: two, channel_id: 9 },
      ]
      const { status, body } = await store.call('POST', path, wrong)
      expect(status).toBe(422)
      expect(Object.keys(body.errors).toSorted()).toEqual(['0.price_list_id', '1', '2.channel_id'])
      const many = Array.from({ length: 26 }, () => ({ price_list_id: two, channel_id: 1 }))
      expect((await store.call('POST', path, many)).status).toBe(413)
      expect((await store.call('PUT', `${lists}/${two}/assignments`, { channel_id: 1 })).status).toBe(422)
      expect((await store.call('DELETE', path)).status).toBe(422)
    }, 'answers')
    expect(store.told()).toEqual([])
  })
})

it('deletes nothing of lists, records and assignments by a filter that says nothing', async () => {
  const id = await newList('Kept')
  await store.call('PUT', `${lists}/${id}/records/${second}/usd`, { price: 1 })
  await store.call('POST', `${lists}/assignments`, [{ price_list_id: id, channel_id: 1 }])
  store.told()
  await store.checked(async () => {
    for (const says of [
      ...['?id:in=', '?id=5', '?id:in=,', '?name=', '/assignments?id=', '/assignments?price_list_id:in='],
      ...[`/assignments?channel_id=1&id=`, `/${id}/records?variant_id:in=`, `/${id}/records?currency:is=usd`],
    ]) {
      expect((await store.call('DELETE', `${lists}${says}`)).status).toBe(422)
    }
  }, 'answers')
  expect(store.told()).toEqual([])
})
