import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox } from '../../src/sandbox/bigcommerce/index.ts'

let sandbox: Sandbox
let token: string

beforeAll(async () => {
  sandbox = await createSandbox({ seed: 3, products: 30, quota: 'off' })
  token = sandbox.createAccount({ name: 'Quirks', scopes: allScopes }).accessToken
})
afterEach(() => sandbox.quirks.clear())
afterAll(() => sandbox.close())

interface ProductPage {
  readonly data: readonly { readonly id: number; readonly name: string; readonly date_modified: string }[]
  readonly meta: { readonly pagination: { readonly total: number; readonly total_pages: number } }
}

async function products(query: string): Promise<ProductPage> {
  const answer = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/catalog/products?${query}`, {
    headers: { 'x-auth-token': token },
  })
  return (await answer.json()) as ProductPage
}

const idsOf = async (query: string) => (await products(query)).data.map(row => row.id)
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at)

it('takes no notice of id:greater when told so, and of nothing else', async () => {
  expect(await idsOf('sort=id&id:greater=120&limit=5')).toEqual(upTo(121, 125))
  sandbox.quirks.set({ ignoresIdGreater: true })
  expect(await idsOf('sort=id&id:greater=120&limit=5')).toEqual(upTo(101, 105))
  expect(await idsOf('sort=id&id:greater=120&id:min=110&limit=5')).toEqual(upTo(110, 114))
})

it('takes no notice of sort when told so: products come by name, also behind a key', async () => {
  sandbox.quirks.set({ ignoresSort: true })
  const { data } = await products('sort=id&id:greater=110&limit=250')
  const names = data.map(row => row.name.toLowerCase())
  expect(names).toEqual([...names].sort())
  expect(data.map(row => row.id)).not.toEqual(upTo(111, 130))
  expect(data.map(row => row.id).sort((a, b) => a - b)).toEqual(upTo(111, 130))
})

it('takes no notice of date_modified:min when told so', async () => {
  const query = 'date_modified:min=2999-01-01T00:00:00Z&limit=250'
  expect(await idsOf(query)).toEqual([])
  sandbox.quirks.set({ ignoresDateModifiedMin: true })
  expect(await idsOf(query)).toEqual(upTo(101, 130))
})

it('counts wrongly when told so, never below nothing, and only there', async () => {
  sandbox.quirks.set({ totalOff: 7 })
  expect((await products('limit=10')).meta.pagination).toMatchObject({ total: 37, total_pages: 4 })
  sandbox.quirks.set({ totalOff: -100 })
  const { data, meta } = await products('limit=10')
  expect([data.length, meta.pagination.total]).toEqual([10, 0])
})

interface Rule {
  readonly id: number
  readonly amount: number
}

it('reads percentages of bulk pricing rules as documented, or otherwise when told so', async () => {
  const address = `${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/catalog/products/101/bulk-pricing-rules`
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
  const shown = async (amount: number | string) => {
    const body = JSON.stringify({ quantity_min: 900, quantity_max: 0, type: 'percent', amount })
    const { data } = (await (await fetch(address, { method: 'POST', headers, body })).json()) as { data: Rule }
    await fetch(`${address}/${data.id}`, { method: 'DELETE', headers })
    return data.amount
  }
  const { data } = (await (await fetch(address, { headers })).json()) as { data: readonly Rule[] }
  for (const { id } of data) await fetch(`${address}/${id}`, { method: 'DELETE', headers })
  expect([await shown('.10'), await shown('0.07125'), await shown(10)]).toEqual([10, 7.125, 10])
  sandbox.quirks.set({ readsPercentTextAsNumber: true })
  expect([await shown('.10'), await shown(10)]).toEqual([0.1, 10])
  sandbox.quirks.set({ dividesPercents: true })
  expect([await shown('.10'), await shown(10)]).toEqual([0.1, 1000])
})

it('keeps quirks that were given at the start, until they are cleared from another process', async () => {
  const odd = await createSandbox({ products: 1, quirks: { totalOff: 2 } })
  const control = async (method: string, body?: object) => {
    const answer = await fetch(`${odd.url}/_control/quirks`, {
      method,
      headers: { 'x-sandbox-control': odd.controlSecret },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }
  expect(await control('POST', { ignoresSort: true })).toMatchObject({ status: 200 })
  const percents = { readsPercentTextAsNumber: false, dividesPercents: false }
  const now = { ignoresIdGreater: false, ignoresSort: true, ignoresDateModifiedMin: false, totalOff: 2, ...percents }
  expect(await control('GET')).toEqual({ status: 200, body: now })
  expect(await control('POST', { ignoresEverything: true })).toMatchObject({ status: 400 })
  expect(await control('POST', { totalOff: 'many' })).toMatchObject({ status: 400 })
  expect(odd.quirks.now).toEqual(now)
  expect(await control('DELETE')).toMatchObject({ status: 200 })
  expect(odd.quirks.now).toMatchObject({ ignoresSort: false, totalOff: 0 })
  await odd.close()
})
