import type { Calls } from './tour.ts'

const listings = '/v3/channels/664201/listings'
const listed = { product_id: 101, state: 'active', variants: [{ product_id: 101, variant_id: 1001, state: 'active' }] }

export const channelCalls: Calls = [
  ['GET /v3/channels?type:in=storefront&include=currencies', 200, { holds: { data: [{ id: 1 }, { id: 2 }] } }],
  ['GET /v3/channels?type:in=bazaar', 422],
  ['GET /v3/channels/664201', 200, { holds: { data: { type: 'marketplace', platform: 'amazon' } } }],
  ['GET /v3/channels/999999', 404],
  [
    'POST /v3/channels',
    200,
    {
      send: { name: 'Autumn fair', type: 'marketplace', platform: 'ebay' },
      holds: { data: { status: 'connected', is_visible: true } },
      keeps: { fair: 'data.id' },
    },
  ],
  ['POST /v3/channels', 409, { send: { name: 'Autumn fair', type: 'marketplace', platform: 'ebay' } }],
  ['PUT /v3/channels/{fair}', 200, { send: { name: 'Winter fair' }, holds: { data: { name: 'Winter fair' } } }],
  ['PUT /v3/channels/{fair}', 422, { send: { type: 'pos' } }],
  ['GET /v3/channels/{fair}', 200, { holds: { data: { name: 'Winter fair', platform: 'ebay' } } }],

  [`POST ${listings}`, 200, { send: [listed], holds: { data: [listed] }, keeps: { listing: 'data.0.listing_id' } }],
  [`POST ${listings}`, 422, { send: [{ ...listed, product_id: 999999 }] }],
  [
    `PUT ${listings}`,
    200,
    { send: [{ ...listed, listing_id: '{listing}', state: 'disabled' }], holds: { data: [{ state: 'disabled' }] } },
  ],
  ['PUT /v3/channels/999999/listings', 422, { send: [{ ...listed, listing_id: '{listing}' }] }],
  [`GET ${listings}?product_id:in=101`, 200, { holds: { data: [{ listing_id: '{listing}', state: 'disabled' }] } }],
  [`GET ${listings}?product_id:in=throw`, 422],
  [`GET ${listings}/{listing}`, 200, { holds: { data: { product_id: 101, state: 'disabled' } } }],
  [`GET ${listings}/999999`, 404],
]
