import type { Calls } from './tour.ts'

const categories = '/v3/catalog/categories'
const order = `${categories}/{toys}/products/sort-order`

/** The older operations for categories, which know of the first tree alone. */
export const olderCategoryCalls: Calls = [
  [
    `POST ${categories}`,
    200,
    {
      send: { name: 'Toys', parent_id: 0 },
      holds: { data: { name: 'Toys', is_visible: true } },
      keeps: { toys: 'data.id' },
    },
  ],
  [`POST ${categories}`, 409, { send: { name: 'TOYS', parent_id: 0 } }],
  [`GET ${categories}?name=Toys`, 200, { holds: { data: [{ id: '{toys}', custom_url: { url: '/toys/' } }] } }],
  [`GET ${categories}?sort=taste`, 422],
  [`PUT ${categories}/{toys}`, 200, { send: { name: 'Toys & games' }, holds: { data: { name: 'Toys & games' } } }],
  [`PUT ${categories}/999999`, 404, { send: { name: 'Nothing' } }],
  [`GET ${categories}/{toys}`, 200, { holds: { data: { name: 'Toys & games', parent_id: 0 } } }],
  [`GET ${categories}/999999`, 404],

  ['PUT /v3/catalog/products/category-assignments', 204, { send: [{ product_id: 104, category_id: '{toys}' }] }],
  [`PUT ${order}`, 200, { send: [{ product_id: 104, sort_order: 2 }] }],
  // It isn't in the category.
  [`PUT ${order}`, 422, { send: [{ product_id: 105, sort_order: 1 }] }],
  [`GET ${order}`, 200, { holds: { data: [{ product_id: 104, sort_order: 2 }] } }],
  [`GET ${categories}/999999/products/sort-order`, 404],

  // It holds a product.
  [`DELETE ${categories}/{toys}`, 422],
  ['DELETE /v3/catalog/products/category-assignments?category_id:in={toys}', 204],
  [`DELETE ${categories}/{toys}`, 204],
  [`DELETE ${categories}/{toys}`, 404],
  [`POST ${categories}`, 200, { send: { name: 'Games', parent_id: 0 }, keeps: { games: 'data.id' } }],
  [`DELETE ${categories}?id:in={games}`, 204],
  [`GET ${categories}?id:in={games}`, 200, { holds: { data: [] } }],
  [`DELETE ${categories}`, 422],
]
