import { expect, it } from 'vitest'
import type { ObservedProduct } from '../../domain/observed.ts'
import { meetingKeys } from './keep-products.ts'
import { shapeProduct } from './shape-product.ts'

const noNames = { brands: new Map(), categories: new Map() }

function keysOf(remoteId: string, variants: Readonly<Record<string, string>>): Set<string> {
  const product: ObservedProduct = {
    remoteId,
    fields: { name: `Product ${remoteId}` },
    brandRemoteId: null,
    categoryRemoteIds: [],
    visible: true,
    imageUrl: null,
    createdAt: null,
    modifiedAt: null,
    variants: Object.entries(variants).map(([id, sku]) => ({
      remoteId: id,
      fields: { sku },
      shownPrice: null,
      stock: null,
    })),
    notes: [],
  }
  return meetingKeys([shapeProduct(product, noNames)])
}

it.each([
  ['a product', keysOf('1', {}), keysOf('1', {}), true],
  ['a variant that moved', keysOf('1', { 5: 'A' }), keysOf('2', { 5: 'B' }), true],
  ['a SKU', keysOf('1', { 5: 'A-1' }), keysOf('2', { 6: 'A-1' }), true],
  ['a SKU in other letters', keysOf('1', { 5: 'A-1' }), keysOf('2', { 6: ' a-1' }), true],
  ['no SKU at all', keysOf('1', { 5: '' }), keysOf('2', { 6: '' }), false],
  ['nothing', keysOf('1', { 5: 'A' }), keysOf('5', { 1: 'B' }), false],
])('tells whether it matters which of two is written first: %s', (_, first, second, meet) => {
  expect(!first.isDisjointFrom(second)).toBe(meet)
})
