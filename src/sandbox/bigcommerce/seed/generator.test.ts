import { describe, expect, it } from 'vitest'
import { CatalogBuilder } from '../catalog/build.ts'
import { combinations } from './combinations.ts'
import { addDeepCategories } from './deep-categories.ts'
import { generateProducts } from './generator.ts'
import { makeOrders } from './orders.ts'
import { makePeople } from './people.ts'
import { trees } from './settings.ts'

function build(count: number, seed: number, variantsEach?: number) {
  const builder = new CatalogBuilder('http://store', trees)
  for (const draft of generateProducts(count, seed, { variantsEach })) builder.add(draft)
  return builder.catalog
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

  it.each([1, 2, 3, 5, 7, 100, 251, 599, 600])('gives each product exactly %i variants', each => {
    const { products } = build(20, 1, each)
    const skus = products.flatMap(({ variants }) => variants.map(variant => variant.sku)).filter(sku => sku !== '')
    expect(new Set(skus).size).toBe(skus.length)
    for (const { variants, options, stock } of products) {
      expect([variants.length, stock.length]).toEqual([each, each])
      expect(options.length).toBeLessThanOrEqual(2)
      const chosen = new Set(variants.map(({ option_values }) => option_values.map(value => value.id).join()))
      expect(chosen.size).toBe(each)
      const values = options.flatMap(option => option.option_values)
      const used = new Set(variants.flatMap(({ option_values }) => option_values.map(value => value.id)))
      expect(used.size).toBe(values.length)
      for (const { option_values } of options) expect(option_values.length).toBeLessThanOrEqual(250)
    }
    const counts = new Set(products.map(({ options }) => options.length))
    expect([...counts].sort()).toEqual(each === 1 ? [0] : each < 4 ? [1] : each > 250 ? [2] : [1, 2])
  })

  it('makes any number of categories, eight levels deep, in the order of their ids', () => {
    for (const count of [0, 1, 8, 9, 3_000]) {
      const builder = new CatalogBuilder('http://store', trees)
      const ids = addDeepCategories(builder, count)
      expect(ids).toHaveLength(count)
      const { categories } = builder.catalog
      expect(categories.map(one => one.category_id)).toEqual(ids)
      const depths = new Map([[0, 0]])
      for (const { category_id, parent_id } of categories) {
        depths.set(category_id, (depths.get(parent_id) ?? Number.NaN) + 1)
      }
      expect(Math.max(...depths.values())).toBe(Math.min(count, 8))
      expect(new Set(categories.map(one => one.name)).size).toBe(count)
      expect(Math.max(0, ...categories.map(one => one.name.length))).toBeLessThanOrEqual(50)
    }
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
