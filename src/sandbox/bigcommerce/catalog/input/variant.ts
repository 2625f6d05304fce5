import { z } from 'zod'
import { limits } from '../limits.ts'
import { filled, price, size, stockLevel, text, warningLevel } from './fields.ts'

/** What a variant takes; null gives a price, weight or size back to the product. */
const variantFields = z
  .object({
    cost_price: price.nullable().transform(value => value ?? 0),
    price: price.nullable(),
    sale_price: price.nullable(),
    retail_price: price.nullable(),
    map_price: price.nullable(),
    weight: size.nullable(),
    width: size.nullable(),
    height: size.nullable(),
    depth: size.nullable(),
    is_free_shipping: z.boolean(),
    fixed_cost_shipping_price: price.nullable(),
    purchasing_disabled: z.boolean(),
    purchasing_disabled_message: text(255),
    image_url: text(limits.imageUrlLength),
    upc: text(14)
      .nullable()
      .transform(value => value ?? ''),
    mpn: text()
      .nullable()
      .transform(value => value ?? ''),
    gtin: text(14)
      .nullable()
      .transform(value => value ?? ''),
    inventory_level: stockLevel.nullable().transform(value => value ?? 0),
    inventory_warning_level: warningLevel.nullable().transform(value => value ?? 0),
    bin_picking_number: text(255)
      .nullable()
      .transform(value => value ?? ''),
  })
  .partial()

/** One value of one option, by names or by ids. */
const optionChoice = z
  .object({
    option_id: z.int(),
    option_display_name: filled(255),
    id: z.int(),
    label: filled(255),
  })
  .partial()

/** A change of a variant. Documented: its options can't be changed, and what a body says of them is ignored. */
export const variantChange = variantFields.extend({ sku: text(limits.skuLength).min(1).optional() })

/** A new variant. */
export const newVariantBody = variantFields.extend({
  sku: text(limits.skuLength).min(1),
  option_values: z.array(optionChoice),
})

/** The picture of a variant. */
export const variantImage = z.object({ image_url: z.httpUrl().max(limits.imageUrlLength) })

/** A row of the batch that changes a variant, and one that makes one. */
export const variantInBatch = variantChange.extend({ id: z.int() })
export const newVariantInBatch = newVariantBody.extend({ product_id: z.int() })

export type VariantChange = z.output<typeof variantChange>
export type NewVariantBody = z.output<typeof newVariantBody>
export type OptionChoice = z.output<typeof optionChoice>
