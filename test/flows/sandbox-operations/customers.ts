import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const groups = '/v2/customer_groups'
const customers = '/v3/customers'
const addresses = `${customers}/addresses`
const attributes = `${customers}/attributes`
const values = `${customers}/attribute-values`

const jane = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }
const mill = {
  ...{ first_name: 'Jane', last_name: 'Doe', address1: '1 Mill Lane', city: 'Oakham' },
  ...{ state_or_province: 'Iowa', postal_code: '50002', country_code: 'US' },
}

export const customerGroupCalls: Calls = [
  [
    `POST ${groups}`,
    200,
    {
      send: { name: 'Wholesale', discount_rules: [{ type: 'all', method: 'percent', amount: '5' }] },
      keeps: { group: 'id' },
    },
  ],
  [`POST ${groups}`, 400, { send: { is_default: true } }],
  [`GET ${groups}?name=Wholesale`, 200, { holds: [{ id: '{group}', discount_rules: [{ amount: '5.0000' }] }] }],
  [`GET ${groups}?is_default=perhaps`, 400],
  [`GET ${groups}/count`, 200, { holds: { count: expect.any(Number) } }],
  [`GET ${groups}/count`, 403, { withoutScope: true }],
  [`PUT ${groups}/{group}`, 200, { send: { name: 'Trade' }, holds: { name: 'Trade' } }],
  [`PUT ${groups}/999999`, 404, { send: { name: 'Trade' } }],
  [`GET ${groups}/{group}`, 200, { holds: { name: 'Trade', is_default: false } }],
  [`GET ${groups}/999999`, 404],
  [`DELETE ${groups}/{group}`, 204],
  [`DELETE ${groups}/{group}`, 404],
]

export const customerCalls: Calls = [
  [`POST ${customers}`, 200, { send: [{ ...jane, addresses: [mill] }], keeps: { jane: 'data.0.id' } }],
  [`POST ${customers}`, 422, { send: [{ ...jane, email: 'JANE@example.com' }] }],
  [
    `POST ${customers}`,
    413,
    { send: Array.from({ length: 11 }, (_, at) => ({ ...jane, email: `${at}@example.com` })) },
  ],
  [
    `GET ${customers}?email:in=jane@example.com&include=addresses,storecredit`,
    200,
    { holds: { data: [{ id: '{jane}', addresses: [{ city: 'Oakham' }], store_credit_amounts: [{ amount: 0 }] }] } },
  ],
  [`GET ${customers}?include=addresses,storecredit,attributes,formfields&limit=3`, 200],
  [`GET ${customers}?sort=mood`, 422],
  [
    `PUT ${customers}`,
    200,
    {
      send: [{ id: '{jane}', company: 'Doe & Co', registration_ip_address: '198.51.100.7' }],
      holds: { data: [{ company: 'Doe & Co' }] },
    },
  ],
  [`GET ${customers}?registration_ip_address:in=198.51.100.7`, 200, { holds: { data: [{ id: '{jane}' }] } }],
  [`PUT ${customers}`, 422, { send: [{ id: 999999, company: 'Nobody' }] }],

  [
    `POST ${addresses}`,
    200,
    { send: [{ ...mill, address1: '2 Mill Lane', customer_id: '{jane}' }], keeps: { address: 'data.0.id' } },
  ],
  [`POST ${addresses}`, 422, { send: [{ ...mill, customer_id: 999999 }] }],
  [
    `PUT ${addresses}`,
    200,
    { send: [{ id: '{address}', country_code: 'CA' }], holds: { data: [{ country: 'Canada' }] } },
  ],
  [`PUT ${addresses}`, 422, { send: [{ id: '{address}', country_code: 'Atlantis' }] }],
  [
    `GET ${addresses}?customer_id:in={jane}`,
    200,
    { holds: { data: [{ country_code: 'US' }, { id: '{address}', country_code: 'CA' }] } },
  ],
  [`GET ${addresses}?customer_id:in=jane`, 422],
  [`DELETE ${addresses}?id:in={address}`, 204],
  [`GET ${customers}?id:in={jane}`, 200, { holds: { data: [{ address_count: 1, company: 'Doe & Co' }] } }],
  [`DELETE ${addresses}?id:in=home`, 422],

  [`POST ${attributes}`, 200, { send: [{ name: 'Shoe size', type: 'number' }], keeps: { size: 'data.0.id' } }],
  [`POST ${attributes}`, 422, { send: [{ name: 'shoe SIZE', type: 'number' }] }],
  [`PUT ${attributes}`, 200, { send: [{ id: '{size}', name: 'Size' }], holds: { data: [{ name: 'Size' }] } }],
  [`PUT ${attributes}`, 422, { send: [{ id: 999999, name: 'Nothing' }] }],
  [`GET ${attributes}?name=Size`, 200, { holds: { data: [{ id: '{size}', type: 'number' }] } }],
  [`GET ${attributes}?date_created=soon`, 422],
  [
    `PUT ${values}`,
    200,
    { send: [{ attribute_id: '{size}', customer_id: '{jane}', value: '41' }], keeps: { value: 'data.0.id' } },
  ],
  [`PUT ${values}`, 422, { send: [{ attribute_id: '{size}', customer_id: 999999, value: '41' }] }],
  [
    `GET ${values}?customer_id:in={jane}`,
    200,
    { holds: { data: [{ attribute_id: '{size}', attribute_value: '41' }] } },
  ],
  [`GET ${values}?customer_id:in=jane`, 422],
  [`DELETE ${values}?id:in={value}`, 204],
  [`GET ${values}`, 200, { holds: { data: [] } }],
  [`DELETE ${values}`, 422],
  [`DELETE ${attributes}?id:in={size}`, 204],
  [`GET ${attributes}`, 200, { holds: { data: [] } }],
  [`DELETE ${attributes}`, 422],

  [`DELETE ${customers}?id:in={jane}`, 204],
  [`GET ${customers}?id:in={jane}`, 200, { holds: { data: [] } }],
  [`DELETE ${customers}?id:in=jane`, 422],
]
