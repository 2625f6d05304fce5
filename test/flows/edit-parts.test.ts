import { describe, expect, it } from 'vitest'
import type { Change, Plan } from '../../src/api/contract/plans.ts'
import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { connectStore, endOfImport, importsForFile, pull } from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'
import { planOf } from '../support/plan-of.ts'
import { accountIn } from '../support/sandbox-reader.ts'

const imports = importsForFile({}, { writes: true })
const patienceMs = 60_000

interface StoreProduct {
  readonly id: number
  readonly name: string
  readonly brand_id: number
  readonly categories: readonly number[]
  readonly custom_fields: readonly { readonly id: number; readonly name: string; readonly value: string }[]
  readonly [field: string]: unknown
}

interface Shop {
  readonly browser: Browser
  readonly channelId: string
  readonly store: Sandbox
  readonly products: readonly StoreProduct[]
  /** What was written since the shop was opened. */
  readonly writes: Exchange[]
}

async function openShop(
  seed: number,
  prepare: (store: Sandbox) => Promise<void> = async () => undefined,
): Promise<Shop> {
  const store = await imports.store({ seed, products: 20 })
  await prepare(store)
  const browser = await imports.newBusiness()
  const channelId = await connectStore(browser, store)
  await endOfImport(browser, channelId)
  const writes: Exchange[] = []
  store.journal.onExchange(exchange => {
    if (exchange.method !== 'GET') writes.push(exchange)
  })
  await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: ['data', 'prices'] } })
  return { browser, channelId, store, products: await productsOf(store), writes }
}

/** A request of the merchant’s own, with the store’s words in answer. */
async function ask<T>(store: Sandbox, method: string, path: string, body?: unknown): Promise<T> {
  const { apiPath, accessToken } = accountIn(store)
  const response = await fetch(`${apiPath.replace(/\/$/, '')}${path}`, {
    ...{
      method,
      headers: { 'x-auth-token': accessToken, accept: 'application/json', 'content-type': 'application/json' },
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text === '' ? (undefined as T) : (JSON.parse(text) as { data: T }).data
}

const productsOf = (store: Sandbox) =>
  ask<StoreProduct[]>(store, 'GET', '/catalog/products?limit=250&include=custom_fields&sort=id')
const brandsOf = (store: Sandbox) => ask<{ id: number; name: string }[]>(store, 'GET', '/catalog/brands?limit=250')
const categoriesOf = (store: Sandbox) =>
  ask<{ category_id: number; name: string; parent_id: number; tree_id: number }[]>(
    ...([store, 'GET', '/catalog/trees/categories?limit=250'] as const),
  )

type Edit = Readonly<Record<string, unknown>> & { readonly do: string; readonly field: string }

const editing = ({ browser, channelId }: Shop, ids: readonly number[], edits: readonly Edit[]) =>
  browser.call('POST /api/edits', {
    body: { level: 'product', channelId, ids: ids.map(String), edits: edits as never },
  })

async function edit(shop: Shop, ids: readonly number[], ...edits: Edit[]): Promise<void> {
  const { refused, faulty } = await editing(shop, ids, edits)
  expect([refused, faulty]).toEqual([0, []])
}

const plan = ({ browser, channelId }: Shop): Promise<Plan> => planOf(browser, channelId)

async function apply({ browser }: Shop, { id }: Plan): Promise<Plan> {
  const params = { planId: id }
  let now = await browser.call('POST /api/plans/:planId/apply', { params })
  const give = Date.now() + patienceMs
  while (now.state === 'applying') {
    if (Date.now() > give) throw new Error(`The plan stands like this: ${JSON.stringify(now)}`)
    await new Promise(resolve => setTimeout(resolve, 30))
    now = await browser.call('GET /api/plans/:planId', { params })
  }
  return now
}

async function changesOf({ browser }: Shop, { id }: Plan): Promise<readonly Change[]> {
  return (await browser.call('GET /api/plans/:planId/changes', { params: { planId: id }, query: { limit: 200 } }))
    .changes
}

const requests = ({ writes }: Shop) => writes.map(({ method, url }) => `${method} ${url.replace(/.*\/v3/, '')}`)

/** After a plan nothing is to do, also once the store was read anew, and nothing counts as edited there. */
async function expectSettled(shop: Shop): Promise<void> {
  expect(await plan(shop)).toMatchObject({ changes: 0, faults: 0 })
  await pull(shop.browser, shop.channelId)
  expect(await plan(shop)).toMatchObject({ changes: 0, faults: 0, edited: 0 })
}

const withoutDates = (product: StoreProduct | undefined) => ({ ...product, date_modified: null })

describe('brand, categories and custom fields', () => {
  it('are edited, planned and written, and nothing else of the store is another', async () => {
    const shop = await openShop(801)
    const { store, products } = shop
    const brands = await brandsOf(store)
    const [one, two] = products
    if (one === undefined || two === undefined) throw new Error('There are products')
    const other = brands.find(({ id }) => id !== one.brand_id)
    await edit(
      shop,
      [one.id],
      { do: 'set', field: 'brand', value: other?.name },
      { do: 'include', field: 'categories', value: ['New arrivals/Spring'] },
      {
        do: 'set',
        field: 'customFields',
        value: [
          { name: 'Material', value: 'Oak' },
          { name: 'Care', value: 'Wipe' },
        ],
      },
    )
    const made = await plan(shop)
    expect(await changesOf(shop, made)).toMatchObject([
      { level: 'category', name: 'New arrivals', label: 'New category', before: null, after: 'New arrivals' },
      { level: 'category', name: 'New arrivals/Spring' },
      { level: 'product', field: 'brand', after: other?.name },
      { level: 'product', field: 'categories' },
      { level: 'product', field: 'customFields' },
    ])
    const done = await apply(shop, made)
    expect([done.state, done.states, done.problem]).toEqual(['applied', { applied: 5 }, null])
    expect(done.requests.writesMade).toBe(done.requests.writes)
    expect(requests(shop)).toEqual([
      'POST /catalog/trees/categories',
      'POST /catalog/trees/categories',
      'PUT /catalog/products',
      `PUT /catalog/products/${one.id}/custom-fields/${one.custom_fields[0]?.id}`,
      `POST /catalog/products/${one.id}/custom-fields`,
    ])
    const made2 = await categoriesOf(store)
    const spring = made2.find(({ name }) => name === 'Spring')
    expect(made2.find(({ category_id }) => category_id === spring?.parent_id)).toMatchObject({ name: 'New arrivals' })
    const now = await productsOf(store)
    const shown = now.find(({ id }) => id === one.id)
    expect(shown).toMatchObject({
      brand_id: other?.id,
      custom_fields: [
        { name: 'Material', value: 'Oak' },
        { name: 'Care', value: 'Wipe' },
      ],
    })
    for (const product of products.slice(1)) expect(now.find(({ id }) => id === product.id)).toEqual(product)
    expect(withoutDates({ ...(shown as StoreProduct), brand_id: 0, categories: [], custom_fields: [] })).toEqual(
      withoutDates({ ...one, brand_id: 0, categories: [], custom_fields: [] }),
    )
    await expectSettled(shop)
  })

  it('of several category trees are kept where the hub can’t tell them apart', async () => {
    const shop = await openShop(802, async store => {
      const [top] = (await categoriesOf(store)).filter(({ parent_id }) => parent_id === 0)
      const trees = await ask<{ id: number }[]>(store, 'GET', '/catalog/trees')
      const other = trees.find(({ id }) => id !== top?.tree_id)?.id
      const names = [top?.name, 'Only there']
      const body = names.map(name => ({ name, tree_id: other, parent_id: 0 }))
      const made = await ask<{ category_id: number }[]>(store, 'POST', '/catalog/trees/categories', body)
      const ids = [top?.category_id, ...made.map(({ category_id }) => category_id)]
      await ask(store, 'PUT', '/catalog/products/101', { categories: ids })
    })
    const { store, products } = shop
    const all = await categoriesOf(store)
    const tops = all.filter(({ parent_id, tree_id }) => parent_id === 0 && tree_id === all[0]?.tree_id)
    const [twice, another] = tops
    const before = products.find(({ id }) => id === 101)?.categories ?? []
    expect(before).toHaveLength(3)

    await edit(shop, [101], { do: 'include', field: 'categories', value: [another?.name] })
    expect((await apply(shop, await plan(shop))).states).toEqual({ applied: 1 })
    const after = (await productsOf(store)).find(({ id }) => id === 101)?.categories
    expect(after).toEqual([...before, another?.category_id])
    await expectSettled(shop)

    await edit(shop, [101], { do: 'exclude', field: 'categories', value: [twice?.name] })
    const refused = await plan(shop)
    expect(refused).toMatchObject({ changes: 0, faults: 1 })
    expect(await changesOf(shop, refused)).toMatchObject([
      { state: 'rejected', reason: expect.stringContaining('Several category trees'), fix: expect.any(String) },
    ])
    // Where a new category at the top belongs can't be told either.
    await edit(shop, [102], { do: 'include', field: 'categories', value: ['Brand new'] })
    expect(await changesOf(shop, await plan(shop))).toMatchObject([
      { listingId: '101', state: 'rejected' },
      { listingId: '102', state: 'rejected', reason: expect.stringContaining('in which of its category trees') },
    ])
  })

  it('that a store refuses leave everything else to be written, and say why', async () => {
    const shop = await openShop(803)
    const { store } = shop
    await edit(
      shop,
      [101],
      { do: 'set', field: 'brand', value: 'Acme' },
      { do: 'set', field: 'warranty', value: 'Ten' },
    )
    await edit(shop, [102], { do: 'include', field: 'categories', value: [`${'x'.repeat(51)}`] })
    const fault = store.faults.add({
      ...{ match: { method: 'POST', path: '/v3/catalog/brands' }, kind: 'status', status: 422, times: 1 },
    })
    const done = await apply(shop, await plan(shop))
    expect(fault.hits).toBe(1)
    const changes = await changesOf(shop, done)
    expect(changes).toMatchObject([
      { level: 'brand', name: 'Acme', state: 'rejected', reason: expect.stringContaining('“Acme”') },
      { listingId: '101', field: 'brand', state: 'rejected', reason: expect.stringContaining('no brand “Acme”') },
      { listingId: '101', field: 'warranty', state: 'applied' },
      { listingId: '102', field: 'categories', state: 'rejected', reason: expect.stringContaining('51 characters') },
    ])
    for (const { state, fix } of changes) if (state === 'rejected') expect(fix).not.toBeNull()
    // What is wanted still comes with the next plan, and the store takes it then.
    const again = await plan(shop)
    expect(await apply(shop, again)).toMatchObject({ states: { applied: 2, rejected: 1 } })
    expect((await brandsOf(store)).filter(({ name }) => name === 'Acme')).toHaveLength(1)
  })

  it('are not made where nobody needs them, and not written over what somebody changed meanwhile', async () => {
    const shop = await openShop(804)
    const { browser, store, channelId } = shop
    await edit(shop, [101], { do: 'set', field: 'brand', value: 'Acme' })
    await edit(shop, [102], { do: 'include', field: 'customFields', value: [{ name: 'Care', value: 'Wipe' }] })
    const made = await plan(shop)
    const [, branded] = await changesOf(shop, made)
    await browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: made.id },
      body: { ids: [branded?.id ?? ''] },
    })
    await ask(store, 'POST', '/catalog/products/102/custom-fields', { name: 'Theirs', value: 'Own' })
    const done = await apply(shop, made)
    expect(await changesOf(shop, done)).toMatchObject([
      { level: 'brand', state: 'superseded' },
      { field: 'brand', state: 'left_out' },
      { field: 'customFields', state: 'superseded', reason: expect.stringContaining('changed in the store') },
    ])
    expect(shop.writes.filter(({ url }) => url.includes('brands'))).toEqual([])
    // Their custom field stands beside what the hub wants until somebody decides.
    await pull(browser, channelId)
    const { rows } = await browser.call('GET /api/channels/:channelId/drift', { params: { channelId }, query: {} })
    expect(rows).toMatchObject([{ listingId: '102', field: 'customFields' }])
  })

  it('are not gone on with where somebody else did half of it meanwhile', async () => {
    const shop = await openShop(807)
    const value = ['Care', 'Fit'].map(name => ({ name, value: 'As told' }))
    await edit(shop, [102], { do: 'include', field: 'customFields', value })
    const made = await plan(shop)
    await ask(shop.store, 'POST', '/catalog/products/102/custom-fields', value[0] ?? {})
    const before = shop.writes.length
    expect(await changesOf(shop, await apply(shop, made))).toMatchObject([
      { field: 'customFields', state: 'superseded', reason: expect.stringContaining('changed in the store') },
    ])
    expect(shop.writes).toHaveLength(before)
  })

  it('are refused where no store could take them, field by field', async () => {
    const shop = await openShop(805)
    const long = 'x'.repeat(251)
    const cases: readonly (readonly [Edit, string])[] = [
      [{ do: 'set', field: 'brand', value: 'x'.repeat(256) }, '255'],
      [{ do: 'set', field: 'categories', value: ['Home//Kitchen'] }, 'has no name'],
      [{ do: 'set', field: 'categories', value: Array.from({ length: 1_001 }, (_, at) => `C${at}`) }, '1,000'],
      [{ do: 'set', field: 'customFields', value: [{ name: 'A', value: ' ' }] }, 'no value'],
      [{ do: 'set', field: 'customFields', value: [{ name: '', value: 'B' }] }, 'no name'],
      [{ do: 'set', field: 'customFields', value: [{ name: 'A', value: long }] }, '250'],
      [{ do: 'set', field: 'customFields', value: [0, 1].map(() => ({ name: 'A', value: 'B' })) }, 'twice'],
      [{ do: 'set', field: 'customFields', value: Array.from({ length: 201 }, (_, at) => `A: ${at}`) }, '200'],
      [{ do: 'include', field: 'name', value: ['A'] }, 'is none'],
    ]
    for (const [one, said] of cases) {
      const problem = await editing(shop, [101], [one]).catch(error => error)
      expect([one.field, JSON.stringify(problem.problem ?? problem)]).toEqual([
        one.field,
        expect.stringContaining(said),
      ])
    }
    expect(await plan(shop)).toMatchObject({ changes: 0, faults: 0 })
  })
})

describe('bulk prices', () => {
  const rules = (store: Sandbox, id: number) =>
    ask<{ id: number; quantity_min: number; quantity_max: number; type: string; amount: number }[]>(
      ...([store, 'GET', `/catalog/products/${id}/bulk-pricing-rules`] as const),
    )
  const rule = (quantity_min: number, quantity_max: number, type: string, amount: number) => ({
    ...{ quantity_min, quantity_max, type, amount },
  })
  const theirs = async (store: Sandbox) => {
    for (const id of [101, 102]) {
      for (const old of await rules(store, id)) {
        await ask(store, 'DELETE', `/catalog/products/${id}/bulk-pricing-rules/${old.id}`)
      }
      await ask(store, 'POST', `/catalog/products/${id}/bulk-pricing-rules`, rule(50, 0, 'percent', 10))
      await ask(store, 'POST', `/catalog/products/${id}/bulk-pricing-rules`, rule(10, 49, 'percent', 5))
    }
  }

  it('are edited, planned and written with the least requests, and undone', async () => {
    const shop = await openShop(806, theirs)
    const { browser, store } = shop
    const [low, high] = (await rules(store, 101)).toSorted((a, b) => a.quantity_min - b.quantity_min)
    const others = await productsOf(store)
    await edit(shop, [101], {
      ...{ do: 'set', field: 'bulkPrices' },
      value: '100+: 17.905 each\n10-49: 7.5%\n50-99: 2 off',
    })
    const made = await plan(shop)
    const after = [
      { from: 10, to: 49, type: 'percent', amount: '7.5' },
      { from: 50, to: 99, type: 'price', amount: '2' },
      { from: 100, to: 0, type: 'fixed', amount: '17.905' },
    ]
    expect(await changesOf(shop, made)).toMatchObject([{ listingId: '101', field: 'bulkPrices', after }])
    const done = await apply(shop, made)
    expect([done.states, done.requests.writesMade, done.requests.writes]).toEqual([{ applied: 1 }, 4, 4])
    const list = '/catalog/products/101/bulk-pricing-rules'
    expect(requests(shop)).toEqual([
      `DELETE ${list}/${high?.id}`,
      `PUT ${list}/${low?.id}`,
      `POST ${list}`,
      `POST ${list}`,
    ])
    const now = await rules(store, 101)
    expect(now.map(({ id: _, ...rest }) => rest)).toEqual([
      rule(10, 49, 'percent', 7.5),
      rule(50, 99, 'price', 2),
      rule(100, 0, 'fixed', 17.905),
    ])
    expect((await productsOf(store)).slice(1)).toEqual(others.slice(1))
    await expectSettled(shop)
    const undone = await browser.call('POST /api/undo', { body: { plan: done.id } })
    expect(undone.cannotReturn).toEqual([expect.stringContaining('Bulk prices')])
    const back = await plan(shop)
    expect(await apply(shop, back)).toMatchObject({ states: { applied: 1 } })
    expect((await rules(store, 101)).map(({ id: _, ...rest }) => rest)).toEqual(
      expect.arrayContaining([rule(10, 49, 'percent', 5), rule(50, 0, 'percent', 10)]),
    )
    await expectSettled(shop)
  })

  it('wait for prices to be switched on, and stand beside what somebody changed in the store', async () => {
    const shop = await openShop(807, theirs)
    const { browser, store, channelId } = shop
    await edit(shop, [101, 102], { do: 'exclude', field: 'bulkPrices', value: ['50+: 10%'] })
    await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { off: ['prices'] } })
    const waiting = await plan(shop)
    expect((await changesOf(shop, waiting)).map(({ part }) => part)).toEqual(['prices', 'prices'])
    await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: ['prices'] } })
    await ask(store, 'POST', '/catalog/products/102/bulk-pricing-rules', rule(2, 9, 'percent', 1))
    const done = await apply(shop, await plan(shop))
    expect(await changesOf(shop, done)).toMatchObject([
      { listingId: '101', state: 'applied' },
      { listingId: '102', state: 'superseded', reason: expect.stringContaining('changed in the store') },
    ])
    expect(await rules(store, 102)).toHaveLength(3)
    await pull(browser, channelId)
    const { rows } = await browser.call('GET /api/channels/:channelId/drift', { params: { channelId }, query: {} })
    expect(rows).toMatchObject([{ listingId: '102', field: 'bulkPrices' }])
  })

  it.each([
    ['reads percentages only as numbers', { readsPercentTextAsNumber: true }, ['POST', 'PUT', 'POST'], 'applied'],
    [
      'reads them in neither form',
      { readsPercentTextAsNumber: true, dividesPercents: true },
      ['POST', 'PUT', 'DELETE'],
      'rejected',
    ],
  ] as const)('stand as they were meant, or not at all, in a store that %s', async (_, quirks, methods, state) => {
    const shop = await openShop(809, theirs)
    const { store } = shop
    const before = await rules(store, 101)
    await edit(shop, [101], { do: 'set', field: 'bulkPrices', value: '2-4: 12.5%\n5-9: 20%\n10-49: 5%\n50+: 10%' })
    store.quirks.set(quirks)
    const done = await apply(shop, await plan(shop))
    const [change] = await changesOf(shop, done)
    expect([change?.state, shop.writes.map(({ method }) => method)]).toEqual([state, methods])
    if (state === 'applied') {
      const added = [rule(2, 4, 'percent', 12.5), rule(5, 9, 'percent', 20)]
      expect((await rules(store, 101)).slice(2).map(({ id: _, ...rest }) => rest)).toEqual(added)
      return expectSettled(shop)
    }
    expect(change?.reason).toContain('The hub took it away again')
    expect(await rules(store, 101)).toEqual(before)
  })

  it('that a store refuses are told with a reason and what to do, and what went before is known', async () => {
    const shop = await openShop(810, theirs)
    const { store } = shop
    await edit(shop, [101, 102], { do: 'set', field: 'bulkPrices', value: '10-49: 7%\n60+: 11%' })
    const path = '**/products/101/bulk-pricing-rules'
    const body = { status: 409, title: 'Two rules are for the same quantities.', type: '', errors: {} }
    const refused = store.faults.add({ kind: 'status', status: 409, body, match: { method: 'POST', path } })
    const done = await apply(shop, await plan(shop))
    refused.remove()
    expect(await changesOf(shop, done)).toMatchObject([
      {
        ...{ listingId: '101', state: 'rejected', fix: 'Import again, then narrow one of them.' },
        reason: expect.stringMatching(
          /for some of the quantities 60 or more already.*The 2 changes before it, of 3, were/,
        ),
      },
      { listingId: '102', state: 'applied' },
    ])
    expect((await rules(store, 101)).map(({ id: _, ...rest }) => rest)).toEqual([rule(10, 49, 'percent', 7)])
    // What is left is one request, as what was saved is known.
    const again = await plan(shop)
    expect(again).toMatchObject({ changes: 1, requests: { writes: 1 } })
    expect(await apply(shop, again)).toMatchObject({ states: { applied: 1 } })
    await expectSettled(shop)
  })

  it('are refused where no store could take them', async () => {
    const shop = await openShop(808, theirs)
    const cases: readonly (readonly [Edit['do'], unknown, string])[] = [
      ['set', '10+', 'cannot be read'],
      ['set', '10-5: 5%', 'ends before'],
      ['set', '10-20: 5%\n20+: 6%', 'same quantities'],
      ['set', '10+: 101%', '100 %'],
      ['set', '1+: 5 each', '2 or more'],
      ['set', Array.from({ length: 51 }, (_, at) => `${2 * at + 2}-${2 * at + 3}: 5%`), '50'],
    ]
    for (const [way, value, said] of cases) {
      const problem = await editing(shop, [101], [{ do: way, field: 'bulkPrices', value }]).catch(error => error)
      expect(JSON.stringify(problem.problem ?? problem)).toContain(said)
    }
    // What would overlap with a price that is there is seen product by product.
    const { faulty } = await editing(shop, [101], [{ do: 'include', field: 'bulkPrices', value: '40+: 6%' }])
    expect(JSON.stringify(faulty)).toContain('same quantities')
    expect(await plan(shop)).toMatchObject({ changes: 0, faults: 0 })
  })
})
