import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../src/sandbox/bigcommerce/routes/index.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'
import { sandboxTable } from '../support/sandbox-table.ts'

let store: SandboxCaller

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** How many items a batch takes, by the official files (of categories by a guess), and where in the body they stand. */
const batches: readonly (readonly [method: Method, path: string, most: number, name: string | null])[] = [
  ['PUT', '/v3/catalog/products', 10, null],
  ['PUT', '/v3/catalog/variants', 50, null],
  ['PUT', '/v3/catalog/trees', 50, null],
  ['POST', '/v3/catalog/trees/categories', 50, null],
  ['PUT', '/v3/catalog/trees/categories', 50, null],
  ['POST', '/v3/pricelists/records', 100, null],
  ['PUT', '/v3/pricelists/records', 1_000, null],
  ['POST', '/v3/pricelists/{list}/records', 100, null],
  ['PUT', '/v3/pricelists/{list}/records', 1_000, null],
  ['POST', '/v3/pricelists/assignments', 25, null],
  ['POST', '/v3/customers', 10, null],
  ['PUT', '/v3/customers', 10, null],
  ['PUT', '/v3/customers/attribute-values', 10, null],
  ['PUT', '/v3/inventory/adjustments/absolute', 2_000, 'items'],
  ['POST', '/v3/inventory/adjustments/relative', 2_000, 'items'],
  ['PUT', '/v3/inventory/locations/1/items', 2_000, 'settings'],
]

describe('a batch', () => {
  it.each(batches)('%s %s takes %i items', async (method, path, most, name) => {
    const list = (await store.call('POST', '/v3/pricelists', { name: `${method} ${path}` })).body.data.id
    const send = (count: number) => {
      const items = Array.from({ length: count }, () => ({}))
      return store.call(method, path.replace('{list}', list), name === null ? items : { [name]: items })
    }
    await store.checked(async () => {
      expect((await send(most)).status).not.toBe(413)
      const words = `The request payload is too large. The maximum items allowed in the array is ${most}.`
      expect(await send(most + 1)).toMatchObject({ status: 413, body: { title: words, errors: {} } })
    }, 'answers')
  })
})

/** How many of these calls run at once, by the official files; a path that names nothing is counted like any other. */
const parallel: readonly (readonly [method: Method, path: string, most: number])[] = [
  ['GET', '/v3/catalog/trees/{id}/categories', 1],
  ['GET', '/v3/catalog/categories', 40],
  ['GET', '/v3/catalog/categories/{id}', 40],
  ['PUT', '/v3/catalog/categories/{id}', 40],
  ['DELETE', '/v3/catalog/categories/{id}', 40],
  ['DELETE', '/v3/pricelists/{id}', 1],
  ['PUT', '/v3/pricelists/{id}/assignments', 25],
  ['POST', '/v3/pricelists/records', 10],
  ['PUT', '/v3/pricelists/records', 1],
  ['GET', '/v3/pricelists/{id}/records', 10],
  ['POST', '/v3/pricelists/{id}/records', 10],
  ['PUT', '/v3/pricelists/{id}/records', 2],
  ['GET', '/v3/pricelists/{id}/records/{variant_id}', 40],
  ['GET', '/v3/pricelists/{id}/records/{variant_id}/{currency_code}', 50],
  ['PUT', '/v3/pricelists/{id}/records/{variant_id}/{currency_code}', 40],
  ['DELETE', '/v3/pricelists/{id}/records/{variant_id}/{currency_code}', 25],
  ['GET', '/v3/inventory/locations', 50],
  ['POST', '/v3/inventory/locations', 50],
  ['PUT', '/v3/inventory/locations', 50],
  ['GET', '/v2/customer_groups', 40],
  ['POST', '/v2/customer_groups', 40],
  ['DELETE', '/v2/customer_groups/{id}', 40],
  ['PUT', '/v3/customers', 3],
  ['POST', '/v3/customers/attributes', 3],
  ['PUT', '/v3/customers/attributes', 3],
  ['PUT', '/v3/customers/attribute-values', 3],
  ['POST', '/v3/customers/addresses', 10],
  ['PUT', '/v3/customers/addresses', 3],
]

/** How the table writes small numbers. */
const words: Readonly<Record<number, string>> = { 1: 'one', 2: 'two', 3: 'three', 10: 'ten' }

describe('calls at once', () => {
  it.each(parallel)('%s %s runs %i times', async (method, path, most) => {
    const fault = store.sandbox.faults.add({ match: { method, path: '**' }, kind: 'slow', delayMs: 1_000 })
    const send = () => store.call(method, path.replaceAll(/\{\w+\}/g, '999999'), method === 'GET' ? undefined : [])
    const answers = Array.from({ length: most + 1 }, send)
    while (store.sandbox.faults.list.find(one => one.id === fault.id)?.hits !== most + 1) {
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    fault.remove()
    store.clock.advance(1_000)
    const refused = (await Promise.all(answers)).filter(({ status }) => status === 429)
    expect(refused).toHaveLength(1)
    expect((await send()).status).not.toBe(429)
  })

  it('are counted for no operation beside these, and the table says so', () => {
    const held = parallel.map(([method, path, most]) => `${method} ${path}: ${words[most] ?? most} at a time`)
    const counted = routes.flatMap(({ method, path, concurrent: most }) =>
      most === undefined ? [] : [`${method} ${path}: ${words[most] ?? most} at a time`],
    )
    expect(counted.toSorted()).toEqual(held.toSorted())
    const told = sandboxTable().flatMap(({ operation, state }) => {
      const said = /\w+ at a time/.exec(state)?.[0]
      return said === undefined ? [] : [`${operation}: ${said}`]
    })
    expect(told.toSorted()).toEqual(held.toSorted())
  })
})

it('reads a bare date as that day at the present time of day', async () => {
  const { id } = (
    await store.call('POST', '/v3/catalog/products', { name: 'Sundial', type: 'physical', weight: 9, price: 80 })
  ).body.data
  const order = await store.call('POST', '/v2/orders', {
    billing_address: { zip: '50001' },
    products: [{ name: 'Sundial', quantity: 1, price_ex_tax: 80, price_inc_tax: 80 }],
  })
  const day = store.clock.now().toISOString().slice(0, 10)
  const found = async () => {
    const products = await store.call('GET', `/v3/catalog/products?id=${id}&date_modified:min=${day}`)
    const orders = await store.call('GET', `/v2/orders?min_id=${order.body.id}&min_date_modified=${day}`)
    return [products.body.data.length, orders.body?.length ?? 0]
  }
  expect(await found()).toEqual([1, 1])
  // Both are of an earlier time of the same day.
  store.clock.advance(3_600_000)
  expect(await found()).toEqual([0, 0])
})
