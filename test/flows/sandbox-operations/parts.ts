import type { Calls } from './tour.ts'

const product = '/v3/catalog/products/{vase}'

interface Part {
  readonly path: string
  /** A good new one, one that is refused, and a good and a refused change. */
  readonly made: object
  readonly wrong: object
  readonly change: object
  readonly wrongChange: object
}

/** The life of one part of a product, from the first of its kind to an empty list again. */
function lifeOf({ path, made, wrong, change, wrongChange }: Part): Calls {
  const parts = `${product}/${path}`
  return [
    [`POST ${parts}`, 200, { send: made, keeps: { part: 'data.id' } }],
    [`POST ${parts}`, 422, { send: wrong }],
    [`GET ${parts}`, 200, { holds: { data: [{ id: '{part}' }], meta: { pagination: { total: 1 } } } }],
    [`GET /v3/catalog/products/999999/${path}`, 404],
    [`PUT ${parts}/{part}`, 200, { send: change, holds: { data: { id: '{part}', ...change } } }],
    [`PUT ${parts}/{part}`, 422, { send: wrongChange }],
    [`GET ${parts}/{part}`, 200, { holds: { data: change } }],
    [`GET ${parts}/999999`, 404],
    [`DELETE ${parts}/{part}`, 204],
    [`DELETE ${parts}/{part}`, 404],
    [`GET ${parts}`, 200, { holds: { data: [], meta: { pagination: { total: 0 } } } }],
  ]
}

const life: readonly Part[] = [
  {
    path: 'images',
    made: { image_url: 'https://pictures.example/vase.jpg', description: 'From the left' },
    wrong: { image_url: 'vase.jpg' },
    change: { description: 'From the right', sort_order: 3 },
    wrongChange: { sort_order: 'first' },
  },
  {
    path: 'videos',
    made: { video_id: 'z3fRu9pkuXE', title: 'How it is made' },
    wrong: { title: 'Which one?' },
    change: { title: 'How it was made' },
    wrongChange: { title: 'x'.repeat(256) },
  },
  {
    path: 'custom-fields',
    made: { name: 'Glaze', value: 'Celadon' },
    wrong: { name: 'Glaze' },
    change: { name: 'Glaze', value: 'Ash' },
    wrongChange: { name: 'Glaze', value: 'x'.repeat(251) },
  },
  {
    path: 'bulk-pricing-rules',
    made: { quantity_min: 10, quantity_max: 19, type: 'percent', amount: 5 },
    wrong: { quantity_min: 10, quantity_max: 19, type: 'gift', amount: 5 },
    change: { quantity_min: 10, quantity_max: 19, type: 'percent', amount: 7 },
    wrongChange: { quantity_min: 10, quantity_max: 19, type: 'percent', amount: 'much' },
  },
  {
    path: 'reviews',
    made: { title: 'Lovely', date_reviewed: '2026-02-01T09:00:00+00:00', rating: 5, status: 'approved' },
    wrong: { title: 'When was that?' },
    change: { title: 'Quite lovely', rating: 4 },
    wrongChange: { title: 'Too lovely', rating: 6 },
  },
]

/** Pictures, videos, custom fields, bulk pricing rules and reviews of a product. */
export const partCalls: Calls = [
  [
    'POST /v3/catalog/products',
    200,
    { send: { name: 'Vase', type: 'physical', weight: 1, price: 30 }, keeps: { vase: 'data.id' } },
  ],
  ...life.flatMap(lifeOf),
]
