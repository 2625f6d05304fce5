import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenStore } from '../support/sandbox-store.ts'
import { openStore } from '../support/sandbox-store.ts'

let store: OpenStore

beforeEach(async () => {
  store = await openStore()
})

afterEach(() => store.close())

const absolute = (items: object[]) =>
  store.call('PUT', '/v3/inventory/adjustments/absolute', { reason: 'Count', items })
const relative = (items: object[]) => store.call('POST', '/v3/inventory/adjustments/relative', { items })

/** Product 101 has variants that are counted one by one; the simple one is counted by itself. */
async function goods() {
  const { body } = await store.call('GET', '/v3/catalog/products?limit=250&include=variants')
  const find = (tracking: string) => {
    const row = body.data.find((one: { inventory_tracking: string }) => one.inventory_tracking === tracking)
    return { id: row.id as number, variant: row.variants[0] as { id: number; sku: string; sku_id: number } }
  }
  return { simple: find('product'), choice: find('variant') }
}

async function levelOf(productId: number, variantId: number, locationId: number) {
  const { body } = await store.call('GET', `/v3/inventory/items?product_id:in=${productId}&variant_id:in=${variantId}`)
  const [item] = body.data
  return item.locations.find((one: { location_id: number }) => one.location_id === locationId)
}

const title = ({ status, body }: { status: number; body: { title: string } }) => `${status} ${body.title}`

describe('absolute adjustments', () => {
  it('give a number, which the catalog and the events tell too', async () => {
    const { simple, choice } = await goods()
    const other = (await levelOf(choice.id, choice.variant.id, 2)).total_inventory_onhand
    store.told()
    store.clock.advance(60_000)
    const answer = await absolute([
      { location_id: 1, product_id: simple.id, quantity: 70 },
      { location_id: 1, sku: choice.variant.sku.toLowerCase(), quantity: 9 },
    ])
    expect(answer).toEqual({ status: 200, body: { transaction_id: expect.stringMatching(/^[0-9a-f-]{36}$/) } })
    expect(await levelOf(simple.id, simple.variant.id, 1)).toMatchObject({ total_inventory_onhand: 70 })
    expect(await levelOf(choice.id, choice.variant.id, 1)).toMatchObject({ available_to_sell: 9 })
    const variant = await store.call('GET', `/v3/catalog/products/${choice.id}/variants/${choice.variant.id}`)
    expect(variant.body.data.inventory_level).toBe(9 + other)
    const product = await store.call('GET', `/v3/catalog/products/${simple.id}`)
    const level = product.body.data.inventory_level
    expect(product.body.data.date_modified).toBe('2026-03-01T09:01:00+00:00')
    const stockChanged = 'store/channel/*/inventory/product/stock_changed'
    expect(store.told()).toEqual([
      {
        scope: 'store/product/inventory/updated',
        data: {
          type: 'product',
          id: simple.id,
          inventory: { product_id: simple.id, method: 'absolute', value: level },
        },
      },
      { scope: 'store/product/updated', data: { type: 'product', id: simple.id } },
      { scope: stockChanged, data: { variant_id: simple.variant.id, product_id: simple.id, location_id: 1 } },
      {
        scope: 'store/sku/inventory/updated',
        data: {
          type: 'sku',
          id: choice.variant.sku_id,
          inventory: { product_id: choice.id, method: 'absolute', value: 9 + other, variant_id: choice.variant.id },
        },
      },
      { scope: stockChanged, data: { variant_id: choice.variant.id, product_id: choice.id, location_id: 1 } },
    ])
  })

  it('are refused as a whole, with the documented words, where an item is counted otherwise', async () => {
    const { simple, choice } = await goods()
    const before = await levelOf(simple.id, simple.variant.id, 1)
    const wrong = await absolute([
      { location_id: 1, product_id: simple.id, quantity: 70 },
      { location_id: 1, variant_id: simple.variant.id, quantity: 70 },
    ])
    const words = `is tracked by product, please update stock by product id]`
    expect(title(wrong)).toBe(`422 [Item with variant_id ${simple.variant.id} ${words}`)
    const reverse = await absolute([{ location_id: 1, product_id: choice.id, quantity: 1 }])
    expect(title(reverse)).toContain(`422 [Item with product_id ${choice.id} is tracked by variant`)
    expect(await levelOf(simple.id, simple.variant.id, 1)).toEqual(before)
  })

  it('are refused for unknown items and locations, for too many items, and beside the form', async () => {
    expect(title(await absolute([{ location_id: 1, product_id: 9, quantity: 1 }]))).toContain(
      '[product_id 9] not found',
    )
    expect(title(await absolute([{ location_id: 9, product_id: 101, quantity: 1 }]))).toContain('[9] not found')
    const item = { location_id: 1, variant_id: 1001, quantity: 1 }
    const put = (items: unknown) => store.wrongCall('PUT', '/v3/inventory/adjustments/absolute', { items })
    expect(title(await put(Array.from({ length: 2_001 }, () => item)))).toBe(
      '413 The request payload is too large. The maximum items allowed in the array is 2000.',
    )
    const bad = await put([item, { ...item, quantity: -1 }, { location_id: 1, quantity: 1 }])
    expect(bad.status).toBe(422)
    expect(Object.keys(bad.body.errors)).toEqual(['items.1.quantity', 'items.2'])
    expect((await put([{ ...item, quantity: 2_147_483_648 }])).status).toBe(422)
  })
})

describe('relative adjustments', () => {
  it('need an absolute one first, and say so without naming the location', async () => {
    const made = store.sandbox.merchant.addProduct({ name: 'Bench', tracking: 'product', sku: 'BENCH' })
    const change = { location_id: 2, product_id: made.productId, quantity: 4 }
    expect(title(await relative([change]))).toBe(
      `422 Items with identity: [product_id ${made.productId}] requires absolute adjustment before relative`,
    )
    await absolute([{ ...change, quantity: 0 }])
    store.told()
    expect((await relative([change, { ...change, quantity: -1 }])).status).toBe(200)
    expect(await levelOf(made.productId, made.variantIds[0] ?? 0, 2)).toMatchObject({ total_inventory_onhand: 3 })
    expect(store.told()[0]).toMatchObject({ data: { inventory: { method: 'relative', value: 4 } } })
  })

  it('are refused below the safety stock and over the maximum', async () => {
    const { simple } = await goods()
    const item = { location_id: 1, product_id: simple.id }
    await absolute([{ ...item, quantity: 10 }])
    const settings = [{ identity: { product_id: simple.id }, safety_stock: 4, warning_level: 6 }]
    expect((await store.call('PUT', '/v3/inventory/locations/1/items', { settings })).status).toBe(200)
    expect(store.told().at(-1)).toMatchObject({ scope: 'store/channel/*/inventory/product/settings_changed' })
    expect(await levelOf(simple.id, simple.variant.id, 1)).toMatchObject({
      available_to_sell: 6,
      total_inventory_onhand: 10,
      settings: { safety_stock: 4, warning_level: 6, is_in_stock: true },
    })
    expect((await relative([{ ...item, quantity: -7 }])).status).toBe(422)
    expect(
      (
        await relative([
          { ...item, quantity: -4 },
          { ...item, quantity: -3 },
        ])
      ).status,
    ).toBe(422)
    expect((await relative([{ ...item, quantity: 2_147_483_640 }])).status).toBe(422)
    expect((await relative([{ ...item, quantity: -6 }])).status).toBe(200)
    expect(await levelOf(simple.id, simple.variant.id, 1)).toMatchObject({ available_to_sell: 0 })
  })
})

describe('what the merchant counts by hand', () => {
  it('is told as adjustments are', async () => {
    const { simple, choice } = await goods()
    const { merchant } = store.sandbox
    store.told()
    merchant.editProduct(simple.id, { inventory_level: 333 })
    merchant.editVariant(choice.id, choice.variant.id, { inventory_level: 444 })
    merchant.editProduct(simple.id, { name: 'Another name' })
    const told = store.told().filter(({ scope }) => scope.includes('inventory/updated'))
    expect(told).toMatchObject([
      {
        scope: 'store/product/inventory/updated',
        data: { id: simple.id, inventory: { method: 'absolute', value: 333 } },
      },
      { scope: 'store/sku/inventory/updated', data: { inventory: { variant_id: choice.variant.id, value: 444 } } },
    ])
  })
})

describe('the levels of the catalog', () => {
  const levels = async (id: number) => {
    const { body } = await store.call('GET', `/v3/catalog/products/${id}?include=variants`)
    return [body.data.inventory_level, body.data.variants[0].inventory_level]
  }

  it('are the most where more is on hand, and 0 where nothing is tracked', async () => {
    const { simple } = await goods()
    const item = { product_id: simple.id }
    await absolute([
      { ...item, location_id: 1, quantity: 2_147_483_647 },
      { ...item, location_id: 2, quantity: 5 },
    ])
    expect(await levels(simple.id)).toEqual([2_147_483_647, 2_147_483_647])
    await store.call('PUT', `/v3/catalog/products/${simple.id}`, { inventory_tracking: 'none' })
    expect((await store.call('DELETE', '/v3/inventory/locations?location_id:in=2')).status).toBe(200)
    expect(await levels(simple.id)).toEqual([0, 0])
  })
})

describe('a store whose numbers lag', () => {
  it('accepts at once, shows later, and counts what it has accepted', async () => {
    await store.close()
    store = await openStore({ inventoryDelayMs: 5_000 })
    const { simple } = await goods()
    const item = { location_id: 1, product_id: simple.id }
    const shown = async () => (await levelOf(simple.id, simple.variant.id, 1)).total_inventory_onhand
    const before = await shown()
    expect((await absolute([{ ...item, quantity: 200 }])).status).toBe(200)
    expect((await relative([{ ...item, quantity: -150 }])).status).toBe(200)
    expect((await relative([{ ...item, quantity: -51 }])).status).toBe(422)
    store.told()
    store.clock.advance(4_999)
    expect(await shown()).toBe(before)
    expect(store.told()).toEqual([])
    store.clock.advance(1)
    expect(await shown()).toBe(50)
    expect(store.told()).toHaveLength(6)
  })
})

describe('an adjustment that was accepted before the store changed', () => {
  beforeEach(async () => {
    await store.close()
    store = await openStore({ inventoryDelayMs: 5_000 })
  })

  it('stops at 0, and tells the difference that it made', async () => {
    const { simple } = await goods()
    store.sandbox.merchant.editProduct(simple.id, { inventory_level: 20 })
    expect((await relative([{ location_id: 1, product_id: simple.id, quantity: -15 }])).status).toBe(200)
    store.sandbox.merchant.editProduct(simple.id, { inventory_level: 2 })
    store.told()
    store.clock.advance(5_000)
    expect(await levelOf(simple.id, simple.variant.id, 1)).toMatchObject({ total_inventory_onhand: 0 })
    expect(store.told()[0]).toMatchObject({ data: { inventory: { method: 'relative', value: -2 } } })
  })

  it('does nothing at a location that is gone', async () => {
    const { simple } = await goods()
    store.sandbox.merchant.editProduct(simple.id, { inventory_level: 20 })
    await absolute([{ location_id: 2, product_id: simple.id, quantity: 8 }])
    expect((await store.call('DELETE', '/v3/inventory/locations?location_id:in=2')).status).toBe(200)
    store.told()
    store.clock.advance(5_000)
    expect((await store.call('GET', `/v3/catalog/products/${simple.id}`)).body.data.inventory_level).toBe(20)
    expect(store.told()).toEqual([])
  })
})

describe('item settings', () => {
  it('leave what was not set to the item', async () => {
    const { simple } = await goods()
    const item = { location_id: 1, product_id: simple.id }
    await absolute([{ ...item, quantity: 5 }])
    const set = (setting: object) =>
      store.call('PUT', '/v3/inventory/locations/1/items', {
        settings: [{ identity: { product_id: simple.id }, ...setting }],
      })
    await set({ safety_stock: 1 })
    await set({ warning_level: 3 })
    await absolute([{ ...item, quantity: 0 }])
    expect((await levelOf(simple.id, simple.variant.id, 1)).settings).toMatchObject({
      safety_stock: 1,
      warning_level: 3,
      is_in_stock: false,
    })
  })

  it('need an item and a setting', async () => {
    const put = (settings: unknown, id = 1) =>
      store.wrongCall('PUT', `/v3/inventory/locations/${id}/items`, { settings })
    const bare = await put([{ identity: { variant_id: 1001 } }])
    expect(bare).toMatchObject({
      status: 422,
      body: {
        title: 'Payload contains invalid fields',
        errors: {
          'setting.0.settings': 'At least one setting must be specified: warning_level, is_in_stock or safety_stock',
        },
      },
    })
    expect((await put([{ identity: {}, safety_stock: 1 }])).status).toBe(422)
    expect((await put([{ identity: { variant_id: 9 }, safety_stock: 1 }])).status).toBe(422)
    expect((await put([{ identity: { variant_id: 1001 }, safety_stock: 1 }], 9)).status).toBe(404)
  })
})

describe('locations', () => {
  const kiosk = {
    label: 'Kiosk',
    managed_by_external_source: true,
    type_id: 'VIRTUAL',
    time_zone: 'America/Chicago',
    address: {
      address1: '1 Station',
      city: 'Willowford',
      state: 'Iowa',
      zip: '50001',
      email: 'kiosk@willow-and-fell.example',
      geo_coordinates: { latitude: 41.7, longitude: -93.5 },
      country_code: 'US',
    },
  }
  const path = '/v3/inventory/locations'
  const at = async (id: number) => (await store.call('GET', `${path}?location_id:in=${id}`)).body.data[0]

  it('are made, changed and disabled', async () => {
    const { simple } = await goods()
    store.told()
    expect((await store.call('POST', path, [kiosk])).status).toBe(200)
    expect(await at(3)).toMatchObject({ ...kiosk, code: 'BC-LOCATION-3', enabled: true, storefront_visibility: true })
    expect(store.told()).toEqual([{ scope: 'store/inventory/location/created', data: { location_id: 3 } }])
    const item = { location_id: 3, product_id: simple.id, quantity: 8 }
    expect((await absolute([item])).status).toBe(200)
    store.told()
    const change = { id: 3, enabled: false, address: { country_code: 'US', city: 'Oakham' } }
    expect((await store.call('PUT', path, [change])).status).toBe(200)
    expect(store.told()).toEqual([{ scope: 'store/inventory/location/updated', data: { location_id: 3 } }])
    expect(await at(3)).toMatchObject({ enabled: false, address: { address1: '1 Station', city: 'Oakham' } })
    expect(title(await absolute([item]))).toContain('[3] are disabled')
    expect(await levelOf(simple.id, simple.variant.id, 3)).toMatchObject({
      available_to_sell: 8,
      location_enabled: false,
    })
  })

  it('take their stock along when they are deleted, and their ids are not given again', async () => {
    const { simple } = await goods()
    const level = async () => (await store.call('GET', `/v3/catalog/products/${simple.id}`)).body.data.inventory_level
    const before = await level()
    await store.call('POST', path, [kiosk])
    await absolute([{ location_id: 3, product_id: simple.id, quantity: 8 }])
    expect(await level()).toBe(before + 8)
    expect((await store.call('DELETE', `${path}?location_id:in=3`)).status).toBe(200)
    expect(await at(3)).toBeUndefined()
    expect(await level()).toBe(before)
    await store.call('POST', path, [kiosk])
    expect(await at(4)).toMatchObject({ code: 'BC-LOCATION-4' })
    expect((await store.call('DELETE', `${path}?location_id:in=3`)).status).toBe(404)
    expect(title(await store.call('DELETE', `${path}?location_id:in=1`))).toBe(
      '422 Location canʼt be deleted. Main warehouse is set as a shipping origin for this store and canʼt be deleted.',
    )
  })

  it('are refused over the number of the plan, with a code twice, unknown and beside the form', async () => {
    expect(
      (
        await store.call(
          'POST',
          path,
          Array.from({ length: 7 }, () => kiosk),
        )
      ).status,
    ).toBe(422)
    expect((await store.call('POST', path, [{ ...kiosk, code: 'shop' }])).status).toBe(422)
    expect((await store.call('PUT', path, [{ id: 2, code: 'bc-location-1' }])).status).toBe(422)
    expect((await store.call('PUT', path, [{ id: 9, label: 'No' }])).status).toBe(422)
    const { address: _, ...bare } = kiosk
    expect(await store.wrongCall('POST', path, [bare])).toMatchObject({
      status: 422,
      body: { errors: { '0.address': expect.any(String) } },
    })
    expect((await store.wrongCall('DELETE', path)).status).toBe(422)
    expect((await store.call('GET', path)).body.data).toHaveLength(2)
  })
})

describe('inventory settings', () => {
  const path = '/v3/settings/inventory'

  it('change for the store, and for a channel until null takes that away', async () => {
    const answer = await store.call('PUT', path, { update_stock_behavior: 'order_completed_or_shipped' })
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { update_stock_behavior: 'order_completed_or_shipped' } },
    })
    const own = `${path}?channel_id=2`
    await store.call('PUT', own, { update_stock_behavior: 'order_placed' })
    expect((await store.call('GET', own)).body.data).toMatchObject({
      update_stock_behavior: 'order_placed',
      edit_order_stock_adjustment: null,
    })
    await store.call('PUT', own, { update_stock_behavior: null })
    expect((await store.call('GET', own)).body.data.update_stock_behavior).toBeNull()
    expect((await store.call('GET', path)).body.data.update_stock_behavior).toBe('order_completed_or_shipped')
  })

  it('are refused with unknown words, null for the store, and an unknown channel', async () => {
    expect((await store.wrongCall('PUT', path, { update_stock_behavior: 'never' })).status).toBe(422)
    expect((await store.wrongCall('PUT', path, { update_stock_behavior: null })).status).toBe(422)
    expect((await store.call('PUT', `${path}?channel_id=9`, { hide_in_product_filtering: true })).status).toBe(422)
  })
})
