import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { json, v2List } from '../http/answer.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import { taxClasses } from '../seed/settings.ts'

const plans = { standard: 'Standard', plus: 'Plus', pro: 'Pro', enterprise: 'Enterprise' } as const

function storeProfile({ store }: Call) {
  const { state } = store.keeper
  const plan = plans[state.plan]
  const profile = store.profile.global
  const currency = store.currencies.default
  return {
    id: state.storeHash,
    account_uuid: '5a4d0c2e-1f60-4b7a-9a53-0d6a1c2b3e4f',
    domain: store.domain,
    secure_url: `https://${store.domain}`,
    // The sandbox's own panel instead of a subdomain of the platform, so that a link to it works.
    control_panel_base_url: store.origin,
    status: 'live',
    name: profile.store_name,
    first_name: 'Sam',
    last_name: 'Rowan',
    address: profile.store_address,
    country: 'United States',
    country_code: 'US',
    infrastructure_region: 'us-central1',
    phone: profile.store_phone,
    admin_email: `owner@${store.domain}`,
    order_email: `orders@${store.domain}`,
    favicon_url: '',
    timezone: {
      name: 'America/Chicago',
      raw_offset: -21_600,
      dst_offset: -18_000,
      dst_correction: true,
      date_format: { display: 'M jS Y', export: 'M jS Y', extended_display: 'M jS Y @ g:i A' },
    },
    language: 'en',
    currency: currency.currency_code,
    currency_symbol: currency.token,
    decimal_separator: currency.decimal_token,
    thousands_separator: currency.thousands_token,
    decimal_places: currency.decimal_places,
    currency_symbol_location: currency.token_location,
    weight_units: 'KGS',
    dimension_units: 'Centimeters',
    dimension_decimal_places: 2,
    dimension_decimal_token: '.',
    dimension_thousands_token: ',',
    plan_name: plan,
    plan_level: plan,
    plan_is_trial: false,
    industry: 'Outdoor and home',
    // An object, or an empty list where the store has no logo (documented).
    logo: [],
    is_price_entered_with_tax: false,
    store_id: store.numericId,
    default_channel_id: 1,
    default_site_id: 1_000,
    active_comparison_modules: [],
    features: {
      stencil_enabled: true,
      sitewidehttps_enabled: true,
      facebook_catalog_id: '',
      checkout_type: 'optimized',
      wishlists_enabled: true,
      graphql_storefront_api_enabled: true,
      shopper_consent_tracking_enabled: false,
      multi_storefront_enabled: true,
      storefront_limits: { active: 3, total_including_inactive: 4 },
    },
  }
}

const scope = 'store_v2_information'

export const storeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/time',
    scope,
    answer: ({ store }) => json(200, { time: Math.floor(store.clock.now().getTime() / 1_000) }),
  },
  { method: 'GET', path: '/v2/store', scope, answer: call => json(200, storeProfile(call)) },
  {
    method: 'GET',
    path: '/v2/tax_classes',
    scope,
    answer: ({ query }) => v2List(rowsOf(taxClasses, pageOf(query))),
  },
  {
    method: 'GET',
    path: '/v2/tax_classes/{id}',
    scope,
    answer: call => {
      const id = idAt(call, 0)
      const taxClass = taxClasses.find(one => one.id === String(id))
      if (taxClass === undefined) throw notFound('v2')
      return json(200, taxClass)
    },
  },
]
