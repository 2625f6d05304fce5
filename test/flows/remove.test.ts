import { describe, expect, it, vi } from 'vitest'
import { importsForFile } from '../support/catalog.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { refusalOf } from '../support/hub.ts'
import { LiveShop, type StoreProduct } from '../support/live-shop.ts'
import { askFor, askForProducts, changesOf, listingOf, sendTyped, takeBack, writesOf } from '../support/removals.ts'

const imports = importsForFile({}, { writes: true })

async function openShop(seed: number, { products = 20 } = {}): Promise<LiveShop> {
  return LiveShop.open(await imports.newBusiness(), await imports.store({ seed, products }), 'Shop')
}

const withVariants = (shop: LiveShop) => shop.products.find(({ variants }) => variants.length > 2)
const withoutOptions = (shop: LiveShop) => shop.products.filter(({ variants }) => variants.length === 1)
const variantOf = (product: StoreProduct | undefined, at = 0) => ({
  listingId: String(product?.id),
  offerId: String(product?.variants[at]?.id),
})
const apply = ({ browser }: LiveShop, planId: string, typed?: string) =>
  browser.call('POST /api/plans/:planId/apply', { params: { planId }, ...(typed !== undefined && { body: { typed } }) })

/** Waits for the plan that the hub makes and sends by itself. */
async function appliedByItself({ browser, channelId }: LiveShop) {
  return vi.waitFor(
    async () => {
      const { plans } = await browser.call('GET /api/plans', { query: { channelId, state: 'applied' } })
      expect(plans).toHaveLength(1)
      return plans[0]
    },
    { timeout: 60_000, interval: 50 },
  )
}

async function brokenIn({ channelId }: LiveShop): Promise<string[]> {
  const { db } = imports.hub
  const { workspace_id } = await db.kysely
    .selectFrom('channel')
    .select('workspace_id')
    .where('id', '=', channelId)
    .executeTakeFirstOrThrow()
  return brokenRules(db, workspace_id)
}

describe('deleting in a store', () => {
  it('is asked for, stands apart in the plan, needs a word, and is final', async () => {
    const shop = await openShop(801)
    const [one] = withoutOptions(shop)
    const many = withVariants(shop)
    const wish = { products: [String(one?.id)], variants: [variantOf(many, 1)] }

    const preview = await askFor(shop, { ...wish, preview: true })
    expect(preview).toMatchObject({ wanted: 2, faults: [] })
    expect(preview.cannotReturn.join(' ')).toMatch(/another id.*reviews.*orders/s)
    expect(await shop.plan()).toMatchObject({ changes: 0, removals: null })

    expect(await askFor(shop, wish)).toEqual(preview)
    const plan = await shop.plan()
    expect(plan).toMatchObject({
      ...{ changes: 2, faults: 0, removals: { products: 1, variants: 1, cannotReturn: preview.cannotReturn } },
      requests: { writes: 2 },
    })
    expect(plan.obstacles).toContainEqual({ reason: 'removals', sentence: expect.stringContaining('delete') })
    expect(
      (await changesOf(shop, plan)).map(({ level, listingId, offerId, before, after }) => [
        level,
        listingId,
        offerId,
        before,
        after,
      ]),
    ).toEqual([
      ['removed_variant', String(many?.id), String(many?.variants[1]?.id), expect.any(String), null],
      ['removed_product', String(one?.id), null, expect.stringContaining(String(one?.name)), null],
    ])

    for (const typed of [undefined, '', 'yes', 'deleted']) {
      expect(await refusalOf(apply(shop, plan.id, typed))).toMatchObject({ status: 409, code: 'plan_deletes' })
    }
    expect(shop.writes).toEqual([])

    expect(await sendTyped(shop, plan)).toMatchObject({ state: 'applied', states: { applied: 2 } })
    expect(writesOf(shop)).toEqual([
      `DELETE /catalog/products/${many?.id}/variants/${many?.variants[1]?.id}`,
      `DELETE /catalog/products/${one?.id}`,
    ])
    expect(await shop.shown(one)).toBeUndefined()
    expect((await shop.shown(many))?.variants).toHaveLength((many?.variants.length ?? 0) - 1)

    // The master product stays, and the channel keeps off it.
    const { detail, side } = await listingOf(shop, one)
    expect([detail.state, detail.id, side?.goneChoice]).toEqual(['active', expect.any(String), 'keep_off'])
    expect(side?.goneAt).not.toBeNull()
    await shop.pull()
    expect((await listingOf(shop, one)).side?.goneChoice).toBe('keep_off')
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, removals: null })
    expect(await brokenIn(shop)).toEqual([])

    const undone = await shop.undo({ plan: plan.id })
    expect(undone).toMatchObject({ undone: 0, keptCount: 2, planId: null })
    expect(undone.cannotReturn).toEqual(preview.cannotReturn)
    expect(undone.kept.map(({ level, reason }) => [level, reason])).toEqual([
      ['variant', expect.stringContaining('nothing brings it back')],
      ['product', expect.stringContaining('nothing brings it back')],
    ])
  })

  it('is lifted by leaving it out of the plan, or by taking the wish back', async () => {
    const shop = await openShop(802)
    const [one, two] = withoutOptions(shop)
    await shop.edit([one?.id, two?.id], { warranty: 'Two years' })
    await askForProducts(shop, one)
    const params = { channelId: shop.channelId }
    const listed = await shop.browser.call('GET /api/channels/:channelId/removals', { params, query: {} })
    expect(listed.removals.map(({ listingId, offerId, reason }) => [listingId, offerId, reason])).toEqual([
      [String(one?.id), null, null],
    ])

    // What is to go is not edited before.
    const plan = await shop.plan()
    expect((await changesOf(shop, plan)).map(({ level, listingId }) => [level, listingId])).toEqual([
      ['product', String(two?.id)],
      ['removed_product', String(one?.id)],
    ])
    const toDo = await shop.browser.call('GET /api/channels/:channelId/to-do', { params })
    expect(toDo).toMatchObject({ changes: 2, unplanned: 0 })

    const left = await shop.browser.call('POST /api/plans/:planId/leave-out', {
      params: { planId: plan.id },
      body: { filter: { level: 'removed_product' } },
    })
    expect(left).toMatchObject({ changed: 1, plan: { removals: null, obstacles: [], changes: 1 } })
    await apply(shop, plan.id)
    expect(await shop.endOf(plan.id)).toMatchObject({ state: 'applied', states: { applied: 1, left_out: 1 } })
    expect(writesOf(shop)).toEqual(['PUT /catalog/products'])
    expect(await shop.shown(one)).toMatchObject({ warranty: one?.warranty })

    expect(await takeBack(shop, { products: [String(one?.id)] })).toEqual({ withdrawn: 1 })
    expect(await takeBack(shop, { products: [String(one?.id)] })).toEqual({ withdrawn: 0 })
    expect(await shop.apply()).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect(await shop.shown(one)).toMatchObject({ warranty: 'Two years' })
  })

  it('is refused for what no store deletes, one by one with the reason', async () => {
    const shop = await openShop(803)
    const [one] = withoutOptions(shop)
    const many = withVariants(shop)
    const asked = await askFor(shop, {
      products: ['999999'],
      variants: [variantOf(one), ...(many?.variants.map((_, at) => variantOf(many, at)) ?? [])],
    })
    expect(asked.wanted).toBe(0)
    expect(asked.faults.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no such product'),
      expect.stringContaining('base variant'),
      ...(many?.variants.map(() => expect.stringContaining('at least one variant')) ?? []),
    ])
    // All but one may go, and no later wish takes the last.
    const all = many?.variants.map((_, at) => variantOf(many, at)) ?? []
    expect(await askFor(shop, { variants: all.slice(1) })).toMatchObject({ wanted: all.length - 1, faults: [] })
    expect(await askFor(shop, { variants: all.slice(0, 1) })).toMatchObject({ wanted: 0 })
    expect(await refusalOf(askFor(shop, {}))).toMatchObject({ status: 400 })
  })

  it('stays undone where the store shows something else than the plan did', async () => {
    const shop = await openShop(804)
    const [one, two, three] = withoutOptions(shop)
    const many = withVariants(shop)
    await askForProducts(shop, one, two, three, many)
    const plan = await shop.plan()
    shop.store.merchant.editProduct(one?.id ?? 0, { price: 77.5 })
    shop.store.merchant.deleteProduct(two?.id ?? 0)
    await takeBack(shop, { products: [String(three?.id)] })
    const [first] = many?.variants ?? []
    shop.store.merchant.editVariant(many?.id ?? 0, first?.id ?? 0, { price: 3 })
    const applied = await sendTyped(shop, plan)
    expect(applied).toMatchObject({ state: 'applied', states: { applied: 1, superseded: 3 } })
    const reasons = new Map((await changesOf(shop, plan)).map(({ listingId, reason }) => [listingId, reason]))
    expect(reasons.get(String(one?.id))).toContain('Price was changed in the store since the plan')
    expect(reasons.get(String(many?.id))).toContain('Price was changed in the store since the plan')
    expect(reasons.get(String(three?.id))).toContain('Nobody wants this deleted any more')
    // What somebody else deleted meanwhile is deleted, and nothing was sent for it.
    expect([shop.writes, (await listingOf(shop, two)).side?.goneChoice]).toEqual([[], 'keep_off'])
    expect(await shop.shown(one)).toMatchObject({ price: 77.5 })

    // Seen by an import, it may go with the next plan.
    await shop.pull()
    expect(await sendTyped(shop, await shop.plan())).toMatchObject({ states: { applied: 2 } })
    expect([await shop.shown(one), await shop.shown(many)]).toEqual([undefined, undefined])
  })

  it('leaves the last variant, also where the others went meanwhile', async () => {
    const shop = await openShop(809)
    const many = withVariants(shop)
    const [last, ...others] = many?.variants ?? []
    const asked = await askFor(shop, { variants: [{ listingId: String(many?.id), offerId: String(last?.id) }] })
    expect(asked).toMatchObject({ wanted: 1, faults: [] })
    const plan = await shop.plan()
    for (const { id } of others) shop.store.merchant.deleteVariant(many?.id ?? 0, id)
    expect(await sendTyped(shop, plan)).toMatchObject({ states: { rejected: 1 } })
    expect([writesOf(shop), (await shop.shown(many))?.variants]).toMatchObject([[], [{ id: last?.id }]])
  })

  it('is done where somebody else deletes it right before', async () => {
    const shop = await openShop(810)
    const [one, two] = withoutOptions(shop)
    await askForProducts(shop, one, two)
    const plan = await shop.plan()
    // The look at both has been answered by the time that the first is deleted.
    const stop = shop.store.journal.onExchange(({ method, url }) => {
      if (method !== 'DELETE') return
      stop()
      shop.store.merchant.deleteProduct((url.endsWith(`/${one?.id}`) ? two?.id : one?.id) ?? 0)
    })
    expect(await sendTyped(shop, plan)).toMatchObject({ states: { applied: 2 } })
    expect(shop.writes.map(({ status }) => status)).toEqual([204, 404])
    expect([await shop.shown(one), await shop.shown(two)]).toEqual([undefined, undefined])
  })

  it('holds a plan that leaves a category without a product, as hiding does', async () => {
    const shop = await openShop(805, { products: 6 })
    const before = await shop.plan()
    await askForProducts(shop, ...shop.products.filter(({ is_visible: isVisible }) => isVisible))
    const plan = await shop.plan()
    expect([before.brakes, plan.brakes.map(({ brake }) => brake)]).toEqual([[], ['category_emptied']])
    expect(await refusalOf(apply(shop, plan.id, 'delete'))).toMatchObject({ code: 'plan_braked' })
  })

  it('keeps the pictures before', async () => {
    const store = await imports.store({ seed: 806, products: 5 })
    const { productId } = store.merchant.addProduct({ name: 'Pictured mug', price: 12 })
    store.merchant.setImages(productId, [{ file: 'front.png' }, { file: 'back.png' }])
    const shop = await LiveShop.open(await imports.newBusiness(), store, 'Pictures')
    await askForProducts(shop, { id: productId, variants: [] })
    const plan = await shop.plan()
    expect(plan.brakes).toEqual([])
    // The plan has fetched them by now; of more than it waits for, and of these, they are fetched right before.
    const { kysely } = imports.hub.db
    await kysely.deleteFrom('channel_image').where('channel_id', '=', shop.channelId).execute()
    await sendTyped(shop, plan)
    expect(await shop.shown({ id: productId, variants: [] })).toBeUndefined()
    const kept = await kysely
      .selectFrom('channel_image as i')
      .innerJoin('file as f', join =>
        join.onRef('f.workspace_id', '=', 'i.workspace_id').onRef('f.id', '=', 'i.source'),
      )
      .where('i.channel_id', '=', shop.channelId)
      .where('i.listing_id', '=', String(productId))
      .select('f.id')
      .execute()
    expect(kept).toHaveLength(2)
  })

  it('is never in a plan that the hub makes by itself', async () => {
    const shop = await openShop(807)
    const [one, two] = withoutOptions(shop)
    await askForProducts(shop, one)
    const body = { data: { mode: 'by_itself' as const, at: 'once' as const } }
    await shop.browser.call('PUT /api/channels/:channelId/sending', { params: { channelId: shop.channelId }, body })
    await shop.edit([two?.id], { warranty: 'Two years' })
    expect(await appliedByItself(shop)).toMatchObject({ changes: 1, removals: null })
    expect(writesOf(shop)).toEqual(['PUT /catalog/products'])
    // A person’s plan has it.
    expect(await shop.plan()).toMatchObject({ changes: 1, removals: { products: 1, variants: 0 } })
  })

  it('is what an undo does with a product that it made only where that is asked for', async () => {
    const shop = await openShop(808)
    const fields = { name: 'Oak stool', price: '18.90', weight: '2.5', sku: 'OAK-STOOL' }
    await shop.browser.call('POST /api/products', { body: { fields, channelIds: [shop.channelId] } })
    const made = await shop.apply()
    expect(made.states).toEqual({ applied: 1 })
    const before = shop.writes.length

    const hidden = await shop.undo({ plan: made.id, preview: true })
    expect([hidden.rows.map(({ field, will }) => [field, will]), hidden.cannotReturn]).toEqual([
      [['visible', false]],
      [expect.stringContaining('it is hidden there, and not deleted')],
    ])
    const narrowed = shop.undo({ plan: made.id, made: 'delete', field: 'visible' })
    expect(await refusalOf(narrowed)).toMatchObject({ status: 400 })
    const preview = await shop.undo({ plan: made.id, made: 'delete', preview: true })
    expect(preview.cannotReturn.join(' ')).toContain('another id')
    expect(await shop.plan()).toMatchObject({ changes: 0 })

    const undone = await shop.undo({ plan: made.id, made: 'delete' })
    const plan = await shop.read(undone.planId ?? '')
    expect(plan).toMatchObject({ changes: 1, removals: { products: 1, variants: 0 }, undoes: made.id })
    expect(await refusalOf(apply(shop, plan.id))).toMatchObject({ code: 'plan_deletes' })
    const sent = await sendTyped(shop, plan)
    expect([sent.states, (await changesOf(shop, plan)).map(({ reason }) => reason)]).toEqual([{ applied: 1 }, [null]])
    expect(writesOf(shop).slice(before)).toEqual([expect.stringMatching(/^DELETE \/catalog\/products\/\d+$/)])
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
  })
})
