import type { CatalogBuilder } from './build.ts'
import type { Catalog } from './catalog.ts'
import type { OptionDraft, ProductDraft, VariantDraft } from './draft.ts'
import type { ProductFields } from './edit.ts'
import { isSimple } from './edit.ts'
import { limits } from './limits.ts'
import { refuse, taken, unknown } from './refuse.ts'
import type { ProductRecord } from './types.ts'

/** How a change is made. */
export interface ChangeHow {
  /** Leaves `date_modified` as it is: on the platform not every change shows in it. */
  readonly silent?: boolean
  /** Takes a name or a SKU that another product has: the platform refuses that now, but old stores have such twins. */
  readonly allowDuplicates?: boolean
}

const duplicatesHint = 'Choose another, or allow duplicates, which only old stores have.'

/** Names are counted in characters, not in the code units of JavaScript: an emoji is one. */
export function checkLength(what: string, text: string, most: number, field: string): void {
  if (text.length <= most) return
  const length = [...text].length
  if (length > most) throw refuse(`${what} has ${length} characters; a store takes ${most}.`, 'Make it shorter.', field)
}

/** @throws SandboxError where the name is missing, too long, or taken by a product other than `own` */
export function checkName(catalog: Catalog, name: string, own: ProductRecord | null, how: ChangeHow): void {
  if (name.trim() === '') throw refuse('A product has a name.', 'Give it one.', 'name')
  checkLength('The name', name, limits.nameLength, 'name')
  if (how.allowDuplicates !== true && catalog.inUse.hasName(name, own)) {
    throw taken(`Another product is called “${name}”.`, duplicatesHint)
  }
}

/**
 * Looks at the SKUs that are given to a product and its variants; `siblings` are those that its other parts keep.
 * @throws SandboxError where one is too long, twice in the product, or taken by a product other than `own`
 */
export function checkSkus(
  catalog: Catalog,
  skus: { readonly given: readonly string[]; readonly siblings: readonly string[] },
  own: ProductRecord | null,
  how: ChangeHow,
): void {
  const given = skus.given.filter(sku => sku !== '')
  for (const sku of given) checkLength('The SKU', sku, limits.skuLength, 'sku')
  if (how.allowDuplicates === true) return
  const seen = new Set(skus.siblings.map(sku => sku.toLowerCase()))
  for (const sku of given) {
    if (seen.has(sku.toLowerCase()))
      throw taken(`Two items of the product have the SKU “${sku}”.`, duplicatesHint, 'sku')
    seen.add(sku.toLowerCase())
  }
  const [first] = catalog.inUse.takenSkus(given, own)
  if (first !== undefined) throw taken(`Another product or variant has the SKU “${first}”.`, duplicatesHint, 'sku')
}

/**
 * Looks at what a change of a product's own row refers to and what must be its own.
 * @throws RuleError where a name, SKU or address is taken, or a brand or category is unknown
 */
export function checkProductFields(
  builder: CatalogBuilder,
  fields: ProductFields,
  own: ProductRecord | null,
  how: ChangeHow,
): void {
  const { catalog } = builder
  const { name, sku, brand_id, categories, custom_url } = fields
  if (name !== undefined) checkName(catalog, name, own, how)
  if (sku !== undefined) {
    const siblings = own === null || isSimple(own) ? [] : own.variants.map(variant => variant.sku)
    checkSkus(catalog, { given: [sku], siblings }, own, how)
  }
  if (brand_id !== undefined && brand_id !== 0 && catalog.brand(brand_id) === undefined) {
    throw unknown('brand', brand_id, 'brand_id')
  }
  for (const id of categories ?? []) {
    if (catalog.category(id) === undefined) throw unknown('category', id, 'categories')
  }
  if (custom_url !== undefined && custom_url.url !== own?.row.custom_url.url && builder.hasUrl(custom_url.url)) {
    throw taken(`Something else has the address ${custom_url.url}.`, 'Choose another.', 'custom_url')
  }
}

/** @throws RuleError where the SKU can't be that of the variant at this position */
export function checkVariantSku(
  catalog: Catalog,
  sku: string,
  { record, at }: { readonly record: ProductRecord; readonly at: number },
  how: ChangeHow,
): void {
  const siblings = isSimple(record) ? [] : [record.row, ...record.variants.toSpliced(at, 1)].map(one => one.sku)
  checkSkus(catalog, { given: [sku], siblings }, record, how)
}

/** Guess: the last variant stays as long as its product, and so does a base variant. */
export function checkNotLast(record: ProductRecord): void {
  if (record.variants.length > 1) return
  throw refuse('A product has at least one variant.', 'Delete the product instead.', 'id')
}

export function checkOptions(options: readonly OptionDraft[]): void {
  const names = options.map(option => option.name.toLowerCase())
  if (new Set(names).size < names.length)
    throw refuse('Two options have the same name.', 'Rename one of them.', 'display_name')
  for (const { name, values } of options) {
    if (name === '') throw refuse('An option has a name.', 'Give it one.', 'display_name')
    if (values.length === 0)
      throw refuse(`The option “${name}” has no values.`, 'Give it at least one.', 'option_values')
    if (values.length > limits.optionValues) {
      throw refuse(
        `The option “${name}” has ${values.length} values; it takes ${limits.optionValues}.`,
        'Give fewer.',
        'option_values',
      )
    }
    if (new Set(values).size < values.length)
      throw refuse(`The option “${name}” has a value twice.`, 'Give it once.', 'option_values')
  }
}

export function checkVariantCount(count: number): void {
  if (count > limits.variants) {
    throw refuse(`The product has ${count} variants; it takes ${limits.variants}.`, 'Make fewer.', 'variants')
  }
}

/** @throws SandboxError where a variant doesn't choose one value of each option, or chooses what another one chose */
export function checkVariants(
  options: readonly Pick<OptionDraft, 'name' | 'values'>[],
  variants: readonly Pick<VariantDraft, 'values'>[],
) {
  checkVariantCount(variants.length)
  if (options.length === 0 && variants.length > 1) {
    throw refuse(
      'A product without options has one variant.',
      'Give it options, and each variant a value of each.',
      'option_values',
    )
  }
  const seen = new Set<string>()
  for (const { values } of variants) {
    const choice = JSON.stringify(values)
    if (values.length !== options.length) {
      throw refuse(
        `A variant has ${values.length} values for ${options.length} options.`,
        'Give one for each option.',
        'option_values',
      )
    }
    const wrong = options.findIndex((option, at) => !option.values.includes(values[at] ?? ''))
    if (wrong >= 0) {
      throw refuse(
        `The option “${options[wrong]?.name}” has no value “${values[wrong]}”.`,
        'Use one of its values.',
        'option_values',
      )
    }
    if (seen.has(choice))
      throw refuse(`Two variants are ${values.join(', ')}.`, 'Leave one of them out.', 'option_values')
    seen.add(choice)
  }
}

function checkCategoryPath(path: readonly string[]): void {
  if (path.length > limits.categoryLevels) {
    throw refuse(`A tree of categories has at most ${limits.categoryLevels} levels.`, 'Leave some out.', 'categories')
  }
  for (const step of path) {
    if (step.trim() === '') throw refuse('A step to a category has no name.', 'Give it one.', 'categories')
    checkLength('The name of a category', step, limits.categoryNameLength, 'name')
  }
}

/** @throws SandboxError where the platform would refuse the new product */
export function checkDraft(catalog: Catalog, draft: ProductDraft, how: ChangeHow): void {
  const { name, sku, options, variants, categories, brand } = draft
  checkName(catalog, name, null, how)
  checkLength('The name of a brand', brand, limits.brandNameLength, 'brand_name')
  // A product without options shares the SKU of its only variant.
  const given = options.length === 0 ? [sku] : [sku, ...variants.map(variant => variant.sku)]
  checkSkus(catalog, { given, siblings: [] }, null, how)
  for (const one of categories) {
    if (typeof one !== 'number') checkCategoryPath(one)
    else if (catalog.category(one) === undefined) throw unknown('category', one, 'categories')
  }
}
