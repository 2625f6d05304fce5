import { isBelowZero, isZero, readDecimal } from './decimal.ts'
import { readList } from './edit-lists.ts'
import { type FieldDefinition, type FieldValue, productFields, variantFields } from './fields.ts'
import type { Level } from './plan.ts'
import { skuFault } from './sku.ts'
import { textFault } from './text-fault.ts'

/** A value as it is kept, `null` for none, or what is wrong with it, as a sentence that says what to do. */
export type ReadValue = { readonly value: FieldValue | null } | { readonly fault: string }

type Names = Readonly<Record<Level, ReadonlySet<string>>>

/** Parts and names of other things: they have ways of their own to be changed. */
const otherwiseEdited: Names = {
  product: new Set([
    'urlPath',
    'urlCustomized',
    'storefronts',
    'options',
    'modifiers',
    'giftWrappingIds',
    'relatedProductIds',
  ]),
  variant: new Set(['imageUrl', 'optionValues']),
}

/** A product has them as long as it is there. */
const neverNone: Names = {
  product: new Set(['name', 'type', 'price', 'weight', 'condition', 'availability', 'stockTracking', 'giftWrapping']),
  variant: new Set(),
}

/** Nobody sells for these amounts or limits to none: zero says that there is none. */
const noneIfZero: Names = {
  product: new Set([
    'costPrice',
    'retailPrice',
    'salePrice',
    'mapPrice',
    'width',
    'height',
    'depth',
    'fixedShippingPrice',
    'orderQuantityLeast',
    'orderQuantityMost',
    'stockWarningLevel',
    'sortOrder',
  ]),
  variant: new Set(['costPrice', 'stockWarningLevel']),
}

const choices: Readonly<Record<string, readonly string[]>> = {
  type: ['physical', 'digital'],
  condition: ['New', 'Used', 'Refurbished'],
  availability: ['available', 'disabled', 'preorder'],
  stockTracking: ['none', 'product', 'variant'],
  giftWrapping: ['any', 'none', 'list'],
  shareType: ['product', 'album', 'book', 'drink', 'food', 'game', 'movie', 'song', 'tv_show'],
}

const longestText = 65_535
const longestHtml = 200_000
const longest: Readonly<Record<string, number>> = {
  name: 250,
  brand: 255,
  sku: 255,
  upc: 14,
  gtin: 14,
  mpn: 255,
  pageTitle: 255,
  binPickingNumber: 255,
  taxCode: 255,
  priceHiddenLabel: 200,
  availabilityDescription: 255,
}
const wordsMost = 200

/** What a field is, at products or at variants; undefined for one that there is not. */
export function definitionOf(level: Level, field: string): FieldDefinition | undefined {
  const definitions: Readonly<Record<string, FieldDefinition>> = level === 'product' ? productFields : variantFields
  return Object.hasOwn(definitions, field) ? definitions[field] : undefined
}

export function isEditable(level: Level, field: string): boolean {
  return definitionOf(level, field) !== undefined && !otherwiseEdited[level].has(field)
}

/** The words that a field can hold; undefined where it takes more than a few. */
export function choicesOf(field: string): readonly string[] | undefined {
  return Object.hasOwn(choices, field) ? choices[field] : undefined
}

/** How many characters a text may have; null for what is no text. */
export function longestOf(field: string, kind: FieldDefinition['kind']): number | null {
  if (kind === 'html') return longestHtml
  return kind === 'text' ? (longest[field] ?? longestText) : null
}

/** The fields that can be edited, in the order of their definition. */
export function editableFields(level: Level): string[] {
  return Object.keys(level === 'product' ? productFields : variantFields).filter(field => isEditable(level, field))
}

/** Reads what somebody gave for an editable field: as JSON has it, or as it is typed. */
export function readFieldValue(level: Level, field: string, given: unknown): ReadValue {
  const definition = definitionOf(level, field)
  if (definition === undefined) return { fault: `There is no field ${field}.` }
  if (given === null || given === '' || isEmptyList(given)) return none(level, field, definition)
  const read = readByKind(field, definition, given)
  if ('fault' in read) return read
  const isNone = noneIfZero[level].has(field) && isZero(String(read.value))
  return isNone ? { value: null } : read
}

function isEmptyList(given: unknown): boolean {
  return Array.isArray(given) && given.length === 0
}

function none(level: Level, field: string, { label, kind }: FieldDefinition): ReadValue {
  if (kind === 'flag') return { fault: `${label} is yes or no: it cannot be empty.` }
  return neverNone[level].has(field) ? { fault: `${label} cannot be empty: give it another value.` } : { value: null }
}

function readByKind(field: string, definition: FieldDefinition, given: unknown): ReadValue {
  switch (definition.kind) {
    case 'flag':
      return readFlag(definition, given)
    case 'whole':
      return readWhole(field, definition, given)
    case 'money':
    case 'decimal':
      return readAmount(definition, given)
    case 'list':
      return readList(field, definition, given) ?? readWords(definition, given)
    default:
      return readText(field, definition, given)
  }
}

function readFlag({ label }: FieldDefinition, given: unknown): ReadValue {
  if (typeof given === 'boolean') return { value: given }
  const word = typeof given === 'string' ? given.trim().toLowerCase() : ''
  if (word === 'yes' || word === 'true') return { value: true }
  if (word === 'no' || word === 'false') return { value: false }
  return { fault: `${label} takes yes or no.` }
}

function readWhole(field: string, { label }: FieldDefinition, given: unknown): ReadValue {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : ''
  if (!/^-?\d{1,10}$/.test(text) || Math.abs(Number(text)) > 2_147_483_647) {
    return { fault: `${label} takes a whole number such as 12.` }
  }
  const value = Number(text)
  return value < 0 && field !== 'sortOrder' ? { fault: `${label} cannot be below 0.` } : { value }
}

function readAmount({ label, kind }: FieldDefinition, given: unknown): ReadValue {
  const text = typeof given === 'number' ? String(given) : given
  const value = typeof text === 'string' ? readDecimal(text) : null
  if (value !== null && isBelowZero(value)) return { fault: `${label} cannot be below 0.` }
  if (value !== null) return { value }
  const example = kind === 'money' ? 'an amount such as 18.90, without a currency' : 'a number such as 1.25'
  return { fault: `${label} takes ${example}; digits and one point, nothing else.` }
}

/** Words as a list, or as text with commas between. */
function readWords({ label }: FieldDefinition, given: unknown): ReadValue {
  const list: unknown = typeof given === 'string' ? given.split(',') : given
  if (!Array.isArray(list) || list.some(word => typeof word !== 'string')) {
    return { fault: `${label} takes words with commas between.` }
  }
  const words = (list as string[]).map(word => word.trim()).filter(word => word !== '')
  if (words.length > wordsMost) return { fault: `${label} takes at most ${wordsMost} words.` }
  const fault = words.map(word => textFault(label, word, 255)).find(found => found !== null)
  return fault === undefined ? { value: words.length === 0 ? null : words } : { fault }
}

function readText(field: string, { label, kind }: FieldDefinition, given: unknown): ReadValue {
  if (typeof given !== 'string') return { fault: `${label} takes text.` }
  const fault = textFault(label, given, longestOf(field, kind) ?? longestText)
  if (fault !== null) return { fault }
  if (field === 'name' && given.trim() === '') return { fault: `${label} cannot be blank.` }
  if (field === 'sku') return readSku(label, given)
  if (field === 'brand') return { value: given.trim() === '' ? null : given.trim() }
  const allowed = choicesOf(field)
  if (allowed === undefined) return { value: given }
  const choice = allowed.find(one => one.toLowerCase() === given.trim().toLowerCase())
  return choice === undefined ? { fault: `${label} takes one of these: ${allowed.join(', ')}.` } : { value: choice }
}

function readSku(label: string, given: string): ReadValue {
  const fault = skuFault(given)
  if (fault === null) return { value: given }
  return { fault: `${label} cannot be used as it is: leave out spaces at its ends and characters that nobody sees.` }
}
