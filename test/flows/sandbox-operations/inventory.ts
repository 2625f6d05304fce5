import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const locations = '/v3/inventory/locations'
const absolute = 'PUT /v3/inventory/adjustments/absolute'
const relative = 'POST /v3/inventory/adjustments/relative'

const hours = { open: true, opening: '09:00', closing: '17:00' }
const barn = {
  label: 'Barn',
  code: 'BARN',
  managed_by_external_source: false,
  type_id: 'PHYSICAL',
  enabled: true,
  time_zone: 'America/Chicago',
  operating_hours: Object.fromEntries(
    ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].map(day => [day, hours]),
  ),
  address: {
    address1: '1 Mill Lane',
    city: 'Willowford',
    state: 'Iowa',
    zip: '50001',
    email: 'barn@example.com',
    geo_coordinates: { latitude: 41.6, longitude: -93.6 },
    country_code: 'US',
  },
}
const many = (item: object) => ({ items: Array.from({ length: 2_001 }, () => item) })

export const inventoryCalls: Calls = [
  [`POST ${locations}`, 200, { send: [barn], holds: { transaction_id: expect.any(String) } }],
  [`POST ${locations}`, 422, { send: [{ ...barn, code: 'barn' }] }],
  [
    `GET ${locations}?location_code:in=BARN`,
    200,
    {
      holds: { data: [{ label: 'Barn', enabled: true, address: { city: 'Willowford' } }] },
      keeps: { barn: 'data.0.id' },
    },
  ],
  [`GET ${locations}?type_id:in=CLOUD`, 422],
  [`PUT ${locations}`, 200, { send: [{ id: '{barn}', label: 'Old barn' }] }],
  [`PUT ${locations}`, 422, { send: [{ id: 999999, label: 'Nowhere' }] }],
  [`GET ${locations}?location_id:in={barn}`, 200, { holds: { data: [{ label: 'Old barn', code: 'BARN' }] } }],

  [absolute, 200, { send: { reason: 'Counted', items: [{ location_id: '{barn}', variant_id: 1001, quantity: 12 }] } }],
  [absolute, 422, { send: { items: [{ location_id: '{barn}', variant_id: 1001, quantity: -1 }] } }],
  [absolute, 413, { send: many({ location_id: '{barn}', variant_id: 1001, quantity: 12 }) }],
  [relative, 200, { send: { items: [{ location_id: '{barn}', sku: 'LT-00001-NIGHTBLU', quantity: -2 }] } }],
  // Reported: a difference is refused where no number was ever given.
  [relative, 422, { send: { items: [{ location_id: '{barn}', variant_id: 1002, quantity: 1 }] } }],
  [
    'GET /v3/inventory/items?sku:in=LT-00001-NIGHTBLU',
    200,
    {
      holds: {
        data: [
          {
            identity: { variant_id: 1001 },
            locations: [{}, {}, { location_id: '{barn}', total_inventory_onhand: 10 }],
          },
        ],
      },
    },
  ],
  ['GET /v3/inventory/items?product_id:in=101,102&location_id:in=1&limit=1000', 200],
  ['GET /v3/inventory/items?variant_id:in=blue', 422],
  [
    `PUT ${locations}/{barn}/items`,
    200,
    { send: { settings: [{ identity: { variant_id: 1001 }, safety_stock: 3, bin_picking_number: 'B-7' }] } },
  ],
  [`PUT ${locations}/{barn}/items`, 422, { send: { settings: [{ identity: { variant_id: 1001 } }] } }],
  [
    `GET ${locations}/{barn}/items?variant_id:in=1001`,
    200,
    {
      holds: {
        data: [
          {
            total_inventory_onhand: 10,
            available_to_sell: 7,
            settings: { safety_stock: 3, bin_picking_number: 'B-7' },
          },
        ],
      },
    },
  ],
  [`GET ${locations}/999999/items`, 404],
  [`DELETE ${locations}?location_id:in={barn}`, 200],
  [`GET ${locations}?location_id:in={barn}`, 200, { holds: { data: [] } }],
  [`DELETE ${locations}?location_id:in={barn}`, 404],
  // The place that orders are sent from stays.
  [`DELETE ${locations}?location_id:in=1`, 422],

  [
    'PUT /v3/settings/inventory',
    200,
    { send: { stock_level_display: 'show' }, holds: { data: { stock_level_display: 'show' } } },
  ],
  ['PUT /v3/settings/inventory', 422, { send: { stock_level_display: 'shout' } }],
  ['GET /v3/settings/inventory', 200, { holds: { data: { stock_level_display: 'show' } } }],
  ['GET /v3/settings/inventory?channel_id=999999', 422],
]
