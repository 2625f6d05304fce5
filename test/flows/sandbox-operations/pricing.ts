import type { Calls } from './tour.ts'

const lists = '/v3/pricelists'
const records = `${lists}/{trade}/records`
const assignments = `${lists}/assignments`

export const pricingCalls: Calls = [
  [`POST ${lists}`, 200, { send: { name: 'Trade' }, holds: { data: { active: true } }, keeps: { trade: 'data.id' } }],
  [`POST ${lists}`, 409, { send: { name: 'Trade' } }],
  [`GET ${lists}?name=Trade`, 200, { holds: { data: [{ id: '{trade}', name: 'Trade' }] } }],
  [`GET ${lists}?id:in=trade`, 422],
  [`PUT ${lists}/{trade}`, 200, { send: { name: 'Resale', active: false }, holds: { data: { name: 'Resale' } } }],
  [`PUT ${lists}/{trade}`, 422, { send: { name: '' } }],
  [`GET ${lists}/{trade}`, 200, { holds: { data: { name: 'Resale', active: false } } }],
  [`GET ${lists}/999999`, 404],

  [
    `POST ${lists}/records`,
    200,
    { send: [{ price_list_id: '{trade}', variant_id: 1001, price: 40, currency: 'usd' }] },
  ],
  [
    `POST ${lists}/records`,
    422,
    {
      send: [{ price_list_id: '{trade}', variant_id: 1001, price: 41, currency: 'usd' }],
      holds: { batch_errors: [{ data: { variant_id: 1001 } }] },
    },
  ],
  [`PUT ${lists}/records`, 200, { send: [{ price_list_id: '{trade}', variant_id: 1001, price: 42, currency: 'usd' }] }],
  [`PUT ${lists}/records`, 422, { send: [{ price_list_id: 999999, variant_id: 1001, price: 42, currency: 'usd' }] }],
  [`POST ${records}`, 200, { send: [{ sku: 'LT-00001-BARK', price: 43, currency: 'cad' }] }],
  [
    `POST ${records}`,
    413,
    { send: Array.from({ length: 101 }, (_, at) => ({ variant_id: 1_001 + at, price: 1, currency: 'usd' })) },
  ],
  [
    `PUT ${records}`,
    200,
    {
      send: [
        { variant_id: 1003, price: 44, sale_price: 40, currency: 'usd' },
        { variant_id: 1001, price: 45, currency: 'usd' },
      ],
    },
  ],
  [`PUT ${records}`, 422, { send: [{ variant_id: 1003, price: 44, currency: 'gold' }] }],
  [
    `GET ${records}?include=sku`,
    200,
    {
      holds: { data: [{ variant_id: 1001, price: 45 }, { sku: 'LT-00001-BARK', price: 43 }, { calculated_price: 40 }] },
    },
  ],
  [`GET ${lists}/999999/records`, 404],
  [`GET ${records}/1001`, 200, { holds: { data: [{ variant_id: 1001, currency: 'usd', price: 45 }] } }],
  [`GET ${lists}/999999/records/1001`, 404],
  [`PUT ${records}/1001/usd`, 200, { send: { price: 46 }, holds: { data: { price: 46 } } }],
  [`PUT ${records}/999999/usd`, 404, { send: { price: 46 } }],
  [`GET ${records}/1001/usd`, 200, { holds: { data: { price: 46 } } }],
  [`GET ${records}/1004/usd`, 404],
  [`DELETE ${records}/1001/usd`, 204],
  [`DELETE ${records}/1001/usd`, 404],
  [`DELETE ${records}?variant_id:in=1002,1003`, 204],
  [`GET ${records}`, 200, { holds: { data: [] } }],
  [`DELETE ${lists}/999999/records`, 404],

  ['POST /v2/customer_groups', 200, { send: { name: 'Resellers' }, keeps: { group: 'id' } }],
  [`POST ${assignments}`, 200, { send: [{ price_list_id: '{trade}', channel_id: 1 }] }],
  [`POST ${assignments}`, 422, { send: [{ price_list_id: '{trade}', channel_id: 1 }] }],
  [`PUT ${lists}/{trade}/assignments`, 200, { send: { customer_group_id: '{group}', channel_id: 2 } }],
  [`PUT ${lists}/{trade}/assignments`, 404, { send: { customer_group_id: 999999, channel_id: 2 } }],
  [
    `GET ${assignments}?price_list_id={trade}`,
    200,
    { holds: { data: [{ channel_id: 1 }, { customer_group_id: '{group}', channel_id: 2 }] } },
  ],
  [`GET ${assignments}?channel_id=one`, 422],
  [`DELETE ${assignments}?channel_id=1`, 204],
  [`GET ${assignments}?price_list_id={trade}`, 200, { holds: { data: [{ channel_id: 2 }] } }],
  [`DELETE ${assignments}`, 422],

  [`DELETE ${lists}/{trade}`, 204],
  [`DELETE ${lists}/{trade}`, 404],
  [`POST ${lists}`, 200, { send: { name: 'Sale' }, keeps: { sale: 'data.id' } }],
  [`DELETE ${lists}?id:in={sale}`, 204],
  [`GET ${lists}`, 200, { holds: { data: [] } }],
  [`DELETE ${lists}?id:in=sale`, 422],
]
