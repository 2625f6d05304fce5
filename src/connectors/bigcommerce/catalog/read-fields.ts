import type { FieldValue } from '../../../domain/fields.ts'
import type { RowNote } from '../../../domain/observed.ts'

/** How a field of the API is read. `nullable`: the official files allow null, so it needs no remark. */
export interface RemoteField {
  readonly to: string
  readonly kind: 'text' | 'decimal' | 'whole' | 'flag' | 'enum' | 'id' | 'ids' | 'words'
  readonly nullable?: true
  /** For a number that is not set: BigCommerce writes 0. */
  readonly zeroIsAbsent?: true
  readonly values?: readonly string[]
}

export type RawRow = Readonly<Record<string, unknown>>

export function isRawRow(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const cameCharactersMost = 1_000

/** What came, for a report. */
export function cameOf(value: unknown): string {
  const text = cleanText(JSON.stringify(value) ?? 'nothing')
  return text.length > cameCharactersMost ? `${text.slice(0, cameCharactersMost - 1).toWellFormed()}…` : text
}

/** PostgreSQL keeps neither zero characters nor halves of a surrogate pair. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole
}

/** `18.9`, `1000000`, `0.00001`: the shortest decimal text, never with an exponent. Null: not a finite number. */
export function toDecimal(value: number | string): string | null {
  const text = typeof value === 'number' ? numberText(value) : value.trim()
  // Before it is looked at: a long one would take the expression hours.
  if (text.length > longestDecimal) return null
  const parts = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text)
  if (parts === null) return null
  const [, sign = '', whole = '0', fraction = ''] = parts
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits
}

/** Longer ones would be an attack on the database rather than a price. */
const longestDecimal = 60

/** The digits of a number as JSON tells them, all of them: `1.25e-7` is 0.000000125. */
function numberText(value: number): string {
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d)\.?(\d*)e([+-]\d+)$/.exec(String(value)) ?? []
  if (exponent === undefined) return String(value)
  const shift = Number(exponent)
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`
  return `${sign}${whole}${fraction.padEnd(shift, '0')}`
}

/** Collects what is odd about the values of one row. */
export class FieldNotes {
  readonly list: RowNote[] = []

  add(reason: string, came: unknown, variantRemoteId?: string): void {
    this.list.push({ reason, came: cameOf(came), ...(variantRemoteId !== undefined && { variantRemoteId }) })
  }
}

/** Reads the fields of one row; a value in another form than documented is taken where it can be, and noted. */
export function readFields(
  row: RawRow,
  table: Readonly<Record<string, RemoteField>>,
  notes: FieldNotes,
  variantRemoteId?: string,
): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const name in table) {
    const field = table[name]
    const raw = row[name]
    if (field === undefined || raw === undefined) continue
    if (raw === null) {
      if (field.nullable !== true) notes.add(`“${name}” came as null.`, { [name]: raw }, variantRemoteId)
      continue
    }
    const { value, odd } = readValue(raw, field)
    if (odd !== undefined) notes.add(`“${name}” ${odd}.`, { [name]: raw }, variantRemoteId)
    if (value !== undefined) fields[field.to] = value
  }
  return fields
}

interface ReadValue {
  readonly value?: FieldValue
  readonly odd?: string
}

function readValue(raw: unknown, field: RemoteField): ReadValue {
  switch (field.kind) {
    case 'text':
      return readText(raw)
    case 'enum':
      return readEnum(raw, field.values ?? [])
    case 'decimal':
    case 'whole':
      return readNumber(raw, field)
    case 'flag':
      return readFlag(raw)
    case 'id':
      return typeof raw === 'number' ? (raw === 0 ? {} : { value: String(raw) }) : readText(raw)
    case 'ids':
    case 'words':
      return readList(raw)
  }
}

function readText(raw: unknown): ReadValue {
  if (typeof raw === 'number' || typeof raw === 'boolean') {
    return { value: String(raw), odd: `came as a ${typeof raw}, not as text` }
  }
  if (typeof raw !== 'string') return { odd: 'is no text, so it was passed over' }
  const text = cleanText(raw)
  const odd = text === raw ? {} : { odd: 'holds characters that cannot be kept; they were left out' }
  return text === '' ? odd : { value: text, ...odd }
}

function readEnum(raw: unknown, values: readonly string[]): ReadValue {
  const { value, odd } = readText(raw)
  if (value === undefined || odd !== undefined || values.includes(String(value))) {
    return { ...(value !== undefined && { value }), ...(odd !== undefined && { odd }) }
  }
  return { value, odd: 'has a value that no documentation names' }
}

function readNumber(raw: unknown, field: RemoteField): ReadValue {
  if (typeof raw === 'string' && raw.trim() === '') return { odd: 'came as an empty text, not as a number' }
  const decimal = typeof raw === 'number' || typeof raw === 'string' ? toDecimal(raw) : null
  if (decimal === null) return { odd: 'is no number, so it was passed over' }
  const odd = typeof raw === 'string' ? { odd: 'came as text, not as a number' } : {}
  if (field.zeroIsAbsent === true && Number(decimal) === 0) return odd
  if (field.kind === 'decimal') return { value: decimal, ...odd }
  const whole = Number(decimal)
  if (Number.isSafeInteger(whole)) return { value: whole, ...odd }
  return { odd: 'is no whole number, so it was passed over' }
}

function readFlag(raw: unknown): ReadValue {
  if (typeof raw === 'boolean') return { value: raw }
  if (raw === 1 || raw === '1' || raw === 'true') return { value: true, odd: 'came as another type than true or false' }
  if (raw === 0 || raw === '0' || raw === 'false' || raw === '') {
    return { value: false, odd: 'came as another type than true or false' }
  }
  return { odd: 'is neither true nor false, so it was passed over' }
}

function readList(raw: unknown): ReadValue {
  if (!Array.isArray(raw)) return { odd: 'is no list, so it was passed over' }
  const plain = raw.filter(one => typeof one === 'string' || typeof one === 'number')
  const odd = plain.length === raw.length ? {} : { odd: 'holds entries that cannot be read; they were left out' }
  const texts = plain.map(one => cleanText(String(one))).filter(one => one !== '' && one !== '-1')
  return texts.length === 0 ? odd : { value: texts, ...odd }
}

/** A remote id as the text that it is kept as; null where there is none. */
export function idOf(raw: unknown): string | null {
  if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw > 0) return String(raw)
  if (typeof raw === 'string' && /^[1-9]\d{0,18}$/.test(raw)) return raw
  return null
}
