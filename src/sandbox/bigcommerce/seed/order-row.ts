import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { Person } from './people.ts'
import { orderStatuses } from './settings.ts'

export interface OrderLine {
  readonly id: number
  readonly record: ProductRecord
  readonly variant: Variant
  readonly quantity: number
  readonly shipped: number
}

/** What an order says, before it is spelled out in the many fields of V2. Amounts in the store's currency, without tax. */
export interface OrderFacts {
  readonly id: number
  readonly statusId: number
  readonly payment: string
  readonly created: string
  readonly modified: string
  readonly shippedOn: string
  readonly cartId: string
  readonly channelId: number
  readonly customerId: number
  readonly address: ReturnType<typeof addressOf>
  readonly lines: readonly OrderLine[]
  readonly shipping: number
  /** Where the links of the order begin: address and version of the API. */
  readonly apiBase: string
}

export type OrderRow = ReturnType<typeof orderRow>

/** V2 money: a text with four decimals (documented). */
const money = (amount: number) => amount.toFixed(4)

export function addressOf(person: Person) {
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
  }
}

const lineTotal = (line: OrderLine) => line.variant.calculated_price * line.quantity

export function orderRow(facts: OrderFacts) {
  const subtotal = facts.lines.reduce((sum, line) => sum + lineTotal(line), 0)
  const total = money(subtotal + facts.shipping)
  const status = orderStatuses[facts.statusId]?.name ?? ''
  const link = (name: string) => ({
    url: `${facts.apiBase}/orders/${facts.id}/${name}`,
    resource: `/orders/${facts.id}/${name}`,
  })
  return {
    id: facts.id,
    customer_id: facts.customerId,
    date_created: facts.created,
    date_modified: facts.modified,
    date_shipped: facts.shippedOn,
    status_id: facts.statusId,
    status,
    custom_status: status,
    subtotal_ex_tax: money(subtotal),
    subtotal_inc_tax: money(subtotal),
    subtotal_tax: '0.0000',
    base_shipping_cost: money(facts.shipping),
    shipping_cost_ex_tax: money(facts.shipping),
    shipping_cost_inc_tax: money(facts.shipping),
    shipping_cost_tax: '0.0000',
    shipping_cost_tax_class_id: 2,
    base_handling_cost: '0.0000',
    handling_cost_ex_tax: '0.0000',
    handling_cost_inc_tax: '0.0000',
    handling_cost_tax: '0.0000',
    handling_cost_tax_class_id: 2,
    base_wrapping_cost: '0.0000',
    wrapping_cost_ex_tax: '0.0000',
    wrapping_cost_inc_tax: '0.0000',
    wrapping_cost_tax: '0.0000',
    wrapping_cost_tax_class_id: 3,
    total_ex_tax: total,
    total_inc_tax: total,
    total_tax: '0.0000',
    is_tax_inclusive_pricing: false,
    items_total: facts.lines.reduce((sum, line) => sum + line.quantity, 0),
    items_shipped: facts.lines.reduce((sum, line) => sum + line.shipped, 0),
    payment_method: 'Credit card',
    payment_provider_id: '',
    payment_status: facts.payment,
    refunded_amount: '0.0000',
    order_is_digital: false,
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
    discount_amount: '0.0000',
    coupon_discount: '0.0000',
    shipping_address_count: 1,
    is_deleted: false,
    ebay_order_id: '0',
    cart_id: facts.cartId,
    billing_address: { ...facts.address, form_fields: [] },
    is_email_opt_in: false,
    credit_card_type: null,
    order_source: 'www',
    channel_id: facts.channelId,
    external_source: null,
    consignments: link('consignments'),
    products: link('products'),
    shipping_addresses: link('shipping_addresses'),
    coupons: link('coupons'),
    fees: link('fees'),
    external_id: null,
    external_merchant_id: null,
    external_order_id: '',
    tax_provider_id: 'BasicTaxProvider',
    customer_locale: 'en',
  }
}

/** The one shipping address of an order; its id is that of the order. */
export function shippingAddressRow(facts: OrderFacts) {
  const cost = money(facts.shipping)
  const quotes = `/orders/${facts.id}/shipping_addresses/${facts.id}/shipping_quotes`
  return {
    id: facts.id,
    order_id: facts.id,
    ...facts.address,
    items_total: facts.lines.reduce((sum, line) => sum + line.quantity, 0),
    items_shipped: facts.lines.reduce((sum, line) => sum + line.shipped, 0),
    shipping_method: 'Flat rate',
    base_cost: cost,
    cost_ex_tax: cost,
    cost_inc_tax: cost,
    cost_tax: '0.0000',
    cost_tax_class_id: 2,
    base_handling_cost: '0.0000',
    handling_cost_ex_tax: '0.0000',
    handling_cost_inc_tax: '0.0000',
    handling_cost_tax: '0.0000',
    handling_cost_tax_class_id: 2,
    shipping_zone_id: 1,
    shipping_zone_name: 'United States',
    form_fields: [],
    shipping_quotes: { url: `${facts.apiBase}${quotes}`, resource: quotes },
  }
}

/** One line, as `GET /v2/orders/{id}/products` gives it. Its id is what shipments and refunds call order_product_id. */
export function lineRow(facts: OrderFacts, line: OrderLine) {
  const { row } = line.record
  const price = money(line.variant.calculated_price)
  const total = money(lineTotal(line))
  return {
    id: line.id,
    order_id: facts.id,
    product_id: row.id,
    variant_id: line.variant.id,
    order_pickup_method_id: 0,
    order_address_id: facts.id,
    name: row.name,
    name_customer: row.name,
    name_merchant: row.name,
    sku: line.variant.sku,
    upc: line.variant.upc,
    type: row.type,
    base_price: price,
    price_ex_tax: price,
    price_inc_tax: price,
    price_tax: '0.0000',
    base_total: total,
    total_ex_tax: total,
    total_inc_tax: total,
    total_tax: '0.0000',
    discounted_total_inc_tax: total,
    weight: money(line.variant.calculated_weight),
    width: money(row.width),
    height: money(row.height),
    depth: money(row.depth),
    quantity: line.quantity,
    quantity_shipped: line.shipped,
    quantity_refunded: 0,
    is_refunded: false,
    refund_amount: '0.0000',
    return_id: 0,
    base_cost_price: money(row.cost_price),
    cost_price_inc_tax: money(row.cost_price),
    cost_price_ex_tax: money(row.cost_price),
    cost_price_tax: '0.0000',
    wrapping_id: 0,
    wrapping_name: '',
    base_wrapping_cost: '0.0000',
    wrapping_cost_ex_tax: '0.0000',
    wrapping_cost_inc_tax: '0.0000',
    wrapping_cost_tax: '0.0000',
    wrapping_message: '',
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
    applied_discounts: [],
    product_options: line.variant.option_values.map(value => ({
      id: value.id,
      option_id: value.option_id,
      order_product_id: line.id,
      product_option_id: value.option_id,
      display_name: value.option_display_name,
      display_name_customer: value.option_display_name,
      display_name_merchant: value.option_display_name,
      display_value: value.label,
      display_value_customer: value.label,
      display_value_merchant: value.label,
      value: String(value.id),
      type: 'Multiple choice',
      name: value.option_display_name,
      display_style: 'Pick list',
    })),
    configurable_fields: [],
  }
}
