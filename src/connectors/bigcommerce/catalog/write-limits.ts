import type { FieldValue } from '../../../domain/fields.ts'
import type { Level } from '../../../domain/plan.ts'
import { faultOfImages } from '../images/writer-part.ts'
import { faultOfBulkPrices } from './bulk-prices.ts'
import { customFieldsOf, pairOf } from './custom-fields.ts'
import { idOf } from './read-fields.ts'
import { momentText, type WrittenField, writtenFields } from './write-fields.ts'

/** "products_catalog.v3.yml" and "product-variants_catalog.v3.yml": the most characters of a text. */
const charactersMost: Readonly<Record<string, number>> = {
  name: 250,
  sku: 255,
  product_tax_code: 255,
  upc: 14,
  gtin: 14,
  bin_picking_number: 255,
  warranty: 65_535,
  search_keywords: 65_535,
  meta_description: 65_535,
  availability_description: 255,
  page_title: 255,
  preorder_message: 255,
  price_hidden_label: 200,
  purchasing_disabled_message: 255,
  custom_url: 255,
}

/** The same place: the least and the most of a whole number. */
const wholeRange: Readonly<Record<string, readonly [least: number, most: number]>> = {
  inventory_warning_level: [0, 2_147_483_647],
  order_quantity_minimum: [0, 1_000_000_000],
  order_quantity_maximum: [0, 1_000_000_000],
  sort_order: [-2_147_483_648, 2_147_483_647],
}

/** Documented for sizes; of prices nothing is, and no more fits the columns of a store's reports. */
const decimalMost = 9_999_999_999

const keywordsCharactersMost = 65_535

/** What a product or a variant cannot be without, with what to do instead. */
const neverEmpty: Readonly<Record<Level, Readonly<Record<string, string>>>> = {
  product: {
    name: 'A product must have a name: type one.',
    price: 'A product must have a price: type one; 0 is allowed.',
    weight: 'A product must have a weight: type one; 0 is allowed.',
    custom_url: 'A product must have a web address: type one.',
  },
  variant: { sku: 'A variant must have a SKU: type one.' },
}

/** What is wrong with a value, as a sentence with what to do; null where the store would take it. */
export function faultOf(level: Level, name: string, value: FieldValue | null): string | null {
  if (level === 'product' && name === 'customFields') return faultOfCustomFields(value)
  if (level === 'product' && name === 'bulkPrices') return faultOfBulkPrices(value)
  if (level === 'product' && name === 'images') return faultOfImages(value)
  const field = writtenFields[level].get(name)
  if (field === undefined) return 'The hub cannot change this field in the store. Change it in BigCommerce.'
  const isEmpty = value === null || value === '' || (typeof value === 'string' && value.trim() === '')
  const missing = neverEmpty[level][field.remoteName]
  if (isEmpty && missing !== undefined) return missing
  if (value === null) return faultOfNone(field)
  switch (field.kind) {
    case 'text':
      return faultOfText(field, value)
    case 'decimal':
      return faultOfDecimal(field, value)
    case 'whole':
      return faultOfWhole(field, value)
    case 'flag':
      return typeof value === 'boolean' ? null : `${field.label} is yes or no: choose one.`
    case 'enum':
      return faultOfChoice(field, value)
    case 'words':
      return faultOfWords(field, value)
    case 'id':
      return typeof value === 'string' ? null : `${field.label} must be a name: type one.`
    case 'ids':
      return faultOfCategories(value)
    default:
      return 'The hub cannot change this field in the store. Change it in BigCommerce.'
  }
}

function faultOfNone({ kind, label, values }: WrittenField): string | null {
  if (kind === 'flag') return `${label} is yes or no: choose one.`
  return kind === 'enum' ? `${label} cannot be empty: choose ${choices(values)}.` : null
}

function faultOfText(field: WrittenField, value: FieldValue): string | null {
  const { label, remoteName } = field
  if (typeof value !== 'string') return `${label} must be a text: type one.`
  if (value.includes('\0') || !value.isWellFormed()) {
    return `${label} holds characters that no text can have: type it anew.`
  }
  if (remoteName === 'preorder_release_date') return faultOfMoment(label, value)
  const most = charactersMost[remoteName] ?? Number.POSITIVE_INFINITY
  const length = value.length <= most ? value.length : [...value].length
  if (length > most) return tooLong(label, length, most)
  return remoteName === 'custom_url' ? faultOfAddress(value) : null
}

function tooLong(label: string, length: number, most: number): string {
  const characters = (count: number) => count.toLocaleString('en-US')
  return `${label} has ${characters(length)} characters and BigCommerce takes ${characters(most)}: make it shorter.`
}

function faultOfMoment(label: string, value: string): string | null {
  const text = momentText(value)
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text)
  return isMoment && !Number.isNaN(Date.parse(text))
    ? null
    : `${label} must be a date: write it as year, month and day, such as 2026-03-01.`
}

function faultOfAddress(value: string): string | null {
  if (!value.startsWith('/')) return 'The web address must begin with a slash: write it like /oak-chair/.'
  return /^[A-Za-z0-9/\-_.~%!$&'()*+,;=:@]+$/.test(value)
    ? null
    : 'The web address may have only Latin letters, digits, hyphens, underscores, dots and slashes: write it like /oak-chair/.'
}

function faultOfDecimal({ label }: WrittenField, value: FieldValue): string | null {
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value))
    return `${label} must be a number: write it like 18.90.`
  if (value.startsWith('-') && /[1-9]/.test(value)) return `${label} cannot be below 0: type another number.`
  return Number(value) <= decimalMost && value.length <= decimalCharactersMost
    ? null
    : `${label} is larger or longer than BigCommerce takes: type a number below 10 billion.`
}

/** The hub keeps no longer ones. */
const decimalCharactersMost = 60

function faultOfWhole({ label, remoteName }: WrittenField, value: FieldValue): string | null {
  const [least, most] = wholeRange[remoteName] ?? [0, Number.MAX_SAFE_INTEGER]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return `${label} must be a whole number: type one.`
  if (value >= least && value <= most) return null
  const [from, to] = [least.toLocaleString('en-US'), most.toLocaleString('en-US')]
  return `${label} must be from ${from} to ${to}: type another number.`
}

function faultOfChoice({ label, values = [] }: WrittenField, value: FieldValue): string | null {
  return values.includes(String(value)) ? null : `${label} can only be ${choices(values)}: choose one of them.`
}

function faultOfWords({ label }: WrittenField, value: FieldValue): string | null {
  if (typeof value !== 'object' || value.some(one => typeof one !== 'string' || one.trim() === '')) {
    return `${label} must be a list of words, none of them empty.`
  }
  const length = value.join(',').length
  return length <= keywordsCharactersMost ? null : tooLong(label, length, keywordsCharactersMost)
}

/** What is named by ids is written by them alone. */
export function faultOfIds(level: Level, name: string, value: FieldValue | null): string | null {
  const kind = writtenFields[level].get(name)?.kind
  if (value === null || (kind !== 'id' && kind !== 'ids')) return null
  const ids: readonly unknown[] = Array.isArray(value) ? value : [value]
  return ids.every(id => idOf(id) !== null) ? null : 'The hub does not know what the store calls this: import again.'
}

const categoriesMost = 1_000

function faultOfCategories(value: FieldValue): string | null {
  if (typeof value !== 'object' || value.some(one => typeof one !== 'string')) {
    return 'Categories must be a list of paths: write them like Home/Kitchen.'
  }
  const { length } = value
  return length <= categoriesMost
    ? null
    : `The product is in ${length.toLocaleString('en-US')} categories and BigCommerce takes ${categoriesMost.toLocaleString('en-US')}: leave some out.`
}

function choices(values: readonly string[] = []): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

const customFieldsMost = 200
const customFieldCharactersMost = 250

function faultOfCustomFields(value: FieldValue | null): string | null {
  const fields = customFieldsOf(value)
  if (fields.length > customFieldsMost) {
    return `The product has ${fields.length} custom fields and BigCommerce takes ${customFieldsMost}: leave some out.`
  }
  const pairs = new Set<string>()
  for (const field of fields) {
    const { name, value: text } = field
    if (name.trim() === '' || text.trim() === '') {
      return `The custom field “${name.slice(0, 80)}” needs a name and a value: give it both, or leave it out.`
    }
    for (const part of [name, text]) {
      const { length } = [...part]
      if (length > customFieldCharactersMost) {
        return tooLong(`The custom field “${name.slice(0, 80)}”`, length, customFieldCharactersMost)
      }
    }
    if (pairs.has(pairOf(field))) return `The custom field “${name}” is there twice with the same value: leave one out.`
    pairs.add(pairOf(field))
  }
  return null
}
