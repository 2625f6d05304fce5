import { createSandbox, type Sandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'

/** A small store with something of everything that an import has to name; the same each time that it is opened. */
export interface EventfulStore {
  readonly store: Sandbox
  /** Has products made, edited and deleted while the next import goes on, at the first requests of their kind. */
  stirDuringImport(): void
  /** Has a product and a variant deleted and another product edited between two imports. */
  stirBetween(): void
  /** Has so many products deleted at once that nobody should believe it. */
  deleteMany(): void
}

const productCount = 21
const hourMs = 3_600_000
/** Twins of every kind, a SKU that is too long, and none. */
const oddSkus: Readonly<Record<number, string>> = {
  ...{ 3: 'P-2', 6: 'p-2', 9: 'P-2 ', 11: '', 12: '', 14: 'P-1', 17: ' P-16', 18: 'x'.repeat(250) },
}

export async function openEventfulStore(): Promise<EventfulStore> {
  const clock = new SteppedClock('2026-02-01T08:00:00Z')
  const quota = { requests: 1_000_000, windowMs: 30_000 }
  const store = await createSandbox({ seed: 3, products: 0, quota, clock })
  const { merchant } = store
  const ids: number[] = []
  const firstVariants: number[] = []
  for (let number = 1; number <= productCount; number += 1) {
    const product = {
      name: `Product ${number}`,
      sku: oddSkus[number] ?? `P-${number}`,
      categories: [[`Room ${number % 4}`, `Shelf ${number % 3}`]],
      brand: `Brand ${number % 3}`,
      ...(number % 3 === 0 && { options: [{ name: 'Size', values: ['S', 'M'] }] }),
      ...(number % 5 === 0 && { modifiers: [{ name: 'Engraving', type: 'text' as const }] }),
    }
    const { productId, variantIds } = merchant.addProduct(product, { allowDuplicates: true })
    ids.push(productId)
    firstVariants.push(variantIds[0] ?? 0)
  }
  const id = (number: number) => ids[number - 1] ?? 0
  // A price as a text, a row without an id, and options that come without the id of their product.
  const path = '/v3/catalog/products**'
  store.faults.add({ match: { path }, kind: 'rewrite', row: { id: id(4), set: { price: '12.50' } } })
  store.faults.add({ match: { path }, kind: 'rewrite', row: { id: id(8), without: ['id'] } })
  store.faults.add({ match: { path: /include=options/ }, kind: 'rewrite', row: { id: id(13), without: ['id'] } })
  clock.advance(hourMs)
  return {
    store,
    stirDuringImport() {
      const events = new Map<RegExp, () => void>([
        [
          /include=options/,
          () => {
            merchant.editProduct(id(2), { name: 'Product 2, renamed' })
            merchant.deleteProduct(id(21))
            merchant.addProduct({ name: 'Made while options were read', sku: 'LATE', options: [color] })
          },
        ],
        [
          /date_modified:min/,
          () => {
            merchant.deleteProduct(id(20))
            merchant.addProduct({ name: 'Made at the very end', sku: 'LAST', options: [color] })
          },
        ],
      ])
      store.journal.onExchange(({ url }) => {
        for (const [pattern, happen] of events) {
          if (!pattern.test(decodeURIComponent(url))) continue
          events.delete(pattern)
          happen()
        }
      })
    },
    stirBetween() {
      merchant.deleteProduct(id(7))
      merchant.deleteVariant(id(6), firstVariants[5] ?? 0)
      merchant.editProduct(id(10), { name: 'Product 10, renamed' })
      merchant.editProduct(id(14), { sku: 'P-7' }, { allowDuplicates: true })
      clock.advance(hourMs)
    },
    deleteMany() {
      for (const number of [1, 5, 15, 16, 19]) merchant.deleteProduct(id(number))
      clock.advance(hourMs)
    },
  }
}

const color = { name: 'Color', values: ['Red', 'Blue'] }
