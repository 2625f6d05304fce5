import type { Calls } from './tour.ts'

const hooks = '/v3/hooks'
const hook = { scope: 'store/order/created', destination: 'https://hub.example/hooks', headers: { secret: 'x' } }

export const hookCalls: Calls = [
  [`POST ${hooks}`, 200, { send: hook, holds: { data: { ...hook, is_active: true } }, keeps: { hook: 'data.id' } }],
  [`POST ${hooks}`, 409, { send: hook }],
  [`POST ${hooks}`, 422, { send: { ...hook, destination: 'http://hub.example:8080/' } }],
  [`GET ${hooks}?scope=store/order/created`, 200, { holds: { data: [{ id: '{hook}' }] } }],
  [`GET ${hooks}?is_active=perhaps`, 422],
  // Another account doesn't see it.
  [`GET ${hooks}`, 200, { withoutScope: true, holds: { data: [] } }],
  [`GET ${hooks}/{hook}`, 404, { withoutScope: true }],
  [`PUT ${hooks}/{hook}`, 200, { send: { is_active: false }, holds: { data: { is_active: false } } }],
  [`PUT ${hooks}/{hook}`, 422, { send: {} }],
  [`GET ${hooks}/{hook}`, 200, { holds: { data: { is_active: false, destination: hook.destination } } }],
  [`GET ${hooks}/999999`, 404],
  [`PUT ${hooks}/admin`, 204, { send: { emails: ['ops@example.com'] } }],
  [`PUT ${hooks}/admin`, 422, { send: { emails: ['nobody'] } }],
  [
    `GET ${hooks}/admin`,
    200,
    { holds: { data: { emails: ['ops@example.com'], hooks_list: [{ id: '{hook}', status: 'inactive' }] } } },
  ],
  [`GET ${hooks}/admin?is_active=perhaps`, 422],
  [`DELETE ${hooks}/{hook}`, 200, { holds: { data: { id: '{hook}' } } }],
  [`DELETE ${hooks}/{hook}`, 404],
]
