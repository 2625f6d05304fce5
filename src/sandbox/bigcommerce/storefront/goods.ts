import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Channel } from '../channels/channels.ts'
import { isAvailable } from '../channels/channels.ts'
import { defaultLocationId } from '../seed/locations.ts'
import type { Store } from '../store.ts'

/** A shop window of the store: what is sold in one channel. */
export type Front = Channel

/** The storefronts that shoppers can visit. */
export const frontsOf = ({ channels }: Store): readonly Front[] =>
  channels.all.filter(channel => channel.type === 'storefront' && isAvailable(channel))

/** Whether and how a variant can be bought, in words for a shopper. */
export interface Offer {
  readonly canBuy: boolean
  /** Empty where there is nothing to say. */
  readonly words: string
}

const isForSale = ({ row }: ProductRecord) => row.availability !== 'disabled'

/** How many of a variant a storefront has left; null where nobody counts them. Orders take from the default location. */
export function leftOf(store: Store, variant: Variant): number | null {
  const { stock } = store.inventory
  const item = stock.itemOf(variant.product_id, variant.id)
  return item === undefined ? null : Math.max(0, stock.availableAt(item, defaultLocationId))
}

function stockWords(store: Store, front: Front, record: ProductRecord, left: number): string {
  const { stock_level_display: display } = store.inventory.settings.of(front.id)
  const isLow = left <= record.row.inventory_warning_level
  return display === 'show' || (display === 'show_when_low' && isLow) ? `Only ${left} left` : 'In stock'
}

/** What the storefront says of a variant, as the inventory settings of its channel have it. */
export function offerOf(store: Store, front: Front, record: ProductRecord, variant: Variant): Offer {
  if (!isForSale(record)) return { canBuy: false, words: 'Not for sale' }
  if (variant.purchasing_disabled) {
    return { canBuy: false, words: variant.purchasing_disabled_message || 'Not for sale' }
  }
  if (record.modifiers.some(({ required }) => required)) {
    return { canBuy: false, words: 'Needs a choice that can only be made by a program' }
  }
  const preorder = record.row.availability === 'preorder'
  const left = leftOf(store, variant)
  if (left === 0) {
    const { show_out_of_stock_message, default_out_of_stock_message } = store.inventory.settings.of(front.id)
    return { canBuy: false, words: show_out_of_stock_message ? default_out_of_stock_message : 'Out of stock' }
  }
  if (preorder) return { canBuy: true, words: record.row.preorder_message || 'Pre-order' }
  return { canBuy: true, words: left === null ? 'In stock' : stockWords(store, front, record, left) }
}

const hasLeft = (store: Store, { variants }: ProductRecord) => variants.some(variant => leftOf(store, variant) !== 0)

/** What shoppers can look at: visible, in the channel, and not hidden because it ran out. */
export function isShown(store: Store, front: Front, record: ProductRecord): boolean {
  if (!record.row.is_visible || !record.channels.includes(front.id)) return false
  const { product_out_of_stock_behavior: behavior } = store.inventory.settings.of(front.id)
  return behavior === 'do_nothing' || behavior === 'hide_product_and_accessible' || hasLeft(store, record)
}

/** The products of a storefront whose name or SKU has the text in it, in whatever case. */
export function productsOf(store: Store, front: Front, text: string): readonly ProductRecord[] {
  const part = text.toLowerCase()
  const { product_out_of_stock_behavior: behavior } = store.inventory.settings.of(front.id)
  return store.catalog.products.filter(record => {
    if (!isShown(store, front, record)) return false
    if (behavior === 'hide_product_and_accessible' && !hasLeft(store, record)) return false
    const { name, sku } = record.row
    return name.toLowerCase().includes(part) || sku.toLowerCase().includes(part)
  })
}

/** A variant with its product. */
export interface Goods {
  readonly record: ProductRecord
  readonly variant: Variant
}

/** What a storefront sells under the id of a variant. */
export function goodsOf(store: Store, front: Front, variantId: number): Goods | undefined {
  const found = store.catalog.variants.find(({ id }) => id === variantId)
  const record = found === undefined ? undefined : store.catalog.product(found.product_id)
  const variant = record?.variants.find(({ id }) => id === variantId)
  if (record === undefined || variant === undefined || !isShown(store, front, record)) return undefined
  return { record, variant }
}

/** What of a variant tells it from its siblings; empty where it has none. */
export const choiceWords = ({ option_values }: Pick<Variant, 'option_values'>) =>
  option_values.map(({ label }) => label).join(' / ')
