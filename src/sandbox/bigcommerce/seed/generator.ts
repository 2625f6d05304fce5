import type { ModifierDraft, OptionDraft, ProductDraft, VariantDraft } from '../catalog/draft.ts'
import { plainDraft, plainVariant } from '../catalog/draft.ts'
import { limits } from '../catalog/limits.ts'
import type { Chance } from '../chance.ts'
import { seededChance } from '../chance.ts'
import { awkwardDraft } from './awkward.ts'
import { combinations } from './combinations.ts'
import type { Kind } from './words.ts'
import { brandNames, colors, kinds, makes, materials, phrases, places, sizes } from './words.ts'

/** The seed of the demo catalog where none was given. */
export const demoSeed = 1

/** The first day of the invented shop: dates count from here, so that the same seed gives the same bytes on any day. */
export const shopOpenedMs = Date.parse('2025-03-03T08:00:00Z')
const dayMs = 86_400_000

/** What all products of a shop have in common. */
export interface Shop {
  /** How many variants each product has; as many as its kind has where it is undefined. */
  readonly variantsEach: number | undefined
  /** What its first product is counted as. */
  readonly first: number
  /** The names that are taken, in lower case; those that it gives are added. */
  readonly names: Set<string>
  /** Stands in every SKU, so that two shops have none in common by chance. */
  readonly skuMark: string
}

/** A price such as 24.95 between the bounds. */
function priceOf(chance: Chance, [low, high]: Kind['price']): number {
  return chance.int(low, high) + chance.pick([0, 0.5, 0.9, 0.95, 0.99])
}

export const cents = (amount: number) => Math.round(amount * 100) / 100

/** Some of a kind's values, in their order; now and then all of them, which makes the products with many variants. */
function optionsOf(chance: Chance, kind: Kind): OptionDraft[] {
  if (kind.options.length === 0 || chance.happens(0.1)) return []
  const full = chance.happens(0.1)
  return kind.options.map(([name, values]) => {
    const count = full ? values.length : chance.int(2, Math.min(5, values.length))
    const from = chance.int(0, values.length - count)
    return {
      name,
      type: name === 'Color' ? 'swatch' : chance.pick(['rectangles', 'dropdown', 'radio_buttons']),
      values: values.slice(from, from + count),
    }
  })
}

/** The first `count` of the words, and numbered ones behind them. */
const labels = (words: readonly string[], word: string, count: number) =>
  Array.from({ length: count }, (_, at) => words[at] ?? `${word} ${at + 1}`)

/**
 * Options whose first `count` combinations use every value: none for a single variant, one for small numbers and for
 * every other product, or else two.
 */
export function optionsFor(count: number, number: number): OptionDraft[] {
  if (count === 1) return []
  const isOne = count < 4 || (number % 2 === 1 && count <= limits.optionValues)
  const rows = isOne ? 1 : Math.floor(Math.sqrt(count))
  const size: OptionDraft = { name: 'Size', type: 'rectangles', values: labels(sizes, 'Size', Math.ceil(count / rows)) }
  return isOne ? [size] : [{ name: 'Color', type: 'swatch', values: labels(colors, 'Color', rows) }, size]
}

/** Pairs of counts, each once: variants share them, for rows are never changed in place. */
const pairs = new Map<string, readonly number[]>()

function pairOf(first: number, second: number): readonly number[] {
  const key = `${first}/${second}`
  const pair = pairs.get(key) ?? [first, second]
  pairs.set(key, pair)
  return pair
}

function stockOf(chance: Chance): readonly number[] {
  if (chance.happens(0.08)) return pairOf(0, 0)
  return pairOf(chance.int(1, 60), chance.happens(0.5) ? chance.int(0, 15) : 0)
}

function variantsOf(
  chance: Chance,
  product: { sku: string; options: readonly OptionDraft[]; price: number },
  most: number,
) {
  const { sku, options, price } = product
  const rows = combinations(options.map(option => option.values)).slice(0, most)
  return rows.map(
    (values, at): VariantDraft => ({
      sku: options.length === 0 ? sku : [sku, ...values.map(codeOf)].join('-'),
      values,
      // Most variants inherit; the last ones of some products, the large sizes, cost more.
      price: options.length > 0 && at % 7 === 6 ? cents(price * 1.1) : null,
      salePrice: null,
      weight: null,
      costPrice: 0,
      stock: stockOf(chance),
      upc: '',
      imageIndex: at < 2 && options.length > 0 ? at : null,
    }),
  )
}

const codeOf = (value: string) =>
  value
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
    .slice(0, 8)

/**
 * One product. Its texts are joined, not concatenated: the engine keeps a concatenation as the tree of its parts, which
 * takes a store of a million variants a hundred megabytes more.
 */
function draftOf(chance: Chance, number: number, { names, variantsEach, skuMark }: Shop): ProductDraft {
  const kind = chance.pick(kinds)
  const plain = [chance.pick(places), chance.pick(makes), kind.noun].join(' ')
  // Names are unique in a store (documented): the second of a name gets a number.
  const name = names.has(plain.toLowerCase()) ? [plain, 'No.', number].join(' ') : plain
  names.add(name.toLowerCase())
  const price = priceOf(chance, kind.price)
  const sku = [kind.code, '-', skuMark, String(number).padStart(5, '0')].join('')
  const options = variantsEach === undefined ? optionsOf(chance, kind) : optionsFor(variantsEach, number)
  const [base, ...others] = variantsOf(chance, { sku, options, price }, variantsEach ?? limits.variants)
  const material = chance.pick(materials)
  const createdMs = shopOpenedMs + chance.int(0, 200) * dayMs + chance.int(0, 36_000) * 1_000
  const sale = chance.happens(0.15) ? cents(price * 0.8) : 0
  const imageCount = chance.int(1, 3)
  return {
    ...plainDraft,
    name,
    sku,
    description: [
      ...['<p>', chance.pick(phrases), ' ', chance.pick(phrases), '</p>\n'],
      ...['<ul><li>Material: ', material, '</li></ul>'],
    ].join(''),
    price,
    salePrice: sale,
    retailPrice: chance.happens(0.2) ? cents(price * 1.25) : 0,
    costPrice: cents(price * 0.45),
    weight: kind.weight,
    width: chance.int(5, 60),
    height: chance.int(5, 60),
    depth: chance.int(2, 40),
    brand: chance.pick(brandNames),
    categories: [kind.category],
    tracking: options.length > 0 ? 'variant' : 'product',
    warningLevel: 5,
    visible: !chance.happens(0.04),
    featured: chance.happens(0.06),
    freeShipping: price > 150,
    upc: chance.happens(0.6) ? chance.text(12, '0123456789') : '',
    keywords: [kind.noun.toLowerCase(), material].join(', '),
    warranty: chance.happens(0.3) ? 'Two years on seams and handles.' : '',
    images: Array.from({ length: imageCount }, (_, at) => ({
      file: [sku.toLowerCase(), '-', at + 1, '.jpg'].join(''),
      description: at === 0 ? name : [name, ', view ', at + 1].join(''),
    })),
    options,
    variants: base === undefined ? [{ ...plainVariant, sku }] : [base, ...others],
    modifiers: kind.code === 'EM' || (kind.code === 'OB' && chance.happens(0.5)) ? [engraving] : [],
    customFields: [
      ['Material', material],
      ...(chance.happens(0.3) ? ([['Care', 'Wipe with a damp cloth']] as const) : []),
    ],
    bulkRules: chance.happens(0.1) ? [{ quantity_min: 10, quantity_max: 0, type: 'percent', amount: 10 }] : [],
    channels: number % 10 === 0 ? inBoth : inFirst,
    createdMs,
    modifiedMs: createdMs + chance.int(0, 150) * dayMs + chance.int(0, 36_000) * 1_000,
  }
}

/** The storefronts in which a product is sold. */
const inFirst = [1]
const inBoth = [1, 2]

const engraving: ModifierDraft = {
  name: 'Engraving',
  type: 'text',
  required: false,
  values: [],
  config: { default_value: '', text_characters_limited: true, text_min_length: 0, text_max_length: 24 },
}

/** `count` products of an invented outdoor, home and garden shop. The same seed gives the same products. */
export function* generateProducts(count: number, seed: number, plan: Partial<Shop> = {}): Generator<ProductDraft> {
  const shop: Shop = { variantsEach: undefined, first: 1, names: new Set(), skuMark: '', ...plan }
  const chance = seededChance(seed, `catalog${shop.skuMark}`)
  for (let number = shop.first; number < shop.first + count; number += 1) {
    const draft = draftOf(chance, number, shop)
    yield number % 17 === 0 ? awkwardDraft(draft, Math.floor(number / 17)) : draft
  }
}
