import { describe, expect, it } from 'vitest'
import type { ListedPlan, Plan } from '../../src/api/contract/plans.ts'
import type { Sending, SendingRule } from '../../src/api/contract/sending.ts'
import { type Clock, systemClock } from '../../src/runtime/clock.ts'
import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { connectStore, endOfImport, importsForFile, pull } from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'
import { accountIn } from '../support/sandbox-reader.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** The machine's time, a while later: waits last as long as they do. */
let aheadMs = 0
const clock: Clock = {
  now: () => new Date(systemClock.now().getTime() + aheadMs),
  sleep: (ms, signal) => systemClock.sleep(ms, signal),
}
const imports = importsForFile({ clock }, { writes: true })
const patienceMs = 60_000
/** Longer than edits are gathered and the hub takes to look, on a loaded machine too. */
const quietMs = 6_000

const byItself: SendingRule = { mode: 'by_itself', at: 'once' }
const ask: SendingRule = { mode: 'ask', at: 'once' }

interface StoreProduct {
  readonly id: number
  readonly name: string
  readonly price: number
  readonly [field: string]: unknown
}

/** A store of a business of its own, live, of which nobody is asked. */
class Shop {
  browser: Browser
  readonly store: Sandbox
  readonly channelId: string
  readonly products: readonly StoreProduct[]
  readonly writes: Exchange[] = []

  private constructor(browser: Browser, store: Sandbox, channelId: string, products: readonly StoreProduct[]) {
    this.browser = browser
    this.store = store
    this.channelId = channelId
    this.products = products
    store.journal.onExchange(exchange => {
      if (exchange.method !== 'GET' && exchange.requestHeaders['x-test'] === undefined) this.writes.push(exchange)
    })
  }

  static async open(
    seed: number,
    {
      live = ['data', 'prices'],
      rules = { data: byItself, prices: byItself } as Parameters<Shop['send']>[0],
      hasOwnBusiness = true,
    } = {},
  ): Promise<Shop> {
    const store = await imports.store({ seed, products: 30 })
    const browser = hasOwnBusiness ? await imports.newBusiness() : imports.browser
    const channelId = await connectStore(browser, store)
    await endOfImport(browser, channelId)
    const shop = new Shop(browser, store, channelId, await productsOf(store))
    if (live.length > 0) await shop.live(live)
    await shop.send(rules)
    return shop
  }

  get params() {
    return { channelId: this.channelId }
  }

  /** The store's id of its `at`-th product. */
  id(at: number): number {
    return this.products[at]?.id ?? 0
  }

  live = (on: string[], off: string[] = []) =>
    this.browser.call('PATCH /api/channels/:channelId/live', { params: this.params, body: { on, off } })
  send = (body: { data?: SendingRule; prices?: SendingRule }): Promise<Sending> =>
    this.browser.call('PUT /api/channels/:channelId/sending', { params: this.params, body })
  sending = (): Promise<Sending> => this.browser.call('GET /api/channels/:channelId/sending', { params: this.params })
  plans = async (): Promise<readonly ListedPlan[]> =>
    (await this.browser.call('GET /api/plans', { query: { channelId: this.channelId } })).plans
  make = (): Promise<Plan> => this.browser.call('POST /api/channels/:channelId/plans', { params: this.params })

  async edit(at: number, fields: Readonly<Record<string, unknown>>): Promise<void> {
    const edits = Object.entries(fields).map(([field, value]) => ({ do: 'set' as const, field, value }))
    const body = { channelId: this.channelId, ids: [String(this.id(at))], edits }
    const { refused, faulty } = await this.browser.call('POST /api/edits', { body })
    expect([refused, faulty]).toEqual([0, []])
  }

  /** What the store shows of its `at`-th product. */
  async shown(at: number): Promise<StoreProduct | undefined> {
    return (await productsOf(this.store)).find(({ id }) => id === this.id(at))
  }

  /** Somebody edits the store itself. */
  async editInStore(at: number, fields: Readonly<Record<string, unknown>>): Promise<void> {
    const { apiPath, accessToken } = accountIn(this.store)
    const response = await fetch(`${apiPath.replace(/\/$/, '')}/catalog/products/${this.id(at)}`, {
      method: 'PUT',
      headers: {
        'x-auth-token': accessToken,
        'content-type': 'application/json',
        accept: 'application/json',
        'x-test': 'somebody else',
      },
      body: JSON.stringify(fields),
    })
    expect(response.status).toBe(200)
  }

  /** Waits until something is so. */
  async until<T>(look: () => Promise<T>, holds: (now: T) => boolean): Promise<T> {
    const give = Date.now() + patienceMs
    for (let now = await look(); ; now = await look()) {
      if (holds(now)) return now
      if (Date.now() > give) throw new Error(`It stays like this: ${JSON.stringify(now)}`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  /** Waits until so many plans have ended, the newest first. */
  ended = (count: number) =>
    this.until(
      () => this.plans(),
      plans => plans.length === count && plans.every(({ state }) => state !== 'applying' && state !== 'ready'),
    )

  /** Nothing more happens by itself. */
  async staysQuiet(): Promise<void> {
    const [plans, writes] = [(await this.plans()).length, this.writes.length]
    await new Promise(resolve => setTimeout(resolve, quietMs))
    expect([(await this.plans()).length, this.writes.length]).toEqual([plans, writes])
  }
}

async function productsOf(store: Sandbox): Promise<StoreProduct[]> {
  const { apiPath, accessToken } = accountIn(store)
  const response = await fetch(`${apiPath.replace(/\/$/, '')}/catalog/products?limit=250&sort=id`, {
    headers: { 'x-auth-token': accessToken, accept: 'application/json' },
  })
  return ((await response.json()) as { data: StoreProduct[] }).data
}

describe('sending by itself', () => {
  it('is off at first: a person is asked, and nothing is planned', async () => {
    const shop = await Shop.open(81, { rules: { data: ask } })
    expect(await shop.sending()).toMatchObject({
      data: { mode: 'ask', at: 'once', since: null, by: null, nextAt: null, toDo: 0, holds: [], last: null },
      prices: { mode: 'ask' },
    })
    await shop.edit(0, { warranty: 'A year' })
    await shop.staysQuiet()
    expect(await shop.plans()).toEqual([])
    expect(await shop.sending()).toMatchObject({ data: { toDo: 1, kept: {} }, prices: { toDo: 0 } })
    expect(
      await refusalOf(
        shop.browser
          .send('PUT', `/api/channels/${shop.channelId}/sending`, { data: { mode: 'maybe' } })
          .then(() => shop.send({})),
      ),
    ).toMatchObject({ code: 'input_invalid' })
  })

  it('sends edits that come together with one request, and says what became of them', async () => {
    const shop = await Shop.open(82)
    await shop.edit(0, { warranty: 'A year' })
    await shop.edit(1, { warranty: 'Two years' })
    await shop.edit(0, { warranty: 'Three years' })
    const [plan] = await shop.ended(1)
    expect(plan).toMatchObject({ state: 'applied', madeBy: 'the hub itself', changes: 2, brakes: [] })
    expect(shop.writes).toHaveLength(1)
    expect([(await shop.shown(0))?.warranty, (await shop.shown(1))?.warranty]).toEqual(['Three years', 'Two years'])
    expect(await shop.sending()).toMatchObject({
      data: { mode: 'by_itself', toDo: 0, holds: [], last: { planId: plan?.id, states: { applied: 2 } } },
      prices: { last: null },
    })
    await shop.staysQuiet()
  })

  it('holds what trips a warning for a person, and goes on with everything else', async () => {
    const shop = await Shop.open(83)
    const before = shop.products[0]?.price ?? 0
    await shop.edit(0, { price: '0.01' })
    const held = await shop.until(
      () => shop.plans(),
      plans => plans.length === 1,
    )
    expect(held).toMatchObject([{ state: 'ready', brakes: [{ brake: 'price_cut', passed: null }] }])
    await shop.edit(1, { warranty: 'A year' })
    await shop.until(
      () => shop.plans(),
      plans => plans.length === 2 && plans[0]?.state === 'applied',
    )
    expect((await shop.shown(1))?.warranty).toBe('A year')
    expect((await shop.shown(0))?.price).toBe(before)
    expect(await shop.sending()).toMatchObject({
      prices: {
        toDo: 1,
        kept: { held: 1 },
        holds: [{ planId: held[0]?.id, sentence: expect.stringMatching(/warning/) }],
      },
    })
    // A second one waits with the first.
    await shop.edit(2, { price: '0.02' })
    const both = await shop.until(
      () => shop.plans(),
      plans => plans.length === 3,
    )
    expect(both.map(({ state }) => state)).toEqual(['ready', 'applied', 'outdated'])
    const params = { planId: both[0]?.id ?? '' }
    expect(await refusalOf(shop.browser.call('POST /api/plans/:planId/apply', { params }))).toMatchObject({
      code: 'plan_braked',
    })
    expect(shop.writes).toHaveLength(1)
    await shop.browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: ['price_cut'] } })
    await shop.browser.call('POST /api/plans/:planId/apply', { params })
    await shop.ended(3)
    expect([(await shop.shown(0))?.price, (await shop.shown(2))?.price]).toEqual([0.01, 0.02])
  })

  it('sends everything but what trips a warning where both come together', async () => {
    const shop = await Shop.open(88)
    const [before, retail] = [shop.products[0]?.price ?? 0, shop.products[0]?.retail_price]
    await shop.edit(0, { price: '0.01', retailPrice: '4321', warranty: 'A year' })
    await shop.edit(1, { price: '1234.5' })
    const plans = await shop.until(
      () => shop.plans(),
      now => now.length === 2 && now.some(({ state }) => state === 'applied'),
    )
    const held = plans.find(({ state }) => state === 'ready')
    // The prices of one product wait together.
    expect(held).toMatchObject({ changes: 2, products: 1, brakes: [{ brake: 'price_cut', count: 1 }] })
    expect(plans.find(({ state }) => state === 'applied')).toMatchObject({ changes: 2, brakes: [] })
    expect(await shop.shown(0)).toMatchObject({ warranty: 'A year', price: before, retail_price: retail })
    expect((await shop.shown(1))?.price).toBe(1234.5)
    await shop.staysQuiet()
    // What waits goes on waiting where something else comes, and a new value that trips nothing is sent.
    await shop.edit(0, { price: String(before + 1), warranty: 'Two years' })
    await shop.until(
      () => shop.sending(),
      ({ data, prices }) => data.toDo === 0 && prices.toDo === 1,
    )
    expect(await shop.shown(0)).toMatchObject({ warranty: 'Two years', price: before + 1, retail_price: retail })
  })

  it('never writes over what was edited in the store, and does not come back to what the store refused', async () => {
    const shop = await Shop.open(84)
    await shop.edit(0, { warranty: 'A year' })
    await shop.ended(1)
    await shop.editInStore(0, { warranty: 'Somebody’s own' })
    await pull(shop.browser, shop.channelId)
    await shop.edit(0, { warranty: 'Two years' })
    // A name that another product has is refused by the store alone.
    await shop.edit(1, { name: shop.products[2]?.name ?? '' })
    await shop.until(
      () => shop.sending(),
      ({ data }) => data.kept.refused === 1 && data.kept.edited === 1,
    )
    await shop.staysQuiet()
    expect((await shop.shown(0))?.warranty).toBe('Somebody’s own')
    // Something else goes, and leaves both alone.
    await shop.edit(3, { warranty: 'Ten years' })
    await shop.ended(3)
    const [last] = await shop.plans()
    expect(last).toMatchObject({ changes: 1, faults: 0 })
    // Another value is tried, and what a person decides about is sent.
    await shop.edit(1, { name: 'A name of its own' })
    await shop.browser.call('POST /api/channels/:channelId/drift/decide', {
      params: shop.params,
      body: { decision: 'overwrite', filter: {} },
    })
    await shop.until(
      () => shop.sending(),
      ({ data }) => data.toDo === 0,
    )
    expect([(await shop.shown(0))?.warranty, (await shop.shown(1))?.name]).toEqual(['Two years', 'A name of its own'])
  })

  it('leaves a person the plan that he looks at, and what he left out of it until its value changes', async () => {
    const shop = await Shop.open(85, { rules: { data: ask, prices: ask } })
    await shop.edit(0, { warranty: 'A year' })
    await shop.edit(1, { warranty: 'Two years' })
    const plan = await shop.make()
    const { changes } = await shop.browser.call('GET /api/plans/:planId/changes', { params: { planId: plan.id } })
    const out = changes.find(({ listingId }) => listingId === String(shop.id(0)))
    await shop.browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: plan.id },
      body: { ids: [out?.id ?? ''] },
    })
    await shop.send({ data: byItself })
    await shop.edit(2, { warranty: 'Three years' })
    await shop.until(
      () => shop.plans(),
      plans => plans.length === 2 && plans[0]?.state === 'applied',
    )
    // What he looks at is not sent beneath his eyes.
    expect(shop.writes).toHaveLength(1)
    expect(await shop.sending()).toMatchObject({ data: { toDo: 2, kept: { open: 1, left_out: 1 } } })
    expect((await shop.plans())[1]).toMatchObject({ id: plan.id, state: 'ready' })
    // He forgets it: after a while it is sent, and his plan is still there.
    aheadMs += 11 * minuteMs
    await shop.until(
      () => shop.sending(),
      ({ data }) => data.toDo === 1,
    )
    expect((await shop.shown(1))?.warranty).toBe('Two years')
    expect((await shop.plans()).at(-1)).toMatchObject({ id: plan.id, state: 'ready' })
    await shop.staysQuiet()
    expect((await shop.shown(0))?.warranty).toBe('')
    await shop.edit(0, { warranty: 'Four years' })
    await shop.until(
      () => shop.sending(),
      ({ data }) => data.toDo === 0,
    )
    expect((await shop.shown(0))?.warranty).toBe('Four years')
    // What he gives up is his word as well.
    await shop.send({ data: ask })
    await shop.edit(0, { warranty: 'Five years' })
    const { id } = await shop.make()
    await shop.browser.call('POST /api/plans/:planId/cancel', { params: { planId: id } })
    await shop.send({ data: byItself })
    await shop.staysQuiet()
    expect(await shop.sending()).toMatchObject({ data: { toDo: 1, kept: { given_up: 1 } } })
  })

  it('waits while the channel is stopped or a part is not live, says so, and then goes on', async () => {
    const shop = await Shop.open(86, { live: ['data'] })
    await shop.edit(0, { warranty: 'A year', price: '1234.5' })
    await shop.ended(1)
    expect(await shop.shown(0)).toMatchObject({ warranty: 'A year', price: shop.products[0]?.price })
    expect(await shop.sending()).toMatchObject({
      data: { toDo: 0, holds: [] },
      prices: { toDo: 1, holds: [{ planId: null, sentence: expect.stringMatching(/not live for prices/) }] },
    })
    await shop.browser.call('POST /api/channels/:channelId/stop-writing', { params: shop.params })
    await shop.live(['prices'])
    await shop.edit(1, { warranty: 'Two years' })
    await shop.staysQuiet()
    expect(await shop.sending()).toMatchObject({
      data: { toDo: 1, holds: [{ sentence: expect.stringMatching(/stopped/) }] },
    })
    await shop.browser.call('POST /api/channels/:channelId/resume-writing', { params: shop.params })
    await shop.until(
      () => shop.sending(),
      ({ data, prices }) => data.toDo + prices.toDo === 0,
    )
    expect(await shop.shown(0)).toMatchObject({ price: 1234.5 })
    expect(await shop.shown(1)).toMatchObject({ warranty: 'Two years' })
  })

  it('looks by schedule, by the clocks of the store, and after a restart', async () => {
    const shop = await Shop.open(87, { rules: { data: ask }, hasOwnBusiness: false })
    const { timeZone, timeZoneOf } = await shop.sending()
    expect(timeZoneOf).toBe('store')
    const inAnHour = new Date(clock.now().getTime() + hourMs)
    const dailyAt = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(inAnHour)
    const said = await shop.send({
      data: { mode: 'by_itself', at: { dailyAt } },
      prices: { mode: 'ask', at: { everyMinutes: 90 } },
    })
    expect(said.data.nextAt?.slice(0, 16)).toBe(inAnHour.toISOString().slice(0, 16))
    await shop.edit(0, { warranty: 'A year', price: '1234.5' })
    await shop.staysQuiet()
    await imports.restart()
    shop.browser = imports.browser
    await shop.staysQuiet()
    aheadMs += hourMs
    const [plan] = await shop.ended(1)
    expect(plan).toMatchObject({ state: 'applied', changes: 1, fields: [{ field: 'warranty' }] })
    const { data } = await shop.sending()
    expect(new Date(data.nextAt ?? 0).getTime() - clock.now().getTime()).toBeGreaterThan(22 * hourMs)
    // Where a person is asked, a schedule makes the plan and waits for him.
    aheadMs += hourMs / 2
    const [asked] = await shop.until(
      () => shop.plans(),
      plans => plans.length === 2,
    )
    expect(asked).toMatchObject({ state: 'ready', changes: 1, fields: [{ field: 'price' }], brakes: [] })
    await shop.staysQuiet()
    expect(shop.writes).toHaveLength(1)
  })
})
