import type { FieldPart, FieldValue, ProductFields, VariantFields } from '../../../domain/fields.ts'
import type { ObservedDetails, ObservedProduct, ObservedVariant, RefusedRow } from '../../../domain/observed.ts'
import { cameOf, cleanText, FieldNotes, idOf, isRawRow, type RawRow, readFields, toDecimal } from './read-fields.ts'
import { otherProductFields, productTable, variantTable } from './tables.ts'

const knownFields = new Set<string>([...Object.keys(productTable), ...otherProductFields])

/** One product of `GET /v3/catalog/products`, or why it can't be taken. */
export function readProduct(raw: unknown): { product: ObservedProduct; lost: RefusedRow[] } | { refused: RefusedRow } {
  if (!isRawRow(raw)) return { refused: refusedRow('product', raw, 'This row is no product: it has no fields.') }
  const remoteId = idOf(raw.id)
  if (remoteId === null) return { refused: refusedRow('product', raw, 'The product has no id that can be used.') }
  const notes = new FieldNotes()
  if (typeof raw.id !== 'number') notes.add('“id” came as text, not as a number.', { id: raw.id })
  const fields = readFields(raw, productTable, notes)
  if (fields.name === undefined && raw.name !== null) notes.add('The product has no name.', { name: raw.name ?? null })
  const images = partsOf(raw, 'images', imageOf, notes)?.toSorted(byPlace)
  const tracked = fields.stockTracking !== 'none'
  const { variants, lost } = readVariants(raw, fields, tracked, notes)
  const parts: Record<string, FieldValue | undefined> = {
    ...webAddressOf(raw.custom_url, notes),
    images,
    customFields: partsOf(raw, 'custom_fields', customFieldOf, notes),
    bulkPrices: partsOf(raw, 'bulk_pricing_rules', bulkPriceOf, notes)?.toSorted(byQuantity),
    storefronts: idsOf(raw, 'channels', notes),
  }
  const categories = idsOf(raw, 'categories', notes) ?? []
  return {
    product: {
      remoteId,
      fields: { ...fields, ...withoutAbsent(parts) } as ProductFields,
      brandRemoteId: brandOf(raw.brand_id, notes),
      categoryRemoteIds: categories,
      visible: fields.visible !== false,
      imageUrl: thumbnailOf(raw),
      createdAt: momentOf(raw, 'date_created', notes),
      modifiedAt: momentOf(raw, 'date_modified', notes),
      variants,
      notes: notes.list,
    },
    lost,
  }
}

/** Names of fields that no documentation has. */
export function unknownFieldsOf(raw: unknown): string[] {
  return isRawRow(raw) ? Object.keys(raw).filter(name => !knownFields.has(name)) : []
}

/**
 * Options and modifiers of a row that was asked for with `include=options,modifiers`; with what is odd about them, as rows
 * for the report.
 */
export function readDetails(raw: unknown): { details: ObservedDetails | null; odd: RefusedRow[] } {
  const remoteId = isRawRow(raw) ? idOf(raw.id) : null
  if (!isRawRow(raw) || remoteId === null) {
    const reason = 'Options and modifiers came without the id of their product.'
    return { details: null, odd: [refusedRow('product', raw, reason)] }
  }
  const notes = new FieldNotes()
  const parts = (name: 'options' | 'modifiers') => choicesOf(raw, name, notes)
  const details = { remoteId, options: parts('options'), modifiers: parts('modifiers') }
  return { details, odd: notes.list.map(({ reason, came }) => ({ ...refusedRow('product', raw, reason), came })) }
}

function readVariants(raw: RawRow, product: Record<string, FieldValue>, tracked: boolean, notes: FieldNotes) {
  const variants: ObservedVariant[] = []
  const lost: RefusedRow[] = []
  if (raw.variants !== undefined && !Array.isArray(raw.variants)) {
    notes.add('“variants” is no list, so the product has none here.', { variants: raw.variants })
  }
  const seen = new Set<string>()
  for (const row of Array.isArray(raw.variants) ? (raw.variants as unknown[]) : []) {
    const remoteId = isRawRow(row) ? idOf(row.id) : null
    if (!isRawRow(row) || remoteId === null || seen.has(remoteId)) {
      const why = remoteId === null ? 'has no id that can be used' : 'came twice in its product'
      lost.push({ ...refusedRow('variant', row, `A variant of “${product.name ?? idOf(raw.id)}” ${why}.`) })
      continue
    }
    seen.add(remoteId)
    const fields = readFields(row, variantTable, notes, remoteId)
    // A product without options carries the SKU that its only variant has; an old row may have it in one place alone.
    const ofVariant: NoteOf = (reason, came) => notes.add(reason, came, remoteId)
    const optionValues = optionValuesOf(row, ofVariant)
    if (fields.sku === undefined && optionValues.length === 0 && product.sku !== undefined) fields.sku = product.sku
    variants.push({
      remoteId,
      fields: { ...fields, ...(optionValues.length > 0 && { optionValues }) } as VariantFields,
      shownPrice: priceOf(row.calculated_price, ofVariant),
      stock: tracked ? countOf(row.inventory_level, ofVariant) : null,
    })
  }
  return { variants, lost }
}

function refusedRow(kind: RefusedRow['kind'], raw: unknown, reason: string): RefusedRow {
  const row = isRawRow(raw) ? raw : {}
  return {
    kind,
    remoteId: idOf(row.id) ?? '',
    name: textOf(row.name) ?? '',
    sku: textOf(row.sku) ?? '',
    reason,
    came: cameOf(raw),
  }
}

function withoutAbsent(fields: Record<string, FieldValue | undefined>): Record<string, FieldValue> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, FieldValue] => entry[1] !== undefined),
  )
}

function textOf(raw: unknown): string | undefined {
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  return typeof raw === 'string' && raw !== '' ? cleanText(raw) : undefined
}

function decimalOf(raw: unknown): string | null {
  return typeof raw === 'number' || typeof raw === 'string' ? toDecimal(raw) : null
}

function numberOf(raw: unknown): number {
  const number = typeof raw === 'string' ? Number(raw) : raw
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : 0
}

type NoteOf = (reason: string, came: unknown) => void

function priceOf(raw: unknown, note: NoteOf): string | null {
  const price = decimalOf(raw)
  if (price === null && raw !== undefined) {
    note('“calculated_price” is no number, so it was passed over.', { calculated_price: raw })
  }
  return price
}

/** Null for what is no number, or a larger one than the database counts to. */
function countOf(raw: unknown, note: NoteOf): number | null {
  if (raw === undefined) return null
  const came = { inventory_level: raw }
  const count = Math.trunc(Number(decimalOf(raw) ?? Number.NaN))
  if (!Number.isSafeInteger(count)) {
    note('“inventory_level” is no whole number, so it was passed over.', came)
    return null
  }
  if (typeof raw === 'string') note('“inventory_level” came as text, not as a number.', came)
  return count
}

/** Years of four digits: others are written in a way that the database does not read. */
function momentOf(raw: RawRow, name: string, notes: FieldNotes): Date | null {
  const told = raw[name]
  if (told === undefined) return null
  const at = new Date(typeof told === 'string' ? told : Number.NaN)
  const year = at.getUTCFullYear()
  if (year >= 1 && year <= 9_999) return at
  notes.add(`“${name}” is no date, so it was passed over.`, { [name]: told })
  return null
}

export function idsOf(raw: RawRow, name: string, notes: FieldNotes): string[] | undefined {
  const list = raw[name]
  if (list === undefined) return undefined
  if (!Array.isArray(list)) {
    notes.add(`“${name}” is no list, so it was passed over.`, { [name]: list })
    return undefined
  }
  const ids = list.map(idOf).filter(id => id !== null)
  if (ids.length < list.length) notes.add(`“${name}” holds entries that cannot be read.`, { [name]: list })
  return ids.length === 0 ? undefined : ids
}

/** BigCommerce writes 0 for none. */
export function brandOf(raw: unknown, notes: FieldNotes): string | null {
  const id = idOf(raw)
  const isTold = id !== null || raw === 0 || raw === undefined
  if (!isTold) notes.add('“brand_id” is no id, so it was passed over.', { brand_id: raw })
  return id
}

export function webAddressOf(raw: unknown, notes: FieldNotes): Record<string, FieldValue | undefined> {
  if (raw === undefined) return {}
  if (!isRawRow(raw)) {
    notes.add('“custom_url” is no object, so it was passed over.', { custom_url: raw })
    return {}
  }
  return { urlPath: textOf(raw.url), urlCustomized: raw.is_customized === true ? true : undefined }
}

function partsOf(
  raw: RawRow,
  name: string,
  read: (row: RawRow) => FieldPart,
  notes: FieldNotes,
): FieldPart[] | undefined {
  const list = raw[name]
  if (list === undefined) return undefined
  if (!Array.isArray(list)) {
    notes.add(`“${name}” is no list, so it was passed over.`, { [name]: list })
    return undefined
  }
  const rows = (list as unknown[]).filter(isRawRow)
  if (rows.length < list.length) notes.add(`“${name}” holds entries that cannot be read.`, { [name]: list })
  return rows.length === 0 ? undefined : rows.map(read)
}

/** Whatever order a list comes in, images are shown by their number, and those with the same by their age. */
function byPlace(a: FieldPart, b: FieldPart): number {
  if (typeof a !== 'object' || typeof b !== 'object') return 0
  return Number(a.sortOrder) - Number(b.sortOrder) || Number(a.remoteId) - Number(b.remoteId)
}

export function imageOf(row: RawRow): FieldPart {
  return {
    remoteId: idOf(row.id) ?? '',
    url: textOf(row.url_zoom) ?? textOf(row.url_standard) ?? '',
    thumbnailUrl: textOf(row.url_thumbnail) ?? textOf(row.url_standard) ?? '',
    description: textOf(row.description) ?? '',
    sortOrder: numberOf(row.sort_order),
    isThumbnail: row.is_thumbnail === true,
  }
}

function thumbnailOf(raw: RawRow): string | null {
  const images = Array.isArray(raw.images) ? (raw.images as unknown[]).filter(isRawRow) : []
  const image = images.find(each => each.is_thumbnail === true) ?? images[0]
  return image === undefined ? null : (textOf(image.url_thumbnail) ?? textOf(image.url_standard) ?? null)
}

function customFieldOf(row: RawRow): FieldPart {
  return { remoteId: idOf(row.id) ?? '', name: textOf(row.name) ?? '', value: textOf(row.value) ?? '' }
}

/** Whatever order a list comes in, bulk prices are shown by their quantities. */
function byQuantity(a: FieldPart, b: FieldPart): number {
  if (typeof a !== 'object' || typeof b !== 'object') return 0
  return Number(a.from) - Number(b.from) || Number(a.to) - Number(b.to)
}

export function bulkPriceOf(row: RawRow): FieldPart {
  return {
    remoteId: idOf(row.id) ?? '',
    from: numberOf(row.quantity_min),
    to: numberOf(row.quantity_max),
    type: textOf(row.type) ?? '',
    amount: decimalOf(row.amount) ?? '',
  }
}

function optionValuesOf({ option_values: raw }: RawRow, note: NoteOf): FieldPart[] {
  if (raw === undefined) return []
  const list: unknown[] = Array.isArray(raw) ? raw : []
  const rows = list.filter(isRawRow)
  if (!Array.isArray(raw)) note('“option_values” is no list, so it was passed over.', { option_values: raw })
  else if (rows.length < list.length) note('“option_values” holds entries that cannot be read.', { option_values: raw })
  return rows.map(row => ({
    remoteId: idOf(row.id) ?? '',
    optionRemoteId: idOf(row.option_id) ?? '',
    option: textOf(row.option_display_name) ?? '',
    value: textOf(row.label) ?? '',
  }))
}

/** An option, or a modifier, which is a choice that makes no variant. */
function choicesOf(raw: RawRow, part: 'options' | 'modifiers', notes: FieldNotes): FieldPart[] {
  const list: unknown = raw[part]
  if (!Array.isArray(list)) {
    notes.add(`“${part}” is no list, so it was passed over.`, { [part]: list ?? null })
    return []
  }
  const rows = (list as unknown[]).filter(isRawRow)
  if (rows.length < list.length) notes.add(`“${part}” holds entries that cannot be read.`, { [part]: list })
  return rows.map(row => ({
    remoteId: idOf(row.id) ?? '',
    name: textOf(row.display_name) ?? textOf(row.name) ?? '',
    type: textOf(row.type) ?? '',
    sortOrder: numberOf(row.sort_order),
    ...(row.required !== undefined && { required: row.required === true }),
    values: (Array.isArray(row.option_values) ? (row.option_values as unknown[]) : []).filter(isRawRow).map(value => ({
      remoteId: idOf(value.id) ?? '',
      label: textOf(value.label) ?? '',
      isDefault: value.is_default === true,
      sortOrder: numberOf(value.sort_order),
      ...(isRawRow(value.value_data) && { data: cleanJson(value.value_data) }),
    })),
    ...(isRawRow(row.config) && { config: cleanJson(row.config) }),
  }))
}

/** Nothing that a store shows lies deeper, and the database does not take any depth. */
const levelsMost = 50

function cleanJson(value: unknown, level = 1): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (level > levelsMost) return null
  if (Array.isArray(value)) return value.map(inner => cleanJson(inner, level + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [cleanText(name), cleanJson(inner, level + 1)]),
  )
}
