import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountCredentials, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, SteppedClock, scopesAt, startSandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  checkExchanges,
  contractAbsence,
  contractPresent,
  coverageOf,
  describeViolations,
} from '../support/contract.ts'

const product = '/v3/catalog/products'

/** Each operation that the sandbox answers, called well. */
const goodCalls: readonly (readonly [path: string, status: number])[] = [
  ['/v2/time', 200],
  ['/v2/store', 200],
  ['/v2/currencies', 200],
  ['/v2/currencies/1', 200],
  ['/v2/tax_classes', 200],
  ['/v2/tax_classes?page=2', 204],
  ['/v2/tax_classes/2', 200],
  ['/v2/shipping/zones', 200],
  ['/v2/shipping/zones/1', 200],
  ['/v2/shipping/zones/1/methods', 200],
  ['/v2/shipping/zones/3/methods', 204],
  ['/v2/shipping/zones/1/methods/3', 200],
  ['/v2/orders', 200],
  ['/v2/orders?limit=5&page=2&sort=date_modified:desc', 200],
  ['/v2/orders?page=99', 204],
  ['/v2/orders?min_id=105&max_id=110', 200],
  ['/v2/orders?status_id=14', 204],
  ['/v2/orders?min_date_modified=2025-10-01T00:00:00Z', 200],
  ['/v2/orders/101', 200],
  ['/v2/orders?include=consignments.line_items,fees&consignment_structure=object', 200],
  ['/v2/orders/101/consignments', 200],
  ['/v2/orders/count', 200],
  ['/v2/orders/101/products', 200],
  ['/v2/orders/101/shipping_addresses', 200],
  ['/v2/order_statuses', 200],
  ['/v2/order_statuses/3', 200],
  ['/v2/pages', 200],
  ['/v2/pages/1', 200],
  ['/v3/content/pages', 200],
  ['/v3/content/pages?include=body&name:like=ship', 200],
  ['/v3/content/pages/1?include=body', 200],
  [product, 200],
  [`${product}?include=variants,images,custom_fields,bulk_pricing_rules,channels,videos,primary_image&limit=250`, 200],
  [`${product}?include=options,modifiers,variants&limit=250`, 200],
  [`${product}?include_fields=sku,name&limit=3`, 200],
  [`${product}?exclude_fields=description&limit=3`, 200],
  [`${product}?sort=id&id:greater=150&limit=5`, 200],
  [`${product}?id:in=101,102&is_visible=true`, 200],
  [`${product}?sort=price&direction=desc&inventory_level:min=1`, 200],
  [`${product}?id:in=120,101,9999,120&include=options,modifiers&include_fields=id`, 200],
  [`${product}?date_modified:min=2025-10-01T00:00:00Z&sort=id&id:greater=150&limit=250&include=variants,channels`, 200],
  [`${product}?page=99`, 200],
  [`${product}/101`, 200],
  [`${product}/101?include=variants,options,modifiers,images`, 200],
  [`${product}/101/variants`, 200],
  [`${product}/101/variants/1001`, 200],
  [`${product}/101/options`, 200],
  [`${product}/101/modifiers`, 200],
  [`${product}/101/images`, 200],
  [`${product}/101/images/501`, 200],
  [`${product}/101/videos`, 200],
  [`${product}/101/custom-fields`, 200],
  [`${product}/101/custom-fields/1`, 200],
  ['/v3/catalog/variants?limit=250', 200],
  ['/v3/catalog/variants?product_id:in=101,102', 200],
  ['/v3/catalog/brands?sort=name&direction=desc', 200],
  ['/v3/catalog/brands/31', 200],
  ['/v3/catalog/trees', 200],
  ['/v3/catalog/trees/categories?tree_id:in=1&limit=5', 200],
  ['/v3/catalog/trees/1/categories', 200],
  ['/v3/catalog/trees/2/categories', 200],
  [`${product}/channel-assignments?channel_id:in=2`, 200],
  [`${product}/category-assignments?product_id:in=101`, 200],
  ['/v3/catalog/summary', 200],
  ['/v3/channels', 200],
  ['/v3/channels?type:in=storefront&status:in=active', 200],
  ['/v3/channels/1?include=currencies', 200],
  ['/v3/channels/1/site', 200],
  ['/v3/channels/664201/listings', 200],
  ['/v3/sites', 200],
  ['/v3/sites/1000', 200],
  ['/v3/inventory/items?limit=1000', 200],
  ['/v3/inventory/items?product_id:in=101,102&location_id:in=1', 200],
  ['/v3/inventory/locations', 200],
  ['/v3/inventory/locations/1/items', 200],
  ['/v3/customers', 200],
  ['/v3/customers?include=addresses,storecredit,attributes,formfields&limit=3', 200],
  ['/v3/orders/101/transactions', 200],
  ['/v3/settings/inventory', 200],
  ['/v3/settings/store/profile', 200],
  ['/v3/hooks', 200],
  ['/v3/hooks/admin', 200],
]

/** Well-formed calls for what isn't there or may not be. */
const badCalls: readonly (readonly [path: string, status: number])[] = [
  ['/v2/currencies/99', 404],
  ['/v2/tax_classes/99', 404],
  ['/v2/shipping/zones/99', 404],
  ['/v2/shipping/zones/1/methods/99', 404],
  ['/v2/orders/9', 404],
  ['/v2/orders/9/products', 404],
  ['/v2/order_statuses/99', 404],
  ['/v2/pages/99', 404],
  ['/v3/content/pages/99', 404],
  [`${product}/9999`, 404],
  [`${product}/9999/variants`, 404],
  [`${product}/101/variants/9`, 404],
  [`${product}/101/images/9`, 404],
  ['/v3/catalog/brands/9', 404],
  ['/v3/catalog/trees/9/categories', 404],
  ['/v3/channels/9', 404],
  ['/v3/channels/664201/site', 404],
  ['/v3/inventory/locations/9/items', 404],
  ['/v3/orders/9/transactions', 404],
  ['/v3/hooks/9', 404],
  ['/v3/pricelists/9', 404],
  ['/v3/abandoned-carts/settings', 501],
]

/** Calls that break the contract themselves: here only the answer is checked. */
const brokenCalls: readonly (readonly [path: string, status: number])[] = [
  [`${product}?limit=0`, 422],
  [`${product}?page=x`, 422],
  [`${product}?include=everything`, 422],
  [`${product}?sort=taste`, 422],
  [`${product}?id:in=1,x`, 422],
  [`${product}?date_modified:min=soon`, 422],
  [`${product}/abc`, 404],
  ['/v2/orders?min_id=x', 400],
  ['/v2/orders?sort=taste', 400],
  ['/v2/orders?min_date_modified=soon', 400],
  ['/v3/nothing', 404],
  ['/v2/nothing', 404],
]

let sandbox: Sandbox
let full: AccountCredentials

interface CallOptions {
  readonly token?: string
  readonly method?: string
  readonly body?: unknown
  readonly type?: string
  readonly hash?: string
}

async function call(path: string, options: CallOptions = {}) {
  const {
    token = full.accessToken,
    method = 'GET',
    body,
    type = 'application/json',
    hash = sandbox.storeHash,
  } = options
  const response = await fetch(`${sandbox.apiAddress}/stores/${hash}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(token === '' ? {} : { 'x-auth-token': token }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 7, quota: 'off', clock: new SteppedClock('2026-03-01T09:00:00Z') })
  full = sandbox.createAccount({ name: 'Contract', scopes: allScopes })
})

afterAll(async () => {
  await sandbox.close()
})

/** Runs the work and checks every exchange that it made. */
async function checked(work: () => Promise<void>, side: 'both' | 'answers' = 'both'): Promise<void> {
  sandbox.journal.clear()
  await work()
  const violations = checkExchanges(sandbox.journal.exchanges).filter(
    one => side === 'both' || one.side === 'response' || one.rule === 'rate-headers',
  )
  expect(describeViolations(violations)).toEqual([])
}

describe(`the sandbox keeps to the contract${contractPresent ? '' : ` (${contractAbsence})`}`, () => {
  it.each(goodCalls)('GET %s: %i', async (path, status) => {
    await checked(async () => {
      expect((await call(path)).status).toBe(status)
    })
  })

  it.each(badCalls)('GET %s: %i', async (path, status) => {
    await checked(async () => {
      expect((await call(path)).status).toBe(status)
    })
  })

  it.each(brokenCalls)('GET %s: %i', async (path, status) => {
    await checked(async () => {
      expect((await call(path)).status).toBe(status)
    }, 'answers')
  })

  it('covers every operation that it answers', async () => {
    sandbox.journal.clear()
    for (const [path] of goodCalls) await call(path)
    const { covered, known } = coverageOf(sandbox.journal.exchanges)
    if (contractPresent) {
      console.log(`Sandbox: ${covered.length} of ${known} official operations are read in these tests.`)
      expect(covered.length).toBeGreaterThan(50)
    }
  })

  it('lists bulk pricing rules, where the official file wrongly declares a single one', async () => {
    const answer = await call(`${product}/101/bulk-pricing-rules`)
    expect(answer).toMatchObject({ status: 200, body: { data: [] } })
  })
})

describe('tokens and scopes', () => {
  it('refuses a missing and an unknown token with 401, and no quota headers', async () => {
    await checked(async () => {
      for (const token of ['', 'nobody']) {
        const answer = await call('/v2/time', { token })
        expect(answer.status).toBe(401)
        expect(answer.headers.get('x-rate-limit-requests-left')).toBeNull()
        expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
      }
    }, 'answers')
  })

  it('refuses another hash exactly as it refuses a missing scope', async () => {
    const narrow = sandbox.createAccount({ name: 'Narrow', scopes: ['store_v2_content_read_only'] })
    await checked(async () => {
      const wrongHash = await call('/v3/hooks', { hash: 'otherstore' })
      const noScope = await call('/v2/time', { token: narrow.accessToken })
      expect(wrongHash.status).toBe(403)
      expect(noScope.body).toEqual(wrongHash.body)
      expect(noScope.body).toEqual({
        status: 403,
        title: "You don't have a required scope to access the endpoint",
        type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
        errors: {},
      })
    })
  })

  it('opens hooks to every token of the store, and the rest by scope', async () => {
    const needs: readonly (readonly [path: string, scope: string])[] = [
      ['/v2/time', 'store_v2_information'],
      ['/v2/shipping/zones', 'store_v2_information'],
      ['/v2/orders', 'store_v2_orders'],
      ['/v3/content/pages', 'store_v2_content'],
      [`${product}?limit=1`, 'store_v2_products'],
      ['/v3/inventory/items?limit=1', 'store_inventory'],
      ['/v3/inventory/locations', 'store_locations'],
      ['/v3/orders/101/transactions', 'store_v2_transactions'],
      ['/v3/channels', 'store_channel_settings'],
      ['/v3/channels/1/listings', 'store_channel_listings'],
      ['/v3/sites', 'store_sites'],
      ['/v3/sites/1000/routes', 'store_sites'],
      ['/v3/channels/1/site', 'store_sites'],
      ['/v3/storefront/redirects', 'store_v2_content'],
      ['/v3/settings/store/profile', 'store_v2_information'],
      ['/v3/customers', 'store_v2_customers'],
    ]
    for (const [path, scope] of needs) {
      const only = sandbox.createAccount({ name: scope, scopes: [`${scope}_read_only`] })
      const others = sandbox.createAccount({
        name: `all but ${scope}`,
        scopes: scopesAt('read').filter(name => name !== `${scope}_read_only`),
      })
      expect((await call(path, { token: only.accessToken })).status, `${path} with ${scope}`).toBe(200)
      expect((await call(path, { token: others.accessToken })).status, `${path} without ${scope}`).toBe(403)
      expect((await call('/v3/hooks', { token: only.accessToken })).status).toBe(200)
      sandbox.deleteAccount(only.clientId)
      sandbox.deleteAccount(others.clientId)
    }
  })

  it('refuses a Stencil-CLI token everywhere', async () => {
    const themes = sandbox.createAccount({ name: 'Themes', tokenType: 'stencil_cli', scopes: [] })
    for (const path of ['/v2/time', '/v3/hooks', product]) {
      expect((await call(path, { token: themes.accessToken })).status).toBe(403)
    }
  })
})

describe('methods, bodies and hooks', () => {
  it('answers a wrong method with 405 and those that are right', async () => {
    const answer = await call('/v2/time', { method: 'DELETE' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET')
  })

  it('answers writes that it does not do with 501, and changes nothing', async () => {
    await checked(async () => {
      const body = { conditions: [], enabled: true, sort_order: 0, stop: false }
      const answer = await call(`${product}/101/complex-rules`, { method: 'POST', body })
      expect(answer.status).toBe(501)
      expect(answer.body.title).toContain('docs/sandbox.md')
    })
  })

  it('keeps hooks, for the client that made them', async () => {
    const other = sandbox.createAccount({ name: 'Other', scopes: [] })
    const body = { scope: 'store/order/created', destination: 'https://hub.example/hooks', headers: { secret: 'x' } }
    await checked(async () => {
      const made = await call('/v3/hooks', { method: 'POST', body })
      expect(made).toMatchObject({ status: 200, body: { data: { client_id: full.clientId, is_active: true } } })
      const path = `/v3/hooks/${made.body.data.id}`
      expect((await call(path)).body.data.destination).toBe('https://hub.example/hooks')
      expect((await call(path, { token: other.accessToken })).status).toBe(404)
      expect((await call('/v3/hooks', { method: 'POST', body })).status).toBe(409)
      const changed = await call(path, { method: 'PUT', body: { ...body, is_active: false } })
      expect(changed.body.data.is_active).toBe(false)
      expect((await call('/v3/hooks?is_active=false')).body.data).toHaveLength(1)
      expect((await call(path, { method: 'DELETE' })).status).toBe(200)
      expect((await call('/v3/hooks')).body.data).toEqual([])
    })
  })

  it('says what is wrong with a body', async () => {
    const path = '/v3/hooks'
    const plain = { scope: 'store/order/created', destination: 'http://hub.example:8080/' }
    expect((await call(path, { method: 'POST', body: '{"scope":' })).status).toBe(400)
    expect((await call(path, { method: 'POST', body: 'scope=x', type: 'text/plain' })).status).toBe(415)
    expect(await call(path, { method: 'POST', body: plain })).toMatchObject({
      status: 422,
      body: { errors: { destination: expect.stringContaining('443') } },
    })
    expect(await call(path, { method: 'POST', body: {} })).toMatchObject({
      status: 422,
      body: { errors: { scope: expect.any(String), destination: expect.any(String) } },
    })
    expect((await call(path, { method: 'POST', body: { scope: 'x'.repeat(10_000_001) } })).status).toBe(413)
  })
})

describe('reading the catalog', () => {
  it('gives the same products by page and by key', async () => {
    const byPage: number[] = []
    for (let page = 1; page <= 5; page += 1) {
      const { body } = await call(`${product}?limit=50&page=${page}`)
      byPage.push(...body.data.map((row: { id: number }) => row.id))
    }
    const byKey: number[] = []
    for (let round = 0; round < 20; round += 1) {
      const { body } = await call(`${product}?sort=id&id:greater=${byKey.at(-1) ?? 0}&limit=7`)
      if (body.data.length === 0) break
      byKey.push(...body.data.map((row: { id: number }) => row.id))
    }
    expect(byPage).toHaveLength(sandbox.counts.products)
    expect(byKey).toEqual(byPage)
  })

  it('looks named products up, each once, in the order of their ids, and within every other filter', async () => {
    const ids = async (query: string) =>
      (await call(`${product}?${query}`)).body.data.map((row: { id: number }) => row.id)
    expect(await ids('id:in=120,101,9999,120')).toEqual([101, 120])
    expect(await ids('id:in=120,101,110&id:greater=101&id:max=119')).toEqual([110])
    expect(await ids('id:in=101,110&id=110')).toEqual([110])
    expect(await ids('id=110')).toEqual([110])
    expect(await ids('id=9999')).toEqual([])
    expect(await ids('id:in=&limit=2')).toEqual([101, 102])
    expect(await ids('id:in=101,102,103&id:not_in=102&sort=id&direction=desc')).toEqual([103, 101])
    expect(await ids('id:less=103')).toEqual([101, 102])
    expect(await ids('id:min=105&id:max=104')).toEqual([])
    const { body } = await call(`${product}?id:in=101,102,103,104,105&include_fields=price`)
    const dear = body.data.filter((row: { price: number }) => row.price > 60).map((row: { id: number }) => row.id)
    expect(await ids('id:in=101,102,103,104,105&price:greater=60')).toEqual(dear)
  })

  it('gives products changed since a moment, behind a key', async () => {
    const all = (await call(`${product}?limit=250&include_fields=date_modified`)).body.data
    const since = all.map((row: { date_modified: string }) => row.date_modified).sort()[80]
    const wanted = all.filter(
      (row: { id: number; date_modified: string }) => row.id > 120 && row.date_modified >= since,
    )
    const { body } = await call(
      `${product}?date_modified:min=${encodeURIComponent(since)}&sort=id&id:greater=120&limit=250`,
    )
    expect(wanted.length).toBeGreaterThan(5)
    expect(body.data.map((row: { id: number }) => row.id)).toEqual(wanted.map((row: { id: number }) => row.id))
    expect(body.meta.pagination.total).toBe(wanted.length)
  })

  it('gives ten products where options are included, and honest links', async () => {
    const { body } = await call(`${product}?include=options&limit=250&page=2`)
    expect(body.data).toHaveLength(10)
    expect(body.meta.pagination).toMatchObject({ total: 120, per_page: 10, current_page: 2, total_pages: 12 })
    expect(body.meta.pagination.links.next).toBe('?include=options&page=3&limit=10')
  })

  it('finds a variant by SKU, and the product by its own', async () => {
    const { body } = await call(`${product}?include=variants&limit=250`)
    const wanted = body.data.find(
      (row: { variants: unknown[]; sku: string }) => row.variants.length > 1 && row.sku !== '',
    )
    const sku = wanted.variants[1].sku
    const variants = await call(`/v3/catalog/variants?sku=${encodeURIComponent(sku.toLowerCase())}`)
    expect(variants.body.data).toMatchObject([{ id: wanted.variants[1].id }])
    expect((await call(`${product}?sku=${encodeURIComponent(wanted.sku)}`)).body.data).toHaveLength(1)
    expect((await call(`${product}?sku=${encodeURIComponent(sku)}`)).body.data).toHaveLength(0)
  })

  it('keeps the token out of the journal', async () => {
    await call('/v2/time')
    expect(JSON.stringify(sandbox.journal.exchanges)).not.toContain(full.accessToken)
  })
})
