import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'

const products = '/v3/catalog/products'
const later = '2026-03-01T10:00:00+00:00'

let sandbox: Sandbox
let clock: SteppedClock
let token: string
let told: string[]

beforeEach(async () => {
  clock = new SteppedClock('2026-03-01T09:00:00Z')
  sandbox = await createSandbox({ seed: 7, products: 30, quota: 'off', clock })
  token = sandbox.createAccount({ name: 'Catalog', scopes: allScopes }).accessToken
  told = []
  sandbox.events.listen(({ scope, data }) => told.push(`${scope.replace(/^store\//, '')} ${JSON.stringify(data)}`))
  clock.advance(3_600_000)
})

/** What was told since the last look. */
function news(): string[] {
  const latest = told
  told = []
  return latest
}

interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at by assertions alone.
  readonly body: any
}

async function call(method: string, path: string, body?: unknown, as = token): Promise<Answered> {
  const response = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      'x-auth-token': as,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

const get = async (path: string) => (await call('GET', path)).body.data

/** Checks what was said since the last look; of requests that are broken on purpose the answers alone. */
function checkContract(side: 'both' | 'answers' = 'both'): void {
  const violations = checkExchanges(sandbox.journal.exchanges).filter(one => side === 'both' || one.side === 'response')
  sandbox.journal.clear()
  expect(describeViolations(violations)).toEqual([])
}

afterEach(async () => {
  checkContract()
  await sandbox.close()
})

/** Makes calls that break the contract themselves, and gives status and field at fault of each. */
async function refused(calls: readonly (readonly [method: string, path: string, body?: unknown])[]): Promise<string[]> {
  checkContract()
  const answers: string[] = []
  for (const [method, path, body] of calls) {
    const answer = await call(method, path, body)
    answers.push(`${answer.status} ${Object.keys(answer.body?.errors ?? {}).join(',')}`)
  }
  checkContract('answers')
  return answers
}

const plain = { name: 'Lamp', type: 'physical', weight: 1.5, price: 19.99999 }

async function made(body: object = {}): Promise<Answered['body']> {
  const answer = await call('POST', products, { ...plain, ...body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  news()
  return answer.body.data
}

const withColors = {
  name: 'Chair',
  sku: 'CHAIR',
  inventory_tracking: 'variant',
  variants: ['Red', 'Blue'].map(label => ({
    sku: `CHAIR-${label}`,
    inventory_level: 3,
    option_values: [{ option_display_name: 'Color', label }],
  })),
}

describe('POST /v3/catalog/products', () => {
  it('takes as little as four fields, and says the rest', async () => {
    const { status, body } = await call('POST', products, plain)
    expect(status).toBe(200)
    const { id } = body.data
    expect(id).toBe(131)
    expect(body.data).toMatchObject({
      ...plain,
      ...{ price: 20, calculated_price: 20, sku: '', categories: [], brand_id: 0, inventory_tracking: 'none' },
      ...{ is_visible: true, availability: 'available', condition: 'New', custom_url: { url: '/lamp/' } },
      ...{ date_created: later, date_modified: later, images: [], custom_fields: [], bulk_pricing_rules: [] },
      variants: [{ product_id: id, sku: '', sku_id: null, price: null, calculated_price: 20, option_values: [] }],
    })
    expect(body.data.base_variant_id).toBe(body.data.variants[0].id)
    expect(
      await get(`${products}/${id}?include=variants,images,custom_fields,bulk_pricing_rules,videos,options`),
    ).toEqual(body.data)
    expect(news()).toEqual([`product/created {"type":"product","id":${id}}`])
  })

  it('takes everything at once, makes options of the variants, and the brand', async () => {
    const category = (await get('/v3/catalog/trees/categories'))[0].category_id
    const { status, body } = await call('POST', products, {
      ...plain,
      ...withColors,
      ...{
        brand_name: 'Nobody yet',
        categories: [category],
        map_price: 5,
        tax_class_id: 1,
        mpn: 'M',
        meta_keywords: ['a'],
      },
      ...{ sale_price: 9.12345, custom_url: { url: '/seats/chair/' }, open_graph_type: 'book', sort_order: -3 },
      images: [
        { image_url: 'https://pictures.example/a.png' },
        { image_url: 'https://pictures.example/b.png', is_thumbnail: true },
      ],
      videos: [{ video_id: 'abc', title: 'How' }],
      custom_fields: [{ name: 'ISBN', value: '1' }],
      bulk_pricing_rules: [{ quantity_min: 2, quantity_max: 0, type: 'percent', amount: '.10' }],
    })
    expect(status).toBe(200)
    const row = body.data
    const brand = (await get('/v3/catalog/brands?name=Nobody%20yet'))[0]
    expect(row).toMatchObject({
      ...{ sku: 'CHAIR', brand_id: brand.id, categories: [category], map_price: 5, mpn: 'M', inventory_level: 6 },
      ...{ sale_price: 9.1235, calculated_price: 9.1235, base_variant_id: null, open_graph_type: 'book' },
      custom_url: { url: '/seats/chair/', is_customized: true },
      options: [{ display_name: 'Color', type: 'dropdown', option_values: [{ label: 'Red' }, { label: 'Blue' }] }],
      variants: [
        { sku: 'CHAIR-Red', inventory_level: 3, option_values: [{ label: 'Red' }] },
        { sku: 'CHAIR-Blue', inventory_level: 3, calculated_price: 9.1235 },
      ],
      images: [
        { image_file: 'a.png', is_thumbnail: false },
        { image_file: 'b.png', is_thumbnail: true },
      ],
      videos: [{ video_id: 'abc', title: 'How' }],
      custom_fields: [{ name: 'ISBN', value: '1' }],
      bulk_pricing_rules: [{ quantity_min: 2, quantity_max: 0, type: 'percent', amount: 10 }],
    })
    const [red, blue] = row.variants
    expect(news()).toEqual([
      `product/created {"type":"product","id":${row.id}}`,
      ...[red, blue].map(
        one => `sku/created {"type":"sku","id":${one.sku_id},"sku":{"product_id":${row.id},"variant_id":${one.id}}}`,
      ),
    ])
    expect((await fetch(row.images[0].url_standard)).status).toBe(200)
    expect(await get('/v3/catalog/variants?sku=chair-red')).toMatchObject([{ id: red.id }])
  })

  it('refuses what is missing, wrong, or taken, and makes nothing', async () => {
    await made(withColors)
    const post = (body: object) => ['POST', products, { ...plain, ...body }] as const
    const color = (...labels: string[]) => labels.map(label => ({ option_display_name: 'Color', label }))
    const before = (await call('GET', `${products}?limit=1`)).body.meta.pagination.total
    expect(
      await refused([
        ['POST', products, {}],
        ['POST', products, undefined],
        post({ name: 'x'.repeat(251) }),
        post({ price: -1, weight: 10_000_000_000, condition: 'Antique' }),
        post({ upc: '123456789012345' }),
        post({ is_price_hidden: true }),
        post({ categories: [999_999] }),
        post({ brand_id: 999 }),
        post({ name: 'CHAIR' }),
        post({ sku: 'chair-red' }),
        post({ custom_url: { url: '/chair/' } }),
        post({ custom_url: { url: 'chair' } }),
        post({ custom_fields: Array.from({ length: 2 }, () => ({ name: 'a', value: 'b' })) }),
        post({ custom_fields: [{ name: ' ', value: 'b' }] }),
        post({
          brand_name: 'Orphan',
          bulk_pricing_rules: [{ quantity_min: 5, quantity_max: 2, type: 'price', amount: 1 }],
        }),
        post({
          variants: [
            { sku: 'A', option_values: [] },
            { sku: 'B', option_values: [] },
          ],
        }),
        post({
          variants: [
            { sku: 'A', option_values: color('Red') },
            { sku: 'a', option_values: color('Blue') },
          ],
        }),
        post({ variants: [{ sku: 'A', option_values: [{ label: 'Red' }] }] }),
        post({ images: [{ image_url: 'no address' }] }),
      ]),
    ).toEqual([
      '422 name,type,weight,price',
      '422 body',
      '422 name',
      '422 weight,price,condition',
      '422 upc',
      '422 is_price_hidden',
      '409 categories',
      '409 brand_id',
      '409 name',
      '409 sku',
      '409 custom_url',
      '422 custom_url.url',
      '422 value',
      '422 custom_fields.0.name',
      '422 quantity_max',
      '422 option_values',
      '409 sku',
      '422 variants.option_values',
      '422 images.0.image_url',
    ])
    expect((await call('GET', `${products}?limit=1`)).body.meta.pagination.total).toBe(before)
    expect(await get('/v3/catalog/brands?name=Orphan')).toEqual([])
    expect(news()).toEqual([])
    sandbox.merchant.addProduct({ name: 'Bench', options: [{ name: 'Size', values: ['S'] }] })
    expect(news()[0]).toContain('product/created')
  })

  it('needs a scope that may write', async () => {
    const reader = sandbox.createAccount({ name: 'Reader', scopes: ['store_v2_products_read_only'] })
    expect((await call('POST', products, plain, reader.accessToken)).status).toBe(403)
  })
})

describe('PUT and DELETE /v3/catalog/products/{id}', () => {
  it('changes what is given, replaces categories, and tells of documented fields alone', async () => {
    const { id, variants } = await made({
      sku: 'LMP',
      inventory_tracking: 'product',
      inventory_level: 3,
      custom_fields: [{ name: 'a', value: 'b' }],
    })
    const [one, two] = (await get('/v3/catalog/trees/categories')).map(
      (row: { category_id: number }) => row.category_id,
    )
    clock.advance(60_000)
    const changed = await call('PUT', `${products}/${id}`, { price: 5, sku: 'LMP-2', categories: [one, two, one] })
    expect(changed).toMatchObject({ status: 200, body: { data: { price: 5, categories: [one, two], sku: 'LMP-2' } } })
    expect(news()).toEqual([`product/updated {"type":"product","id":${id}}`])
    await call('PUT', `${products}/${id}`, { categories: [two] })
    const row = await get(`${products}/${id}?include=variants`)
    expect(row).toMatchObject({
      ...{ categories: [two], name: 'Lamp', calculated_price: 5, date_modified: '2026-03-01T10:01:00+00:00' },
      ...{ date_created: later, inventory_level: 3 },
      variants: [{ id: variants[0].id, sku: 'LMP-2', calculated_price: 5, inventory_level: 3 }],
    })
    news()
    await call('PUT', `${products}/${id}`, {
      mpn: 'M',
      bin_picking_number: '7',
      custom_fields: [{ name: 'a', value: 'c' }],
    })
    expect(news()).toEqual([])
    expect(await get(`${products}/${id}/custom-fields`)).toMatchObject([{ value: 'b' }, { name: 'a', value: 'c' }])
    await call('PUT', `${products}/${id}`, { inventory_level: 9 })
    const { base_variant_id: variantId } = await get(`${products}/${id}`)
    expect(news()).toEqual([
      `product/updated {"type":"product","id":${id}}`,
      `product/inventory/updated {"type":"product","id":${id},"inventory":{"product_id":${id},"method":"absolute","value":9}}`,
      `channel/*/inventory/product/stock_changed {"variant_id":${variantId},"product_id":${id},"location_id":1}`,
    ])
  })

  it('tells of a change of each documented field, and of no other', async () => {
    const { id } = await made({ inventory_tracking: 'product' })
    const tells = {
      ...{ availability: 'disabled', availability_description: 'Soon', brand_id: 31, condition: 'Used', depth: 2 },
      ...{ is_condition_shown: true, description: 'x', height: 2, width: 2, is_featured: true, meta_description: 'x' },
      ...{ name: 'Torch', order_quantity_minimum: 2, order_quantity_maximum: 3, open_graph_type: 'book', weight: 9 },
      ...{ open_graph_title: 'x', open_graph_description: 'x', open_graph_use_meta_description: false, warranty: 'x' },
      ...{ open_graph_use_product_name: false, open_graph_use_image: false, page_title: 'x', is_preorder_only: true },
      ...{ preorder_message: 'x', price: 3, cost_price: 3, retail_price: 3, sale_price: 3, is_price_hidden: true },
      ...{
        price_hidden_label: 'x',
        type: 'digital',
        related_products: [101],
        search_keywords: 'x',
        sku: 'x',
        upc: '1',
      },
      ...{ fixed_cost_shipping_price: 3, is_free_shipping: true, sort_order: 3, tax_class_id: 1, layout_file: 'x' },
      ...{ is_visible: false, inventory_tracking: 'none' },
    }
    const silent = {
      ...{
        mpn: 'x',
        gtin: '1',
        bin_picking_number: 'x',
        map_price: 3,
        custom_url: { url: '/x/' },
        meta_keywords: ['x'],
      },
      ...{ product_tax_code: 'x', view_count: 3, inventory_warning_level: 3, gift_wrapping_options_type: 'none' },
      ...{ gift_wrapping_options_list: [1], preorder_release_date: '2026-09-01T00:00:00Z' },
    }
    for (const [name, value] of Object.entries({ ...tells, ...silent })) {
      const { status, body } = await call('PUT', `${products}/${id}`, { [name]: value })
      expect(status, name).toBe(200)
      expect(body.data[name], name).toEqual(name === 'custom_url' ? { url: '/x/', is_customized: true } : value)
      expect(news(), name).toEqual(name in tells ? [`product/updated {"type":"product","id":${id}}`] : [])
    }
  })

  it('changes parts by their ids, adds those without, and leaves the others', async () => {
    const { id, custom_fields, images } = await made({
      custom_fields: [
        { name: 'a', value: 'b' },
        { name: 'c', value: 'd' },
      ],
      images: [{ image_url: 'https://pictures.example/a.png' }],
    })
    const path = `${products}/${id}`
    const { status } = await call('PUT', path, {
      custom_fields: [
        { id: custom_fields[0].id, name: 'a', value: 'x' },
        { name: 'e', value: 'f' },
      ],
      images: [{ id: images[0].id, description: 'Front' }, { image_url: 'https://pictures.example/b.png' }],
      videos: [{ video_id: 'abc' }],
    })
    expect(status).toBe(200)
    const [{ id: videoId }] = await get(`${path}/videos`)
    await call('PUT', path, { videos: [{ id: videoId, title: 'How' }] })
    expect(await get(`${path}?include=custom_fields,images,videos`)).toMatchObject({
      custom_fields: [{ id: custom_fields[0].id, value: 'x' }, { id: custom_fields[1].id, value: 'd' }, { name: 'e' }],
      images: [{ id: images[0].id, description: 'Front', image_file: 'a.png' }, { image_file: 'b.png' }],
      videos: [{ id: videoId, title: 'How', video_id: 'abc' }],
    })
    expect(
      (await call('PUT', path, { price: 7, custom_fields: [{ id: 999_999, name: 'a', value: 'b' }] })).status,
    ).toBe(422)
    expect((await call('PUT', path, { price: 7, custom_fields: [{ name: 'c', value: 'd' }] })).status).toBe(422)
    expect((await get(path)).price).toBe(20)
  })

  it('gives an address, name and SKU free when they change or the product goes', async () => {
    const { id } = await made({ sku: 'LMP' })
    await call('PUT', `${products}/${id}`, { name: 'Torch', sku: 'TRC', custom_url: { url: '/torch/' } })
    const second = await made({ sku: 'lmp', custom_url: { url: '/lamp/' } })
    expect((await call('PUT', `${products}/${second.id}`, { custom_url: { url: '/torch/' } })).status).toBe(409)
    expect((await call('PUT', `${products}/${second.id}`, { name: 'TORCH' })).status).toBe(409)
    expect((await call('PUT', `${products}/${second.id}`, { name: 'Lamp', sku: 'LMP' })).status).toBe(200)
    news()
    expect(await call('DELETE', `${products}/${id}`)).toEqual({ status: 204, body: null })
    expect(news()).toEqual([`product/deleted {"type":"product","id":${id}}`])
    expect((await call('GET', `${products}/${id}`)).status).toBe(404)
    expect((await call('PUT', `${products}/${second.id}`, { custom_url: { url: '/torch/' } })).status).toBe(200)
    expect((await call('DELETE', `${products}/${id}`)).status).toBe(404)
    expect((await call('PUT', `${products}/${id}`, { price: 1 })).status).toBe(404)
    expect((await made({ name: 'Torch' })).id).toBe(second.id + 1)
  })

  it('holds no more stock than the catalog can, and none that is not tracked by product', async () => {
    const { id } = await made({ inventory_level: 5 })
    expect(await get(`${products}/${id}`)).toMatchObject({ inventory_level: 0 })
    checkContract()
    await call('PUT', `${products}/${id}`, { inventory_tracking: 'product', inventory_level: 3_000_000_000 })
    checkContract('answers')
    expect(await get(`${products}/${id}`)).toMatchObject({ inventory_level: 2_147_483_647 })
    expect(await refused([['PUT', `${products}/${id}`, { price: '5', name: '' }]])).toEqual(['422 name,price'])
  })
})

describe('batches and deletion by filter', () => {
  it('changes up to ten products, or none', async () => {
    const first = await made({ sku: 'ONE' })
    const second = await made({ name: 'Second', sku: 'TWO' })
    const done = await call('PUT', products, [
      { id: first.id, sku: 'THREE' },
      { id: second.id, sku: 'ONE', brand_name: 'New brand' },
    ])
    expect(done).toMatchObject({ status: 200, body: { data: [{ sku: 'THREE' }, { sku: 'ONE' }] } })
    expect((await get(`${products}/${second.id}`)).brand_id).toBeGreaterThan(0)
    expect(news()).toEqual([first, second].map(({ id }) => `product/updated {"type":"product","id":${id}}`))
    const failed = await call('PUT', products, [
      { id: first.id, price: 77, brand_name: 'Orphan', custom_url: { url: '/new/' } },
      { id: second.id, sku: 'three' },
    ])
    expect(failed).toMatchObject({ status: 409, body: { errors: { sku: expect.any(String) } } })
    expect(await get(`${products}/${first.id}`)).toMatchObject({ price: 20, custom_url: { url: '/lamp/' } })
    expect(await get('/v3/catalog/brands?name=Orphan')).toEqual([])
    expect(news()).toEqual([])
    expect((await call('PUT', products, [{ id: 9_999, price: 1 }])).status).toBe(404)
    expect(
      await refused([
        ['PUT', products, [{ id: first.id }, { id: second.id, price: -1 }]],
        ['PUT', products, [{ price: 1 }]],
        ['PUT', products, { id: first.id }],
        ['PUT', products, Array.from({ length: 11 }, (_, at) => ({ id: 101 + at, price: 1 }))],
      ]),
    ).toEqual(['422 price', '422 id', '422 body', '413 '])
    expect((await call('PUT', `${products}/${second.id}`, { custom_url: { url: '/new/' } })).status).toBe(200)
  })

  it('deletes what a filter finds, and nothing without one', async () => {
    expect((await call('DELETE', products)).status).toBe(422)
    expect(await refused([['DELETE', `${products}?page=1`]])).toEqual(['422 filter'])
    expect(await call('DELETE', `${products}?id:in=101,102,9999`)).toEqual({ status: 204, body: null })
    expect(news()).toEqual([101, 102].map(id => `product/deleted {"type":"product","id":${id}}`))
    expect(await get(`${products}?id:in=101,102,103&include_fields=id`)).toEqual([{ id: 103 }])
  })

  it('deletes nothing by a filter that says nothing or that there is not', async () => {
    const filters = [
      ...['id:in=', 'id:in=,', 'id:not=', 'id:is=5', 'name=', 'name:foo=x', 'name:like=%25', 'sku:in=', 'keyword=%20'],
      ...['keyword:in=x', 'name=&id:in=101', 'id:in=101&categories:in='],
    ]
    const answers = await refused(filters.map(filter => ['DELETE', `${products}?${filter}`] as const))
    expect(answers.map(answer => answer.slice(0, 3))).toEqual(filters.map(() => '422'))
    expect(answers.at(-1)).toBe('422 categories:in')
    expect(news()).toEqual([])
  })
})

describe('variants', () => {
  const color = (label: string) => [{ option_display_name: 'Color', label }]

  it('are made of option values, changed and deleted', async () => {
    const { id, options } = await made({ ...withColors, variants: withColors.variants.slice(0, 1) })
    const base = `${products}/${id}/variants`
    const option = options[0]
    expect(await refused([['POST', base, { sku: 'N', option_values: color('Green') }]])).toEqual(['422 option_values'])
    const value = await call('POST', `${products}/${id}/options/${option.id}/values`, { label: 'Green', sort_order: 1 })
    expect(value).toMatchObject({ status: 200, body: { data: { label: 'Green' } } })
    news()
    const answer = await call('POST', base, {
      ...{ sku: 'CHAIR-Green', price: 12.00009, weight: 2, inventory_level: 4, upc: null, mpn: 'm' },
      ...{
        image_url: 'https://pictures.example/green.png',
        option_values: [{ option_id: option.id, id: value.body.data.id }],
      },
    })
    const variant = answer.body.data
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { price: 12.0001, calculated_price: 12.0001, upc: '' } },
    })
    expect(variant.image_url).toContain(sandbox.apiAddress)
    expect(await get(`${products}/${id}`)).toMatchObject({ inventory_level: 7, date_modified: later })
    const sku = `{"product_id":${id},"variant_id":${variant.id}}`
    expect(news()).toEqual([
      `product/updated {"type":"product","id":${id}}`,
      `sku/created {"type":"sku","id":${variant.sku_id},"sku":${sku}}`,
    ])
    const one = `${base}/${variant.id}`
    const put = await call('PUT', one, { price: null, sku: 'CHAIR-G', inventory_level: 1 })
    expect(put).toMatchObject({ status: 200, body: { data: { price: null, calculated_price: 20, sku: 'CHAIR-G' } } })
    expect(news()).toEqual([
      `product/updated {"type":"product","id":${id}}`,
      `sku/updated {"type":"sku","id":${variant.sku_id},"sku":${sku}}`,
      `sku/inventory/updated {"type":"sku","id":${variant.sku_id},"inventory":{"product_id":${id},"method":"absolute","value":1,"variant_id":${variant.id}}}`,
      `channel/*/inventory/product/stock_changed {"variant_id":${variant.id},"product_id":${id},"location_id":1}`,
    ])
    checkContract()
    const ignored = await call('PUT', one, { option_values: color('Red') })
    checkContract('answers')
    expect(ignored).toMatchObject({ status: 200, body: { data: { option_values: [{ label: 'Green' }] } } })
    expect((await call('PUT', one, { sku: 'chair-red' })).status).toBe(409)
    expect((await call('POST', base, { sku: 'NEW', option_values: color('Green') })).status).toBe(422)
    expect(news()).toEqual([])
    expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
    expect(news()).toEqual([
      `product/updated {"type":"product","id":${id}}`,
      `sku/deleted {"type":"sku","id":${variant.sku_id},"sku":${sku}}`,
    ])
    expect((await call('GET', one)).status).toBe(404)
    expect((await call('DELETE', one)).status).toBe(404)
    expect((await call('PUT', `${base}/9`, { price: 1 })).status).toBe(404)
  })

  it('have one picture each, a copy of the one that is sent', async () => {
    const { id, variants } = await made(withColors)
    const base = `${products}/${id}/variants/${variants[0].id}`
    const answer = await call('POST', `${base}/image`, { image_url: 'https://pictures.example/red.png' })
    expect(answer.status).toBe(200)
    expect((await fetch(answer.body.data.image_url)).status).toBe(200)
    expect((await get(base)).image_url).toBe(answer.body.data.image_url)
    expect(
      (await call('POST', `${products}/${id}/variants/9/image`, { image_url: 'https://a.example/b' })).status,
    ).toBe(404)
    expect(await refused([['POST', `${base}/image`, { image_url: 'red' }]])).toEqual(['422 image_url'])
  })

  it('choose among the values of an option that came later, too', async () => {
    const { id } = await made({ ...withColors, variants: withColors.variants.slice(0, 1) })
    const size = { display_name: 'Size', type: 'dropdown', option_values: [{ label: 'S', sort_order: 0 }] }
    expect((await call('POST', `${products}/${id}/options`, size)).status).toBe(200)
    const option_values = [...color('Red'), { option_display_name: 'Size', label: 'S' }]
    expect((await call('POST', `${products}/${id}/variants`, { sku: 'RED', option_values: color('Red') })).status).toBe(
      422,
    )
    expect((await call('POST', `${products}/${id}/variants`, { sku: 'RED-S', option_values })).status).toBe(200)
    expect((await call('POST', `${products}/${id}/variants`, { sku: 'RED-S2', option_values })).status).toBe(422)
    expect(await get(`${products}/${id}/variants`)).toHaveLength(2)
  })

  it('keep a base variant, which shares the SKU of the product', async () => {
    const { id, base_variant_id } = await made({ sku: 'LMP' })
    const base = `${products}/${id}/variants/${base_variant_id}`
    expect((await call('DELETE', base)).status).toBe(422)
    expect((await call('PUT', base, { sku: 'LMP-9' })).body.data.sku).toBe('LMP-9')
    expect((await get(`${products}/${id}`)).sku).toBe('LMP-9')
    expect(news()).toEqual([`product/updated {"type":"product","id":${id}}`])
    expect((await call('POST', `${products}/${id}/variants`, { sku: 'X', option_values: [] })).status).toBe(422)
    expect((await call('PUT', base, { inventory_level: 5 })).body.data.inventory_level).toBe(0)
  })

  it('are at most 600', async () => {
    const labels = (count: number) => Array.from({ length: count }, (_, at) => `${at}`)
    const { productId } = sandbox.merchant.addProduct({
      name: 'Many',
      options: [
        { name: 'A', values: labels(30) },
        { name: 'B', values: labels(20) },
        { name: 'C', values: ['x', 'y'] },
      ],
      variants: labels(30).flatMap(a => labels(20).map(b => ({ values: [a, b, 'x'] }))),
    })
    const option_values = ['A', 'B', 'C'].map((option_display_name, at) => ({
      option_display_name,
      label: at === 2 ? 'y' : '0',
    }))
    expect(await call('POST', `${products}/${productId}/variants`, { sku: 'ONE-MORE', option_values })).toMatchObject({
      status: 422,
      body: { errors: { variants: expect.stringContaining('600') } },
    })
  })

  it('change and are made in batches of 50, all or none', async () => {
    const { id, options, variants } = await made({ ...withColors, variants: withColors.variants.slice(0, 1) })
    const [option] = options
    const value = await call('POST', `${products}/${id}/options/${option.id}/values`, { label: 'Blue', sort_order: 1 })
    news()
    const fresh = { product_id: id, sku: 'CHAIR-B', option_values: [{ option_id: option.id, id: value.body.data.id }] }
    const failed = await call('PUT', '/v3/catalog/variants', [
      { id: variants[0].id, price: 1 },
      { ...fresh, sku: 'chair' },
    ])
    expect(failed).toMatchObject({
      status: 422,
      body: { batch_errors: [{ status: 409, errors: { sku: expect.any(String) } }] },
    })
    expect(await get(`${products}/${id}/variants`)).toMatchObject([{ price: null }])
    expect(news()).toEqual([])
    const done = await call('PUT', '/v3/catalog/variants', [{ id: variants[0].id, price: 1 }, fresh])
    expect(done).toMatchObject({ status: 200, body: { data: [{ id: variants[0].id, price: 1 }, { sku: 'CHAIR-B' }] } })
    expect(news().map(event => event.split(' ')[0])).toEqual(['sku/updated', 'sku/created'])
    expect(await get(`${products}/${id}/variants`)).toHaveLength(2)
    checkContract()
    const bad = await call('PUT', '/v3/catalog/variants', [{ id: 9 }, { price: 1 }, { id: variants[0].id, price: -1 }])
    expect(bad.status).toBe(422)
    expect(bad.body.batch_errors.map((one: { status: number }) => one.status)).toEqual([404, 422, 422])
    const many = Array.from({ length: 51 }, () => ({ id: variants[0].id, price: 1 }))
    expect((await call('PUT', '/v3/catalog/variants', many)).status).toBe(413)
    checkContract('answers')
  })
})

describe('options and modifiers', () => {
  const value = (label: string, sort_order = 0) => ({ label, sort_order })

  it('make options, whose names and values variants show, and which take their variants along', async () => {
    const { id } = await made({ sku: 'LMP' })
    const base = `${products}/${id}/options`
    const body = {
      display_name: 'Shade',
      type: 'swatch',
      option_values: [value('Red'), { ...value('Sky', 1), value_data: { colors: ['#aaccff'] } }],
    }
    const posted = await call('POST', base, body)
    expect(posted).toMatchObject({
      status: 200,
      body: {
        data: {
          product_id: id,
          display_name: 'Shade',
          option_values: [
            { label: 'Red', value_data: { colors: [expect.any(String)] } },
            { value_data: { colors: ['#aaccff'] } },
          ],
        },
      },
    })
    const option = posted.body.data
    const [red, sky] = option.option_values
    expect(await get(`${base}/${option.id}`)).toEqual(option)
    expect((await get(`${products}/${id}`)).base_variant_id).not.toBeNull()
    for (const [sku, one] of [
      ['LMP-R', red],
      ['LMP-S', sky],
    ]) {
      expect(
        (
          await call('POST', `${products}/${id}/variants`, {
            sku,
            option_values: [{ option_id: option.id, id: one.id }],
          })
        ).status,
      ).toBe(200)
    }
    expect((await get(`${products}/${id}`)).base_variant_id).toBeNull()
    expect((await call('POST', base, { ...body, display_name: 'shade' })).status).toBe(409)
    expect(await call('PUT', `${base}/${option.id}`, { display_name: 'Color', sort_order: 2 })).toMatchObject({
      body: { data: { id: option.id, display_name: 'Color', sort_order: 2, option_values: [{}, {}] } },
    })
    const values = `${base}/${option.id}/values`
    expect(await call('PUT', `${values}/${red.id}`, { label: 'Crimson', sort_order: 5 })).toMatchObject({
      body: { data: { id: red.id, label: 'Crimson', sort_order: 5, value_data: red.value_data } },
    })
    expect(await get(`${products}/${id}/variants`)).toMatchObject([
      { sku: 'LMP-R', option_values: [{ id: red.id, label: 'Crimson', option_display_name: 'Color' }] },
      { sku: 'LMP-S' },
    ])
    expect((await call('POST', values, value('Crimson'))).status).toBe(422)
    const green = (await call('POST', values, value('Green', 9))).body.data
    expect(await get(`${values}/${green.id}`)).toEqual(green)
    news()
    expect(await call('DELETE', `${values}/${sky.id}`)).toEqual({ status: 204, body: null })
    expect(await get(`${products}/${id}/variants`)).toMatchObject([{ sku: 'LMP-R' }])
    expect(news().map(event => event.split(' ')[0])).toEqual(['sku/deleted'])
    expect(await call('DELETE', `${base}/${option.id}`)).toEqual({ status: 204, body: null })
    const [again] = await get(`${products}/${id}/variants`)
    expect(again).toMatchObject({ sku: 'LMP', option_values: [], sku_id: null })
    expect(await get(`${products}/${id}?include=options`)).toMatchObject({ base_variant_id: again.id, options: [] })
    for (const path of [`${base}/${option.id}`, `${values}/${red.id}`]) {
      expect((await call('DELETE', path)).status).toBe(404)
      expect((await call('PUT', path, { sort_order: 1, label: 'x' })).status).toBe(404)
    }
    expect(
      await refused([
        ['POST', base, { display_name: '', type: 'text' }],
        ['POST', base, { ...body, option_values: [] }],
        ['POST', base, { ...body, option_values: Array.from({ length: 251 }, (_, at) => value(`${at}`)) }],
      ]),
    ).toEqual(['422 display_name,type,option_values', '422 option_values', '422 option_values'])
  })

  it('take 250 values and no more', async () => {
    const { id } = await made()
    const option_values = Array.from({ length: 250 }, (_, at) => value(`${at}`, at))
    const option = await call('POST', `${products}/${id}/options`, {
      display_name: 'Size',
      type: 'dropdown',
      option_values,
    })
    expect(
      (await call('POST', `${products}/${id}/options/${option.body.data.id}/values`, value('one more'))).status,
    ).toBe(422)
  })

  it('make modifiers with adjusters, change and delete them', async () => {
    const { id } = await made()
    const base = `${products}/${id}/modifiers`
    const adjusters = { price: { adjuster: 'relative', adjuster_value: 5 } }
    const posted = await call('POST', base, {
      ...{ display_name: 'Wrapping', type: 'dropdown', required: false },
      option_values: [{ ...value('Paper'), adjusters }],
    })
    const modifier = posted.body.data
    expect(posted).toMatchObject({
      status: 200,
      body: { data: { required: false, option_values: [{ option_id: modifier.id, adjusters }] } },
    })
    expect(news()).toEqual([])
    const box = await call('POST', base, {
      display_name: 'Gift',
      type: 'checkbox',
      required: true,
      config: { checked_by_default: true },
    })
    expect(box).toMatchObject({
      body: {
        data: { option_values: [{ value_data: { checked_value: true } }, { value_data: { checked_value: false } }] },
      },
    })
    expect((await call('POST', base, { display_name: 'gift', type: 'text', required: true })).status).toBe(409)
    const one = `${base}/${modifier.id}`
    expect(await call('PUT', one, { required: true, type: 'radio_buttons' })).toMatchObject({
      body: { data: { required: true, type: 'radio_buttons', display_name: 'Wrapping' } },
    })
    const cloth = (await call('POST', `${one}/values`, value('Cloth', 1))).body.data
    expect(
      await call('PUT', `${one}/values/${cloth.id}`, {
        label: 'Silk',
        sort_order: 1,
        adjusters: { purchasing_disabled: { status: true, message: 'Gone' } },
      }),
    ).toMatchObject({
      body: {
        data: { label: 'Silk', adjusters: { price: { adjuster: null }, purchasing_disabled: { status: true } } },
      },
    })
    expect(await get(`${one}/values/${cloth.id}`)).toMatchObject({ label: 'Silk' })
    expect(await call('DELETE', `${one}/values/${cloth.id}`)).toEqual({ status: 204, body: null })
    expect(await get(`${one}/values`)).toHaveLength(1)
    news()
    expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
    expect(news()).toEqual([`product/updated {"type":"product","id":${id}}`])
    expect(await get(base)).toMatchObject([{ display_name: 'Gift' }])
    expect((await call('DELETE', one)).status).toBe(404)
    expect(
      await refused([
        ['POST', base, { display_name: 'x' }],
        ['PUT', `${base}/${box.body.data.id}`, { required: 'yes', type: 'text' }],
      ]),
    ).toEqual(['422 required,type', '422 required'])
  })
})

describe('images, videos, custom fields and bulk pricing rules', () => {
  const picture = (name: string) => ({ image_url: `https://pictures.example/${name}` })

  it('make one image the thumbnail, and tell only of the first', async () => {
    const { id } = await made()
    const base = `${products}/${id}/images`
    clock.advance(60_000)
    const first = await call('POST', base, { ...picture('a.png'), description: 'Front' })
    expect(first).toMatchObject({
      status: 200,
      body: { data: { product_id: id, is_thumbnail: true, image_file: 'a.png', description: 'Front', sort_order: 0 } },
    })
    expect(news()).toEqual([`product/updated {"type":"product","id":${id}}`])
    expect((await get(`${products}/${id}`)).date_modified).toBe('2026-03-01T10:01:00+00:00')
    const second = (await call('POST', base, { ...picture('b.png'), is_thumbnail: true })).body.data
    expect(await get(base)).toMatchObject([
      { is_thumbnail: false },
      { id: second.id, is_thumbnail: true, sort_order: 1 },
    ])
    const one = `${base}/${first.body.data.id}`
    const put = await call('PUT', one, { is_thumbnail: true, sort_order: 7, ...picture('c.png') })
    expect(put).toMatchObject({
      status: 200,
      body: { data: { is_thumbnail: true, sort_order: 7, image_file: 'a.png', description: 'Front' } },
    })
    expect(await get(base)).toMatchObject([{ is_thumbnail: true }, { is_thumbnail: false }])
    expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
    expect(await get(base)).toMatchObject([{ id: second.id, is_thumbnail: false }])
    expect((await call('PUT', one, { sort_order: 1 })).status).toBe(404)
    expect((await call('DELETE', one)).status).toBe(404)
    expect((await call('POST', `${products}/9/images`, picture('a.png'))).status).toBe(404)
    expect(news()).toEqual([])
    expect(
      await refused([
        ['POST', base, {}],
        ['POST', base, picture('x'.repeat(255))],
        ['PUT', `${base}/${second.id}`, { sort_order: 1.5 }],
      ]),
    ).toEqual(['422 image_url', '422 image_url', '422 sort_order'])
  })

  it('take 1,000 images and no more', async () => {
    const { id } = await made({ images: Array.from({ length: 999 }, (_, at) => picture(`${at}`)) })
    expect((await call('POST', `${products}/${id}/images`, picture('last'))).status).toBe(200)
    expect((await call('POST', `${products}/${id}/images`, picture('more'))).status).toBe(422)
  })

  it('keep videos', async () => {
    const { id } = await made()
    const base = `${products}/${id}/videos`
    const posted = await call('POST', base, { video_id: 'z3fRu9pkuXE', description: 'How' })
    expect(posted).toMatchObject({
      status: 200,
      body: { data: { video_id: 'z3fRu9pkuXE', type: 'youtube', sort_order: 0 } },
    })
    const one = `${base}/${posted.body.data.id}`
    expect(await call('PUT', one, { description: 'Why', sort_order: 3 })).toMatchObject({
      body: { data: { description: 'Why', sort_order: 3, video_id: 'z3fRu9pkuXE' } },
    })
    expect(await get(one)).toMatchObject({ description: 'Why' })
    expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
    expect((await call('DELETE', one)).status).toBe(404)
    expect(
      await refused([
        ['POST', base, { video_id: 'x'.repeat(26) }],
        ['POST', base, {}],
      ]),
    ).toEqual(['422 video_id', '422 video_id'])
  })

  it('keep custom fields, each pair once, and tell of none', async () => {
    const { id } = await made({
      custom_fields: Array.from({ length: 199 }, (_, at) => ({ name: 'n', value: `${at}` })),
    })
    const base = `${products}/${id}/custom-fields`
    const posted = await call('POST', base, { name: 'ISBN', value: '1' })
    expect(posted).toMatchObject({ status: 200, body: { data: { name: 'ISBN', value: '1' } } })
    const one = `${base}/${posted.body.data.id}`
    expect((await call('POST', base, { name: 'ISBN', value: '2' })).status).toBe(422)
    expect((await call('PUT', one, { name: 'n', value: '7' })).status).toBe(422)
    expect(await call('PUT', one, { value: '2' })).toMatchObject({
      status: 200,
      body: { data: { name: 'ISBN', value: '2' } },
    })
    expect(await get(one)).toEqual({ id: posted.body.data.id, name: 'ISBN', value: '2' })
    expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
    expect((await call('POST', base, { name: 'n', value: '7' })).status).toBe(422)
    expect((await call('PUT', one, { value: '2' })).status).toBe(404)
    expect(news()).toEqual([])
    expect(
      await refused([
        ['POST', base, { name: '', value: '  ' }],
        ['POST', base, { name: 'n', value: 'x'.repeat(251) }],
      ]),
    ).toEqual(['422 name,value', '422 value'])
  })

  it('keep bulk pricing rules whose ranges do not overlap, 50 at most', async () => {
    const rule = (quantity_min: number, quantity_max: number) => ({
      quantity_min,
      quantity_max,
      type: 'fixed',
      amount: 4.00009,
    })
    const { id } = await made({
      bulk_pricing_rules: Array.from({ length: 49 }, (_, at) => rule(10 + at * 10, 19 + at * 10)),
    })
    const base = `${products}/${id}/bulk-pricing-rules`
    for (const [from, to] of [
      [490, 510],
      [499, 510],
      [5, 10],
      [5, 0],
    ] as const) {
      expect((await call('POST', base, rule(from, to))).status).toBe(409)
    }
    const posted = await call('POST', base, rule(500, 0))
    expect(posted).toMatchObject({
      status: 200,
      body: { data: { quantity_min: 500, quantity_max: 0, amount: 4.0001 } },
    })
    const one = `${base}/${posted.body.data.id}`
    checkContract()
    expect(await call('PUT', one, { ...rule(600, 700), id: posted.body.data.id })).toMatchObject({
      status: 200,
      body: { data: { quantity_min: 600, quantity_max: 700 } },
    })
    expect((await call('PUT', one, rule(10, 700))).status).toBe(409)
    expect((await call('POST', base, rule(800, 0))).status).toBe(422)
    expect(await get(one)).toMatchObject({ quantity_max: 700 })
    expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
    expect((await call('DELETE', one)).status).toBe(404)
    checkContract()
    expect(
      await refused([
        ['POST', base, rule(900, 800)],
        ['POST', base, { ...rule(1, 2), type: 'none' }],
      ]),
    ).toEqual(['422 quantity_max', '422 type'])
  })
})

describe('metafields', () => {
  const field = { namespace: 'hub', key: 'color', value: 'blue', permission_set: 'read' }

  async function ownersOf(): Promise<(readonly [type: string, path: string, resourceId: number, scope: string])[]> {
    const { id, variants } = await made(withColors)
    return [
      ['product', `${products}/${id}/metafields`, id, 'product/metafield'],
      [
        'variant',
        `${products}/${id}/variants/${variants[0].id}/metafields`,
        variants[0].id,
        'product/variant/metafield',
      ],
    ]
  }

  it('belong to a product or a variant, with a key of their own, and tell of each change', async () => {
    for (const [type, base, resourceId, scope] of await ownersOf()) {
      const { status, body } = await call('POST', base, field)
      const id: number = body.data.id
      expect(status).toBe(200)
      expect(body.data).toMatchObject({
        ...field,
        ...{ description: '', resource_type: type, resource_id: resourceId, date_created: later, date_modified: later },
      })
      const told = `"metafield_id":${id},"resource_id":"${resourceId}","namespace":"hub"`
      expect(news()).toEqual([
        `${scope}/created {"type":"metafield",${told}}`,
        `metafield/created {"type":"metafield",${told},"resource_type":"${type}"}`,
      ])
      expect((await call('POST', base, field)).status).toBe(409)
      const other = await call('POST', base, { ...field, key: 'size', description: 'How large' })
      expect(other.status).toBe(200)
      const one = `${base}/${id}`
      expect((await call('PUT', one, { ...field, key: 'size' })).status).toBe(409)
      news()
      expect(await call('PUT', one, { ...field, value: 'green' })).toMatchObject({
        status: 200,
        body: { data: { id, value: 'green', key: 'color' } },
      })
      expect(news().map(event => event.split(' ')[0])).toEqual([`${scope}/updated`, 'metafield/updated'])
      expect(await get(one)).toMatchObject({ id, value: 'green' })
      expect(await get(`${base}?key=size`)).toMatchObject([{ id: other.body.data.id, description: 'How large' }])
      expect(await call('DELETE', one)).toEqual({ status: 204, body: null })
      expect(news().map(event => event.split(' ')[0])).toEqual([`${scope}/deleted`, 'metafield/deleted'])
      for (const method of ['GET', 'DELETE']) expect((await call(method, one)).status).toBe(404)
      expect(await get(base)).toHaveLength(1)
      expect(
        await refused([
          ['POST', base, { key: 'x'.repeat(65), permission_set: 'all' }],
          ['PUT', `${base}/${other.body.data.id}`, { value: 'x'.repeat(65_536) }],
        ]),
      ).toEqual(['422 key,value,namespace,permission_set', '422 value'])
    }
    expect((await call('POST', `${products}/9/metafields`, field)).status).toBe(404)
    expect((await call('GET', `${products}/101/variants/9/metafields`)).status).toBe(404)
  })

  it('are open to other clients as their permissions say, each with keys of its own', async () => {
    const other = sandbox.createAccount({ name: 'Other', scopes: allScopes }).accessToken
    const { id } = await made()
    const base = `${products}/${id}/metafields`
    const ids: number[] = []
    for (const permission_set of ['app_only', 'read', 'write_and_sf_access']) {
      ids.push((await call('POST', base, { ...field, key: permission_set, permission_set })).body.data.id)
    }
    const [hidden, readable, writable] = ids
    const shown = (await call('GET', base, undefined, other)).body.data
    expect(shown.map((row: { id: number }) => row.id)).toEqual([readable, writable])
    expect((await call('GET', `${base}/${hidden}`, undefined, other)).status).toBe(404)
    expect((await call('PUT', `${base}/${readable}`, { value: 'mine' }, other)).status).toBe(403)
    expect((await call('DELETE', `${base}/${readable}`, undefined, other)).status).toBe(403)
    expect((await call('PUT', `${base}/${writable}`, { key: 'mine' }, other)).status).toBe(403)
    expect((await call('PUT', `${base}/${writable}`, { value: 'ours' }, other)).body.data.value).toBe('ours')
    expect((await call('POST', base, { ...field, key: 'read' }, other)).status).toBe(200)
    expect(await get(`${base}/${readable}`)).toMatchObject({ value: 'blue' })
  })

  it('are at most 250 of a client on one resource', async () => {
    const { id } = await made()
    for (let at = 0; at < 250; at += 1) {
      expect((await call('POST', `${products}/${id}/metafields`, { ...field, key: `${at}` })).status).toBe(200)
    }
    expect((await call('POST', `${products}/${id}/metafields`, { ...field, key: 'more' })).status).toBe(422)
    expect((await call('POST', `${products}/101/metafields`, field)).status).toBe(200)
  })
})

describe('the merchant', () => {
  const names = () => news().map(event => event.split(' ')[0])

  it('tells the same of the same changes', () => {
    const { merchant } = sandbox
    const { productId, variantIds } = merchant.addProduct({
      name: 'Bench',
      tracking: 'variant',
      options: [{ name: 'Size', values: ['S', 'L'] }],
    })
    expect(names()).toEqual(['product/created', 'sku/created', 'sku/created'])
    merchant.editProduct(productId, { price: 3 })
    expect(names()).toEqual(['product/updated'])
    merchant.editProduct(productId, { mpn: 'M' })
    merchant.setCustomFields(productId, [['a', 'b']])
    expect(names()).toEqual([])
    merchant.setImages(productId, [{ file: 'a.png' }])
    expect(names()).toEqual(['product/updated'])
    merchant.setImages(productId, [{ file: 'b.png' }])
    expect(names()).toEqual([])
    merchant.editVariant(productId, variantIds[0] ?? 0, { inventory_level: 4 })
    const counted = ['sku/inventory/updated', 'channel/*/inventory/product/stock_changed']
    expect(names()).toEqual(['product/updated', ...counted])
    merchant.addVariant(productId, { values: ['M'], sku: 'BENCH-M' })
    expect(names()).toEqual(['sku/created'])
    merchant.deleteVariant(productId, variantIds[1] ?? 0)
    expect(names()).toEqual(['sku/deleted'])
    expect(() => merchant.editProduct(productId, { name: '' })).toThrow()
    expect(names()).toEqual([])
    merchant.deleteProduct(productId)
    expect(names()).toEqual(['product/deleted'])
  })
})

it('tells of products that a fault makes and deletes', async () => {
  const fault = sandbox.faults.add({ match: { path: products }, kind: 'shift', shift: 'both', times: 1 })
  await call('GET', `${products}?limit=1`)
  await expect.poll(() => told.length).toBe(2)
  expect(news()).toEqual(['product/created {"type":"product","id":131}', 'product/deleted {"type":"product","id":101}'])
  fault.remove()
})

it('refuses prices that no catalog holds', async () => {
  expect(
    await refused([
      ['PUT', `${products}/101`, { price: 1e308 }],
      [
        'PUT',
        `${products}/101`,
        { bulk_pricing_rules: [{ quantity_min: 2, quantity_max: 0, type: 'fixed', amount: 1e308 }] },
      ],
    ]),
  ).toEqual(['422 price', '422 bulk_pricing_rules.0.amount'])
})

it('checks the parts that a change speaks of, whoever makes it, and no others', async () => {
  const { merchant } = sandbox
  const rule = { quantity_min: 1, quantity_max: 1, type: 'fixed', amount: 1 } as const
  expect(() => merchant.setBulkRules(101, [rule])).toThrow('quantity_max')
  expect(() =>
    merchant.setCustomFields(101, [
      ['A', 'b'],
      ['A', 'b'],
    ]),
  ).toThrow('custom field')
  // A product file may bring what a change of today may not.
  const { productId } = merchant.addProduct({
    name: 'Old stock',
    customFields: [
      ['A', 'b'],
      ['A', 'b'],
    ],
  })
  news()
  expect((await call('PUT', `${products}/${productId}`, { price: 3 })).status).toBe(200)
  expect(await refused([['PUT', `${products}/${productId}`, { custom_fields: [{ name: 'C', value: 'd' }] }]])).toEqual([
    '422 value',
  ])
})

it('leaves out of the answer to a batch a variant that the batch replaced', async () => {
  const { productId, variantIds } = sandbox.merchant.addProduct({ name: 'Plain', sku: 'PLAIN-1' })
  const color = {
    display_name: 'Color',
    type: 'dropdown',
    sort_order: 0,
    option_values: [{ label: 'Red', sort_order: 0 }],
  }
  const option = (await call('POST', `${products}/${productId}/options`, color)).body.data
  const batch = [
    { id: variantIds[0], price: 5 },
    { product_id: productId, sku: 'RED-1', option_values: [{ id: option.option_values[0].id, option_id: option.id }] },
  ]
  const { status, body } = await call('PUT', '/v3/catalog/variants', batch)
  expect(status).toBe(200)
  expect(body.data).toMatchObject([{ sku: 'RED-1' }])
})

it('takes of the merchant no categories that a store refuses', () => {
  const before = sandbox.counts.products
  const deep = Array.from({ length: 9 }, (_, at) => `Level ${at}`)
  for (const path of [deep, ['Tools', ' ']]) {
    expect(() => sandbox.merchant.addProduct({ name: 'Astray', categories: [path] })).toThrow('categor')
  }
  expect(sandbox.counts.products).toBe(before)
})
