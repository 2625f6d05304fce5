import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/api/contract/plans.ts'
import type { NewVariant } from '../../src/api/contract/variants.ts'
import { importsForFile } from '../support/catalog.ts'
import { refusalOf } from '../support/hub.ts'
import { LiveShop } from '../support/live-shop.ts'
import { askFor, sendTyped, takeBack } from '../support/removals.ts'

const imports = importsForFile({}, { writes: true })

const variant = (size: string, color: string, fields: Readonly<Record<string, unknown>>): NewVariant => ({
  fields: { ...fields },
  optionValues: [
    { option: 'Size', value: size },
    { option: 'color', value: color },
  ],
})

/** A shop with a shirt of two options and four variants, and with a mug that has none. */
async function openShop(seed: number) {
  const store = await imports.store({ seed, products: 3 })
  const options = [
    { name: 'Size', values: ['S', 'M'] },
    { name: 'Color', values: ['Red', 'Blue'] },
  ]
  const { productId } = store.merchant.addProduct({ name: 'Shirt', sku: 'SHIRT', price: 20, options })
  const mug = store.merchant.addProduct({ name: 'Plain mug', sku: 'MUG', price: 8 })
  const browser = await imports.newBusiness()
  const shop = await LiveShop.open(browser, store, 'Shop')
  const find = async (name: string) => {
    const { products } = await browser.call('GET /api/products', { query: { search: name } })
    return products.find(product => product.name === name)?.id ?? ''
  }
  const shirt = await find('Shirt')
  const add = (variants: readonly NewVariant[], id = shirt) =>
    browser.call('POST /api/products/:productId/variants', {
      params: { productId: id },
      body: { variants: [...variants] },
    })
  const changes = async (planId: string): Promise<readonly Change[]> =>
    (await browser.call('GET /api/plans/:planId/changes', { params: { planId }, query: {} })).changes
  const shown = async () => {
    const product = await shop.shown({ id: productId, variants: [] })
    return (product?.variants ?? []).map(
      ({ sku, price, option_values }) =>
        `${sku} ${price} ${(option_values as { label: string }[]).map(({ label }) => label).join('/')}`,
    )
  }
  const requests = () => shop.writes.map(({ method, url }) => `${method} ${url.replace(/.*\/v3/, '')}`)
  return { shop, browser, store, productId, mugId: await find('Plain mug'), mug, shirt, add, changes, shown, requests }
}

const before = ['S/Red', 'S/Blue', 'M/Red', 'M/Blue']

describe('variants that are added to a product', () => {
  it('are shown in the plan, made once with the values that their options lack, and known as what was wanted', async () => {
    const { shop, add, changes, shown, requests, productId, browser, shirt } = await openShop(901)
    const had = await shown()
    expect(had.map(line => line.split(' ').at(-1))).toEqual(before)
    const { wanted } = await add([
      variant('L', 'red', { sku: 'SHIRT-L-RED', price: '22.50', upc: '012345678905' }),
      variant('L', 'Blue', { sku: 'SHIRT-L-BLUE' }),
    ])
    expect(wanted).toMatchObject([{ channelId: shop.channelId, channelName: 'Shop', listingId: String(productId) }])
    const todo = await browser.call('GET /api/channels/:channelId/to-do', { params: { channelId: shop.channelId } })
    expect(todo).toMatchObject({ changes: 2, variants: 2, fields: [{ level: 'new_variant', label: 'New variant' }] })
    const plan = await shop.plan()
    expect(plan).toMatchObject({ changes: 2, variants: 2, products: 1, requests: { writes: 3 } })
    expect(await changes(plan.id)).toMatchObject([
      {
        ...{ level: 'new_variant', name: 'Shirt, L / Red', sku: 'SHIRT-L-RED', before: null, after: 'Shirt, L / Red' },
        content: {
          fields: [],
          variants: [
            {
              sku: 'SHIRT-L-RED',
              optionValues: [
                { option: 'Size', value: 'L' },
                { option: 'Color', value: 'Red' },
              ],
              fields: expect.arrayContaining([
                expect.objectContaining({ field: 'price', label: 'Price', value: '22.5' }),
              ]),
            },
          ],
        },
      },
      { level: 'new_variant', sku: 'SHIRT-L-BLUE' },
    ])
    const again = await browser.call('GET /api/channels/:channelId/to-do', { params: { channelId: shop.channelId } })
    expect(again.unplanned).toBe(0)
    const done = await shop.apply(plan.id)
    expect([done.state, done.states, done.problem]).toEqual(['applied', { applied: 2 }, null])
    expect(done.requests.writesMade).toBe(3)
    expect(requests()).toEqual([
      expect.stringMatching(/^POST \/catalog\/products\/\d+\/options\/\d+\/values$/),
      `POST /catalog/products/${productId}/variants`,
      `POST /catalog/products/${productId}/variants`,
    ])
    expect(await shown()).toEqual([...had, 'SHIRT-L-RED 22.5 L/Red', 'SHIRT-L-BLUE null L/Blue'])
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })
    const { variants } = await browser.call('GET /api/products/:productId', { params: { productId: shirt } })
    expect(variants.map(({ sku }) => sku).slice(4)).toEqual(['SHIRT-L-RED', 'SHIRT-L-BLUE'])
    expect(variants.every(({ channels }) => channels.length === 1)).toBe(true)
  })

  it('stay when they are undone, and cannot be bought any more', async () => {
    const { shop, add, shown } = await openShop(902)
    await add([variant('L', 'Red', { sku: 'L-RED' })])
    const plan = await shop.apply()
    const there = await shown()
    const undone = await shop.takeBack({ plan: plan.id })
    expect(undone).toMatchObject({ undone: 1, keptCount: 0, applied: { states: { applied: 1 } } })
    expect(undone.rows).toMatchObject([{ level: 'variant', field: 'purchasingDisabled', now: false, will: true }])
    expect(undone.cannotReturn).toEqual([expect.stringContaining('are not deleted')])
    expect(await shown()).toEqual(there)
    const made = (await shop.shown(shop.products.at(-2)))?.variants.at(-1)
    expect(made).toMatchObject({ sku: 'L-RED', purchasing_disabled: true })
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, edited: 0 })
    const back = await shop.takeBack({ plan: undone.planId ?? '' })
    expect(back.rows).toMatchObject([{ field: 'purchasingDisabled', now: true, will: false }])
  })

  it('are refused with what to do where they cannot be', async () => {
    const { shop, add, mugId, browser, shirt } = await openShop(903)
    const faultsOf = (variants: readonly NewVariant[], id?: string) =>
      add(variants, id).then(
        () => null,
        error => error.problem?.fields ?? error.fields ?? String(error),
      )
    expect(await faultsOf([variant('S', 'red', { sku: 'SHIRT-X' })])).toMatchObject({
      'variants.0.optionValues': expect.stringContaining('already'),
    })
    expect(await faultsOf([variant('XL', 'Red', { sku: 'mug' })])).toMatchObject({
      'variants.0.sku': expect.stringContaining('Plain mug'),
    })
    expect(await faultsOf([variant('XL', 'Red', { price: '5' })])).toMatchObject({
      'variants.0.sku': expect.stringContaining('needs a SKU'),
    })
    expect(
      await faultsOf([{ fields: { sku: 'ONE' }, optionValues: [{ option: 'Fabric', value: 'Wool' }] }]),
    ).toMatchObject({ 'variants.0.optionValues': expect.stringContaining('Fabric') })
    expect(await faultsOf([variant('XL', 'Red', { sku: 'XL-RED' })], mugId)).toMatchObject({
      variants: expect.stringContaining('replace'),
    })
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
    const { variants } = await add([variant('XL', 'Red', { sku: 'XL-RED' })])
    const params = { productId: shirt }
    const body = { variantIds: variants.map(({ variantId }) => variantId) }
    expect(await browser.call('DELETE /api/products/:productId/variants', { params, body })).toEqual({ withdrawn: 1 })
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
    expect(shop.writes).toEqual([])
  })

  it('are left alone where the store has the SKU by then, and wait until prices are live, too', async () => {
    const { shop, add, changes, store, browser, shown } = await openShop(904)
    const { variants } = await add([
      variant('L', 'Red', { sku: 'L-RED' }),
      variant('XL', 'Red', { sku: 'XL-RED' }),
      variant('L', 'Blue', { sku: 'L-BLUE' }),
    ])
    const plan = await shop.plan()
    await shop.edit([variants[1]?.variantId], { price: '31' }, { level: 'variant', master: true })
    store.merchant.addProduct({ name: 'Came between', sku: 'l-red', price: 3 })
    const live = (body: { on?: string[]; off?: string[] }) =>
      browser.call('PATCH /api/channels/:channelId/live', {
        params: { channelId: shop.channelId },
        body: body as never,
      })
    await live({ off: ['prices'] })
    expect((await shop.read(plan.id)).obstacles).toMatchObject([{ reason: 'not_live' }])
    await live({ on: ['prices'] })
    const done = await shop.apply(plan.id)
    expect(done.states).toEqual({ applied: 1, rejected: 1, superseded: 1 })
    expect(await changes(plan.id)).toMatchObject([
      { state: 'rejected', reason: expect.stringContaining('in another product'), fix: expect.any(String) },
      { state: 'superseded', reason: expect.stringContaining('edited in the hub') },
      { state: 'applied' },
    ])
    expect((await shown()).at(-1)).toBe('L-BLUE null L/Blue')
  })

  it('are deleted by an undo that says so, once the word is typed', async () => {
    const { shop, add, shown } = await openShop(905)
    const had = await shown()
    await add([variant('L', 'Red', { sku: 'L-RED' })])
    const made = await shop.apply()
    const undone = await shop.undo({ plan: made.id, made: 'delete' })
    expect(undone.cannotReturn.join(' ')).not.toContain('are not deleted')
    const plan = await shop.read(undone.planId ?? '')
    expect(plan.fields.map(({ level }) => level)).toEqual(['removed_variant'])
    expect((await sendTyped(shop, plan)).states).toEqual({ applied: 1 })
    expect(await shown()).toEqual(had)
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
  })

  it('are not made of a product that is to be deleted, and are again once it is to stay', async () => {
    const { shop, add, productId } = await openShop(906)
    await add([variant('L', 'Red', { sku: 'L-RED' })])
    const shirt = { products: [String(productId)] }
    await askFor(shop, shirt)
    const levels = async () => (await shop.plan()).fields.map(({ level }) => level)
    expect(await levels()).toEqual(['removed_product'])
    expect((await shop.read((await shop.plan()).id)).changes).toBe(1)
    await takeBack(shop, shirt)
    expect(await levels()).toEqual(['new_variant'])
  })

  it('are all that can be taken back, and never the last ones of a product', async () => {
    const { shop, browser, shirt } = await openShop(907)
    const { productId } = await browser.call('POST /api/products', {
      body: {
        fields: { name: 'Cup', price: '4', weight: '1' },
        variants: [{ fields: { sku: 'CUP-S' }, optionValues: [{ option: 'Size', value: 'S' }] }],
      },
    })
    // The shirt has other variants, and the cup has no other one.
    for (const id of [shirt, productId]) {
      const { variants } = await browser.call('GET /api/products/:productId', { params: { productId: id } })
      const body = { variantIds: variants.slice(0, 1).flatMap(one => one.id ?? []) }
      const asked = browser.call('DELETE /api/products/:productId/variants', { params: { productId: id }, body })
      expect((await refusalOf(asked)).code).toBe('input_invalid')
    }
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
  })

  it('are no longer waited for once their channel is removed', async () => {
    const { shop, add, browser } = await openShop(913)
    await add([variant('L', 'Red', { sku: 'SHIRT-L-RED' })])
    const wishes = () =>
      sql`select from offer_wanted where channel_id = ${shop.channelId}`.execute(imports.hub.db.kysely)
    expect((await wishes()).rows).toHaveLength(1)
    await browser.call('DELETE /api/channels/:channelId', { params: { channelId: shop.channelId } })
    expect((await wishes()).rows).toEqual([])
  })
})
