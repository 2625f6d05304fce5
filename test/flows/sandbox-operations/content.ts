import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const pages = '/v3/content/pages'

export const contentCalls: Calls = [
  [`GET ${pages}?name:like=about&include=body`, 200, { holds: { data: [{ id: 1, body: expect.any(String) }] } }],
  [`GET ${pages}?channel_id=main`, 422],
  [`GET ${pages}/1`, 200, { holds: { data: { name: 'About us', url: '/about-us/' } } }],
  [`GET ${pages}/999999`, 404],
  ['GET /v2/pages', 200, { holds: [{ id: 1, body: expect.any(String) }, {}, {}] }],
  ['GET /v2/pages?page=0', 400],
  ['GET /v2/pages/1', 200, { holds: { name: 'About us' } }],
  ['GET /v2/pages/999999', 404],
]
