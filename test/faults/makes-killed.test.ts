import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { askStore } from '../support/catalog.ts'
import type { Blow, KillableHub } from '../support/killable-hub.ts'
import { type ApplyStrike, applyWithStrikes } from '../support/killed-apply.ts'

let store: Sandbox

beforeAll(async () => {
  store = await createSandbox({ seed: 16, products: 3, quota: { requests: 1_000_000, windowMs: 30_000 } })
})
afterAll(() => store.close())

const toProducts = /catalog\/products(\?|$)/

const strike = (method: ApplyStrike['method'], how: { delayMs?: number; blow?: Blow } = {}): ApplyStrike => ({
  ...{ method, path: toProducts, nth: 1, blow: 'hub' },
  ...how,
})

const sizes = ['S', 'M']
const names = ['Struck stool', 'Struck shirt', 'Struck lamp', 'Struck vase', 'Struck desk']

/** Products of the hub that the store is to get, with a brand that it does not have; one of them in two sizes. */
async function wantProducts(hub: KillableHub, channelId: string): Promise<void> {
  for (const [at, name] of names.entries()) {
    const fields = { name, price: '12.5', weight: '1', type: 'physical', brand: 'Struck & Søn' }
    const variants = sizes.map(size => ({
      fields: { sku: `STRUCK-${at}-${size}` },
      optionValues: [{ option: 'Size', value: size }],
    }))
    const own = at === 1 ? { fields, variants } : { fields: { ...fields, sku: `STRUCK-${at}` } }
    await hub.call('POST /api/products', { body: { ...own, channelIds: [channelId] } })
  }
}

describe('a hub that is killed with kill -9 while it makes products', () => {
  it('makes each once, with all its variants, and knows them as its own', async () => {
    // Slow enough that a kill meets what is under way.
    store.faults.add({ match: { method: 'POST', path: '**' }, kind: 'slow', delayMs: 15 })
    const { changes, left, writes, struck } = await applyWithStrikes(store, {
      edits: wantProducts,
      strikes: [
        // Made, and its answer lost; then while it is looked for; its answer just there; and the database instead.
        strike('POST'),
        strike('GET', { delayMs: 1 }),
        strike('POST', { delayMs: 4 }),
        strike('POST', { blow: 'database' }),
      ],
    })
    expect(changes.map(({ level, state, reason }) => [level, state, reason])).toEqual([
      ['brand', 'applied', null],
      ...names.map(() => ['new_product', 'applied', null]),
    ])
    expect({ struck, left }).toEqual({ struck: 4, left: 0 })
    const made = writes.filter(({ method, url, status }) => method === 'POST' && toProducts.test(url) && status < 300)
    expect(made).toHaveLength(names.length)
    const rows = await askStore(store, '/v3/catalog/products?include=variants')
    expect(rows).toHaveLength(3 + names.length)
    const variants = rows
      .filter(({ name }) => names.includes(String(name)))
      .map(row => row.variants as { sku: string }[])
    expect(
      variants
        .flat()
        .map(({ sku }) => sku)
        .toSorted(),
    ).toEqual(['STRUCK-0', 'STRUCK-1-M', 'STRUCK-1-S', 'STRUCK-2', 'STRUCK-3', 'STRUCK-4'])
  }, 600_000)
})
