import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const listings = '/v3/channels/664201/listings'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 10, variantsEach: 3 })
})

afterAll(() => store.close())

/** What lists a product with some of its variants, which a store of three variants each numbers in turn. */
const listing = (product_id: number, variantIds: number[], more: object = {}) => ({
  product_id,
  state: 'active',
  variants: variantIds.map(variant_id => ({ product_id, variant_id, state: 'active' })),
  ...more,
})

describe('channel listings', () => {
  it('are made, shown and changed, variant by variant', async () => {
    await store.checked(async () => {
      const input = listing(101, [1001, 1002], { name: 'Here', external_id: 'X-1' })
      const made = await store.call('POST', listings, [input])
      const date = '2026-03-01T09:00:00+00:00'
      const dates = { date_created: date, date_modified: date }
      const variants = input.variants.map(variant => ({ ...variant, channel_id: 664_201, ...dates }))
      const row = { ...input, channel_id: 664_201, listing_id: 1, ...dates, variants }
      expect(made).toMatchObject({ status: 200, body: { data: [row] } })
      expect((await store.call('GET', `${listings}/1`)).body).toEqual({ data: made.body.data[0], meta: {} })
      expect((await store.call('GET', listings)).body.data).toEqual(made.body.data)
      store.clock.advance(1_000)
      const change = { ...listing(101, [1002, 1003], { state: 'disabled' }), listing_id: 1 }
      const changed = (await store.call('PUT', listings, [change, { ...change, listing_id: 99 }])).body.data
      expect(changed).toHaveLength(1)
      expect(changed[0]).toMatchObject({ name: 'Here', state: 'disabled', date_created: date })
      const later = '2026-03-01T09:00:01+00:00'
      expect(changed[0].date_modified).toBe(later)
      expect(
        changed[0].variants.map((one: Record<string, unknown>) => [
          one.variant_id,
          one.date_created,
          one.date_modified,
        ]),
      ).toEqual([
        [1001, date, date],
        [1002, date, later],
        [1003, later, later],
      ])
      const again = (await store.call('POST', listings, [listing(101, [1001], { name: 'There' })])).body.data
      expect(again).toMatchObject([{ listing_id: 1, name: 'There' }])
      const moved = (await store.call('PUT', listings, [{ ...listing(102, []), listing_id: 1 }])).body.data
      expect(moved).toMatchObject([{ listing_id: 1, product_id: 101 }])
      expect((await store.call('GET', `${listings}/9`)).status).toBe(404)
      expect((await store.call('GET', '/v3/channels/2/listings/1')).status).toBe(404)
      expect(await store.call('GET', '/v3/channels/77/listings')).toMatchObject({ status: 200, body: { data: [] } })
    })
  })

  it('are paged behind a listing, and filtered', async () => {
    await store.checked(async () => {
      await store.call(
        'POST',
        listings,
        [102, 103, 104].map(id => listing(id, [])),
      )
      const products = (body: { data: { product_id: number }[] }) => body.data.map(row => row.product_id)
      const first = (await store.call('GET', `${listings}?limit=3`)).body
      expect(products(first)).toEqual([101, 102, 103])
      const second = (await store.call('GET', `${listings}${first.meta.pagination.links.next}`)).body
      expect(products(second)).toEqual([104])
      expect(second.meta.pagination.links.next).toBeUndefined()
      expect(products((await store.call('GET', `${listings}?product_id:in=102,104`)).body)).toEqual([102, 104])
    })
  })

  it('are refused as a whole, with every field at fault', async () => {
    const before = (await store.call('GET', listings)).body.data
    await store.checked(async () => {
      const good = listing(105, [])
      for (const [wrong, field] of [
        [listing(9, []), 'product_id'],
        [listing(106, [1001]), 'variants.0.variant_id'],
        [{ ...listing(106, []), variants: listing(101, [1001]).variants }, 'variants.0.product_id'],
        [{ product_id: 106, variants: [] }, 'state'],
        [{ ...listing(106, []), state: 'sold' }, 'state'],
      ] as const) {
        expect(await store.call('POST', listings, [good, wrong])).toMatchObject({
          status: 422,
          body: { errors: { [`1.${field}`]: expect.any(String) } },
        })
      }
      expect((await store.call('POST', '/v3/channels/77/listings', [good])).status).toBe(422)
      expect((await store.call('PUT', listings, [{ ...good, listing_id: 0 }])).status).toBe(422)
      expect((await store.call('PUT', listings, [good])).status).toBe(422)
    }, 'answers')
    const huge = { ...listing(105, []), variants: Array.from({ length: 200_000 }, () => 0) }
    expect(await store.call('POST', listings, [huge])).toMatchObject({
      status: 422,
      body: { errors: { '0.variants': expect.any(String) } },
    })
    expect((await store.call('GET', listings)).body.data).toEqual(before)
  })

  it('go with their product and its variants', async () => {
    store.sandbox.merchant.deleteVariant(101, 1001)
    const { variants } = (await store.call('GET', `${listings}/1`)).body.data
    expect(variants.map((one: { variant_id: number }) => one.variant_id)).toEqual([1002, 1003])
    store.sandbox.merchant.deleteProduct(101)
    expect((await store.call('GET', `${listings}/1`)).status).toBe(404)
  })
})

it('lists a whole catalog in one call, each product once', async () => {
  const large = await openSandboxCaller({ products: 4_000 })
  const all = Array.from({ length: 4_000 }, (_, at) => listing(101 + at, []))
  expect((await large.call('POST', listings, all)).body.data).toHaveLength(4_000)
  expect((await large.call('POST', listings, all)).body.data.at(-1).listing_id).toBe(4_000)
  await large.close()
})
