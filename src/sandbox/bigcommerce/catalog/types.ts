/** The catalog's rows, in the field names and units of the V3 answers: prices in the store's currency, weight in its unit. */
export interface Product {
  id: number
  name: string
  type: 'physical' | 'digital'
  sku: string
  description: string
  weight: number
  width: number
  depth: number
  height: number
  price: number
  cost_price: number
  retail_price: number
  sale_price: number
  map_price: number
  tax_class_id: number
  product_tax_code: string
  calculated_price: number
  categories: readonly number[]
  brand_id: number
  option_set_id: number | null
  option_set_display: string
  inventory_level: number
  inventory_warning_level: number
  inventory_tracking: 'none' | 'product' | 'variant'
  reviews_rating_sum: number
  reviews_count: number
  total_sold: number
  fixed_cost_shipping_price: number
  is_free_shipping: boolean
  is_visible: boolean
  is_featured: boolean
  related_products: readonly number[]
  warranty: string
  bin_picking_number: string
  layout_file: string
  upc: string
  mpn: string
  gtin: string
  search_keywords: string
  availability: 'available' | 'disabled' | 'preorder'
  availability_description: string
  gift_wrapping_options_type: 'any' | 'none' | 'list'
  gift_wrapping_options_list: readonly number[]
  sort_order: number
  condition: 'New' | 'Used' | 'Refurbished'
  is_condition_shown: boolean
  order_quantity_minimum: number
  order_quantity_maximum: number
  page_title: string
  meta_keywords: readonly string[]
  meta_description: string
  date_created: string
  date_modified: string
  view_count: number
  preorder_release_date: string | null
  preorder_message: string
  is_preorder_only: boolean
  is_price_hidden: boolean
  price_hidden_label: string
  custom_url: { readonly url: string; readonly is_customized: boolean }
  base_variant_id: number | null
  open_graph_type: 'product' | 'album' | 'book' | 'drink' | 'food' | 'game' | 'movie' | 'song' | 'tv_show'
  open_graph_title: string
  open_graph_description: string
  open_graph_use_meta_description: boolean
  open_graph_use_product_name: boolean
  open_graph_use_image: boolean
}

/** A null price, weight or size inherits the product's. */
export interface Variant {
  id: number
  product_id: number
  sku: string
  sku_id: number | null
  price: number | null
  calculated_price: number
  sale_price: number | null
  retail_price: number | null
  map_price: number | null
  weight: number | null
  calculated_weight: number
  width: number | null
  height: number | null
  depth: number | null
  is_free_shipping: boolean
  fixed_cost_shipping_price: number | null
  purchasing_disabled: boolean
  purchasing_disabled_message: string
  image_url: string
  cost_price: number
  upc: string
  mpn: string
  gtin: string
  inventory_level: number
  inventory_warning_level: number
  bin_picking_number: string
  option_values: readonly VariantValue[]
}

interface VariantValue {
  readonly id: number
  readonly label: string
  readonly option_id: number
  readonly option_display_name: string
}

export interface OptionValue {
  readonly id: number
  readonly label: string
  readonly sort_order: number
  readonly value_data: object | null
  readonly is_default: boolean
}

export interface ProductOption {
  readonly id: number
  readonly product_id: number
  readonly name: string
  readonly display_name: string
  readonly type: 'radio_buttons' | 'rectangles' | 'dropdown' | 'swatch'
  readonly sort_order: number
  readonly option_values: readonly OptionValue[]
  readonly config: readonly never[]
}

/** A choice that makes no variant, such as an engraving. */
export interface Modifier {
  readonly id: number
  readonly product_id: number
  readonly name: string
  readonly display_name: string
  readonly type: ModifierType
  readonly required: boolean
  readonly sort_order: number
  readonly config: object
  readonly option_values: readonly ModifierValue[]
}

export interface ModifierValue extends OptionValue {
  readonly option_id: number
  readonly adjusters: Adjusters
}

/** What a value of a modifier changes about the product; null changes nothing. */
interface Adjusters {
  readonly price: Adjuster | null
  readonly weight: Adjuster | null
  readonly image_url: string
  readonly purchasing_disabled: { readonly status: boolean; readonly message: string }
}

interface Adjuster {
  readonly adjuster: 'relative' | 'percentage' | null
  readonly adjuster_value: number
}

export type ModifierType =
  | 'text'
  | 'multi_line_text'
  | 'numbers_only_text'
  | 'date'
  | 'file'
  | 'checkbox'
  | 'dropdown'
  | 'radio_buttons'
  | 'rectangles'
  | 'swatch'

export interface Image {
  readonly id: number
  readonly product_id: number
  readonly is_thumbnail: boolean
  readonly sort_order: number
  readonly description: string
  readonly image_file: string
  readonly url_zoom: string
  readonly url_standard: string
  readonly url_thumbnail: string
  readonly url_tiny: string
  readonly date_modified: string
}

export interface CustomField {
  readonly id: number
  readonly name: string
  readonly value: string
}

export interface BulkPricingRule {
  readonly id: number
  readonly quantity_min: number
  readonly quantity_max: number
  readonly type: 'price' | 'percent' | 'fixed'
  readonly amount: number
}

export interface Video {
  readonly id: number
  readonly product_id: number
  readonly title: string
  readonly description: string
  readonly sort_order: number
  readonly type: 'youtube'
  readonly video_id: string
  readonly length: string
}

export interface Review {
  readonly id: number
  readonly title: string
  readonly text: string
  readonly status: 'approved' | 'disapproved' | 'pending'
  /** 0 to 5 */
  readonly rating: number
  readonly email: string
  readonly name: string
  readonly date_reviewed: string
  readonly date_created: string
  readonly date_modified: string
}

export interface Brand {
  readonly id: number
  readonly name: string
  readonly page_title: string
  readonly meta_keywords: readonly string[]
  readonly meta_description: string
  readonly image_url: string
  readonly search_keywords: string
  readonly custom_url: { readonly url: string; readonly is_customized: boolean }
}

export const categorySorts = [
  ...(['use_store_settings', 'featured', 'newest', 'best_selling', 'alpha_asc', 'alpha_desc'] as const),
  ...(['avg_customer_review', 'price_asc', 'price_desc'] as const),
] as const
type CategorySort = (typeof categorySorts)[number]

export interface Category {
  readonly category_id: number
  readonly category_uuid: string
  readonly tree_id: number
  readonly parent_id: number
  readonly name: string
  readonly description: string
  readonly views: number
  readonly sort_order: number
  readonly page_title: string
  readonly meta_keywords: readonly string[]
  readonly meta_description: string
  readonly layout_file: string
  readonly image_url: string
  readonly is_visible: boolean
  readonly search_keywords: string
  readonly default_product_sort: CategorySort
  readonly url: { readonly path: string; readonly is_customized: boolean }
}

/** A product with everything that hangs on it. */
export interface ProductRecord {
  readonly row: Product
  readonly variants: readonly Variant[]
  readonly options: readonly ProductOption[]
  readonly modifiers: readonly Modifier[]
  readonly images: readonly Image[]
  readonly customFields: readonly CustomField[]
  readonly bulkRules: readonly BulkPricingRule[]
  readonly videos: readonly Video[]
  readonly reviews: readonly Review[]
  readonly channels: readonly number[]
  /** On hand: for each variant, in their order, one number for each location, in theirs. */
  readonly stock: readonly (readonly number[])[]
  /** The row's `date_modified` as milliseconds, so that a date filter needn't read a text for each product. */
  readonly modifiedMs: number
}
