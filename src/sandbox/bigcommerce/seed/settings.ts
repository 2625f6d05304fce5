import type { Channel } from '../channels/channels.ts'
import type { Site } from '../channels/sites.ts'
import type { Currency } from '../currencies/currencies.ts'
import { v3Date } from '../query/date.ts'
import type { ShippingMethod, ShippingZone } from '../shipping/zones.ts'
import { shopOpenedMs } from './generator.ts'

/** Every sandbox store sells in US dollars from an invented town; V2 sends exchange rates as texts of ten decimals. */
export const firstCurrencies: readonly Currency[] = [
  {
    id: 1,
    is_default: true,
    country_iso2: 'US',
    default_for_country_codes: ['USA'],
    currency_code: 'USD',
    currency_exchange_rate: '1.0000000000',
    auto_update: false,
    token_location: 'left',
    token: '$',
    decimal_token: '.',
    thousands_token: ',',
    decimal_places: 2,
    name: 'US Dollar',
    enabled: true,
    is_transactional: true,
    use_default_name: true,
    last_updated: 'Mon, 03 Mar 2025 08:00:00 +0000',
  },
  {
    id: 2,
    is_default: false,
    country_iso2: 'CA',
    default_for_country_codes: ['CAN'],
    currency_code: 'CAD',
    currency_exchange_rate: '1.3600000000',
    auto_update: false,
    token_location: 'left',
    token: 'C$',
    decimal_token: '.',
    thousands_token: ',',
    decimal_places: 2,
    name: 'Canadian Dollar',
    enabled: true,
    is_transactional: false,
    use_default_name: true,
    last_updated: 'Mon, 03 Mar 2025 08:00:00 +0000',
  },
]

const noFreeShipping = { enabled: false, minimum_sub_total: '0.0000', exclude_fixed_shipping_products: false }
const noHandling = { fixed_surcharge: '0.0000', display_separately: false }

export const firstShippingZones: readonly ShippingZone[] = [
  {
    id: 1,
    name: 'United States',
    type: 'country',
    locations: [{ id: 1, country_iso2: 'US' }],
    free_shipping: { enabled: true, minimum_sub_total: '75.0000', exclude_fixed_shipping_products: true },
    handling_fees: noHandling,
    enabled: true,
  },
  {
    id: 2,
    name: 'Canada',
    type: 'country',
    locations: [{ id: 2, country_iso2: 'CA' }],
    free_shipping: noFreeShipping,
    handling_fees: { percentage_surcharge: '2.0000', display_separately: true },
    enabled: true,
  },
  {
    id: 3,
    name: 'Rest of the world',
    type: 'global',
    locations: [],
    free_shipping: noFreeShipping,
    handling_fees: noHandling,
    enabled: false,
  },
]

export const firstShippingMethods: readonly ShippingMethod[] = [
  method(1, 1, 'Flat rate', 'perorder', { rate: 6.95 }),
  method(2, 1, 'Free shipping', 'freeshipping', {}),
  method(3, 1, 'Express by weight', 'weight', {
    default_cost: 18,
    default_cost_type: 'fixed_amount',
    range: [{ lower_limit: 0, upper_limit: 10, shipping_cost: 14 }],
  }),
  method(4, 2, 'Flat rate Canada', 'perorder', { rate: 14.5 }),
]

function method(
  id: number,
  zone_id: number,
  name: string,
  type: ShippingMethod['type'],
  settings: object,
): ShippingMethod {
  const handling_fees = { fixed_surcharge: 0 }
  return { id, zone_id, name, type, settings, enabled: true, handling_fees, is_fallback: false, channel_ids: [1, 2] }
}

const opened = v3Date(shopOpenedMs)

/** The classes that the official example shows; their ids are texts. Products without one have the class 0. */
export const taxClasses = ['Non-Taxable Products', 'Shipping', 'Gift Wrapping'].map((name, at) => ({
  id: String(at + 1),
  name,
  created_at: opened,
  updated_at: opened,
}))

/** Two storefronts and a marketplace that was once connected. */
export const firstChannels: readonly Channel[] = [
  {
    id: 1,
    is_listable_from_ui: true,
    is_visible: true,
    date_created: opened,
    date_modified: opened,
    external_id: '',
    type: 'storefront',
    platform: 'bigcommerce',
    name: 'Main storefront',
    status: 'active',
  },
  {
    id: 2,
    is_listable_from_ui: true,
    is_visible: true,
    date_created: opened,
    date_modified: opened,
    external_id: '',
    type: 'storefront',
    platform: 'bigcommerce',
    name: 'Outlet',
    status: 'prelaunch',
  },
  {
    id: 664_201,
    is_listable_from_ui: true,
    is_visible: true,
    date_created: opened,
    date_modified: opened,
    external_id: '',
    type: 'marketplace',
    platform: 'amazon',
    name: 'Marketplace',
    status: 'disconnected',
  },
]

/** The sites of the storefronts below the domain of a store; the first has the number 1000, as in the examples. */
export const firstSites = (domain: string): readonly Site[] =>
  [[`https://${domain}`, 1] as const, [`https://outlet.${domain}`, 2] as const].map(([url, channel_id]) => ({
    id: 999 + channel_id,
    url,
    channel_id,
    checkout: null,
    created_at: opened,
    updated_at: opened,
  }))

export const trees = [
  { id: 1, name: 'Main storefront', channels: [1] },
  { id: 2, name: 'Outlet', channels: [2] },
] as const

export const inventorySettings = {
  product_out_of_stock_behavior: 'do_nothing',
  option_out_of_stock_behavior: 'label_option',
  update_stock_behavior: 'order_placed',
  edit_order_stock_adjustment: true,
  refund_order_stock_adjustment: false,
  stock_level_display: 'show_when_low',
  default_out_of_stock_message: 'Sold out for the moment',
  hide_in_product_filtering: false,
  show_pre_order_stock_levels: false,
  show_out_of_stock_message: true,
} as const

/** The fifteen statuses with their documented numbers. */
export const orderStatuses = [
  'Incomplete',
  'Pending',
  'Shipped',
  'Partially Shipped',
  'Refunded',
  'Cancelled',
  'Declined',
  'Awaiting Payment',
  'Awaiting Pickup',
  'Awaiting Shipment',
  'Completed',
  'Awaiting Fulfillment',
  'Manual Verification Required',
  'Disputed',
  'Partially Refunded',
].map((name, id) => ({
  id,
  name,
  system_label: name,
  custom_label: name,
  system_description: `The order is: ${name.toLowerCase()}.`,
}))
