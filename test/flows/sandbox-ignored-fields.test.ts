import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller

beforeEach(async () => {
  store = await openSandboxCaller({ products: 5 })
})
afterEach(() => store.close())

const products = '/v3/catalog/products'
const match = { method: 'PUT', path: '/v3/catalog/**' }

it('saves a body without some of its fields, and answers as if all were well', async () => {
  const before = (await store.call('GET', `${products}/101`)).body.data
  store.sandbox.faults.add({ match, kind: 'ignored-fields', fields: ['name', 'weight'], times: 2 })
  await store.checked(async () => {
    const one = await store.call('PUT', `${products}/101`, { name: 'Other', price: 7 })
    expect([one.status, one.body.data.name, one.body.data.price]).toEqual([200, before.name, 7])
    const { status, body } = await store.call('PUT', products, [{ id: 101, name: 'Other', price: 8 }])
    expect([status, body.data[0].name, body.data[0].price]).toEqual([200, before.name, 8])
  })
  expect((await store.call('PUT', `${products}/101`, { name: 'Other' })).body.data.name).toBe('Other')
})

it('says so with 207 in the documented form, where anything was left out', async () => {
  store.sandbox.faults.add({ match, kind: 'ignored-fields', fields: ['custom_url'], status: 207 })
  await store.checked(async () => {
    const url = { url: '/elsewhere/', is_customized: true }
    const { status, body } = await store.call('PUT', products, [
      { id: 101, price: 9, custom_url: url },
      { id: 102, price: 9 },
    ])
    expect([status, body.errors]).toEqual([207, { custom_url: 'custom_url could not be saved' }])
    expect(body.data.map((row: { price: number }) => row.price)).toEqual([9, 9])
    expect(body.data[0].custom_url.url).not.toBe('/elsewhere/')
    expect((await store.call('PUT', products, [{ id: 101, price: 9 }])).status).toBe(200)
  })
})

it('leaves a refusal what it is, and is set up from another process', async () => {
  const response = await fetch(`${store.sandbox.url}/_control/faults`, {
    method: 'POST',
    headers: { 'X-Sandbox-Control': store.sandbox.controlSecret },
    body: JSON.stringify({ kind: 'ignored-fields', match, fields: ['name'], status: 207 }),
  })
  expect(response.status).toBe(201)
  expect(store.sandbox.faults.list[0]?.rule).toEqual({ kind: 'ignored-fields', match, fields: ['name'], status: 207 })
  expect((await store.call('PUT', products, [{ id: 999, name: 'Other' }])).status).toBe(404)
})
