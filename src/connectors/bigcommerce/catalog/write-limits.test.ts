import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../domain/fields.ts'
import type { Level } from '../../../domain/plan.ts'
import { faultOf } from './write-limits.ts'

const good: [Level, string, FieldValue | null][] = [
  ['product', 'name', 'x'.repeat(250)],
  ['product', 'name', '🪑'.repeat(250)],
  ['product', 'description', '<p>'.repeat(100_000)],
  ['product', 'description', null],
  ['product', 'upc', '12345678901234'],
  ['product', 'sku', null],
  ['product', 'price', '0'],
  ['product', 'price', '0.123456'],
  ['product', 'salePrice', null],
  ['product', 'weight', '9999999999'],
  ['product', 'visible', false],
  ['product', 'condition', 'Used'],
  ['product', 'metaKeywords', ['oak', 'chair']],
  ['product', 'metaKeywords', null],
  ['product', 'sortOrder', -5],
  ['product', 'orderQuantityMost', 1_000_000_000],
  ['product', 'preorderReleaseDate', '2026-03-01'],
  ['product', 'preorderReleaseDate', '2026-03-01T10:00:00+02:00'],
  ['product', 'preorderReleaseDate', null],
  ['product', 'urlPath', '/oak-chair_2.html/'],
  ['variant', 'price', null],
  ['variant', 'weight', null],
  ['variant', 'costPrice', null],
  ['variant', 'purchasingDisabled', true],
]

const bad: [Level, string, FieldValue | null, string][] = [
  ['product', 'name', null, 'A product must have a name'],
  ['product', 'name', '   ', 'A product must have a name'],
  ['product', 'name', 'x'.repeat(251), 'Name has 251 characters and BigCommerce takes 250'],
  ['product', 'name', 5, 'must be a text'],
  ['product', 'name', 'a\0b', 'characters that no text can have'],
  ['product', 'mpn', 'a\ud800', 'characters that no text can have'],
  ['product', 'upc', '123456789012345', 'UPC/EAN has 15 characters'],
  ['product', 'price', null, 'A product must have a price'],
  ['product', 'price', '-1', 'cannot be below 0'],
  ['product', 'price', '1e5', 'must be a number'],
  ['product', 'price', '12,50', 'must be a number'],
  ['product', 'price', 12.5, 'must be a number'],
  ['product', 'weight', null, 'A product must have a weight'],
  ['product', 'width', '99999999999', 'larger or longer than BigCommerce takes'],
  ['product', 'width', `0.${'1'.repeat(80)}`, 'larger or longer than BigCommerce takes'],
  ['product', 'visible', null, 'Visible is yes or no'],
  ['product', 'visible', 'yes', 'Visible is yes or no'],
  ['product', 'type', null, 'cannot be empty: choose physical or digital'],
  ['product', 'condition', 'Broken', 'can only be New, Used or Refurbished'],
  ['product', 'metaKeywords', ['oak', ' '], 'a list of words'],
  ['product', 'metaKeywords', 'oak', 'a list of words'],
  ['product', 'sortOrder', 1.5, 'must be a whole number'],
  ['product', 'orderQuantityLeast', -1, 'must be from 0 to 1,000,000,000'],
  ['product', 'preorderReleaseDate', 'next week', 'must be a date'],
  ['product', 'preorderReleaseDate', '2026-13-41', 'must be a date'],
  ['product', 'urlPath', null, 'must have a web address'],
  ['product', 'urlPath', 'oak-chair', 'must begin with a slash'],
  ['product', 'urlPath', '/eiche stuhl/', 'only Latin letters'],
  ['product', 'urlPath', '/öak/', 'only Latin letters'],
  ['product', 'urlPath', `/${'x'.repeat(255)}`, 'Web address has 256 characters'],
  ['product', 'taxClassId', '1', 'cannot change this field'],
  ['product', 'options', [], 'cannot change this field'],
  ['product', 'images', [{ description: 'Front' }], 'neither a picture nor an address'],
  ['variant', 'sku', null, 'A variant must have a SKU'],
  ['variant', 'imageUrl', 'https://shop.example/a.png', 'cannot change this field'],
  ['variant', 'name', 'x', 'cannot change this field'],
  ['variant', 'constructor', 'x', 'cannot change this field'],
]

describe('a value before it is sent', () => {
  it.each(good)('of a %s as %s is fine', (level, name, value) => {
    expect(faultOf(level, name, value)).toBeNull()
  })

  it.each(bad)('of a %s as %s is at fault: %j', (level, name, value, words) => {
    const fault = faultOf(level, name, value)
    expect(fault).toContain(words)
    expect(fault).toMatch(/^[A-Z].*\.$/)
  })
})
