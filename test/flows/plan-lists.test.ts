import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/api/contract/plans.ts'
import type { Delta } from '../../src/domain/layers.ts'
import { allPages, importedStore, importsForFile } from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'
import { want } from '../support/wants.ts'

/** What the page of a plan asks beside the plan itself. */

const imports = importsForFile()

const plan = (browser: Browser, channelId: string) =>
  browser.call('POST /api/channels/:channelId/plans', { params: { channelId } })
const toDo = (browser: Browser, channelId: string) =>
  browser.call('GET /api/channels/:channelId/to-do', { params: { channelId } })

function changesOf(browser: Browser, planId: string, query: Readonly<Record<string, string | number>> = {}) {
  return allPages<Change>(async after => {
    const { changes, next } = await browser.call('GET /api/plans/:planId/changes', {
      params: { planId },
      query: { limit: 3, ...query, after },
    })
    return { rows: changes, next }
  })
}

async function products(channelId: string) {
  return imports.hub.db.kysely
    .selectFrom('listing')
    .where('channel_id', '=', channelId)
    .orderBy('remote_id')
    .select(['remote_id as id', 'observed'])
    .execute() as Promise<{ id: string; observed: Record<string, unknown> }[]>
}

async function variants(channelId: string) {
  return imports.hub.db.kysely
    .selectFrom('offer')
    .where('channel_id', '=', channelId)
    .orderBy('remote_id')
    .select(['remote_id as id', 'listing_id as listingId'])
    .execute()
}

const wanted = (channelId: string, level: 'product' | 'variant', deltas: Readonly<Record<string, Delta>>) =>
  want(imports.hub, channelId, level, deltas)

describe('what waits to be sent', () => {
  it('is counted by field without a plan, and held against the open one', async () => {
    const { browser, channelId } = await importedStore(imports, 661, 12)
    expect(await toDo(browser, channelId)).toEqual({
      ...{ changes: 0, products: 0, variants: 0, fields: [], plan: null, unplanned: 0 },
    })
    const [one, two, three] = await products(channelId)
    const [first] = await variants(channelId)
    const ids = [one, two, three].map(row => row?.id ?? '')
    await wanted(channelId, 'product', Object.fromEntries(ids.map(id => [id, { name: `New ${id}`, upc: '123' }])))
    await wanted(channelId, 'variant', { [first?.id ?? '']: { weight: '7.25' } })
    const waiting = await toDo(browser, channelId)
    expect(waiting).toMatchObject({ changes: 7, variants: 1, plan: null, unplanned: 0 })
    expect(waiting.fields).toEqual([
      { level: 'product', field: 'name', label: 'Name', part: 'data', changes: 3 },
      { level: 'product', field: 'upc', label: 'UPC/EAN', part: 'data', changes: 3 },
      { level: 'variant', field: 'weight', label: 'Weight', part: 'data', changes: 1 },
    ])
    const made = await plan(browser, channelId)
    const { changes, products: planned, variants: varied } = waiting
    expect(made).toMatchObject({ changes, products: planned, variants: varied })
    expect(await toDo(browser, channelId)).toMatchObject({ plan: { id: made.id, state: 'ready' }, unplanned: 0 })

    // One became another, one is new, one is wanted no more; what is left out is still in the plan.
    await wanted(channelId, 'product', { [ids[0] ?? '']: { name: 'Newer', warranty: 'Two years' } })
    await wanted(channelId, 'product', { [ids[1] ?? '']: { name: String(two?.observed.name) } })
    await browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: made.id },
      body: { filter: { field: 'upc' } },
    })
    expect(await toDo(browser, channelId)).toMatchObject({ changes: 7, unplanned: 4 })
    await plan(browser, channelId)
    expect(await toDo(browser, channelId)).toMatchObject({ changes: 7, unplanned: 0 })
  })

  it('has nothing of what is gone or not matched, and is nothing to another business', async () => {
    const { browser, channelId } = await importedStore(imports, 662, 6)
    const rows = await products(channelId)
    await wanted(channelId, 'product', Object.fromEntries(rows.slice(0, 3).map(({ id }) => [id, { name: 'Other' }])))
    const change = (id = '') =>
      imports.hub.db.kysely.updateTable('listing').where('channel_id', '=', channelId).where('remote_id', '=', id)
    await change(rows[0]?.id).set({ gone_at: new Date() }).execute()
    await change(rows[1]?.id).set({ product_id: null }).execute()
    expect(await toDo(browser, channelId)).toMatchObject({ changes: 1, products: 1 })
    const stranger = await imports.newBusiness()
    expect(await refusalOf(toDo(stranger, channelId))).toMatchObject({ code: 'not_found' })
  })
})

describe('the changes of a plan', () => {
  it('come by product or by field, page by page and each once, and those of one product alone', async () => {
    const { browser, channelId } = await importedStore(imports, 663, 12)
    const rows = (await products(channelId)).slice(0, 5)
    const own = new Set(rows.map(({ id }) => id))
    const offers = (await variants(channelId)).filter(({ listingId }) => own.has(listingId))
    await wanted(channelId, 'product', Object.fromEntries(rows.map(({ id }) => [id, { name: 'Other', upc: '5' }])))
    await wanted(channelId, 'variant', Object.fromEntries(offers.map(({ id }) => [id, { weight: '7.25', mpn: 'M' }])))
    const { id } = await plan(browser, channelId)
    const planned = await changesOf(browser, id)
    const seqs = (changes: readonly Change[]) => changes.map(change => Number(change.id))
    for (const [order, keyOf] of [
      ['product', ({ listingId }: Change) => listingId],
      ['field', ({ level, field }: Change) => `${level} ${field}`],
    ] as const) {
      const changes = await changesOf(browser, id, { order })
      expect(seqs(changes).sort((a, b) => a - b)).toEqual(seqs(planned))
      const keys = changes.map(keyOf)
      // What belongs together stands together, in the order of the plan.
      expect(keys.filter((key, at) => key !== keys[at - 1])).toEqual([...new Set(keys)])
      for (const group of Map.groupBy(changes, keyOf).values()) {
        expect(seqs(group)).toEqual(seqs(group).toSorted((a, b) => a - b))
      }
    }
    const [listingId = ''] = own
    expect(await changesOf(browser, id, { listingId })).toEqual(
      planned.filter(change => change.listingId === listingId),
    )
    expect(planned.find(({ field }) => field === 'weight')).toMatchObject({ kind: 'decimal' })
  })

  it('that trip a brake are found by it, as many as it counted', async () => {
    const { browser, channelId } = await importedStore(imports, 664, 30)
    const rows = await products(channelId)
    const priced = rows.filter(({ observed }) => Number(observed.price) > 1)
    const prices = (percent: number, { observed }: (typeof rows)[number]) =>
      ((Number(observed.price) * percent) / 100).toFixed(4)
    const deltas: [string, Delta][] = priced.map((row, at) => {
      const price = at % 5 === 0 ? '0' : prices([50, 70, 71, 69][at % 4] ?? 100, row)
      return [row.id, { price, salePrice: at % 3 === 0 ? '0.01' : null, visible: false, costPrice: '0' }]
    })
    await wanted(channelId, 'product', Object.fromEntries(deltas))
    const offers = (await variants(channelId)).slice(0, 8)
    await wanted(channelId, 'variant', Object.fromEntries(offers.map(({ id }, at) => [id, { price: `${at}` }])))
    const made = await plan(browser, channelId)
    expect(made.brakes.map(({ brake }) => brake)).toEqual([
      'price_cut',
      'price_zero',
      'many_hidden',
      'category_emptied',
    ])
    const hidden = await changesOf(browser, made.id, { brake: 'many_hidden' })
    for (const { brake, count } of made.brakes) {
      const found = await changesOf(browser, made.id, { brake })
      // Categories are counted there, and what is found are the changes that take products out of their sight.
      if (brake === 'category_emptied') expect(found).toEqual(hidden)
      else expect([brake, found.length]).toEqual([brake, count])
    }
    const { plan: left } = await browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: made.id },
      body: { filter: { brake: 'price_cut' } },
    })
    expect(left.brakes.map(({ brake }) => brake)).toEqual(['price_zero', 'many_hidden', 'category_emptied'])
  })

  it('are told by state in the list of plans, and what keeps a plan from being sent stands in it', async () => {
    const { browser, channelId } = await importedStore(imports, 665, 6)
    const [one] = (await products(channelId)).filter(({ observed }) => Number(observed.price) > 1)
    await wanted(channelId, 'product', { [one?.id ?? '']: { price: '0.01', name: 'Other' } })
    const made = await plan(browser, channelId)
    expect(made.obstacles.map(({ reason }) => reason)).toEqual(['not_live', 'not_live', 'braked'])
    const name = (await browser.call('GET /api/channels/:channelId/live', { params: { channelId } })).channelName
    expect(made.obstacles.map(({ sentence }) => sentence).sort()).toEqual([
      'A warning must be looked at and let pass first.',
      `“${name}” is not live for prices.`,
      `“${name}” is not live for product data.`,
    ])
    const params = { planId: made.id }
    await browser.call('PATCH /api/channels/:channelId/live', {
      params: { channelId },
      body: { on: ['data', 'prices'] },
    })
    await browser.call('POST /api/channels/:channelId/stop-writing', { params: { channelId } })
    const stopped = await browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: ['price_cut'] } })
    expect(stopped.obstacles).toEqual([{ reason: 'stopped', sentence: `All writing to “${name}” is stopped.` }])
    await browser.call('POST /api/channels/:channelId/resume-writing', { params: { channelId } })
    expect((await browser.call('GET /api/plans/:planId', { params })).obstacles).toEqual([])
    const { plans } = await browser.call('GET /api/plans', { query: { channelId } })
    expect(plans.map(({ states }) => states)).toEqual([{ planned: 2 }])
  })
})
