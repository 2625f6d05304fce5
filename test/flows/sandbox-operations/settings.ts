import type { Calls } from './tour.ts'

const zones = '/v2/shipping/zones'
const euro = {
  ...{ name: 'Euro', currency_code: 'EUR', country_iso2: 'DE', currency_exchange_rate: '0.9', decimal_places: 2 },
  ...{ token: '€', token_location: 'left', decimal_token: ',', thousands_token: '.' },
}

const mexico = { name: 'Mexico', type: 'country', locations: [{ country_iso2: 'MX' }] }
const flat = { name: 'Flat rate', type: 'perorder', settings: { rate: 9 }, enabled: true }

export const settingsCalls: Calls = [
  ['GET /v2/time', 200, { holds: { time: 1_772_355_600 } }],
  ['GET /v2/time', 403, { withoutScope: true }],
  ['GET /v2/store', 200, { holds: { currency: 'USD', timezone: { name: 'America/Chicago' } } }],
  ['GET /v2/store', 403, { withoutScope: true }],
  [
    'PUT /v3/settings/store/profile',
    200,
    {
      send: {
        ...{ store_name: 'Willow & Co', store_address: '3 Market Street', store_address_type: 'Retail' },
        ...{ store_email: 'hello@example.com', store_phone: '+1 515 555 0101' },
      },
    },
  ],
  ['PUT /v3/settings/store/profile', 422, { send: { store_name: 'Willow & Co' } }],
  [
    'GET /v3/settings/store/profile',
    200,
    { holds: { data: { store_name: 'Willow & Co', store_phone: '+1 515 555 0101' } } },
  ],
  ['GET /v3/settings/store/profile?channel_id=main', 422],
  ['PUT /v3/settings/catalog', 200, { send: { auto_approve_reviews: true, enable_product_comparisons: false } }],
  ['PUT /v3/settings/catalog', 422, { send: { auto_approve_reviews: 'often' } }],
  ['GET /v3/settings/catalog', 200, { holds: { data: { auto_approve_reviews: true } } }],
  ['GET /v3/settings/catalog?channel_id=999999', 422],

  ['POST /v2/currencies', 200, { send: euro, holds: { currency_code: 'EUR' }, keeps: { euro: 'id' } }],
  ['POST /v2/currencies', 409, { send: euro }],
  ['PUT /v2/currencies/{euro}', 200, { send: { name: 'Euros' }, holds: { name: 'Euros' } }],
  ['PUT /v2/currencies/1', 400, { send: { is_default: false } }],
  ['GET /v2/currencies/{euro}', 200, { holds: { name: 'Euros', currency_exchange_rate: '0.9000000000' } }],
  ['DELETE /v2/currencies/{euro}', 204],
  // The default currency stays.
  ['DELETE /v2/currencies/1', 400],
  ['GET /v2/currencies', 200, { holds: [{ currency_code: 'USD' }, { currency_code: 'CAD' }] }],
  ['GET /v2/currencies?page=0', 400],
  ['GET /v2/currencies/2', 200, { holds: { currency_code: 'CAD', is_default: false } }],
  ['GET /v2/currencies/999999', 404],
  // All but the default one.
  ['DELETE /v2/currencies', 204],
  ['DELETE /v2/currencies', 403, { withoutScope: true }],
  ['GET /v2/currencies', 200, { holds: [{ currency_code: 'USD' }] }],
  ['GET /v2/tax_classes', 200, { holds: [{ id: '1' }, { id: '2' }, { id: '3' }] }],
  ['GET /v2/tax_classes?page=2', 204],
  ['GET /v2/tax_classes?limit=none', 400],
  ['GET /v2/tax_classes/2', 200, { holds: { name: 'Shipping' } }],
  ['GET /v2/tax_classes/999999', 404],
  [`GET ${zones}`, 200, { holds: [{ name: 'United States' }, { name: 'Canada' }, { enabled: false }] }],
  [`GET ${zones}`, 403, { withoutScope: true }],
  [`GET ${zones}/1`, 200, { holds: { locations: [{ country_iso2: 'US' }] } }],
  [`GET ${zones}/999999`, 404],
  [`POST ${zones}`, 201, { send: mexico, holds: { ...mexico, enabled: true }, keeps: { zone: 'id' } }],
  [`POST ${zones}`, 400, { send: { ...mexico, type: 'planet' } }],
  [`PUT ${zones}/{zone}`, 200, { send: { ...mexico, name: 'Old Mexico' }, holds: { name: 'Old Mexico' } }],
  [`PUT ${zones}/999999`, 404, { send: mexico }],
  [`GET ${zones}/{zone}`, 200, { holds: { name: 'Old Mexico', type: 'country' } }],
  [`POST ${zones}/{zone}/methods`, 200, { send: flat, holds: { settings: { rate: 9 } }, keeps: { method: 'id' } }],
  [`POST ${zones}/{zone}/methods`, 400, { send: { ...flat, type: 'pigeon' } }],
  [`PUT ${zones}/{zone}/methods/{method}`, 200, { send: { ...flat, name: 'Slow' }, holds: { name: 'Slow' } }],
  [`PUT ${zones}/{zone}/methods/999999`, 404, { send: flat }],
  [`GET ${zones}/{zone}/methods`, 200, { holds: [{ id: '{method}', name: 'Slow', settings: { rate: 9 } }] }],
  [`DELETE ${zones}/{zone}/methods/{method}`, 204],
  [`DELETE ${zones}/{zone}/methods/{method}`, 404],
  [`DELETE ${zones}/{zone}`, 204],
  [`DELETE ${zones}/{zone}`, 404],
  [`GET ${zones}/1/methods`, 200, { holds: [{ type: 'perorder' }, { type: 'freeshipping' }, { type: 'weight' }] }],
  [`GET ${zones}/3/methods`, 204],
  [`GET ${zones}/999999/methods`, 404],
  [`GET ${zones}/1/methods/3`, 200, { holds: { name: 'Express by weight' } }],
  [`GET ${zones}/1/methods/999999`, 404],
]
