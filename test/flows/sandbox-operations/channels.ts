import type { Calls } from './tour.ts'

const listings = '/v3/channels/664201/listings'
const listed = { product_id: 101, state: 'active', variants: [{ product_id: 101, variant_id: 1001, state: 'active' }] }

export const channelCalls: Calls = [
  ['GET /v3/channels?type:in=storefront&include=currencies', 200, { holds: { data: [{ id: 1 }, { id: 2 }] } }],
  ['GET /v3/channels?type:in=bazaar', 422],
  ['GET /v3/channels/664201', 200, { holds: { data: { type: 'marketplace', platform: 'amazon' } } }],
  ['GET /v3/channels/999999', 404],
  ['GET /v3/channels/1/site', 200, { holds: { data: { id: 1_000, channel_id: 1 } } }],
  // A marketplace has no site.
  ['GET /v3/channels/664201/site', 404],
  ['GET /v3/sites', 200, { holds: { data: [{ channel_id: 1 }, { channel_id: 2 }] } }],
  ['GET /v3/sites', 403, { withoutScope: true }],
  ['GET /v3/sites/1000', 200, { holds: { data: { channel_id: 1 } } }],
  ['GET /v3/sites/999999', 404],

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
