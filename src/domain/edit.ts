import { addDecimals, addPercent, isBelowZero, isZero, readDecimal, roundDecimal, roundToEnding } from './decimal.ts'
import { excluded, included, readExcluded } from './edit-lists.ts'
import { definitionOf, editableFields, isEditable, readFieldValue } from './edit-values.ts'
import { type FieldValue, sameValue } from './fields.ts'
import type { Fields } from './layers.ts'
import type { Level } from './plan.ts'

/** What becomes of one field. `reset` is for a channel alone: its own value goes, and the master's is shown again. */
export type Edit = { readonly field: string } & (
  | { readonly do: 'set'; readonly value: unknown }
  | { readonly do: 'clear' }
  | { readonly do: 'reset' }
  /** Of a list: these entries are added where they are not there, or taken away where they are. */
  | { readonly do: 'include' | 'exclude'; readonly value: unknown }
  | { readonly do: 'add'; readonly amount: string }
  | {
      readonly do: 'percent'
      readonly percent: string
      /** Such as `.99`: the nearest amount that ends so. Otherwise money has the decimal places of its currency. */
      readonly ending?: string
    }
  | { readonly do: 'replace'; readonly find: string; readonly with: string }
)

export interface FieldFault {
  readonly field: string
  /** What is wrong and what to do, for the merchant. */
  readonly sentence: string
}

const sizePlaces = 4

/** What is wrong with edits before any product is looked at. */
export function faultsOf(level: Level, edits: readonly Edit[], place: 'master' | 'channel'): FieldFault[] {
  return edits.flatMap(edit => {
    const sentence = faultOf(level, edit, place)
    return sentence === null ? [] : [{ field: edit.field, sentence }]
  })
}

/** Why a field can't be edited at a place, whatever the edit; null where it can. */
export function whyClosed(level: Level, field: string, place: 'master' | 'channel'): string | null {
  const definition = definitionOf(level, field)
  if (definition === undefined || !isEditable(level, field)) {
    return `${definition?.label ?? field} can’t be edited in this way.`
  }
  return definition.storeBound === true && place === 'master'
    ? `${definition.label} means something in one store alone: edit it for a channel.`
    : null
}

function faultOf(level: Level, edit: Edit, place: 'master' | 'channel'): string | null {
  const definition = definitionOf(level, edit.field)
  const things = level === 'product' ? 'Products' : 'Variants'
  if (definition === undefined) {
    return `${things} have no field of this name. There are: ${editableFields(level).join(', ')}.`
  }
  const { label, kind } = definition
  const closed = whyClosed(level, edit.field, place)
  if (closed !== null) return closed
  switch (edit.do) {
    case 'set':
      return sentenceOf(readFieldValue(level, edit.field, edit.value))
    case 'clear':
      return sentenceOf(readFieldValue(level, edit.field, null))
    case 'reset':
      return place === 'channel' ? null : 'Only a channel’s own value can be reset to the master’s: say which channel.'
    case 'include':
    case 'exclude':
      if (kind !== 'list') return `Entries are added to lists and taken out of them, and ${label} is none.`
      return sentenceOf(edit.do === 'include' ? readFieldValue(level, edit.field, edit.value) : readOut(level, edit))
    case 'replace':
      if (kind !== 'text' && kind !== 'html') return `Find and replace is for texts, and ${label} is none.`
      return edit.find === '' ? 'Say which text to find.' : null
    case 'add':
    case 'percent':
      return kind === 'money' || kind === 'decimal' || kind === 'whole'
        ? faultOfAmount(edit)
        : `Only numbers can be raised or lowered, and ${label} is none.`
  }
}

function faultOfAmount(edit: Edit & { do: 'add' | 'percent' }): string | null {
  const amount = edit.do === 'add' ? edit.amount : edit.percent
  if (readDecimal(amount) === null)
    return `By how much? Give a number such as 2.50 or -10, not “${amount.slice(0, 60)}”.`
  if (edit.do === 'percent' && edit.ending !== undefined && !/^\d{0,2}\.\d{1,4}$/.test(edit.ending)) {
    return 'An ending is written as .99 or 9.95.'
  }
  return null
}

function sentenceOf(read: ReturnType<typeof readFieldValue>): string | null {
  return 'fault' in read ? read.fault : null
}

/** What is to be taken out of a list is read as what is put into it, but for the custom fields of a name. */
function readOut(level: Level, { field, value }: { field: string; value: unknown }) {
  return readExcluded(field, value) ?? readFieldValue(level, field, value)
}

/** What becomes of one row: a value for each field that is to have one (`null`: none), `'reset'` for the master's. */
export interface Edited {
  readonly values: ReadonlyMap<string, { readonly value: FieldValue | null } | 'reset'>
  readonly faults: readonly FieldFault[]
}

/**
 * Works edits out for one product or variant, one after the other. What a field doesn't have can be neither raised nor
 * searched: a variant that inherits its price goes on inheriting. `moneyPlaces`: of the currency, null where unknown.
 */
export function workOut(level: Level, edits: readonly Edit[], current: Fields, moneyPlaces: number | null): Edited {
  const values = new Map<string, { value: FieldValue | null } | 'reset'>()
  const faults: FieldFault[] = []
  for (const edit of edits) {
    if (edit.do === 'reset') {
      values.set(edit.field, 'reset')
      continue
    }
    const before = values.get(edit.field)
    const from = before === undefined || before === 'reset' ? current[edit.field] : (before.value ?? undefined)
    const given = resultOf(level, edit, from, moneyPlaces)
    if (given === undefined) continue
    const read = readFieldValue(level, edit.field, given)
    if ('fault' in read) faults.push({ field: edit.field, sentence: read.fault })
    else if (edit.do === 'set' || edit.do === 'clear' || !sameValue(read.value ?? undefined, from)) {
      values.set(edit.field, read)
    }
  }
  return { values, faults }
}

/** Undefined where the edit finds nothing to work on. */
function resultOf(
  level: Level,
  edit: Exclude<Edit, { do: 'reset' }>,
  from: FieldValue | undefined,
  moneyPlaces: number | null,
): unknown {
  switch (edit.do) {
    case 'set':
      return edit.value
    case 'clear':
      return null
    case 'include':
    case 'exclude':
      return listOf(level, edit, from)
    case 'replace':
      return typeof from === 'string' && from.includes(edit.find)
        ? from.replaceAll(edit.find, () => edit.with)
        : undefined
    case 'add':
    case 'percent':
      return from === undefined ? undefined : amountOf(level, edit, String(from), moneyPlaces)
  }
}

function listOf(
  level: Level,
  edit: Exclude<Edit, { do: 'reset' }> & { do: 'include' | 'exclude' },
  from: FieldValue | undefined,
): unknown {
  const read = edit.do === 'include' ? readFieldValue(level, edit.field, edit.value) : readOut(level, edit)
  if ('fault' in read || !Array.isArray(read.value)) return undefined
  const list = Array.isArray(from) ? from : []
  const result = edit.do === 'include' ? included : excluded
  return result(edit.field, list, read.value)
}

function amountOf(
  level: Level,
  edit: Exclude<Edit, { do: 'reset' }> & { do: 'add' | 'percent' },
  from: string,
  moneyPlaces: number | null,
): string | undefined {
  const start = readDecimal(from)
  if (start === null) return undefined
  if (edit.do === 'add') return addDecimals(start, readDecimal(edit.amount) ?? '0')
  const percent = readDecimal(edit.percent) ?? '0'
  // It was so before: a price that nobody touches is not rounded.
  if (isZero(percent) && edit.ending === undefined) return start
  const exact = addPercent(start, percent)
  if (isBelowZero(exact)) return exact
  if (edit.ending !== undefined) return roundToEnding(exact, edit.ending)
  const kind = definitionOf(level, edit.field)?.kind
  return roundDecimal(exact, kind === 'whole' ? 0 : kind === 'money' ? (moneyPlaces ?? 2) : sizePlaces)
}
