import type { Calls } from './tour.ts'

const note = { permission_set: 'read', namespace: 'warehouse', key: 'shelf', value: 'A-7' }

interface Owner {
  /** A resource, and the address of one that isn't there. */
  readonly one: string
  readonly unknown: string
  /** Its id, and the address of all metafields of its kind. */
  readonly id: number
  readonly all: string
}

/** The life of a metafield of one resource, and of one that is made, changed and deleted in batches. */
function lifeOf({ one, unknown, id, all }: Owner): Calls {
  const own = `${one}/metafields`
  return [
    [`POST ${own}`, 200, { send: note, holds: { data: note }, keeps: { note: 'data.id' } }],
    [`POST ${own}`, 409, { send: note }],
    [`POST ${own}`, 422, { send: { ...note, permission_set: 'everybody' } }],
    [`GET ${own}?namespace=warehouse`, 200, { holds: { data: [{ id: '{note}', value: 'A-7' }] } }],
    [`GET ${unknown}/metafields`, 404],
    [
      `PUT ${own}/{note}`,
      200,
      { send: { ...note, id: '{note}', value: 'B-1' }, holds: { data: { key: 'shelf', value: 'B-1' } } },
    ],
    [`PUT ${own}/999999`, 404, { send: { ...note, id: 999999, value: 'B-1' } }],
    [`GET ${own}/{note}`, 200, { holds: { data: { value: 'B-1' } } }],
    [`GET ${own}/999999`, 404],
    [`DELETE ${own}/{note}`, 204],
    [`DELETE ${own}/{note}`, 404],

    [
      `POST ${all}`,
      200,
      { send: [{ ...note, resource_id: id }], holds: { meta: { success: 1 } }, keeps: { note: 'data.0.id' } },
    ],
    [`POST ${all}`, 422, { send: [{ ...note, resource_id: 999999 }], holds: { data: [], meta: { failed: 1 } } }],
    [
      `PUT ${all}`,
      200,
      { send: [{ ...note, id: '{note}', value: 'C-3' }], holds: { data: [{ id: '{note}', value: 'C-3' }] } },
    ],
    [`PUT ${all}`, 422, { send: [{ ...note, id: 999999, value: 'C-3' }], holds: { meta: { total: 1, failed: 1 } } }],
    [`GET ${all}?key=shelf`, 200, { holds: { data: [{ id: '{note}', resource_id: id, value: 'C-3' }] } }],
    [`GET ${all}?direction=sideways`, 422],
    [`DELETE ${all}`, 200, { send: ['{note}'], holds: { data: ['{note}'] } }],
    [`DELETE ${all}`, 422, { send: ['{note}'], holds: { data: [], meta: { failed: 1 } } }],
    [`GET ${all}`, 200, { holds: { data: [] } }],
  ]
}

const catalog = '/v3/catalog'
const product = `${catalog}/products/101`

const owners: readonly Owner[] = [
  { one: product, unknown: `${catalog}/products/999999`, id: 101, all: `${catalog}/products/metafields` },
  {
    one: `${product}/variants/1001`,
    unknown: `${product}/variants/999999`,
    id: 1001,
    all: `${catalog}/variants/metafields`,
  },
  ...[
    { resources: `${catalog}/brands`, id: 31 },
    { resources: `${catalog}/categories`, id: 21 },
    { resources: '/v3/channels', id: 1 },
    { resources: '/v3/customers', id: 1 },
    { resources: '/v3/inventory/locations', id: 1 },
    { resources: '/v3/orders', id: 101 },
  ].map(({ resources, id }) => ({
    one: `${resources}/${id}`,
    unknown: `${resources}/999999`,
    id,
    all: `${resources}/metafields`,
  })),
]

export const metafieldCalls: Calls = owners.flatMap(lifeOf)
