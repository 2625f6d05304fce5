import { afterAll, beforeAll, expect, it } from 'vitest'
import { contractAbsence, contractPresent, queryParameters } from '../support/contract.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'
import { sandboxTable } from '../support/sandbox-table.ts'

let store: SandboxCaller

beforeAll(async () => {
  store = await openSandboxCaller()
})

afterAll(() => store.close())

const generic = (operation: string) => operation.replaceAll(/\{\w+\}/g, '{}')

/** Documented parameters that a wrong value doesn't disturb. */
const undisturbed = [
  // Texts like any other, which find nothing.
  /^GET .*\/trees\/categories category_uuid/,
  /^GET .*\/records currency$/,
  // The official file repeats the parameters of the list at a single group.
  /^GET \/v2\/customer_groups\/\{\} /,
]

/** What stands for the variable parts of a path: something that the store has. */
const ids: Readonly<Record<string, number>> = {
  products: 101,
  categories: 21,
  variants: 1001,
  options: 101,
  orders: 101,
  channels: 1,
  sites: 1000,
  brands: 31,
  images: 501,
  values: 1001,
  records: 1001,
}

const filled = (path: string) =>
  path.replace('{currency_code}', 'usd').replaceAll(/(\w+)\/\{\w+\}/g, (_, name) => `${name}/${ids[name] ?? 1}`)

/** Takes any text, so that none is wrong. */
const isText = (kind: string, name: string) => kind === 'string' || /(include|exclude)_fields$/.test(name)

it(`hears every documented filter of what it lists${contractPresent ? '' : ` (${contractAbsence})`}`, async () => {
  await store.call('POST', '/v3/pricelists', { name: 'Trade' })
  await store.call('PUT', '/v3/pricelists/1/records/1001/usd', { price: 1 })
  await store.call('POST', '/v2/customer_groups', { name: 'Trade' })
  await store.call('PUT', '/v3/storefront/redirects', [
    { from_path: '/old', site_id: 1000, to: { type: 'url', url: '/new' } },
  ])
  const reads = new Set(sandboxTable().map(row => generic(row.operation)))
  const unheard: string[] = []
  for (const { operation, name, kind } of queryParameters()) {
    const said = `${generic(operation)} ${name}`
    if (!operation.startsWith('GET ') || !reads.has(generic(operation)) || isText(kind, name)) continue
    if (undisturbed.some(one => one.test(said))) continue
    const path = filled(operation.slice('GET '.length))
    const { status } = await store.call('GET', `${path}?${encodeURIComponent(name)}=~wrong`)
    if (status !== 422 && status !== 400) unheard.push(`${said}: ${status}`)
  }
  expect(unheard).toEqual([])
})
