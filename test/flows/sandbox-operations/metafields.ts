import type { Calls } from './tour.ts'

const note = { permission_set: 'read', namespace: 'warehouse', key: 'shelf', value: 'A-7' }

/** The life of a metafield of one resource. */
function lifeOf(resource: string, unknown: string): Calls {
  const metafields = `${resource}/metafields`
  return [
    [`POST ${metafields}`, 200, { send: note, holds: { data: note }, keeps: { note: 'data.id' } }],
    [`POST ${metafields}`, 409, { send: note }],
    [`POST ${metafields}`, 422, { send: { ...note, permission_set: 'everybody' } }],
    [`GET ${metafields}?namespace=warehouse`, 200, { holds: { data: [{ id: '{note}', value: 'A-7' }] } }],
    [`GET ${unknown}/metafields`, 404],
    [
      `PUT ${metafields}/{note}`,
      200,
      { send: { ...note, value: 'B-1' }, holds: { data: { key: 'shelf', value: 'B-1' } } },
    ],
    [`PUT ${metafields}/999999`, 404, { send: { ...note, value: 'B-1' } }],
    [`GET ${metafields}/{note}`, 200, { holds: { data: { value: 'B-1' } } }],
    [`GET ${metafields}/999999`, 404],
    [`DELETE ${metafields}/{note}`, 204],
    [`DELETE ${metafields}/{note}`, 404],
  ]
}

const products = '/v3/catalog/products'

export const metafieldCalls: Calls = [
  ...lifeOf(`${products}/101`, `${products}/999999`),
  ...lifeOf(`${products}/101/variants/1001`, `${products}/101/variants/999999`),
]
