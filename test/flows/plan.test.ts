import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/api/contract/plans.ts'
import type { Delta } from '../../src/domain/layers.ts'
import { allListings, allPages, importedStore, importStore, importsForFile, pull } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { type Browser, refusalOf } from '../support/hub.ts'
import { editedInStore, want } from '../support/wants.ts'

const imports = importsForFile()

const imported = (seed: number, products?: number) => importedStore(imports, seed, products)

const plan = (browser: Browser, channelId: string) =>
  browser.call('POST /api/channels/:channelId/plans', { params: { channelId } })

function changesOf(browser: Browser, planId: string, query: Readonly<Record<string, string | number>> = {}) {
  return allPages<Change>(async after => {
    const { changes, next } = await browser.call('GET /api/plans/:planId/changes', {
      params: { planId },
      query: { limit: 200, ...query, after },
    })
    return { rows: changes, next }
  })
}

/** What a change says, without where it stands. */
const sayings = (changes: readonly Change[]) =>
  changes
    .map(({ level, listingId, offerId, field, before, after }) => [level, offerId ?? listingId, field, before, after])
    .sort((a, b) => String(a).localeCompare(String(b)))

interface Shown {
  readonly remoteId: string
  readonly listingId: string
  readonly observed: Readonly<Record<string, unknown>>
}

/** What the hub saw in the store. */
async function seen(channelId: string, table: 'listing' | 'offer'): Promise<Shown[]> {
  const listing = table === 'listing' ? sql`remote_id` : sql`listing_id`
  const { rows } = await sql<Shown>`
    select remote_id as "remoteId", ${listing} as "listingId", observed from ${sql.table(table)}
    where channel_id = ${channelId} order by remote_id::bigint
  `.execute(imports.hub.db.kysely)
  return rows
}

/** Other values than they have, for the first products of a channel. */
async function wantOthers(channelId: string, count: number, delta: (row: Shown) => Delta) {
  const rows = (await seen(channelId, 'listing')).slice(0, count)
  await want(imports.hub, channelId, 'product', Object.fromEntries(rows.map(row => [row.remoteId, delta(row)])))
  return rows
}

const channelRow = (channelId: string) =>
  imports.hub.db.kysely.selectFrom('channel').where('id', '=', channelId).selectAll().executeTakeFirstOrThrow()

const half = (price: unknown) => (Number(price) / 2).toFixed(2)

describe('a plan', () => {
  it('is empty after an import, also after the third', async () => {
    const { browser, channelId } = await imported(601)
    for (let round = 1; round <= 3; round += 1) {
      const made = await plan(browser, channelId)
      expect(made).toMatchObject({
        ...{ state: 'ready', changes: 0, products: 0, variants: 0, fields: [], faults: 0, edited: 0, brakes: [] },
        ...{ seconds: 0, states: {}, madeBy: 'Ada Owner' },
        requests: { writes: 0, reads: 0, writesMade: 0, readsMade: 0 },
      })
      expect(await changesOf(browser, made.id)).toEqual([])
      await pull(browser, channelId)
    }
  })

  it('has exactly what was edited, old and new, of products and variants', async () => {
    const { browser, channelId } = await imported(602)
    const listings = await wantOthers(channelId, 12, row => ({
      name: `${row.observed.name} (new)`,
      pageTitle: 'A title',
    }))
    const offers = (await seen(channelId, 'offer')).slice(0, 7)
    const weights = Object.fromEntries(offers.map(({ remoteId }) => [remoteId, { weight: '7.25' }]))
    await want(imports.hub, channelId, 'variant', weights)
    const made = await plan(browser, channelId)
    expect(sayings(await changesOf(browser, made.id))).toEqual(
      [
        ...listings.flatMap(({ remoteId, observed }) => [
          ['product', remoteId, 'name', observed.name, `${observed.name} (new)`],
          ['product', remoteId, 'pageTitle', observed.pageTitle ?? null, 'A title'],
        ]),
        ...offers.map(({ remoteId, observed }) => ['variant', remoteId, 'weight', observed.weight ?? null, '7.25']),
      ].sort((a, b) => String(a).localeCompare(String(b))),
    )
    const products = new Set([...listings, ...offers].map(({ listingId }) => listingId)).size
    expect(made).toMatchObject({
      ...{ changes: 31, products, variants: 7, faults: 0, edited: 0, brakes: [], states: { planned: 31 } },
      fields: [
        { level: 'product', field: 'name', label: 'Name', part: 'data', changes: 12 },
        { level: 'product', field: 'pageTitle', label: 'Page title', part: 'data', changes: 12 },
        { level: 'variant', field: 'weight', label: 'Weight', part: 'data', changes: 7 },
      ],
      // 12 products ten at a time, 7 variants fifty at a time; one look at all of them.
      requests: { writes: 3, reads: 1 },
    })
  })

  it('of each of two stores that share products is empty after both imports, and has what the master was edited to', async () => {
    const browser = await imports.newBusiness()
    const [a, b] = [
      await imports.store({ seed: 611, products: 20 }),
      await imports.store({ seed: 612, products: 20, twin: { seed: 611, products: 20 } }),
    ]
    const channels = [
      (await importStore(browser, a, { name: 'A' })).channelId,
      (await importStore(browser, b, { name: 'B' })).channelId,
    ]
    for (const channelId of channels) expect(await plan(browser, channelId)).toMatchObject({ changes: 0, faults: 0 })

    const listings = await Promise.all(channels.map(channelId => allListings(browser, channelId)))
    const [inA = [], inB = []] = listings
    const shared = inA.filter(({ productId }) => productId !== null && inB.some(other => other.productId === productId))
    expect(shared.length).toBeGreaterThan(3)
    const ids = shared.slice(0, 3).map(({ productId }) => productId ?? '')
    const edits = [{ do: 'set' as const, field: 'preorderMessage', value: 'Soon' }]
    const edited = await browser.call('POST /api/edits', { body: { ids, edits } })
    expect(edited.channels.map(({ channelId, products }) => [channelId, products]).sort()).toEqual(
      channels.map(channelId => [channelId, 3]).sort(),
    )
    for (const [at, channelId] of channels.entries()) {
      const { id } = await plan(browser, channelId)
      const meant = listings[at]
        ?.filter(({ productId }) => ids.includes(productId ?? ''))
        .map(({ remoteId }) => remoteId)
      const expected = (meant ?? []).map(remoteId => ['product', remoteId, 'preorderMessage', null, 'Soon'])
      expect(sayings(await changesOf(browser, id))).toEqual(
        expected.toSorted((one, other) => String(one).localeCompare(String(other))),
      )
    }
    const back = { ids, edits: [{ do: 'clear' as const, field: 'preorderMessage' }] }
    await browser.call('POST /api/edits', { body: back })
    for (const channelId of channels) expect(await plan(browser, channelId)).toMatchObject({ changes: 0, states: {} })
  })

  it('says how long it takes with the quota as it is', async () => {
    const store = await imports.store({ seed: 613, products: 30, quota: { requests: 60, windowMs: 30_000 } })
    const browser = await imports.newBusiness()
    const { channelId } = await importStore(browser, store)
    await wantOthers(channelId, 30, () => ({ name: 'Another name' }))
    const made = await plan(browser, channelId)
    expect(made.requests).toMatchObject({ writes: 3, reads: 1 })
    // Two requests a second are allowed, of which some are left to others.
    expect(made.seconds).toBeGreaterThan(2)
    expect(made.seconds).toBeLessThan(4)
  })

  it('is kept with the others of its month', async () => {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'change'::regclass
    `.execute(imports.hub.db.kysely)
    const month = new Date().toISOString().slice(0, 7).replace('-', '_')
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['change_other', `change_${month}`]))
    expect(rows).toHaveLength(4)
    const { rows: astray } = await sql`select 1 from change_other limit 1`.execute(imports.hub.db.kysely)
    expect(astray).toEqual([])
  })

  it('asks nothing of the store, and is not written to it', async () => {
    const { store, browser, channelId } = await imported(603, 8)
    await wantOthers(channelId, 3, () => ({ name: 'Another name' }))
    const asked: string[] = []
    store.journal.onExchange(({ method, url }) => asked.push(`${method} ${url}`))
    await plan(browser, channelId)
    expect(asked).toEqual([])
  })

  it('is the same again, and takes the place of the one before', async () => {
    const { browser, channelId } = await imported(604, 8)
    await wantOthers(channelId, 3, () => ({ name: 'Another name' }))
    const [first, second] = [await plan(browser, channelId), await plan(browser, channelId)]
    expect(second.id).not.toBe(first.id)
    expect(sayings(await changesOf(browser, second.id))).toEqual(sayings(await changesOf(browser, first.id)))
    const { plans } = await browser.call('GET /api/plans', { query: { channelId } })
    expect(plans.map(({ id, state }) => [id, state])).toEqual([
      [second.id, 'ready'],
      [first.id, 'outdated'],
    ])
    const late = browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: first.id },
      body: { filter: {} },
    })
    expect(await refusalOf(late)).toMatchObject({
      code: 'plan_not_ready',
      title: 'A newer plan of this channel has taken the place of this one.',
    })
  })

  it('is made once where several people ask at the same moment', async () => {
    const { browser, channelId } = await imported(605, 8)
    await wantOthers(channelId, 3, () => ({ name: 'Another name' }))
    const made = await Promise.all([1, 2, 3].map(() => plan(browser, channelId)))
    const { plans } = await browser.call('GET /api/plans', { query: { channelId } })
    expect(plans.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort())
    expect(plans.filter(({ state }) => state === 'ready')).toHaveLength(1)
    expect(plans.every(({ changes }) => changes === 3)).toBe(true)
  })

  it('is of one moment: what was edited at once is in it as a whole or not at all', async () => {
    const { browser, channelId } = await imported(610)
    const [listing, offer] = [(await seen(channelId, 'listing')).at(0), (await seen(channelId, 'offer')).at(-1)]
    const { workspace_id } = await channelRow(channelId)
    let over = false
    const editing = (async () => {
      for (let round = 0; !over; round += 1) {
        const desired = round % 2 === 0 ? JSON.stringify({ mpn: 'M-1' }) : null
        await imports.hub.db.inWorkspace(workspace_id).transaction(async ({ kysely }) => {
          const own = { channel: channelId, offer: offer?.remoteId ?? '', listing: listing?.remoteId ?? '' }
          await sql`update offer set desired = ${desired}::jsonb where channel_id = ${own.channel} and remote_id = ${own.offer}`.execute(
            kysely,
          )
          await sql`update listing set desired = ${desired}::jsonb where channel_id = ${own.channel} and remote_id = ${own.listing}`.execute(
            kysely,
          )
        })
      }
    })()
    const counts: number[] = []
    for (let round = 1; round <= 60; round += 1) counts.push((await plan(browser, channelId)).changes)
    over = true
    await editing
    expect(new Set(counts)).toEqual(new Set([0, 2]))
  })

  it('has no field that the store or nobody owns, that can’t be written, or of what is gone or not matched', async () => {
    const { browser, channelId } = await imported(606)
    const [a, b, c, d] = await wantOthers(channelId, 4, () => ({
      name: 'Another',
      warranty: 'Two years',
      type: 'digital',
    }))
    const db = imports.hub.db.kysely
    const { workspace_id } = await channelRow(channelId)
    const owner = {
      workspace_id,
      channel_id: channelId,
      level: 'product' as const,
      field: 'warranty',
      owner: 'nobody' as const,
    }
    await db.insertInto('field_owner').values(owner).execute()
    const change = (row: Shown | undefined) =>
      db
        .updateTable('listing')
        .where('channel_id', '=', channelId)
        .where('remote_id', '=', row?.remoteId ?? '')
    await change(b).set({ gone_at: new Date() }).execute()
    await change(c).set({ product_id: null }).execute()
    const made = await plan(browser, channelId)
    expect((await changesOf(browser, made.id)).map(({ listingId, field }) => [listingId, field]).sort()).toEqual(
      [
        [a?.remoteId, 'name'],
        [d?.remoteId, 'name'],
      ].sort(),
    )
  })

  it('shows what the store would refuse with a reason, and does not count it', async () => {
    const { browser, channelId } = await imported(607, 8)
    await wantOthers(channelId, 2, () => ({ name: 'x'.repeat(251), weight: '3' }))
    const made = await plan(browser, channelId)
    expect(made).toMatchObject({ changes: 2, faults: 2, states: { planned: 2, rejected: 2 } })
    for (const change of await changesOf(browser, made.id, { state: 'rejected' })) {
      expect(change).toMatchObject({ field: 'name', fix: 'Change the value, then make a new plan.' })
      expect(change.reason).toContain('250')
    }
  })

  it('marks what writes over an edit made in the store', async () => {
    const { browser, channelId } = await imported(608, 8)
    const [row, other] = await wantOthers(channelId, 2, () => ({ name: 'Another name', warranty: 'Two years' }))
    await editedInStore(imports.hub, channelId, 'product', row?.remoteId ?? '', { name: 'As it was written' })
    const made = await plan(browser, channelId)
    expect(made).toMatchObject({ changes: 4, edited: 1 })
    const edited = await changesOf(browser, made.id, { edited: 'true' })
    expect(edited.map(({ listingId, field }) => [listingId, field])).toEqual([[row?.remoteId, 'name']])
    expect(await changesOf(browser, made.id, { edited: 'false', field: 'name' })).toMatchObject([
      { listingId: other?.remoteId },
    ])
  })

  it('of one business is nothing to another', async () => {
    const { browser, channelId } = await imported(609, 8)
    await wantOthers(channelId, 2, () => ({ name: 'Another name' }))
    const { id } = await plan(browser, channelId)
    const stranger = await imports.newBusiness()
    const params = { planId: id }
    for (const call of [
      () => stranger.call('GET /api/plans/:planId', { params }),
      () => stranger.call('GET /api/plans/:planId/changes', { params }),
      () => stranger.call('POST /api/plans/:planId/leave-out', { params, body: { filter: {} } }),
      () => stranger.call('POST /api/plans/:planId/cancel', { params }),
      () => stranger.call('POST /api/channels/:channelId/plans', { params: { channelId } }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: 'not_found' })
    }
    expect((await stranger.send('GET', `/api/plans/${id}/changes.csv`)).status).toBe(404)
    expect(await stranger.call('GET /api/plans', { query: {} })).toEqual({ plans: [], next: null })
  })
})

describe('leaving out', () => {
  it('takes changes out by their ids or by a filter, and puts them back; the figures follow', async () => {
    const { browser, channelId } = await imported(621)
    await wantOthers(channelId, 12, row => ({
      name: 'Another name',
      costPrice: `${Number(row.observed.costPrice ?? 0) + 1}`,
    }))
    const made = await plan(browser, channelId)
    const params = { planId: made.id }
    expect(made).toMatchObject({ changes: 24, products: 12, requests: { writes: 2 } })
    const names = await changesOf(browser, made.id, { field: 'name' })
    const ids = names.slice(0, 2).map(({ id }) => id)
    const some = await browser.call('POST /api/plans/:planId/leave-out', {
      params,
      body: { ids: [...ids, ...ids, '999'] },
    })
    expect(some).toMatchObject({
      changed: 2,
      plan: { changes: 22, products: 12, requests: { writes: 2 }, states: { planned: 22, left_out: 2 } },
    })
    const prices = await browser.call('POST /api/plans/:planId/leave-out', {
      params,
      body: { filter: { part: 'prices' } },
    })
    expect(prices).toMatchObject({
      changed: 12,
      plan: { changes: 10, products: 10, requests: { writes: 1 }, fields: [{ field: 'name', changes: 10 }] },
    })
    expect(await changesOf(browser, made.id, { state: 'left_out' })).toHaveLength(14)
    const back = await browser.call('POST /api/plans/:planId/leave-out', {
      params,
      body: { filter: {}, putBack: true },
    })
    expect(back).toMatchObject({
      changed: 14,
      plan: { changes: 24, products: 12, requests: made.requests, fields: made.fields },
    })
    expect(await browser.call('GET /api/plans/:planId', { params })).toEqual(made)
  })

  it('says which changes have to be named', async () => {
    const { browser, channelId } = await imported(622, 6)
    const params = { planId: (await plan(browser, channelId)).id }
    for (const body of [
      {},
      { ids: ['1'], filter: {} },
      { ids: [] },
      { ids: ['-1'] },
      { ids: ['x'] },
      { filter: { part: 'all' } },
    ]) {
      const call = browser.call('POST /api/plans/:planId/leave-out', { params, body: body as { ids: string[] } })
      expect(await refusalOf(call)).toMatchObject({ code: 'input_invalid' })
    }
  })
})

describe('the brakes', () => {
  it('hold a plan until somebody lets it pass, and again once more is put back', async () => {
    const { browser, channelId } = await imported(631)
    const priced = (await seen(channelId, 'listing')).filter(({ observed }) => Number(observed.price) > 1).slice(0, 4)
    const cuts = priced.map(({ remoteId, observed }) => [remoteId, { price: half(observed.price) }] as const)
    await want(imports.hub, channelId, 'product', Object.fromEntries(cuts))
    const made = await plan(browser, channelId)
    expect(made.brakes).toMatchObject([
      { brake: 'price_cut', count: 4, sentence: '4 prices would fall by more than 30 %.', passed: null },
    ])
    expect(made.brakes[0]?.examples[0]).toMatchObject({ before: expect.any(String), after: expect.any(String) })
    const params = { planId: made.id }
    const wrong = browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: ['price_zero'] } })
    expect(await refusalOf(wrong)).toMatchObject({
      code: 'input_invalid',
      fields: { brakes: 'What holds it: price_cut.' },
    })
    const passed = await browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: ['price_cut'] } })
    expect(passed.brakes).toMatchObject([{ brake: 'price_cut', passed: { by: 'Ada Owner' } }])
    const events = await imports.hub.db.kysely
      .selectFrom('event')
      .where('verb', '=', 'plan.passed')
      .where('channel_id', '=', channelId)
      .select('about')
      .execute()
    expect(events).toEqual([{ about: { planId: made.id, brakes: ['price_cut'] } }])

    const [first] = await changesOf(browser, made.id)
    const body = { ids: [first?.id ?? ''] }
    const less = await browser.call('POST /api/plans/:planId/leave-out', { params, body })
    expect(less.plan.brakes).toMatchObject([{ count: 3, passed: { by: 'Ada Owner' } }])
    const more = await browser.call('POST /api/plans/:planId/leave-out', { params, body: { ...body, putBack: true } })
    expect(more.plan.brakes).toMatchObject([{ count: 4, passed: null }])
    const none = await browser.call('POST /api/plans/:planId/leave-out', {
      params,
      body: { filter: { part: 'prices' } },
    })
    expect(none.plan.brakes).toEqual([])
  })

  it('hold where a channel says, and many products hidden', async () => {
    const { browser, channelId } = await imported(632)
    const params = { channelId }
    const usual = { priceCutPercent: 30, hiddenMost: 20, hiddenPercent: 5, emptiedMost: 0 }
    expect(await browser.call('GET /api/channels/:channelId/brakes', { params })).toEqual({ ...usual, usual })
    const visible = (await seen(channelId, 'listing')).filter(({ observed }) => observed.visible === true)
    const wants: Record<string, Delta> = {}
    for (const { remoteId, observed } of visible.slice(0, 3))
      wants[remoteId] = { visible: false, price: half(observed.price) }
    await want(imports.hub, channelId, 'product', wants)
    const { brakes } = await plan(browser, channelId)
    expect(
      brakes.filter(({ brake }) => brake !== 'category_emptied').map(({ brake, count }) => [brake, count]),
    ).toEqual([
      ['price_cut', 3],
      ['many_hidden', 3],
    ])
    const body = { priceCutPercent: 60, hiddenMost: 3, hiddenPercent: 50, emptiedMost: 100 }
    expect(await browser.call('PUT /api/channels/:channelId/brakes', { params, body })).toEqual(body)
    expect((await plan(browser, channelId)).brakes).toEqual([])
    const wrong = browser.call('PUT /api/channels/:channelId/brakes', {
      params,
      body: { ...body, priceCutPercent: 101 },
    })
    expect(await refusalOf(wrong)).toMatchObject({ code: 'input_invalid' })
  })

  it('hold where a category would be left without a product on sale, and not where one comes or stays', async () => {
    const { browser, channelId, store } = await imported(634)
    const { categoryIds } = store.merchant.addCategories(2)
    const [top, below] = categoryIds as [number, number]
    const add = (name: string, categories: number[], visible = true) =>
      String(store.merchant.addProduct({ name, sku: name, categories, visible }).productId)
    const [one, two, hidden] = [add('One', [below]), add('Two', [below]), add('Hidden', [below], false)]
    await pull(browser, channelId)
    const names = await imports.hub.db.kysely
      .selectFrom('channel_category')
      .where('channel_id', '=', channelId)
      .where('remote_id', 'in', [String(top), String(below)])
      .select(['remote_id', 'path'])
      .execute()
    const nameOf = (id: number) => names.find(each => each.remote_id === String(id))?.path.join(' / ')
    const emptied = async (wants: Record<string, Delta>) => {
      await want(imports.hub, channelId, 'product', wants)
      const made = await plan(browser, channelId)
      return { made, brake: made.brakes.find(({ brake }) => brake === 'category_emptied') }
    }
    const params = { channelId }
    const limits = { priceCutPercent: 30, hiddenMost: 100, hiddenPercent: 100 }
    await browser.call('PUT /api/channels/:channelId/brakes', { params, body: { ...limits, emptiedMost: 0 } })

    expect((await emptied({ [one]: { visible: false } })).brake).toBeUndefined()
    const { brake, made } = await emptied({ [two]: { visible: false } })
    expect(brake?.examples).toContainEqual({ name: nameOf(below), sku: '', before: 2, after: 0 })
    expect(brake?.sentence).toContain('left without a product that shoppers can see.')
    await browser.call('POST /api/plans/:planId/pass', {
      params: { planId: made.id },
      body: { brakes: ['category_emptied'] },
    })

    const { brake: none, made: kept } = await emptied({ [hidden]: { visible: true } })
    expect(none).toBeUndefined()
    const shown = (await changesOf(browser, kept.id)).find(({ listingId }) => listingId === hidden)
    const body = { ids: [shown?.id ?? ''] }
    const { plan: without } = await browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: kept.id },
      body,
    })
    expect(without.brakes).toMatchObject([{ brake: 'category_emptied', passed: null }])

    const many = { ...limits, emptiedMost: brake?.count ?? 0 }
    await browser.call('PUT /api/channels/:channelId/brakes', { params, body: many })
    expect((await emptied({ [hidden]: { visible: false } })).brake).toBeUndefined()
  })

  it('hold a price of a variant that had its product’s', async () => {
    const { browser, channelId } = await imported(633)
    const prices = new Map(
      (await seen(channelId, 'listing')).map(({ remoteId, observed }) => [remoteId, observed.price]),
    )
    const inheriting = (await seen(channelId, 'offer')).find(
      ({ listingId, observed }) => observed.price === undefined && Number(prices.get(listingId)) > 10,
    )
    await want(imports.hub, channelId, 'variant', { [inheriting?.remoteId ?? '']: { price: '1' } })
    expect((await plan(browser, channelId)).brakes).toMatchObject([{ brake: 'price_cut', count: 1 }])
  })
})

describe('giving a plan up', () => {
  it('leaves nothing to be sent, once', async () => {
    const { browser, channelId } = await imported(641, 8)
    await wantOthers(channelId, 2, () => ({ name: 'Another name' }))
    const params = { planId: (await plan(browser, channelId)).id }
    expect(await browser.call('POST /api/plans/:planId/cancel', { params })).toMatchObject({
      state: 'cancelled',
      states: { cancelled: 2 },
    })
    expect(await refusalOf(browser.call('POST /api/plans/:planId/cancel', { params }))).toMatchObject({
      code: 'plan_not_ready',
    })
    expect(await plan(browser, channelId)).toMatchObject({ state: 'ready', changes: 2 })
  })

  it('is not forced by a new one while it is being applied', async () => {
    const { browser, channelId } = await imported(642, 8)
    const { id } = await plan(browser, channelId)
    await imports.hub.db.kysely
      .updateTable('plan')
      .set({ state: 'applying', paused_at: new Date() })
      .where('id', '=', id)
      .execute()
    expect(await refusalOf(plan(browser, channelId))).toMatchObject({ code: 'plan_applying', about: { planId: id } })
    expect(await browser.call('POST /api/plans/:planId/cancel', { params: { planId: id } })).toMatchObject({
      state: 'applying',
      cancelling: true,
    })
  })
})

describe('a plan of ten thousand changes', () => {
  it('is read in pages, searched, counted and exported, each change once', async () => {
    const { browser, channelId } = await imported(651, 400)
    const fields = [
      'name',
      'pageTitle',
      'metaDescription',
      'searchKeywords',
      'warranty',
      'mpn',
      'upc',
      'binPickingNumber',
      'weight',
      'costPrice',
      'height',
      'width',
    ]
    const listings = await wantOthers(channelId, 400, ({ remoteId }) =>
      Object.fromEntries(
        fields.map(field => [field, /weight|Price|height|width/.test(field) ? `7${remoteId}.5` : `=W${remoteId}`]),
      ),
    )
    const offers = await seen(channelId, 'offer')
    const many = Math.ceil((10_000 - listings.length * fields.length) / 5)
    const wants: Record<string, Delta> = {}
    for (const { remoteId } of offers.slice(0, many)) {
      wants[remoteId] = { weight: '7.77', width: '7.77', height: '7.77', depth: '7.77', costPrice: '7.77' }
    }
    await want(imports.hub, channelId, 'variant', wants)
    const made = await plan(browser, channelId)
    const total = listings.length * fields.length + Object.keys(wants).length * 5
    expect(made.changes + made.faults).toBe(total)
    const all = await changesOf(browser, made.id)
    expect(all).toHaveLength(total)
    expect(all.map(({ id }) => Number(id))).toEqual(all.map((_, at) => at + 1))
    expect(new Set(all.map(({ offerId, listingId, field }) => [offerId, listingId, field].join())).size).toBe(total)

    const [{ name = '' } = {}] = await allListings(browser, channelId, { limit: 1 })
    const query = { search: name.toUpperCase(), level: 'product', field: 'weight' } as const
    const found = await changesOf(browser, made.id, { ...query, limit: 3 })
    expect(found.map(({ id }) => id)).toEqual(
      all
        .filter(
          one =>
            one.level === 'product' &&
            one.field === 'weight' &&
            `${one.name} ${one.sku}`.toLowerCase().includes(name.toLowerCase()),
        )
        .map(({ id }) => id),
    )
    const counted = await browser.call('GET /api/plans/:planId/changes-count', { params: { planId: made.id }, query })
    expect(counted).toMatchObject({
      count: found.length,
      groups: [{ field: 'weight', label: 'Weight', state: 'planned' }],
    })

    const json = await browser.send('GET', `/api/plans/${made.id}/changes.json`)
    expect(json.headers.get('content-disposition')).toBe(`attachment; filename="${made.id}.json"`)
    expect(await json.json()).toEqual(all)
    const csv = await (await browser.send('GET', `/api/plans/${made.id}/changes.csv?field=name`)).text()
    const lines = csv.trim().split('\r\n')
    expect(lines[0]).toContain('Change,Store id,Variant id,Name,SKU,Field,Part,Old,New')
    expect(lines).toHaveLength(1 + listings.length)
    // What a spreadsheet would take for a formula.
    expect(lines[1]).toContain(",'=W")
    const empty = await browser.send('GET', `/api/plans/${made.id}/changes.json?search=nowhere-to-be-found`)
    expect(await empty.json()).toEqual([])
  })
})

describe('the commands', () => {
  it('make, show, change and list plans', async () => {
    const { browser, channelId } = await imported(661, 8)
    const { name: channel } = await browser.call('GET /api/channels/:channelId', { params: { channelId } })
    const { name: workspace } = await imports.hub.db.kysely
      .selectFrom('channel')
      .innerJoin('workspace', 'workspace.id', 'channel.workspace_id')
      .where('channel.id', '=', channelId)
      .select('workspace.name')
      .executeTakeFirstOrThrow()
    const run = commandsFor(imports.hub)
    const cartwright = (...args: string[]) => run([...args, '--workspace', workspace])
    expect((await cartwright('plan', channel)).out).toContain('Nothing is to do')

    const rows = await wantOthers(channelId, 3, ({ observed }) => ({
      name: 'Another name',
      price: half(observed.price),
    }))
    const made = await cartwright('plan', channel)
    expect(made).toMatchObject({ code: 0, err: '' })
    const [id = ''] = made.out.split(' ')
    expect(made.out).toContain('6 changes: 3 products.')
    expect(made.out).toContain('1 request to write, 1 to look before, less than a second')
    expect(made.out).toContain(`${rows[0]?.observed.name} > Another name`)
    expect(made.out).toContain(`cartwright plan pass ${id} price-cut`)

    const out = await cartwright('plan', 'leave-out', id, '1', '2')
    expect(out.out).toContain('Left out: 2 changes.')
    expect((await cartwright('plan', 'leave-out', id, '--field', 'name', '--put-back')).out).toContain(
      'Put back: 1 change.',
    )
    expect((await cartwright('plan', 'pass', id, 'price-cut')).out).toContain('It was let pass by')
    const shown = await cartwright('plan', 'show', id, '--state', 'left-out')
    expect(shown.out.split('\n').filter(line => line.includes(' > '))).toHaveLength(1 + 2 + 1)
    const csv = await cartwright('plan', 'show', id, '--csv')
    expect(csv.out.split('\n')).toHaveLength(7)
    expect(JSON.parse((await cartwright('plan', 'show', id, '--json', '--field', 'price')).out).rows).toHaveLength(3)
    const listed = await cartwright('plan', 'list', '--channel', channel)
    expect(listed.out).toContain(id)
    expect(listed.out).toContain('outdated')
    expect((await cartwright('plan', 'brakes', channel, '--price-cut', '80')).out).toContain('more than 80 %')
    expect((await cartwright('plan', 'brakes', channel, '--emptied', '2')).out).toContain('more than 2 categories')
    expect((await cartwright('plan', 'cancel', id)).out).toContain('Nothing was written.')
  })

  it('say what is wrong with what was typed', async () => {
    const run = commandsFor(imports.hub)
    const wrongs = [
      ['plan', 'No such shop'],
      ['plan', 'show'],
      ['plan', 'show', 'pln_nowhere'],
      ['plan', 'show', 'pln_nowhere', '--part', 'stock'],
      ['plan', 'leave-out', 'pln_nowhere'],
      ['plan', 'leave-out', 'pln_nowhere', '1', '--part', 'data'],
      ['plan', 'leave-out', 'pln_nowhere', 'one'],
      ['plan', 'pass', 'pln_nowhere'],
      ['plan', 'pass', 'pln_nowhere', 'parking'],
      ['plan', 'brakes', 'No such shop', '--price-cut', '101'],
      ['plan', '--csv', '--json'],
    ]
    for (const words of wrongs) {
      const { code, out, err } = await run(words)
      expect({ words, code: code === 0 }).toEqual({ words, code: false })
      expect(out).toBe('')
      expect(err.length).toBeGreaterThan(20)
    }
  })
})
