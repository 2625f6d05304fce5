import { describe, expect, it } from 'vitest'
import { masterOf, overridesOf, sameValue, withOverrides } from './fields.ts'

describe('what a channel shows otherwise than the master', () => {
  const master = { name: 'Oak chair', price: '89.5', visible: true, brand: 'Acme' }

  it('is nothing where both say the same', () => {
    expect(overridesOf(master, { ...master })).toEqual({})
  })

  it('is what differs, what only the channel has, and what it lacks', () => {
    const observed = { name: 'Oak chair', price: '79', visible: false, warranty: 'Two years' }
    const overrides = overridesOf(master, observed)
    expect(overrides).toEqual({ price: '79', visible: false, warranty: 'Two years', brand: null })
    expect(withOverrides(master, overrides)).toEqual(observed)
  })

  it('leaves out what names things of one store by its own ids', () => {
    expect(overridesOf({ ...master, taxClassId: '1' }, { ...master, taxClassId: '7', storefronts: ['1'] })).toEqual({})
  })

  it('tells a price from the same number written otherwise, for it is a text that was told', () => {
    expect(overridesOf({ price: '10' }, { price: '10.0' })).toEqual({ price: '10.0' })
  })
})

describe('two lists', () => {
  it('of bulk prices say the same in whatever order a store shows them', () => {
    const few = { remoteId: '1', from: 2, to: 9, type: 'percent', amount: '5' }
    const many = { remoteId: '2', from: 10, to: 0, type: 'percent', amount: '10' }
    expect(sameValue([few, many], [{ ...many, remoteId: '9' }, few])).toBe(true)
    expect(sameValue([few, many], [few])).toBe(false)
    expect(sameValue([few, many], [few, { ...many, amount: '11' }])).toBe(false)
  })

  const image = { remoteId: '7', url: '/a.jpg', sortOrder: 0 }

  it('are the same when only their ids differ, or the order in which properties came', () => {
    expect(sameValue([image], [{ sortOrder: 0, url: '/a.jpg', remoteId: '99' }])).toBe(true)
    const option = { optionRemoteId: '1', option: 'Color', value: 'Red' }
    expect(sameValue([option], [{ ...option, optionRemoteId: '2' }])).toBe(true)
  })

  it('of texts say the same in any order, however often they name one', () => {
    expect(sameValue(['Home', 'Garden'], ['Garden', 'Home'])).toBe(true)
    expect(sameValue(['Home', 'Garden', 'Home'], ['Garden', 'Home'])).toBe(true)
    expect(sameValue(['Home', 'Garden'], ['Home', 'Kitchen'])).toBe(false)
    expect(sameValue(['Home', 'Garden'], ['Home'])).toBe(false)
  })

  it('differ when their entries come in another order', () => {
    expect(sameValue([{ name: 'Home' }, { name: 'Garden' }], [{ name: 'Garden' }, { name: 'Home' }])).toBe(false)
    expect(sameValue([image], [image, image])).toBe(false)
    expect(sameValue([image], undefined)).toBe(false)
  })

  it('differ by what lies deep inside of them', () => {
    const values = (label: string) => [{ name: 'Size', values: [{ remoteId: '1', label }] }]
    expect(sameValue(values('S'), values('M'))).toBe(false)
    expect(sameValue(values('S'), values('S'))).toBe(true)
  })
})

it('gives the master what a store shows, without the store’s own ids', () => {
  const observed = {
    name: 'Oak chair',
    taxClassId: '3',
    images: [{ remoteId: '7', url: '/a.jpg' }],
    options: [{ remoteId: '1', name: 'Size', values: [{ remoteId: '4', label: 'S' }] }],
  }
  expect(masterOf(observed)).toEqual({
    name: 'Oak chair',
    images: [{ url: '/a.jpg' }],
    options: [{ name: 'Size', values: [{ label: 'S' }] }],
  })
  expect(observed.images[0]?.remoteId).toBe('7')
})
