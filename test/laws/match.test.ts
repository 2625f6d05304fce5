import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MatchCandidate, type MatchSide, matchVariant, nameKey } from '../../src/domain/match.ts'
import { skuKey } from '../../src/domain/sku.ts'
import { anyText } from './any-text.ts'

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', '\u3000'), maxLength: 2 })
/** One text in the forms in which people write it, and others. */
const anySku = fc.oneof(
  fc.tuple(blanks, fc.constantFrom('Oak 1', 'oak 1', 'OAK  1', 'Oak\t1'), blanks).map(parts => parts.join('')),
  anyText(6),
)
const anyOption = fc.record({
  option: fc.constantFrom('Color', 'color ', 'Size'),
  value: fc.constantFrom('Red', 'RED', 'Blue', 'L'),
})
const anySide: fc.Arbitrary<MatchSide> = fc.record({
  sku: anySku,
  productName: fc.oneof(fc.constantFrom('Oak chair', ' oak  Chair', 'Oak table'), anyText(8)),
  barcodes: fc.array(fc.constantFrom('0123', '123', ' 123', '77', '0', ''), { maxLength: 2 }),
  optionValues: fc.array(fc.oneof(anyOption, fc.constantFrom('Red', 'red')), { maxLength: 2 }),
})
const here = fc.constantFrom<MatchCandidate['hereAlready']>('no', 'yes', 'gone')
const asCandidate = (side: MatchSide, hereAlready: MatchCandidate['hereAlready']): MatchCandidate => ({
  ...side,
  variantId: 'var_1',
  productId: 'prd_1',
  hereAlready,
})
/** Two sides as they meet: with the same key. */
const anyPair = fc.tuple(anySide, anySide).map(([one, other]): [MatchSide, MatchSide] => {
  return skuKey(one.sku) === skuKey(other.sku) ? [one, other] : [one, { ...other, sku: one.sku }]
})
const outcome = (remote: MatchSide, candidate: MatchCandidate) => {
  const match = matchVariant(remote, candidate)
  return match.kind === 'ask' ? match.reason : match.kind
}

describe('a match by SKU', () => {
  it('joins nothing whose texts differ, nor what this store shows already or showed', () => {
    fc.assert(
      fc.property(anySide, anySide, here, (remote, other, hereAlready) => {
        const match = matchVariant(remote, asCandidate(other, hereAlready))
        if (match.kind !== 'join') return
        expect(remote.sku).toBe(other.sku)
        expect(hereAlready).toBe('no')
        expect(nameKey(remote.productName)).toBe(nameKey(other.productName))
      }),
    )
  })

  it('asks whenever one key stands for two texts', () => {
    fc.assert(
      fc.property(anyPair, here, ([remote, other], hereAlready) => {
        fc.pre(skuKey(remote.sku) !== null && remote.sku !== other.sku)
        expect(matchVariant(remote, asCandidate(other, hereAlready)).kind).toBe('ask')
      }),
    )
  })

  it('is the same from either side', () => {
    fc.assert(
      fc.property(anyPair, here, ([one, other], hereAlready) => {
        expect(outcome(one, asCandidate(other, hereAlready))).toBe(outcome(other, asCandidate(one, hereAlready)))
      }),
    )
  })

  it('joins a variant to one that says the same, in whatever order its options come', () => {
    fc.assert(
      fc.property(anySide, side => {
        fc.pre(skuKey(side.sku) !== null)
        const turned = { ...side, optionValues: [...side.optionValues].reverse() }
        expect(outcome(side, asCandidate(turned, 'no'))).toBe('join')
      }),
    )
  })

  it('is a new thing where it has no SKU, or nobody has it', () => {
    fc.assert(
      fc.property(anySide, anySide, here, (remote, other, hereAlready) => {
        expect(matchVariant(remote, undefined)).toEqual({ kind: 'new' })
        const blank = { ...remote, sku: remote.sku.replace(/\S/gu, ' ') }
        expect(matchVariant(blank, asCandidate(other, hereAlready))).toEqual({ kind: 'new' })
      }),
    )
  })

  it('asks because of barcodes only where both have one and none is the same, zeros before it apart', () => {
    fc.assert(
      fc.property(anySide, anySide, (remote, other) => {
        const same = { ...other, sku: remote.sku, productName: remote.productName, optionValues: remote.optionValues }
        fc.pre(skuKey(remote.sku) !== null)
        const codes = ({ barcodes }: MatchSide) => barcodes.map(code => code.trim().replace(/^0+/, '')).filter(Boolean)
        const [ours, theirs] = [codes(remote), codes(same)]
        const apart = ours.length > 0 && theirs.length > 0 && !ours.some(code => theirs.includes(code))
        expect(outcome(remote, asCandidate(same, 'no'))).toBe(apart ? 'barcode_differs' : 'join')
      }),
    )
  })
})
