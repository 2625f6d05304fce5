import { describe, expect, it } from 'vitest'
import { importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { type Browser, refusalOf } from '../support/hub.ts'
import { LiveShop, type StoreProduct } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })

async function openShop(seed: number, { products = 12 } = {}): Promise<LiveShop> {
  return LiveShop.open(await imports.newBusiness(), await imports.store({ seed, products }), 'Shop')
}

const undoEdit = ({ browser }: LiveShop, body: { editId?: string; preview?: boolean } = {}) =>
  browser.call('POST /api/undo-edit', { body })

async function masterOf({ browser, channelId }: LiveShop, product: StoreProduct | undefined) {
  const params = { channelId, remoteId: String(product?.id) }
  return browser.call('GET /api/channels/:channelId/listings/:remoteId', { params })
}

/** A percentage on all prices of the master catalog. */
const raiseAll = (browser: Browser) =>
  browser.call('POST /api/edits', {
    body: { products: {}, edits: [{ do: 'percent', field: 'price', percent: '10' }] },
  })

describe('undoing an edit made in the hub', () => {
  it('takes back each row of a bulk edit of the master catalog, sent or not, and does it again', async () => {
    const shop = await openShop(341)
    const before = await shop.now()
    const { editId, changed } = await raiseAll(shop.browser)
    expect((await shop.plan()).changes).toBe(changed)
    const preview = await undoEdit(shop, { preview: true })
    expect(preview).toMatchObject({ undoes: editId, undone: changed, keptCount: 0, faulty: [], channelId: null })
    const undone = await undoEdit(shop)
    expect({ ...undone, editId: '' }).toEqual({ ...preview, editId: '' })
    expect((await shop.plan()).changes).toBe(0)
    expect(await undoEdit(shop, { editId })).toMatchObject({ undone: 0, keptCount: 0 })
    await undoEdit(shop)
    await shop.apply()
    expect(await shop.now()).not.toBe(before)
    await undoEdit(shop, { editId })
    await shop.apply()
    expect(await shop.now()).toBe(before)
  })

  it('takes a channel’s own values away again, and keeps what was edited since', async () => {
    const shop = await openShop(342)
    const [one, two] = shop.products
    await shop.edit([one?.id, two?.id], { warranty: 'Ours', mpn: 'P-1' })
    await shop.edit([two?.id], { warranty: 'Newer' })
    const newer = await undoEdit(shop, { preview: true })
    expect(newer).toMatchObject({ channelId: shop.channelId, undone: 1, rows: [{ fields: [{ after: 'Ours' }] }] })
    const events = imports.hub.db.kysely.selectFrom('event').where('verb', '=', 'products.edited')
    const first = await events
      .where('channel_id', '=', shop.channelId)
      .orderBy('at')
      .select('about')
      .executeTakeFirstOrThrow()
    const { editId } = first.about as { editId: string }
    const undone = await undoEdit(shop, { editId })
    expect([undone.undone, undone.keptCount]).toEqual([2, 1])
    expect(undone.kept).toMatchObject([{ level: 'product', id: String(two?.id), field: 'warranty', now: 'Newer' }])
    expect((await shop.plan()).changes).toBe(1)
    await shop.edit([(await masterOf(shop, one)).id ?? ''], { warranty: 'For all' }, { master: true })
    // The first one follows the master again.
    expect((await shop.plan()).changes).toBe(2)
  })

  it('takes back a SKU in the product and its only variant', async () => {
    const shop = await openShop(343)
    const plainOne = shop.products.find(({ variants }) => variants.length === 1)
    const detail = await masterOf(shop, plainOne)
    await shop.edit([detail.id ?? ''], { sku: 'NEW-1' }, { master: true })
    expect((await shop.plan()).changes).toBe(2)
    expect(await undoEdit(shop)).toMatchObject({ undone: 1, keptCount: 0, faulty: [] })
    expect((await shop.plan()).changes).toBe(0)
  })

  it('is a command, and says where there is nothing', async () => {
    const empty = await LiveShop.open(imports.browser, await imports.store({ seed: 344, products: 5 }), 'Shop')
    expect(await refusalOf(undoEdit(empty))).toMatchObject({ code: 'not_found' })
    const run = commandsFor(imports.hub)
    await empty.edit([empty.products[0]?.id], { warranty: 'Ours' })
    expect(await run(['undo', 'edit', '--preview'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Would go back: 1 product or variant.'),
    })
    expect(await run(['undo', 'edit'])).toMatchObject({ code: 0, out: expect.stringContaining('Ours > ') })
    expect((await empty.plan()).changes).toBe(0)
  })
})
