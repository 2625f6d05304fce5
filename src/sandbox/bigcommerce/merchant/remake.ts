import type { Image, ProductRecord, Variant } from '../catalog/types.ts'
import type { NewProduct, NewVariant } from './inputs.ts'

/** What somebody enters who makes the product once more by hand: all that `addProduct` can be told. */
export function onceMore({ row, ...parts }: ProductRecord, brand: string): NewProduct {
  const { options, variants, images } = parts
  return {
    ...{ name: row.name, sku: row.sku, type: row.type, description: row.description, brand },
    ...{ price: row.price, salePrice: row.sale_price, retailPrice: row.retail_price, costPrice: row.cost_price },
    ...{ weight: row.weight, width: row.width, height: row.height, depth: row.depth },
    ...{ upc: row.upc, mpn: row.mpn, gtin: row.gtin, binPicking: row.bin_picking_number },
    ...{ tracking: row.inventory_tracking, warningLevel: row.inventory_warning_level },
    ...{ visible: row.is_visible, featured: row.is_featured, freeShipping: row.is_free_shipping },
    ...{ condition: row.condition, availability: row.availability, sortOrder: row.sort_order },
    ...{ keywords: row.search_keywords, pageTitle: row.page_title, metaDescription: row.meta_description },
    warranty: row.warranty,
    categories: row.categories,
    channels: parts.channels,
    options: options.map(({ display_name: name, type, option_values }) => {
      return { name, type, values: option_values.map(({ label }) => label) }
    }),
    variants: variants.map((variant, at): NewVariant => {
      const values = options.map(option => labelOf(variant, option.id))
      return { ...variantOnceMore(variant, images), values, stock: parts.stock[at] ?? [] }
    }),
    images: images.map(({ image_file: file, description }) => ({ file, description })),
    modifiers: parts.modifiers.map(({ display_name: name, type, required, config, option_values }) => {
      return { name, type, required, config, values: option_values.map(({ label }) => label) }
    }),
    customFields: parts.customFields.map(({ name, value }) => [name, value] as const),
    bulkRules: parts.bulkRules.map(({ id: _, ...rule }) => rule),
    videos: parts.videos.map(({ video_id: id, title, description }) => ({ id, title, description })),
  }
}

const labelOf = (variant: Variant, optionId: number) =>
  variant.option_values.find(value => value.option_id === optionId)?.label ?? ''

function variantOnceMore(variant: Variant, images: readonly Image[]): NewVariant {
  const picture = images.findIndex(image => image.url_standard === variant.image_url)
  return {
    ...{ sku: variant.sku, price: variant.price, salePrice: variant.sale_price, weight: variant.weight },
    ...{ costPrice: variant.cost_price, upc: variant.upc, imageIndex: picture < 0 ? null : picture },
  }
}
