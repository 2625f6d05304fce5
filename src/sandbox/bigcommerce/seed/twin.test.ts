import { describe, expect, it } from 'vitest'
import { CatalogBuilder } from '../catalog/build.ts'
import type { ProductRecord } from '../catalog/types.ts'
import type { GeneratedSource } from '../durable.ts'
import { generate } from '../load-catalog.ts'
import { trees } from './settings.ts'

function productsOf(source: Omit<GeneratedSource, 'kind'>): readonly ProductRecord[] {
  const builder = new CatalogBuilder('http://store', trees)
  generate(builder, { kind: 'generated', ...source })
  return builder.catalog.products
}

const skusOf = ({ row, variants }: ProductRecord) => [row.sku, ...variants.map(variant => variant.sku)]
const choicesOf = ({ options }: ProductRecord) =>
  options.map(option => [option.display_name, option.option_values.map(value => value.label)])

// Far enough for a product without SKU among those whose SKUs end with a blank.
const shared = 1_600
const first = productsOf({ products: 1_650, seed: 1 })
const second = productsOf({ products: 1_670, seed: 2, twin: { seed: 1, products: shared } })

/** The pairs of a product and its twin, each with its number from 1 on. */
const pairs = first.slice(0, shared).map((one, at) => {
  const twin = second[at]
  if (twin === undefined) throw new Error(`There is no twin at ${at}`)
  return { number: at + 1, one, twin }
})

/** The numbers of the pairs that differ. */
const differing = (differ: (one: ProductRecord, twin: ProductRecord) => boolean) =>
  pairs.filter(({ one, twin }) => differ(one, twin)).map(({ number }) => number)

const every = (step: number) => Array.from({ length: Math.floor(shared / step) }, (_, at) => (at + 1) * step)

describe('a store that sells what another one sells', () => {
  it('has the same SKUs, but for letters and blanks at their places', () => {
    const hasSku = new Set(pairs.filter(({ one }) => skusOf(one).join('') !== '').map(({ number }) => number))
    const odd = (one: ProductRecord, twin: ProductRecord) => skusOf(one).join() !== skusOf(twin).join()
    const expected = [...new Set([...every(12), ...every(13)])].filter(number => hasSku.has(number))
    expect(differing(odd)).toEqual(expected.sort((a, b) => a - b))
    const folded = (record: ProductRecord) => skusOf(record).map(sku => sku.toLowerCase().trim())
    for (const { one, twin } of pairs) expect(folded(twin)).toEqual(folded(one))
    expect(pairs[11]?.twin.row.sku).toBe(pairs[11]?.one.row.sku.toLowerCase())
    expect(pairs[12]?.twin.row.sku).toBe(`${pairs[12]?.one.row.sku} `)
  })

  it('has the same names, options and barcodes, but at their places', () => {
    expect(differing((one, twin) => one.row.name !== twin.row.name)).toEqual(every(10))
    expect(differing((one, twin) => JSON.stringify(choicesOf(one)) !== JSON.stringify(choicesOf(twin)))).toEqual([])
    const barcoded = pairs.filter(({ one }) => one.row.upc !== '').map(({ number }) => number)
    const others = barcoded.filter((_, at) => (at + 1) % 11 === 0)
    expect(others.length).toBeGreaterThan(4)
    expect(differing((one, twin) => one.row.upc !== twin.row.upc)).toEqual(others)
  })

  it('has prices and descriptions of its own throughout', () => {
    expect(differing((one, twin) => one.row.description === twin.row.description)).toEqual([])
    expect(differing((one, twin) => one.row.price === twin.row.price && one.row.price > 0)).toEqual([])
  })

  it('has other products behind them, with no SKU in common by chance, and no name or SKU twice', () => {
    const own = second.slice(shared)
    expect(own).toHaveLength(70)
    const theirs = new Set(first.flatMap(skusOf).filter(sku => sku !== ''))
    expect(own.flatMap(skusOf).filter(sku => theirs.has(sku))).toEqual([])
    const names = second.map(({ row }) => row.name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
    const skus = second
      .flatMap(record => record.variants.map(variant => variant.sku.toLowerCase()))
      .filter(sku => sku !== '')
    expect(new Set(skus).size).toBe(skus.length)
    const again = productsOf({ products: 1_670, seed: 2, twin: { seed: 1, products: shared } })
    expect(JSON.stringify(again)).toBe(JSON.stringify(second))
  })

  it('has as many variants as it was told, as the other one then has', () => {
    const one = productsOf({ products: 20, seed: 1, variantsEach: 6 })
    const two = productsOf({ products: 20, seed: 3, variantsEach: 6, twin: { seed: 1, products: 9 } })
    expect(two.map(record => record.variants.length)).toEqual(Array(20).fill(6))
    expect(two.slice(0, 9).map(skusOf)).toEqual(one.slice(0, 9).map(skusOf))
  })
})
