import { z } from 'zod'
import { limits } from '../limits.ts'
import { filled, price, size, sortOrder, stockLevel, text, warningLevel, whole } from './fields.ts'
import { bulkRuleBody, customFieldBody, imageBody, imageChange, videoBody, videoChange } from './parts.ts'
import { newVariantBody } from './variant.ts'

const wholeMost = 1_000_000_000

const customUrl = z.object({
  url: filled(255).regex(/^\//, 'must begin with a slash'),
  is_customized: z.boolean().optional(),
})

/** The fields of a product's own row that the official file lets a request write, with their limits. */
const rowFields = z
  .object({
    name: filled(limits.nameLength),
    type: z.enum(['physical', 'digital']),
    weight: size,
    price,
    sku: text(limits.skuLength),
    description: z.string(),
    width: size,
    depth: size,
    height: size,
    cost_price: price,
    retail_price: price,
    sale_price: price,
    map_price: price,
    tax_class_id: whole(0, 255),
    product_tax_code: text(255),
    categories: z.array(z.int()).max(limits.categoriesOfProduct),
    brand_id: whole(0, wholeMost),
    inventory_level: stockLevel,
    inventory_warning_level: warningLevel,
    inventory_tracking: z.enum(['none', 'product', 'variant']),
    fixed_cost_shipping_price: price,
    is_free_shipping: z.boolean(),
    is_visible: z.boolean(),
    is_featured: z.boolean(),
    related_products: z.array(z.int()),
    warranty: text(),
    bin_picking_number: text(255),
    layout_file: text(500),
    upc: text(14),
    mpn: text(),
    gtin: text(14),
    search_keywords: text(),
    availability: z.enum(['available', 'disabled', 'preorder']),
    availability_description: text(255),
    gift_wrapping_options_type: z.enum(['any', 'none', 'list']),
    gift_wrapping_options_list: z.array(z.int()),
    sort_order: sortOrder,
    condition: z.enum(['New', 'Used', 'Refurbished']),
    is_condition_shown: z.boolean(),
    order_quantity_minimum: whole(0, wholeMost),
    order_quantity_maximum: whole(0, wholeMost),
    page_title: text(255),
    meta_keywords: z.array(z.string()),
    meta_description: text(),
    view_count: whole(0, wholeMost),
    preorder_release_date: z.iso.datetime({ offset: true }).nullable(),
    preorder_message: text(255),
    is_preorder_only: z.boolean(),
    is_price_hidden: z.boolean(),
    price_hidden_label: text(200),
    custom_url: customUrl,
    open_graph_type: z.enum(['product', 'album', 'book', 'drink', 'food', 'game', 'movie', 'song', 'tv_show']),
    open_graph_title: z.string(),
    open_graph_description: z.string(),
    open_graph_use_meta_description: z.boolean(),
    open_graph_use_product_name: z.boolean(),
    open_graph_use_image: z.boolean(),
  })
  .partial()

const ids = { id: z.int().optional() }

/** A change of a product. Of the lists of parts, a row with an id is one that the product has. */
export const productChange = rowFields.extend({
  // As any name of a brand, without blanks around it. Guess: none takes the brand away.
  brand_name: text(limits.brandNameLength)
    .transform(name => name.trim())
    .optional(),
  custom_fields: z.array(customFieldBody.extend(ids)).max(limits.customFields).optional(),
  bulk_pricing_rules: z.array(bulkRuleBody.extend(ids)).max(limits.bulkRules).optional(),
  images: z
    .array(z.union([imageChange.extend({ id: z.int() }), imageBody]))
    .max(limits.images)
    .optional(),
  videos: z.array(z.union([videoChange.extend({ id: z.int() }), videoBody])).optional(),
})

/** A new product. */
export const newProduct = productChange
  .extend({
    custom_fields: z.array(customFieldBody).optional(),
    bulk_pricing_rules: z.array(bulkRuleBody).optional(),
    images: z.array(imageBody).max(limits.images).optional(),
    videos: z.array(videoBody).optional(),
    variants: z.array(newVariantBody).max(limits.variants).optional(),
  })
  .required({ name: true, type: true, weight: true, price: true })

/** A change of a product in a batch. */
export const productInBatch = productChange.extend({ id: z.int() })

export type ProductChange = z.output<typeof productChange>
export type NewProductBody = z.output<typeof newProduct>
