import { expect } from 'vitest'
import type { Calls } from './tour.ts'
import { pictureForm } from './tour.ts'

const trees = '/v3/catalog/trees'
const categories = `${trees}/categories`
const older = '/v3/catalog/categories'

export const categoryCalls: Calls = [
  [
    `POST ${categories}`,
    201,
    {
      send: [{ name: 'Garden shed', tree_id: 1, parent_id: 0 }],
      holds: { meta: { total: 1, failed: 0 } },
      keeps: { shed: 'data.0.category_id' },
    },
  ],
  [`POST ${categories}`, 409, { send: [{ name: 'GARDEN SHED', tree_id: 1, parent_id: 0 }] }],
  [
    // One is made, the other is refused.
    `POST ${categories}`,
    207,
    {
      send: [
        { name: 'Rakes', tree_id: 1, parent_id: '{shed}' },
        { name: 'Garden shed', tree_id: 1, parent_id: 0 },
      ],
      holds: { data: [{ name: 'Rakes', parent_id: '{shed}' }], meta: { total: 2, success: 1, failed: 1 } },
      keeps: { rakes: 'data.0.category_id' },
    },
  ],
  [
    `POST ${categories}`,
    413,
    { send: Array.from({ length: 51 }, (_, at) => ({ name: `Bed ${at}`, tree_id: 1, parent_id: 0 })) },
  ],
  [
    `GET ${categories}?category_id:in={shed},{rakes}`,
    200,
    { holds: { data: [{ name: 'Garden shed' }, { name: 'Rakes' }] } },
  ],
  [`GET ${categories}?category_id:in=shed`, 422],
  [`POST ${older}/{rakes}/image`, 200, { send: pictureForm(), holds: { data: { image_url: expect.any(String) } } }],
  [`POST ${older}/{rakes}/image`, 422, { send: new FormData() }],
  [`DELETE ${older}/{rakes}/image`, 204],
  [`DELETE ${older}/999999/image`, 404],
  [`PUT ${categories}`, 200, { send: [{ category_id: '{rakes}', name: 'Rakes & hoes', is_visible: false }] }],
  [`PUT ${categories}`, 404, { send: [{ category_id: 999999, name: 'Nothing' }] }],
  [`PUT ${categories}`, 422, { send: [{ category_id: '{rakes}', tree_id: 2 }] }],
  [
    `GET ${categories}?name=rakes+%26+hoes`,
    200,
    { holds: { data: [{ category_id: '{rakes}', is_visible: false, parent_id: '{shed}' }] } },
  ],
  [`GET ${trees}/1/categories?depth=0`, 200, { holds: { data: [{ id: 21, name: 'Home', children: [] }, {}, {}, {}] } }],
  [`GET ${trees}/999999/categories`, 404],
  // With everything below it.
  [`DELETE ${categories}?category_id:in={shed}`, 202],
  [`GET ${categories}?category_id:in={shed},{rakes}`, 200, { holds: { data: [] } }],
  [`DELETE ${categories}`, 422],

  [
    `GET ${trees}`,
    200,
    {
      holds: {
        data: [
          { id: 1, channels: [1] },
          { id: 2, channels: [2] },
        ],
      },
    },
  ],
  [`GET ${trees}?channel_id:in=one`, 422],
  [
    `PUT ${trees}`,
    200,
    {
      send: [
        { id: 1, name: 'Winter' },
        { name: 'Amazon', channels: [664_201] },
      ],
      keeps: { tree: 'data.1.id' },
    },
  ],
  [`GET ${trees}`, 200, { holds: { data: [{ id: 1, name: 'Winter' }, { id: 2 }, { id: '{tree}', name: 'Amazon' }] } }],
  [
    `PUT ${trees}`,
    422,
    { send: [{ name: 'Another', channels: [1] }], holds: { errors: { '0.channels': expect.any(String) } } },
  ],
  [`DELETE ${trees}?id:in={tree}`, 204],
  [`GET ${trees}`, 200, { holds: { data: [{ id: 1 }, { id: 2 }] } }],
  [`DELETE ${trees}`, 422],
]

const byChannel = '/v3/catalog/products/channel-assignments'
const byCategory = '/v3/catalog/products/category-assignments'

/** In which channels a product is sold, and in which categories it stands. */
export const assignmentCalls: Calls = [
  [`PUT ${byChannel}`, 204, { send: [{ product_id: 103, channel_id: 664_201 }] }],
  [
    `GET ${byChannel}?product_id:in=103&channel_id:in=664201`,
    200,
    { holds: { data: [{ product_id: 103, channel_id: 664_201 }] } },
  ],
  [`GET ${byChannel}?product_id:in=chair`, 422],
  [`PUT ${byChannel}`, 422, { send: [{ product_id: 103, channel_id: 999999 }] }],
  [`DELETE ${byChannel}?product_id:in=103&channel_id:in=664201`, 204],
  [`GET ${byChannel}?product_id:in=103&channel_id:in=664201`, 200, { holds: { data: [] } }],
  [`DELETE ${byChannel}`, 422],
  [`PUT ${byCategory}`, 204, { send: [{ product_id: 103, category_id: 22 }] }],
  [
    `GET ${byCategory}?product_id:in=103&category_id:in=22`,
    200,
    { holds: { data: [{ product_id: 103, category_id: 22 }] } },
  ],
  [`GET ${byCategory}?category_id:in=home`, 422],
  [`PUT ${byCategory}`, 422, { send: [{ product_id: 103, category_id: 999999 }] }],
  [`DELETE ${byCategory}?product_id:in=103&category_id:in=22`, 204],
  [`GET ${byCategory}?product_id:in=103&category_id:in=22`, 200, { holds: { data: [] } }],
  [`DELETE ${byCategory}`, 422],
]
