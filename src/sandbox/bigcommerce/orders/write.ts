import { isAvailable } from '../channels/channels.ts'
import { definedOf } from '../http/input.ts'
import type { Coupon } from '../marketing/coupons.ts'
import { dateMs, v2Date } from '../query/date.ts'
import type { Store } from '../store.ts'
import { changedAddresses, counted, givenAddress, noAddress } from './addresses.ts'
import type { Costs } from './amounts.ts'
import { noPrice, rounded, totalsOf } from './amounts.ts'
import { applyCoupon, couponsAfter } from './coupons.ts'
import { discountOf, isManual, withManualDiscount } from './discounts.ts'
import { costsOf, feesOf, LineMaker } from './draft.ts'
import type { AddressInput, NewOrder, OrderFields, OrderInput } from './input.ts'
import type { OrderRecord } from './order.ts'
import { changedPickups, newPickup } from './pickups.ts'
import { badField } from './refuse.ts'
import type { LineRow, OrderRow } from './rows.ts'
import { orderRow, shippingAddressRow, statusFields } from './rows.ts'

/** Documented: an order is either sent or picked up, and what is picked up stands in its consignments. */
function checkFulfillment({ consignments, products, shipping_addresses }: NewOrder): void {
  if (consignments === undefined && products === undefined) throw badField('products', 'is required')
  if (consignments === undefined || (products === undefined && shipping_addresses === undefined)) return
  throw badField('consignments', 'must not stand beside products or shipping_addresses')
}

/** Refuses what names something that the store doesn't have. */
function checkReferences(store: Store, { customer_id, channel_id }: OrderFields): void {
  // Documented: the channel must exist and be connected.
  const channel = channel_id === undefined ? undefined : store.channels.get(channel_id)
  const isOpen = channel !== undefined && isAvailable(channel)
  if (channel_id !== undefined && !isOpen) throw badField('channel_id', 'is no connected channel of the store')
  if (customer_id === undefined || customer_id === 0 || store.customers.get(customer_id) !== undefined) return
  throw badField('customer_id', 'is no customer of the store')
}

/** The fields of the order's own row that a caller sets as they are. */
function plainFields(input: OrderFields): Partial<OrderRow> {
  return {
    ...definedOf({
      customer_id: input.customer_id,
      channel_id: input.channel_id,
      staff_notes: input.staff_notes,
      customer_message: input.customer_message,
      payment_method: input.payment_method,
      payment_provider_id: input.payment_provider_id,
      external_source: input.external_source,
      external_merchant_id: input.external_merchant_id,
      external_order_id: input.external_order_id,
      ebay_order_id: input.ebay_order_id,
      geoip_country: input.geoip_country,
      geoip_country_iso2: input.geoip_country_iso2,
      customer_locale: input.customer_locale,
    }),
    // Documented: each of the two takes the other away.
    ...(input.ip_address === undefined ? {} : { ip_address: input.ip_address, ip_address_v6: '' }),
    ...(input.ip_address_v6 === undefined ? {} : { ip_address: '', ip_address_v6: input.ip_address_v6 }),
    ...(input.status_id === undefined ? {} : statusFields(input.status_id)),
  }
}

function dateOf(text: string): number {
  const ms = dateMs(text)
  if (ms === null) throw badField('date_created', 'must be a date in RFC 2822 form')
  return ms
}

/**
 * Makes an order of the body of `POST /v2/orders`. Guess: without a shipping address it goes to the billing address,
 * and all lines go to the first of several.
 * @throws Refusal 400, and nothing changes
 */
export function createOrder(
  store: Store,
  input: NewOrder,
  { source, coupon }: { source: string; coupon?: Coupon | undefined } = { source: 'external' },
): OrderRecord {
  checkFulfillment(input)
  checkReferences(store, input)
  const { orders, catalog } = store
  const [pickedUp] = input.consignments?.pickups ?? []
  const products = pickedUp?.line_items ?? input.products ?? []
  if (products.length === 0) throw badField('products', 'is required')
  const nowMs = input.date_created === undefined ? orders.nowMs : dateOf(input.date_created)
  const costs = costsOf(input, { shipping: noPrice, handling: noPrice, discount: 0 })
  const orderId = orders.nextId('order')
  const billing = { ...noAddress, ...givenAddress(input.billing_address ?? {}) }
  const { shipping_addresses: wanted = [] } = input
  const pickup = pickedUp && newPickup(store, orders.nextId('pickup'), pickedUp)
  const sentTo = pickup === undefined ? (wanted.length > 0 ? wanted : [billing]) : []
  const addresses = sentTo.map((given: AddressInput, at) =>
    shippingAddressRow({
      id: orders.nextId('address'),
      orderId,
      apiBase: orders.apiBase,
      address: { ...noAddress, ...givenAddress(given) },
      method: given.shipping_method ?? 'None',
      cost: at === 0 ? costs.shipping : noPrice,
    }),
  )
  const lines = new LineMaker(catalog, orders, {
    orderId,
    addressId: addresses[0]?.id ?? 0,
    pickupId: pickup?.id ?? 0,
  })
  const priced = withManualDiscount(
    products.map(product => lines.add(product)),
    costs.discount,
  )
  const applied = coupon && applyCoupon(store, coupon, { id: orderId, lines: priced, shipping: costs.shipping.inc })
  const made = applied?.lines ?? priced
  const coupons = applied === undefined ? [] : [applied.used]
  const fees = feesOf(input.fees ?? [], [], orders)
  const row = {
    ...orderRow({
      id: orderId,
      created: v2Date(nowMs),
      cartId: '',
      channelId: 1,
      customerId: 0,
      billing,
      source,
      apiBase: orders.apiBase,
    }),
    // Guess: an order that no shopper has paid for was settled by hand.
    payment_method: 'Manual',
    ...plainFields(input),
    ...totalsOf(made, costs, fees, coupons),
    date_modified: v2Date(orders.nowMs),
    shipping_address_count: addresses.length,
  }
  return orders.add({
    row,
    createdMs: nowMs,
    modifiedMs: orders.nowMs,
    costs,
    lines: made,
    addresses: counted(addresses, made),
    pickups: pickup === undefined ? [] : [pickup],
    fees,
    coupons,
    transactions: [],
    shipments: [],
    refunds: [],
    messages: [],
    taken: new Map(),
  })
}

/** Guess: what lines lose of the order's discount, because they are changed or gone, is gone from the order too. */
function costsAfter(order: OrderRecord, input: OrderFields, kept: readonly LineRow[]): Costs {
  const costs = costsOf(input, order.costs)
  if (input.discount_amount !== undefined) return costs
  const lost = discountOf(order.lines, isManual) - discountOf(kept, isManual)
  return { ...costs, discount: rounded(costs.discount - lost) }
}

/**
 * Changes an order as the body of `PUT /v2/orders/{id}` says.
 * @throws Refusal 400, and nothing changes
 */
export function updateOrder(store: Store, order: OrderRecord, input: OrderInput): OrderRecord {
  checkReferences(store, input)
  const { orders, catalog } = store
  const { external_merchant_id: merchantId = order.row.external_merchant_id } = input
  if (order.row.external_merchant_id !== null && merchantId !== order.row.external_merchant_id) {
    throw badField('external_merchant_id', 'can be set only once')
  }
  const createdMs = input.date_created === undefined ? order.createdMs : dateOf(input.date_created)
  const { pickups, products } = changedPickups(store, order, input)
  const place = { orderId: order.row.id, addressId: order.addresses[0]?.id ?? 0, pickupId: pickups[0]?.id ?? 0 }
  const kept =
    products === undefined ? order.lines : new LineMaker(catalog, orders, place).change(order.lines, products)
  const lines = input.discount_amount === undefined ? kept : withManualDiscount(kept, input.discount_amount)
  const costs = costsAfter(order, { ...input, products }, kept)
  const coupons = couponsAfter(order.coupons, order.lines, lines)
  const fees = input.fees === undefined ? order.fees : feesOf(input.fees, order.fees, orders)
  const addresses = changedAddresses(order, input.shipping_addresses ?? [], costs)
  const billing = { ...order.row.billing_address, ...givenAddress(input.billing_address ?? {}) }
  const row = {
    ...order.row,
    ...plainFields(input),
    ...totalsOf(lines, costs, fees, coupons),
    date_created: v2Date(createdMs),
    billing_address: billing,
  }
  const changed = orders.replace({
    ...{ ...order, row, createdMs, costs, lines, fees, coupons, pickups },
    addresses: counted(addresses, lines),
  })
  // Documented: it archives the order as DELETE does. Guess: false doesn't bring it back.
  return input.is_deleted === true ? orders.archive(changed) : changed
}
