import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Exchange, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { askStore } from '../support/catalog.ts'
import { hashAt } from '../support/image-shop.ts'
import type { Blow, KillableHub } from '../support/killable-hub.ts'
import { type ApplyStrike, applyWithStrikes } from '../support/killed-apply.ts'
import { hashOf, picture } from '../support/pictures.ts'

let store: Sandbox
/** Of these the lists are written, and of the others the images. */
let listed: number[]
let pictured: number[]

const brand = 'Struck & Søn'
const categories = ['Struck', 'Struck/Deep/Deeper'] as const
const pictures = [picture(1), picture(2)] as const

beforeAll(async () => {
  store = await createSandbox({ seed: 15, products: 6, quota: { requests: 1_000_000, windowMs: 30_000 } })
  const add = (name: string) => store.merchant.addProduct({ name, price: 5 }).productId
  listed = ['Jug', 'Mug'].map(add)
  pictured = ['Lamp', 'Vase'].map(add)
  for (const id of listed) {
    store.merchant.setCustomFields(id, [
      ['Stays', `of ${id}`],
      ['Turns', 'old'],
      ['Goes', 'away'],
    ])
  }
  for (const id of pictured) {
    store.merchant.setImages(
      id,
      ['front', 'back', 'side'].map(name => ({ file: `${name}.png`, description: name })),
    )
  }
})
afterAll(() => store.close())

const strike = (method: ApplyStrike['method'], path: RegExp, how: { delayMs?: number; blow?: Blow } = {}) => ({
  ...{ method, path, nth: 1, blow: 'hub' as const },
  ...how,
})

/** All that the store took: what it answered nobody may have heard. */
const taken = (writes: readonly Exchange[]) => writes.filter(({ status }) => status >= 200 && status < 300)

const toBrands = /catalog\/brands/
const toCategories = /catalog\/trees\/categories/
const toFields = /custom-fields/
const toImages = /\/images/

async function wantAll(hub: KillableHub, channelId: string): Promise<void> {
  const edit = async (ids: readonly number[], edits: readonly object[]) => {
    const body = { channelId, ids: ids.map(String), edits: edits as never }
    const { changed, faulty } = await hub.call('POST /api/edits', { body })
    expect([faulty, changed]).toEqual([[], ids.length])
  }
  await edit([...listed, ...pictured], [{ do: 'set', field: 'brand', value: brand }])
  await edit(listed, [{ do: 'set', field: 'categories', value: [...categories] }])
  for (const id of listed) {
    const value = [
      { name: 'Stays', value: `of ${id}` },
      { name: 'Turns', value: 'new' },
      { name: 'New', value: 'this' },
    ]
    await edit([id], [{ do: 'set', field: 'customFields', value }])
  }
  const files: string[] = []
  for (const bytes of pictures) {
    const { fileId } = await hub.call('POST /api/files', { body: { data: bytes.toString('base64') } })
    files.push(fileId)
  }
  for (const id of pictured) {
    const [front, back, side] = await imagesIn(hub, channelId, String(id))
    expect(front).toMatchObject({ description: 'front' })
    const added = files.map((file, at) => ({ file, description: `Added ${at}`, isThumbnail: at === 0 }))
    const value = [...added, { ...back, description: 'From behind' }, side]
    await edit([id], [{ do: 'set', field: 'images', value }])
  }
}

async function imagesIn(hub: KillableHub, channelId: string, remoteId: string): Promise<Record<string, unknown>[]> {
  const { fields } = await hub.call('GET /api/channels/:channelId/listings/:remoteId', {
    params: { channelId, remoteId },
  })
  const { channels = [] } = fields.find(({ key }) => key === 'images') ?? {}
  return channels.find(one => one.channelId === channelId)?.value as Record<string, unknown>[]
}

describe('a hub that is killed with kill -9 while it makes brands, categories, custom fields and images', () => {
  it('makes each once and loses nothing, whenever it happens', async () => {
    // Slow enough that a kill meets what is under way.
    for (const method of ['PUT', 'POST', 'DELETE']) {
      store.faults.add({ match: { method, path: '**' }, kind: 'slow', delayMs: 15 })
    }
    const { plan, changes, left, writes, struck } = await applyWithStrikes(store, {
      live: ['data', 'prices', 'images'],
      edits: wantAll,
      strikes: [
        // Each is made, and its answer lost; then it is looked for.
        strike('POST', toBrands),
        strike('POST', toCategories),
        strike('GET', toCategories),
        strike('POST', toCategories, { blow: 'database' }),
        // The last of three requests of one list, and the first of the next.
        strike('POST', toFields),
        strike('DELETE', toFields, { delayMs: 3 }),
        strike('POST', toImages),
        strike('GET', toImages, { delayMs: 1 }),
        strike('PUT', toImages, { delayMs: 2 }),
        strike('DELETE', toImages, { blow: 'database' }),
      ],
    })
    expect({ struck, left, problem: plan.problem }).toEqual({ struck: 10, left: 0, problem: null })
    expect(changes.filter(({ state }) => state !== 'applied')).toEqual([])

    const sent = taken(writes).map(({ method, url, requestBody }) => `${method} ${url} ${requestBody}`)
    expect(sent).toHaveLength(new Set(sent).size)
    const brands = (await askStore(store, '/v3/catalog/brands')).filter(({ name }) => name === brand)
    expect(brands).toHaveLength(1)
    const rows = await askStore(store, '/v3/catalog/trees/categories')
    const made = ['Struck', 'Deep', 'Deeper'].map(name => rows.filter(row => row.name === name))
    expect(made.map(({ length }) => length)).toEqual([1, 1, 1])
    const [top, deep, deeper] = made.map(([row]) => row)
    expect([deep?.parent_id, deeper?.parent_id]).toEqual([top?.category_id, deep?.category_id])

    const products = await askStore(store, '/v3/catalog/products?include=custom_fields,images')
    for (const id of listed) {
      const row = products.find(one => one.id === id)
      expect(row).toMatchObject({ brand_id: brands[0]?.id, categories: [top?.category_id, deeper?.category_id] })
      const fields = row?.custom_fields as { name: string; value: string }[]
      expect(fields.map(({ name, value }) => `${name}: ${value}`).toSorted()).toEqual([
        'New: this',
        `Stays: of ${id}`,
        'Turns: new',
      ])
    }
    for (const id of pictured) {
      const images = (products.find(one => one.id === id)?.images ?? []) as Record<string, unknown>[]
      const inOrder = images.toSorted((a, b) => Number(a.sort_order) - Number(b.sort_order))
      expect(inOrder.map(one => [one.description, one.is_thumbnail])).toEqual([
        ['Added 0', true],
        ['Added 1', false],
        ['From behind', false],
        ['side', false],
      ])
      const hashes = await Promise.all(inOrder.slice(0, 2).map(one => hashAt(String(one.url_zoom))))
      expect(hashes).toEqual(pictures.map(hashOf))
    }
  }, 600_000)
})
