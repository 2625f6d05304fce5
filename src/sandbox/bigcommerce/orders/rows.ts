import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Person } from '../seed/people.ts'
import { orderStatuses } from '../seed/settings.ts'
import type { Price } from './amounts.ts'
import { lineAmounts, money, noPrice, totalsOf } from './amounts.ts'
import type { Choice } from './choices.ts'
import type { AppliedDiscount } from './discounts.ts'
import type { Wrapping } from './wrapping.ts'
import { unwrapped } from './wrapping.ts'

/** What a line sells: a variant of the catalog, or something that the caller names. */
export interface LineFacts {
  readonly id: number
  readonly orderId: number
  /** 0 where the line is picked up. */
  readonly addressId: number
  /** 0 where the line is not picked up. */
  readonly pickupId: number
  readonly goods?: { readonly record: ProductRecord; readonly variant: Variant } | undefined
  /** What the shopper and the merchant read. */
  readonly name: string
  readonly merchantName: string
  readonly sku: string
  readonly upc: string
  readonly price: Price
  readonly quantity: number
  /** What was chosen by the options and modifiers of the goods. */
  readonly choices: readonly Choice[]
  readonly wrapping?: Wrapping | undefined
  readonly shipped: number
}

export interface Address {
  readonly first_name: string
  readonly last_name: string
  readonly company: string
  readonly street_1: string
  readonly street_2: string
  readonly city: string
  readonly state: string
  readonly zip: string
  readonly country: string
  readonly country_iso2: string
  readonly phone: string
  readonly email: string
  /** What the store asks for beside it; the sandbox takes any names. */
  readonly form_fields: readonly FormField[]
}

/** A field of the merchant's own, such as delivery instructions. */
export interface FormField {
  readonly name: string
  readonly value: string | number | readonly string[]
}

/** What an order says about itself, before it is spelled out in the many fields of V2. */
export interface OrderFacts {
  readonly id: number
  readonly created: string
  /** Empty where no cart became this order. */
  readonly cartId: string
  readonly channelId: number
  readonly customerId: number
  readonly billing: Address
  readonly source: string
  /** Where the links of the order begin: address and version of the API. */
  readonly apiBase: string
}

export type OrderRow = ReturnType<typeof orderRow>
export type LineRow = ReturnType<typeof lineRow>
export type AddressRow = ReturnType<typeof shippingAddressRow>

export function addressOf(person: Person): Address {
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    company: person.company,
    street_1: person.street,
    street_2: '',
    city: person.town.city,
    state: person.town.state,
    zip: person.town.zip,
    country: 'United States',
    country_iso2: 'US',
    phone: person.phone,
    email: person.email,
    form_fields: [],
  }
}

/** The fields of a status: the merchant's name of it is what the store calls it, until somebody renames it. */
export function statusFields(statusId: number) {
  const status = orderStatuses[statusId]?.name ?? ''
  return { status_id: statusId, status, custom_status: status }
}

/** A new order without lines: it is pending and costs nothing. */
export function orderRow(facts: OrderFacts) {
  const link = (name: string) => ({
    url: `${facts.apiBase}/orders/${facts.id}/${name}`,
    resource: `/orders/${facts.id}/${name}`,
  })
  return {
    id: facts.id,
    customer_id: facts.customerId,
    date_created: facts.created,
    date_modified: facts.created,
    date_shipped: '',
    ...statusFields(1),
    ...totalsOf([], { shipping: noPrice, handling: noPrice, discount: 0 }, []),
    shipping_cost_tax_class_id: 2,
    handling_cost_tax_class_id: 2,
    wrapping_cost_tax_class_id: 3,
    is_tax_inclusive_pricing: false,
    payment_method: 'Credit card',
    payment_provider_id: '' as string | number,
    payment_status: '',
    // Documented: it stays 0 whatever goes back; what was refunded is in the V3 refunds.
    refunded_amount: '0.0000',
    store_credit_amount: '0.0000',
    gift_certificate_amount: '0.0000',
    ip_address: '',
    ip_address_v6: '',
    geoip_country: '',
    geoip_country_iso2: '',
    currency_id: 1,
    currency_code: 'USD',
    currency_exchange_rate: '1.0000000000',
    default_currency_id: 1,
    default_currency_code: 'USD',
    store_default_currency_code: 'USD',
    store_default_to_transactional_exchange_rate: '1.0000000000',
    staff_notes: '',
    customer_message: '',
    shipping_address_count: 1,
    is_deleted: false,
    ebay_order_id: '0',
    cart_id: facts.cartId,
    billing_address: facts.billing,
    is_email_opt_in: false,
    credit_card_type: null,
    order_source: facts.source,
    channel_id: facts.channelId,
    external_source: null as string | null,
    consignments: link('consignments'),
    products: link('products'),
    shipping_addresses: link('shipping_addresses'),
    coupons: link('coupons'),
    fees: link('fees'),
    external_id: null,
    external_merchant_id: null as string | null,
    external_order_id: '',
    // Documented: empty where the order came by the API.
    tax_provider_id: facts.source === 'external' ? '' : 'BasicTaxProvider',
    customer_locale: 'en',
  }
}

/** A shipping address of an order, which pays for the shipping where it is the first one. */
export function shippingAddressRow(facts: {
  readonly id: number
  readonly orderId: number
  readonly apiBase: string
  readonly address: Address
  readonly method: string
  readonly cost: Price
}) {
  const { id, orderId, cost } = facts
  const quotes = `/orders/${orderId}/shipping_addresses/${id}/shipping_quotes`
  return {
    id,
    order_id: orderId,
    ...facts.address,
    items_total: 0,
    items_shipped: 0,
    shipping_method: facts.method,
    base_cost: money(cost.ex),
    cost_ex_tax: money(cost.ex),
    cost_inc_tax: money(cost.inc),
    cost_tax: money(cost.inc - cost.ex),
    cost_tax_class_id: 2,
    base_handling_cost: '0.0000',
    handling_cost_ex_tax: '0.0000',
    handling_cost_inc_tax: '0.0000',
    handling_cost_tax: '0.0000',
    handling_cost_tax_class_id: 2,
    shipping_zone_id: 1,
    shipping_zone_name: 'United States',
    shipping_quotes: { url: `${facts.apiBase}${quotes}`, resource: quotes },
  }
}

/** One line, as `GET /v2/orders/{id}/products` gives it. Its id is what shipments and refunds call order_product_id. */
export function lineRow(line: LineFacts) {
  const row = line.goods?.record.row
  const variant = line.goods?.variant
  return {
    id: line.id,
    order_id: line.orderId,
    product_id: row?.id ?? 0,
    variant_id: variant?.id ?? 0,
    order_pickup_method_id: line.pickupId,
    order_address_id: line.addressId,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.merchantName,
    sku: line.sku,
    upc: line.upc,
    type: row?.type ?? 'physical',
    ...lineAmounts(line.price, line.quantity),
    weight: money(variant?.calculated_weight ?? 0),
    width: money(row?.width ?? 0),
    height: money(row?.height ?? 0),
    depth: money(row?.depth ?? 0),
    quantity_shipped: line.shipped,
    quantity_refunded: 0,
    is_refunded: false,
    // Documented: it stays 0.
    refund_amount: '0.0000',
    return_id: 0,
    base_cost_price: money(row?.cost_price ?? 0),
    cost_price_inc_tax: money(row?.cost_price ?? 0),
    cost_price_ex_tax: money(row?.cost_price ?? 0),
    cost_price_tax: '0.0000',
    ...(line.wrapping ?? unwrapped),
    event_name: null,
    event_date: null,
    fixed_shipping_cost: '0.0000',
    ebay_item_id: '',
    ebay_transaction_id: '',
    option_set_id: null,
    parent_order_product_id: null,
    is_bundled_product: false,
    bin_picking_number: '',
    external_id: null,
    brand: '',
    gift_certificate_id: null,
    applied_discounts: [] as readonly AppliedDiscount[],
    product_options: line.choices.map((choice, at) => ({
      id: at + 1,
      option_id: choice.id,
      order_product_id: line.id,
      product_option_id: choice.id,
      display_name: choice.name,
      display_name_customer: choice.name,
      display_name_merchant: choice.name,
      display_value: choice.shown,
      display_value_customer: choice.shown,
      display_value_merchant: choice.shown,
      value: choice.value,
      type: choice.type,
      name: choice.name,
      display_style: choice.style,
    })),
    configurable_fields: [],
  }
}
