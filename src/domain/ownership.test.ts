import { describe, expect, it } from 'vitest'
import { followingOf, type OwnerOfField, ownerOf } from './ownership.ts'

const given: readonly OwnerOfField[] = [
  { level: 'product', field: 'price', owner: 'store' },
  { level: 'variant', field: 'weight', owner: 'nobody' },
  { level: 'product', field: 'type', owner: 'hub' },
]

describe('who owns a field', () => {
  it('is the hub by default, and the store where a field means something to that store alone or is not written yet', () => {
    const owner = (field: string) => ownerOf([], 'product', field)
    expect(['name', 'price', 'urlPath', 'metaKeywords'].map(owner)).toEqual(['hub', 'hub', 'hub', 'hub'])
    expect(['type', 'stockTracking', 'shareType', 'taxClassId', 'storefronts'].map(owner)).toEqual(
      Array.from({ length: 5 }, () => 'store'),
    )
    expect(['options', 'modifiers', 'optionValues', 'urlCustomized'].map(owner)).toEqual(
      Array.from({ length: 4 }, () => 'store'),
    )
    expect(ownerOf([], 'variant', 'stockWarningLevel')).toBe('store')
  })

  it('is whoever was given it, at that level alone', () => {
    expect([ownerOf(given, 'product', 'price'), ownerOf(given, 'variant', 'price')]).toEqual(['store', 'hub'])
    expect([ownerOf(given, 'variant', 'weight'), ownerOf(given, 'product', 'type')]).toEqual(['nobody', 'hub'])
  })
})

describe('what becomes of an edit in a store', () => {
  it('stands beside what the hub wants where it owns the field of a part that is live', () => {
    const { isOurs } = followingOf(given, new Set(['data']))
    expect([isOurs('product', 'name'), isOurs('product', 'type'), isOurs('variant', 'sku')]).toEqual([true, true, true])
    // Not live; the store's; nobody's.
    expect([isOurs('variant', 'price'), isOurs('product', 'images')]).toEqual([false, false])
    expect([isOurs('product', 'taxClassId'), isOurs('variant', 'weight')]).toEqual([false, false])
    expect(followingOf(given, new Set(['prices'])).isOurs('product', 'price')).toBe(false)
    expect(followingOf([], new Set(['prices'])).isOurs('product', 'price')).toBe(true)
  })

  it('reaches the master but for fields that are nobody’s', () => {
    const { reachesMaster } = followingOf(given, new Set())
    expect([reachesMaster('product', 'price'), reachesMaster('variant', 'weight')]).toEqual([true, false])
  })
})
