import { expect, it } from 'vitest'
import { allReviews, askStore, catalogOf, importStore, importsForFile, pull } from '../support/catalog.ts'

const imports = importsForFile()

interface StoreProduct {
  readonly id: number
  readonly variants: readonly { readonly id: number }[]
}

/** The places of two products in the store, and the SKU that each of them gets. */
type Pair = readonly [first: number, second: number, sku: string, twin: string, reason: string]

const everywhere: readonly Pair[] = [
  // In one page, in two that follow each other, at their edges, and in such as are far apart.
  [10, 20, 'ONE-PAGE', 'ONE-PAGE', 'duplicate'],
  [100, 300, 'NEXT-PAGE', 'NEXT-PAGE', 'duplicate'],
  [249, 250, 'EDGE', 'edge', 'case_twin'],
  [499, 501, 'SPACE', ' SPACE', 'space_twin'],
  [30, 700, 'OVER-ONE', 'OVER-ONE', 'duplicate'],
  [40, 1_020, 'FAR', 'far', 'case_twin'],
  [740, 760, 'LATE', 'LATE', 'duplicate'],
]
// Nothing of the pages before tells that the second one has to wait for the first.
const inTwoPagesAlone: readonly Pair[] = [
  [498, 502, 'BESIDE', 'BESIDE', 'duplicate'],
  [490, 748, 'EDGES', 'edges', 'case_twin'],
]

it.each([
  ['many', everywhere],
  ['two', inTwoPagesAlone],
] as const)('asks about SKUs that %s pages share as if each page had waited for the one before', async (_, pairs) => {
  const store = await imports.store({ seed: 61, products: 1_030 })
  const products = (await askStore(store, '/v3/catalog/products?include=variants')) as unknown as StoreProduct[]
  products.sort((a, b) => a.id - b.id)
  const giveSku = (place: number, sku: string) => {
    const { id = 0, variants = [] } = products[place] ?? {}
    store.merchant.editVariant(id, variants[0]?.id ?? 0, { sku }, { allowDuplicates: true })
    return String(variants[0]?.id)
  }
  const expected = pairs.map(([first, second, sku, twin, reason]) => {
    const kept = giveSku(first, sku)
    return [giveSku(second, twin), kept, reason]
  })
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run).toMatchObject({ state: 'done', account: { taken: 1_030, refused: 0, unexplained: 0 } })

  const asked = await allReviews(browser)
  const { products: listings, variants, reviews } = await catalogOf(imports.hub, channelId)
  const seen = reviews.map(row => [row.offer_id, row.origin_remote_id, row.reason])
  expect(seen.toSorted()).toEqual(expected.toSorted())
  expect(asked).toHaveLength(pairs.length)
  expect(listings).toHaveLength(1_030)
  expect(variants.filter(row => row.match === 'waiting')).toHaveLength(pairs.length)

  const before = await catalogOf(imports.hub, channelId)
  expect(await pull(browser, channelId)).toMatchObject({ state: 'done', account: { newProducts: 0, newVariants: 0 } })
  expect(await catalogOf(imports.hub, channelId)).toEqual(before)
})

it('keeps what two channels of one workspace import at once as one catalog, without doubles', async () => {
  const first = await imports.store({ seed: 62, products: 900 })
  const second = await imports.store({ seed: 63, products: 900, twin: { seed: 62, products: 900 } })
  const browser = await imports.newBusiness()
  const [one, other] = await Promise.all([importStore(browser, first), importStore(browser, second)])
  for (const { run } of [one, other]) {
    expect(run).toMatchObject({ state: 'done', account: { taken: 900, refused: 0, unexplained: 0 } })
  }
  const channels = await Promise.all([one, other].map(({ channelId }) => catalogOf(imports.hub, channelId)))
  const skus = channels.flatMap(({ variants }) => variants.map(row => row.sku_key)).filter(key => key !== null)
  // Each key is of one variant, which both channels may show.
  const keys = new Map<unknown, number>()
  for (const key of skus) keys.set(key, (keys.get(key) ?? 0) + 1)
  expect([...keys.values()].filter(count => count > 2)).toEqual([])
  expect([...keys.values()].filter(count => count === 2).length).toBeGreaterThan(0)
})
