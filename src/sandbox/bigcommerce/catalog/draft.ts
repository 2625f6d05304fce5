import type { BulkPricingRule, ModifierType, Product } from './types.ts'

/** A variant to be made; a null price or weight inherits the product's. */
export interface VariantDraft {
  readonly sku: string
  /** One value for each option of the product, in their order. */
  readonly values: readonly string[]
  readonly price: number | null
  readonly salePrice: number | null
  readonly weight: number | null
  readonly costPrice: number
  /** On hand, one number for each location. */
  readonly stock: readonly number[]
  readonly upc: string
  readonly imageIndex: number | null
}

export interface OptionDraft {
  readonly name: string
  readonly type: 'radio_buttons' | 'rectangles' | 'dropdown' | 'swatch'
  readonly values: readonly string[]
}

/** A choice that makes no variant. Values are for the types to choose from; `config` is that of the official file. */
export interface ModifierDraft {
  readonly name: string
  readonly type: ModifierType
  readonly required: boolean
  readonly values: readonly string[]
  readonly config: object
}

export interface ImageDraft {
  readonly file: string
  readonly description: string
}

/** What a generator or a file says about a product, before it gets ids, a brand, categories and addresses. */
export interface ProductDraft {
  readonly name: string
  readonly sku: string
  readonly type: Product['type']
  readonly description: string
  readonly price: number
  readonly salePrice: number
  readonly retailPrice: number
  readonly costPrice: number
  readonly weight: number
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly brand: string
  /** Each category as the names from the root down, or the id of one that there is. */
  readonly categories: readonly (readonly string[] | number)[]
  readonly tracking: Product['inventory_tracking']
  readonly warningLevel: number
  readonly visible: boolean
  readonly featured: boolean
  readonly freeShipping: boolean
  readonly condition: Product['condition']
  readonly availability: Product['availability']
  readonly upc: string
  readonly mpn: string
  readonly gtin: string
  readonly binPicking: string
  readonly keywords: string
  readonly pageTitle: string
  readonly metaDescription: string
  readonly warranty: string
  readonly sortOrder: number
  readonly images: readonly ImageDraft[]
  readonly options: readonly OptionDraft[]
  /** At least one: the base variant of a product without options. */
  readonly variants: readonly [VariantDraft, ...VariantDraft[]]
  readonly modifiers: readonly ModifierDraft[]
  readonly customFields: readonly (readonly [name: string, value: string])[]
  readonly bulkRules: readonly Omit<BulkPricingRule, 'id'>[]
  readonly videos: readonly { readonly id: string; readonly title: string; readonly description: string }[]
  readonly channels: readonly number[]
  readonly createdMs: number
  readonly modifiedMs: number
}

/** Everything that a draft may leave unsaid. */
export const plainDraft: Omit<ProductDraft, 'name' | 'price' | 'variants' | 'createdMs' | 'modifiedMs'> = {
  sku: '',
  type: 'physical',
  description: '',
  salePrice: 0,
  retailPrice: 0,
  costPrice: 0,
  weight: 0,
  width: 0,
  height: 0,
  depth: 0,
  brand: '',
  categories: [],
  tracking: 'none',
  warningLevel: 0,
  visible: true,
  featured: false,
  freeShipping: false,
  condition: 'New',
  availability: 'available',
  upc: '',
  mpn: '',
  gtin: '',
  binPicking: '',
  keywords: '',
  pageTitle: '',
  metaDescription: '',
  warranty: '',
  sortOrder: 0,
  images: [],
  options: [],
  modifiers: [],
  customFields: [],
  bulkRules: [],
  videos: [],
  channels: [1],
}

/** A variant that inherits everything; the base variant of a product without options. */
export const plainVariant: VariantDraft = {
  sku: '',
  values: [],
  price: null,
  salePrice: null,
  weight: null,
  costPrice: 0,
  stock: [0, 0],
  upc: '',
  imageIndex: null,
}
