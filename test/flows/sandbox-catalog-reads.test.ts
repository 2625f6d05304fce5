import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

const product = '/v3/catalog/products'

let store: SandboxCaller
const call = (path: string) => store.call('GET', path)

beforeAll(async () => {
  store = await openSandboxCaller()
})

afterAll(() => store.close())

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
    expect(byPage).toHaveLength(store.sandbox.counts.products)
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
})
