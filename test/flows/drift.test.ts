import { beforeAll, describe, expect, it } from 'vitest'
import type { Drift } from '../../src/api/contract/drift.ts'
import type { Plan } from '../../src/api/contract/plans.ts'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allPages,
  connectStore,
  endOfImport,
  fieldOf,
  importsForFile,
  listingPage,
  pull,
  until,
} from '../support/catalog.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { commandsFor } from '../support/commands.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

const imports = importsForFile({}, { writes: true })

interface Shop {
  readonly browser: Browser
  readonly channelId: string
  readonly store: Sandbox
  /** The store’s ids of its products. */
  readonly ids: readonly number[]
}

async function openShop(seed: number, browser?: Browser, name?: string): Promise<Shop> {
  const store = await imports.store({ seed, products: 12 })
  const own = browser ?? (await imports.newBusiness())
  const channelId = await connectStore(own, store, name === undefined ? {} : { name })
  await endOfImport(own, channelId)
  const { listings } = await own.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { limit: 200 },
  })
  const body = { on: ['data', 'prices'] }
  await own.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
  return { browser: own, channelId, store, ids: listings.map(({ remoteId }) => Number(remoteId)) }
}

type Values = Readonly<Record<string, unknown>>

async function edit({ browser, channelId }: Shop, ids: readonly number[], values: Values): Promise<void> {
  const edits = Object.entries(values).map(([field, value]) => ({ do: 'set' as const, field, value }))
  const { faulty } = await browser.call('POST /api/edits', { body: { channelId, ids: ids.map(String), edits } })
  expect(faulty).toEqual([])
}

async function editMaster(shop: Shop, id: number, values: Values): Promise<void> {
  const { productId } = await masterOf(shop, id)
  const edits = Object.entries(values).map(([field, value]) => ({ do: 'set' as const, field, value }))
  const { faulty } = await shop.browser.call('POST /api/edits', { body: { ids: [productId], edits } })
  expect(faulty).toEqual([])
}

async function masterOf({ browser, channelId }: Shop, id: number): Promise<{ productId: string }> {
  const { listings } = await browser.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { limit: 200 },
  })
  const found = listings.find(({ remoteId }) => remoteId === String(id))
  if (found?.productId == null) throw new Error('The listing is matched')
  return { productId: found.productId }
}

const planOf = ({ browser, channelId }: Shop): Promise<Plan> =>
  browser.call('POST /api/channels/:channelId/plans', { params: { channelId } })

async function changesOf(shop: Shop) {
  const { id } = await planOf(shop)
  const params = { planId: id }
  const { changes } = await shop.browser.call('GET /api/plans/:planId/changes', { params, query: { limit: 200 } })
  return changes.map(({ listingId, field, before, after }) => [Number(listingId), field, before, after])
}

async function applyAll(shop: Shop): Promise<void> {
  const params = { planId: (await planOf(shop)).id }
  await shop.browser.call('POST /api/plans/:planId/apply', { params })
  await until(async () => (await shop.browser.call('GET /api/plans/:planId', { params })).state !== 'applying', 60_000)
  expect(await shop.browser.call('GET /api/plans/:planId', { params })).toMatchObject({ state: 'applied', faults: 0 })
}

async function driftOf({ browser, channelId }: Shop, query: Values = {}): Promise<readonly Drift[]> {
  return (await browser.call('GET /api/channels/:channelId/drift', { params: { channelId }, query })).rows
}

type Choice = { readonly ids: string[] } | { readonly filter: { field?: string; level?: 'product' | 'variant' } }

const decide = ({ browser, channelId }: Shop, decision: 'take' | 'overwrite', choice: Choice) =>
  browser.call('POST /api/channels/:channelId/drift/decide', { params: { channelId }, body: { decision, ...choice } })

const give = ({ browser, channelId }: Shop, field: string, owner: 'hub' | 'store' | 'nobody') =>
  browser.call('PUT /api/channels/:channelId/owners', {
    params: { channelId },
    body: { owners: [{ level: 'product', field, owner }] },
  })

const shownBy = async (shop: Shop, id: number, field: string) =>
  fieldOf(await listingPage(shop.browser, shop.channelId, id), field)

async function rulesBrokenIn({ channelId }: Shop): Promise<string[]> {
  const { db } = imports.hub
  const channel = db.kysely.selectFrom('channel').where('id', '=', channelId).select('workspace_id')
  const { workspace_id } = await channel.executeTakeFirstOrThrow()
  return brokenRules(db, workspace_id)
}

/** The same, two at a time. */
const pagesOf = ({ browser, channelId }: Shop): Promise<Drift[]> =>
  allPages(after =>
    browser.call('GET /api/channels/:channelId/drift', { params: { channelId }, query: { limit: 2, after } }),
  )

/** The hub writes warranties, and the merchant writes others over them in the panel. */
async function edited(shop: Shop, ids: readonly number[]): Promise<void> {
  await edit(shop, ids, { warranty: 'Ours' })
  await applyAll(shop)
  for (const id of ids) shop.store.merchant.editProduct(id, { warranty: `Theirs ${id}` })
  await pull(shop.browser, shop.channelId)
}

describe('an edit made in the store of a live channel', () => {
  it('is listed with what was written, what is shown and what is meant, and counted', async () => {
    const shop = await openShop(101)
    const ids = shop.ids.slice(0, 5)
    await edited(shop, ids)
    const all = await driftOf(shop)
    expect(all.map(({ listingId }) => Number(listingId)).sort()).toEqual([...ids].sort())
    expect(all[0]).toMatchObject({
      ...{ level: 'product', offerId: null, field: 'warranty', label: 'Warranty', base: 'Ours', desired: 'Ours' },
      observed: `Theirs ${all[0]?.listingId}`,
    })
    const { browser, channelId } = shop
    expect((await browser.call('GET /api/drift')).channels).toMatchObject([
      { channelId, count: 5, fields: [{ level: 'product', field: 'warranty', count: 5 }] },
    ])
    expect(await driftOf(shop, { field: 'price' })).toEqual([])
    expect(await driftOf(shop, { level: 'variant' })).toEqual([])
    shop.store.merchant.deleteProduct(ids[0] as number)
    await pull(browser, channelId)
    expect((await driftOf(shop)).map(({ listingId }) => Number(listingId)).sort()).toEqual(ids.slice(1).sort())
    expect((await browser.call('GET /api/drift')).channels[0]?.count).toBe(4)
    expect(await rulesBrokenIn(shop)).toEqual([])
  })

  it('is of variants too: product by product, page by page, and decided by level', async () => {
    const shop = await openShop(106)
    const { db } = imports.hub
    const variants = await db.kysely
      .selectFrom('offer')
      .where('channel_id', '=', shop.channelId)
      .where('match', '=', 'matched')
      .select(['listing_id', 'remote_id', 'observed'])
      .execute()
    const some = variants.filter(({ observed }) => 'optionValues' in (observed as object)).slice(0, 3)
    expect(some).toHaveLength(3)
    for (const id of shop.ids.slice(0, 2)) shop.store.merchant.editProduct(id, { warranty: 'Theirs', mpn: 'P1' })
    for (const row of some) {
      shop.store.merchant.editVariant(Number(row.listing_id), Number(row.remote_id), { mpn: 'V1', upc: '012345678905' })
    }
    await pull(shop.browser, shop.channelId)
    const all = await driftOf(shop)
    const order = all.map(({ listingId, offerId, field }) => [listingId, offerId ?? '', field])
    expect(order).toEqual(order.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)))
    expect(all.filter(({ level }) => level === 'variant')).toHaveLength(6)
    expect(new Set(all.map(({ id }) => id)).size).toBe(10)
    expect(await pagesOf(shop)).toEqual(all)
    const [{ product } = { product: '' }] = all
    const found = await driftOf(shop, { search: product })
    expect(found).toEqual(all.filter(each => each.product === product))
    const { browser, channelId } = shop
    const counted = (query: Values) =>
      browser.call('GET /api/channels/:channelId/drift-count', { params: { channelId }, query })
    expect(await counted({})).toMatchObject({ count: 10 })
    expect(await counted({ search: product })).toMatchObject({ count: found.length })
    expect(await counted({ search: 'nowhere' })).toEqual({ count: 0, atLeast: false, fields: [] })
    const own = all.filter(({ level, field }) => level === 'variant' && field === 'mpn')
    expect(own.map(({ observed }) => observed)).toEqual(['V1', 'V1', 'V1'])

    expect(await decide(shop, 'take', { filter: { level: 'variant', field: 'mpn' } })).toMatchObject({
      decided: 3,
      left: 0,
    })
    expect(
      await decide(shop, 'overwrite', { ids: [all.find(({ field }) => field === 'upc')?.id ?? ''] }),
    ).toMatchObject({ decided: 1, left: 0 })
    expect(await driftOf(shop)).toHaveLength(6)
    expect((await changesOf(shop)).map(([, field, before]) => [field, before])).toEqual([['upc', '012345678905']])
    expect(await rulesBrokenIn(shop)).toEqual([])
    const { taken } = await shop.browser.call('PUT /api/channels/:channelId/owners', {
      params: { channelId: shop.channelId },
      body: { owners: [{ level: 'variant', field: 'upc', owner: 'nobody' }] },
    })
    expect([taken, await changesOf(shop), (await driftOf(shop)).length]).toEqual([3, [], 4])
    expect(await rulesBrokenIn(shop)).toEqual([])
  })

  it('is written over by the next plan where that is decided, and not before', async () => {
    const shop = await openShop(102)
    const [one, two] = shop.ids as [number, number]
    await edited(shop, [one, two])
    expect(await changesOf(shop)).toEqual([])
    expect(await decide(shop, 'overwrite', { ids: [`product/${one}/warranty`] })).toMatchObject({ decided: 1, left: 0 })
    expect((await driftOf(shop)).map(({ listingId }) => Number(listingId))).toEqual([two])
    expect(await changesOf(shop)).toEqual([[one, 'warranty', `Theirs ${one}`, 'Ours']])
    await applyAll(shop)
    await pull(shop.browser, shop.channelId)
    expect((await shownBy(shop, one, 'warranty')).of(shop.channelId)).toBe('Ours')
    expect(await decide(shop, 'overwrite', { ids: [`product/${one}/warranty`] })).toMatchObject({ decided: 0, left: 1 })
    expect(await rulesBrokenIn(shop)).toEqual([])
  })

  it('becomes the channel’s own where it is taken: a price, of the channel that the master was made from too', async () => {
    const shop = await openShop(103)
    const other = await openShop(103, shop.browser, 'Other')
    const [one] = shop.ids as [number]
    await editMaster(shop, one, { price: '5000' })
    await applyAll(shop)
    shop.store.merchant.editProduct(one, { price: 4999 })
    await pull(shop.browser, shop.channelId)
    expect(await driftOf(shop)).toMatchObject([{ field: 'price', observed: '4999', desired: '5000' }])

    const before = await changesOf(other)
    expect(await decide(shop, 'take', { filter: {} })).toMatchObject({ decided: 1, left: 0 })
    expect([await driftOf(shop), await changesOf(shop)]).toEqual([[], []])
    const taken = await shownBy(shop, one, 'price')
    expect([taken.master, taken.of(shop.channelId), taken.differs(shop.channelId)]).toEqual(['5000', '4999', true])
    expect(await changesOf(other)).toEqual(before)
    expect(await rulesBrokenIn(shop)).toEqual([])

    await editMaster(shop, one, { price: '5100' })
    expect(await changesOf(shop)).toEqual([])
    expect((await changesOf(other)).map(([, field, , after]) => [field, after])).toEqual([['price', '5100']])
    await pull(shop.browser, shop.channelId)
    expect((await shownBy(shop, one, 'price')).master).toBe('5100')
    expect(await rulesBrokenIn(shop)).toEqual([])
  })
})

describe('a field that is given to the store', () => {
  it('is followed from then on; what waited to be sent of it is dropped', async () => {
    const shop = await openShop(104)
    const [one, two, three] = shop.ids as [number, number, number]
    await edited(shop, [one])
    await edit(shop, [two], { warranty: 'Never sent', metaDescription: 'Sent' })
    const waited = (await shownBy(shop, two, 'warranty')).of(shop.channelId)
    const { taken, owners } = await give(shop, 'warranty', 'store')
    expect(taken).toBe(2)
    expect(owners.find(({ level, field }) => level === 'product' && field === 'warranty')).toMatchObject({
      ...{ label: 'Warranty', owner: 'store', byDefault: 'hub' },
    })
    expect(await driftOf(shop)).toEqual([])
    expect((await changesOf(shop)).map(([id, field]) => [id, field])).toEqual([[two, 'metaDescription']])
    expect((await shownBy(shop, two, 'warranty')).of(shop.channelId)).toBe(waited)
    expect(await rulesBrokenIn(shop)).toEqual([])

    for (const id of [one, three]) shop.store.merchant.editProduct(id, { warranty: 'Later' })
    await pull(shop.browser, shop.channelId)
    expect(await driftOf(shop)).toEqual([])
    for (const id of [one, three]) expect((await shownBy(shop, id, 'warranty')).of(shop.channelId)).toBe('Later')
    expect((await give(shop, 'warranty', 'store')).taken).toBe(0)
    expect(await rulesBrokenIn(shop)).toEqual([])

    await give(shop, 'warranty', 'hub')
    expect((await shownBy(shop, three, 'warranty')).of(shop.channelId)).toBe('Later')
    shop.store.merchant.editProduct(three, { warranty: 'Latest' })
    await pull(shop.browser, shop.channelId)
    expect(await driftOf(shop)).toMatchObject([{ listingId: String(three), base: 'Later', observed: 'Latest' }])
    expect(await rulesBrokenIn(shop)).toEqual([])
  })
})

describe('a decision that is taken back', () => {
  const reopen = ({ browser, channelId }: Shop, decisions: readonly string[]) =>
    browser.call('POST /api/channels/:channelId/drift/reopen', {
      params: { channelId },
      body: { decisions: [...decisions] },
    })

  it.each(['take', 'overwrite'] as const)('leaves all as it was before: %s', async decision => {
    const shop = await openShop(decision === 'take' ? 107 : 108)
    const [one, two, three] = shop.ids as [number, number, number]
    await edited(shop, [one, two, three])
    await edit(shop, [two], { warranty: 'Meant since' })
    const [before, changes] = [await driftOf(shop), await changesOf(shop)]
    const { decisions, decided } = await decide(shop, decision, { filter: {} })
    expect([decided, decisions.length]).toEqual([3, 1])
    expect(await driftOf(shop)).toEqual([])
    // Somebody edits one of them meanwhile: that stays.
    await edit(shop, [three], { warranty: 'Edited since' })
    expect(await reopen(shop, decisions)).toEqual({ reopened: 2, left: 1 })
    const rest = before.filter(({ listingId }) => listingId !== String(three))
    expect(await driftOf(shop)).toEqual(rest)
    expect((await changesOf(shop)).filter(([id]) => id !== three)).toEqual(changes.filter(([id]) => id !== three))
    expect((await shownBy(shop, three, 'warranty')).of(shop.channelId)).toBe(`Theirs ${three}`)
    expect(await reopen(shop, decisions)).toEqual({ reopened: 0, left: 3 })
    expect(await reopen(shop, ['evt_none'])).toEqual({ reopened: 0, left: 0 })
    expect(await rulesBrokenIn(shop)).toEqual([])
  })

  it('is what giving a field away did, once the hub has it again', async () => {
    const shop = await openShop(109)
    const [one, two] = shop.ids as [number, number]
    await edited(shop, [one])
    await edit(shop, [two], { warranty: 'Waits' })
    const [before, changes] = [await driftOf(shop), await changesOf(shop)]
    const { decisions } = await give(shop, 'warranty', 'store')
    expect(await reopen(shop, decisions)).toEqual({ reopened: 0, left: 2 })
    await give(shop, 'warranty', 'hub')
    expect(await reopen(shop, decisions)).toEqual({ reopened: 2, left: 0 })
    expect([await driftOf(shop), await changesOf(shop)]).toEqual([before, changes])
    expect(await rulesBrokenIn(shop)).toEqual([])
  })
})

describe('what nobody can mean', () => {
  it('is refused, and nothing is changed', async () => {
    const { browser } = imports
    const { id: channelId } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Empty' } })
    const shop = { browser, channelId, ids: [] } as unknown as Shop
    const refused = { status: 400, code: 'input_invalid' }
    for (const id of [
      '',
      'product',
      'product//price',
      'variant/1/price',
      'product/1/%E0',
      'other/1/price',
      '1'.repeat(900),
    ]) {
      expect(await refusalOf(decide(shop, 'take', { ids: [id] }))).toMatchObject(refused)
    }
    expect(await refusalOf(decide(shop, 'take', { ids: ['product/1%00/price'] }))).toMatchObject(refused)
    const absent = ['product/1/price', 'product/1/constructor', 'variant/1/2/__proto__']
    expect(await decide(shop, 'take', { ids: absent })).toMatchObject({ decided: 0, left: 3 })
    expect(await refusalOf(decide(shop, 'take', {} as Choice))).toMatchObject(refused)
    expect(await refusalOf(give(shop, 'color', 'store'))).toMatchObject({
      ...{ ...refused, fields: { owners: 'A product has no field “color”.' } },
    })
    expect(await refusalOf(give(shop, 'options', 'hub'))).toMatchObject(refused)
    const nowhere = { ...shop, channelId: 'chn_none' }
    const calls = [
      () => driftOf(nowhere),
      () => decide(nowhere, 'take', { filter: {} }),
      () => give(nowhere, 'price', 'store'),
    ]
    for (const call of calls) expect(await refusalOf(call())).toMatchObject({ status: 404 })
    const query = { after: 'WyJ4Il0' }
    expect(await refusalOf(driftOf(shop, query))).toMatchObject(refused)
  })
})

describe('cartwright drift', () => {
  const run = (...args: string[]) => commandsFor(imports.hub)(args)
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop(105, imports.browser, 'Shop')
    await edited(shop, shop.ids.slice(0, 3))
  })

  it('lists, decides and gives', async () => {
    const [one, two] = shop.ids as [number, number]
    const listed = await run('drift', 'Shop')
    expect([listed.code, listed.out]).toEqual([0, expect.stringContaining(`product/${one}/warranty`)])
    expect(listed.out).toContain(`Ours > Theirs ${one}`)
    expect(await run('drift', 'take', 'Shop', `product/${one}/warranty`)).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('Taken from the store: 1 edit.') },
    })
    expect(await run('drift', 'take', 'Shop', `product/${one}/warranty`)).toMatchObject({
      ...{ code: 1, out: expect.stringContaining('Left as it is: 1 edit') },
    })
    expect(await run('drift', 'overwrite', 'Shop', `product/${two}/warranty`)).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('next plan: 1 edit.') },
    })
    expect(JSON.parse((await run('drift', 'Shop', '--json')).out)).toHaveLength(1)
    expect(await run('drift', 'give', 'Shop', '--field', 'warranty')).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('Warranty of a product on Shop now belongs to the store.') },
    })
    expect((await run('drift', 'give', 'Shop')).out).toContain('store (by default: hub)')
    expect((await run('drift', 'Shop')).out).toContain('Nothing is edited in the store')
  })

  it('says what it needs', async () => {
    for (const args of [
      ['take', 'Shop'],
      ['take', 'Shop', '12'],
      ['overwrite', '--all', 'product/1/price'],
      ['give', '--to', 'hub'],
    ]) {
      expect(await run('drift', ...args)).toMatchObject({ code: 2 })
    }
  })
})
