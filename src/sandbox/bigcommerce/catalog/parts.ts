import type { ImageDraft, ModifierDraft, OptionDraft, ProductDraft, VariantDraft } from './draft.ts'
import { limits } from './limits.ts'
import type {
  BulkPricingRule,
  CustomField,
  Image,
  Modifier,
  ModifierType,
  OptionValue,
  Product,
  ProductOption,
  ProductRecord,
  Variant,
} from './types.ts'

/** The last id that was given out, by kind. Ids grow and are never given twice. */
export interface LastIds {
  variant: number
  option: number
  value: number
  image: number
  field: number
  rule: number
  video: number
  review: number
}

/** Where a part belongs. `origin` is the sandbox's own address, under which it serves the pictures. */
export interface Place {
  readonly productId: number
  readonly ids: LastIds
  readonly origin: string
}

/** What variants inherit from their product. */
export type Inherited = Pick<
  Product,
  'price' | 'sale_price' | 'weight' | 'inventory_tracking' | 'inventory_warning_level'
>

/** Prices keep four decimals (documented); floating-point dust beyond them is cut off. */
export const money = (amount: number) => Math.round(amount * 10_000) / 10_000

/** What most products have of most parts; they share it, for rows are never changed in place. */
const none: readonly never[] = []

/** As `map`, but nothing comes of nothing without another empty list for each product. */
function eachOf<Draft, Part>(drafts: readonly Draft[], make: (draft: Draft, order: number) => Part): readonly Part[] {
  return drafts.length === 0 ? none : drafts.map(make)
}

export const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** The level that is shown of a count. Documented: none of what isn't tracked, and the most where it is more than that. */
export const shownLevel = (tracking: Product['inventory_tracking'], count: number) =>
  tracking === 'none' ? 0 : Math.min(count, limits.inventoryLevel)

export function optionsOf(drafts: readonly OptionDraft[], { productId, ids }: Place): readonly ProductOption[] {
  return eachOf(drafts, (option, order) => {
    ids.option += 1
    return {
      id: ids.option,
      product_id: productId,
      name: [option.name, productId, '-', ids.option].join(''),
      display_name: option.name,
      type: option.type,
      sort_order: order,
      option_values: option.values.map((label, place) => optionValue(option.type, label, place, ids)),
      config: none,
    }
  })
}

/** One value of an option, at its place among the others. */
export function optionValue(type: OptionDraft['type'], label: string, place: number, ids: LastIds): OptionValue {
  ids.value += 1
  return { id: ids.value, label, sort_order: place, value_data: swatchData(type, label), is_default: false }
}

/** What a value of this type has beside its label, where nobody said: a swatch a color. */
export function swatchData(type: string, label: string): object | null {
  return type === 'swatch' ? { colors: [swatchOf(label)] } : null
}

/** A color for a swatch, made of the letters of its label. */
function swatchOf(label: string): string {
  let mixed = 0
  for (const letter of label) mixed = (mixed * 31 + (letter.codePointAt(0) ?? 0)) % 0xffffff
  return `#${mixed.toString(16).padStart(6, '0')}`
}

/** The addresses of the store's own copies of a picture. */
export function pictureUrls({ productId, origin }: Place, imageId: number) {
  // Joined, not concatenated: the engine keeps a concatenation as the tree of its parts, at three times the memory.
  const url = (size: string) => [origin, '_images', productId, `${imageId}-${size}.svg`].join('/')
  return {
    url_zoom: url('zoom'),
    url_standard: url('standard'),
    url_thumbnail: url('thumbnail'),
    url_tiny: url('tiny'),
  }
}

export function imagesOf(drafts: readonly ImageDraft[], modified: string, place: Place): readonly Image[] {
  const { productId, ids } = place
  return eachOf(drafts, (image, order) => {
    ids.image += 1
    return {
      id: ids.image,
      product_id: productId,
      is_thumbnail: order === 0,
      sort_order: order,
      description: image.description,
      image_file: image.file,
      ...pictureUrls(place, ids.image),
      date_modified: modified,
    }
  })
}

/** What is sold at, where a variant says nothing of its own. */
export function calculatedPrice(
  inherited: Pick<Inherited, 'price' | 'sale_price'>,
  own?: Pick<Variant, 'price' | 'sale_price'>,
): number {
  const product = inherited.sale_price > 0 ? inherited.sale_price : inherited.price
  return money(own?.sale_price ?? own?.price ?? product)
}

type ChosenValue = Variant['option_values'][number]

/** What a variant says of the values that it has; a value that its option doesn't have is left out. */
function chosenOf(labels: readonly string[], options: readonly ProductOption[]): readonly ChosenValue[] {
  const chosen = labels.map((label, at): ChosenValue | null => {
    const option = options[at]
    const value = option?.option_values.find(known => known.label === label)
    if (option === undefined || value === undefined) return null
    return { id: value.id, label: value.label, option_id: option.id, option_display_name: option.display_name }
  })
  // A list that was filtered has room for 16 more, a hundred bytes for each variant.
  return chosen.every(value => value !== null) ? chosen : chosen.filter(value => value !== null)
}

export function variantOf(
  draft: VariantDraft,
  inherited: Inherited,
  options: readonly ProductOption[],
  images: readonly Image[],
  { productId, ids }: Place,
): Variant {
  ids.variant += 1
  const image = draft.imageIndex === null ? undefined : images[draft.imageIndex]
  const tracking = inherited.inventory_tracking
  return {
    id: ids.variant,
    product_id: productId,
    sku: draft.sku,
    // Null for a base variant (documented with the inventory identity).
    sku_id: options.length === 0 ? null : ids.variant,
    price: draft.price,
    calculated_price: calculatedPrice(inherited, { price: draft.price, sale_price: draft.salePrice }),
    sale_price: draft.salePrice,
    retail_price: null,
    map_price: null,
    weight: draft.weight,
    calculated_weight: draft.weight ?? inherited.weight,
    width: null,
    height: null,
    depth: null,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: image?.url_standard ?? '',
    cost_price: draft.costPrice,
    upc: draft.upc,
    mpn: '',
    gtin: '',
    inventory_level: shownLevel(tracking, sum(draft.stock)),
    inventory_warning_level: tracking === 'variant' ? inherited.inventory_warning_level : 0,
    bin_picking_number: '',
    option_values: chosenOf(draft.values, options),
  }
}

/** What each value of a modifier changes about price and weight: nothing. */
export const noAdjusters = {
  price: { adjuster: null, adjuster_value: 0 },
  weight: { adjuster: null, adjuster_value: 0 },
  image_url: '',
  purchasing_disabled: { status: false, message: '' },
}

function modifierValueData(type: ModifierType, label: string, place: number): object | null {
  return type === 'checkbox' ? { checked_value: place === 0 } : swatchData(type, label)
}

export function modifiersOf(drafts: readonly ModifierDraft[], place: Place): readonly Modifier[] {
  return eachOf(drafts, (modifier, order) => modifierOf(modifier, order, place))
}

/** A modifier at its place among the others. */
export function modifierOf(modifier: ModifierDraft, order: number, { productId, ids }: Place): Modifier {
  ids.option += 1
  const id = ids.option
  return {
    id,
    product_id: productId,
    name: `${modifier.name}${productId}-${id}`,
    display_name: modifier.name,
    type: modifier.type,
    required: modifier.required,
    sort_order: order,
    config: modifier.config,
    option_values: modifier.values.map((label, place) => {
      ids.value += 1
      const value_data = modifierValueData(modifier.type, label, place)
      return {
        id: ids.value,
        option_id: id,
        label,
        sort_order: place,
        value_data,
        is_default: false,
        adjusters: noAdjusters,
      }
    }),
  }
}

export function customFieldsOf(drafts: ProductDraft['customFields'], { ids }: Place): readonly CustomField[] {
  return eachOf(drafts, ([name, value]) => {
    ids.field += 1
    return { id: ids.field, name, value }
  })
}

export function bulkRulesOf(drafts: ProductDraft['bulkRules'], { ids }: Place): readonly BulkPricingRule[] {
  return eachOf(drafts, rule => {
    ids.rule += 1
    return { id: ids.rule, ...rule }
  })
}

/** Everything of a product but its own row, with ids taken from `place`. */
export function partsOf(
  draft: ProductDraft,
  modified: string,
  place: Place,
): Omit<ProductRecord, 'row' | 'channels' | 'modifiedMs'> {
  const options = optionsOf(draft.options, place)
  const images = imagesOf(draft.images, modified, place)
  const inherited: Inherited = {
    price: draft.price,
    sale_price: draft.salePrice,
    weight: draft.weight,
    inventory_tracking: draft.tracking,
    inventory_warning_level: draft.warningLevel,
  }
  return {
    options,
    images,
    variants: draft.variants.map(variant => variantOf(variant, inherited, options, images, place)),
    modifiers: modifiersOf(draft.modifiers, place),
    customFields: customFieldsOf(draft.customFields, place),
    bulkRules: bulkRulesOf(draft.bulkRules, place),
    reviews: none,
    videos: eachOf(draft.videos, (video, order) => {
      place.ids.video += 1
      const { id: video_id, title, description } = video
      return {
        id: place.ids.video,
        product_id: place.productId,
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
