import { describe, expect, it } from 'vitest'
import { readDetails, readProduct, unknownFieldsOf } from './product.ts'

const raw = {
  ...{ id: 101, name: 'Oak chair', sku: 'CHAIR', type: 'physical', price: 89.5, brand_id: 5, categories: [30, 31] },
  ...{ is_visible: true, inventory_tracking: 'product', custom_url: { url: '/oak-chair/', is_customized: false } },
  ...{ date_created: '2024-02-01T08:00:00+00:00', date_modified: '2024-03-01T08:00:00+02:00', channels: [1] },
  images: [
    {
      id: 7,
      url_zoom: '/big.jpg',
      url_thumbnail: '/small.jpg',
      description: 'Front',
      sort_order: 0,
      is_thumbnail: false,
    },
    { id: 8, url_standard: '/side.jpg', is_thumbnail: true },
  ],
  custom_fields: [{ id: 1, name: 'Wood', value: 'Oak' }],
  bulk_pricing_rules: [{ id: 2, quantity_min: 10, quantity_max: 0, type: 'percent', amount: 5 }],
  variants: [
    {
      ...{ id: 201, sku: 'CHAIR', price: null, calculated_price: 79, inventory_level: 4 },
      option_values: [],
    },
  ],
}

const productOf = (row: object) => {
  const read = readProduct({ ...raw, ...row })
  if ('refused' in read) throw new Error(`It was refused: ${read.refused.reason}`)
  return { ...read.product, lost: read.lost }
}
const notesOf = (row: object) => productOf(row).notes.map(({ reason }) => reason)

describe('a product as the store tells it', () => {
  it('is taken with all its parts', () => {
    const { fields, variants, notes, lost, ...product } = productOf({})
    expect([notes, lost]).toEqual([[], []])
    expect(product).toEqual({
      ...{ remoteId: '101', brandRemoteId: '5', categoryRemoteIds: ['30', '31'], visible: true, imageUrl: '/side.jpg' },
      createdAt: new Date('2024-02-01T08:00:00Z'),
      modifiedAt: new Date('2024-03-01T06:00:00Z'),
    })
    expect(fields).toMatchObject({
      ...{ name: 'Oak chair', price: '89.5', urlPath: '/oak-chair/', storefronts: ['1'] },
      customFields: [{ remoteId: '1', name: 'Wood', value: 'Oak' }],
      bulkPrices: [{ remoteId: '2', from: 10, to: 0, type: 'percent', amount: '5' }],
    })
    expect(fields.images).toHaveLength(2)
    expect(variants).toEqual([{ remoteId: '201', fields: { sku: 'CHAIR' }, shownPrice: '79', stock: 4 }])
  })

  it('has one SKU with its only variant, wherever of the two the store has it', () => {
    const [own] = productOf({ variants: [{ id: 201, sku: '', option_values: [] }] }).variants
    expect(own?.fields.sku).toBe('CHAIR')
    const size = [{ id: 1, option_id: 2, option_display_name: 'Size', label: 'S' }]
    const [withOptions] = productOf({ variants: [{ id: 201, sku: '', option_values: size }] }).variants
    expect(withOptions?.fields).toEqual({
      optionValues: [{ remoteId: '1', optionRemoteId: '2', option: 'Size', value: 'S' }],
    })
  })

  it('has no stock where it is not tracked', () => {
    const [own] = productOf({ inventory_tracking: 'none' }).variants
    expect(own?.stock).toBeNull()
  })

  it('is visible unless the store says that it is not', () => {
    expect([productOf({ is_visible: false }).visible, productOf({ is_visible: 'maybe' }).visible]).toEqual([
      false,
      true,
    ])
  })

  it('has no brand where the store writes 0', () => {
    expect([productOf({ brand_id: 0 }).brandRemoteId, notesOf({ brand_id: 0 })]).toEqual([null, []])
  })
})

describe('what is odd about a product', () => {
  it('is noted, and the rest is taken', () => {
    expect(notesOf({ id: '101' })).toEqual(['“id” came as text, not as a number.'])
    expect(notesOf({ images: 'none' })).toEqual(['“images” is no list, so it was passed over.'])
    expect(notesOf({ images: [null, { id: 7 }] })).toEqual(['“images” holds entries that cannot be read.'])
    expect(notesOf({ date_modified: 'yesterday' })).toEqual(['“date_modified” is no date, so it was passed over.'])
    expect(notesOf({ name: '' })).toEqual(['The product has no name.'])
  })

  it('is noted once for a name that is null', () => {
    expect(notesOf({ name: null })).toEqual(['“name” came as null.'])
  })

  it('is that a variant cannot be told from another: it is named, and the others are taken', () => {
    const { variants, lost } = productOf({
      variants: [{ id: 201 }, { sku: 'NO-ID' }, 'oops', { id: 201, sku: 'TWICE' }],
    })
    expect(variants.map(({ remoteId }) => remoteId)).toEqual(['201'])
    expect(lost).toMatchObject([
      { kind: 'variant', sku: 'NO-ID', reason: 'A variant of “Oak chair” has no id that can be used.' },
      { kind: 'variant', remoteId: '', came: '"oops"' },
      { kind: 'variant', remoteId: '201', sku: 'TWICE', reason: 'A variant of “Oak chair” came twice in its product.' },
    ])
  })

  it('is what no documentation has: it is passed over by its name', () => {
    expect(unknownFieldsOf({ ...raw, loyalty_points: 5, constructor: 1 })).toEqual(['loyalty_points', 'constructor'])
    expect(unknownFieldsOf('oops')).toEqual([])
  })
})

it('refuses a row without an id, and shows what came', () => {
  expect(readProduct('oops')).toMatchObject({ refused: { kind: 'product', remoteId: '', came: '"oops"' } })
  const { id: _, ...withoutId } = raw
  expect(readProduct(withoutId)).toMatchObject({
    refused: { remoteId: '', name: 'Oak chair', sku: 'CHAIR', reason: 'The product has no id that can be used.' },
  })
})

describe('options and modifiers', () => {
  it('come with their values and settings', () => {
    const options = [
      {
        ...{ id: 1, display_name: 'Size', name: 'Size123', type: 'dropdown', sort_order: 0 },
        option_values: [{ id: 4, label: 'S', sort_order: 0, is_default: true, value_data: null }],
      },
    ]
    const modifiers = [{ id: 2, display_name: 'Text', type: 'text', required: true, config: { text_max_length: 20 } }]
    expect(readDetails({ id: 101, options, modifiers })).toEqual({
      details: {
        remoteId: '101',
        options: [
          {
            ...{ remoteId: '1', name: 'Size', type: 'dropdown', sortOrder: 0 },
            values: [{ remoteId: '4', label: 'S', isDefault: true, sortOrder: 0 }],
          },
        ],
        modifiers: [
          {
            ...{ remoteId: '2', name: 'Text', type: 'text', sortOrder: 0, required: true, values: [] },
            config: { text_max_length: 20 },
          },
        ],
      },
      odd: [],
    })
  })

  it('are named where they came without their product', () => {
    expect(readDetails({ options: [], modifiers: [] })).toMatchObject({ details: null, odd: [{ kind: 'product' }] })
  })

  it('lie only so deep, whatever a store sends', () => {
    let config: unknown = 'the end'
    for (let level = 0; level < 2_000; level += 1) config = { config }
    const { details } = readDetails({ id: 101, options: [], modifiers: [{ id: 2, config }] })
    expect(JSON.stringify(details).length).toBeLessThan(2_000)
  })
})
