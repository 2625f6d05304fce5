import { sellIn } from '../catalog/assignments.ts'
import type { ProductDraft } from '../catalog/draft.ts'
import type { ProductFields, VariantFields } from '../catalog/edit.ts'
import { isSimple, withFields, withoutVariants, withVariant, withVariantFields } from '../catalog/edit.ts'
import { checkBulkRules, checkCustomFields } from '../catalog/part-writes.ts'
import type { Place } from '../catalog/parts.ts'
import { bulkRulesOf, customFieldsOf, imagesOf, modifiersOf, optionValue } from '../catalog/parts.ts'
import { refuse, unknown } from '../catalog/refuse.ts'
import type { ChangeHow } from '../catalog/rules.ts'
import {
  checkDraft,
  checkNotLast,
  checkProductFields,
  checkSkus,
  checkVariantSku,
  checkVariants,
} from '../catalog/rules.ts'
import type { Category, ProductOption, ProductRecord } from '../catalog/types.ts'
import { fieldsAtFault } from '../http/input.ts'
import type { NewCoupon } from '../marketing/coupons.ts'
import { newCoupon } from '../marketing/input.ts'
import type { NewMessage } from '../orders/messages.ts'
import { markMessage, writeMessage } from '../orders/messages.ts'
import type { OrderRecord } from '../orders/order.ts'
import type { LineQuantity } from '../orders/shopper.ts'
import { v3Date } from '../query/date.ts'
import { addDeepCategories } from '../seed/deep-categories.ts'
import type { Store } from '../store.ts'
import { checkKinds, checkVariantKinds } from './fields.ts'
import type { NewImage, NewModifier, NewProduct, NewVariant } from './inputs.ts'
import { imageDraft, modifierDraft, productDraft, variantDraft } from './inputs.ts'
import { onceMore } from './remake.ts'
import type { OrderTracking } from './send-order.ts'
import { sendOrder } from './send-order.ts'

/**
 * The merchant's own hand: changes the catalog, and sends orders, while a program reads it, as somebody in the control panel would. Every
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
    const { catalog, builder, productChanges } = this.#store
    const draft = productDraft(product, this.#nowMs)
    checkDraft(catalog, draft, how)
    this.#checkChannels(draft.channels)
    const categories = draft.categories.map(one => (typeof one === 'number' ? one : this.#store.categories.at(one)))
    const { row, variants } = productChanges.add(builder.make({ ...draft, categories }))
    return { productId: row.id, variantIds: variants.map(variant => variant.id) }
  }

  deleteProduct(productId: number): void {
    this.#store.productChanges.remove(this.#product(productId))
  }

  /**
   * Deletes a product and makes it once more, as somebody does who repairs a mess by hand: the same SKUs under new ids.
   * Fields that `addProduct` doesn't know are as in any new product.
   */
  remakeProduct(productId: number): { productId: number; variantIds: number[] } {
    const record = this.#product(productId)
    const brand = this.#store.catalog.brand(record.row.brand_id)?.name ?? ''
    const product = onceMore(record, brand)
    // What could be refused is, before anything is deleted.
    productDraft(product, this.#nowMs)
    this.deleteProduct(productId)
    return this.addProduct(product, { allowDuplicates: true })
  }

  /** Changes fields of the product's own row, named as in the API; what follows from them changes too. */
  editProduct(productId: number, fields: ProductFields, how: ChangeHow = {}): void {
    const record = this.#product(productId)
    checkKinds(record.row, fields)
    this.#checkProduct(record, fields, how)
    this.#replace(withFields(record, fields), fields.date_modified === undefined ? how : { silent: true })
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
    const present = (isSimple(record) ? [] : variants).map(({ option_values }) => ({
      values: option_values.map(value => value.label),
    }))
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
    const changed = withVariant(record, draft, grown, place)
    this.#replace(changed, how)
    return { variantId: changed.variants.at(-1)?.id ?? 0 }
  }

  deleteVariant(productId: number, variantId: number, how: ChangeHow = {}): void {
    const record = this.#product(productId)
    variantAt(record, variantId)
    checkNotLast(record)
    const place = this.#store.builder.placeOf(productId)
    this.#replace(
      withoutVariants(record, ({ id }) => id !== variantId, place),
      how,
    )
  }

  /** Changes fields of a variant, named as in the API; what follows from them changes too. */
  editVariant(productId: number, variantId: number, fields: VariantFields, how: ChangeHow = {}): void {
    const record = this.#product(productId)
    const at = variantAt(record, variantId)
    const old = record.variants[at]
    if (old === undefined) throw unknown('variant', variantId)
    checkVariantKinds(old, fields)
    if (fields.sku !== undefined) checkVariantSku(this.#store.catalog, fields.sku, { record, at }, how)
    this.#replace(withVariantFields(record, at, fields), how)
  }

  /** The pictures that the product has from now on; the first one is its thumbnail. */
  setImages(productId: number, images: readonly NewImage[], how: ChangeHow = {}): void {
    const now = v3Date(this.#nowMs)
    this.#setPart(productId, how, place => ({ images: imagesOf(images.map(imageDraft), now, place) }))
  }

  setCustomFields(productId: number, fields: ProductDraft['customFields'], how: ChangeHow = {}): void {
    checkCustomFields(fields.map(([name, value]) => ({ name, value })))
    this.#setPart(productId, how, place => ({ customFields: customFieldsOf(fields, place) }))
  }

  setBulkRules(productId: number, rules: ProductDraft['bulkRules'], how: ChangeHow = {}): void {
    checkBulkRules(rules)
    this.#setPart(productId, how, place => ({ bulkRules: bulkRulesOf(rules, place) }))
  }

  setModifiers(productId: number, modifiers: readonly NewModifier[], how: ChangeHow = {}): void {
    this.#setPart(productId, how, place => ({ modifiers: modifiersOf(modifiers.map(modifierDraft), place) }))
  }

  /** The channels in which the product is sold from now on. */
  assignStorefronts(productId: number, channelIds: readonly number[], how: ChangeHow = {}): void {
    this.#checkChannels(channelIds)
    sellIn(this.#store, this.#product(productId), channelIds, how)
  }

  addBrand(name: string): { brandId: number } {
    return { brandId: this.#store.brands.add({ name }).id }
  }

  renameBrand(brandId: number, name: string): void {
    this.#store.brands.change(brandId, { name })
  }

  /** Adds a category below `parentId`, or at the root of a tree: of the first one, unless `treeId` names another. */
  addCategory(category: { name: string; parentId?: number; treeId?: number }): { categoryId: number } {
    const { catalog, categories } = this.#store
    const { name, parentId = 0 } = category
    const treeId = category.treeId ?? (parentId === 0 ? catalog.trees[0]?.id : undefined)
    const place = { name, parentId, ...(treeId !== undefined && { treeId }) }
    return { categoryId: categories.add(place).category_id }
  }

  /** Adds many categories at once, eight levels deep with long names. */
  addCategories(count: number): { categoryIds: number[] } {
    const { builder, categories } = this.#store
    categories.checkRoom(count)
    const categoryIds = addDeepCategories(builder, count)
    for (const id of categoryIds) categories.announce(id)
    return { categoryIds }
  }

  renameCategory(categoryId: number, name: string): void {
    this.#store.categories.change(categoryId, { name })
  }

  /** Deletes a category with everything below it. Walks the whole catalog once. */
  deleteCategory(categoryId: number): void {
    this.#store.categories.remove([this.#category(categoryId).category_id])
  }

  /** Makes a coupon, with fields named as in the API. It is called by its code, and applies to everything, unless it says so. */
  addCoupon(coupon: NewCoupon): { couponId: number } {
    const plain = { name: coupon.code, applies_to: { entity: 'categories', ids: [0] } }
    const read = newCoupon.safeParse({ ...plain, ...coupon })
    if (!read.success)
      throw refuse(Object.values(fieldsAtFault(read.error)).join('; '), 'Look at the limits of the API.')
    return { couponId: this.#store.coupons.add(read.data).id }
  }

  /** Writes to the shopper about an order. */
  messageShopper(orderId: number, message: NewMessage): { messageId: number } {
    return { messageId: writeMessage(this.#store.orders, this.#order(orderId), 'admin', message).id }
  }

  /** Notes at a message that it was read, or that it is worth another look; what isn't said stays. */
  markMessage(orderId: number, messageId: number, marks: { isRead?: boolean; isFlagged?: boolean }): void {
    const order = this.#order(orderId)
    const old = order.messages.find(({ id }) => id === messageId)
    if (old === undefined) throw unknown(`message of order ${orderId}`, messageId)
    const { isRead = old.status === 'read', isFlagged: is_flagged = old.is_flagged } = marks
    markMessage(this.#store.orders, order, messageId, { status: isRead ? 'read' : 'unread', is_flagged })
  }

  /**
   * Sends lines of an order, or without any all that is left of it: one shipment to each address that gets some of it.
   */
  shipOrder(orderId: number, lines?: readonly LineQuantity[], tracking: OrderTracking = {}): { shipmentIds: number[] } {
    return { shipmentIds: sendOrder(this.#store.orders, orderId, lines, tracking).map(({ id }) => id) }
  }

  /** Gives the store another name, as its settings do. */
  renameStore(name: string): void {
    if (name.trim() === '') throw refuse('A store has a name.', 'Give it one.')
    const { profile } = this.#store
    profile.change({ ...profile.global, store_name: name })
  }

  get #nowMs(): number {
    return this.#store.clock.now().getTime()
  }

  #product(id: number): ProductRecord {
    const record = this.#store.catalog.product(id)
    if (record === undefined) throw unknown('product', id)
    return record
  }

  #order(id: number): OrderRecord {
    const order = this.#store.orders.get(id)
    if (order === undefined) throw unknown('order', id)
    return order
  }

  #category(id: number): Category {
    const category = this.#store.catalog.category(id)
    if (category === undefined) throw unknown('category', id)
    return category
  }

  #checkProduct(record: ProductRecord, fields: ProductFields, how: ChangeHow): void {
    checkProductFields(this.#store.builder, fields, record, how)
    if (fields.inventory_level !== undefined && !isSimple(record)) {
      throw refuse('A product with options has no stock of its own.', 'Change the stock of its variants.')
    }
    if (fields.date_modified !== undefined && Number.isNaN(Date.parse(fields.date_modified))) {
      throw refuse('date_modified is no date.', 'Write it as 2026-03-01T09:00:00+00:00.')
    }
  }

  #setPart(productId: number, how: ChangeHow, make: (place: Place) => Partial<ProductRecord>): void {
    const record = this.#product(productId)
    this.#replace({ ...record, ...make(this.#store.builder.placeOf(productId)) }, how)
  }

  #checkChannels(ids: readonly number[]): void {
    for (const id of ids) if (!this.#store.channels.has(id)) throw unknown('channel', id)
  }

  #replace(record: ProductRecord, how: ChangeHow): void {
    this.#store.productChanges.replace(record, how)
  }
}

function variantAt(record: ProductRecord, id: number): number {
  const at = record.variants.findIndex(variant => variant.id === id)
  if (at < 0) throw unknown(`variant of product ${record.row.id}`, id)
  return at
}
