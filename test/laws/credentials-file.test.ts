import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CredentialsFile, readCredentialsFile } from '../../src/api/contract/credentials-file.ts'
import { anyText } from './any-text.ts'

const labels = {
  'ACCESS TOKEN': 'accessToken',
  'CLIENT ID': 'clientId',
  'CLIENT SECRET': 'clientSecret',
  'API PATH': 'storeHash',
} as const

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 5 })
const value = fc.stringMatching(/^[!-~](?:[ -~]{0,60}[!-~])?$/)
const label = fc.constantFrom(...(Object.keys(labels) as (keyof typeof labels)[]))
/** The same label with each letter large or small. */
const anyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map(large => [...text].map((letter, index) => (large[index] ? letter : letter.toLowerCase())).join(''))

/** A line that has a value, as it stands in the file and as it should be read. */
const goodLine = fc
  .tuple(label, value, fc.array(blanks, { minLength: 4, maxLength: 4 }))
  .chain(([name, text, [a, b, c, d]]) =>
    anyCase(name).map(written => ({ line: `${a}${written}${b}:${c}${text}${d}`, field: labels[name], text })),
  )
/** A line that has none: another label, no label, or a label without a value. */
const noiseLine = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }).map(text => `NOTE: ${text.replaceAll(/[\r\n]/g, ' ')}`),
  fc.constantFrom('', '   ', 'NAME: Cartwright', 'ACCESS TOKEN', 'CLIENT ID:', 'CLIENT SECRET:   ', '::::', '#'),
  value.map(text => `MY CLIENT ID: ${text}`),
)
const ending = fc.constantFrom('\r\n', '\n', '\r')

describe('a credentials file', () => {
  it('is read whatever the order, the line endings, the case of the labels and the lines between', () => {
    const anyLine = fc.oneof(
      goodLine,
      noiseLine.map(line => ({ line, field: null, text: '' })),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyLine, ending), { maxLength: 30 }),
        fc.constantFrom('', '\uFEFF'),
        (lines, mark) => {
          const expected: Partial<Record<keyof CredentialsFile, string>> = {}
          for (const [{ field, text }] of lines) if (field !== null) expected[field] = text
          const file = mark + lines.map(([{ line }, end]) => line + end).join('')
          expect(readCredentialsFile(file)).toEqual(Object.keys(expected).length === 0 ? null : expected)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('and anything else ends in values that are not empty, or in nothing', () => {
    const pieces = fc.array(fc.oneof(anyText(20), label, fc.constantFrom(':', '\n', '\r', ' ')), { maxLength: 20 })
    fc.assert(
      fc.property(pieces, made => {
        const found = readCredentialsFile(made.join(''))
        if (found === null) return
        expect(Object.keys(found).length).toBeGreaterThan(0)
        for (const text of Object.values(found)) {
          expect(text).toBe(text.trim())
          expect(text).not.toMatch(/^$|[\r\n]/)
        }
      }),
      { numRuns: 500 },
    )
  })
})
