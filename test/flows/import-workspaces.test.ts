import { beforeAll, describe, expect, it } from 'vitest'
import { allListings, allProducts, allReviews, importStore, importsForFile } from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

const imports = importsForFile()

/** One business and what it imported: two stores, of which the second has products of the first. */
interface Business {
  readonly browser: Browser
  readonly channelId: string
  readonly runId: string
  readonly productId: string
  readonly remoteId: string
  readonly reviewIds: readonly string[]
}

/** The same generator and seeds for each: the same names, SKUs and remote ids. */
async function openBusiness(): Promise<Business> {
  const browser = await imports.newBusiness()
  const first = await imports.store({ seed: 31, products: 12 })
  const second = await imports.store({ seed: 311, products: 12, twin: { seed: 31, products: 12 } })
  const { channelId, run } = await importStore(browser, first, { name: 'Shop' })
  await importStore(browser, second, { name: 'Other shop' })
  const [product] = await allProducts(browser)
  const [listing] = await allListings(browser, channelId)
  const reviewIds = (await allReviews(browser)).map(({ id }) => id)
  return {
    browser,
    channelId,
    runId: run.id,
    productId: product?.id ?? '',
    remoteId: listing?.remoteId ?? '',
    reviewIds,
  }
}

describe('the catalogs of two workspaces with the same stores', () => {
  let mine: Business
  let theirs: Business

  beforeAll(async () => {
    mine = await openBusiness()
    theirs = await openBusiness()
    expect(theirs.reviewIds.length).toBeGreaterThan(0)
  })

  it('show in every list only what is one’s own', async () => {
    const { browser } = mine
    browser.answers.length = 0
    expect(await allProducts(browser)).toHaveLength((await allProducts(theirs.browser)).length)
    await allListings(browser, mine.channelId)
    await allReviews(browser)
    for (const address of ['/api/runs', '/api/product-filters', '/api/sku-faults', '/api/products.csv'] as const) {
      browser.answers.push(await (await browser.send('GET', address)).text())
    }
    const told = browser.answers.join('\n')
    for (const id of [theirs.channelId, theirs.runId, theirs.productId, ...theirs.reviewIds])
      expect(told).not.toContain(id)
    expect(told).toContain(mine.productId)
  })

  it('answer as if there were none of the other’s, for every address that takes one', async () => {
    const { browser } = mine
    const { channelId, runId, productId, remoteId } = theirs
    const calls = [
      () => browser.call('GET /api/channels/:channelId/catalog', { params: { channelId } }),
      () => browser.call('PATCH /api/channels/:channelId/catalog', { params: { channelId }, body: { missingMost: 1 } }),
      () => browser.call('GET /api/channels/:channelId/listings', { params: { channelId }, query: {} }),
      () => browser.call('GET /api/channels/:channelId/listings-count', { params: { channelId }, query: {} }),
      () => browser.call('GET /api/channels/:channelId/listings/:remoteId', { params: { channelId, remoteId } }),
      () => browser.call('GET /api/channels/:channelId/listing-filters', { params: { channelId }, query: {} }),
      () => browser.call('POST /api/channels/:channelId/gone', { params: { channelId }, body: { choice: 'archive' } }),
      () => browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: {} }),
      () => browser.call('GET /api/runs/:runId', { params: { runId } }),
      () => browser.call('POST /api/runs/:runId/cancel', { params: { runId } }),
      () => browser.call('POST /api/runs/:runId/believe-missing', { params: { runId } }),
      () => browser.call('GET /api/runs/:runId/rows', { params: { runId }, query: {} }),
      () => browser.call('GET /api/products/:productId', { params: { productId } }),
    ]
    for (const call of calls) expect(await refusalOf(call())).toMatchObject({ status: 404, code: 'not_found' })
    for (const file of [`/api/runs/${runId}/rows.csv`, `/api/channels/${channelId}/listings.csv`]) {
      expect((await browser.send('GET', file)).status).toBe(404)
    }
    expect((await browser.call('GET /api/runs', { query: { channelId } })).runs).toEqual([])
    expect(await allProducts(browser, { channel: channelId })).toEqual([])
  })

  it('decide, take back and fill nothing of the other’s', async () => {
    const { browser } = mine
    const ids = [...theirs.reviewIds]
    const waiting = await allReviews(theirs.browser)
    expect(await browser.call('POST /api/review/decide', { body: { ids, decision: 'keep_apart' } })).toMatchObject({
      decided: 0,
    })
    expect(await allReviews(theirs.browser)).toEqual(waiting)
    const { decided } = await theirs.browser.call('POST /api/review/decide', { body: { ids, decision: 'leave_out' } })
    expect(decided).toBe(ids.length)
    expect(await browser.call('POST /api/review/reopen', { body: { ids } })).toMatchObject({ reopened: 0 })
    expect(await allReviews(theirs.browser)).toEqual([])
    expect(await theirs.browser.call('POST /api/review/reopen', { body: { ids } })).toMatchObject({
      reopened: ids.length,
      kept: [],
    })
    expect((await allReviews(theirs.browser)).map(({ id }) => id).sort()).toEqual([...ids].sort())

    const pattern = { pattern: 'MINE-{number}', faults: ['blank', 'too_long', 'invalid', 'duplicate'] } as const
    const fill = await theirs.browser.call('POST /api/sku-fills', { body: { ...pattern, faults: [...pattern.faults] } })
    const undo = browser.call('POST /api/sku-fills/:fillId/undo', { params: { fillId: fill.id } })
    expect(await refusalOf(undo)).toMatchObject({ status: 404, code: 'not_found' })
  })

  it('have every row of theirs bound to one of them', async () => {
    const tables = ['run', 'channel_catalog', 'channel_brand', 'channel_category', 'product', 'variant'] as const
    const more = ['listing', 'offer', 'match_review'] as const
    for (const table of [...tables, ...more]) {
      const rows = await imports.hub.db.kysely.selectFrom(table).select('workspace_id').distinct().execute()
      expect([table, rows.length]).toEqual([table, 2])
    }
  })
})
