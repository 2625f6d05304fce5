import type { ImageDraft, ModifierDraft, OptionDraft, ProductDraft, VariantDraft } from '../catalog/draft.ts'
import { plainDraft, plainVariant } from '../catalog/draft.ts'
import { limits } from '../catalog/limits.ts'
import { refuse } from '../catalog/refuse.ts'
import { checkOptions, checkVariants } from '../catalog/rules.ts'
import { combinations } from '../seed/combinations.ts'
import { locations } from '../seed/locations.ts'

/** `values` is one for each option of the product, in their order; `stock` is on hand, by location. */
export type NewVariant = Partial<VariantDraft>

export type NewOption = Pick<OptionDraft, 'name' | 'values'> & Partial<Pick<OptionDraft, 'type'>>

export type NewImage = Pick<ImageDraft, 'file'> & Partial<ImageDraft>

export type NewModifier = Pick<ModifierDraft, 'name' | 'type'> & Partial<ModifierDraft>

type Plain = Omit<
  ProductDraft,
  'name' | 'options' | 'variants' | 'images' | 'modifiers' | 'categories' | 'createdMs' | 'modifiedMs'
>

/** A product to be made; everything but its name may be left unsaid. */
export interface NewProduct extends Partial<Plain> {
  readonly name: string
  /** Each by the names from the root down, made where they are new, or by its id. */
  readonly categories?: ProductDraft['categories']
  readonly options?: readonly NewOption[]
  /** All combinations of the options unless given. */
  readonly variants?: readonly NewVariant[]
  readonly images?: readonly NewImage[]
  readonly modifiers?: readonly NewModifier[]
}

const priceDefault = 10

export const imageDraft = (image: NewImage): ImageDraft => ({ description: '', ...image })

export function modifierDraft(modifier: NewModifier): ModifierDraft {
  const values = modifier.type === 'checkbox' ? ['Yes', 'No'] : []
  return { required: false, values, config: {}, ...modifier }
}

export function variantDraft(variant: NewVariant): VariantDraft {
  const stock = locations.map((_, at) => variant.stock?.[at] ?? 0)
  return { ...plainVariant, ...variant, stock }
}

function variantDrafts({ sku = '', variants }: NewProduct, options: readonly OptionDraft[]): VariantDraft[] {
  if (variants !== undefined) return variants.map(variantDraft)
  if (options.length === 0) return [{ ...plainVariant, sku }]
  const count = options.reduce((product, option) => product * option.values.length, 1)
  if (count > limits.variants) {
    throw refuse(`The options make ${count} variants; a product takes ${limits.variants}.`, 'Say which ones there are.')
  }
  return combinations(options.map(option => option.values)).map((values, at) => ({
    ...plainVariant,
    values,
    sku: sku === '' ? '' : `${sku}-${at + 1}`,
  }))
}

/** The product as the builder takes it. @throws SandboxError where its options or variants make no sense */
export function productDraft(product: NewProduct, nowMs: number): ProductDraft {
  const options = (product.options ?? []).map((option): OptionDraft => ({ type: 'dropdown', ...option }))
  checkOptions(options)
  const [base, ...others] = variantDrafts(product, options)
  if (base === undefined) throw refuse('A product has at least one variant.', 'Leave the variants out, or give one.')
  checkVariants(options, [base, ...others])
  const isCounted = [base, ...others].some(variant => variant.stock.some(count => count > 0))
  // Without options the product's SKU is the one of its only variant.
  const sku = product.sku ?? (options.length === 0 ? base.sku : '')
  return {
    ...plainDraft,
    price: priceDefault,
    tracking: !isCounted ? 'none' : options.length > 0 ? 'variant' : 'product',
    ...product,
    sku,
    options,
    variants: options.length === 0 ? [{ ...base, sku }, ...others] : [base, ...others],
    images: (product.images ?? []).map(imageDraft),
    modifiers: (product.modifiers ?? []).map(modifierDraft),
    createdMs: nowMs,
    modifiedMs: nowMs,
  }
}
