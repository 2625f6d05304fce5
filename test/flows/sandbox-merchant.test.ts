import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewModifier, ProductFields, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SandboxError, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'

let sandbox: Sandbox
let clock: SteppedClock
let token: string

beforeEach(async () => {
  clock = new SteppedClock('2026-03-01T09:00:00Z')
  sandbox = await createSandbox({ seed: 5, products: 30, quota: 'off', clock })
  token = sandbox.createAccount({ name: 'Merchant', scopes: allScopes }).accessToken
})

afterEach(async () => {
  expect(describeViolations(checkExchanges(sandbox.journal.exchanges))).toEqual([])
  await sandbox.close()
})

interface Row {
  readonly id: number
  readonly [name: string]: unknown
}

async function get(path: string): Promise<{ status: number; data: Row & Row[] }> {
  const answer = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/catalog/${path}`, {
    headers: { 'x-auth-token': token, accept: 'application/json' },
  })
  const { data } = (await answer.json()) as { data: Row & Row[] }
  return { status: answer.status, data }
}

const everything = 'variants,options,modifiers,images,custom_fields,bulk_pricing_rules,channels'

const productAt = async (id: number) => (await get(`products/${id}?include=${everything}`)).data

/** A variant as the answers show it; `at` is its position. */
async function variantAt(id: number, at: number): Promise<Row> {
  const { data } = await get(`products/${id}/variants?limit=250`)
  const variant = data[at]
  if (variant === undefined) throw new Error(`Product ${id} has no variant at ${at}`)
  return variant
}

/** The code and the words of what the work is refused with. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof SandboxError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'nothing was refused'
}

describe('products', () => {
  it('are made with as little as a name, behind all others, and their ids are never given again', async () => {
    const first = sandbox.merchant.addProduct({ name: 'Stool' })
    expect(first).toEqual({ productId: 131, variantIds: [expect.any(Number)] })
    expect(await productAt(131)).toMatchObject({
      name: 'Stool',
      sku: '',
      price: 10,
      base_variant_id: first.variantIds[0],
      date_created: '2026-03-01T09:00:00+00:00',
      date_modified: '2026-03-01T09:00:00+00:00',
      options: [],
      variants: [{ id: first.variantIds[0], sku: '', price: null, calculated_price: 10 }],
      channels: [1],
    })
    sandbox.merchant.deleteProduct(131)
    expect((await get('products/131')).status).toBe(404)
    expect((await get('products?id:greater=129')).data.map(row => row.id)).toEqual([130])
    const second = sandbox.merchant.addProduct({ name: 'Stool' })
    expect(second.productId).toBe(132)
    expect(second.variantIds[0]).toBeGreaterThan(first.variantIds[0] ?? 0)
    expect((await get('products?id:greater=129')).data.map(row => row.id)).toEqual([130, 132])
    expect(sandbox.counts.products).toBe(31)
  })

  it('are made with everything that they can have', async () => {
    const { productId, variantIds } = sandbox.merchant.addProduct({
      name: 'Chair',
      sku: 'CH',
      price: 80,
      salePrice: 70,
      weight: 4,
      brand: 'Oakworks',
      categories: [['Home', 'Chairs'], ['Sale']],
      upc: '123456789012',
      options: [
        { name: 'Color', values: ['Red', 'Blue'], type: 'swatch' },
        { name: 'Size', values: ['S', 'L'] },
      ],
      variants: [
        { values: ['Red', 'S'], sku: 'CH-RS', stock: [3, 1] },
        { values: ['Blue', 'L'], sku: 'CH-BL', price: 90, stock: [2], upc: '222', imageIndex: 1 },
      ],
      images: [{ file: 'a.jpg' }, { file: 'b.jpg', description: 'From behind' }],
      modifiers: [{ name: 'Engraving', type: 'text' }],
      customFields: [['Material', 'Oak']],
      bulkRules: [{ quantity_min: 5, quantity_max: 9, type: 'percent', amount: 5 }],
      channels: [1, 2],
    })
    expect(variantIds).toHaveLength(2)
    const row = await productAt(productId)
    expect(row).toMatchObject({
      base_variant_id: null,
      calculated_price: 70,
      upc: '123456789012',
      inventory_tracking: 'variant',
      inventory_level: 6,
      options: [{ display_name: 'Color', option_values: [{ label: 'Red' }, { label: 'Blue' }] }, { type: 'dropdown' }],
      variants: [
        { id: variantIds[0], sku: 'CH-RS', calculated_price: 70, inventory_level: 4 },
        {
          id: variantIds[1],
          sku: 'CH-BL',
          calculated_price: 90,
          upc: '222',
          image_url: expect.stringContaining('/_images/'),
        },
      ],
      images: [{ is_thumbnail: true }, { description: 'From behind' }],
      modifiers: [{ display_name: 'Engraving', type: 'text', required: false }],
      custom_fields: [{ name: 'Material', value: 'Oak' }],
      bulk_pricing_rules: [{ quantity_min: 5 }],
      channels: [1, 2],
    })
    expect((await get(`brands/${row.brand_id}`)).data).toMatchObject({ name: 'Oakworks' })
    expect(row.categories).toHaveLength(2)
    const again = sandbox.merchant.addProduct({
      name: 'Bench',
      brand: 'oakworks',
      categories: [['home', 'chairs'], 21],
    })
    const other = await productAt(again.productId)
    expect(other.brand_id).toBe(row.brand_id)
    expect(other.categories).toEqual([(row.categories as number[])[0], 21])
  })

  it('have up to 600 variants and a name of 250 characters, an emoji being one, and no more', async () => {
    const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']
    const options = [
      { name: 'Width', values: digits },
      { name: 'Height', values: digits },
      { name: 'Depth', values: digits.slice(0, 6) },
    ]
    const { productId, variantIds } = sandbox.merchant.addProduct({ name: '🪑'.repeat(250), sku: 'BIG', options })
    expect(new Set(variantIds).size).toBe(600)
    const { variants, name } = await productAt(productId)
    expect([...String(name)]).toHaveLength(250)
    expect(new Set((variants as { sku: string }[]).map(one => one.sku)).size).toBe(600)
    expect(refusal(() => sandbox.merchant.addProduct({ name: '🪑'.repeat(251) }))).toContain('251 characters')
    const more = [...options, { name: 'Wood', values: ['Oak', 'Ash'] }]
    expect(refusal(() => sandbox.merchant.addProduct({ name: 'Bigger', options: more }))).toContain('1200 variants')
    expect(
      refusal(() => sandbox.merchant.addVariant(productId, { values: ['11', '1', '1'], sku: 'BIG-601' })),
    ).toContain('601 variants')
  })

  it('change field by field, with what follows from it, and their date tells', async () => {
    const { productId } = sandbox.merchant.addProduct({ name: 'Lamp', sku: 'LMP', price: 20, weight: 1 })
    clock.advance(60_000)
    sandbox.merchant.editProduct(productId, { price: 25.5, sku: 'LMP-2', weight: 2, is_visible: false, brand_id: 31 })
    const later = '2026-03-01T09:01:00+00:00'
    expect(await productAt(productId)).toMatchObject({
      ...{ price: 25.5, calculated_price: 25.5, sku: 'LMP-2', is_visible: false, brand_id: 31, date_modified: later },
      date_created: '2026-03-01T09:00:00+00:00',
      variants: [{ sku: 'LMP-2', calculated_price: 25.5, calculated_weight: 2 }],
    })
    clock.advance(60_000)
    sandbox.merchant.editProduct(productId, { description: '<p>New</p>' }, { silent: true })
    expect(await productAt(productId)).toMatchObject({ description: '<p>New</p>', date_modified: later })
    sandbox.merchant.editProduct(productId, { date_modified: '2020-01-01T00:00:00+00:00' })
    expect((await get('products?date_modified:max=2021-01-01T00:00:00Z')).data).toMatchObject([{ id: productId }])
    expect((await get(`products?date_modified:min=${later.slice(0, 19)}Z`)).data).toEqual([])
  })

  it.each([1, 4])('keep all but what was changed, whatever trouble they are, with %i variants', async variantsEach => {
    const large = await createSandbox({ seed: 5, products: 160, variantsEach, quota: 'off', clock })
    const { accessToken } = large.createAccount({ name: 'Reader', scopes: allScopes })
    const all = async () => {
      const path = '/v3/catalog/products?limit=250&include=variants,images,custom_fields,channels'
      const answer = await fetch(`${large.apiAddress}/stores/${large.storeHash}${path}`, {
        headers: { 'x-auth-token': accessToken },
      })
      return ((await answer.json()) as { data: Row[] }).data
    }
    const before = await all()
    for (const { id, variants } of before) {
      large.merchant.editProduct(id, { warranty: 'For ever' }, { silent: true })
      large.merchant.editVariant(id, (variants as Row[])[0]?.id ?? 0, { mpn: 'M1' }, { silent: true })
    }
    const expected = before.map(row => ({
      ...row,
      warranty: 'For ever',
      variants: (row.variants as Row[]).map((variant, at) => (at === 0 ? { ...variant, mpn: 'M1' } : variant)),
    }))
    expect(await all()).toEqual(expected)
    await large.close()
  })

  it('show up among what changed since a moment, when the change is no silent one', async () => {
    const since = async () => (await get('products?date_modified:min=2026-03-01T09:00:00Z')).data.map(row => row.id)
    expect(await since()).toEqual([])
    sandbox.merchant.editProduct(110, { warranty: 'Two years' })
    sandbox.merchant.editProduct(111, { warranty: 'Two years' }, { silent: true })
    sandbox.merchant.setImages(112, [])
    sandbox.merchant.assignStorefronts(113, [2], { silent: true })
    expect(await since()).toEqual([110, 112])
  })

  it('are refused what the platform would refuse, and stay as they were', async () => {
    const before = await productAt(101)
    const edit = (fields: object) => refusal(() => sandbox.merchant.editProduct(101, fields as ProductFields))
    expect(edit({ price: '12' })).toBe('change_invalid: The field price cannot be "12".')
    expect(edit({ price: null })).toContain('price')
    expect(edit({ taste: 1 })).toBe('change_invalid: There is no field taste.')
    expect(edit({ id: 5 })).toBe('change_invalid: The field id cannot be changed.')
    expect(edit({ condition: 'Antique' })).toContain('condition')
    expect(edit({ custom_url: { url: 5 } })).toContain('custom_url')
    expect(edit({ categories: [[1]] })).toContain('categories')
    expect(edit({ name: ' ' })).toContain('name')
    expect(edit({ date_modified: 'yesterday' })).toContain('date_modified')
    expect(edit({ brand_id: 9 })).toBe('not_found: There is no brand with the id 9.')
    expect(edit({ categories: [9] })).toBe('not_found: There is no category with the id 9.')
    expect(refusal(() => sandbox.merchant.editProduct(9, {}))).toBe('not_found: There is no product with the id 9.')
    expect(refusal(() => sandbox.merchant.deleteProduct(9))).toContain('not_found')
    expect(refusal(() => sandbox.merchant.addProduct({ name: 'X', categories: [9] }))).toContain('not_found')
    expect(refusal(() => sandbox.merchant.addProduct({ name: 'X', channels: [3] }))).toContain('not_found')
    expect(refusal(() => sandbox.merchant.assignStorefronts(101, [3]))).toContain('not_found')
    expect(refusal(() => sandbox.merchant.setImages(9, []))).toContain('not_found')
    expect(await productAt(101)).toEqual(before)
  })
})

describe('names and SKUs', () => {
  it('are taken once, without regard to case, by products and variants', async () => {
    const { merchant } = sandbox
    const options = [{ name: 'Size', values: ['S', 'M'] }]
    const { productId, variantIds } = merchant.addProduct({ name: 'Shirt', sku: 'SHIRT', options })
    const mug = merchant.addProduct({ name: 'Mug', sku: 'MUG' })
    expect(refusal(() => merchant.addProduct({ name: 'sHIRT' }))).toBe(
      'already_taken: Another product is called “sHIRT”.',
    )
    for (const sku of ['shirt', 'SHIRT-2', 'mug']) {
      expect(refusal(() => merchant.addProduct({ name: 'Other', sku }))).toContain('already_taken')
    }
    expect(refusal(() => merchant.editProduct(mug.productId, { sku: 'shirt-1' }))).toContain('already_taken')
    expect(refusal(() => merchant.editProduct(mug.productId, { name: 'SHIRT' }))).toContain('already_taken')
    expect(refusal(() => merchant.editVariant(productId, variantIds[0] ?? 0, { sku: 'Mug' }))).toContain(
      'already_taken',
    )
    expect(refusal(() => merchant.editVariant(productId, variantIds[0] ?? 0, { sku: 'shirt-2' }))).toContain(
      'Two items',
    )
    expect(refusal(() => merchant.addVariant(productId, { values: ['L'], sku: 'shirt' }))).toContain('Two items')
    const twins = [
      { values: ['S'], sku: 'T' },
      { values: ['M'], sku: 't' },
    ]
    expect(refusal(() => merchant.addProduct({ name: 'Twins', options, variants: twins }))).toContain('Two items')
    // Its own are free to it, in other letters too, and those of what is gone to everybody.
    merchant.editProduct(productId, { name: 'SHIRT', sku: 'Shirt' })
    merchant.editVariant(productId, variantIds[0] ?? 0, { sku: 'Shirt-1' })
    merchant.editVariant(productId, variantIds[0] ?? 0, { sku: 'Shirt-9' })
    expect(refusal(() => merchant.editProduct(mug.productId, { sku: 'SHIRT-9' }))).toContain('already_taken')
    merchant.editProduct(mug.productId, { sku: 'Shirt-1', name: 'Beaker' })
    expect(refusal(() => merchant.addProduct({ name: 'beaker' }))).toContain('already_taken')
    expect(refusal(() => merchant.addProduct({ name: 'New', sku: 'shirt-1' }))).toContain('already_taken')
    merchant.deleteProduct(mug.productId)
    merchant.addProduct({ name: 'Mug', sku: 'mug' })
    merchant.deleteVariant(productId, variantIds[1] ?? 0)
    merchant.addProduct({ name: 'Cup', sku: 'Shirt-2' })
    expect((await get('variants?sku=shirt-2')).data).toHaveLength(1)
  })

  it('are made once more under new ids, with all their parts, and nothing else is', async () => {
    // What any new row has of its own: ids, dates, and addresses and names that are made of ids.
    const own = /(?:^id|_id|^date_.*|^url_.*|custom_url|categories|channels)$/
    const alike = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(alike)
      if (typeof value !== 'object' || value === null) return value
      const isOption = 'display_name' in value
      const kept = Object.entries(value).filter(([name]) => !own.test(name) && !(isOption && name === 'name'))
      return Object.fromEntries(kept.map(([name, part]) => [name, name === 'image_url' ? part !== '' : alike(part)]))
    }
    const latest = async () => (await get('products?sort=id&direction=desc&limit=1')).data[0]?.id
    const ofItsOwn = { price: 12, salePrice: 11, weight: 3, costPrice: 4, upc: '036000291452' }
    sandbox.merchant.addProduct({
      ...{
        name: 'Lamp',
        sku: 'L',
        type: 'digital',
        width: 1,
        height: 2,
        depth: 3,
        retailPrice: 30,
        mpn: 'm',
        gtin: 'g',
      },
      ...{ binPicking: 'b', warningLevel: 2, freeShipping: true, condition: 'Used', availability: 'preorder' },
      ...{ sortOrder: 4, keywords: 'k', pageTitle: 'p', metaDescription: 'd', warranty: 'w' },
      options: [{ name: 'Color', values: ['Red', 'Blue'], type: 'swatch' }],
      variants: [{ values: ['Blue'], sku: 'L-B', stock: [3, 4], imageIndex: 1, ...ofItsOwn }],
      images: [{ file: 'a.jpg' }, { file: 'b.jpg', description: 'B' }],
      modifiers: [{ name: 'Gift', type: 'checkbox', required: true }],
      customFields: [['Made of', 'Brass']],
      bulkRules: [{ quantity_min: 2, quantity_max: 5, type: 'percent', amount: 10 }],
    })
    for (let id = 101; id <= 131; id += 1) {
      const before = await productAt(id)
      const remade = sandbox.merchant.remakeProduct(id)
      expect((await get(`products/${id}`)).status).toBe(404)
      expect(await latest()).toBe(remade.productId)
      const after = await productAt(remade.productId)
      expect(alike(after)).toEqual(alike(before))
      expect(after).toMatchObject({
        brand_id: before.brand_id,
        categories: before.categories,
        channels: before.channels,
      })
      expect(remade.variantIds).not.toContain((before.variants as Row[])[0]?.id)
    }
    expect(sandbox.counts.products).toBe(31)
    expect(refusal(() => sandbox.merchant.remakeProduct(101))).toContain('not_found')
  })

  it('are taken twice on request', async () => {
    const { merchant } = sandbox
    const twins = { allowDuplicates: true }
    const one = merchant.addProduct({ name: 'Mug', sku: 'MUG' })
    const two = merchant.addProduct({ name: 'Mug', sku: 'mug' }, twins)
    const options = [{ name: 'Size', values: ['S', 'M'] }]
    const variants = [
      { values: ['S'], sku: 'MUG' },
      { values: ['M'], sku: 'MUG' },
    ]
    const three = merchant.addProduct({ name: 'Mugs', options, variants }, twins)
    expect((await get('variants?sku=mug')).data.map(row => row.product_id)).toEqual(
      [one, two, three, three].map(made => made.productId),
    )
    expect((await get('products?name=mug')).data.map(row => row.sku)).toEqual(['MUG', 'mug'])
    // As long as one of them is left, it is taken.
    merchant.deleteProduct(three.productId)
    merchant.deleteProduct(one.productId)
    expect(refusal(() => merchant.addProduct({ name: 'Third', sku: 'Mug' }))).toContain('already_taken')
    merchant.deleteProduct(two.productId)
    merchant.addProduct({ name: 'Third', sku: 'Mug' })
  })
})

describe('variants', () => {
  const options = [
    { name: 'Size', values: ['S', 'M'] },
    { name: 'Color', values: ['Red', 'Blue'] },
  ]

  it('are added, with values that were not there before, changed and deleted', async () => {
    const { merchant } = sandbox
    const { productId, variantIds } = merchant.addProduct({
      name: 'Coat',
      sku: 'C',
      price: 50,
      options,
      tracking: 'variant',
    })
    clock.advance(1_000)
    const { variantId } = merchant.addVariant(productId, {
      values: ['L', 'Red'],
      sku: 'C-LR',
      price: 60,
      stock: [4, 4],
    })
    let row = await productAt(productId)
    expect(row).toMatchObject({
      date_modified: '2026-03-01T09:00:01+00:00',
      inventory_level: 8,
      options: [{ option_values: [{ label: 'S' }, { label: 'M' }, { label: 'L' }] }, { option_values: [{}, {}] }],
    })
    expect(await variantAt(productId, 4)).toMatchObject({
      ...{ id: variantId, sku: 'C-LR', price: 60, calculated_price: 60, inventory_level: 8 },
      option_values: [{ label: 'L', option_display_name: 'Size' }, { label: 'Red' }],
    })
    merchant.editVariant(productId, variantId, { price: null, gtin: '0123', inventory_level: 5 }, { silent: true })
    expect(await variantAt(productId, 4)).toMatchObject({ price: null, calculated_price: 50, gtin: '0123' })
    merchant.editProduct(productId, { sale_price: 45 })
    expect((await variantAt(productId, 4)).calculated_price).toBe(45)
    expect(await productAt(productId)).toMatchObject({ inventory_level: 5 })
    merchant.deleteVariant(productId, variantIds[0] ?? 0)
    row = await productAt(productId)
    expect((row.variants as Row[]).map(one => one.id)).toEqual([...variantIds.slice(1), variantId])
    expect((await get(`products/${productId}/variants/${variantIds[0]}`)).status).toBe(404)
  })

  it('are counted, and listed with those of all products, as they are now', async () => {
    const { merchant } = sandbox
    const list = async () => {
      const rows: Row[] = []
      for (let page = 1; page <= 3; page += 1) rows.push(...(await get(`variants?limit=250&page=${page}`)).data)
      expect(rows).toHaveLength(sandbox.counts.variants)
      return rows.map(row => row.sku)
    }
    const before = await list()
    const { productId, variantIds } = merchant.addProduct({ name: 'Coat', sku: 'C', options })
    expect(await list()).toEqual([...before, 'C-1', 'C-2', 'C-3', 'C-4'])
    merchant.editVariant(productId, variantIds[1] ?? 0, { sku: 'C-B' })
    merchant.deleteVariant(productId, variantIds[2] ?? 0)
    expect(await list()).toEqual([...before, 'C-1', 'C-B', 'C-4'])
    merchant.deleteProduct(productId)
    expect(await list()).toEqual(before)
  })

  it('are refused where they make no sense', () => {
    const { merchant } = sandbox
    const { productId } = merchant.addProduct({ name: 'Coat', options })
    const simple = merchant.addProduct({ name: 'Pot', sku: 'POT' })
    const { variantIds } = simple
    expect(refusal(() => merchant.addVariant(productId, { values: ['S'] }))).toContain('1 values for 2 options')
    expect(refusal(() => merchant.addVariant(productId, { values: ['S', 'Red'] }))).toContain('Two variants are S, Red')
    expect(refusal(() => merchant.addVariant(simple.productId, {}))).toContain('without options')
    expect(refusal(() => merchant.deleteVariant(simple.productId, variantIds[0] ?? 0))).toContain('at least one')
    expect(refusal(() => merchant.deleteVariant(productId, 9))).toContain(`There is no variant of product ${productId}`)
    expect(refusal(() => merchant.editVariant(productId, 9, {}))).toContain('not_found')
    expect(refusal(() => merchant.editVariant(simple.productId, variantIds[0] ?? 0, { price: -1 }))).toContain('price')
    const wrong = [{ values: ['S', 'Green'] }]
    expect(refusal(() => merchant.addProduct({ name: 'A', options, variants: wrong }))).toContain('no value “Green”')
    expect(refusal(() => merchant.addProduct({ name: 'A', options, variants: [] }))).toContain('at least one')
    expect(refusal(() => merchant.addProduct({ name: 'A', variants: [{}, {}] }))).toContain('has one variant')
    const empty = [{ name: 'Size', values: [] }]
    expect(refusal(() => merchant.addProduct({ name: 'A', options: empty }))).toContain('no values')
  })

  it('share SKU and stock with a product without options', async () => {
    const { merchant } = sandbox
    const { productId, variantIds } = merchant.addProduct({ name: 'Pot', variants: [{ sku: 'POT', stock: [2, 1] }] })
    expect(await productAt(productId)).toMatchObject({ sku: 'POT', inventory_level: 3, inventory_tracking: 'product' })
    merchant.editVariant(productId, variantIds[0] ?? 0, { sku: 'POT-2', inventory_level: 9 })
    expect(await productAt(productId)).toMatchObject({ sku: 'POT-2', inventory_level: 9 })
    merchant.editProduct(productId, { inventory_level: 4 })
    expect(await variantAt(productId, 0)).toMatchObject({ sku: 'POT-2', inventory_level: 4 })
  })
})

describe('parts', () => {
  it('are replaced as a whole, under new ids', async () => {
    const { merchant } = sandbox
    const before = await productAt(101)
    const everyModifier: NewModifier[] = [
      ...(['text', 'multi_line_text', 'numbers_only_text', 'date', 'file', 'checkbox'] as const).map(type => ({
        name: `A ${type}`,
        type,
      })),
      ...(['dropdown', 'radio_buttons', 'rectangles', 'swatch'] as const).map(type => ({
        ...{ name: `A ${type}`, type, required: true, values: ['One', 'Two'] },
      })),
    ]
    merchant.setModifiers(101, everyModifier)
    merchant.setImages(101, [{ file: 'x.jpg' }, { file: 'y.jpg' }])
    merchant.setCustomFields(101, [
      ['Origin', 'Iowa'],
      ['Origin', 'Ohio'],
    ])
    merchant.setBulkRules(101, [{ quantity_min: 2, quantity_max: 0, type: 'fixed', amount: 1.5 }])
    merchant.assignStorefronts(101, [2, 2])
    const row = await productAt(101)
    expect(row).toMatchObject({
      images: [
        { image_file: 'x.jpg', is_thumbnail: true },
        { image_file: 'y.jpg', is_thumbnail: false },
      ],
      custom_fields: [{ value: 'Iowa' }, { value: 'Ohio' }],
      bulk_pricing_rules: [{ type: 'fixed', amount: 1.5 }],
      channels: [2],
    })
    expect((row.modifiers as Row[]).map(one => one.type)).toEqual(everyModifier.map(one => one.type))
    const ids = (product: Row, part: string) => (product[part] as Row[]).map(one => one.id)
    expect(Math.min(...ids(row, 'images'))).toBeGreaterThan(Math.max(...ids(before, 'images')))
    const [checkbox] = (row.modifiers as Row[]).filter(one => one.type === 'checkbox')
    const { data } = await get(`products/101/modifiers/${checkbox?.id}/values`)
    expect(data).toMatchObject([{ label: 'Yes' }, { label: 'No' }])
    expect((await get(`products/101/modifiers/${checkbox?.id}/values/${data[0]?.id}`)).data).toMatchObject({
      label: 'Yes',
    })
    const picture = await fetch(String((row.images as Row[])[0]?.url_standard))
    expect(picture.headers.get('content-type')).toBe('image/svg+xml')
    merchant.assignStorefronts(101, [])
    expect((await productAt(101)).channels).toEqual([])
  })
})

describe('brands and categories', () => {
  it('are added and renamed, each name once', async () => {
    const { merchant } = sandbox
    const { brandId } = merchant.addBrand('Oakworks')
    merchant.addProduct({ name: 'Chair', brand: 'OAKWORKS' })
    merchant.renameBrand(brandId, 'Ashworks')
    expect((await get(`brands/${brandId}`)).data).toMatchObject({ name: 'Ashworks' })
    expect((await get('brands?name=Ashworks')).data).toHaveLength(1)
    expect(refusal(() => merchant.addBrand('ashworks'))).toContain('already_taken')
    expect(refusal(() => merchant.renameBrand(31, 'Ashworks'))).toContain('already_taken')
    expect(refusal(() => merchant.renameBrand(9, 'X'))).toContain('not_found')
    merchant.renameBrand(brandId, 'ASHWORKS')
    expect(merchant.addBrand('Oakworks').brandId).toBeGreaterThan(brandId)
  })

  it('stand below a parent or at the root of a tree, and go with everything below them', async () => {
    const { merchant } = sandbox
    const { categoryId: top } = merchant.addCategory({ name: 'Workshop' })
    const { categoryId: middle } = merchant.addCategory({ name: 'Tools', parentId: top })
    const { categoryId: low } = merchant.addCategory({ name: 'Saws', parentId: middle })
    const outlet = merchant.addCategory({ name: 'Workshop', treeId: 2 })
    expect((await get(`trees/categories?tree_id:in=2`)).data).toMatchObject([{ category_id: outlet.categoryId }])
    expect(refusal(() => merchant.addCategory({ name: 'TOOLS', parentId: top }))).toContain('already_taken')
    expect(refusal(() => merchant.addCategory({ name: 'X', parentId: 9 }))).toContain('not_found')
    expect(refusal(() => merchant.addCategory({ name: 'X', treeId: 9 }))).toContain('not_found')
    expect(refusal(() => merchant.addCategory({ name: 'X'.repeat(51) }))).toContain('51 characters')
    const { productId } = merchant.addProduct({ name: 'Saw', categories: [['Workshop', 'Tools', 'Saws'], 21] })
    expect((await productAt(productId)).categories).toEqual([low, 21])
    merchant.renameCategory(middle, 'Hand tools')
    expect(merchant.addProduct({ name: 'Axe', categories: [['Workshop', 'Hand Tools']] }).productId).toBe(productId + 1)
    expect((await productAt(productId + 1)).categories).toEqual([middle])
    merchant.deleteCategory(top)
    const left = (await get('trees/categories?limit=250&include_fields=name')).data.map(row => row.category_id)
    for (const gone of [top, middle, low]) expect(left).not.toContain(gone)
    expect((await productAt(productId)).categories).toEqual([21])
    expect(JSON.stringify((await get('trees/1/categories')).data)).not.toContain('Saws')
    expect(merchant.addCategory({ name: 'Workshop' }).categoryId).toBeGreaterThan(outlet.categoryId)
    expect(refusal(() => merchant.deleteCategory(top))).toContain('not_found')
  })

  it('are made in bulk, eight levels deep', async () => {
    const { categoryIds } = sandbox.merchant.addCategories(2_000)
    const again = sandbox.merchant.addCategories(10)
    const byId = new Map<number, Row>()
    for (let page = 1; page <= 9; page += 1) {
      const { data } = await get(`trees/categories?limit=250&page=${page}&include_fields=name,parent_id`)
      for (const row of data) byId.set(Number(row.category_id), row)
    }
    for (const id of [...categoryIds, ...again.categoryIds]) expect(byId.has(id)).toBe(true)
    const pathOf = (id: number): string => {
      const row = byId.get(id)
      return row === undefined ? '' : `${pathOf(Number(row.parent_id))}/${row.name}`
    }
    const paths = categoryIds.map(pathOf)
    expect(Math.max(...paths.map(path => path.split('/').length - 1))).toBe(8)
    expect(Math.max(...paths.map(path => path.length))).toBeGreaterThan(250)
    expect(new Set(paths).size).toBe(2_000)
  })
})

describe('while somebody reads', () => {
  it('makes, deletes and changes products between two pages: a reader by key sees each that stayed, once', async () => {
    const { merchant } = sandbox
    let pages = 0
    const stop = sandbox.journal.onExchange(() => {
      pages += 1
      merchant.addProduct({ name: `Made after page ${pages}` })
      if (pages <= 3) {
        merchant.deleteProduct(100 + pages * 7)
        merchant.editProduct(130 - pages, { name: `Changed after page ${pages}` })
      }
    })
    const seen: number[] = []
    const names: unknown[] = []
    for (let round = 0; round < 20; round += 1) {
      const { data } = await get(`products?sort=id&id:greater=${seen.at(-1) ?? 0}&limit=7&include=variants`)
      if (data.length === 0 || round > 8) break
      seen.push(...data.map(row => row.id))
      names.push(...data.map(row => row.name))
    }
    stop()
    // 107 was shown before it went, 114 and 121 right after it had been shown too.
    expect(seen.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, at) => 101 + at))
    expect(new Set(seen).size).toBe(seen.length)
    expect(names).toContain('Changed after page 1')
    expect(names).toContain('Made after page 1')
    for (const gone of [107, 114, 121]) expect((await get(`products/${gone}`)).status).toBe(404)
  })
})

describe('from another process', () => {
  async function control(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await fetch(`${sandbox.url}/_control/merchant`, {
      method: 'POST',
      headers: { 'x-sandbox-control': sandbox.controlSecret, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  it('does what each method does', async () => {
    const product = {
      name: 'Chair',
      sku: 'CH',
      ...{ price: 10, salePrice: 9, retailPrice: 12, costPrice: 4, weight: 1, width: 2, height: 3, depth: 4 },
      ...{ type: 'physical', description: '<p>x</p>', brand: 'Oakworks', categories: [['Home', 'Chairs'], 21] },
      ...{ tracking: 'variant', warningLevel: 1, visible: true, featured: true, freeShipping: true, condition: 'Used' },
      ...{ availability: 'available', upc: '1', mpn: '2', gtin: '3', binPicking: 'A1', keywords: 'k', pageTitle: 't' },
      ...{ metaDescription: 'm', warranty: 'w', sortOrder: -1, channels: [1] },
      images: [{ file: 'a.jpg' }],
      options: [{ name: 'Size', values: ['S', 'M'], type: 'rectangles' }],
      variants: [
        {
          ...{ values: ['S'], sku: 'CH-S', price: 11, salePrice: null, weight: null, costPrice: 1, stock: [1, 2] },
          ...{ upc: '4', imageIndex: 0 },
        },
      ],
      modifiers: [{ name: 'Note', type: 'text', required: false, config: { default_value: '' } }],
      customFields: [['Material', 'Oak']],
      bulkRules: [{ quantity_min: 2, quantity_max: 0, type: 'price', amount: 1 }],
      videos: [{ id: 'x', title: 'y', description: 'z' }],
    }
    const made = await control({ do: 'addProduct', product })
    expect(made).toMatchObject({ status: 200, body: { productId: 131, variantIds: [expect.any(Number)] } })
    const productId = 131
    const [variantId = 0] = made.body.variantIds as number[]
    const { orderId } = sandbox.shopper.place({ items: [{ variantId, quantity: 1 }] })
    const done = [
      { do: 'addProduct', product: { name: 'chair', sku: 'ch' }, allowDuplicates: true },
      { do: 'editProduct', productId, fields: { price: 12 }, silent: true },
      { do: 'addVariant', productId, variant: { values: ['M'], sku: 'CH-M' } },
      { do: 'editVariant', productId, variantId, fields: { sku: 'CH-S2' } },
      { do: 'setImages', productId, images: [{ file: 'b.jpg', description: 'B' }] },
      { do: 'setCustomFields', productId, customFields: [['A', 'B']] },
      { do: 'setBulkRules', productId, bulkRules: [] },
      { do: 'setModifiers', productId, modifiers: [{ name: 'Gift', type: 'checkbox' }] },
      { do: 'assignStorefronts', productId, channelIds: [1, 2] },
      { do: 'deleteVariant', productId, variantId },
      { do: 'renameBrand', brandId: 31, name: 'Renamed' },
      { do: 'renameCategory', categoryId: 21, name: 'Renamed' },
      { do: 'deleteCategory', categoryId: 22 },
      { do: 'shipOrder', orderId, tracking: { number: 'A1' } },
      { do: 'renameStore', name: 'Oak & Ash' },
      { do: 'addCoupon', coupon: { code: 'FIVE', type: 'per_total_discount', amount: 5 } },
      { do: 'messageShopper', orderId: 101, message: 'Thank you' },
      { do: 'markMessage', orderId: 101, messageId: 1, isRead: true, isFlagged: true },
      { do: 'remakeProduct', productId: 102 },
      { do: 'deleteProduct', productId: 101 },
    ]
    for (const body of done) expect((await control(body)).status, body.do).toBe(200)
    expect(await control({ do: 'addBrand', name: 'New' })).toMatchObject({ body: { brandId: expect.any(Number) } })
    expect(await control({ do: 'addCategory', name: 'New', parentId: 21 })).toMatchObject({
      body: { categoryId: expect.any(Number) },
    })
    expect((await control({ do: 'addCategories', count: 3 })).body.categoryIds).toHaveLength(3)
    expect(await productAt(productId)).toMatchObject({
      ...{ price: 12, condition: 'Used', channels: [1, 2], custom_fields: [{ name: 'A' }] },
      variants: [{ sku: 'CH-M' }],
    })
    expect((await get('products/101')).status).toBe(404)
    expect(sandbox.storeName).toBe('Oak & Ash')
    expect(refusal(() => sandbox.merchant.renameStore(' '))).toContain('change_invalid')
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(sandbox.merchant)).filter(
      name => name !== 'constructor',
    )
    const called = new Set(['addProduct', 'addBrand', 'addCategory', 'addCategories', ...done.map(body => body.do)])
    expect([...called].sort()).toEqual(methods.sort())
  })

  it('says what is wrong with a call', async () => {
    const calls: readonly (readonly [body: unknown, status: number, words: string])[] = [
      [{ do: 'paint' }, 400, 'addProduct'],
      [{ do: 'constructor' }, 400, 'addProduct'],
      [{}, 400, 'addProduct'],
      [{ do: 'addProduct' }, 400, 'The call.product must be given'],
      [{ do: 'addProduct', product: { name: 5 } }, 400, 'The call.product.name must be a text'],
      [{ do: 'addProduct', product: { name: 'A', price: -1 } }, 400, 'The call.product.price must be a number'],
      [{ do: 'addProduct', product: { name: 'A', taste: 1 } }, 400, 'without a field taste'],
      [{ do: 'addProduct', product: { name: 'A', images: [{ file: 'a' }, {}] } }, 400, 'images[1].file must be given'],
      [{ do: 'addProduct', product: { name: 'A', categories: ['Home'] } }, 400, 'categories[0] must be a list'],
      [{ do: 'editProduct', productId: 101, fields: { price: '1' } }, 400, 'price'],
      [{ do: 'deleteProduct', productId: '101' }, 400, 'The call.productId must be a whole number'],
      [{ do: 'deleteProduct', productId: 9 }, 404, 'There is no product with the id 9'],
      [{ do: 'addBrand', name: '' }, 400, 'name'],
    ]
    for (const [body, status, words] of calls) {
      const answer = await control(body)
      expect([answer.status, answer.body.error], JSON.stringify(body)).toEqual([status, expect.stringContaining(words)])
    }
    await control({ do: 'addProduct', product: { name: 'Twin' } })
    expect(await control({ do: 'addProduct', product: { name: 'Twin' } })).toMatchObject({ status: 409 })
  })
})

it('begins as an empty store, and takes its first product', async () => {
  const empty = await createSandbox({ seed: 1, products: 0, quota: 'off', clock })
  const { accessToken } = empty.createAccount({ name: 'Empty', scopes: allScopes })
  const read = async (path: string) => {
    const answer = await fetch(`${empty.apiAddress}/stores/${empty.storeHash}${path}`, {
      headers: { 'x-auth-token': accessToken, accept: 'application/json' },
    })
    return { status: answer.status, text: await answer.text() }
  }
  for (const list of ['products', 'variants', 'brands', 'trees/categories', 'products/channel-assignments']) {
    const { status, text } = await read(`/v3/catalog/${list}`)
    expect([list, status, JSON.parse(text).data]).toEqual([list, 200, []])
  }
  for (const path of ['/v3/catalog/summary', '/v3/catalog/trees/1/categories', '/v3/inventory/items']) {
    expect([path, (await read(path)).status]).toEqual([path, 200])
  }
  expect((await read('/v2/orders')).status).toBe(204)
  expect(empty.merchant.addProduct({ name: 'First' }).productId).toBe(101)
  expect((await read('/v3/catalog/products/101')).status).toBe(200)
  expect(describeViolations(checkExchanges(empty.journal.exchanges))).toEqual([])
  await empty.close()
})
