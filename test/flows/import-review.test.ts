import { describe, expect, it } from 'vitest'
import { allListings, allReviews, importStore, importsForFile, listingPage, pull } from '../support/catalog.ts'

const imports = importsForFile()

describe('a match that waits', () => {
  /** Two stores have the SKU `CUP`, and what `there` says of it differs. */
  async function twoCups(there: { name?: string; upc?: string }) {
    const cup = { name: 'Cup', sku: 'CUP', upc: '012345678905' }
    const [here, other] = [await imports.store({ products: 1 }), await imports.store({ products: 1, seed: 2 })]
    here.merchant.addProduct(cup)
    const { productId } = other.merchant.addProduct({ ...cup, ...there })
    const browser = await imports.newBusiness()
    await importStore(browser, here, { name: 'Here' })
    const { channelId } = await importStore(browser, other, { name: 'There' })
    const [review] = await allReviews(browser)
    if (review === undefined) throw new Error('Nothing waits')
    return { browser, channelId, productId, review, ...other }
  }

  it.each([
    ['name', 'name_differs', { name: 'Tea mug' }, { name: 'Cup' }],
    ['barcode', 'barcode_differs', { upc: '4006381333931' }, { upc: '012345678905' }],
  ] as const)('is settled once the product’s %s agrees', async (_, reason, differs, corrected) => {
    const { browser, channelId, productId, review, merchant } = await twoCups(differs)
    expect(review.reason).toBe(reason)
    merchant.editProduct(productId, corrected)
    const { account } = await pull(browser, channelId, 'changes')
    expect(account).toMatchObject({ joined: 1, waiting: 0, newProducts: 0 })
    expect(await allReviews(browser)).toEqual([])
    const listing = (await allListings(browser, channelId)).find(({ remoteId }) => remoteId === String(productId))
    expect(listing).toMatchObject({ waitingCount: 0, name: 'Cup' })
    expect((await listingPage(browser, channelId, productId)).channels).toHaveLength(2)
  })

  it('asks something else once something else differs', async () => {
    const { browser, channelId, productId, merchant } = await twoCups({ name: 'Tea mug' })
    merchant.editProduct(productId, { name: 'Cup', upc: '4006381333931' })
    expect((await pull(browser, channelId, 'changes')).account).toMatchObject({ joined: 0, waiting: 1 })
    expect(await allReviews(browser)).toMatchObject([{ reason: 'barcode_differs' }])
  })

  it('stays the same question where the product changed in what was not compared', async () => {
    const { browser, channelId, productId, review, merchant } = await twoCups({ name: 'Tea mug' })
    merchant.editProduct(productId, { description: 'With a handle' })
    expect((await pull(browser, channelId, 'changes')).account).toMatchObject({ changed: 1, waiting: 0 })
    expect(await allReviews(browser)).toMatchObject([{ id: review.id }])
  })
})
