import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/api/contract/plans.ts'
import { importsForFile } from '../support/catalog.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { hashAt, type StoreImage } from '../support/image-shop.ts'
import { LiveShop } from '../support/live-shop.ts'
import { hashOf, picture } from '../support/pictures.ts'
import { accountIn } from '../support/sandbox-reader.ts'

const imports = importsForFile({}, { writes: true })
const stool = { name: 'Oak stool', price: '40', weight: '2.5', sku: 'OAK-STOOL' }
const pictures = [picture(11), picture(12)] as const

async function openShop(seed: number, on: readonly 'images'[] = ['images']): Promise<LiveShop> {
  const shop = await LiveShop.open(await imports.newBusiness(), await imports.store({ seed, products: 5 }), 'Shop')
  if (on.length > 0) await live(shop, on)
  return shop
}

async function live({ browser, channelId }: LiveShop, on: readonly 'images'[]): Promise<void> {
  await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: [...on] } })
}

/** Makes the stool in the hub, with two pictures where they are asked for. */
async function create({ browser, channelId }: LiveShop, { pictured = true } = {}): Promise<string> {
  const images: object[] = []
  for (const bytes of pictured ? pictures : []) {
    const { fileId } = await browser.call('POST /api/files', { body: { data: bytes.toString('base64') } })
    images.push({ file: fileId, description: `Picture ${images.length}`, isThumbnail: images.length === 1 })
  }
  const fields = { ...stool, ...(pictured && { images }) }
  const { productId } = await browser.call('POST /api/products', { body: { fields, channelIds: [channelId] } })
  return productId
}

async function changesOf({ browser }: LiveShop, planId: string): Promise<readonly Change[]> {
  const params = { planId }
  return (await browser.call('GET /api/plans/:planId/changes', { params, query: { limit: 100 } })).changes
}

async function ask(shop: LiveShop, path: string): Promise<Record<string, unknown>[]> {
  const { apiPath, accessToken } = accountIn(shop.store)
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' }
  const response = await fetch(`${apiPath.replace(/\/$/, '')}${path}`, { headers })
  return ((await response.json()) as { data: Record<string, unknown>[] }).data
}

/** What the store shows of the stool's pictures, with what their bytes are. */
async function shownImages(shop: LiveShop): Promise<unknown[]> {
  const rows = await ask(shop, `/catalog/products?name=${encodeURIComponent(stool.name)}&include=images`)
  expect(rows).toHaveLength(1)
  const images = (rows[0]?.images ?? []) as StoreImage[]
  const inOrder = images.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id)
  return Promise.all(inOrder.map(async one => [one.description, one.is_thumbnail, await hashAt(one.url_zoom)] as const))
}

const wanted = pictures.map((bytes, at) => [`Picture ${at}`, at === 1, hashOf(bytes)])
const posts = (shop: LiveShop) =>
  shop.writes.filter(({ method }) => method === 'POST').map(({ url }) => url.replace(/.*\/v3/, '').replace(/\d+/, 'ID'))

async function expectNothingToDo(shop: LiveShop): Promise<void> {
  expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
  await shop.pull()
  expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })
  const { kysely } = imports.hub.db
  const channel = kysely.selectFrom('channel').where('id', '=', shop.channelId).select('workspace_id')
  const { workspace_id: workspace } = await channel.executeTakeFirstOrThrow()
  expect(await brokenRules(imports.hub.db, workspace)).toEqual([])
}

describe('the images of a product that is made', () => {
  it('follow in the same plan, each once, also where an answer is lost', async () => {
    const shop = await openShop(911)
    await create(shop)
    shop.store.faults.add({ match: { method: 'POST', path: /\/images/ }, kind: 'lost-reply', times: 1 })
    const plan = await shop.plan()
    const [planned] = await changesOf(shop, plan.id)
    expect(planned?.content?.fields.map(({ field }) => field)).toContain('images')
    expect(await shop.apply(plan.id)).toMatchObject({ state: 'applied', states: { applied: 2 } })
    const [made, follows, ...others] = await changesOf(shop, plan.id)
    expect(others).toEqual([])
    expect(made).toMatchObject({ level: 'new_product', state: 'applied' })
    expect(follows).toMatchObject({ level: 'product', field: 'images', part: 'images', listingId: made?.listingId })
    const images = '/catalog/products/ID/images'
    expect(posts(shop)).toEqual(['/catalog/products', images, images])
    expect(await shownImages(shop)).toEqual(wanted)
    await expectNothingToDo(shop)
  })

  it('are left to the next plan where images are not live, which says so', async () => {
    const shop = await openShop(912, [])
    await create(shop)
    expect(await shop.apply()).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect([posts(shop), await shownImages(shop)]).toEqual([['/catalog/products'], []])
    const next = await shop.plan()
    expect(next).toMatchObject({ changes: 1, obstacles: [{ reason: 'not_live' }] })
    await live(shop, ['images'])
    expect(await shop.apply(next.id)).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect(await shownImages(shop)).toEqual(wanted)
    await expectNothingToDo(shop)
  })
})

describe('a value that a channel has of its own for a product that it does not have yet', () => {
  it('is what its store gets, and stays its own', async () => {
    const shop = await openShop(913, [])
    const productId = await create(shop, { pictured: false })
    // A brand that the store does not have is made for it.
    const own = JSON.stringify({ price: '45.5', description: '<p>Here alone</p>', brand: 'Only here' })
    const { kysely } = imports.hub.db
    await kysely.updateTable('listing_wanted').set({ own }).where('product_id', '=', productId).execute()
    const plan = await shop.plan()
    const [brand, planned] = await changesOf(shop, plan.id)
    expect([brand?.level, brand?.after]).toEqual(['brand', 'Only here'])
    expect(planned?.content?.fields).toContainEqual({ field: 'price', label: 'Price', kind: 'money', value: '45.5' })
    expect(await shop.apply(plan.id)).toMatchObject({ state: 'applied', states: { applied: 2 } })
    const shown = () => ask(shop, `/catalog/products?sku=${stool.sku}`)
    expect(await shown()).toMatchObject([{ price: 45.5, description: '<p>Here alone</p>' }])
    await expectNothingToDo(shop)

    // The master product keeps its own, and the channel’s does not follow it.
    const { fields } = await shop.browser.call('GET /api/products/:productId', { params: { productId } })
    expect(fields.find(({ key }) => key === 'price')).toMatchObject({ master: '40' })
    await shop.edit([productId], { price: '50', warranty: 'Two years' }, { master: true })
    expect(await shop.apply()).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect(await shown()).toMatchObject([{ price: 45.5, warranty: 'Two years' }])
  })
})
