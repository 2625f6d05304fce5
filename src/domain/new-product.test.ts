import { describe, expect, it } from 'vitest'
import { type GivenProduct, readNewProduct } from './new-product.ts'

const faults = (given: GivenProduct) => {
  const read = readNewProduct(given)
  return 'faults' in read ? read.faults : null
}
const sized = (size: string, sku = size) => ({ fields: { sku }, optionValues: [{ option: 'Size', value: size }] })

describe('a product that somebody gives to the hub', () => {
  it('is physical and visible unless it says otherwise, and shares its SKU with its only variant', () => {
    expect(readNewProduct({ fields: { name: 'Stool', price: 18.9, sku: 'STOOL' } })).toEqual({
      product: {
        fields: { name: 'Stool', price: '18.9', sku: 'STOOL', type: 'physical', visible: true },
        options: [],
        variants: [{ fields: { sku: 'STOOL' } }],
      },
    })
    expect(readNewProduct({ fields: { name: 'Song', type: 'digital', visible: false } })).toMatchObject({
      product: { fields: { type: 'digital', visible: false } },
    })
  })

  it('has the options that its variants name', () => {
    expect(readNewProduct({ fields: { name: 'Shirt' }, variants: [sized('S'), sized('M')] })).toMatchObject({
      product: {
        options: [{ name: 'Size', values: ['S', 'M'] }],
        variants: [{ fields: { sku: 'S', optionValues: [{ option: 'Size', value: 'S' }] } }, { fields: { sku: 'M' } }],
      },
    })
  })

  it('is refused field by field', () => {
    const fields = { name: 'Shirt' }
    expect(faults({ fields: { price: '1,5', taxClassId: '1' } })).toEqual({
      'fields.name': expect.stringContaining('name'),
      'fields.price': expect.stringContaining('18.90'),
      'fields.taxClassId': expect.stringContaining('can’t be given'),
    })
    expect(faults({ fields, variants: [sized('S', 'A'), sized('M', 'a ')] })).toHaveProperty(['variants.1.fields.sku'])
    expect(faults({ fields, variants: [sized('S', 'A'), sized('s', 'B')] })).toHaveProperty(['variants.1.optionValues'])
    expect(faults({ fields, variants: [sized('S'), { fields: {}, optionValues: [] }] })).toHaveProperty([
      'variants.1.optionValues',
    ])
    const options = [{ name: 'Size', values: ['S'] }]
    expect(faults({ fields, options, variants: [sized('M')] })).toHaveProperty(['variants.0.optionValues'])
  })

  it('is refused at the option that can’t be, not at each of its variants', () => {
    const options = [
      { name: 'Size', values: ['S'] },
      { name: ' ', values: ['S', 's '] },
      { name: 'size', values: [] },
    ]
    expect(faults({ fields: { name: 'Shirt' }, options, variants: [sized('S')] })).toEqual({
      'options.1.name': expect.stringContaining('needs a name'),
      'options.1.values': expect.stringContaining('twice'),
      'options.2.name': 'Another option has this name.',
      'options.2.values': expect.stringContaining('at least one'),
    })
    expect(faults({ fields: { name: 'Shirt' }, options: options.slice(0, 1) })).toEqual({
      variants: expect.stringContaining('at least one variant'),
    })
  })
})
