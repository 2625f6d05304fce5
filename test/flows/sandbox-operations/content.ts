import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const pages = '/v3/content/pages'
const old = '/v2/pages'
const story = { type: 'page', name: 'Our story', body: '<p>Long ago</p>' }

export const contentCalls: Calls = [
  [
    `POST ${pages}`,
    201,
    { send: story, holds: { data: { name: 'Our story', channel_id: 1 } }, keeps: { page: 'data.id' } },
  ],
  [`POST ${pages}`, 422, { send: story, holds: { detail: 'name: must be unique' } }],
  [`GET ${pages}?name:like=story&include=body`, 200, { holds: { data: [{ id: '{page}', body: '<p>Long ago</p>' }] } }],
  [`GET ${pages}?channel_id=main`, 422],
  [`PUT ${pages}/{page}`, 200, { send: { is_visible: false }, holds: { data: { is_visible: false } } }],
  [`PUT ${pages}/999999`, 404, { send: { is_visible: false } }],
  [
    `PUT ${pages}`,
    200,
    { send: [{ id: '{page}', name: 'About the shop' }], holds: { data: [{ name: 'About the shop' }] } },
  ],
  [`PUT ${pages}`, 404, { send: [{ id: 999999, name: 'Nothing' }] }],
  [`GET ${pages}/{page}`, 200, { holds: { data: { name: 'About the shop', is_visible: false } } }],
  [`GET ${pages}/999999`, 404],
  [`DELETE ${pages}/{page}`, 204],
  [`DELETE ${pages}/{page}`, 404],
  [`POST ${pages}`, 201, { send: story, keeps: { page: 'data.id' } }],
  [`DELETE ${pages}?id:in={page}`, 204],
  [`DELETE ${pages}?id:in={page}`, 404],

  [`POST ${old}`, 200, { send: story, holds: { type: 'page', body: '<p>Long ago</p>' }, keeps: { page: 'id' } }],
  [`POST ${old}`, 400, { send: story }],
  [`GET ${old}`, 200, { holds: [{ id: 1, body: expect.any(String) }, {}, {}, { id: '{page}' }] }],
  [`GET ${old}?page=0`, 400],
  [`PUT ${old}/{page}`, 200, { send: { ...story, name: 'Their story' }, holds: { name: 'Their story' } }],
  [`PUT ${old}/999999`, 404, { send: story }],
  [`GET ${old}/{page}`, 200, { holds: { name: 'Their story', body: '<p>Long ago</p>' } }],
  [`GET ${old}/999999`, 404],
  [`DELETE ${old}/{page}`, 204],
  [`DELETE ${old}/{page}`, 404],
]

const redirects = '/v3/storefront/redirects'
const moved = { from_path: '/old-throw/', site_id: 1_000, to: { type: 'product', entity_id: 101 } }

export const redirectCalls: Calls = [
  [`PUT ${redirects}`, 201, { send: [moved], holds: { data: [moved] }, keeps: { redirect: 'data.0.id' } }],
  [`PUT ${redirects}`, 422, { send: [{ ...moved, site_id: 999999 }] }],
  [
    `GET ${redirects}?site_id=1000&include=to_url&keyword=old-throw`,
    200,
    { holds: { data: [{ id: '{redirect}', to_url: expect.stringContaining('aldermoor') }] } },
  ],
  [`GET ${redirects}?sort=taste`, 422],
  [`DELETE ${redirects}?id:in={redirect}`, 204],
  [`GET ${redirects}`, 200, { holds: { data: [] } }],
  [`DELETE ${redirects}`, 422],
]
