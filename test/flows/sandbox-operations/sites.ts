import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const sites = '/v3/sites'
const ofChannel = '/v3/channels/{shop}/site'
const checkout = `${ofChannel}/checkout-url`
const routes = `${sites}/{site}/routes`

const toProducts = { type: 'product', matching: '*', route: '/p/{slug}' }

export const siteCalls: Calls = [
  [
    'POST /v3/channels',
    200,
    { send: { name: 'Headless', type: 'storefront', platform: 'next' }, keeps: { shop: 'data.id' } },
  ],
  // A new channel has no site.
  [`GET ${ofChannel}`, 404],
  [`POST ${ofChannel}`, 200, { send: { url: 'https://shop.example' }, keeps: { site: 'data.id' } }],
  [`POST ${ofChannel}`, 409, { send: { url: 'https://other.example' } }],
  [`PUT ${ofChannel}`, 200, { send: { url: 'https://store.shop.example' } }],
  [`PUT ${ofChannel}`, 422, { send: { url: 'shop.example' } }],
  [`GET ${ofChannel}`, 200, { holds: { data: { id: '{site}', url: 'https://store.shop.example' } } }],
  [`PUT ${checkout}`, 200, { send: { url: 'https://pay.shop.example' } }],
  // It has to be of the same domain.
  [`PUT ${checkout}`, 422, { send: { url: 'https://pay.example' } }],
  [`GET ${sites}/{site}`, 200, { holds: { data: { is_checkout_url_customized: true } } }],
  [`DELETE ${checkout}`, 200],
  [`DELETE /v3/channels/999999/site/checkout-url`, 404],
  [`GET ${sites}/{site}`, 200, { holds: { data: { is_checkout_url_customized: false, channel_id: '{shop}' } } }],
  [`GET ${sites}/999999`, 404],

  [`POST ${routes}`, 201, { send: toProducts, holds: { data: toProducts }, keeps: { route: 'data.id' } }],
  [`POST ${routes}`, 422, { send: toProducts }],
  [`PUT ${routes}/{route}`, 201, { send: { ...toProducts, route: '/products/{slug}' } }],
  [`PUT ${routes}/999999`, 404, { send: toProducts }],
  [`GET ${routes}/{route}`, 200, { holds: { data: { route: '/products/{slug}' } } }],
  [`GET ${routes}/999999`, 404],
  [
    `PUT ${routes}`,
    200,
    {
      send: [
        { id: '{route}', ...toProducts },
        { type: 'home', matching: '*', route: '/start' },
      ],
    },
  ],
  [
    `PUT ${routes}`,
    422,
    { send: [toProducts], holds: { errors: { '0.matching.type': expect.stringContaining('already') } } },
  ],
  [`GET ${routes}`, 200, { holds: { data: [{ route: '/p/{slug}' }, { route: '/start' }] } }],
  [`GET ${sites}/999999/routes`, 404],
  [`DELETE ${routes}/{route}`, 204],
  [`DELETE ${routes}/{route}`, 404],

  [`DELETE ${ofChannel}`, 200],
  [`DELETE ${ofChannel}`, 404],
  [`POST ${sites}`, 201, { send: { url: 'https://shop.example', channel_id: '{shop}' }, keeps: { site: 'data.id' } }],
  [`POST ${sites}`, 404, { send: { url: 'https://lost.example', channel_id: 999999 } }],
  [
    `PUT ${sites}/{site}`,
    200,
    { send: { url: 'https://shop2.example' }, holds: { data: { url: 'https://shop2.example' } } },
  ],
  [`GET ${sites}/1000`, 200, { keeps: { taken: 'data.url' } }],
  [`PUT ${sites}/{site}`, 409, { send: { url: '{taken}' } }],
  [`GET ${sites}?channel_id:in={shop}`, 200, { holds: { data: [{ id: '{site}', url: 'https://shop2.example' }] } }],
  [`GET ${sites}?url_type:in=secret`, 422],
  [`DELETE ${sites}/{site}`, 204],
  [`DELETE ${sites}/{site}`, 404],
]
