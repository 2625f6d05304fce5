import { createHash } from 'node:crypto'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { type Chance, seededChance } from '../../src/sandbox/bigcommerce/chance.ts'
import {
  allScopes,
  createSandbox,
  type FaultKind,
  type Sandbox,
  SteppedClock,
} from '../../src/sandbox/bigcommerce/index.ts'
import { type HookReceiver, openHookReceiver } from '../support/hook-receiver.ts'

const steps = 10_000
const started = '2026-03-01T09:00:00Z'

interface Place {
  readonly sandbox: Sandbox
  readonly clock: SteppedClock
  readonly chance: Chance
  readonly call: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<void>
}

type Move = (place: Place) => unknown

const product = '/v3/catalog/products'

/** A product that there may be. */
const someProduct = (chance: Chance) => chance.int(101, 140)

/** Whatever the store refuses is a part of its history too. */
function tried(change: () => unknown): void {
  try {
    change()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SandboxError') throw error
  }
}

const breaking: readonly [FaultKind, ...FaultKind[]] = [
  'status',
  'html',
  'reset',
  'lost-reply',
  'half-body',
  'cut-json',
]

const reads: Move = ({ chance, call }) =>
  call(
    'GET',
    chance.pick([
      `${product}?limit=5&page=${chance.int(1, 9)}`,
      `${product}?include=variants,images&sort=id&id:greater=${someProduct(chance)}&limit=3`,
      `${product}/${someProduct(chance)}?include=options,modifiers`,
      `${product}?limit=${chance.int(-1, 3)}`,
      '/v2/orders?limit=3',
      `/v2/orders/${chance.int(95, 145)}/products`,
      '/v3/inventory/items?limit=3',
      '/v3/catalog/brands?limit=4',
      '/v3/hooks',
      '/v2/time',
      '/v3/nothing',
    ]),
  )

const writes: Move = ({ chance, call }) => {
  const id = chance.int(1, 12)
  const some = someProduct(chance)
  const scope = chance.pick(['store/order/created', 'store/product/updated', 'store/nonsense'])
  const destination = `https://hub.example/${chance.int(1, 9)}`
  const variantId = chance.int(1_001, 1_080)
  const metafield = { key: `k${id}`, value: 'v', namespace: 'n', permission_set: 'write' }
  const coupon = { type: 'per_total_discount', amount: '5', applies_to: { entity: 'categories', ids: [0] } }
  const count = { location_id: 1, product_id: some, quantity: chance.int(-3, 9) }
  const turns = [
    () => call('POST', '/v3/hooks', { scope, destination }),
    () => call('PUT', `/v3/hooks/${id}`, { is_active: chance.happens(0.5) }),
    () => call('DELETE', `/v3/hooks/${id}`),
    () => call('POST', product, { name: `By API ${chance.int(1, 400)}`, type: 'physical', weight: 1, price: 5 }),
    () => call('PUT', `${product}/${some}`, { price: chance.int(-1, 50), sku: `API-${chance.int(1, 90)}` }),
    () => call('PUT', '/v3/inventory/adjustments/absolute', { reason: 'count', items: [count] }),
    () => call('POST', '/v3/inventory/adjustments/relative', { reason: 'count', items: [count] }),
    () => call('PUT', `/v2/orders/${chance.int(95, 160)}`, { status_id: chance.int(0, 16) }),
    () => call('POST', '/v3/catalog/brands', { name: `Brand ${chance.int(1, 90)}` }),
    () =>
      call(
        'PUT',
        product,
        [some, some + 1, some + 2].map(one => ({ id: one, price: chance.int(1, 50) })),
      ),
    () => call('POST', `${product}/${some}/metafields`, metafield),
    () => call('POST', '/v3/pricelists', { name: `List ${chance.int(1, 20)}` }),
    () => call('PUT', `/v3/pricelists/${id}/records`, [{ variant_id: variantId, currency: 'usd', price: id }]),
    () => call('POST', `/v3/orders/${chance.int(140, 400)}/payment_actions/${chance.pick(['capture', 'void'])}`),
    () => call('POST', '/v2/coupons', { ...coupon, code: `C${id}`, name: `Coupon ${id}` }),
    () => call('POST', '/v3/channels', { name: `Market ${id}`, type: 'marketplace', platform: 'amazon' }),
  ]
  return turns[chance.int(0, turns.length - 1)]?.()
}

const shopper: Move = ({ chance, sandbox }) => {
  const items = [{ variantId: chance.int(1_001, 1_080), quantity: chance.int(1, 2) }]
  const orderId = chance.int(95, 400)
  const turn = chance.int(0, 6)
  const change = [
    () => sandbox.shopper.place({ items, pays: chance.happens(0.8) }),
    () => sandbox.shopper.place({ items, coupon: `C${chance.int(1, 12)}` }),
    () => sandbox.shopper.place({ items, guest: { email: 'kim@example.com', first_name: 'Kim' }, pays: 'authorize' }),
    () => sandbox.shopper.message(orderId, { message: 'Where is it?' }),
    () => sandbox.shopper.pay(orderId),
    () => sandbox.shopper.cancel(orderId),
    () => sandbox.shopper.refund(orderId),
  ][turn]
  tried(() => change?.())
}

const merchant: Move = ({ chance, sandbox }) => {
  const id = someProduct(chance)
  const silent = chance.happens(0.2)
  const turn = chance.int(0, 6)
  const change = [
    () => sandbox.merchant.shipOrder(chance.int(95, 400)),
    () => sandbox.merchant.editProduct(id, { price: chance.int(1, 99) }, { silent }),
    () => sandbox.merchant.editProduct(id, { name: `Renamed ${chance.int(1, 60)}` }, { silent }),
    () => sandbox.merchant.addProduct({ name: `Made ${chance.int(1, 500)}`, sku: `M-${chance.int(1, 500)}` }),
    () => sandbox.merchant.deleteProduct(id),
    () => sandbox.merchant.addCategory({ name: `Shelf ${chance.int(1, 200)}` }),
    () => sandbox.merchant.addBrand(`Brand ${chance.int(1, 200)}`),
  ][turn]
  tried(() => change?.())
}

const rival: Move = ({ chance, sandbox }) => {
  const turns = [
    () => sandbox.rival.take(chance.int(1, 40)),
    () => sandbox.rival.writes({ everyMs: chance.int(500, 9_000), stock: true, tracking: true, price: true }),
    () => sandbox.rival.writes({ perCalls: chance.int(1, 9), stock: true }),
    () => sandbox.rival.stopWrites(),
  ]
  turns[chance.int(0, 3)]?.()
}

const trouble: Move = ({ chance, sandbox }) => {
  const hookKind = chance.pick(['hook-lost', 'hook-doubled', 'hook-late', 'hook-shuffled'] as const)
  if (chance.happens(0.3)) {
    sandbox.faults.add({ kind: hookKind, share: 0.5, times: chance.int(1, 9) })
    return
  }
  if (chance.happens(0.2)) {
    sandbox.faults.add({ match: { path: product, method: 'PUT' }, kind: 'partial-batch', times: 1 })
    return
  }
  const kind = chance.pick(breaking)
  const path = chance.pick([`${product}**`, '/v2/orders*', '/v3/hooks*'])
  const status = chance.pick([429, 500, 502, 503, 504])
  sandbox.faults.add({ match: { path }, kind, times: chance.int(1, 3), ...(kind === 'status' && { status }) })
}

const time: Move = ({ chance, clock }) => clock.advance(chance.int(1, 20_000))

/** Each as often as it stands here. */
const moves = [
  ...[reads, reads, reads, reads, reads, reads, reads, reads, reads],
  ...[writes, writes, writes, merchant, merchant, merchant, shopper, shopper, time, time, time, time, rival, trouble],
] as const

/** Each on a connection of its own: whether one is used again after a fault would be a matter of moments. */
async function callOnce(url: string, init: Parameters<typeof request>[1]): Promise<void> {
  const { body } = await request(url, { ...init, reset: true })
  await body.text()
}

interface History {
  readonly bytes: string
  readonly exchanges: number
  readonly deliveries: number
  readonly port: number
}

/** A random history, as one text for every byte that was asked, answered and told to webhooks. */
async function historyOf(seed: number, port: number, receiver: HookReceiver): Promise<History> {
  const clock = new SteppedClock(started)
  const hookHosts = { 'hub.example': receiver.address }
  const sandbox = await createSandbox({ seed, port, products: 30, clock, hookHosts })
  const { accessToken } = sandbox.createAccount({ name: 'History', scopes: allScopes })
  const chance = seededChance(seed, 'history')
  const digest = createHash('sha256')
  let exchanges = 0
  sandbox.journal.onExchange(exchange => {
    exchanges += 1
    digest.update(JSON.stringify(exchange))
  })
  let deliveries = 0
  sandbox.deliveries.onDelivery(delivery => {
    deliveries += 1
    digest.update(JSON.stringify(delivery))
  })
  const call: Place['call'] = (method, path, body) =>
    callOnce(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
      method,
      headers: { 'X-Auth-Token': accessToken, Accept: 'application/json', 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    }).catch(() => undefined)
  try {
    for (let step = 0; step < steps; step += 1) {
      const move: Move = chance.pick(moves)
      receiver.status = chance.happens(0.9) ? 200 : 503
      await move({ sandbox, clock, chance, call })
      // How long a delivery is on its way is the machine's matter.
      await sandbox.deliveries.settled()
    }
    return { bytes: digest.digest('hex'), exchanges, deliveries, port: Number(new URL(sandbox.url).port) }
  } finally {
    await sandbox.close()
  }
}

describe('a sandbox store with a seed and a given clock', () => {
  it('has the same history twice, byte for byte, whatever 10,000 steps of shopper, merchant, program, rival and faults do', async () => {
    const receiver = await openHookReceiver()
    const first = await historyOf(11, 0, receiver)
    expect(first.exchanges).toBeGreaterThan(steps / 2)
    expect(first.deliveries).toBeGreaterThan(steps / 50)
    // Addresses of pictures tell the port.
    expect(await historyOf(11, first.port, receiver)).toEqual(first)
    expect((await historyOf(12, first.port, receiver)).bytes).not.toBe(first.bytes)
    await receiver.close()
  }, 600_000)
})
