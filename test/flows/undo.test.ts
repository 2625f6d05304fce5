import { describe, expect, it } from 'vitest'
import { importsForFile } from '../support/catalog.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { refusalOf } from '../support/hub.ts'
import { LiveShop, type StoreProduct } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })

/** A store with a live channel, in a business of its own. */
async function openShop(seed: number, { products = 20 } = {}): Promise<LiveShop> {
  return LiveShop.open(await imports.newBusiness(), await imports.store({ seed, products }), 'Shop')
}

/** A price that may fall back without a brake. */
const raised = (product: StoreProduct | undefined) => (Number(product?.price) * 1.1).toFixed(2)

describe('undoing what a plan wrote', () => {
  it('brings the store back to the byte, by a plan like any other, and redoes it the same way', async () => {
    const shop = await openShop(301)
    const before = await shop.now()
    const [one, two, ...rest] = shop.products
    const many = rest.find(({ variants }) => variants.length > 1)
    await shop.edit([one?.id], { name: 'Blue mug', price: raised(one), warranty: 'Two years' })
    await shop.edit([two?.id], { description: null, weight: '3' })
    await shop.edit([many?.variants[0]?.id], { price: raised(many) }, { level: 'variant' })
    const applied = await shop.apply()
    expect(applied).toMatchObject({ state: 'applied', undoable: true, undoneAt: null, undoes: null })
    const after = await shop.now()
    expect(after).not.toBe(before)

    const writes = shop.writes.length
    const preview = await shop.undo({ plan: applied.id, preview: true })
    expect(preview).toMatchObject({ undone: applied.states.applied, keptCount: 0, kept: [], planId: null })
    expect(await shop.plan()).toMatchObject({ changes: 0 })

    const undone = await shop.undo({ plan: applied.id })
    expect({ ...undone, planId: null }).toEqual(preview)
    expect(undone.rows).toContainEqual(
      expect.objectContaining({ field: 'name', label: 'Name', now: 'Blue mug', will: one?.name }),
    )
    expect(shop.writes).toHaveLength(writes)
    const back = await shop.read(undone.planId ?? '')
    expect(back).toMatchObject({ state: 'ready', changes: undone.undone, undoes: applied.id })
    expect(await shop.read(applied.id)).toMatchObject({ undoable: false, undoneAt: expect.any(String) })
    expect(await shop.apply(back.id)).toMatchObject({ state: 'applied', states: { applied: undone.undone } })
    expect(await shop.now()).toBe(before)

    // What was undone is undone: doing it twice does nothing.
    expect(await shop.undo({ plan: applied.id })).toMatchObject({ undone: 0, keptCount: 0, planId: null })
    await shop.pull()
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })

    // Undoing the undo does it again, and then the first can be undone again.
    const again = await shop.takeBack({ plan: back.id })
    expect(again).toMatchObject({ undone: undone.undone, keptCount: 0, applied: { state: 'applied' } })
    expect(await shop.now()).toBe(after)
    expect(await shop.read(applied.id)).toMatchObject({ undoable: true, undoneAt: null })
    await shop.takeBack({ plan: applied.id })
    expect(await shop.now()).toBe(before)
  })
})

describe('an undo', () => {
  it('keeps what somebody changed since in the store, and shows it', async () => {
    const shop = await openShop(302)
    const [one, two, three] = shop.products
    await shop.edit([one?.id, two?.id, three?.id], { warranty: 'Ours', price: raised(one) })
    const { id: plan } = await shop.apply()
    shop.store.merchant.editProduct(one?.id ?? 0, { warranty: 'Theirs' })
    await shop.pull()
    // The hub has not looked since, so it cannot know: the write finds it.
    shop.store.merchant.editProduct(two?.id ?? 0, { warranty: 'Theirs too' })
    const undone = await shop.undo({ plan })
    expect([undone.undone, undone.keptCount, undone.rows.length]).toEqual([5, 1, 5])
    expect(undone.kept).toMatchObject([
      {
        ...{ level: 'product', listingId: String(one?.id), field: 'warranty', label: 'Warranty' },
        ...{ was: one?.warranty === '' ? null : one?.warranty, now: 'Theirs' },
        reason: 'Warranty was edited in the store since: it shows “Theirs”.',
      },
    ])
    const applied = await shop.apply(undone.planId ?? '')
    expect(applied.states).toEqual({ applied: 4, superseded: 1 })
    expect(await shop.shown(one)).toMatchObject({ warranty: 'Theirs', price: one?.price })
    expect(await shop.shown(two)).toMatchObject({ warranty: 'Theirs too', price: two?.price })
    expect(await shop.shown(three)).toMatchObject({ warranty: three?.warranty, price: three?.price })
    expect(await brokenIn(shop)).toEqual([])
  })

  it('keeps what was edited in the hub since, sent or not, and what a person chose to write over', async () => {
    const shop = await openShop(303)
    const [one, two, three] = shop.products
    await shop.edit([one?.id, two?.id, three?.id], { warranty: 'First' })
    const first = await shop.apply()
    await shop.edit([one?.id], { warranty: 'Second' })
    const second = await shop.apply()
    await shop.edit([two?.id], { warranty: 'Not sent yet' })
    shop.store.merchant.editProduct(three?.id ?? 0, { warranty: 'Theirs' })
    await shop.pull()
    await shop.browser.call('POST /api/channels/:channelId/drift/decide', {
      params: { channelId: shop.channelId },
      body: { decision: 'overwrite', filter: {} },
    })
    const { undone, kept, planId } = await shop.undo({ plan: first.id })
    expect([undone, planId]).toEqual([0, null])
    expect(kept.map(({ now, reason }) => [now, reason]).sort()).toEqual([
      ['Not sent yet', 'Warranty was edited in the hub since: it is to be “Not sent yet”.'],
      ['Second', 'Warranty was changed again since: it is “Second” now.'],
      ['Theirs', 'Warranty was edited in the store since: it shows “Theirs”.'],
    ])
    expect(await shop.read(first.id)).toMatchObject({ undoable: true, undoneAt: null })
    // The newer one goes back to what the older one wrote, and then the older one can go back.
    await shop.takeBack({ plan: second.id })
    expect(await shop.shown(one)).toMatchObject({ warranty: 'First' })
    expect((await shop.undo({ plan: first.id, listingId: String(one?.id) })).undone).toBe(1)
  })

  it('is of one product, one variant or one field where that is asked for', async () => {
    const shop = await openShop(304)
    const [one, two] = shop.products
    const many = shop.products.find(({ variants }) => variants.length > 1)
    const [first, second] = many?.variants ?? []
    await shop.edit([one?.id, two?.id, many?.id], { warranty: 'Ours', mpn: 'P-1' })
    await shop.edit([first?.id, second?.id], { mpn: 'V-1' }, { level: 'variant' })
    const { id: plan } = await shop.apply()
    const placesOf = async (body: Parameters<LiveShop['undo']>[0]) => {
      const { rows } = await shop.undo({ ...body, preview: true })
      return rows.map(({ level, field, offerId }) => [level, field, offerId].filter(Boolean).join(' ')).sort()
    }
    const listingId = String(many?.id)
    const own = [`variant mpn ${first?.id}`, `variant mpn ${second?.id}`]
    expect(await placesOf({ plan, listingId: String(one?.id) })).toEqual(['product mpn', 'product warranty'])
    expect(await placesOf({ plan, listingId })).toEqual(['product mpn', 'product warranty', ...own].sort())
    expect(await placesOf({ plan, listingId, level: 'product', field: 'mpn' })).toEqual(['product mpn'])
    expect(await placesOf({ plan, offerId: String(second?.id) })).toEqual([own[1]])
    expect(await placesOf({ plan, field: 'warranty' })).toHaveLength(3)
    expect(await placesOf({ plan, field: 'name' })).toEqual([])

    await shop.takeBack({ plan, listingId: String(one?.id), field: 'mpn' })
    expect(await shop.shown(one)).toMatchObject({ warranty: 'Ours', mpn: one?.mpn })
    expect(await shop.shown(two)).toMatchObject({ warranty: 'Ours', mpn: 'P-1' })
    expect(await shop.read(plan)).toMatchObject({ undoable: true, undoneAt: null })
  })

  it('without a plan takes back what was written last of each field of a product', async () => {
    const shop = await openShop(305)
    const [one] = shop.products
    const { channelId } = shop
    const listingId = String(one?.id)
    await shop.edit([one?.id], { warranty: 'First', mpn: 'P-1' })
    await shop.apply()
    await shop.edit([one?.id], { warranty: 'Second' })
    await shop.apply()
    const { rows } = await shop.undo({ channelId, listingId, preview: true })
    expect(rows.map(({ field, now, will }) => [field, now, will ?? ''])).toEqual([
      ['mpn', 'P-1', one?.mpn],
      ['warranty', 'Second', 'First'],
    ])
    await shop.takeBack({ channelId, listingId, field: 'warranty' })
    expect(await shop.shown(one)).toMatchObject({ warranty: 'First', mpn: 'P-1' })
    const again = await shop.undo({ channelId, listingId, field: 'warranty', preview: true })
    expect(again.rows).toMatchObject([{ now: 'First', will: 'Second' }])
  })

  it('moves no other channel, now or when the master is edited later', async () => {
    const browser = await imports.newBusiness()
    const shop = await LiveShop.open(browser, await imports.store({ seed: 306, products: 12 }), 'Shop')
    const other = await LiveShop.open(browser, await imports.store({ seed: 306, products: 12 }), 'Other')
    const [one] = shop.products
    const detail = await browser.call('GET /api/channels/:channelId/listings/:remoteId', {
      params: { channelId: shop.channelId, remoteId: String(one?.id) },
    })
    const productId = detail.id ?? ''
    await shop.edit([productId], { warranty: 'For all' }, { master: true })
    const applied = await shop.apply()
    await other.apply()
    const theirs = await other.now()
    await shop.takeBack({ plan: applied.id })
    expect(await shop.shown(one)).toMatchObject({ warranty: one?.warranty })
    expect([await other.now(), (await other.plan()).changes]).toEqual([theirs, 0])
    await shop.edit([productId], { warranty: 'For all the others' }, { master: true })
    expect([(await shop.plan()).changes, (await other.plan()).changes]).toEqual([0, 1])
    // Also where the master came to say the same in between.
    await shop.edit([productId], { warranty: one?.warranty === '' ? null : one?.warranty }, { master: true })
    await shop.edit([productId], { warranty: 'For all the others again' }, { master: true })
    expect([(await shop.plan()).changes, (await other.plan()).changes]).toEqual([0, 1])
    expect(await brokenIn(shop)).toEqual([])
  })

  it('takes back a SKU that a product and its only variant share in both, or in neither', async () => {
    const shop = await openShop(307)
    const [one, two] = shop.products.filter(({ variants }) => variants.length === 1)
    await shop.edit([one?.id], { sku: 'NEW-1' })
    await shop.edit([two?.id], { sku: 'NEW-2' })
    const { id: plan } = await shop.apply()
    const own = (owner: 'store' | 'hub') =>
      shop.browser.call('PUT /api/channels/:channelId/owners', {
        params: { channelId: shop.channelId },
        body: { owners: [{ level: 'product', field: 'sku', owner }] },
      })
    await own('store')
    const apart = await shop.undo({ plan, listingId: String(one?.id), preview: true })
    expect([apart.undone, apart.keptCount]).toEqual([0, 2])
    await own('hub')
    await shop.edit([two?.id], { sku: 'NEWER' })
    const { rows, kept } = await shop.undo({ plan, level: 'variant', field: 'sku', preview: true })
    expect(rows.map(({ level, will }) => [level, will]).sort()).toEqual([
      ['product', one?.sku],
      ['variant', one?.sku],
    ])
    expect(kept.map(({ level, now }) => [level, now]).sort()).toEqual([
      ['product', 'NEWER'],
      ['variant', 'NEWER'],
    ])
    const undone = await shop.undo({ plan, listingId: String(one?.id) })
    expect(undone.undone).toBe(2)
    expect(await shop.apply(undone.planId ?? '')).toMatchObject({ state: 'applied', states: { applied: 4 } })
    expect(await shop.shown(one)).toMatchObject({ sku: one?.sku, variants: [{ sku: one?.sku }] })
    expect(await shop.shown(two)).toMatchObject({ sku: 'NEWER', variants: [{ sku: 'NEWER' }] })
    await shop.pull()
    expect(await brokenIn(shop)).toEqual([])
  })

  it('goes by what the store made of a value, and brings back a field that had none', async () => {
    const shop = await openShop(308)
    const many = shop.products.find(({ variants }) => variants.length > 1)
    const [first, second] = (many?.variants ?? []).filter(({ price }) => price === null)
    await shop.edit([many?.id], { costPrice: '3.123456' })
    await shop.edit([first?.id, second?.id], { price: '5000.987654' }, { level: 'variant' })
    const before = JSON.stringify(withoutDate(many))
    const { id: plan, states } = await shop.apply()
    expect(states.applied).toBe(3)
    expect(await shop.shown(many)).toMatchObject({ cost_price: 3.1235 })
    await shop.pull()
    const { undone, keptCount, rows } = await shop.undo({ plan, preview: true })
    expect([undone, keptCount]).toEqual([3, 0])
    expect(rows).toContainEqual(expect.objectContaining({ field: 'price', now: '5000.9877', will: null }))
    await shop.takeBack({ plan })
    expect(JSON.stringify(withoutDate(await shop.shown(many)))).toBe(before)
  })

  it('is held by brakes as any plan is', async () => {
    const shop = await openShop(309)
    const [one] = shop.products
    await shop.edit([one?.id], { price: (Number(one?.price) * 3).toFixed(2) })
    const { id } = await shop.apply()
    const { planId } = await shop.undo({ plan: id })
    const held = shop.browser.call('POST /api/plans/:planId/apply', { params: { planId: planId ?? '' } })
    expect(await refusalOf(held)).toMatchObject({ code: 'plan_braked' })
    expect(await shop.apply(planId ?? '')).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect(await shop.shown(one)).toMatchObject({ price: one?.price })
  })

  it('leaves what was left out, refused or never sent, and what the hub does not own any more', async () => {
    const shop = await openShop(310)
    const [one, two, three] = shop.products
    await shop.edit([one?.id, two?.id], { warranty: 'Ours', mpn: 'P-1' })
    await shop.edit([three?.id], { name: two?.name })
    const made = await shop.plan()
    const { changes } = await shop.browser.call('GET /api/plans/:planId/changes', { params: { planId: made.id } })
    const leftOut = changes.filter(({ field, listingId }) => field === 'mpn' && listingId === String(one?.id))
    await shop.browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: made.id },
      body: { ids: leftOut.map(({ id }) => id) },
    })
    expect(await shop.undo({ plan: made.id, preview: true })).toMatchObject({ undone: 0, keptCount: 0 })
    const applied = await shop.apply(made.id)
    expect(applied.states).toEqual({ applied: 3, rejected: 1, left_out: 1 })
    await shop.browser.call('PUT /api/channels/:channelId/owners', {
      params: { channelId: shop.channelId },
      body: { owners: [{ level: 'product', field: 'mpn', owner: 'store' }] },
    })
    const { rows, kept } = await shop.undo({ plan: made.id })
    expect(rows.map(({ field }) => field)).toEqual(['warranty', 'warranty'])
    expect(kept.map(({ field, reason }) => [field, reason])).toEqual([
      [
        'mpn',
        'The hub does not own Manufacturer part number on this channel any more, so the store keeps what it shows.',
      ],
    ])
  })

  it('changes nothing while a plan of the channel is being applied, and says so', async () => {
    const shop = await openShop(311)
    const [one, two] = shop.products
    await shop.edit([one?.id], { warranty: 'First' })
    const first = await shop.apply()
    await shop.edit([two?.id], { warranty: 'Second' })
    const { id: planId } = await shop.plan()
    const params = { planId }
    shop.store.faults.add({ match: { method: 'PUT', path: '**' }, kind: 'slow', delayMs: 1_500 })
    await shop.browser.call('POST /api/plans/:planId/apply', { params })
    expect(await refusalOf(shop.undo({ plan: first.id }))).toMatchObject({ code: 'plan_applying', about: { planId } })
    expect(await refusalOf(shop.undo({ plan: planId }))).toMatchObject({ code: 'plan_applying' })
    expect((await shop.undo({ plan: first.id, preview: true })).undone).toBe(1)
    expect(await shop.read(first.id)).toMatchObject({ undoneAt: null })
    expect(await shop.endOf(planId)).toMatchObject({ state: 'applied' })
    expect((await shop.plan()).changes).toBe(0)
    expect((await shop.undo({ plan: first.id })).undone).toBe(1)
  })

  it('says what is wrong with what it is asked for', async () => {
    const shop = await openShop(312, { products: 5 })
    expect(await refusalOf(shop.undo({ plan: 'pln_none' }))).toMatchObject({ code: 'not_found' })
    expect(await refusalOf(shop.undo({}))).toMatchObject({
      code: 'input_invalid',
      fields: { plan: expect.any(String) },
    })
    expect(await refusalOf(shop.undo({ channelId: shop.channelId }))).toMatchObject({ code: 'input_invalid' })
    const none = await shop.undo({ channelId: shop.channelId, listingId: '987654' })
    expect(none).toMatchObject({ undone: 0, keptCount: 0, planId: null })
  })
})

describe('an undo of many', () => {
  it('is done whole or not at all, also where the hub breaks between the undo and its plan', async () => {
    const shop = await openShop(313, { products: 620 })
    const before = await shop.now()
    const ids = shop.products.map(({ id }) => id)
    await shop.edit(ids, { warranty: 'Ours', mpn: 'P-1' })
    const { id: plan, states } = await shop.apply()
    expect(states.applied).toBe(1240)
    const { pool } = imports.hub.db
    await pool.query(`create function break_plans() returns trigger language plpgsql as $$
      begin raise exception 'The disk is on fire'; end $$`)
    await pool.query('create trigger break_plans before insert on plan for each row execute function break_plans()')
    try {
      expect(await refusalOf(shop.undo({ plan }))).toMatchObject({ code: 'internal' })
    } finally {
      await pool.query('drop trigger break_plans on plan; drop function break_plans')
    }
    expect(await shop.plan()).toMatchObject({ changes: 0 })
    expect(await shop.read(plan)).toMatchObject({ undoable: true, undoneAt: null })
    const undone = await shop.takeBack({ plan })
    expect([undone.undone, undone.rows.length, undone.keptCount]).toEqual([1240, 200, 0])
    expect(undone.applied.states).toEqual({ applied: 1240 })
    expect(await shop.now()).toBe(before)
    expect(await brokenIn(shop)).toEqual([])
  })
})

const withoutDate = (product: StoreProduct | undefined) => ({ ...product, date_modified: null })

async function brokenIn({ channelId }: LiveShop): Promise<string[]> {
  const { db } = imports.hub
  const channel = db.kysely.selectFrom('channel').where('id', '=', channelId).select('workspace_id')
  const { workspace_id } = await channel.executeTakeFirstOrThrow()
  return brokenRules(db, workspace_id)
}
