import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDecimals, addPercent, readDecimal, roundDecimal, roundToEnding } from '../../src/domain/decimal.ts'
import { type Edit, faultsOf, workOut } from '../../src/domain/edit.ts'
import { editableFields, readFieldValue } from '../../src/domain/edit-values.ts'
import { anyText } from './any-text.ts'

/** A number of so many places, as text and as the whole number of its smallest parts. */
const anyDecimal = fc.tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.nat(6)).map(([digits, places]) => {
  const text = String(Math.abs(digits)).padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places)
  const decimal = places === 0 ? whole : `${whole}.${text.slice(text.length - places)}`
  return { text: digits < 0 ? `-${decimal}` : decimal, parts: BigInt(digits) * 10n ** BigInt(8 - places) }
})

/** In parts of 10^-8, read by other means than the arithmetic that is tested. */
function partsOf(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const parts = BigInt(whole) * 100_000_000n + BigInt(fraction.padEnd(8, '0').slice(0, 8) || '0')
  return text.startsWith('-') ? -parts : parts
}

describe('decimal arithmetic', () => {
  it('adds exactly, and writes the shortest text', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        const sum = addDecimals(a.text, b.text)
        expect(partsOf(sum)).toBe(a.parts + b.parts)
        expect(sum).toMatch(/^(?:-(?!0$))?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/)
        expect(readDecimal(sum)).toBe(sum)
      }),
      { numRuns: 2_000 },
    )
  })

  it('rounds to the nearest, and a half away from zero', () => {
    fc.assert(
      fc.property(anyDecimal, fc.nat(4), (value, places) => {
        const rounded = roundDecimal(readDecimal(value.text) ?? '', places)
        const step = 10n ** BigInt(8 - places)
        const off = partsOf(rounded) - value.parts
        expect(partsOf(rounded) % step).toBe(0n)
        expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(step)
        if (2n * (off < 0n ? -off : off) === step) expect(off < 0n).toBe(value.parts < 0n)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes percents exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: -100, max: 400 }), (cents, percent) => {
        const value = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
        expect(partsOf(addPercent(value, String(percent)))).toBe(BigInt(cents) * BigInt(100 + percent) * 10_000n)
      }),
      { numRuns: 2_000 },
    )
    expect(addPercent('0.1', '200')).toBe('0.3')
    expect(roundDecimal(addPercent('1.15', '-50'), 2)).toBe('0.58')
  })

  it('finds the nearest amount with an ending', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999 }),
        fc.constantFrom('.99', '.5', '9.95', '.00', '49.90'),
        (cents, ending) => {
          const value = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
          const result = partsOf(roundToEnding(value, ending))
          const step = 10n ** BigInt(8 + (ending.split('.')[0] ?? '').length)
          const last = partsOf(ending.startsWith('.') ? `0${ending}` : ending)
          const parts = BigInt(cents) * 1_000_000n
          expect((result - last) % step).toBe(0n)
          expect(result).toBeGreaterThanOrEqual(last)
          const far = result - parts < 0n ? parts - result : result - parts
          if (result > last) expect(2n * far).toBeLessThanOrEqual(step)
          else expect(parts < last || 2n * far < step).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

const anyGiven = fc.oneof(
  anyText(30),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('1e999', '1,000.50', '-1', 'NaN', '0x10', ' 12 ', '+3', '1.', '.5', '٣', 'yes', '', null, {}, []),
  fc.array(anyText(5), { maxLength: 4 }),
)
const anyField = fc.constantFrom(
  ...(['product', 'variant'] as const).flatMap(level => editableFields(level).map(field => [level, field] as const)),
)

describe('a value that somebody gives', () => {
  it('is kept in a form that reads as itself, or refused in a sentence', () => {
    fc.assert(
      fc.property(anyField, anyGiven, ([level, field], given) => {
        const read = readFieldValue(level, field, given)
        if ('fault' in read) expect(read.fault).toMatch(/^\p{Lu}.+[.]$/su)
        else if (read.value !== null) {
          expect(readFieldValue(level, field, read.value)).toEqual(read)
          expect(JSON.stringify(read.value)).not.toMatch(/\\u0000|\\ud[89a-f]/)
        }
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('working edits out', () => {
  const places = 2
  it('leaves a variant that inherits its price without one', () => {
    const edits: Edit[] = [
      { do: 'add', field: 'price', amount: '1' },
      { do: 'percent', field: 'price', percent: '10', ending: '.99' },
    ]
    expect(workOut('variant', edits, { sku: 'A' }, places).values.size).toBe(0)
    expect(workOut('variant', edits, { price: '10' }, places).values.get('price')).toEqual({ value: '11.99' })
  })

  it.each<[Edit, string]>([
    [{ do: 'percent', field: 'price', percent: '10' }, '22.01'],
    [{ do: 'percent', field: 'price', percent: '-33.3333' }, '13.34'],
    [{ do: 'add', field: 'price', amount: '-0.009' }, '20.001'],
    [{ do: 'percent', field: 'weight', percent: '1' }, '1.2625'],
    [{ do: 'percent', field: 'orderQuantityLeast', percent: '50' }, '5'],
  ])('%j makes %s', (edit, value) => {
    const current = { price: '20.01', weight: '1.25', orderQuantityLeast: 3 }
    expect(faultsOf('product', [edit], 'master')).toEqual([])
    const edited = workOut('product', [edit], { ...current, price: edit.do === 'add' ? '20.01' : '20.01' }, places)
    expect(String((edited.values.get(edit.field) as { value: unknown }).value)).toBe(value)
  })

  it('has the decimal places of the currency', () => {
    const edits: Edit[] = [{ do: 'percent', field: 'price', percent: '7' }]
    expect(workOut('product', edits, { price: '1234' }, 0).values.get('price')).toEqual({ value: '1320' })
    expect(workOut('product', edits, { price: '1.234' }, 3).values.get('price')).toEqual({ value: '1.32' })
  })

  it('refuses what would fall below zero, and leaves the rest of the row to whoever asked', () => {
    const edited = workOut('product', [{ do: 'add', field: 'price', amount: '-30' }], { price: '20' }, places)
    expect(edited.faults).toEqual([{ field: 'price', sentence: 'Price cannot be below 0.' }])
  })

  it('puts texts in as they are, also where they look like a pattern', () => {
    const edits: Edit[] = [{ do: 'replace', field: 'name', find: '(a)', with: '$& $1' }]
    expect(workOut('product', edits, { name: 'Mug (a) (a)' }, places).values.get('name')).toEqual({
      value: 'Mug $& $1 $& $1',
    })
  })
})
