import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const channels = '/v3/channels'
const sites = '/v3/sites'
const now = '2026-03-01T09:00:00+00:00'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 3 })
})

afterAll(() => store.close())

async function madeChannel(name: string, more: object = {}): Promise<number> {
  const { status, body } = await store.call('POST', channels, { name, type: 'storefront', platform: 'custom', ...more })
  expect(status).toBe(200)
  store.told()
  return body.data.id
}

const idsOf = async (query: string) =>
  (await store.call('GET', `${channels}?${query}`)).body.data.map((row: { id: number }) => row.id)

describe('channels', () => {
  it('are made with defaults and with every field, changed, and told', async () => {
    await store.checked(async () => {
      const plain = { name: 'eBay_shop-1', type: 'marketplace', platform: 'ebay' }
      const first = await store.call('POST', channels, plain)
      const row = {
        ...plain,
        id: 664_202,
        status: 'connected',
        external_id: '',
        is_listable_from_ui: true,
        is_visible: true,
        is_enabled: true,
        date_created: now,
        date_modified: now,
      }
      expect(first).toEqual({ status: 200, body: { data: row, meta: {} } })
      expect(store.told()).toEqual(['store/channel/created {"type":"channel","id":664202}'])
      const full = {
        name: 'Headless',
        type: 'storefront',
        platform: 'next',
        status: 'prelaunch',
        external_id: 'H-1',
        is_listable_from_ui: false,
        is_visible: false,
      }
      const second = await store.call('POST', channels, full)
      expect(second.body.data).toMatchObject({ ...full, id: 664_203, is_enabled: true })
      store.told()
      store.clock.advance(1_000)
      const change = { name: 'Headless 2', status: 'inactive', is_visible: true, type: 'storefront', platform: 'next' }
      const { data } = (await store.call('PUT', `${channels}/664203`, change)).body
      expect(data).toEqual({
        ...second.body.data,
        ...change,
        is_enabled: false,
        date_modified: '2026-03-01T09:00:01+00:00',
      })
      expect(store.told()).toEqual(['store/channel/updated {"type":"channel","id":664203}'])
      store.clock.advance(1_000)
      expect((await store.call('PUT', `${channels}/664203`, { status: 'inactive' })).body.data).toEqual(data)
      expect(store.told()).toEqual([])
      expect((await store.call('GET', `${channels}/664203`)).body.data).toEqual(data)
    })
  })

  it('are found by whether they are available', async () => {
    const gone = await madeChannel('Gone')
    await store.call('PUT', `${channels}/${gone}`, { status: 'archived' })
    const rows = (await store.call('GET', channels)).body.data as { id: number; status: string }[]
    const open = ['prelaunch', 'active', 'inactive', 'connected']
    await store.checked(async () => {
      const wanted = (is: boolean) => rows.filter(row => open.includes(row.status) === is).map(row => row.id)
      expect(await idsOf('available=true')).toEqual(wanted(true))
      expect(await idsOf('available=false')).toEqual(wanted(false))
      expect(wanted(false)).toContain(gone)
    })
    expect((await store.call('GET', `${channels}?available=perhaps`)).status).toBe(422)
    store.told()
  })

  it('are refused where type, platform, status or name are none', async () => {
    const count = (await idsOf('')).length
    await store.checked(async () => {
      const good = { name: 'Fair', type: 'marketplace', platform: 'ebay' }
      for (const [wrong, words] of [
        [{ platform: 'bigcommerce' }, 'Input channel type [marketplace] with platform [bigcommerce] is not supported'],
        [{ platform: 'toString' }, 'Input channel type [marketplace] with platform [toString] is not supported'],
        [{ name: 'Café' }, expect.stringContaining('Only latin alphabet letters')],
        [{ status: 'active' }, expect.stringContaining('[active] is not supported')],
        [{ status: 'deleted' }, expect.stringContaining('[deleted] is not supported')],
        [{ type: 'bazaar' }, 'JSON data is missing or invalid'],
        [{ platform: undefined }, 'JSON data is missing or invalid'],
      ] as const) {
        const answer = await store.call('POST', channels, { ...good, ...wrong })
        expect(answer).toMatchObject({ status: 422, body: { title: words } })
      }
      expect(
        await store.call('POST', channels, { name: 'eBay_shop-1', type: 'marketplace', platform: 'ebay' }),
      ).toMatchObject({
        status: 409,
        body: {
          title: 'Channel already exists with name: "eBay_shop-1", platform: "ebay", and type: "marketplace"',
        },
      })
    }, 'answers')
    expect(await idsOf('')).toHaveLength(count)
    expect(store.told()).toEqual([])
  })

  it('stay what they are, and deleted ones as they are', async () => {
    const id = await madeChannel('Steady')
    await store.checked(async () => {
      const path = `${channels}/${id}`
      expect(await store.call('PUT', path, { name: 'X', type: 'pos', platform: 'square' })).toMatchObject({
        status: 422,
        body: {
          title: 'The following fields are invalid: type, platform',
          errors: { type: "The field 'type' can not be updated after channel is created." },
        },
      })
      for (const change of [
        { status: 'prelaunch' },
        { status: 'terminated' },
        { status: 'connected' },
        { name: 'ä' },
      ]) {
        expect((await store.call('PUT', path, change)).status).toBe(422)
      }
      await madeChannel('Taken')
      expect((await store.call('PUT', path, { name: 'Taken' })).status).toBe(409)
      expect((await store.call('PUT', `${channels}/1`, { status: 'deleted' })).status).toBe(422)
      expect(await store.call('PUT', `${channels}/99`, { name: 'X' })).toMatchObject({
        status: 404,
        body: { title: 'The requested entity was not found.' },
      })
      expect((await store.call('GET', path)).body.data).toMatchObject({ name: 'Steady', status: 'active' })
      expect(store.told()).toEqual([])
      expect((await store.call('PUT', path, { status: 'deleted' })).status).toBe(200)
      expect(store.told()).toEqual([`store/channel/updated {"type":"channel","id":${id}}`])
      expect(await store.call('PUT', path, { name: 'Back' })).toMatchObject({
        status: 422,
        body: { title: expect.stringContaining('A deleted channel cannot be updated.') },
      })
      expect(await idsOf('status:in=deleted')).toEqual([id])
    }, 'answers')
  })

  it('take listings, products and orders once they are there', async () => {
    const id = await madeChannel('Fresh', { type: 'marketplace' })
    const listing = { product_id: 101, state: 'active', variants: [] }
    expect((await store.call('POST', `${channels}/${id}/listings`, [listing])).status).toBe(200)
    const pair = [{ product_id: 101, channel_id: id }]
    expect((await store.call('PUT', '/v3/catalog/products/channel-assignments', pair)).status).toBe(204)
    const order = {
      billing_address: {
        first_name: 'Ada',
        last_name: 'Hall',
        street_1: '1 Mill Lane',
        city: 'Oakham',
        state: 'Iowa',
        zip: '50002',
        country: 'United States',
        country_iso2: 'US',
        email: 'ada@hall.example',
      },
      products: [{ name: 'By hand', quantity: 1, price_inc_tax: 1, price_ex_tax: 1 }],
      channel_id: id,
    }
    expect((await store.call('POST', '/v2/orders', order)).status).toBe(201)
    await store.call('PUT', `${channels}/${id}`, { status: 'disconnected' })
    expect((await store.call('POST', '/v2/orders', order)).status).toBe(400)
    store.told()
  })
})

describe('sites', () => {
  const siteTold = (channel: number, site: number, what = 'site/updated') =>
    `store/channel/${channel}/settings/${what} {"site_id":${site}}`

  it('are made for a channel, moved and deleted, and told', async () => {
    const channel = await madeChannel('With site')
    await store.checked(async () => {
      const at = `${now.slice(0, 17)}02+00:00`
      const { domain } = (await store.call('GET', '/v2/store')).body
      const url = 'https://www.hats.example/'
      const made = await store.call('POST', sites, { url, channel_id: channel })
      const canonical = `https://store-${store.sandbox.storeHash}-${channel}.example`
      const dates = { created_at: at, updated_at: at }
      const row = {
        id: 1_002,
        channel_id: channel,
        url,
        ...dates,
        ssl_status: 'dedicated',
        urls: [
          { url, type: 'primary', ...dates },
          { url: canonical, type: 'canonical', ...dates },
          { url: `https://${domain}`, type: 'checkout', ...dates },
        ],
        is_checkout_url_customized: false,
      }
      expect(made).toEqual({ status: 201, body: { data: row, meta: {} } })
      expect(store.told()).toEqual([siteTold(channel, 1_002)])
      expect((await store.call('GET', `${channels}/${channel}/site`)).body.data).toEqual(row)
      expect((await store.call('GET', `${sites}?channel_id:in=${channel}`)).body.data).toEqual([row])
      expect((await store.call('GET', `${sites}?url_type:in=checkout,canonical`)).body.data).toHaveLength(3)
      store.clock.advance(1_000)
      const moved = await store.call('PUT', `${sites}/1002`, { url: 'https://hats.example' })
      expect(moved.body.data).toMatchObject({ url: 'https://hats.example', created_at: at })
      expect(moved.body.data.updated_at).not.toBe(at)
      expect(store.told()).toEqual([siteTold(channel, 1_002)])
      expect((await store.call('PUT', `${sites}/1002`, { url: 'https://hats.example' })).body).toEqual(moved.body)
      expect(store.told()).toEqual([])
      expect((await store.call('DELETE', `${sites}/1002`)).status).toBe(204)
      expect(store.told()).toEqual([siteTold(channel, 1_002)])
      expect((await store.call('GET', `${sites}/1002`)).status).toBe(404)
    })
  })

  it('are reached by their channel too, with a checkout of their own', async () => {
    const channel = await madeChannel('By channel')
    const path = `${channels}/${channel}/site`
    await store.checked(async () => {
      expect((await store.call('GET', path)).status).toBe(404)
      expect((await store.call('PUT', path, { url: 'https://caps.example' })).status).toBe(404)
      expect((await store.call('POST', path, { url: 'https://caps.example' })).body.data).toMatchObject({ id: 1_003 })
      expect((await store.call('PUT', path, { url: 'https://www.caps.example' })).status).toBe(200)
      expect(store.told()).toEqual([siteTold(channel, 1_003), siteTold(channel, 1_003)])
      const url = 'https://pay.caps.example'
      const { data } = (await store.call('PUT', `${path}/checkout-url`, { url })).body
      expect(data).toMatchObject({ is_checkout_url_customized: true, url: 'https://www.caps.example' })
      expect(data.urls[2]).toMatchObject({ type: 'checkout', url })
      expect(store.told()).toEqual([siteTold(channel, 1_003, 'site/checkoutUrl/updated')])
      expect((await store.call('PUT', `${path}/checkout-url`, { url: 'http://pay.caps.example' })).body.data).toEqual(
        data,
      )
      expect(store.told()).toEqual([])
      expect((await store.call('GET', path)).body.data).toEqual(data)
      expect(await store.call('DELETE', `${path}/checkout-url`)).toEqual({ status: 200, body: { data: {}, meta: {} } })
      expect(store.told()).toEqual([siteTold(channel, 1_003, 'site/checkoutUrl/deleted')])
      expect((await store.call('GET', path)).body.data.is_checkout_url_customized).toBe(false)
      expect(await store.call('DELETE', path)).toEqual({ status: 200, body: { data: {}, meta: {} } })
      expect(store.told()).toEqual([siteTold(channel, 1_003)])
      expect((await store.call('DELETE', path)).status).toBe(404)
    })
  })

  it('are refused where channel or address are none, or taken', async () => {
    const channel = await madeChannel('Without site')
    const before = (await store.call('GET', sites)).body.data
    await store.checked(async () => {
      const { domain } = (await store.call('GET', '/v2/store')).body
      const url = 'https://caps.example'
      for (const [path, body, status] of [
        [sites, { url: 'caps.example', channel_id: channel }, 422],
        [sites, { url: 'ftp://caps.example', channel_id: channel }, 422],
        [sites, { url }, 422],
        [sites, { url, channel_id: 99 }, 404],
        [sites, { url, channel_id: 1 }, 409],
        [sites, { url: `https://outlet.${domain}/`, channel_id: channel }, 409],
        [`${channels}/${channel}/site`, { url, channel_id: 1 }, 422],
        [`${channels}/99/site`, { url }, 404],
      ] as const) {
        expect((await store.call('POST', path, body)).status).toBe(status)
      }
      expect((await store.call('PUT', `${sites}/1000`, { url: 'nowhere' })).status).toBe(422)
      expect((await store.call('PUT', `${sites}/9`, { url })).status).toBe(404)
      expect((await store.call('DELETE', `${sites}/9`)).status).toBe(404)
      expect(await store.call('PUT', `${channels}/2/site/checkout-url`, { url })).toMatchObject({
        status: 422,
        body: { title: expect.stringContaining(`Incorrect checkout url ${url}`) },
      })
      expect((await store.call('GET', `${sites}?url_type:in=secret`)).status).toBe(422)
    }, 'answers')
    expect((await store.call('GET', sites)).body.data).toEqual(before)
    expect(store.told()).toEqual([])
  })
})

describe('routes of a site', () => {
  const routes = `${sites}/1000/routes`
  const told = 'store/channel/1/settings/route/updated {"site_id":1000}'
  const list = async (query = '') => (await store.call('GET', `${routes}${query}`)).body.data

  it('are made, changed one by one and together, listed and deleted', async () => {
    await store.checked(async () => {
      const product = { type: 'product', matching: '*', route: '/products/{id}' }
      const made = await store.call('POST', routes, product)
      expect(made).toEqual({ status: 201, body: { data: { id: 1, ...product }, meta: {} } })
      expect(store.told()).toEqual([])
      const next = { ...product, matching: '101', route: '/chair' }
      expect(await store.call('PUT', `${routes}/1`, next)).toMatchObject({
        status: 201,
        body: { data: { id: 1, ...next } },
      })
      expect(store.told()).toEqual([told])
      expect((await store.call('GET', `${routes}/1`)).body.data).toEqual({ id: 1, ...next })
      // The one that is changed makes room for the one that is new.
      const both = [next, { id: 1, ...product }]
      const saved = await store.call('PUT', routes, both)
      expect(saved).toMatchObject({ status: 200, body: { data: [{ id: 2, ...next }, both[1]] } })
      expect(store.told()).toEqual([told])
      await store.call('POST', routes, { type: 'blog', matching: '*', route: '/news' })
      expect(await list()).toHaveLength(3)
      expect(await list('?type=blog')).toEqual([{ id: 3, type: 'blog', matching: '*', route: '/news' }])
      expect((await store.call('DELETE', `${routes}/2`)).status).toBe(204)
      expect((await store.call('GET', `${routes}/2`)).status).toBe(404)
      expect((await store.call('DELETE', `${routes}/2`)).status).toBe(404)
      expect(await list()).toHaveLength(2)
      expect(store.told()).toEqual([])
    })
  })

  it('are refused as a whole, one for each thing', async () => {
    const before = await list()
    await store.checked(async () => {
      const blog = { type: 'blog', matching: '*', route: '/again' }
      const words = 'Route already exists for site 1000 matching * for type blog'
      expect(await store.call('POST', routes, blog)).toMatchObject({
        status: 422,
        body: { errors: { 'matching.type': words } },
      })
      expect((await store.call('PUT', `${routes}/1`, blog)).status).toBe(422)
      const cart = { type: 'cart', matching: '*', route: '/cart' }
      expect(await store.call('PUT', routes, [cart, blog, { ...cart, id: 99, matching: '1' }])).toMatchObject({
        status: 422,
        body: {
          title: 'Bulk operation has failed',
          errors: { '1.matching.type': words, '2.id': expect.any(String) },
          meta: { saved_records: 0 },
        },
      })
      expect((await store.call('PUT', routes, [cart, cart])).status).toBe(422)
      for (const wrong of [{ type: 'garage' }, { matching: '' }, { route: undefined }]) {
        expect((await store.call('POST', routes, { ...cart, ...wrong })).status).toBe(422)
      }
      expect((await store.call('GET', `${sites}/1001/routes/1`)).status).toBe(404)
      expect((await store.call('POST', `${sites}/9/routes`, cart)).status).toBe(404)
    }, 'answers')
    expect(await list()).toEqual(before)
    expect(store.told()).toEqual([])
  })

  it('go with their site', async () => {
    const channel = await madeChannel('Short')
    const site = (await store.call('POST', sites, { url: 'https://short.example', channel_id: channel })).body.data.id
    const route = { type: 'home', matching: '*', route: '/' }
    await store.call('POST', `${sites}/${site}/routes`, route)
    await store.call('DELETE', `${sites}/${site}`)
    expect((await store.call('GET', `${sites}/${site}/routes`)).status).toBe(404)
    store.told()
  })
})
