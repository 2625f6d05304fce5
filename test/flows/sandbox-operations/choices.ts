import { expect } from 'vitest'
import type { Calls } from './tour.ts'
import { pictureForm } from './tour.ts'

const product = '/v3/catalog/products/{mug}'
const options = `${product}/options`
const modifiers = `${product}/modifiers`

const color = {
  display_name: 'Color',
  type: 'dropdown',
  option_values: [
    { label: 'Red', sort_order: 0 },
    { label: 'Blue', sort_order: 1 },
  ],
}
const wrap = {
  display_name: 'Wrapping',
  type: 'dropdown',
  required: false,
  option_values: [{ label: 'Paper', sort_order: 0 }],
}

/** What a shopper chooses of a product: options, which make its variants, and modifiers, which don't. */
export const choiceCalls: Calls = [
  [
    'POST /v3/catalog/products',
    200,
    { send: { name: 'Mug', type: 'physical', weight: 0.4, price: 9 }, keeps: { mug: 'data.id' } },
  ],

  [`POST ${options}`, 200, { send: color, holds: { data: { product_id: '{mug}' } }, keeps: { color: 'data.id' } }],
  [`POST ${options}`, 409, { send: color }],
  [
    `GET ${options}`,
    200,
    { holds: { data: [{ id: '{color}', option_values: [{ label: 'Red' }, { label: 'Blue' }] }] } },
  ],
  ['GET /v3/catalog/products/999999/options', 404],
  [`PUT ${options}/{color}`, 200, { send: { display_name: 'Glaze' }, holds: { data: { display_name: 'Glaze' } } }],
  [`PUT ${options}/{color}`, 422, { send: { display_name: '' } }],
  [`GET ${options}/{color}`, 200, { holds: { data: { display_name: 'Glaze' } } }],
  [`GET ${options}/999999`, 404],

  [`POST ${options}/{color}/values`, 200, { send: { label: 'Green', sort_order: 2 }, keeps: { green: 'data.id' } }],
  [`POST ${options}/{color}/values`, 422, { send: { label: 'Green', sort_order: 3 } }],
  [`GET ${options}/{color}/values`, 200, { holds: { data: [{}, {}, { id: '{green}', label: 'Green' }] } }],
  ['GET /v3/catalog/products/999999/options/{color}/values', 404],
  [
    `PUT ${options}/{color}/values/{green}`,
    200,
    { send: { label: 'Moss', sort_order: 2 }, holds: { data: { label: 'Moss' } } },
  ],
  [`PUT ${options}/{color}/values/{green}`, 422, { send: { label: 'Red', sort_order: 2 } }],
  [`GET ${options}/{color}/values/{green}`, 200, { holds: { data: { label: 'Moss', sort_order: 2 } } }],
  [`GET ${options}/{color}/values/999999`, 404],
  [`DELETE ${options}/{color}/values/{green}`, 204],
  [`DELETE ${options}/{color}/values/{green}`, 404],
  [`DELETE ${options}/{color}`, 204],
  [`DELETE ${options}/{color}`, 404],

  [
    `POST ${modifiers}`,
    200,
    { send: wrap, holds: { data: { type: 'dropdown', required: false } }, keeps: { wrap: 'data.id' } },
  ],
  [`POST ${modifiers}`, 422, { send: { ...wrap, type: 'carrier_pigeon' } }],
  [`GET ${modifiers}`, 200, { holds: { data: [{ id: '{wrap}', option_values: [{ label: 'Paper' }] }] } }],
  ['GET /v3/catalog/products/999999/modifiers', 404],
  [`PUT ${modifiers}/{wrap}`, 200, { send: { type: 'dropdown', required: true }, holds: { data: { required: true } } }],
  [`PUT ${modifiers}/999999`, 404, { send: { type: 'dropdown', required: true } }],
  [`GET ${modifiers}/{wrap}`, 200, { holds: { data: { required: true, display_name: 'Wrapping' } } }],
  [`GET ${modifiers}/999999`, 404],

  [
    `POST ${modifiers}/{wrap}/values`,
    200,
    {
      send: { label: 'Box', sort_order: 1, adjusters: { price: { adjuster: 'relative', adjuster_value: 2 } } },
      holds: { data: { adjusters: { price: { adjuster: 'relative', adjuster_value: 2 } } } },
      keeps: { box: 'data.id' },
    },
  ],
  [`POST ${modifiers}/{wrap}/values`, 422, { send: { sort_order: 1 } }],
  [`GET ${modifiers}/{wrap}/values`, 200, { holds: { data: [{ label: 'Paper' }, { id: '{box}', label: 'Box' }] } }],
  ['GET /v3/catalog/products/999999/modifiers/{wrap}/values', 404],
  [`PUT ${modifiers}/{wrap}/values/{box}`, 200, { send: { label: 'Crate' }, holds: { data: { label: 'Crate' } } }],
  [`PUT ${modifiers}/{wrap}/values/999999`, 404, { send: { label: 'Tin' } }],
  [`GET ${modifiers}/{wrap}/values/{box}`, 200, { holds: { data: { label: 'Crate' } } }],
  [`GET ${modifiers}/{wrap}/values/999999`, 404],
  [
    `POST ${modifiers}/{wrap}/values/{box}/image`,
    200,
    { send: pictureForm(), holds: { data: { image_url: expect.any(String) } } },
  ],
  [`POST ${modifiers}/{wrap}/values/999999/image`, 404, { send: pictureForm() }],
  [`DELETE ${modifiers}/{wrap}/values/{box}`, 204],
  [`DELETE ${modifiers}/{wrap}/values/{box}`, 404],
  [`DELETE ${modifiers}/{wrap}`, 204],
  [`DELETE ${modifiers}/{wrap}`, 404],
]
