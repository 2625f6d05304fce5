import type { ProductDraft, VariantDraft } from '../catalog/draft.ts'
import { seededChance } from '../chance.ts'
import { cents, generateProducts } from './generator.ts'
import { phrases } from './words.ts'

/** Which products a store sells that another one sells too. */
export interface TwinOf {
  /** The seed of the other store. */
  readonly seed: number
  /** How many of its products, from the first one on. */
  readonly products: number
}

const dayMs = 86_400_000
const priceFactor = 1.08

function withSkus(draft: ProductDraft, change: (sku: string) => string): ProductDraft {
  const variant = (one: VariantDraft): VariantDraft => (one.sku === '' ? one : { ...one, sku: change(one.sku) })
  const [base, ...others] = draft.variants
  const sku = draft.sku === '' ? '' : change(draft.sku)
  return { ...draft, sku, variants: [variant(base), ...others.map(variant)] }
}

function withOtherPrices(draft: ProductDraft): ProductDraft {
  const dearer = (price: number) => cents(price * priceFactor)
  const variant = (one: VariantDraft): VariantDraft => ({
    ...one,
    price: one.price === null ? null : dearer(one.price),
  })
  const [base, ...others] = draft.variants
  return {
    ...draft,
    price: dearer(draft.price),
    salePrice: dearer(draft.salePrice),
    variants: [variant(base), ...others.map(variant)],
  }
}

/**
 * The first products of the store of another seed, as a second store would sell them: SKUs, names, options and barcodes
 * agree, prices and descriptions differ throughout. Counted from 1, every tenth has another name, every twelfth its SKUs
 * in lower case, every thirteenth a blank behind them; of those with a barcode, every eleventh has another.
 */
export function* twinProducts(twin: TwinOf, variantsEach?: number): Generator<ProductDraft> {
  const chance = seededChance(twin.seed, 'twin')
  let number = 0
  let barcodes = 0
  for (const original of generateProducts(twin.products, twin.seed, { variantsEach })) {
    number += 1
    let draft: ProductDraft = {
      ...withOtherPrices(original),
      description: `<p>${chance.pick(phrases)} Sold here as well.</p>`,
      modifiedMs: original.modifiedMs + dayMs,
    }
    if (number % 10 === 0) draft = { ...draft, name: `New: ${draft.name}` }
    if (draft.upc !== '') {
      barcodes += 1
      if (barcodes % 11 === 0) draft = { ...draft, upc: otherBarcode(draft.upc) }
    }
    if (number % 12 === 0) draft = withSkus(draft, sku => sku.toLowerCase())
    if (number % 13 === 0) draft = withSkus(draft, sku => `${sku} `)
    yield draft
  }
}

/** As long as the first one, with another digit at each place. */
const otherBarcode = (upc: string) => upc.replaceAll(/\d/g, digit => String((Number(digit) + 5) % 10))
