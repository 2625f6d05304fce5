import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RivalWrites } from '../../src/sandbox/bigcommerce/index.ts'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller

beforeEach(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterEach(() => store.close())

/** Lets those run whom the clock has woken. */
const tick = () => new Promise(resolve => setImmediate(resolve))

async function pass(ms: number) {
  store.clock.advance(ms)
  await tick()
}

const scopesOf = (lines: readonly string[]) => lines.map(line => line.split(' ')[0])

const control = async (method: string, body?: object) => {
  const response = await fetch(`${store.sandbox.url}/_control/rival`, {
    method,
    headers: { 'X-Sandbox-Control': store.sandbox.controlSecret },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

describe('another app that writes', () => {
  it('changes stock by the clock, told of like any adjustment, until it is stopped', async () => {
    const stop = store.sandbox.rival.writes({ everyMs: 1_000, stock: true })
    await pass(999)
    expect(store.told()).toEqual([])
    await pass(1)
    const told = scopesOf(store.told())
    expect(told).toContain('store/channel/*/inventory/product/stock_changed')
    expect(store.sandbox.rival.written).toEqual({ stock: 1, tracking: 0, price: 0 })
    // A clock that is stepped far makes up for what fell due.
    await pass(5_000)
    expect(store.sandbox.rival.written.stock).toBe(6)
    stop()
    store.told()
    await pass(60_000)
    expect(store.told()).toEqual([])
    expect(store.sandbox.rival.writing).toEqual([])
  })

  it('changes prices after so many calls, before the answer of the last one leaves', async () => {
    store.sandbox.rival.writes({ perCalls: 3, price: true })
    const prices = async () =>
      (await store.call('GET', '/v3/catalog/products?limit=250&include_fields=price')).body.data.map(
        ({ price }: { price: number }) => price,
      )
    const first = await prices()
    expect(await prices()).toEqual(first)
    expect(await prices()).toEqual(first)
    const changed = await prices()
    expect(changed.filter((price: number, at: number) => price !== first[at])).toHaveLength(1)
    expect(scopesOf(store.told())).toEqual(['store/product/updated'])
    expect(store.sandbox.rival.written.price).toBe(1)
  })

  it('sends lines of orders that wait, with tracking numbers that the API shows', async () => {
    store.sandbox.rival.writes({ everyMs: 10, tracking: true })
    await pass(10)
    const created = store.told().find(line => line.startsWith('store/shipment/created'))
    const { id, orderId } = JSON.parse(created?.slice(created.indexOf('{')) ?? '{}')
    const { body } = await store.call('GET', `/v2/orders/${orderId}/shipments/${id}`)
    expect(body).toMatchObject({ shipping_provider: 'ups', tracking_number: expect.stringMatching(/^1Z\d{12}$/) })
    expect((await store.call('GET', `/v2/orders/${orderId}`)).body.status).toMatch(/Shipped$/)
    // Nothing is left in the end, and nothing is sent twice.
    await pass(10 * 900)
    const { tracking } = store.sandbox.rival.written
    await pass(10 * 50)
    expect(store.sandbox.rival.written.tracking).toBe(tracking)
  })

  it('does the same with the same seed, and mixes all kinds unless some are named', async () => {
    const run = async () => {
      const other = await openSandboxCaller({ products: 20 })
      other.sandbox.rival.writes({ everyMs: 10 })
      other.clock.advance(400)
      await tick()
      const { written } = other.sandbox.rival
      const told = other.told()
      await other.close()
      return { written, told }
    }
    const first = await run()
    expect(await run()).toEqual(first)
    for (const count of Object.values(first.written)) expect(count).toBeGreaterThan(0)
  })

  it.each<[RivalWrites]>([[{}], [{ everyMs: 0 }], [{ perCalls: 1.5 }], [{ everyMs: 5, stock: false }]])(
    'is refused where it makes no sense: %j',
    rule => {
      expect(() => store.sandbox.rival.writes(rule)).toThrow(/must be a whole number|Nothing is to be written/)
      expect(store.sandbox.rival.writing).toEqual([])
    },
  )

  it('is started and stopped from another process', async () => {
    const writes = { everyMs: 100, stock: true }
    expect(await control('POST', { writes })).toEqual({ status: 200, body: { writing: [writes] } })
    expect((await control('POST', { writes: { everyMs: 'x' } })).status).toBe(400)
    expect((await control('POST', {})).status).toBe(400)
    await pass(100)
    const status = await fetch(`${store.sandbox.url}/_control/status`, {
      headers: { 'X-Sandbox-Control': store.sandbox.controlSecret },
    })
    expect(await status.json()).toMatchObject({ rival: { writing: [writes], written: { stock: 1 } } })
    expect((await control('DELETE')).status).toBe(200)
    expect(store.sandbox.rival.writing).toEqual([])
  })

  it('is no reason for a store to stay open', async () => {
    store.sandbox.rival.writes({ everyMs: 1_000 })
    await store.sandbox.close()
    await pass(10_000)
    expect(store.told()).toEqual([])
  })
})
