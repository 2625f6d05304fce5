import { type FieldValue, productFields, storeBoundFields, variantFields } from '../../../domain/fields.ts'
import type { Delta, Fields } from '../../../domain/layers.ts'
import type { Level } from '../../../domain/plan.ts'
import { brandOf, idsOf, webAddressOf } from './product.ts'
import { FieldNotes, type RawRow, type RemoteField, readFields } from './read-fields.ts'
import { productTable, variantTable } from './tables.ts'

/** A field that can be written: how it is called in the API and in the hub. */
export interface WrittenField extends RemoteField {
  readonly remoteName: string
  readonly label: string
}

/** Pictures are copied by the store and come back under another address, so they are written in a way of their own. */
const writtenOtherwise = new Set(['imageUrl'])

function fieldsOf(
  table: Readonly<Record<string, RemoteField>>,
  definitions: Readonly<Record<string, { readonly label: string }>>,
): Map<string, WrittenField> {
  const fields = Object.entries(table).flatMap(([remoteName, field]): [string, WrittenField][] =>
    storeBoundFields.includes(field.to) || writtenOtherwise.has(field.to)
      ? []
      : [[field.to, { ...field, remoteName, label: definitions[field.to]?.label ?? field.to }]],
  )
  return new Map(fields)
}

const urlPath: WrittenField = {
  to: 'urlPath',
  kind: 'text',
  remoteName: 'custom_url',
  label: productFields.urlPath.label,
}

/** The brand and the categories of a product go as the store's ids. */
const brand: WrittenField = { to: 'brand', kind: 'id', remoteName: 'brand_id', label: productFields.brand.label }
const categories: WrittenField = {
  to: 'categories',
  kind: 'ids',
  remoteName: 'categories',
  label: productFields.categories.label,
}

/** What can be written, by level and by field. */
export const writtenFields: Readonly<Record<Level, ReadonlyMap<string, WrittenField>>> = {
  product: fieldsOf(productTable, productFields)
    .set('urlPath', urlPath)
    .set('brand', brand)
    .set('categories', categories),
  variant: fieldsOf(variantTable, variantFields),
}

/** The body of one row: its id, and the fields that are to change. */
export function rowJson(level: Level, id: string, fields: Delta): string {
  return `{${[`"id":${id}`, ...rowMembers(level, fields)].join(',')}}`
}

/** The fields of a body, each as `"name":value`. */
export function rowMembers(level: Level, fields: Delta): string[] {
  return Object.entries(fields).map(([name, value]) => {
    const field = writtenFields[level].get(name)
    if (field === undefined) throw new TypeError(`${name} of a ${level} cannot be written`)
    return `${JSON.stringify(field.remoteName)}:${valueJson(field, value)}`
  })
}

/** JSON as text: a decimal goes with the digits that it has, never through a float. */
function valueJson(field: WrittenField, value: FieldValue | null): string {
  if (field.remoteName === 'custom_url') return JSON.stringify({ url: value, is_customized: true })
  if (value === null) return emptyJson(field)
  if (field.kind === 'decimal' || field.kind === 'id') return String(value)
  if (field.kind === 'ids') return `[${Array.isArray(value) ? value.join(',') : ''}]`
  if (field.remoteName === 'preorder_release_date') return JSON.stringify(momentText(String(value)))
  return JSON.stringify(value)
}

/** How the store is told that a field has no value. */
function emptyJson({ kind, nullable, zeroIsAbsent }: WrittenField): string {
  if (zeroIsAbsent === true) return '0'
  if (nullable === true) return 'null'
  if (kind === 'id') return '0'
  return kind === 'words' || kind === 'ids' ? '[]' : '""'
}

/** A day alone counts from its beginning: the API takes no date without a time. */
export function momentText(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00+00:00` : text
}

/** Its brand and categories, by their ids. */
function namedIn(row: RawRow, notes: FieldNotes): Record<string, FieldValue> {
  const [brandId, categoryIds] = [brandOf(row.brand_id, notes), idsOf(row, 'categories', notes)]
  return { ...(brandId !== null && { brand: brandId }), ...(categoryIds !== undefined && { categories: categoryIds }) }
}

/** What a row of an answer shows, by field; and which fields it tells nothing of. */
export function shownIn(level: Level, row: RawRow): { shows: Fields; untold: ReadonlySet<string> } {
  const notes = new FieldNotes()
  const own = readFields(row, level === 'product' ? productTable : variantTable, notes)
  const shows = level === 'product' ? { ...own, ...webAddressOf(row.custom_url, notes), ...namedIn(row, notes) } : own
  const untold = [...writtenFields[level]].filter(([, { remoteName }]) => row[remoteName] === undefined)
  return { shows, untold: new Set(untold.map(([name]) => name)) }
}
