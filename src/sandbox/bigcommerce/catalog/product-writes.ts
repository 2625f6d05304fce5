import type { Store } from '../store.ts'
import type { OptionDraft, ProductDraft, VariantDraft } from './draft.ts'
import { plainDraft, plainVariant } from './draft.ts'
import type { ProductFields } from './edit.ts'
import { isSimple, withFields, withVariantFields } from './edit.ts'
import { given } from './input/fields.ts'
import type { NewProductBody, ProductChange } from './input/product.ts'
import { checkBulkRules, checkCustomFields, withParts } from './part-writes.ts'
import { refuse } from './refuse.ts'
import { checkOptions, checkProductFields, checkSkus, checkVariants } from './rules.ts'
import type { Product, ProductRecord } from './types.ts'
import { variantFieldsOf } from './variant-writes.ts'

/** What a body says of the product's own row. */
function rowFieldsOf(body: ProductChange): ProductFields {
  const { custom_fields, bulk_pricing_rules, images, videos, brand_name, custom_url, categories, ...rest } = given(body)
  return {
    ...rest,
    ...(categories !== undefined && { categories: [...new Set(categories)] }),
    // Guess: an address that is given counts as customized unless it says otherwise.
    ...(custom_url !== undefined && {
      custom_url: { url: custom_url.url, is_customized: custom_url.is_customized ?? true },
    }),
  }
}

/** Documented: a price is hidden only where the product can't be bought. */
function checkHiddenPrice(row: Pick<Product, 'is_price_hidden' | 'availability'>): void {
  if (!row.is_price_hidden || row.availability === 'disabled') return
  throw refuse('A price can be hidden only where availability is disabled.', 'Disable the product.', 'is_price_hidden')
}

/**
 * The product with what a body says of its own row.
 * Documented: a level takes effect where stock is tracked by product. Guess: and where there are no variants.
 */
function withBody(record: ProductRecord, fields: ProductFields): ProductRecord {
  const { inventory_level, ...others } = fields
  const tracking = fields.inventory_tracking ?? record.row.inventory_tracking
  const takesLevel = inventory_level !== undefined && tracking === 'product' && isSimple(record)
  return withFields(record, takesLevel ? fields : others)
}

const atOf = ({ builder, clock, quirks }: Store, { row }: ProductRecord) => ({
  place: builder.placeOf(row.id),
  nowMs: clock.now().getTime(),
  quirks: quirks.now,
})

/** The product as a body changes it; everything is looked at before. */
function changed(store: Store, record: ProductRecord, body: ProductChange): ProductRecord {
  const { builder } = store
  const fields = rowFieldsOf(body)
  checkProductFields(builder, fields, record, {})
  checkHiddenPrice({ ...record.row, ...fields })
  return withParts(withBody(record, fields), body, atOf(store, record))
}

/**
 * Changes products as the bodies say: all of them, or none where one is refused (guess).
 * @throws RuleError
 */
export function changeProducts(
  store: Store,
  bodies: readonly { readonly id: number; readonly body: ProductChange }[],
): ProductRecord[] {
  const edits = bodies.map(({ id, body }) => ({ id, change: (record: ProductRecord) => changed(store, record, body) }))
  // Brands come last, so that a batch that is refused has made none.
  const brandings = bodies.flatMap(({ id, body: { brand_name } }) => {
    if (brand_name === undefined) return []
    return [
      { id, change: (record: ProductRecord) => withFields(record, { brand_id: store.builder.brand(brand_name) }) },
    ]
  })
  const records = store.productChanges.replaceAll([...edits, ...brandings])
  return records.slice(0, bodies.length)
}

type NewVariants = NonNullable<NewProductBody['variants']>

const nameOf = (choice: NewVariants[number]['option_values'][number]) => choice.option_display_name ?? ''

/** The options that new variants speak of, each with its values in the order in which they come. Guess: dropdowns. */
function optionsNamedBy(variants: NewVariants): OptionDraft[] {
  const options = new Map<string, Set<string>>()
  for (const choice of variants.flatMap(variant => variant.option_values)) {
    if (choice.option_display_name === undefined || choice.label === undefined) {
      const hint = 'Give option_display_name and label.'
      throw refuse('A new option has a name, and its values have labels.', hint, 'variants.option_values')
    }
    const values = options.get(choice.option_display_name) ?? new Set()
    options.set(choice.option_display_name, values.add(choice.label))
  }
  return [...options].map(([name, values]) => ({ name, type: 'dropdown', values: [...values] }))
}

function variantDraftsOf(variants: NewVariants, options: readonly OptionDraft[]): VariantDraft[] {
  return variants.map(({ sku, option_values }) => ({
    ...plainVariant,
    sku,
    values: options.flatMap(({ name }) => option_values.find(choice => nameOf(choice) === name)?.label ?? []),
  }))
}

/** Options and variants of a new product; without any it has its base variant alone. */
function choicesOf(body: NewProductBody): Pick<ProductDraft, 'sku' | 'options' | 'variants'> {
  const variants = body.variants ?? []
  const options = optionsNamedBy(variants)
  checkOptions(options)
  const [first, ...others] = variantDraftsOf(variants, options)
  const sku = body.sku ?? (options.length === 0 ? (first?.sku ?? '') : '')
  const base = options.length === 0 || first === undefined ? { ...plainVariant, sku } : first
  checkVariants(options, [base, ...others])
  return { sku, options, variants: [base, ...others] }
}

/** Adds a product. Guess: it is sold in the default storefront. @throws RuleError */
export function createProduct(store: Store, body: NewProductBody): ProductRecord {
  const { builder, clock, productChanges, quirks } = store
  const { variants = [], ...own } = body
  const fields = rowFieldsOf(own)
  const choices = choicesOf(body)
  checkProductFields(builder, fields, null, {})
  const skus = choices.options.length === 0 ? [] : choices.variants.map(variant => variant.sku)
  checkSkus(builder.catalog, { given: [choices.sku, ...skus], siblings: [] }, null, {})
  checkHiddenPrice({ is_price_hidden: false, availability: 'available', ...given(fields) })
  checkCustomFields(body.custom_fields ?? [])
  checkBulkRules(body.bulk_pricing_rules ?? [])
  const nowMs = clock.now().getTime()
  const brand = own.brand_name === undefined ? {} : { brand_id: builder.brand(own.brand_name) }
  const { name, price } = own
  const plain = builder.make({ ...plainDraft, ...choices, name, price, createdMs: nowMs, modifiedMs: nowMs })
  const url = plain.row.custom_url.url
  let made = withBody(plain, { ...fields, ...brand })
  if (made.row.custom_url.url !== url) builder.freeUrl(url)
  const place = builder.placeOf(plain.row.id)
  for (const [at, { option_values, ...variant }] of variants.entries()) {
    made = withVariantFields(made, at, variantFieldsOf(made, variant, place))
  }
  return productChanges.add(withParts(made, own, { place, nowMs, quirks: quirks.now }))
}
