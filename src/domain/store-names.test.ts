import { describe, expect, it } from 'vitest'
import { StoreNames } from './store-names.ts'

const category = (remoteId: string, treeId: string, ...path: string[]) => ({ remoteId, treeId, path })
const names = new StoreNames({
  brands: [
    { remoteId: '1', name: 'Acme' },
    { remoteId: '2', name: 'ACME' },
  ],
  categories: [
    category('10', '1', 'Home'),
    category('11', '1', 'Home', 'Kitchen'),
    category('12', '1', 'Sale'),
    category('20', '2', 'Home'),
    category('21', '2', 'Gifts'),
    category('13', '1', 'Cups/Mugs'),
  ],
  trees: ['1', '2'],
})

describe('the names of a store', () => {
  it('are found as they are written, else in any case', () => {
    expect(['Acme', 'ACME', ' acme', 'Other'].map(name => names.brandId(name))).toEqual(['1', '2', '1', null])
  })

  it('become the ids of categories: what is wanted is added, what is not goes, what has no name stays', () => {
    expect(names.categoryIds(['Home/Kitchen', 'gifts'], ['11', '12', '99'])).toEqual({ ids: ['11', '99', '21'] })
    expect(names.categoryIds(['Cups\\/Mugs', 'Category 99'], ['99'])).toEqual({ ids: ['99', '13'] })
    expect(names.categoryIds([], ['11'])).toEqual({ ids: [] })
  })

  it('that several trees have are neither chosen nor all taken away, and kept where the product is in one', () => {
    const several = { fault: { kind: 'several', path: 'Home' } }
    expect(names.categoryIds(['Home'], [])).toEqual(several)
    expect(names.categoryIds([], ['10', '20'])).toEqual(several)
    expect(names.categoryIds([], ['20'])).toEqual({ ids: [] })
    expect(names.categoryIds(['Home', 'Sale'], ['10', '20'])).toEqual({ ids: ['10', '20', '12'] })
  })

  it('that are missing are made below what there is, and at the top only where the tree is clear', () => {
    expect(names.missingTo('Sale/Spring/Cups')).toEqual({
      steps: [
        { path: 'Sale/Spring', name: 'Spring', treeId: '1', level: 2, parentId: '12' },
        { path: 'Sale/Spring/Cups', name: 'Cups', treeId: '1', level: 3, parentId: null },
      ],
    })
    expect(names.missingTo('Sale')).toEqual({ steps: [] })
    expect(names.missingTo('Home/New')).toEqual({ fault: { kind: 'several', path: 'Home' } })
    expect(names.missingTo('New')).toEqual({ fault: { kind: 'no_tree', path: 'New' } })
    const single = new StoreNames({ brands: [], categories: [], trees: ['7'] })
    expect(single.missingTo('New')).toEqual({
      steps: [{ path: 'New', name: 'New', treeId: '7', level: 1, parentId: null }],
    })
  })
})
