import { expect } from 'vitest'
import type { Calls } from './tour.ts'
import { pictureForm } from './tour.ts'

const brands = '/v3/catalog/brands'

export const brandCalls: Calls = [
  [`POST ${brands}`, 200, { send: { name: 'Oak & Ash' }, keeps: { brand: 'data.id' } }],
  [`POST ${brands}`, 409, { send: { name: 'oak & ASH' } }],
  [`GET ${brands}?name=oak+%26+ash`, 200, { holds: { data: [{ id: '{brand}', name: 'Oak & Ash' }] } }],
  [`GET ${brands}?sort=name&direction=desc`, 200],
  [`GET ${brands}?id:in=oak`, 422],
  [`GET ${brands}/{brand}`, 200, { holds: { data: { name: 'Oak & Ash', image_url: '' } } }],
  [`GET ${brands}/999999`, 404],
  [
    `PUT ${brands}/{brand}`,
    200,
    {
      send: { name: 'Ash & Oak', image_url: 'https://pictures.example/oak.png' },
      holds: { data: { name: 'Ash & Oak' } },
    },
  ],
  [`PUT ${brands}/{brand}`, 409, { send: { name: 'North Gate' } }],
  [`POST ${brands}/{brand}/image`, 200, { send: pictureForm(), holds: { data: { image_url: expect.any(String) } } }],
  [`POST ${brands}/{brand}/image`, 422, { send: new FormData() }],
  [`DELETE ${brands}/{brand}/image`, 204],
  [`GET ${brands}/{brand}`, 200, { holds: { data: { name: 'Ash & Oak', image_url: '' } } }],
  [`DELETE ${brands}/999999/image`, 404],
  [`DELETE ${brands}/{brand}`, 204],
  [`DELETE ${brands}/{brand}`, 404],
  [`POST ${brands}`, 200, { send: { name: 'Elm' } }],
  [`DELETE ${brands}?name=Elm`, 204],
  [`GET ${brands}?name=Elm`, 200, { holds: { data: [] } }],
  [`DELETE ${brands}`, 422],
]
