import { expect, it } from 'vitest'
import { readPlace, writePlace } from './places.ts'

const refused = expect.objectContaining({ code: 'input_invalid', fields: { after: expect.stringMatching(/\.$/) } })
const place = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

it('leads back to the place that a list gave, whatever letters are in it', () => {
  const parts = ['Käfer “1” \\ 🪲', 'prd_0001']
  expect(readPlace(writePlace(parts), ['text', 'text'])).toEqual(parts)
  expect(readPlace(undefined, ['text'])).toBeUndefined()
})

it('refuses in words what no list gave, before the database is asked', () => {
  for (const text of ['', 'oops', '%%%', place('a'), place('a', 7), place('a', null), place('a', 'b', 'c')]) {
    expect(() => readPlace(text, ['text', 'text'])).toThrow(refused)
  }
  const object = Buffer.from('{"0":"a","1":"b","length":2}').toString('base64url')
  expect(() => readPlace(object, ['text', 'text'])).toThrow(refused)
})

it('takes each part only as what it is', () => {
  const takes = (part: Parameters<typeof readPlace>[1][number], text: string) => {
    try {
      return readPlace(place(text), [part])?.[0] === text
    } catch {
      return false
    }
  }
  expect(['-1', '0', '18.90', '123456789012345678.5'].every(text => takes('decimal', text))).toBe(true)
  expect(['', 'NaN', '1e5', '1.', "1'; drop", 'Infinity'].some(text => takes('decimal', text))).toBe(false)
  expect(['2026-03-01 12:30:00.25+00', '1969-12-31 23:59:59+05:30'].every(text => takes('moment', text))).toBe(true)
  expect(['now', 'infinity', '2026-02-30 12:00:00+00', '2026-03-01', ''].some(text => takes('moment', text))).toBe(
    false,
  )
  expect([takes('count', '12'), takes('count', '-1'), takes('milliseconds', '-1')]).toEqual([true, false, true])
})
