import { refuse, unknown } from '../catalog/refuse.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Address, Customer } from '../customers/customers.ts'
import type { Coupon } from '../marketing/coupons.ts'
import { defaultLocationId } from '../seed/locations.ts'
import type { Store } from '../store.ts'
import { quantityMax } from './amounts.ts'
import type { CouponUse } from './coupons.ts'
import { whyNot } from './coupons.ts'
import type { NewMessage } from './messages.ts'
import { writeMessage } from './messages.ts'
import type { OrderRecord } from './order.ts'
import { awaitsPayment, statusIds } from './orders.ts'
import { quoteOf, refundableOf, refundOrder } from './refunds.ts'
import { byHand } from './refused.ts'
import type { Address as OrderAddress } from './rows.ts'
import { createOrder, updateOrder } from './write.ts'

/** What the store asks for sending an order, in its currency. */
export const shippingCost = 6.95

/** Somebody without an account: an e-mail address and where the goods go, as an order names it. */
export type Guest = Pick<OrderAddress, 'email'> & Partial<OrderAddress>

/** What is bought of a variant. */
export interface PurchaseItem {
  readonly variantId: number
  readonly quantity: number
  /** What is chosen by modifiers of the product: the id of a value, or what is typed in. */
  readonly modifiers?: readonly { readonly id: number; readonly value: string }[] | undefined
}

export interface NewPurchase {
  readonly items: readonly PurchaseItem[]
  /** Whose account it is; the first one's unless given. */
  readonly customerId?: number
  /** Buys without an account instead. */
  readonly guest?: Guest
  /** The first storefront unless given. */
  readonly channelId?: number
  /** The code of a coupon. */
  readonly coupon?: string
  /** False leaves the order incomplete, as a payment that was broken off does; `authorize` has the merchant capture it. */
  readonly pays?: boolean | 'authorize'
}

/** Part of an order: the id of one of its lines, and how many of it. */
export interface LineQuantity {
  readonly lineId: number
  readonly quantity: number
}

/**
 * Somebody who buys, and has the store change its mind: events and stock follow as they do for real orders. Each method
 * throws a SandboxError (`not_found`, `change_invalid`) where the store would refuse, and then changes nothing.
 */
export class Shopper {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Buys what is on sale and on hand. The order is incomplete at first, and awaits fulfillment once it is paid. */
  place({ items, customerId, guest, channelId = 1, coupon: code, pays = true }: NewPurchase): { orderId: number } {
    checkQuantities(items, 1)
    if (guest !== undefined && customerId !== undefined) {
      throw refuse('A guest has no account.', 'Name the customer or the guest, not both.')
    }
    const buyer = guest === undefined ? this.#customer(customerId) : { id: 0, sendTo: guest }
    const { sendTo } = buyer
    const products = items.map(({ variantId, quantity, modifiers = [] }) => {
      const { record, variant } = this.#goods(variantId)
      this.#checkOnSale(record, variant)
      return { product_id: record.row.id, variant_id: variantId, quantity, product_options: [...modifiers] }
    })
    this.#checkOnHand(products)
    const subtotal = items.reduce((sum, { variantId, quantity }) => sum + this.#price(variantId) * quantity, 0)
    const use = { customerId: buyer.id, country: sendTo.country_iso2 ?? '', subtotal }
    const coupon = code === undefined ? undefined : this.#coupon(code, use)
    const order = byHand(() =>
      createOrder(
        this.#store,
        {
          products,
          billing_address: sendTo,
          customer_id: buyer.id,
          channel_id: channelId,
          status_id: statusIds.incomplete,
          payment_method: 'Credit card',
          shipping_cost_ex_tax: shippingCost,
          shipping_cost_inc_tax: shippingCost,
          shipping_addresses: [{ ...sendTo, shipping_method: 'Flat rate' }],
        },
        { source: 'www', coupon },
      ),
    )
    if (coupon !== undefined) this.#store.coupons.countUse(coupon)
    if (pays === 'authorize') this.#store.payments.authorize(order)
    else if (pays) this.pay(order.row.id)
    return { orderId: order.row.id }
  }

  /** Pays the whole order, which then awaits fulfillment. */
  pay(orderId: number): void {
    const order = this.#order(orderId)
    if (!awaitsPayment(order) || order.transactions.length > 0) {
      throw refuse('The order is not to be paid.', 'Pay one that is incomplete, pending or awaiting payment.')
    }
    this.#store.payments.pay(order)
  }

  /** Has other quantities of lines; 0 takes a line away. */
  edit(orderId: number, lines: readonly LineQuantity[]): void {
    checkQuantities(lines, 0)
    const products = lines.map(({ lineId, quantity }) => ({ id: lineId, quantity }))
    byHand(() => updateOrder(this.#store, this.#order(orderId), { products }))
  }

  cancel(orderId: number): void {
    byHand(() => updateOrder(this.#store, this.#order(orderId), { status_id: statusIds.cancelled }))
  }

  /** Gets the money of some lines back, or without any all of what was paid. */
  refund(orderId: number, lines: readonly LineQuantity[] = []): { refundId: number } {
    checkQuantities(lines, 1)
    const order = this.#order(orderId)
    const left = refundableOf(order)
    if (left <= 0) throw refuse('Nothing of the order is left to refund.', 'Refund an order that was paid.')
    const items =
      lines.length === 0
        ? [{ item_type: 'ORDER' as const, item_id: orderId, amount: left, reason: '' }]
        : lines.map(({ lineId, quantity }) => ({
            item_type: 'PRODUCT' as const,
            item_id: lineId,
            quantity,
            reason: '',
          }))
    return byHand(() => {
      const { orders } = this.#store
      const amount = quoteOf(order, items).total_refund_amount
      const payments = [{ provider_id: 'testgateway', amount, offline: false }]
      return { refundId: refundOrder(orders, order, { items, payments }).id }
    })
  }

  /** Writes to the merchant about an order. */
  message(orderId: number, message: NewMessage): { messageId: number } {
    return { messageId: writeMessage(this.#store.orders, this.#order(orderId), 'customer', message).id }
  }

  #order(id: number): OrderRecord {
    const order = this.#store.orders.get(id)
    if (order === undefined) throw unknown('order', id)
    return order
  }

  #customer(customerId: number | undefined): { id: number; sendTo: Guest } {
    const { customers } = this.#store
    const customer = customerId === undefined ? customers.all[0] : customers.get(customerId)
    if (customer === undefined) throw unknown('customer', customerId ?? 0)
    const address = customers.addresses.find(({ customer_id }) => customer_id === customer.id)
    if (address === undefined)
      throw refuse('The customer has no address to send to.', 'Give them one, or choose another.')
    return { id: customer.id, sendTo: addressFields(customer, address) }
  }

  #goods(variantId: number): { record: ProductRecord; variant: Variant } {
    const { catalog } = this.#store
    const variant = catalog.variant(variantId)
    const record = variant === undefined ? undefined : catalog.product(variant.product_id)
    if (variant === undefined || record === undefined) throw unknown('variant', variantId)
    return { record, variant }
  }

  #price(variantId: number): number {
    return this.#goods(variantId).variant.calculated_price
  }

  #coupon(code: string, use: CouponUse): Coupon {
    const coupon = this.#store.coupons.ofCode(code)
    const reason = coupon === undefined ? 'No coupon has this code.' : whyNot(this.#store, coupon, use)
    if (coupon === undefined || reason !== undefined) {
      throw refuse(`The coupon “${code}” can't be used. ${reason}`, 'Use another, or none.')
    }
    return coupon
  }

  #checkOnSale({ row }: ProductRecord, variant: Variant): void {
    if (!row.is_visible || row.availability === 'disabled' || variant.purchasing_disabled) {
      throw refuse(`“${row.name}” is not on sale.`, 'Buy something else, or put it on sale.')
    }
  }

  /** Variants of a product that is counted as a whole come out of the same number. */
  #checkOnHand(products: readonly { product_id: number; variant_id: number; quantity: number }[]): void {
    const { stock } = this.#store.inventory
    const wanted = new Map<number, number>()
    for (const { product_id, variant_id, quantity } of products) {
      const item = stock.itemOf(product_id, variant_id)
      if (item === undefined) continue
      const sum = (wanted.get(item.variant.id) ?? 0) + quantity
      wanted.set(item.variant.id, sum)
      if (stock.availableAt(item, defaultLocationId) < sum) {
        throw refuse(`There are not so many of “${item.record.row.name}”.`, 'Buy fewer, or have more delivered.')
      }
    }
  }
}

/** What a program hands over has been through no schema, unlike a body. */
function checkQuantities(items: readonly { readonly quantity: number }[], least: number): void {
  const isRight = (quantity: number) => Number.isInteger(quantity) && quantity >= least && quantity <= quantityMax
  if (items.every(({ quantity }) => isRight(quantity))) return
  throw refuse('There is a quantity that makes no sense.', `Use whole numbers from ${least} to ${quantityMax}.`)
}

/** An address of the address book, as an order names it. */
function addressFields({ email }: Customer, address: Address) {
  return {
    first_name: address.first_name,
    last_name: address.last_name,
    company: address.company,
    street_1: address.address1,
    street_2: address.address2,
    city: address.city,
    state: address.state_or_province,
    zip: address.postal_code,
    country: address.country,
    country_iso2: address.country_code,
    phone: address.phone,
    email,
  }
}
