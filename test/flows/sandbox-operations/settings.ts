import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const zones = '/v2/shipping/zones'

export const settingsCalls: Calls = [
  ['GET /v2/time', 200, { holds: { time: 1_772_355_600 } }],
  ['GET /v2/time', 403, { withoutScope: true }],
  ['GET /v2/store', 200, { holds: { currency: 'USD', timezone: { name: 'America/Chicago' } } }],
  ['GET /v2/store', 403, { withoutScope: true }],
  ['GET /v3/settings/store/profile', 200, { holds: { data: { store_name: expect.any(String) } } }],
  ['GET /v3/settings/store/profile?channel_id=main', 422],
  ['GET /v2/currencies', 200, { holds: [{ currency_code: 'USD' }, { currency_code: 'CAD' }] }],
  ['GET /v2/currencies?page=0', 400],
  ['GET /v2/currencies/2', 200, { holds: { currency_code: 'CAD', is_default: false } }],
  ['GET /v2/currencies/999999', 404],
  ['GET /v2/tax_classes', 200, { holds: [{ id: '1' }, { id: '2' }, { id: '3' }] }],
  ['GET /v2/tax_classes?page=2', 204],
  ['GET /v2/tax_classes?limit=none', 400],
  ['GET /v2/tax_classes/2', 200, { holds: { name: 'Shipping' } }],
  ['GET /v2/tax_classes/999999', 404],
  [`GET ${zones}`, 200, { holds: [{ name: 'United States' }, { name: 'Canada' }, { enabled: false }] }],
  [`GET ${zones}`, 403, { withoutScope: true }],
  [`GET ${zones}/1`, 200, { holds: { locations: [{ country_iso2: 'US' }] } }],
  [`GET ${zones}/999999`, 404],
  [`GET ${zones}/1/methods`, 200, { holds: [{ type: 'perorder' }, { type: 'freeshipping' }, { type: 'weight' }] }],
  [`GET ${zones}/3/methods`, 204],
  [`GET ${zones}/999999/methods`, 404],
  [`GET ${zones}/1/methods/3`, 200, { holds: { name: 'Express by weight' } }],
  [`GET ${zones}/1/methods/999999`, 404],
]
