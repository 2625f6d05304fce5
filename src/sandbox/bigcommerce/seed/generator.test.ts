import { describe, expect, it } from 'vitest'
import { CatalogBuilder } from '../catalog/build.ts'
import { combinations, generateProducts } from './generator.ts'
import { makeOrders } from './orders.ts'
import { makePeople } from './people.ts'
import { trees } from './settings.ts'

function build(count: number, seed: number) {
  const builder = new CatalogBuilder('http://store', trees)
  for (const draft of generateProducts(count, seed)) builder.add(draft)
  return builder.build()
}

describe('generator', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    expect(JSON.stringify(build(200, 5).products)).toBe(JSON.stringify(build(200, 5).products))
    expect(JSON.stringify(build(200, 5).products)).not.toBe(JSON.stringify(build(200, 6).products))
    const catalog = build(200, 5)
    const place = { seed: 5, catalog, people: makePeople(10, 5), apiBase: 'http://store' }
    expect(JSON.stringify(makeOrders(20, place))).toBe(JSON.stringify(makeOrders(20, place)))
  })

  it('keeps to the rules of a store: names, SKUs and addresses are unique, no product has more than 600 variants', () => {
    const { products } = build(3_000, 1)
    const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length)
    unique(products.map(({ row }) => row.name.toLowerCase()))
    unique(products.map(({ row }) => row.custom_url.url))
    unique(
      products.flatMap(({ variants }) => variants.map(variant => variant.sku.toLowerCase())).filter(sku => sku !== ''),
    )
    for (const { row, variants, options, stock } of products) {
      expect(row.name.length).toBeLessThanOrEqual(250)
      expect(variants.length).toBeGreaterThan(0)
      expect(variants.length).toBeLessThanOrEqual(600)
      expect(stock).toHaveLength(variants.length)
      expect(row.base_variant_id).toBe(options.length === 0 ? (variants[0]?.id ?? null) : null)
      expect(Math.round(row.price * 100) / 100).toBe(row.price)
    }
  })

  it('contains the troubles of real shops', () => {
    const { products } = build(400, 1)
    expect(products.some(({ row }) => row.sku === '')).toBe(true)
    expect(products.some(({ row }) => row.description.includes('<script>'))).toBe(true)
    expect(products.some(({ row }) => /[\u0600-\u06ff]/.test(row.name))).toBe(true)
    expect(products.some(({ row }) => row.price === 0)).toBe(true)
    expect(products.some(({ row }) => row.sale_price > 0)).toBe(true)
    expect(products.some(({ variants }) => variants.length > 20)).toBe(true)
    expect(products.some(({ row }) => row.inventory_tracking === 'none')).toBe(true)
  })

  it('combines every value with every other', () => {
    expect(combinations([])).toEqual([[]])
    expect(
      combinations([
        ['a', 'b'],
        ['1', '2', '3'],
      ]),
    ).toHaveLength(6)
  })
})
