import { describe, expect, it } from 'vitest'
import type { ObservedProduct, ObservedVariant } from '../../domain/observed.ts'
import { type ChannelNames, masterColumns, pathsWithAncestors, shapeProduct, skuFrom } from './shape-product.ts'

const names: ChannelNames = {
  brands: new Map([['5', 'Acme']]),
  categories: new Map([
    ['30', { path: ['Home', 'Chairs'], ancestorIds: ['10'] }],
    ['31', { path: ['Home', 'In/Out'], ancestorIds: ['10'] }],
  ]),
}

const variant = (remoteId: string, shown: Partial<ObservedVariant> = {}): ObservedVariant => ({
  ...{ remoteId, fields: {}, shownPrice: null, stock: null },
  ...shown,
})

const product = (shown: Partial<ObservedProduct> = {}): ObservedProduct => ({
  ...{
    remoteId: '101',
    fields: { name: 'Oak chair', sku: 'CHAIR' },
    brandRemoteId: '5',
    categoryRemoteIds: ['30', '31'],
  },
  ...{ visible: true, imageUrl: '/chair.jpg', createdAt: null, modifiedAt: null, variants: [variant('1')], notes: [] },
  ...shown,
})

const listingOf = (shown: Partial<ObservedProduct>) => shapeProduct(product(shown), names).listing

describe('a product of a store', () => {
  it('is kept with the names that its ids stand for', () => {
    const { listing, categoryPaths } = shapeProduct(product(), names)
    expect(listing).toMatchObject({ brandRemoteId: '5', categoryIds: ['10', '30', '31'] })
    expect(listing.observed).toMatchObject({ brand: 'Acme', categories: ['Home/Chairs', 'Home/In\\/Out'] })
    // Looking for Home finds it.
    expect(categoryPaths).toEqual(['Home', 'Home/Chairs', 'Home/In\\/Out'])
  })

  it('says by number what has no name: a category or brand of which the list told nothing', () => {
    const { observed } = listingOf({ brandRemoteId: '6', categoryRemoteIds: ['99'] })
    expect(observed).toMatchObject({ brand: 'Brand 6', categories: ['Category 99'] })
    expect(listingOf({ brandRemoteId: null, categoryRemoteIds: [] }).observed).not.toHaveProperty('brand')
  })

  it('has a name to be found by, also where the store gave none', () => {
    expect(listingOf({ fields: {} })).toMatchObject({ name: 'Product 101', nameKey: 'product 101' })
  })

  it('shows the least and the most that shoppers pay, as numbers and not as texts', () => {
    const variants = [variant('1', { shownPrice: '9.5' }), variant('2', { shownPrice: '10' }), variant('3')]
    expect(listingOf({ variants })).toMatchObject({ price: '9.5', priceMost: '10' })
    expect(listingOf({ fields: { price: '7' } })).toMatchObject({ price: '7', priceMost: '7' })
    expect(listingOf({})).toMatchObject({ price: null, priceMost: null })
  })

  it('has the stock of all its variants, and none where none is counted', () => {
    const variants = [variant('1', { stock: 3 }), variant('2', { stock: -1 }), variant('3')]
    expect(listingOf({ variants }).stock).toBe(2)
    expect(listingOf({ variants: [variant('1')] }).stock).toBeNull()
  })

  it('goes by the SKU of its only variant where it has none of its own', () => {
    const own = variant('1', { fields: { sku: 'ONLY' } })
    expect(listingOf({ fields: {}, variants: [own] }).sku).toBe('ONLY')
    expect(listingOf({ fields: {}, variants: [own, variant('2')] }).sku).toBe('')
  })

  it('is found by every SKU and barcode in it, in small letters', () => {
    const variants = [variant('1', { fields: { sku: 'CH-1', upc: '0123' } }), variant('2', { fields: { mpn: 'M/9' } })]
    expect(listingOf({ variants }).search.split('\n')).toEqual(['oak chair', 'chair', 'ch-1', '0123', 'm/9'])
  })

  it('is cut to what the database can hold, never within a character', () => {
    const { nameKey, search } = listingOf({ fields: { name: `x${'🪑'.repeat(20_000)}` } })
    expect([nameKey.isWellFormed(), search.isWellFormed()]).toEqual([true, true])
    expect([nameKey.length, search.length]).toEqual([200, 20_000])
    const brand = `b${'🪑'.repeat(300)}`
    const shaped = shapeProduct(product(), { ...names, brands: new Map([['5', brand]]) })
    expect(masterColumns(shaped).brand?.isWellFormed()).toBe(true)
  })
})

describe('whether anything of a product has changed', () => {
  const hashOf = (shown: Partial<ObservedProduct>) => listingOf(shown).hash

  it('is told by its hash: the same shows the same', () => {
    expect(hashOf({})).toBe(hashOf({}))
  })

  it('is told of everything that is kept', () => {
    const changes: Partial<ObservedProduct>[] = [
      { fields: { name: 'Oak chair', sku: 'CHAIR', price: '1' } },
      { brandRemoteId: null },
      { categoryRemoteIds: ['31', '30'] },
      { imageUrl: null },
      { modifiedAt: new Date('2026-01-01T00:00:00Z') },
      { variants: [variant('1', { stock: 1 })] },
      { variants: [variant('1', { shownPrice: '1' })] },
      { variants: [variant('1', { fields: { sku: 'A' } })] },
      { variants: [variant('1'), variant('2')] },
      // Deleted and made again, with all as it was.
      { variants: [variant('2')] },
    ]
    const hashes = [hashOf({}), ...changes.map(hashOf)]
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('is told where a brand or a category was renamed', () => {
    const renamed = { ...names, brands: new Map([['5', 'Acme Ltd']]) }
    expect(shapeProduct(product(), renamed).listing.hash).not.toBe(hashOf({}))
  })
})

it('finds all that lies above category paths, once each', () => {
  expect(pathsWithAncestors(['A/B/C', 'A/D', 'E\\/F/G'])).toEqual(['A', 'A/B', 'A/B/C', 'A/D', 'E\\/F', 'E\\/F/G'])
})

it('gives a variant its SKU with its key and its fault', () => {
  expect(skuFrom({ sku: 'A 1' })).toEqual({ sku: 'A 1', skuKey: 'a 1', skuFault: null })
  expect(skuFrom({})).toEqual({ sku: null, skuKey: null, skuFault: 'blank' })
  // An index could not hold its key.
  expect(skuFrom({ sku: 'x'.repeat(300) })).toMatchObject({ skuKey: null, skuFault: 'too_long' })
})
