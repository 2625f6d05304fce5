import type { CategoryPlace } from '../catalog/build.ts'
import type { ProductDraft } from '../catalog/draft.ts'
import { limits } from '../catalog/limits.ts'
import type { Place } from '../catalog/parts.ts'
import {
  bulkRulesOf,
  calculatedPrice,
  customFieldsOf,
  imagesOf,
  modifiersOf,
  optionValue,
  sum,
  variantOf,
} from '../catalog/parts.ts'
import type { Brand, Category, Product, ProductOption, ProductRecord, Variant } from '../catalog/types.ts'
import { v3Date } from '../query/date.ts'
import { addDeepCategories } from '../seed/deep-categories.ts'
import { locations } from '../seed/locations.ts'
import { channels } from '../seed/settings.ts'
import type { Store } from '../store.ts'
import type { ProductFields, VariantFields } from './fields.ts'
import { checkProductFields, checkVariantFields } from './fields.ts'
import type { NewImage, NewModifier, NewProduct, NewVariant } from './inputs.ts'
import { imageDraft, modifierDraft, productDraft, variantDraft } from './inputs.ts'
import { refuse, taken, unknown } from './refuse.ts'
import type { ChangeHow } from './rules.ts'
import { checkDraft, checkLength, checkName, checkSkus, checkVariants } from './rules.ts'

/**
 * The merchant's own hand: changes the catalog while a program reads it, as somebody in the control panel would. Every
 * method takes effect as a whole or not at all, and throws a SandboxError (`not_found`, `already_taken`,
 * `change_invalid`) where the platform would refuse. `date_modified` of the product becomes now, unless `silent` says
 * otherwise. Ids are never given twice.
 */
export class Merchant {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  addProduct(product: NewProduct, how: ChangeHow = {}): { productId: number; variantIds: number[] } {
    const { catalog, builder } = this.#store
    const draft = productDraft(product, this.#nowMs)
    checkDraft(catalog, draft, how)
    checkChannels(draft.channels)
    const { row, variants } = builder.add(draft)
    return { productId: row.id, variantIds: variants.map(variant => variant.id) }
  }

  deleteProduct(productId: number): void {
    this.#product(productId)
    this.#store.catalog.removeProduct(productId)
  }

  /** Changes fields of the product's own row, named as in the API; what follows from them changes too. */
  editProduct(productId: number, fields: ProductFields, how: ChangeHow = {}): void {
    const record = this.#product(productId)
    const { options, variants, stock } = record
    checkProductFields(record.row, fields)
    this.#checkProduct(record, fields, how)
    const row: Product = { ...record.row, ...fields }
    if (fields.price !== undefined || fields.sale_price !== undefined) {
      row.calculated_price = fields.calculated_price ?? calculatedPrice(row)
    }
    const level = fields.inventory_level
    // A product without options and its only variant have these in common.
    const shared = {
      ...(options.length === 0 && fields.sku !== undefined && { sku: row.sku }),
      ...(level !== undefined && { inventory_level: level }),
    }
    this.#replace(
      {
        ...record,
        row,
        variants: variants.map(variant => ({ ...variant, ...shared, ...computed(row, variant) })),
        stock: level === undefined ? stock : [onHand(level)],
      },
      fields.date_modified === undefined ? how : { silent: true },
    )
  }

  /** Adds a variant to a product with options; a value that an option doesn't have yet is added to it. */
  addVariant(productId: number, variant: NewVariant, how: ChangeHow = {}): { variantId: number } {
    const record = this.#product(productId)
    const { row, options, variants } = record
    if (options.length === 0) {
      throw refuse('A product without options has one variant.', 'Make another product, with options.')
    }
    const draft = variantDraft(variant)
    const choices = options.map(({ display_name: name, option_values }, at) => ({
      name,
      values: [...new Set([...option_values.map(value => value.label), ...draft.values.slice(at, at + 1)])],
    }))
    const present = variants.map(({ option_values }) => ({ values: option_values.map(value => value.label) }))
    checkVariants(choices, [...present, draft])
    const siblings = [row.sku, ...variants.map(({ sku }) => sku)]
    checkSkus(this.#store.catalog, { given: [draft.sku], siblings }, record, how)
    const place = this.#store.builder.placeOf(productId)
    const grown = options.map((option, at): ProductOption => {
      const count = option.option_values.length
      const label = choices[at]?.values[count]
      if (label === undefined) return option
      return { ...option, option_values: [...option.option_values, optionValue(option.type, label, count, place.ids)] }
    })
    const made = variantOf(draft, row, grown, record.images, place)
    const stock = [...record.stock, draft.stock]
    this.#replace(counted({ ...record, options: grown, variants: [...variants, made], stock }), how)
    return { variantId: made.id }
  }

  deleteVariant(productId: number, variantId: number, how: ChangeHow = {}): void {
    const record = this.#product(productId)
    const at = variantAt(record, variantId)
    if (record.variants.length === 1) throw refuse('A product has at least one variant.', 'Delete the product instead.')
    const variants = record.variants.toSpliced(at, 1)
    this.#replace(counted({ ...record, variants, stock: record.stock.toSpliced(at, 1) }), how)
  }

  /** Changes fields of a variant, named as in the API; what follows from them changes too. */
  editVariant(productId: number, variantId: number, fields: VariantFields, how: ChangeHow = {}): void {
    const record = this.#product(productId)
    const at = variantAt(record, variantId)
    const old = record.variants[at]
    if (old === undefined) throw unknown('variant', variantId)
    checkVariantFields(old, fields)
    const isSimple = record.options.length === 0
    if (fields.sku !== undefined) {
      const siblings = isSimple ? [] : [record.row, ...record.variants.toSpliced(at, 1)].map(({ sku }) => sku)
      checkSkus(this.#store.catalog, { given: [fields.sku], siblings }, record, how)
    }
    const edited: Variant = { ...old, ...fields }
    const variants = record.variants.with(at, { ...edited, ...computed(record.row, edited), ...fields })
    const row = isSimple && fields.sku !== undefined ? { ...record.row, sku: edited.sku } : record.row
    const level = fields.inventory_level
    const changed = { ...record, row, variants }
    this.#replace(
      level === undefined ? changed : counted({ ...changed, stock: record.stock.with(at, onHand(level)) }),
      how,
    )
  }

  /** The pictures that the product has from now on; the first one is its thumbnail. */
  setImages(productId: number, images: readonly NewImage[], how: ChangeHow = {}): void {
    const now = v3Date(this.#nowMs)
    this.#setPart(productId, how, place => ({ images: imagesOf(images.map(imageDraft), now, place) }))
  }

  setCustomFields(productId: number, fields: ProductDraft['customFields'], how: ChangeHow = {}): void {
    this.#setPart(productId, how, place => ({ customFields: customFieldsOf(fields, place) }))
  }

  setBulkRules(productId: number, rules: ProductDraft['bulkRules'], how: ChangeHow = {}): void {
    this.#setPart(productId, how, place => ({ bulkRules: bulkRulesOf(rules, place) }))
  }

  setModifiers(productId: number, modifiers: readonly NewModifier[], how: ChangeHow = {}): void {
    this.#setPart(productId, how, place => ({ modifiers: modifiersOf(modifiers.map(modifierDraft), place) }))
  }

  /** The channels in which the product is sold from now on. */
  assignStorefronts(productId: number, channelIds: readonly number[], how: ChangeHow = {}): void {
    checkChannels(channelIds)
    this.#setPart(productId, how, () => ({ channels: [...new Set(channelIds)] }))
  }

  addBrand(name: string): { brandId: number } {
    this.#checkBrandName(name)
    return { brandId: this.#store.builder.addBrand(name) }
  }

  renameBrand(brandId: number, name: string): void {
    const brand = this.#brand(brandId)
    if (name.toLowerCase() !== brand.name.toLowerCase()) this.#checkBrandName(name)
    this.#store.builder.renameBrand(brand, name)
  }

  /** Adds a category below `parentId`, or at the root of a tree: of the first one, unless `treeId` names another. */
  addCategory(category: { name: string; parentId?: number; treeId?: number }): { categoryId: number } {
    const { catalog, builder } = this.#store
    const { name, parentId = 0 } = category
    const treeId = parentId === 0 ? (category.treeId ?? catalog.trees[0]?.id ?? 1) : this.#category(parentId).tree_id
    if (!catalog.trees.some(tree => tree.id === treeId)) throw unknown('category tree', treeId)
    if (category.treeId !== undefined && category.treeId !== treeId) {
      throw refuse('The parent is in another tree.', 'Leave treeId out.')
    }
    this.#checkCategoryName({ name, parentId, treeId })
    return { categoryId: builder.addCategory({ name, parentId, treeId }) }
  }

  /** Adds many categories at once, eight levels deep with long names. */
  addCategories(count: number): { categoryIds: number[] } {
    return { categoryIds: addDeepCategories(this.#store.builder, count) }
  }

  renameCategory(categoryId: number, name: string): void {
    const category = this.#category(categoryId)
    const { parent_id: parentId, tree_id: treeId } = category
    if (name.toLowerCase() !== category.name.toLowerCase()) this.#checkCategoryName({ name, parentId, treeId })
    this.#store.builder.renameCategory(category, name)
  }

  /**
   * Deletes a category with everything below it. Walks the whole catalog once.
   * Guess: products in it stay, without it, and their dates don't tell.
   */
  deleteCategory(categoryId: number): void {
    const { catalog, builder } = this.#store
    const gone = new Set([this.#category(categoryId).category_id])
    // A parent has a lower id than what is below it, so that one round finds all of them.
    for (const category of catalog.categories) if (gone.has(category.parent_id)) gone.add(category.category_id)
    builder.removeCategories(gone)
    const held = catalog.products.filter(({ row }) => row.categories.some(id => gone.has(id)))
    for (const record of held) {
      const categories = record.row.categories.filter(id => !gone.has(id))
      catalog.replaceProduct({ ...record, row: { ...record.row, categories } })
    }
  }

  get #nowMs(): number {
    return this.#store.clock.now().getTime()
  }

  #product(id: number): ProductRecord {
    const record = this.#store.catalog.product(id)
    if (record === undefined) throw unknown('product', id)
    return record
  }

  #brand(id: number): Brand {
    const brand = this.#store.catalog.brand(id)
    if (brand === undefined) throw unknown('brand', id)
    return brand
  }

  #category(id: number): Category {
    const category = this.#store.catalog.category(id)
    if (category === undefined) throw unknown('category', id)
    return category
  }

  #checkProduct(record: ProductRecord, fields: ProductFields, how: ChangeHow): void {
    const { catalog } = this.#store
    const { options, variants } = record
    if (fields.name !== undefined) checkName(catalog, fields.name, record, how)
    if (fields.sku !== undefined) {
      const siblings = options.length === 0 ? [] : variants.map(({ sku }) => sku)
      checkSkus(catalog, { given: [fields.sku], siblings }, record, how)
    }
    if (fields.brand_id !== undefined && fields.brand_id !== 0) this.#brand(fields.brand_id)
    for (const id of fields.categories ?? []) this.#category(id)
    if (fields.inventory_level !== undefined && options.length > 0) {
      throw refuse('A product with options has no stock of its own.', 'Change the stock of its variants.')
    }
    if (fields.date_modified !== undefined && Number.isNaN(Date.parse(fields.date_modified))) {
      throw refuse('date_modified is no date.', 'Write it as 2026-03-01T09:00:00+00:00.')
    }
  }

  #checkBrandName(name: string): void {
    if (name.trim() === '') throw refuse('A brand has a name.', 'Give it one.')
    if (this.#store.builder.hasBrand(name)) throw taken(`Another brand is called “${name}”.`)
  }

  #checkCategoryName(place: CategoryPlace): void {
    if (place.name.trim() === '') throw refuse('A category has a name.', 'Give it one.')
    checkLength('The name', place.name, limits.categoryNameLength)
    if (this.#store.builder.findCategory(place) !== undefined) {
      throw taken(`Another category there is called “${place.name}”.`)
    }
  }

  #setPart(productId: number, how: ChangeHow, make: (place: Place) => Partial<ProductRecord>): void {
    const record = this.#product(productId)
    this.#replace({ ...record, ...make(this.#store.builder.placeOf(productId)) }, how)
  }

  #replace(record: ProductRecord, how: ChangeHow): void {
    const date_modified = how.silent === true ? record.row.date_modified : v3Date(this.#nowMs)
    const row = { ...record.row, date_modified }
    const old = this.#store.catalog.product(row.id)
    const changed = { ...record, row, modifiedMs: Date.parse(date_modified) }
    this.#store.catalog.replaceProduct(changed)
    if (old !== undefined) this.#store.inventory.stock.tellChanges(old, changed)
  }
}

function checkChannels(ids: readonly number[]): void {
  for (const id of ids) if (!channels.some(channel => channel.id === id)) throw unknown('channel', id)
}

function variantAt(record: ProductRecord, id: number): number {
  const at = record.variants.findIndex(variant => variant.id === id)
  if (at < 0) throw unknown(`variant of product ${record.row.id}`, id)
  return at
}

/** What follows from a variant's own price and weight, and from those of its product. */
function computed(row: Product, variant: Variant): Pick<Variant, 'calculated_price' | 'calculated_weight'> {
  return { calculated_price: calculatedPrice(row, variant), calculated_weight: variant.weight ?? row.weight }
}

/** A number by location: all of it at the first one. */
const onHand = (count: number) => locations.map((_, at) => (at === 0 ? count : 0))

/** The record with the sum of what is on hand in its row. */
function counted(record: ProductRecord): ProductRecord {
  const isCounted = record.row.inventory_tracking !== 'none'
  return { ...record, row: { ...record.row, inventory_level: isCounted ? sum(record.stock.map(sum)) : 0 } }
}
