import { locations } from '../seed/locations.ts'
import type { VariantDraft } from './draft.ts'
import { plainVariant } from './draft.ts'
import type { Place } from './parts.ts'
import { calculatedPrice, shownLevel, sum, variantOf } from './parts.ts'
import type { Product, ProductOption, ProductRecord, Variant } from './types.ts'

/** The fields of a product's own row that can be changed, as the API names them. */
export type ProductFields = Partial<Omit<Product, 'id' | 'base_variant_id'>>

/** The fields of a variant that can be changed, as the API names them; its options can't be (documented). */
export type VariantFields = Partial<Omit<Variant, 'id' | 'product_id' | 'sku_id' | 'option_values'>>

/** Whether the product is sold by its base variant: it has that until it gets variants of its options. */
export const isSimple = ({ row }: ProductRecord) => row.base_variant_id !== null

/** A number by location: all of it at the first one. */
export const onHand = (count: number) => locations.map((_, at) => (at === 0 ? count : 0))

/** What follows from a variant's own price and weight, and from those of its product. */
function computed(row: Product, variant: Variant): Pick<Variant, 'calculated_price' | 'calculated_weight'> {
  return { calculated_price: calculatedPrice(row, variant), calculated_weight: variant.weight ?? row.weight }
}

/** The record with the levels that follow from what is on hand. */
export function counted(record: ProductRecord): ProductRecord {
  const { row, stock } = record
  const level = (count: number) => shownLevel(row.inventory_tracking, count)
  const variants = record.variants.map((variant, at) => ({ ...variant, inventory_level: level(sum(stock[at] ?? [])) }))
  return { ...record, variants, row: { ...row, inventory_level: level(sum(stock.map(sum))) } }
}

/** The product with other fields in its own row, and what follows from them. */
export function withFields(record: ProductRecord, fields: ProductFields): ProductRecord {
  const row: Product = { ...record.row, ...fields }
  if (fields.price !== undefined || fields.sale_price !== undefined) {
    row.calculated_price = fields.calculated_price ?? calculatedPrice(row)
  }
  const level = fields.inventory_level
  // A product and its base variant have it in common.
  const shared = isSimple(record) && fields.sku !== undefined ? { sku: row.sku } : {}
  const stock = level === undefined ? record.stock : [onHand(level)]
  const changed = {
    ...record,
    row,
    variants: record.variants.map(variant => ({ ...variant, ...shared, ...computed(row, variant) })),
    stock,
    modifiedMs: Date.parse(row.date_modified),
  }
  const isRecounted = level !== undefined || row.inventory_tracking !== record.row.inventory_tracking
  return isRecounted ? counted(changed) : changed
}

/** The product with other fields in the variant at this position, and what follows from them. */
export function withVariantFields(record: ProductRecord, at: number, fields: VariantFields): ProductRecord {
  const old = record.variants[at]
  if (old === undefined) return record
  const edited: Variant = { ...old, ...fields }
  const variants = record.variants.with(at, { ...edited, ...computed(record.row, edited), ...fields })
  const row = isSimple(record) && fields.sku !== undefined ? { ...record.row, sku: edited.sku } : record.row
  const level = fields.inventory_level
  const changed = { ...record, row, variants }
  return level === undefined ? changed : counted({ ...changed, stock: record.stock.with(at, onHand(level)) })
}

/**
 * The product with one more variant of these options, the last one.
 * Guess: the first variant takes the place of the base variant.
 */
export function withVariant(
  record: ProductRecord,
  draft: VariantDraft,
  options: readonly ProductOption[],
  place: Place,
): ProductRecord {
  const made = variantOf(draft, record.row, options, record.images, place)
  const [variants, stock] = isSimple(record) ? [[], []] : [record.variants, record.stock]
  return counted({
    ...record,
    row: { ...record.row, base_variant_id: null },
    options,
    variants: [...variants, made],
    stock: [...stock, draft.stock],
  })
}

/** The product without the variants that don't pass; where none is left, it has a base variant again. */
export function withoutVariants(
  record: ProductRecord,
  stays: (variant: Variant) => boolean,
  place: Place,
): ProductRecord {
  const variants = record.variants.filter(stays)
  if (variants.length === record.variants.length) return record
  if (variants.length === 0) {
    const base = variantOf({ ...plainVariant, sku: record.row.sku }, record.row, [], record.images, place)
    const row = { ...record.row, base_variant_id: base.id }
    return counted({ ...record, row, variants: [base], stock: [plainVariant.stock] })
  }
  const stock = record.stock.filter((_, at) => {
    const variant = record.variants[at]
    return variant !== undefined && stays(variant)
  })
  return counted({ ...record, variants, stock })
}
