import { describe, expect, it } from 'vitest'
import { allListings, allReviews, importStore, importsForFile, listingPage, pull } from '../support/catalog.ts'

const imports = importsForFile()

describe('a match that waits', () => {
  /** Two stores have the SKU `CUP`, and what `there` says of it differs. */
  async function twoCups(there: { name?: string; upc?: string }) {
    const cup = { name: 'Cup', sku: 'CUP', upc: '012345678905' }
    const [here, other] = [await imports.store({ products: 1 }), await imports.store({ products: 1, seed: 2 })]
    const { productId: hereProductId } = here.merchant.addProduct(cup)
    const { productId } = other.merchant.addProduct({ ...cup, ...there })
    const browser = await imports.newBusiness()
    const first = await importStore(browser, here, { name: 'Here' })
    const { channelId } = await importStore(browser, other, { name: 'There' })
    const [review] = await allReviews(browser)
    if (review === undefined) throw new Error('Nothing waits')
    return {
      browser,
      channelId,
      productId,
      review,
      here: { ...first, merchant: here.merchant, productId: hereProductId },
      merchant: other.merchant,
    }
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

  describe('when the other side changes', () => {
    it.each([
      ['name', { name: 'Tea mug' }, { name: 'Tea mug' }],
      ['barcode', { upc: '4006381333931' }, { upc: '4006381333931' }],
    ] as const)('is settled once its %s agrees', async (_, differs, corrected) => {
      const { browser, channelId, productId, here } = await twoCups(differs)
      here.merchant.editProduct(here.productId, corrected)
      expect((await pull(browser, here.channelId, 'changes')).account).toMatchObject({ joined: 1, newProducts: 0 })
      expect(await allReviews(browser)).toEqual([])
      expect((await listingPage(browser, channelId, productId)).channels).toHaveLength(2)
      expect((await pull(browser, channelId)).account).toMatchObject({ changed: 0, waiting: 0, joined: 0 })
    })

    it('is a product of its own once it has its SKU for itself', async () => {
      const { browser, channelId, productId, here } = await twoCups({ name: 'Tea mug' })
      here.merchant.editProduct(here.productId, { sku: 'CUP-2' })
      expect((await pull(browser, here.channelId, 'changes')).account).toMatchObject({
        ...{ joined: 0, newProducts: 1, newVariants: 1 },
      })
      expect(await allReviews(browser)).toEqual([])
      expect(await listingPage(browser, channelId, productId)).toMatchObject({
        ...{ id: expect.any(String), channels: [{ channelId }], variants: [{ sku: 'CUP' }] },
      })
      expect((await pull(browser, channelId)).account).toMatchObject({ newProducts: 0, changed: 0, waiting: 0 })
    })

    it('asks something else once something else differs, and nothing new where that is as it was', async () => {
      const { browser, review, here } = await twoCups({ name: 'Tea mug', upc: '4006381333931' })
      here.merchant.editProduct(here.productId, { description: 'With a handle' })
      await pull(browser, here.channelId, 'changes')
      expect(await allReviews(browser)).toEqual([review])
      here.merchant.editProduct(here.productId, { name: 'Tea mug' })
      await pull(browser, here.channelId, 'changes')
      expect(await allReviews(browser)).toMatchObject([{ id: review.id, reason: 'barcode_differs' }])
    })

    it('has one of two that wait take the SKU that became free, and asks about the other', async () => {
      const { browser, here } = await twoCups({ name: 'Tea mug' })
      const third = await imports.store({ products: 0 })
      third.merchant.addProduct({ name: 'Beaker', sku: 'CUP' })
      await importStore(browser, third, { name: 'Third' })
      expect(await allReviews(browser)).toHaveLength(2)
      here.merchant.editProduct(here.productId, { sku: 'CUP-2' })
      expect((await pull(browser, here.channelId, 'changes')).account).toMatchObject({ newProducts: 1 })
      expect(await allReviews(browser)).toMatchObject([{ reason: 'name_differs', master: { sku: 'CUP' } }])
    })
  })
})
