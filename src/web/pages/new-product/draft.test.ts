import { describe, expect, it } from 'vitest'
import {
  bodyOf,
  chosenOf,
  combinationsOf,
  type Draft,
  emptyDraft,
  faultsAt,
  onlyOfFields,
  withoutFaults,
} from './draft.ts'

const size = { name: 'Size', values: ['S', 'M'] }
const draft: Draft = { ...emptyDraft, options: [{ name: '', values: [] }, size], values: { name: 'Mug', sku: ' ' } }
const all = combinationsOf(draft.options) ?? []
const keys = all.map(({ key }) => key)

describe('what is typed of a new product', () => {
  it('is sent without what was left empty, also an option', () => {
    const variants = new Map([[keys[1] ?? '', { sku: 'MUG-M', price: '' }]])
    expect(bodyOf({ ...draft, variants }, all)).toEqual({
      fields: { name: 'Mug' },
      options: [size],
      variants: [
        { fields: {}, optionValues: [{ option: 'Size', value: 'S' }] },
        { fields: { sku: 'MUG-M' }, optionValues: [{ option: 'Size', value: 'M' }] },
      ],
    })
    expect(bodyOf({ ...emptyDraft, channelIds: ['chn_1'] }, [])).toEqual({
      fields: { visible: true, type: 'physical' },
      channelIds: ['chn_1'],
    })
  })

  it('shows what the hub refuses at the option and the variant that are meant', () => {
    const sent = chosenOf(all, { ...draft, leftOut: new Set([keys[0] ?? '']) })
    const refused = {
      'fields.sku': 'Taken.',
      'options.0.values': 'Twice.',
      'variants.0.fields.sku': 'Taken, too.',
      variants: 'Too many.',
    }
    const faults = faultsAt(refused, draft, sent)
    expect(faults).toEqual({
      'fields.sku': 'Taken.',
      'options.1.values': 'Twice.',
      [`sku of ${keys[1]}`]: 'Taken, too.',
      variants: 'Too many.',
    })
    expect(onlyOfFields(faults)).toEqual({ 'fields.sku': 'Taken.' })
    expect(onlyOfFields(withoutFaults(faults, 'fields.sku'))).toEqual({})
  })

  it('makes no variants of an option that is typed by half', () => {
    expect(
      combinationsOf([
        { name: 'Size', values: [] },
        { name: ' ', values: ['S'] },
      ]),
    ).toEqual([])
    expect(combinationsOf([{ name: 'Color', values: [] }, size])).toHaveLength(2)
    expect(combinationsOf([size, { name: 'size ', values: ['XL'] }])).toEqual(all)
  })
})
