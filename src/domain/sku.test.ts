import { describe, expect, it } from 'vitest'
import { skuFault, skuKey } from './sku.ts'

it('takes SKUs for the same that differ in case, in blanks, and in the way their letters are written', () => {
  const same = ['Käfer 1', 'KÄFER 1', ' käfer  1 ', 'ka\u0308fer\t1', 'käfer\u00a01']
  expect(new Set(same.map(skuKey))).toEqual(new Set(['käfer 1']))
  expect(skuKey('käfer-1')).not.toBe(skuKey('käfer 1'))
  expect([skuKey(''), skuKey(' \t'), skuKey(undefined)]).toEqual([null, null, null])
})

describe('what is wrong with a SKU', () => {
  it('is nothing for what platforms take', () => {
    expect([skuFault('A'), skuFault('a b/c-1'), skuFault('x'.repeat(255)), skuFault('😀'.repeat(255))]).toEqual([
      ...[null, null, null, null],
    ])
  })

  it('is that it is blank, too long, or has what nobody sees', () => {
    expect([skuFault(undefined), skuFault(''), skuFault(' \n')]).toEqual(['blank', 'blank', 'blank'])
    expect([skuFault('x'.repeat(256)), skuFault('😀'.repeat(256))]).toEqual(['too_long', 'too_long'])
    expect([skuFault(' A'), skuFault('A '), skuFault('A\tB'), skuFault('A\u0007')]).toEqual([
      ...['invalid', 'invalid', 'invalid', 'invalid'],
    ])
  })
})
