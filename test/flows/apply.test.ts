import { describe, expect, it } from 'vitest'
import type { Change, Plan } from '../../src/api/contract/plans.ts'
import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { connectStore, endOfImport, importsForFile, pull } from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'
import { accountIn } from '../support/sandbox-reader.ts'

const imports = importsForFile({}, { writes: true })
const patienceMs = 60_000

interface Shop {
  readonly browser: Browser
  readonly channelId: string
  readonly store: Sandbox
  /** The store’s ids of its products, and of their variants. */
  readonly products: readonly StoreProduct[]
  /** What was written since the shop was opened. */
  readonly writes: Exchange[]
}

interface StoreProduct {
  readonly id: number
  readonly variants: readonly { readonly id: number }[]
  readonly [field: string]: unknown
}

async function openShop(seed: number, { products = 30, live = true } = {}): Promise<Shop> {
  const store = await imports.store({ seed, products })
  const browser = await imports.newBusiness()
  const channelId = await connectStore(browser, store)
  await endOfImport(browser, channelId)
  const writes: Exchange[] = []
  store.journal.onExchange(exchange => {
    if (exchange.method !== 'GET') writes.push(exchange)
  })
  const shop = { browser, channelId, store, products: await read(store), writes }
  if (live) await goLive(shop)
  return shop
}

const goLive = ({ browser, channelId }: Shop, on = ['data', 'prices']) =>
  browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on } })

/** The store’s own words on its products. */
async function read(store: Sandbox): Promise<StoreProduct[]> {
  const { apiPath, accessToken } = accountIn(store)
  const response = await fetch(`${apiPath.replace(/\/$/, '')}/catalog/products?limit=250&include=variants&sort=id`, {
    headers: { 'x-auth-token': accessToken, accept: 'application/json' },
  })
  return ((await response.json()) as { data: StoreProduct[] }).data
}

const shownNow = async ({ store }: Shop, id: number) => (await read(store)).find(product => product.id === id)

/** Sets fields of products, or of variants, of the channel alone. */
async function edit(
  { browser, channelId }: Shop,
  ids: readonly number[],
  fields: Readonly<Record<string, unknown>>,
  level: 'product' | 'variant' = 'product',
): Promise<void> {
  const edits = Object.entries(fields).map(([field, value]) => ({ do: 'set' as const, field, value }))
  const body = { level, channelId, ids: ids.map(String), edits }
  const { refused, faulty } = await browser.call('POST /api/edits', { body })
  expect([refused, faulty]).toEqual([0, []])
}

const plan = ({ browser, channelId }: Shop): Promise<Plan> =>
  browser.call('POST /api/channels/:channelId/plans', { params: { channelId } })
const apply = ({ browser }: Shop, { id }: Plan): Promise<Plan> =>
  browser.call('POST /api/plans/:planId/apply', { params: { planId: id } })
const again = ({ browser }: Shop, { id }: Plan): Promise<Plan> =>
  browser.call('GET /api/plans/:planId', { params: { planId: id } })

async function planUntil(shop: Shop, begun: Plan, holds: (now: Plan) => boolean): Promise<Plan> {
  const give = Date.now() + patienceMs
  for (let now = await again(shop, begun); ; now = await again(shop, begun)) {
    if (holds(now)) return now
    if (Date.now() > give) throw new Error(`The plan stands like this: ${JSON.stringify(now)}`)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

const endOf = (shop: Shop, begun: Plan) => planUntil(shop, begun, ({ state }) => state !== 'applying')

async function changesOf({ browser }: Shop, { id }: Plan): Promise<readonly Change[]> {
  return (await browser.call('GET /api/plans/:planId/changes', { params: { planId: id }, query: { limit: 200 } }))
    .changes
}

/** Plans what is to do and applies it to its end. */
async function planAndApply(shop: Shop): Promise<Plan> {
  return endOf(shop, await apply(shop, await plan(shop)))
}

const idsOf = (products: readonly StoreProduct[]) => products.map(({ id }) => id)

describe('applying a plan', () => {
  it('writes what it says and nothing else, so that the next plan is empty', async () => {
    const shop = await openShop(71)
    const [one, two, ...rest] = shop.products
    const many = rest.find(({ variants }) => variants.length > 1)
    await edit(shop, [one?.id ?? 0], { name: 'Blue mug', price: '1234.5', metaDescription: 'A mug' })
    await edit(shop, [two?.id ?? 0], { warranty: 'Two years' })
    await edit(shop, [many?.variants[0]?.id ?? 0], { price: '77.25' }, 'variant')
    const made = await plan(shop)
    expect(made).toMatchObject({ state: 'ready', changes: 5, products: 3, variants: 1 })
    const applied = await endOf(shop, await apply(shop, made))
    expect(applied).toMatchObject({
      ...{ state: 'applied', states: { applied: 5 }, problem: null, finishedAt: expect.any(String) },
      requests: { writesMade: 2, readsMade: 2 },
    })
    expect(shop.writes.map(({ method, url }) => `${method} ${url.replace(/.*\/v3/, '')}`)).toEqual([
      'PUT /catalog/products',
      'PUT /catalog/variants',
    ])

    const after = await read(shop.store)
    expect(after.find(({ id }) => id === one?.id)).toMatchObject({
      ...{ name: 'Blue mug', price: 1234.5, meta_description: 'A mug' },
    })
    expect(after.find(({ id }) => id === many?.id)?.variants[0]).toMatchObject({ price: 77.25 })
    // Whatever was not edited is what it was, to the byte.
    const touched = new Set([one?.id, two?.id, many?.id])
    for (const product of rest.filter(({ id }) => !touched.has(id))) {
      expect(JSON.stringify(after.find(({ id }) => id === product.id))).toBe(JSON.stringify(product))
    }
    expect(withoutDates(after.find(({ id }) => id === two?.id))).toEqual(
      withoutDates({ ...two, warranty: 'Two years' }),
    )

    expect(await plan(shop)).toMatchObject({ changes: 0, faults: 0 })
    await pull(shop.browser, shop.channelId)
    const empty = await plan(shop)
    expect(empty).toMatchObject({ changes: 0, faults: 0, edited: 0 })
    // Applying twice equals once.
    expect(await planAndApply(shop)).toMatchObject({ state: 'applied', states: {} })
    expect(shop.writes).toHaveLength(2)
  })

  it('sends a name and a price with one request, and either alone where only it is live', async () => {
    const shop = await openShop(70)
    const few = idsOf(shop.products.slice(0, 8))
    await edit(shop, few, { warranty: 'A year', costPrice: '7.5' })
    expect(await planAndApply(shop)).toMatchObject({ states: { applied: 16 }, requests: { writesMade: 1 } })
    await edit(shop, few, { warranty: 'Two years', costPrice: '8.5' })
    const made = await plan(shop)
    // Somebody switches the prices off while the plan is being applied.
    const slow = shop.store.faults.add({ match: { method: 'GET', path: '**' }, kind: 'slow', delayMs: 800 })
    await apply(shop, made)
    const { browser, channelId } = shop
    await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { off: ['prices'] } })
    const held = await planUntil(shop, made, ({ problem }) => problem !== null)
    slow.remove()
    expect(held).toMatchObject({ state: 'applying', states: { applied: 8, planned: 8 } })
    expect(held.problem).toMatch(/not live for prices/)
    const shown = await shownNow(shop, few[0] ?? 0)
    expect(shown).toMatchObject({ warranty: 'Two years', cost_price: 7.5 })
    await goLive(shop, ['prices'])
    expect(await endOf(shop, made)).toMatchObject({ state: 'applied', states: { applied: 16 } })
    expect(await shownNow(shop, few[7] ?? 0)).toMatchObject({ warranty: 'Two years', cost_price: 8.5 })
    expect(shop.writes).toHaveLength(3)
  })

  it('sends nothing where the channel is not live, and says so', async () => {
    const shop = await openShop(72, { live: false })
    await edit(shop, idsOf(shop.products.slice(0, 3)), { warranty: 'Three years' })
    const made = await plan(shop)
    expect(await refusalOf(apply(shop, made))).toMatchObject({ code: 'channel_not_live', hint: expect.any(String) })
    await goLive(shop, ['prices'])
    expect(await refusalOf(apply(shop, made))).toMatchObject({ code: 'channel_not_live' })
    expect(shop.writes).toEqual([])
    await goLive(shop, ['data'])
    expect(await endOf(shop, await apply(shop, made))).toMatchObject({ state: 'applied', states: { applied: 3 } })
  })

  it('sends what is live, and leaves what is not to the next plan', async () => {
    const shop = await openShop(91, { live: false })
    await goLive(shop, ['data'])
    const [one] = shop.products as [StoreProduct]
    await edit(shop, [one.id], { warranty: 'Three years', price: '1234.5', costPrice: '9.5' })
    const made = await plan(shop)
    expect(made).toMatchObject({ changes: 3, obstacles: [] })
    expect(made.waits).toEqual([
      { part: 'prices', changes: 2, sentence: expect.stringMatching(/is not live for prices/) },
    ])
    const done = await endOf(shop, await apply(shop, made))
    expect(done).toMatchObject({ state: 'applied', states: { applied: 1, cancelled: 2 }, waits: [] })
    expect(
      (await changesOf(shop, done)).filter(({ state }) => state === 'cancelled').map(({ reason }) => reason),
    ).toEqual(Array(2).fill(made.waits[0]?.sentence))
    expect(await shownNow(shop, one.id)).toMatchObject({ warranty: 'Three years', price: one.price })
    // Nobody gave it up: where nobody is asked, it is sent once it may be.
    const { browser, channelId } = shop
    const rule = { mode: 'by_itself' as const, at: 'once' as const }
    await browser.call('PUT /api/channels/:channelId/sending', { params: { channelId }, body: { prices: rule } })
    const { prices } = await browser.call('GET /api/channels/:channelId/sending', { params: { channelId } })
    expect([prices.toDo, prices.kept]).toEqual([2, {}])
  })

  it('is held by a brake until somebody has looked at it', async () => {
    const shop = await openShop(73)
    const [one] = shop.products
    await edit(shop, [one?.id ?? 0], { price: '0.01' })
    const made = await plan(shop)
    expect(await refusalOf(apply(shop, made))).toMatchObject({
      ...{ code: 'plan_braked', title: expect.stringContaining('1 price would fall by more than') },
    })
    expect(shop.writes).toEqual([])
    const body = { brakes: made.brakes.map(({ brake }) => brake) }
    await shop.browser.call('POST /api/plans/:planId/pass', { params: { planId: made.id }, body })
    expect(await endOf(shop, await apply(shop, made))).toMatchObject({ state: 'applied', states: { applied: 1 } })
  })
})

const withoutDates = (product: object | undefined) => ({ ...product, date_modified: '' })

describe('the SKU of a product without options', () => {
  it('is its only variant’s too, so that one of both is enough and no import calls the other an edit', async () => {
    const shop = await openShop(78)
    const simple = shop.products.find(({ variants }) => variants.length === 1)
    await edit(shop, [simple?.id ?? 0], { sku: 'ONE-SKU' })
    const made = await plan(shop)
    const changes = await changesOf(shop, made)
    expect(changes.map(({ level, field }) => `${level} ${field}`).sort()).toEqual(['product sku', 'variant sku'])
    const ids = changes.filter(({ level }) => level === 'variant').map(({ id }) => id)
    await shop.browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: made.id },
      body: { ids },
    })
    expect(await endOf(shop, await apply(shop, made))).toMatchObject({ states: { applied: 1, left_out: 1 } })
    const shown = await shownNow(shop, simple?.id ?? 0)
    expect([shown?.sku, shown?.variants[0]]).toEqual(['ONE-SKU', expect.objectContaining({ sku: 'ONE-SKU' })])
    expect(await plan(shop)).toMatchObject({ changes: 0 })
    await pull(shop.browser, shop.channelId)
    expect(await plan(shop)).toMatchObject({ changes: 0, edited: 0 })
  })
})

describe('a write whose answer is lost', () => {
  it('is read back with the SKU that the product’s only variant got by it', async () => {
    const shop = await openShop(82)
    const simple = shop.products.find(({ variants }) => variants.length === 1)
    await edit(shop, [simple?.id ?? 0], { sku: 'ONE-SKU' })
    const made = await plan(shop)
    const changes = await changesOf(shop, made)
    const ids = changes.filter(({ level }) => level === 'variant').map(({ id }) => id)
    const params = { planId: made.id }
    await shop.browser.call('POST /api/plans/:planId/leave-out', { params, body: { ids } })
    shop.store.faults.add({ match: { method: 'PUT', path: '**' }, kind: 'lost-reply', times: 1 })
    expect(await endOf(shop, await apply(shop, made))).toMatchObject({ states: { applied: 1, left_out: 1 } })
    expect(shop.writes).toHaveLength(1)
    expect(await plan(shop)).toMatchObject({ changes: 0, edited: 0 })
  })
})

describe('a variant that is taken out of the catalog', () => {
  it('is not written, though it was planned', async () => {
    const shop = await openShop(83)
    const many = shop.products.find(({ variants }) => variants.length > 2)
    const [one, two] = (many?.variants ?? []).map(({ id }) => String(id)) as [string, string]
    await edit(shop, [Number(one), Number(two)], { upc: '12345678' }, 'variant')
    const made = await plan(shop)
    const { kysely } = imports.hub.db
    await kysely
      .updateTable('offer')
      .set({ match: 'left_out', variant_id: null })
      .where('channel_id', '=', shop.channelId)
      .where('remote_id', '=', one)
      .execute()
    const applied = await endOf(shop, await apply(shop, made))
    expect(applied.states).toEqual({ superseded: 1, applied: 1 })
    expect(shop.writes.map(({ requestBody }) => JSON.parse(requestBody))).toEqual([
      [{ id: Number(two), upc: '12345678' }],
    ])
  })
})

describe('what somebody changed since the plan', () => {
  it('in the store is left as it is, named, and in the next plan with both values', async () => {
    const shop = await openShop(74)
    const [one, two, three] = idsOf(shop.products) as [number, number, number]
    await edit(shop, [one, two, three], { warranty: 'Ours' })
    const made = await plan(shop)
    shop.store.merchant.editProduct(one, { warranty: 'Theirs' })
    shop.store.merchant.editProduct(two, { warranty: 'Ours' })
    shop.store.merchant.deleteProduct(three)
    const applied = await endOf(shop, await apply(shop, made))
    expect(applied.states).toEqual({ superseded: 1, applied: 1, rejected: 1 })
    expect(shop.writes).toEqual([])
    const changes = await changesOf(shop, applied)
    expect(changes.map(({ listingId, state }) => [Number(listingId), state])).toEqual(
      expect.arrayContaining([
        [one, 'superseded'],
        [two, 'applied'],
        [three, 'rejected'],
      ]),
    )
    expect(changes.find(({ state }) => state === 'superseded')?.reason).toContain('it shows “Theirs”')
    expect(changes.find(({ state }) => state === 'rejected')).toMatchObject({ fix: expect.any(String) })
    expect(await shownNow(shop, one)).toMatchObject({ warranty: 'Theirs' })

    const next = await plan(shop)
    const [left] = (await changesOf(shop, next)).filter(({ listingId }) => listingId === String(one))
    expect(left).toMatchObject({ before: 'Theirs', after: 'Ours', edited: true })
  })

  it('in the hub is not written', async () => {
    const shop = await openShop(75)
    const [one, two] = idsOf(shop.products) as [number, number]
    await edit(shop, [one, two], { warranty: 'Planned' })
    const made = await plan(shop)
    await edit(shop, [one], { warranty: 'Newer' })
    const applied = await endOf(shop, await apply(shop, made))
    expect(applied.states).toEqual({ superseded: 1, applied: 1 })
    expect((await changesOf(shop, applied)).find(({ state }) => state === 'superseded')?.reason).toContain('“Newer”')
    expect(shop.writes.map(({ requestBody }) => requestBody).join()).not.toContain(`"id":${one},`)
    expect(await planAndApply(shop)).toMatchObject({ states: { applied: 1 } })
    expect(await shownNow(shop, one)).toMatchObject({ warranty: 'Newer' })
  })
})

describe('what the store refuses', () => {
  it('is named with the reason and what to do, and once mended it is planned and written anew', async () => {
    const shop = await openShop(76)
    const [one, two, three] = shop.products as [StoreProduct, StoreProduct, StoreProduct]
    await edit(shop, [one.id], { name: two.name })
    await edit(shop, [three.id], { name: 'A name of its own' })
    const applied = await planAndApply(shop)
    expect(applied).toMatchObject({ state: 'applied', states: { applied: 1, rejected: 1 } })
    const refused = (await changesOf(shop, applied)).find(({ state }) => state === 'rejected')
    expect(refused).toMatchObject({ listingId: String(one.id), reason: expect.any(String), fix: expect.any(String) })
    expect(await shownNow(shop, one.id)).toMatchObject({ name: one.name })
    expect(await shownNow(shop, three.id)).toMatchObject({ name: 'A name of its own' })

    await edit(shop, [one.id], { name: 'Mended' })
    // What waits besides is left for the next changes.
    await edit(shop, [one.id, three.id], { warranty: 'Two years' })
    const retried = await shop.browser.call('POST /api/plans/:planId/retry', { params: { planId: applied.id } })
    expect(retried).toMatchObject({ state: 'ready', changes: 1 })
    expect(await endOf(shop, await apply(shop, retried))).toMatchObject({ states: { applied: 1 } })
    expect(await shownNow(shop, one.id)).toMatchObject({ name: 'Mended', warranty: one.warranty })
    expect(await plan(shop)).toMatchObject({ changes: 2 })
  })

  it('is not asked for where nothing was: what was given up is planned anew, and nothing else', async () => {
    const shop = await openShop(90)
    const [one, two] = idsOf(shop.products) as [number, number]
    await edit(shop, [one], { warranty: 'A year' })
    const given = await plan(shop)
    await shop.browser.call('POST /api/plans/:planId/cancel', { params: { planId: given.id } })
    await edit(shop, [two], { warranty: 'Two years' })
    const retried = await shop.browser.call('POST /api/plans/:planId/retry', { params: { planId: given.id } })
    expect(retried).toMatchObject({ state: 'ready', changes: 1 })
    expect((await changesOf(shop, retried))[0]).toMatchObject({ listingId: String(one), after: 'A year' })
  })
})

describe('a product that is made buyable while its price is hidden', () => {
  it('is refused that, and everything else of it is written', async () => {
    const shop = await openShop(84)
    const [one] = idsOf(shop.products) as [number]
    await edit(shop, [one], { availability: 'disabled', priceHidden: true })
    expect(await planAndApply(shop)).toMatchObject({ states: { applied: 2 } })
    await edit(shop, [one], { availability: 'available', warranty: 'Two years' })
    const applied = await planAndApply(shop)
    expect(applied.states).toEqual({ applied: 1, rejected: 1 })
    const refused = (await changesOf(shop, applied)).find(({ state }) => state === 'rejected')
    expect(refused).toMatchObject({
      field: 'availability',
      reason: expect.stringContaining('hides a price only where'),
    })
    expect(await shownNow(shop, one)).toMatchObject({ warranty: 'Two years', availability: 'disabled' })
  })
})

describe('a plan that is being applied', () => {
  /** Begins with a plan of three requests, of which each takes a while, and waits for the first. */
  async function begin(shop: Shop): Promise<Plan> {
    shop.store.faults.add({ match: { method: 'PUT', path: '**' }, kind: 'slow', delayMs: 400 })
    await edit(shop, idsOf(shop.products), { warranty: 'All of them' })
    const begun = await apply(shop, await plan(shop))
    await planUntil(shop, begun, ({ states }) => (states.sending ?? 0) > 0)
    return begun
  }
  const act = ({ browser }: Shop, { id }: Plan, what: 'pause' | 'resume' | 'cancel') =>
    browser.call(`POST /api/plans/:planId/${what}`, { params: { planId: id } })
  const settled = (shop: Shop, begun: Plan) => planUntil(shop, begun, ({ states }) => states.sending === undefined)
  const inStore = async (shop: Shop) =>
    (await read(shop.store)).filter(({ warranty }) => warranty === 'All of them').length

  it('stops before the next request when all writing is stopped, keeps what waits, and goes on', async () => {
    const shop = await openShop(77)
    const begun = await begin(shop)
    const { channelId, browser } = shop
    await browser.call('POST /api/channels/:channelId/stop-writing', { params: { channelId } })
    const held = await planUntil(shop, begun, ({ problem, states }) => problem !== null && states.sending === undefined)
    expect(held).toMatchObject({ state: 'applying', problem: expect.stringContaining('stopped') })
    const sent = shop.writes.length
    expect(sent).toBeLessThan(3)
    expect(await inStore(shop)).toBe(held.states.applied)
    expect(await refusalOf(plan(shop).then(() => undefined))).toMatchObject({ code: 'plan_applying' })
    await browser.call('POST /api/channels/:channelId/resume-writing', { params: { channelId } })
    expect(await endOf(shop, begun)).toMatchObject({ state: 'applied', states: { applied: 30 } })
    expect(shop.writes).toHaveLength(3)
  })

  it('pauses before the next request, and goes on when somebody lets it', async () => {
    const shop = await openShop(78)
    const begun = await begin(shop)
    expect(await act(shop, begun, 'pause')).toMatchObject({ state: 'applying', pausedAt: expect.any(String) })
    const paused = await settled(shop, begun)
    expect(paused.states.applied).toBeLessThan(30)
    const sent = shop.writes.length
    await new Promise(resolve => setTimeout(resolve, 2_500))
    expect(shop.writes).toHaveLength(sent)
    await act(shop, begun, 'resume')
    expect(await endOf(shop, begun)).toMatchObject({ state: 'applied', states: { applied: 30 } })
    expect(shop.writes).toHaveLength(3)
  })

  it('is cancelled before the next request: the rest is not sent, and stays wanted', async () => {
    const shop = await openShop(79)
    const begun = await begin(shop)
    await act(shop, begun, 'cancel')
    const ended = await endOf(shop, begun)
    const { applied = 0, cancelled = 0 } = ended.states
    expect([ended.state, applied + cancelled, applied < 30]).toEqual(['cancelled', 30, true])
    expect(await inStore(shop)).toBe(applied)
    expect(await refusalOf(act(shop, begun, 'resume'))).toMatchObject({ code: 'plan_not_applying' })
    expect((await plan(shop)).changes).toBe(cancelled)
  })

  it('cannot be begun twice', async () => {
    const shop = await openShop(80)
    const begun = await begin(shop)
    expect(await refusalOf(apply(shop, begun))).toMatchObject({ code: 'plan_not_ready' })
    await endOf(shop, begun)
  })
})

describe('a plan whose channel goes away', () => {
  it('ends where the channel is removed', async () => {
    const shop = await openShop(81)
    await edit(shop, idsOf(shop.products), { warranty: 'Never' })
    const made = await plan(shop)
    const params = { channelId: shop.channelId }
    await shop.browser.call('DELETE /api/channels/:channelId', { params })
    expect(await again(shop, made)).toMatchObject({ state: 'cancelled', states: { cancelled: 30 } })
    expect(shop.writes).toEqual([])
  })
})
