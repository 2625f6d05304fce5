import { describe, expect, it } from 'vitest'
import { checkPattern, type PatternFacts, SkuPattern } from './sku-pattern.ts'

const chair: PatternFacts = {
  brand: 'Fell & Fjord',
  name: 'Stühle für den Garten, wetterfest',
  options: ['Light Oak', 'XL'],
  product: '101',
  variant: '205',
}
const skuOf = (pattern: string, facts: Partial<PatternFacts> = {}) =>
  new SkuPattern(pattern).propose({ ...chair, ...facts })?.sku

describe('a proposed SKU', () => {
  it('is made of capital letters and digits, as platforms take them', () => {
    expect(skuOf('{brand}-{options}-{product}-{variant}')).toBe('FELL-FJORD-LIGHT-OAK-XL-101-205')
    expect(skuOf('{name}-{variant}')).toBe('STUHLE-FUR-DEN-GARTEN-WE-205')
    expect(skuOf('Shop/{number}')).toBe('Shop/00001')
  })

  it('has no hyphens left over where something is empty', () => {
    expect(skuOf('{brand}-{options}-{variant}', { brand: '', options: ['', '!'] })).toBe('205')
    expect(skuOf('{brand}-{number}-{options}', { brand: '—', options: [] })).toBe('00001')
  })

  it('counts on, also past a variant that cannot have one', () => {
    const pattern = new SkuPattern('{name}{number}')
    const long = { ...chair, name: '', brand: '' }
    expect([pattern.propose(long)?.sku, pattern.propose(long)?.sku]).toEqual(['00001', '00002'])
  })

  it('is not given twice, whatever its case', () => {
    const pattern = new SkuPattern('x{variant}')
    expect(pattern.propose(chair)?.sku).toBe('x205')
    expect(pattern.propose(chair)).toBeNull()
  })

  it('is none where it would be too long for a platform', () => {
    expect(skuOf(`${'x'.repeat(250)}{number}`)).toBe(`${'x'.repeat(250)}00001`)
    expect(skuOf(`${'x'.repeat(251)}{number}`)).toBeUndefined()
  })
})

describe('a pattern', () => {
  const refusal = (pattern: string): string => {
    try {
      checkPattern(pattern)
      return ''
    } catch (error) {
      return (error as { fields?: { pattern?: string } }).fields?.pattern ?? 'no sentence for the field'
    }
  }

  it('must tell variants apart', () => {
    expect(refusal('{brand}-{name}-{options}')).toBe(
      'Two variants may come to the same SKU. Add {number} or {variant}.',
    )
    expect([refusal('{variant}'), refusal('A-{number}')]).toEqual(['', ''])
  })

  it('has no placeholder that there is none of', () => {
    expect(refusal('{Number}')).toMatch(/^There is no placeholder \{Number\}\. Use \{number\}, /)
    expect(refusal('{number}{}')).toMatch(/^There is no placeholder \{\}\./)
  })

  it('has braces in pairs, and is one line', () => {
    for (const pattern of ['{number', 'number}', '{{number}}', '{number}}']) {
      expect([pattern, refusal(pattern)]).toEqual([pattern, 'A brace has no partner. Write placeholders as {number}.'])
    }
    expect(refusal('A\t{number}')).toBe('Use one line, without tabs or other control characters.')
  })
})
