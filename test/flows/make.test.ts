import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/api/contract/plans.ts'
import { askStore, importsForFile } from '../support/catalog.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { refusalOf } from '../support/hub.ts'
import { LiveShop } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })

async function openShop(seed: number): Promise<LiveShop> {
  return LiveShop.open(await imports.newBusiness(), await imports.store({ seed, products: 8 }), 'Shop')
}

const stool = { name: 'Oak stool', price: '18.90', weight: '2.5', sku: 'OAK-STOOL', description: '<p>Of oak</p>' }
const shirt = {
  fields: { name: 'Linen shirt', price: '40', weight: '0.3', brand: 'Weaver', categories: ['Clothes/Shirts'] },
  variants: ['S', 'M'].flatMap(size =>
    ['Red', 'Blue'].map(color => ({
      fields: { sku: `SHIRT-${size}-${color}`, ...(size === 'M' && { price: '42' }) },
      optionValues: [
        { option: 'Size', value: size },
        { option: 'Color', value: color },
      ],
    })),
  ),
}

async function create(shop: LiveShop, body: Parameters<typeof bodyOf>[0]): Promise<string> {
  const { productId } = await shop.browser.call('POST /api/products', { body: bodyOf(body, shop) })
  return productId
}

function bodyOf(body: { fields: Record<string, unknown>; variants?: typeof shirt.variants }, shop: LiveShop) {
  return { ...body, channelIds: [shop.channelId] }
}

async function changesOf(shop: LiveShop, planId: string): Promise<readonly Change[]> {
  const { changes } = await shop.browser.call('GET /api/plans/:planId/changes', {
    params: { planId },
    query: { limit: 100 },
  })
  return changes
}

const named = async (shop: LiveShop, name: string) => {
  const { products } = await shop.browser.call('GET /api/products', { query: { search: name } })
  return products
}
const inStore = async (shop: LiveShop, name: string) => {
  const shown = JSON.parse(await shop.now()) as { name: string; id: number; is_visible: boolean; variants: unknown[] }[]
  return shown.filter(product => product.name === name)
}
async function broken(channelId: string): Promise<string[]> {
  const { db } = imports.hub
  const channel = db.kysely.selectFrom('channel').where('id', '=', channelId).select('workspace_id')
  const { workspace_id } = await channel.executeTakeFirstOrThrow()
  return brokenRules(db, workspace_id)
}
const posts = (shop: LiveShop) =>
  shop.writes.filter(({ method, url }) => method === 'POST' && /\/catalog\/products$/.test(url))

describe('a product that is made in the hub', () => {
  it('is shown whole in the plan, is made once with brand and category, and is the channel’s from then on', async () => {
    const shop = await openShop(901)
    const productId = await create(shop, shirt)
    const stoolId = await create(shop, { fields: stool })
    const plan = await shop.plan()
    const changes = await changesOf(shop, plan.id)
    expect(changes.map(({ level, after, state }) => [level, after, state])).toEqual([
      ['brand', 'Weaver', 'planned'],
      ['category', 'Clothes', 'planned'],
      ['category', 'Clothes/Shirts', 'planned'],
      ['new_product', 'Linen shirt', 'planned'],
      ['new_product', 'Oak stool', 'planned'],
    ])
    expect(changes[3]).toMatchObject({ label: 'New product', listingId: '', before: null })
    expect(changes[3]?.content?.fields).toContainEqual({ field: 'price', label: 'Price', kind: 'money', value: '40' })
    expect(changes[3]?.content?.variants.map(({ sku }) => sku)).toEqual(shirt.variants.map(({ fields }) => fields.sku))
    expect(posts(shop)).toEqual([])

    expect(await shop.apply(plan.id)).toMatchObject({ state: 'applied', states: { applied: 5 } })
    expect(posts(shop)).toHaveLength(2)
    expect(await inStore(shop, 'Linen shirt')).toMatchObject([{ is_visible: true, variants: { length: 4 } }])
    const { channels, variants } = await shop.browser.call('GET /api/products/:productId', { params: { productId } })
    expect(channels).toMatchObject([{ channelId: shop.channelId, goneAt: null }])
    expect(variants.flatMap(one => one.channels.map(({ match, sku }) => [match, sku]))).toEqual(
      shirt.variants.map(({ fields }) => ['matched', fields.sku]),
    )
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })
    expect((await named(shop, 'Oak stool')).map(({ id }) => id)).toEqual([stoolId])
    expect(await broken(shop.channelId)).toEqual([])

    // It is a product like any other.
    await shop.edit([productId], { price: '41' }, { master: true })
    await shop.apply()
    expect(await inStore(shop, 'Linen shirt')).toMatchObject([{ price: 41 }])
  })

  it('begins with the SKUs of its variants, whoever owns them afterwards', async () => {
    const shop = await openShop(907)
    await shop.browser.call('PUT /api/channels/:channelId/owners', {
      params: { channelId: shop.channelId },
      body: { owners: [{ level: 'variant', field: 'sku', owner: 'store' }] },
    })
    await create(shop, shirt)
    await create(shop, { fields: stool })
    expect(await shop.apply()).toMatchObject({ faults: 0, states: { applied: 5 } })
    const skus = (await inStore(shop, 'Linen shirt')).flatMap(({ variants }) => variants.map(one => Object(one).sku))
    expect(skus.toSorted()).toEqual(shirt.variants.map(({ fields }) => fields.sku).toSorted())
    expect(await inStore(shop, stool.name)).toMatchObject([{ sku: stool.sku }])
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
  })

  it('may have the SKU that another one gives up in the same plan', async () => {
    const shop = await openShop(914)
    const other = shop.products.find(({ variants, sku }) => variants.length === 1 && sku !== '')
    const { id } = await shop.browser.call('GET /api/channels/:channelId/listings/:remoteId', {
      params: { channelId: shop.channelId, remoteId: String(other?.id) },
    })
    await shop.edit([id ?? ''], { sku: 'ANOTHER' }, { master: true })
    await create(shop, { fields: { ...stool, sku: String(other?.sku) } })
    const { states } = await shop.apply()
    expect(Object.keys(states)).toEqual(['applied'])
    expect(await inStore(shop, stool.name)).toMatchObject([{ sku: other?.sku }])
    expect(shop.writes.at(-1)).toMatchObject({ method: 'POST', status: 200 })
  })

  it('may have the name that another one of the store gave up by the plan before', async () => {
    const shop = await openShop(916)
    const other = shop.products[0]
    const { id } = await shop.browser.call('GET /api/channels/:channelId/listings/:remoteId', {
      params: { channelId: shop.channelId, remoteId: String(other?.id) },
    })
    await shop.edit([id ?? ''], { name: 'Called otherwise' }, { master: true })
    expect((await shop.apply()).states).toEqual({ applied: 1 })
    await create(shop, { fields: { ...stool, name: String(other?.name) } })
    expect((await shop.apply()).states).toEqual({ applied: 1 })
    expect(await inStore(shop, String(other?.name))).toMatchObject([{ sku: stool.sku }])
  })

  it('gets its bulk prices by the same plan, once it is there', async () => {
    const shop = await openShop(915)
    const bulkPrices = [
      { from: 5, to: 9, type: 'percent', amount: '2.5' },
      { from: 10, to: 0, type: 'fixed', amount: '15' },
    ]
    await create(shop, { fields: { ...stool, bulkPrices } })
    const plan = await shop.plan()
    expect(await shop.apply(plan.id)).toMatchObject({ state: 'applied', states: { applied: 2 } })
    expect((await changesOf(shop, plan.id)).map(({ level, field }) => [level, field])).toEqual([
      ['new_product', 'product'],
      ['product', 'bulkPrices'],
    ])
    const [{ id = 0 } = {}] = await inStore(shop, stool.name)
    const rules = await askStore(shop.store, `/v3/catalog/products/${id}/bulk-pricing-rules`)
    expect(rules).toMatchObject([
      { quantity_min: 5, quantity_max: 9, type: 'percent', amount: 2.5 },
      { quantity_min: 10, quantity_max: 0, type: 'fixed', amount: 15 },
    ])
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })
  })

  it('is hidden again by an undo, and stays where it is', async () => {
    const shop = await openShop(902)
    await create(shop, { fields: stool })
    const { id: plan } = await shop.apply()
    const undone = await shop.takeBack({ plan })
    expect(undone).toMatchObject({ undone: 1, applied: { state: 'applied' } })
    expect(undone.rows).toMatchObject([{ field: 'visible', now: true, will: false }])
    expect(undone.cannotReturn).toEqual([expect.stringContaining('stays in the store: it is hidden there')])
    expect(await inStore(shop, stool.name)).toMatchObject([{ is_visible: false }])
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, edited: 0 })
  })

  it('is not made twice after a lost answer, and a pull in between leaves it to the plan', async () => {
    const shop = await openShop(903)
    const productId = await create(shop, { fields: { ...stool, sku: undefined } })
    shop.store.faults.add({ match: { method: 'POST', path: '/v3/catalog/products' }, kind: 'lost-reply', times: 1 })
    // The store can’t be asked either, so that the plan waits with an open question.
    const match = { method: 'GET', path: /catalog\/products\?name=/ }
    const mute = shop.store.faults.add({ match, kind: 'status', status: 400, after: 1 })
    const { id: plan } = await shop.plan()
    const params = { planId: plan }
    await shop.browser.call('POST /api/plans/:planId/apply', { params })
    await expect.poll(async () => (await shop.read(plan)).problem, { timeout: 60_000 }).not.toBeNull()
    await shop.pull()
    expect((await named(shop, stool.name)).map(({ id }) => id)).toEqual([productId])
    mute.remove()
    await shop.browser.call('POST /api/plans/:planId/resume', { params })
    expect(await shop.endOf(plan)).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect(posts(shop)).toHaveLength(1)
    await shop.pull()
    expect((await named(shop, stool.name)).map(({ id }) => id)).toEqual([productId])
    expect(await inStore(shop, stool.name)).toHaveLength(1)
    expect(await broken(shop.channelId)).toEqual([])
  })
})

describe('a product that is not made', () => {
  it('was edited, withdrawn or made by somebody else between plan and sending', async () => {
    const shop = await openShop(908)
    const edited = await create(shop, { fields: { ...stool, name: 'Edited', sku: 'EDITED' } })
    const withdrawn = await create(shop, { fields: { ...stool, name: 'Withdrawn', sku: 'WITHDRAWN' } })
    const plan = await shop.plan()
    await shop.edit([edited], { price: '19' }, { master: true })
    const place = { params: { channelId: shop.channelId }, body: { productIds: [withdrawn] } }
    await shop.browser.call('DELETE /api/channels/:channelId/products', place)
    expect(await shop.apply(plan.id)).toMatchObject({ states: { superseded: 2 } })
    expect(posts(shop)).toEqual([])
    expect(await shop.apply()).toMatchObject({ states: { applied: 1 } })
    expect(await inStore(shop, 'Edited')).toMatchObject([{ price: 19 }])
    expect(await inStore(shop, 'Withdrawn')).toEqual([])
  })

  it('is never a stranger that got its name while nobody knew what became of it', async () => {
    const shop = await openShop(909)
    const productId = await create(shop, { fields: stool })
    shop.store.faults.add({ match: { method: 'POST', path: '/v3/catalog/products' }, kind: 'reset', times: 1 })
    const stop = shop.store.journal.onExchange(({ method, status }) => {
      if (method !== 'POST' || status !== 0) return
      stop()
      shop.store.merchant.addProduct({ name: stool.name, sku: 'THEIRS', price: 5 })
    })
    expect(await shop.apply()).toMatchObject({ states: { rejected: 1 } })
    expect(await inStore(shop, stool.name)).toMatchObject([{ sku: 'THEIRS', price: 5 }])
    const { channels } = await shop.browser.call('GET /api/products/:productId', { params: { productId } })
    expect(channels).toEqual([])
  })

  it('is of no plan that the hub makes by itself', async () => {
    const shop = await openShop(910)
    await create(shop, { fields: stool })
    const body = { data: { mode: 'by_itself' as const, at: 'once' as const } }
    await shop.browser.call('PUT /api/channels/:channelId/sending', { params: { channelId: shop.channelId }, body })
    await shop.edit([shop.products[0]?.id], { warranty: 'Two years' })
    const query = { channelId: shop.channelId, state: 'applied' as const }
    const sent = async () => (await shop.browser.call('GET /api/plans', { query })).plans
    await expect.poll(sent, { timeout: 60_000 }).toMatchObject([{ changes: 1 }])
    expect(posts(shop)).toEqual([])
    expect(await shop.plan()).toMatchObject({ changes: 1, fields: [{ level: 'new_product' }] })
  })

  it('is refused where the store has its name or SKU, before anything is sent', async () => {
    const shop = await openShop(904)
    const [there] = shop.products
    await create(shop, { fields: { ...stool, name: String(there?.name) } })
    const late = await create(shop, { fields: { ...stool, name: 'Late stool', sku: 'LATE' } })
    const plan = await shop.plan()
    expect(plan).toMatchObject({ changes: 1, faults: 1 })
    // Somebody else makes one of the same SKU before it is sent.
    shop.store.merchant.addProduct({ name: 'Other', sku: 'late', price: 5 })
    expect(await shop.apply(plan.id)).toMatchObject({ states: { rejected: 2 } })
    const reasons = (await changesOf(shop, plan.id)).map(({ reason, fix }) => `${reason} ${fix}`)
    expect(reasons).toEqual(Array(2).fill(expect.stringContaining('already has a product of this name')))
    expect(posts(shop)).toEqual([])

    const place = { params: { channelId: shop.channelId }, body: { productIds: [late] } }
    expect(await shop.browser.call('DELETE /api/channels/:channelId/products', place)).toEqual({ withdrawn: 1 })
    expect((await shop.plan()).faults).toBe(1)
    expect(await shop.browser.call('POST /api/channels/:channelId/products', place)).toEqual({
      ...{ wanted: 1, already: 0, faults: [] },
    })
    expect(await shop.browser.call('POST /api/channels/:channelId/products', place)).toMatchObject({ already: 1 })
  })

  it('waits where prices are not live', async () => {
    const shop = await openShop(905)
    const params = { channelId: shop.channelId }
    await shop.browser.call('PATCH /api/channels/:channelId/live', { params, body: { off: ['prices'] } })
    await create(shop, { fields: stool })
    const plan = await shop.plan()
    expect(plan.obstacles).toMatchObject([{ reason: 'not_live', sentence: expect.stringContaining('prices') }])
    expect(await refusalOf(shop.apply(plan.id))).toMatchObject({ code: 'channel_not_live' })
  })

  it('is told by field what it lacks, and which SKU is taken and where', async () => {
    const shop = await openShop(906)
    await create(shop, { fields: stool })
    const refusal = await refusalOf(create(shop, { fields: { name: 'Another', sku: 'oak-stool', price: 'dear' } }))
    expect(refusal).toMatchObject({ code: 'input_invalid', fields: { 'fields.price': expect.any(String) } })
    const taken = await refusalOf(create(shop, { fields: { name: 'Another', sku: 'oak-stool' } }))
    expect(taken).toMatchObject({ fields: { 'fields.sku': expect.stringContaining('Oak stool') } })
    await create(shop, { fields: { name: 'Unpriced', weight: '1' } })
    const plan = await shop.plan()
    const [, unpriced] = await changesOf(shop, plan.id)
    expect(unpriced).toMatchObject({
      state: 'rejected',
      reason: 'A product must have a price: type one; 0 is allowed.',
    })
  })
})
