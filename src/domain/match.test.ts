import { describe, expect, it } from 'vitest'
import { type MatchCandidate, type MatchSide, matchVariant } from './match.ts'

const remote: MatchSide = {
  sku: 'CHAIR-1',
  productName: 'Oak chair',
  barcodes: ['4006381333931'],
  optionValues: [{ option: 'Color', value: 'Light' }],
}
const candidate: MatchCandidate = { ...remote, variantId: 'var_1', productId: 'prd_1', hereAlready: 'no' }

const reasonFor = (ours: Partial<MatchSide>, theirs: Partial<MatchCandidate> = {}) => {
  const match = matchVariant({ ...remote, ...ours }, { ...candidate, ...theirs })
  return match.kind === 'ask' ? match.reason : match.kind
}

describe('a variant of a second store', () => {
  it('is joined where SKU, name, barcode and options agree', () => {
    expect(matchVariant(remote, candidate)).toEqual({ kind: 'join', candidate })
  })

  it('is joined although letters, blanks and the zero before a barcode differ in what is no SKU', () => {
    const ours = {
      productName: ' oak  CHAIR',
      barcodes: ['04006381333931'],
      optionValues: [{ option: 'color', value: 'LIGHT ' }],
    }
    expect(reasonFor(ours)).toBe('join')
  })

  it('is joined where only one side has a barcode: many shops fill them in late', () => {
    expect(reasonFor({ barcodes: [] })).toBe('join')
    expect(reasonFor({ barcodes: ['', '000'] })).toBe('join')
  })

  it('waits for a person where they disagree, and says in what', () => {
    expect(reasonFor({ sku: 'chair-1' })).toBe('case_twin')
    expect(reasonFor({ sku: 'CHAIR-1 ' })).toBe('space_twin')
    expect(reasonFor({ productName: 'Oak table' })).toBe('name_differs')
    expect(reasonFor({ barcodes: ['5901234123457'] })).toBe('barcode_differs')
    expect(reasonFor({ optionValues: [{ option: 'Color', value: 'Dark' }] })).toBe('options_differ')
    expect(reasonFor({ optionValues: [] })).toBe('options_differ')
  })

  it('is told the SKU first, for a name that differs too is no news then', () => {
    expect(reasonFor({ sku: 'chair-1', productName: 'Oak table', barcodes: ['1'] })).toBe('case_twin')
    expect(reasonFor({ productName: 'Oak table', barcodes: ['1'] })).toBe('name_differs')
  })
})

describe('a SKU that this store has already', () => {
  it('is a duplicate, whatever else agrees', () => {
    expect(reasonFor({}, { hereAlready: 'yes' })).toBe('duplicate')
  })

  it('may be the same thing, made again, where the first one is gone', () => {
    expect(reasonFor({ productName: 'Oak chair, new' }, { hereAlready: 'gone' })).toBe('relink')
  })
})

it('is a new thing without a SKU, and where nobody has it', () => {
  expect(matchVariant({ ...remote, sku: ' ' }, candidate)).toEqual({ kind: 'new' })
  expect(matchVariant(remote, undefined)).toEqual({ kind: 'new' })
})
