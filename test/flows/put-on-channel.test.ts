import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { importsForFile } from '../support/catalog.ts'
import { refusalOf } from '../support/hub.ts'
import { LiveShop } from '../support/live-shop.ts'

/** What a product is to each channel: there, to be put there, or neither; on its page and as a filter of the list. */

const imports = importsForFile({}, { writes: true })

async function openShop(seed: number): Promise<LiveShop> {
  return LiveShop.open(await imports.newBusiness(), await imports.store({ seed, products: 3 }), 'Shop')
}

async function make(shop: LiveShop, name: string, channelIds: string[] = []): Promise<string> {
  const body = { fields: { name, sku: name, price: '5', weight: '1' }, channelIds }
  return (await shop.browser.call('POST /api/products', { body })).productId
}

async function absentOf({ browser }: LiveShop, productId: string) {
  return (await browser.call('GET /api/products/:productId', { params: { productId } })).absent
}

const found = async ({ browser }: LiveShop, query: { wantedOn: string } | { missingOn: string }) => {
  const { products } = await browser.call('GET /api/products', { query })
  const { count } = await browser.call('GET /api/products-count', { query })
  expect(count).toBe(products.length)
  return products.map(({ name }) => name)
}

describe('a product that a channel does not have', () => {
  it('is listed as missing, then as waiting, and as neither once it is made', async () => {
    const shop = await openShop(931)
    const { channelId } = shop
    const other = (await shop.browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Other' } })).id
    const [one, two] = [await make(shop, 'One'), await make(shop, 'Two', [channelId])]
    const there = { channelId, channelName: 'Shop' }
    const elsewhere = { channelId: other, channelName: 'Other', wanted: false }
    expect(await absentOf(shop, one)).toEqual([{ ...there, wanted: false }, elsewhere])
    expect(await absentOf(shop, two)).toEqual([{ ...there, wanted: true }, elsewhere])
    expect(await found(shop, { missingOn: channelId })).toEqual(['One'])
    expect(await found(shop, { wantedOn: channelId })).toEqual(['Two'])
    expect(await found(shop, { missingOn: other })).toHaveLength(5)
    const [listed] = await shop.browser
      .call('GET /api/products', { query: {} })
      .then(({ products }) => products.filter(({ channels }) => channels.length > 0))
    expect(await absentOf(shop, listed?.id ?? '')).toEqual([elsewhere])

    // All that a filter finds is put there, and what is sent is neither missing nor waiting.
    const params = { channelId }
    const put = { params, body: { products: { missingOn: channelId } } }
    expect(await shop.browser.call('POST /api/channels/:channelId/products', put)).toEqual({
      ...{ wanted: 1, already: 0, faults: [] },
    })
    expect(await shop.apply()).toMatchObject({ states: { applied: 2 } })
    expect(await absentOf(shop, one)).toEqual([elsewhere])
    expect([await found(shop, { missingOn: channelId }), await found(shop, { wantedOn: channelId })]).toEqual([[], []])

    // What is gone from the store is missing there again.
    const gone = JSON.parse(await shop.now()) as { id: number; name: string }[]
    shop.store.merchant.deleteProduct(gone.find(({ name }) => name === 'One')?.id ?? 0)
    await shop.pull()
    expect(await found(shop, { missingOn: channelId })).toEqual(['One'])
    expect(await absentOf(shop, one)).toEqual([{ ...there, wanted: false }, elsewhere])
  })

  it('is no longer waited for once the channel is removed, as what was to be deleted there', async () => {
    const shop = await openShop(932)
    const params = { channelId: shop.channelId }
    const one = await make(shop, 'Wanted', [shop.channelId])
    const products = [String(shop.products[0]?.id)]
    await shop.browser.call('POST /api/channels/:channelId/removals', { params, body: { products } })
    await shop.browser.call('DELETE /api/channels/:channelId', { params })
    expect(await absentOf(shop, one)).toEqual([])
    const left = sql`
      select channel_id from listing_wanted where channel_id = ${shop.channelId}
      union all select channel_id from removal_wanted where channel_id = ${shop.channelId}
    `.execute(imports.hub.db.kysely)
    expect((await left).rows).toEqual([])
    const put = { params, body: { productIds: [one] } }
    expect(await refusalOf(shop.browser.call('POST /api/channels/:channelId/products', put))).toMatchObject({
      code: 'not_found',
    })
  })
})
