import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDetails, readProduct } from '../../src/connectors/bigcommerce/catalog/product.ts'
import { FieldNotes, readFields, toDecimal } from '../../src/connectors/bigcommerce/catalog/read-fields.ts'
import { openCatalogReader } from '../../src/connectors/bigcommerce/catalog/reader.ts'
import { otherProductFields, productTable, variantTable } from '../../src/connectors/bigcommerce/catalog/tables.ts'
import type { Answer } from '../../src/connectors/bigcommerce/client/answer.ts'
import { productFields, variantFields } from '../../src/domain/fields.ts'

/** Longer decimals than this are taken from nobody. */
const longest = 60

/** A second reading of decimals, digit by digit: what `text` stands for, or null where it is no decimal. */
function digitsOf(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/.exec(text.trim()) ?? []
  if (sign === undefined) return null
  const shift = Number(exponent)
  const digits = whole + fraction
  const point = whole.length + shift
  const padded = digits.padStart(digits.length + Math.max(0, -point), '0').padEnd(Math.max(point, digits.length), '0')
  const at = Math.max(point, 0)
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const after = padded.slice(at).replace(/0+$/, '')
  const value = after === '' ? before : `${before}.${after}`
  return sign === '-' && /[1-9]/.test(value) ? `-${value}` : value
}

const anyDigits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength, size: 'max' })
const anyDecimalText = fc
  .tuple(fc.constantFrom('', '', '-', '+'), anyDigits(20), fc.option(anyDigits(20)), fc.constantFrom('', ' '))
  .map(
    ([sign, whole, fraction, around]) => `${around}${sign}${whole}${fraction === null ? '' : `.${fraction}`}${around}`,
  )
const anyNumber = fc.oneof(
  fc.double(),
  fc.double({ min: -1e7, max: 1e7 }),
  fc.double({ min: -1e-3, max: 1e-3 }),
  fc.maxSafeInteger(),
  fc.integer({ min: -99_999_999, max: 99_999_999 }).map(cents => cents / 100),
)

describe('a decimal', () => {
  it('comes out of a text as the shortest text of the same value', () => {
    fc.assert(
      fc.property(anyDecimalText, text => {
        expect(toDecimal(text)).toBe(digitsOf(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('comes out of a number with every digit that JSON told of it, and never with an exponent', () => {
    fc.assert(
      fc.property(anyNumber, number => {
        const read = digitsOf(String(number))
        expect(toDecimal(number)).toBe(read !== null && read.length <= longest ? read : null)
      }),
      { numRuns: 3_000 },
    )
  })

  it('is its own shortest text', () => {
    fc.assert(
      fc.property(fc.oneof(anyDecimalText, anyNumber), raw => {
        const text = toDecimal(raw)
        if (text !== null) expect(toDecimal(text)).toBe(text)
      }),
    )
  })

  it('is nothing else, however long', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('1e5', '0x10', 'Infinity', 'NaN', '1,5', '.', '1.2.3')),
        text => {
          expect(toDecimal(text)).toBe(digitsOf(text.replace(/e/i, 'x')))
        },
      ),
    )
    // Reading it must not take longer than the text is worth: this takes no time, or hours.
    expect(toDecimal(`${'0'.repeat(1_000_000)}x`)).toBeNull()
    expect(toDecimal(`1.${'0'.repeat(1_000_000)}x`)).toBeNull()
  })
})

/** Texts with what neither PostgreSQL nor UTF-8 can hold. */
const nastyText = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', '\0', '\ud83d', '\ude00', '😀', ' ', '"', '\\', '\u2028', '0', '.'),
    maxLength: 12,
  }),
  fc.constant(`${'k'.repeat(99)}😀`),
)
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1.5, 1e21, 1e300, 5e-324, '', '0', '12.50', 'true', [], {}),
  nastyText,
  fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }),
  fc.dictionary(nastyText, nastyText, { maxKeys: 2 }),
)
const oneOrMore = (row: fc.Arbitrary<unknown>) =>
  fc.oneof(anyValue, fc.array(fc.oneof(row, anyValue), { maxLength: 3 }))
const rowOf = (names: readonly string[], parts: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ ...Object.fromEntries(names.map(name => [name, anyValue])), ...parts }, { requiredKeys: [] })
const anyChoice = rowOf(['id', 'display_name', 'name', 'type', 'sort_order', 'required', 'config'], {
  option_values: oneOrMore(rowOf(['id', 'label', 'is_default', 'sort_order', 'value_data'], {})),
})
const variantNames = [...Object.keys(variantTable), 'calculated_price', 'inventory_level']
const anyVariant = rowOf(variantNames, {
  id: fc.oneof(fc.integer({ min: 1, max: 3 }), anyValue),
  option_values: oneOrMore(rowOf(['id', 'option_id', 'option_display_name', 'label'], {})),
})
const anyRow = rowOf([...Object.keys(productTable), ...otherProductFields, 'loyalty', '__proto__', 'toString'], {
  id: fc.oneof(fc.integer({ min: 1 }), anyValue),
  custom_url: fc.oneof(anyValue, rowOf(['url', 'is_customized'], {})),
  images: oneOrMore(rowOf(['id', 'url_zoom', 'url_standard', 'url_thumbnail', 'description', 'is_thumbnail'], {})),
  custom_fields: oneOrMore(rowOf(['id', 'name', 'value'], {})),
  bulk_pricing_rules: oneOrMore(rowOf(['id', 'quantity_min', 'quantity_max', 'type', 'amount'], {})),
  variants: oneOrMore(anyVariant),
  options: oneOrMore(anyChoice),
  modifiers: oneOrMore(anyChoice),
})
const isUsable = (id: unknown) =>
  (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) ||
  (typeof id === 'string' && /^[1-9]\d{0,18}$/.test(id))

/** Every text in a value, names of properties too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)])
}

function expectClean(value: unknown): void {
  for (const text of textsIn(value)) expect([text, text.isWellFormed() && !text.includes('\0')]).toEqual([text, true])
}

describe('a row of a store', () => {
  it('is taken wherever it has an id that can be used, or named; whatever else is in it', () => {
    fc.assert(
      fc.property(fc.oneof(anyRow, anyValue), raw => {
        const read = readProduct(raw)
        const id = typeof raw === 'object' && raw !== null && !Array.isArray(raw) && (raw as { id?: unknown }).id
        if ('refused' in read) {
          expect(isUsable(id)).toBe(false)
          expectClean(read)
          return
        }
        expect(read.product.remoteId).toBe(String(id))
        expectClean(read)
        const { variants } = raw as { variants?: unknown }
        const came = Array.isArray(variants) ? variants.length : 0
        expect(read.product.variants.length + read.lost.length).toBe(came)
        const ids = read.product.variants.map(({ remoteId }) => remoteId)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 500 },
    )
  })

  it('fills only fields that the catalog has, decimals as decimals', () => {
    fc.assert(
      fc.property(anyRow, raw => {
        const read = readProduct({ ...raw, id: 7 })
        if ('refused' in read) throw new Error('It has an id')
        const { product } = read
        for (const [name, value] of Object.entries(product.fields)) {
          expect(Object.keys(productFields)).toContain(name)
          const { kind } = productFields[name as keyof typeof productFields]
          if (kind === 'money' || kind === 'decimal') expect(value).toBe(toDecimal(String(value)))
          if (kind === 'flag') expect(value).toBeTypeOf('boolean')
          if (kind === 'whole') expect(Number.isSafeInteger(value)).toBe(true)
        }
        for (const { fields, stock, shownPrice } of product.variants) {
          expect(Object.keys(variantFields)).toEqual(expect.arrayContaining(Object.keys(fields)))
          expect(stock === null || Number.isSafeInteger(stock)).toBe(true)
          if (shownPrice !== null) expect(shownPrice).toBe(toDecimal(shownPrice))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('names every value that came in another form than documented', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(productTable)), anyValue, (name, value) => {
        const field = productTable[name as keyof typeof productTable]
        const notes = new FieldNotes()
        const fields = readFields({ [name]: value }, productTable, notes)
        const isAsDocumented =
          (typeof value === 'string' && field.kind === 'text') ||
          (typeof value === 'number' && (field.kind === 'decimal' || field.kind === 'whole' || field.kind === 'id')) ||
          (typeof value === 'boolean' && field.kind === 'flag')
        if (!isAsDocumented && !Array.isArray(value) && fields[field.to] === undefined && value !== '') {
          const nullable = 'nullable' in field && value === null
          expect([name, value, notes.list.length]).toEqual([name, value, nullable ? 0 : 1])
        }
      }),
    )
  })

  it('gives its options and modifiers, whatever is in them', () => {
    fc.assert(
      fc.property(anyRow, raw => {
        const read = readDetails(raw)
        expect(read.details !== null).toBe(isUsable((raw as { id?: unknown }).id))
        if (read.details === null) expect(read.odd).toHaveLength(1)
        expectClean(read)
        expectClean(JSON.parse(JSON.stringify(read)))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a page of a store', () => {
  it('accounts for every row that came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(anyRow, anyValue), { maxLength: 5 }), async rows => {
        const answer: Answer = {
          kind: 'ok',
          json: { data: rows, meta: { pagination: { total: rows.length } } },
          ...{ status: 200, quota: null, storeDate: null, receivedAt: new Date(0), tookMs: 1 },
        }
        const reader = openCatalogReader({ get: async () => answer }, 'store.example')
        const read = await reader.products({ after: null, limit: 250 })
        if (!read.ok) throw new Error('It was an answer')
        const { value } = read
        const ids = rows
          .map(row => (row as { id?: unknown } | null)?.id)
          .filter(isUsable)
          .map(String)
        expect(value.rows.map(({ remoteId }) => remoteId).sort()).toEqual([...new Set(ids)].sort())
        expect(value.refused.filter(({ kind }) => kind === 'product').length).toBe(rows.length - ids.length)
        expectClean(value)
      }),
      { numRuns: 500 },
    )
  })

  it('leads to the next one, and none of them names a row twice', async () => {
    const anyRows = fc.array(fc.boolean(), { maxLength: 15 })
    await fc.assert(
      fc.asyncProperty(anyRows, fc.integer({ min: 2, max: 4 }), async (haveIds, limit) => {
        const rows = haveIds.map((hasId, at) => ({
          key: at + 1,
          row: hasId ? { id: at + 1 } : { name: `No ${at + 1}` },
        }))
        // A page without any id leads nowhere.
        fc.pre(!haveIds.some((_, at) => haveIds.slice(at, at + limit).every(hasId => !hasId)))
        const get = async (path: string): Promise<Answer> => {
          const [, after = 0] = /id:greater=(\d+)/.exec(path) ?? []
          const left = rows.filter(({ key }) => key > Number(after))
          const json = {
            data: left.slice(0, limit).map(({ row }) => row),
            meta: { pagination: { total: left.length } },
          }
          return { kind: 'ok', json, status: 200, quota: null, storeDate: null, receivedAt: new Date(0), tookMs: 1 }
        }
        const reader = openCatalogReader({ get }, 'store.example')
        const seen: string[] = []
        let after: string | null = null
        for (let page = 0; page < 20; page += 1) {
          const read = await reader.products({ after, limit })
          if (!read.ok) throw new Error('It was an answer')
          seen.push(...read.value.rows.map(({ remoteId }) => remoteId), ...read.value.refused.map(({ name }) => name))
          if (read.value.last) break
          after = read.value.lastKey
        }
        expect(seen.sort()).toEqual(rows.map(({ key, row }) => ('id' in row ? String(key) : `No ${key}`)).sort())
      }),
    )
  })
})
