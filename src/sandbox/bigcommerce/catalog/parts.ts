import { v3Date } from '../query/date.ts'
import type { ProductDraft } from './draft.ts'
import type { Image, Modifier, ProductOption, ProductRecord, Variant } from './types.ts'

/** The last id that was given out, by kind. */
export interface LastIds {
  variant: number
  option: number
  value: number
  image: number
  field: number
  rule: number
  video: number
}

/** Prices keep four decimals (documented); floating-point dust beyond them is cut off. */
const money = (amount: number) => Math.round(amount * 10_000) / 10_000

function optionsOf(draft: ProductDraft, productId: number, ids: LastIds): ProductOption[] {
  return draft.options.map((option, order) => {
    ids.option += 1
    return {
      id: ids.option,
      product_id: productId,
      name: `${option.name}${productId}-${ids.option}`,
      display_name: option.name,
      type: option.type,
      sort_order: order,
      option_values: option.values.map((label, place) => {
        ids.value += 1
        const colors = { colors: [swatchOf(label)] }
        const value_data = option.type === 'swatch' ? colors : null
        return { id: ids.value, label, sort_order: place, value_data, is_default: false }
      }),
      config: [],
    }
  })
}

/** A color for a swatch, made of the letters of its label. */
function swatchOf(label: string): string {
  let sum = 0
  for (const letter of label) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 0xffffff
  return `#${sum.toString(16).padStart(6, '0')}`
}

function imagesOf(draft: ProductDraft, productId: number, ids: LastIds, origin: string): Image[] {
  return draft.images.map((image, order) => {
    ids.image += 1
    const url = (size: string) => `${origin}/_images/${productId}/${ids.image}-${size}.svg`
    return {
      id: ids.image,
      product_id: productId,
      is_thumbnail: order === 0,
      sort_order: order,
      description: image.description,
      image_file: image.file,
      url_zoom: url('zoom'),
      url_standard: url('standard'),
      url_thumbnail: url('thumbnail'),
      url_tiny: url('tiny'),
      date_modified: v3Date(draft.modifiedMs),
    }
  })
}

function variantsOf(
  draft: ProductDraft,
  productId: number,
  ids: LastIds,
  options: readonly ProductOption[],
  images: readonly Image[],
): Variant[] {
  return draft.variants.map(variant => {
    ids.variant += 1
    const image = variant.imageIndex === null ? undefined : images[variant.imageIndex]
    const onHand = variant.stock.reduce((a, b) => a + b, 0)
    const inherited = draft.salePrice > 0 ? draft.salePrice : draft.price
    return {
      id: ids.variant,
      product_id: productId,
      sku: variant.sku,
      // Null for a base variant (documented with the inventory identity).
      sku_id: options.length === 0 ? null : ids.variant,
      price: variant.price,
      calculated_price: money(variant.salePrice ?? variant.price ?? inherited),
      sale_price: variant.salePrice,
      retail_price: null,
      map_price: null,
      weight: variant.weight,
      calculated_weight: variant.weight ?? draft.weight,
      width: null,
      height: null,
      depth: null,
      is_free_shipping: false,
      fixed_cost_shipping_price: null,
      purchasing_disabled: false,
      purchasing_disabled_message: '',
      image_url: image?.url_standard ?? '',
      cost_price: variant.costPrice,
      upc: variant.upc,
      mpn: '',
      gtin: '',
      inventory_level: draft.tracking === 'none' ? 0 : onHand,
      inventory_warning_level: draft.tracking === 'variant' ? draft.warningLevel : 0,
      bin_picking_number: '',
      option_values: variant.values.flatMap((label, at) => {
        const option = options[at]
        const value = option?.option_values.find(known => known.label === label)
        if (option === undefined || value === undefined) return []
        return [{ id: value.id, label, option_id: option.id, option_display_name: option.display_name }]
      }),
    }
  })
}

function engravingOf(productId: number, ids: LastIds): Modifier {
  ids.option += 1
  return {
    id: ids.option,
    product_id: productId,
    name: `Engraving${productId}-${ids.option}`,
    display_name: 'Engraving',
    type: 'text',
    required: false,
    sort_order: 0,
    config: { default_value: '', text_characters_limited: true, text_min_length: 0, text_max_length: 24 },
    option_values: [],
  }
}

/** Everything of a product but its own row, with ids taken from `ids`. */
export function partsOf(
  draft: ProductDraft,
  productId: number,
  ids: LastIds,
  origin: string,
): Omit<ProductRecord, 'row' | 'channels' | 'texts'> {
  const options = optionsOf(draft, productId, ids)
  const images = imagesOf(draft, productId, ids, origin)
  return {
    options,
    images,
    variants: variantsOf(draft, productId, ids, options, images),
    modifiers: draft.engraving ? [engravingOf(productId, ids)] : [],
    customFields: draft.customFields.map(([name, value]) => {
      ids.field += 1
      return { id: ids.field, name, value }
    }),
    bulkRules: draft.bulkRules.map(rule => {
      ids.rule += 1
      return { id: ids.rule, ...rule }
    }),
    videos: draft.videos.map((video, order) => {
      ids.video += 1
      const { id: video_id, title, description } = video
      return {
        id: ids.video,
        product_id: productId,
        title,
        description,
        sort_order: order,
        type: 'youtube',
        video_id,
        length: '',
      }
    }),
    stock: draft.variants.map(variant => variant.stock),
  }
}
