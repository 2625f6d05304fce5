import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { skuFault, skuKey } from '../../src/domain/sku.ts'
import { checkPattern, type PatternFacts, SkuPattern } from '../../src/domain/sku-pattern.ts'
import { anyText } from './any-text.ts'

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', '\u3000'), maxLength: 3 })

describe('the key of a SKU', () => {
  it('is its own key', () => {
    fc.assert(
      fc.property(anyText(12), sku => {
        const key = skuKey(sku)
        expect(skuKey(key ?? undefined)).toBe(key)
      }),
      { numRuns: 2_000 },
    )
  })

  it('hears neither white space around and doubled inside, nor in which form of Unicode it was written', () => {
    fc.assert(
      fc.property(anyText(6), anyText(6), blanks, blanks, blanks, (one, other, before, inside, after) => {
        const plain = `${one} ${other}`
        const spaced = `${before}${one} ${inside}${other}${after}`
        expect(skuKey(spaced)).toBe(skuKey(plain))
        expect(skuKey(plain.normalize('NFD'))).toBe(skuKey(plain))
        expect(skuKey(plain.toLowerCase())).toBe(skuKey(plain))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is missing exactly where the SKU is blank, and what has no fault has a key', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(8), blanks), sku => {
        expect(skuKey(sku) === null).toBe(skuFault(sku) === 'blank')
        if (skuFault(sku) === null) expect(sku).toBe(sku.trim())
      }),
    )
  })
})

/** Letters of which some take two units of JavaScript, signs, blanks, and nothing. */
const anyWords = fc.oneof(
  anyText(30),
  fc.string({ unit: fc.constantFrom('a', 'é', 'ß', '𝒜', '𐐨', '字', '-', ' ', '/', '🪑'), maxLength: 60, size: 'max' }),
)
const anyFacts: fc.Arbitrary<PatternFacts> = fc.record({
  brand: anyWords,
  name: anyWords,
  options: fc.array(anyWords, { maxLength: 3 }),
  product: fc.nat(99).map(String),
  variant: fc.nat(20).map(String),
})
const anyPattern = fc
  .array(fc.constantFrom('{number}', '{brand}', '{name}', '{options}', '{product}', '{variant}', '-', ' ', '$&', 'X'), {
    minLength: 1,
    maxLength: 6,
  })
  .map(parts => parts.join(''))
  .filter(pattern => /\{(?:number|variant)\}/.test(pattern))

describe('a pattern for SKUs', () => {
  it('proposes no key twice, nothing too long, and nothing that is wrong by itself', () => {
    fc.assert(
      fc.property(anyPattern, fc.array(anyFacts, { maxLength: 30 }), (text, variants) => {
        const pattern = new SkuPattern(text)
        const proposals = variants.map(facts => pattern.propose(facts)).filter(proposal => proposal !== null)
        expect(new Set(proposals.map(({ key }) => key)).size).toBe(proposals.length)
        for (const { sku, key } of proposals) {
          expect([sku, skuFault(sku)]).toEqual([sku, null])
          expect(key).toBe(skuKey(sku))
          expect([...sku].length).toBeLessThanOrEqual(255)
          expect([sku, sku.isWellFormed()]).toEqual([sku, true])
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('leads the same variants to the same SKUs', () => {
    fc.assert(
      fc.property(anyPattern, fc.array(anyFacts, { maxLength: 10 }), (text, variants) => {
        const [one, other] = [new SkuPattern(text), new SkuPattern(text)]
        expect(variants.map(facts => other.propose(facts))).toEqual(variants.map(facts => one.propose(facts)))
      }),
    )
  })

  it('gives every variant one where it counts', () => {
    fc.assert(
      fc.property(fc.array(anyFacts, { maxLength: 20 }), variants => {
        const pattern = new SkuPattern('{name}-{number}')
        for (const facts of variants) expect(pattern.propose(facts)).not.toBeNull()
      }),
    )
  })

  it('is taken, or refused in words at the form’s field: no text does anything else', () => {
    const anyPatternText = fc.oneof(
      anyText(20),
      fc.array(fc.constantFrom('{', '}', 'number', 'variant', '{number}', '{nummer}', '{}', ' ', '-'), {
        maxLength: 8,
      }),
    )
    fc.assert(
      fc.property(anyPatternText, raw => {
        const text = Array.isArray(raw) ? raw.join('') : raw
        try {
          checkPattern(text)
          expect(text).toMatch(/\{(?:number|variant)\}/)
        } catch (error) {
          expect(error).toMatchObject({
            code: 'input_invalid',
            fields: { pattern: expect.stringMatching(/\.$/) },
          })
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
