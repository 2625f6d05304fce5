import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Chance, seededChance } from '../../src/sandbox/bigcommerce/chance.ts'
import { allScopes, createSandbox, type Sandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { type HookReceiver, openHookReceiver } from '../support/hook-receiver.ts'
import { PrivateFields } from '../support/private-fields.ts'
import { stateTree } from '../support/state-tree.ts'

const begun = '2026-03-01T09:00:00Z'

type Draw = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown]

/** Changes of what lies around the catalog, each of another part of the state. */
function aroundCalls(number: number): readonly Draw[] {
  const profile = { store_name: `Shop ${number}`, store_address: `${number} Road`, store_phone: '1' }
  const own = { store_email: 'shop@example.com', store_address_type: 'Warehouse' }
  const attribute = { name: `Attribute ${number}`, type: 'string' }
  const money = {
    ...{ name: 'Euro', currency_code: 'EUR', currency_exchange_rate: `0.${number}`, decimal_places: 2 },
    ...{ token_location: 'right', token: '€', decimal_token: ',', thousands_token: '.' },
  }
  const coupon = { name: `Coupon ${number}`, code: `C${number}`, type: 'per_total_discount', amount: '5' }
  return [
    ['POST', '/v3/channels', { name: `Market ${number}`, type: 'marketplace', platform: 'amazon' }],
    ['PUT', '/v3/channels/2/site', { url: `https://outlet-${number}.example` }],
    ['POST', '/v3/sites/1000/routes', { type: 'product', matching: `${number}`, route: `/p/${number}` }],
    ['PUT', '/v3/settings/catalog', { auto_approve_reviews: true, enable_product_comparisons: number % 2 === 0 }],
    ['PUT', '/v3/settings/catalog?channel_id=1', { auto_approve_reviews: true, enable_product_comparisons: null }],
    ['PUT', '/v3/settings/store/profile', { ...profile, ...own }],
    ['PUT', '/v3/settings/store/profile?channel_id=2', { ...profile, store_email: null, store_address_type: null }],
    ['POST', '/v2/currencies', money],
    ['PUT', '/v2/currencies/2', { ...money, currency_code: 'CAD' }],
    ['POST', '/v2/shipping/zones', { name: `Zone ${number}`, type: 'country', locations: [{ country_iso2: 'MX' }] }],
    ['POST', '/v2/shipping/zones/1/methods', { name: `Method ${number}`, type: 'perorder', settings: { rate: 7 } }],
    [
      'PUT',
      '/v3/storefront/redirects',
      [{ from_path: `/old-${number}`, site_id: 1_000, to: { type: 'url', url: '/new' } }],
    ],
    ['POST', '/v3/customers/attributes', [attribute]],
    ['PUT', '/v3/customers/attribute-values', [{ customer_id: 1, attribute_id: 1, value: `${number}` }]],
    ['POST', '/v2/coupons', { ...coupon, applies_to: { entity: 'categories', ids: [0] } }],
  ]
}

/** Calls that change every kind of state, some of which the store refuses. */
function someCall(chance: Chance): Draw {
  const id = chance.int(1, 6)
  const product = chance.int(101, 135)
  const variant = chance.int(1_001, 1_070)
  const number = chance.int(1, 500)
  const v3 = '/v3/catalog'
  const metafield = { key: `k${number}`, value: 'v', namespace: 'n', permission_set: 'write' }
  const customer = { first_name: 'Kim', last_name: 'Lee', email: `kim${number}@example.com` }
  const address = {
    ...{ customer_id: id, first_name: 'Kim', last_name: 'Lee', address1: `${number} Road`, city: 'Ames' },
    ...{ state_or_province: 'Iowa', postal_code: '50010', country_code: 'US' },
  }
  const place = {
    ...{ address1: '1 Road', city: 'Ames', state: 'Iowa', zip: '50010', country_code: 'US', email: 'a@example.com' },
    geo_coordinates: { latitude: 42, longitude: -93 },
  }
  const count = { location_id: chance.int(1, 3), variant_id: variant, quantity: chance.int(1, 9) }
  const listing = {
    product_id: product,
    state: 'active',
    variants: [{ product_id: product, variant_id: variant, state: 'active' }],
  }
  const record = { variant_id: variant, currency: 'usd', price: number }
  return chance.pick<Draw>([
    [
      'POST',
      `${v3}/products`,
      { name: `By API ${chance.int(1, 60)}`, type: 'physical', weight: 1, price: 5, brand_name: `B${id}` },
    ],
    ['PUT', `${v3}/products/${product}`, { price: number, name: `Renamed ${number}` }],
    ['PUT', `${v3}/products/${product}`, { inventory_tracking: 'variant' }],
    ['DELETE', `${v3}/products/${chance.int(101, 150)}`],
    ['POST', `${v3}/products/${product}/images`, { image_url: 'https://example.com/a.jpg' }],
    ['POST', `${v3}/products/${product}/metafields`, metafield],
    ['DELETE', `${v3}/products/${product}/metafields/${id}`],
    ['POST', `${v3}/brands`, { name: `Brand ${number}` }],
    ['DELETE', `${v3}/brands/${chance.int(30, 40)}`],
    ['POST', `${v3}/trees/categories`, [{ name: `Shelf ${number}`, tree_id: 1, parent_id: 0 }]],
    ['PUT', `${v3}/trees`, [{ id: 1, name: `Tree ${number}` }]],
    ['POST', '/v3/pricelists', { name: `List ${number}` }],
    ['DELETE', `/v3/pricelists/${id}`],
    ['PUT', `/v3/pricelists/${id}/records`, [record]],
    ['POST', '/v3/pricelists/assignments', [{ price_list_id: id, customer_group_id: chance.int(1, 3), channel_id: 1 }]],
    ['POST', '/v2/customer_groups', { name: `Group ${number}` }],
    ['POST', '/v3/customers', [customer]],
    ['DELETE', `/v3/customers?id:in=${chance.int(1, 90)}`],
    ['POST', '/v3/customers/addresses', [address]],
    ['POST', `/v3/channels/${chance.int(1, 2)}/listings`, [listing]],
    [
      'POST',
      '/v3/inventory/locations',
      [
        {
          label: `Place ${number}`,
          type_id: 'VIRTUAL',
          managed_by_external_source: false,
          time_zone: 'UTC',
          address: place,
        },
      ],
    ],
    ['PUT', '/v3/inventory/adjustments/absolute', { reason: 'count', items: [count] }],
    ['POST', '/v3/inventory/adjustments/relative', { reason: 'count', items: [count] }],
    ['PUT', '/v3/inventory/locations/1/items', { settings: [{ identity: { variant_id: variant }, safety_stock: id }] }],
    ['PUT', '/v3/settings/inventory', { default_out_of_stock_message: `Gone ${number}` }],
    ['PUT', '/v3/settings/inventory?channel_id=1', { default_out_of_stock_message: `Gone ${number}` }],
    ['PUT', `/v2/orders/${chance.int(95, 160)}`, { status_id: chance.int(0, 14) }],
    ['POST', '/v3/hooks', { scope: 'store/product/*', destination: `https://hub.example/${id}` }],
    ['POST', '/v3/hooks', { scope: 'store/hook/deliveryException', destination: 'https://hub.example/exceptions' }],
    ['GET', `${v3}/products?include=variants,images&limit=4&page=${id}`],
    ['GET', '/v2/orders?limit=3'],
    ['GET', '/v3/inventory/items?limit=5'],
    ['GET', '/v3/hooks'],
    ...aroundCalls(number),
  ])
}

function tried(change: () => unknown): void {
  try {
    change()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SandboxError') throw error
  }
}

/** Does something in the store; `chance` decides what. */
async function move(sandbox: Sandbox, clock: SteppedClock, token: string, chance: Chance): Promise<void> {
  const turn = chance.int(0, 9)
  if (turn === 0) return clock.advance(chance.int(1, 90_000))
  if (turn === 1) {
    const items = [{ variantId: chance.int(1_001, 1_070), quantity: chance.int(1, 2) }]
    return tried(() => sandbox.shopper.place({ items }))
  }
  if (turn === 2) return tried(() => sandbox.shopper.refund(chance.int(101, 160)))
  await callerOf(sandbox, token)(...someCall(chance))
}

const callerOf =
  (sandbox: Sandbox, token: string) =>
  async (...[method, path, body]: Draw) => {
    const isForm = body instanceof FormData
    const response = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
      method,
      headers: {
        ...{ 'X-Auth-Token': token, Accept: 'application/json' },
        ...(!isForm && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    })
    await response.text()
  }

/** Brings about what a random history seldom ends with: changes and messages that wait, and a domain that is blocked. */
async function burst(
  sandbox: Sandbox,
  receiver: HookReceiver,
  call: (...draw: Draw) => Promise<unknown>,
): Promise<void> {
  receiver.status = 503
  const { productId } = sandbox.merchant.addProduct({ name: 'Twice', sku: 'TWICE' })
  const { variantIds } = sandbox.merchant.remakeProduct(productId)
  sandbox.merchant.addProduct({ name: 'Twice!' })
  await call('POST', '/v3/hooks', { scope: 'store/priceList/created', destination: 'https://two.example/' })
  await call('POST', '/v3/pricelists', { name: 'Last list', active: true })
  const prices = variantIds.map(variant_id => ({ variant_id, currency: 'usd', price: 3 }))
  for (let id = 1; id < 90; id += 1) await call('PUT', `/v3/pricelists/${id}/records`, prices)
  await call('POST', '/v3/channels/1/listings', [{ product_id: productId + 1, state: 'active', variants: [] }])
  for (let price = 1; price < 120; price += 1) sandbox.merchant.editProduct(productId + 1, { price })
  sandbox.merchant.editProduct(productId + 1, { inventory_tracking: 'variant' })
  for (const draw of aroundCalls(777)) await call(...draw)
  // Some of the first customers are there still.
  for (let customer_id = 1; customer_id <= 25; customer_id += 1) {
    await call('PUT', '/v3/customers/attribute-values', [{ customer_id, attribute_id: 1, value: 'last' }])
  }
  const { categoryId } = sandbox.merchant.addCategory({ name: 'Sorted' })
  const sorted = sandbox.merchant.addProduct({ name: 'First of its shelf', price: 3, categories: [categoryId] })
  const places = [{ product_id: sorted.productId, sort_order: 4 }]
  await call('PUT', `/v3/catalog/categories/${categoryId}/products/sort-order`, places)
  const picture = new FormData()
  picture.set('image_file', new Blob([Buffer.from('89504e470d0a1a0a0000', 'hex')]), 'front.png')
  await call('POST', `/v3/catalog/products/${sorted.productId}/images`, picture)
  const bought = [{ variantId: sorted.variantIds[0] ?? 0, quantity: 1 }]
  const { orderId } = sandbox.shopper.place({ items: bought, pays: 'authorize' })
  await call('POST', `/v3/orders/${orderId}/payment_actions/capture`)
  const items = variantIds.map(variant_id => ({ variant_id, location_id: 1, quantity: 7 }))
  await call('PUT', '/v3/inventory/adjustments/absolute', { reason: 'count', items })
  await sandbox.deliveries.settled()
}

/** What the store answers and tells in a random history, byte for byte. */
async function historyOf(
  place: { sandbox: Sandbox; clock: SteppedClock; token: string; receiver: HookReceiver },
  { seed, steps }: { seed: number; steps: number },
): Promise<readonly string[]> {
  const { sandbox, clock, token, receiver } = place
  const lines: string[] = []
  const chance = seededChance(seed, 'history')
  const unhear = sandbox.journal.onExchange(({ responseHeaders, responseBody, status, method, url }) => {
    // The window of the quota begins with each start.
    const headers = Object.entries(responseHeaders).filter(([name]) => !name.startsWith('X-Rate-Limit'))
    lines.push(JSON.stringify({ method, url, status, headers, responseBody }))
  })
  const forget = sandbox.deliveries.onDelivery(delivery => lines.push(JSON.stringify(delivery)))
  for (let step = 0; step < steps; step += 1) {
    receiver.status = chance.happens(0.8) ? 200 : 503
    await move(sandbox, clock, token, chance)
    await sandbox.deliveries.settled()
  }
  unhear()
  forget()
  return lines
}

/** The lines of a snapshot by the names of its parts. */
function partsOf(file: string): ReadonlyMap<string, readonly string[]> {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  const parts = new Map<string, string[]>()
  while (lines.length > 0) {
    const head = lines.shift() ?? ''
    const { part, rows = 0 } = JSON.parse(head)
    if (part !== undefined) parts.set(part, [head, ...lines.splice(0, rows)])
  }
  return parts
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-snapshot-'))

/** The fields of a store that keep no state of their own, and why. */
const stateless = {
  keeper: 'keeps what the head of a snapshot has',
  clock: 'is given',
  origin: 'is given',
  pages: 'keeps what the head of a snapshot has',
  quirks: 'are not kept',
  events: 'knows who listens',
  keptBytes: 'is made anew of rows',
  productChanges: 'rules for the catalog',
  brands: 'rules for the catalog',
  categories: 'rules for the catalog',
}

it('has every field of a store in it, but those that keep no state', async () => {
  const sandbox = await createSandbox({ products: 1 })
  const privateFields = new PrivateFields()
  const store = Object.fromEntries(privateFields.of(sandbox.merchant))['#store'] as object
  const without = Object.entries(store).filter(([, field]) => typeof field !== 'object' || !('kept' in field))
  expect(without.map(([name]) => name).toSorted()).toEqual(Object.keys(stateless).toSorted())
  privateFields.close()
  await sandbox.close()
})

describe('a store that was put back from a snapshot', () => {
  it.each([21, 22, 23])(
    'is the same in every field, and goes on byte for byte as the first would have (seed %i)',
    async seed => {
      const receiver = await openHookReceiver()
      const privateFields = new PrivateFields()
      const options = {
        quota: 'off',
        inventoryDelayMs: 30_000,
        paymentDelayMs: 60_000,
        hookHosts: { 'hub.example': receiver.address, 'two.example': receiver.address },
      } as const
      const clock = new SteppedClock(begun)
      const first = await createSandbox({ ...options, seed, products: 30, clock })
      const { accessToken: token } = first.createAccount({ name: 'History', scopes: allScopes })
      const [early, late] = [join(folder, `early-${seed}`), join(folder, `late-${seed}`)]
      await first.snapshot(early)
      await historyOf({ sandbox: first, clock, token, receiver }, { seed, steps: 1_500 })
      await burst(first, receiver, callerOf(first, token))
      await first.snapshot(late)
      const takenAt = clock.now()
      const tree = stateTree(first.merchant, privateFields)
      const expected = await historyOf({ sandbox: first, clock, token, receiver }, { seed: seed + 100, steps: 500 })
      await first.close()

      const clockAgain = new SteppedClock(takenAt)
      const port = Number(new URL(first.url).port)
      const second = await createSandbox({ ...options, snapshot: late, port, clock: clockAgain })
      expect(stateTree(second.merchant, privateFields)).toEqual(tree)
      const again = join(folder, `again-${seed}`)
      await second.snapshot(again)
      expect(partsOf(again)).toEqual(partsOf(late))
      const place = { sandbox: second, clock: clockAgain, token, receiver }
      expect(await historyOf(place, { seed: seed + 100, steps: 500 })).toEqual(expected)

      second.reset()
      await second.snapshot(again)
      expect(partsOf(again)).toEqual(partsOf(late))
      await second.close()
      await receiver.close()
      privateFields.close()

      // A history that leaves a part as it was would say nothing about it.
      const before = partsOf(early)
      const untouched = [...partsOf(late)].filter(([part, lines]) => String(lines) === String(before.get(part)))
      expect(untouched.map(([part]) => part)).toEqual(['importReport.report'])
    },
    600_000,
  )
})
