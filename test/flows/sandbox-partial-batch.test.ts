import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../src/sandbox/bigcommerce/index.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller

beforeEach(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterEach(() => store.close())

const breakBatches = (rule: Partial<FaultRule>) =>
  store.sandbox.faults.add({ match: { path: '/v3/**' }, kind: 'partial-batch', times: 1, ...rule })

const products = '/v3/catalog/products'
const pricesOf = async (ids: readonly number[]) => {
  const { body } = await store.call('GET', `${products}?id:in=${ids.join(',')}&sort=id`)
  return body.data.map(({ price }: { price: number }) => price)
}
const ids = [101, 102, 103, 104, 105]
const batch = ids.map((id, at) => ({ id, price: 1_000 + at }))

describe('a batch of which a part takes effect', () => {
  it('is cut off after the half, and told of no more than was saved', async () => {
    const before = await pricesOf(ids)
    breakBatches({})
    await expect(store.call('PUT', products, batch)).rejects.toThrow()
    expect(await pricesOf(ids)).toEqual([1_000, 1_001, ...before.slice(2)])
    expect(store.told().filter(line => line.startsWith('store/product/updated'))).toHaveLength(2)
    const [, exchange] = store.sandbox.journal.exchanges.filter(({ url }) => url.includes('products'))
    expect([exchange?.status, exchange?.fault, JSON.parse(exchange?.requestBody ?? '')]).toEqual([
      0,
      'partial-batch',
      batch,
    ])
    expect((await store.call('PUT', products, batch)).status).toBe(200)
    expect(await pricesOf(ids)).toEqual([1_000, 1_001, 1_002, 1_003, 1_004])
  })

  it('answers 207 in the documented form, with what was saved and errors for the rest', async () => {
    const before = await pricesOf(ids)
    breakBatches({ items: 3, status: 207 })
    await store.checked(async () => {
      const { status, body } = await store.call('PUT', products, batch)
      expect([status, body.data.map(({ id }: { id: number }) => id), Object.keys(body.errors)]).toEqual([
        207,
        [101, 102, 103],
        ['3', '4'],
      ])
    })
    expect(await pricesOf(ids)).toEqual([1_000, 1_001, 1_002, ...before.slice(3)])
  })

  it('answers 500, or any body that is given, after its work', async () => {
    breakBatches({ items: 1, status: 500 })
    await store.checked(async () => {
      const { status, body } = await store.call('PUT', products, batch)
      expect([status, body.status]).toEqual([500, 500])
    }, 'answers')
    expect((await pricesOf([101]))[0]).toBe(1_000)
    breakBatches({ items: 2, status: 503, body: { busy: true } })
    expect(await store.call('PUT', products, batch)).toEqual({ status: 503, body: { busy: true } })
    expect((await pricesOf([102]))[0]).toBe(1_001)
  })

  it('of variants and price records answers 422 in the form of each', async () => {
    const { body } = await store.call('GET', '/v3/catalog/variants?limit=4')
    const variants: { id: number }[] = body.data.map(({ id }: { id: number }) => ({ id }))
    const [first, , third] = variants
    breakBatches({ status: 422 })
    await store.checked(async () => {
      const answer = await store.call(
        'PUT',
        '/v3/catalog/variants',
        variants.map(one => ({ ...one, upc: '4012345678901' })),
      )
      expect([answer.status, answer.body.batch_errors.length]).toEqual([422, 2])
    })
    const upcs = (await store.call('GET', '/v3/catalog/variants?limit=4')).body.data.map(
      ({ upc }: { upc: string }) => upc,
    )
    expect(upcs.map((upc: string) => upc === '4012345678901')).toEqual([true, true, false, false])
    const list = (await store.call('POST', '/v3/pricelists', { name: 'Trade', active: true })).body.data.id
    const path = `/v3/pricelists/${list}/records`
    breakBatches({ status: 422 })
    await store.checked(async () => {
      const records = variants.map(({ id }) => ({ variant_id: id, currency: 'usd', price: 5 }))
      const answer = await store.call('PUT', path, records)
      expect([answer.status, answer.body.batch_errors[0].data]).toEqual([
        422,
        { variant_id: third?.id, currency: 'usd' },
      ])
    })
    const kept = (await store.call('GET', path)).body.data.map(({ variant_id }: { variant_id: number }) => variant_id)
    expect(kept).toEqual(variants.slice(0, 2).map(({ id }) => id))
    expect(kept[0]).toBe(first?.id)
  })

  it('of adjustments changes the first numbers alone', async () => {
    const { body } = await store.call('GET', '/v3/inventory/items?limit=250')
    const counted: { identity: { variant_id: number; product_id: number } }[] = body.data
    const tracked = (await store.call('GET', `${products}?limit=250&include_fields=inventory_tracking`)).body.data
    const byVariant = new Set(
      tracked
        .filter((row: { inventory_tracking: string }) => row.inventory_tracking === 'variant')
        .map(({ id }: { id: number }) => id),
    )
    const [a, b] = counted
      .filter(({ identity }) => byVariant.has(identity.product_id))
      .map(({ identity }) => identity.variant_id)
    const items = [a, b].map(variant_id => ({ variant_id, location_id: 1, quantity: 777 }))
    breakBatches({ status: 500 })
    expect((await store.call('PUT', '/v3/inventory/adjustments/absolute', { items })).status).toBe(500)
    const after = (await store.call('GET', `/v3/inventory/locations/1/items?variant_id:in=${a},${b}`)).body.data
    const numbers = after.map((row: { total_inventory_onhand: number }) => row.total_inventory_onhand === 777)
    expect(numbers).toEqual([true, false])
  })

  it('leaves alone what is no batch, and what is refused', async () => {
    breakBatches({ times: 9, status: 500 })
    expect((await store.call('GET', '/v3/catalog/summary')).status).toBe(200)
    expect((await store.call('PUT', `${products}/101`, { price: 7 })).status).toBe(200)
    expect(
      (
        await store.call('PUT', products, [
          { id: 101, price: 'x' },
          { id: 102, price: 8 },
        ])
      ).status,
    ).toBe(422)
    expect((await store.call('PUT', products, [])).status).toBe(200)
  })

  it('is set up from another process', async () => {
    const response = await fetch(`${store.sandbox.url}/_control/faults`, {
      method: 'POST',
      headers: { 'X-Sandbox-Control': store.sandbox.controlSecret },
      body: JSON.stringify({ kind: 'partial-batch', match: { path: products }, items: 4, status: 207 }),
    })
    expect(response.status).toBe(201)
    expect(store.sandbox.faults.list[0]?.rule).toEqual({
      kind: 'partial-batch',
      match: { path: products },
      items: 4,
      status: 207,
    })
    expect((await store.call('PUT', products, batch)).body.data).toHaveLength(4)
  })
})
