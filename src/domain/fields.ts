/**
 * The fields of the catalog, each defined once: connectors fill them, the database keeps them, pages show them.
 * A field that is absent is one that nobody has set, or that the platform does not have.
 */

/** Numbers that may have a fraction are the decimal text that was told (`18.9`): money and sizes are no floats. */
export type FieldValue = string | number | boolean | readonly FieldPart[]

/** One entry of a field that is a list, such as an image. Plain JSON; absent properties are not set. */
export type FieldPart = string | { readonly [name: string]: unknown }

export interface FieldDefinition {
  /** As the screen calls it. */
  readonly label: string
  readonly group: FieldGroup
  readonly kind: 'text' | 'html' | 'decimal' | 'money' | 'whole' | 'flag' | 'list'
  /** It names things of one store by that store's ids, so it means nothing to the master. */
  readonly storeBound?: true
}

export type FieldGroup = 'basics' | 'price' | 'identifiers' | 'shipping' | 'sale' | 'seo' | 'parts'

export const productFields = {
  name: { label: 'Name', group: 'basics', kind: 'text' },
  sku: { label: 'Product code', group: 'identifiers', kind: 'text' },
  type: { label: 'Type', group: 'basics', kind: 'text' },
  brand: { label: 'Brand', group: 'basics', kind: 'text' },
  description: { label: 'Description', group: 'basics', kind: 'html' },
  condition: { label: 'Condition', group: 'basics', kind: 'text' },
  conditionShown: { label: 'Condition is shown', group: 'basics', kind: 'flag' },
  warranty: { label: 'Warranty', group: 'basics', kind: 'text' },
  price: { label: 'Price', group: 'price', kind: 'money' },
  costPrice: { label: 'Cost', group: 'price', kind: 'money' },
  retailPrice: { label: 'MSRP', group: 'price', kind: 'money' },
  salePrice: { label: 'Sale price', group: 'price', kind: 'money' },
  mapPrice: { label: 'MAP', group: 'price', kind: 'money' },
  taxClassId: { label: 'Tax class', group: 'price', kind: 'text', storeBound: true },
  taxCode: { label: 'Tax code', group: 'price', kind: 'text' },
  priceHidden: { label: 'Price is hidden', group: 'price', kind: 'flag' },
  priceHiddenLabel: { label: 'Shown in place of the price', group: 'price', kind: 'text' },
  upc: { label: 'UPC/EAN', group: 'identifiers', kind: 'text' },
  gtin: { label: 'Global trade number', group: 'identifiers', kind: 'text' },
  mpn: { label: 'Manufacturer part number', group: 'identifiers', kind: 'text' },
  binPickingNumber: { label: 'Bin picking number', group: 'identifiers', kind: 'text' },
  weight: { label: 'Weight', group: 'shipping', kind: 'decimal' },
  width: { label: 'Width', group: 'shipping', kind: 'decimal' },
  height: { label: 'Height', group: 'shipping', kind: 'decimal' },
  depth: { label: 'Depth', group: 'shipping', kind: 'decimal' },
  freeShipping: { label: 'Free shipping', group: 'shipping', kind: 'flag' },
  fixedShippingPrice: { label: 'Fixed shipping cost', group: 'shipping', kind: 'money' },
  visible: { label: 'Visible', group: 'sale', kind: 'flag' },
  featured: { label: 'Featured', group: 'sale', kind: 'flag' },
  availability: { label: 'Availability', group: 'sale', kind: 'text' },
  availabilityDescription: { label: 'Availability text', group: 'sale', kind: 'text' },
  orderQuantityLeast: { label: 'Least order quantity', group: 'sale', kind: 'whole' },
  orderQuantityMost: { label: 'Most order quantity', group: 'sale', kind: 'whole' },
  stockTracking: { label: 'Stock is tracked by', group: 'sale', kind: 'text' },
  stockWarningLevel: { label: 'Low-stock warning', group: 'sale', kind: 'whole' },
  preorderOnly: { label: 'Pre-order only', group: 'sale', kind: 'flag' },
  preorderReleaseDate: { label: 'Release date', group: 'sale', kind: 'text' },
  preorderMessage: { label: 'Pre-order message', group: 'sale', kind: 'text' },
  giftWrapping: { label: 'Gift wrapping', group: 'sale', kind: 'text' },
  giftWrappingIds: { label: 'Gift wrapping options', group: 'sale', kind: 'list', storeBound: true },
  sortOrder: { label: 'Sort order', group: 'sale', kind: 'whole' },
  relatedProductIds: { label: 'Related products', group: 'sale', kind: 'list', storeBound: true },
  urlPath: { label: 'Web address', group: 'seo', kind: 'text' },
  urlCustomized: { label: 'Web address is customized', group: 'seo', kind: 'flag' },
  layoutFile: { label: 'Layout', group: 'seo', kind: 'text', storeBound: true },
  pageTitle: { label: 'Page title', group: 'seo', kind: 'text' },
  metaDescription: { label: 'Meta description', group: 'seo', kind: 'text' },
  metaKeywords: { label: 'Meta keywords', group: 'seo', kind: 'list' },
  searchKeywords: { label: 'Search keywords', group: 'seo', kind: 'text' },
  shareType: { label: 'Sharing: type', group: 'seo', kind: 'text' },
  shareTitle: { label: 'Sharing: title', group: 'seo', kind: 'text' },
  shareDescription: { label: 'Sharing: description', group: 'seo', kind: 'text' },
  shareUsesMetaDescription: { label: 'Sharing: uses the meta description', group: 'seo', kind: 'flag' },
  shareUsesName: { label: 'Sharing: uses the name', group: 'seo', kind: 'flag' },
  shareUsesImage: { label: 'Sharing: uses the image', group: 'seo', kind: 'flag' },
  categories: { label: 'Categories', group: 'parts', kind: 'list' },
  storefronts: { label: 'Storefronts', group: 'parts', kind: 'list', storeBound: true },
  images: { label: 'Images', group: 'parts', kind: 'list' },
  customFields: { label: 'Custom fields', group: 'parts', kind: 'list' },
  bulkPrices: { label: 'Bulk prices', group: 'parts', kind: 'list' },
  options: { label: 'Options', group: 'parts', kind: 'list' },
  modifiers: { label: 'Modifiers', group: 'parts', kind: 'list' },
} as const satisfies Record<string, FieldDefinition>

export const variantFields = {
  sku: { label: 'SKU', group: 'identifiers', kind: 'text' },
  upc: { label: 'UPC/EAN', group: 'identifiers', kind: 'text' },
  gtin: { label: 'Global trade number', group: 'identifiers', kind: 'text' },
  mpn: { label: 'Manufacturer part number', group: 'identifiers', kind: 'text' },
  binPickingNumber: { label: 'Bin picking number', group: 'identifiers', kind: 'text' },
  price: { label: 'Price', group: 'price', kind: 'money' },
  costPrice: { label: 'Cost', group: 'price', kind: 'money' },
  retailPrice: { label: 'MSRP', group: 'price', kind: 'money' },
  salePrice: { label: 'Sale price', group: 'price', kind: 'money' },
  mapPrice: { label: 'MAP', group: 'price', kind: 'money' },
  weight: { label: 'Weight', group: 'shipping', kind: 'decimal' },
  width: { label: 'Width', group: 'shipping', kind: 'decimal' },
  height: { label: 'Height', group: 'shipping', kind: 'decimal' },
  depth: { label: 'Depth', group: 'shipping', kind: 'decimal' },
  freeShipping: { label: 'Free shipping', group: 'shipping', kind: 'flag' },
  fixedShippingPrice: { label: 'Fixed shipping cost', group: 'shipping', kind: 'money' },
  purchasingDisabled: { label: 'Cannot be bought', group: 'sale', kind: 'flag' },
  purchasingDisabledMessage: { label: 'Message where it cannot be bought', group: 'sale', kind: 'text' },
  stockWarningLevel: { label: 'Low-stock warning', group: 'sale', kind: 'whole' },
  imageUrl: { label: 'Image', group: 'parts', kind: 'text' },
  optionValues: { label: 'Options', group: 'parts', kind: 'list' },
} as const satisfies Record<string, FieldDefinition>

export type ProductField = keyof typeof productFields
export type VariantField = keyof typeof variantFields
export type ProductFields = Readonly<Partial<Record<ProductField, FieldValue>>>
export type VariantFields = Readonly<Partial<Record<VariantField, FieldValue>>>

const definitions: Readonly<Record<string, FieldDefinition>> = { ...variantFields, ...productFields }

/** Fields that the master never has. */
export const storeBoundFields: readonly string[] = Object.keys(definitions).filter(isStoreBound)

function isStoreBound(name: string): boolean {
  return definitions[name]?.storeBound === true
}

type AnyFields = Readonly<Record<string, FieldValue | undefined>>

/**
 * What a channel shows otherwise than the master says, by field; `null` where the master has a value and the channel
 * none. Ids of the platform don't count: each store has its own.
 */
export function overridesOf(master: AnyFields, observed: AnyFields): Record<string, FieldValue | null> {
  const overrides: Record<string, FieldValue | null> = {}
  for (const name of new Set([...Object.keys(master), ...Object.keys(observed)])) {
    const shown = observed[name]
    if (isStoreBound(name) || sameValue(master[name], shown)) continue
    overrides[name] = shown ?? null
  }
  return overrides
}

/** What a channel is meant to show: the master's values with the channel's overrides. */
export function withOverrides(master: AnyFields, overrides: Readonly<Record<string, FieldValue | null>>): AnyFields {
  const shown: Record<string, FieldValue | undefined> = { ...master }
  for (const [name, value] of Object.entries(overrides)) {
    if (value === null) delete shown[name]
    else shown[name] = value
  }
  return shown
}

/**
 * Whether two values of a field say the same, whatever ids and order of properties they came with. Lists of texts, such as
 * categories and keywords, say the same in any order; bulk prices do too, as each is for quantities of its own.
 */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (areTexts(a) && areTexts(b)) return areSameSet(a, b)
  if (areByQuantity(a) && areByQuantity(b)) return areSameSet(a.map(toText), b.map(toText))
  return JSON.stringify(withoutRemoteIds(a)) === JSON.stringify(withoutRemoteIds(b))
}

function areTexts(list: readonly FieldPart[]): list is readonly string[] {
  return list.length > 0 && list.every(part => typeof part === 'string')
}

function areByQuantity(list: readonly FieldPart[]): boolean {
  return list.length > 0 && list.every(part => typeof part === 'object' && 'from' in part && 'to' in part)
}

function toText(part: FieldPart): string {
  return JSON.stringify(withoutRemoteIds(part))
}

function areSameSet(a: readonly string[], b: readonly string[]): boolean {
  const [ofA, ofB] = [new Set(a), new Set(b)]
  return ofA.size === ofB.size && b.every(text => ofA.has(text))
}

/** What a product of a store says to the master catalog: the platform's ids (in lists, whatever ends in `remoteId`) stay behind. */
export function masterOf<Fields extends AnyFields>(observed: Fields): Fields {
  const master: Record<string, FieldValue | undefined> = { ...observed, ...masterLists(observed) }
  for (const name of storeBoundFields) delete master[name]
  return master as Fields
}

/** The lists of `masterOf`, which are all that it has otherwise than `observed`, but for fields that it leaves out. */
export function masterLists(observed: AnyFields): Record<string, FieldValue> {
  const lists: Record<string, FieldValue> = {}
  for (const name in observed) {
    const value = observed[name]
    if (typeof value !== 'object' || isStoreBound(name)) continue
    if (value.some(part => typeof part === 'object')) lists[name] = withoutRemoteIds(value)
  }
  return lists
}

/** Whatever order properties came in, they come out in the same. */
function withoutRemoteIds<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutRemoteIds) as Value
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(value).sort()) {
    if (!/remoteId$/i.test(name)) kept[name] = withoutRemoteIds((value as Record<string, unknown>)[name])
  }
  return kept as Value
}
