import { bulkPriceKey, readBulkPrices } from './bulk-prices.ts'
import { pathOf, pathText } from './category-paths.ts'
import { imageKey, readImages } from './edit-images.ts'
import type { FieldDefinition, FieldPart, FieldValue } from './fields.ts'
import { textFault } from './text-fault.ts'

type ReadValue = { readonly value: FieldValue | null } | { readonly fault: string }

/** A store takes no more of a product. */
const categoriesMost = 1_000
const customFieldsMost = 200
const customFieldCharactersMost = 250
const pathCharactersMost = 600

/** Reads a list that has a form of its own; null for one that is words. */
export function readList(field: string, { label }: FieldDefinition, given: unknown): ReadValue | null {
  if (field === 'categories') return readPaths(label, given)
  if (field === 'customFields') return readCustomFields(given)
  if (field === 'images') return readImages(given)
  if (field === 'bulkPrices') return readBulkPrices(given)
  return null
}

/** What tells the entries of a list apart: two of the same key are one. */
export function entryKey(field: string, entry: FieldPart): string {
  if (typeof entry === 'string') return entry
  if (field === 'images') return imageKey(entry)
  if (field === 'bulkPrices') return bulkPriceKey(entry)
  const { name, value } = entry
  return field === 'customFields' ? JSON.stringify([name, value]) : JSON.stringify(entry)
}

/** The list with those entries that it doesn't have. */
export function included(field: string, list: readonly FieldPart[], entries: readonly FieldPart[]): FieldPart[] {
  const there = new Set(list.map(entry => entryKey(field, entry)))
  return [...list, ...entries.filter(entry => !there.has(entryKey(field, entry)))]
}

/** The list without these entries; a custom field that is given without a value is taken away by its name. */
export function excluded(field: string, list: readonly FieldPart[], entries: readonly FieldPart[]): FieldPart[] {
  const away = new Set(entries.map(entry => entryKey(field, entry)))
  const names = new Set<unknown>(entries.flatMap(entry => (isNameAlone(entry) ? [entry.name] : [])))
  return list.filter(
    entry => !away.has(entryKey(field, entry)) && !(typeof entry === 'object' && names.has(entry.name)),
  )
}

function isNameAlone(entry: unknown): entry is { readonly name: string } {
  return typeof entry === 'object' && entry !== null && !('value' in entry) && 'name' in entry
}

/** Custom fields by their names alone, where that is how they were given; null otherwise. */
export function readExcluded(field: string, given: unknown): ReadValue | null {
  if (field !== 'customFields') return null
  const list: unknown[] = typeof given === 'string' ? given.split('\n') : Array.isArray(given) ? given : []
  const entries = list.map(one => (typeof one === 'string' && !one.includes(':') ? { name: one.trim() } : one))
  return entries.length > 0 && entries.every(isNameAlone) ? { value: entries } : null
}

/** `Home/Kitchen`; a slash that is part of a name is written `\/`. Text is one path a line. */
function readPaths(label: string, given: unknown): ReadValue {
  const list: unknown = typeof given === 'string' ? given.split('\n') : given
  if (!Array.isArray(list) || list.some(one => typeof one !== 'string')) {
    return { fault: `${label} takes a list of paths such as Home/Kitchen.` }
  }
  const paths = new Set<string>()
  for (const one of (list as string[]).filter(text => text.trim() !== '')) {
    const steps = pathOf(one).map(step => step.trim())
    if (steps.includes('')) return { fault: `A step of “${one.slice(0, 80)}” has no name: write it like Home/Kitchen.` }
    const path = pathText(steps)
    const fault = textFault(label, path, pathCharactersMost)
    if (fault !== null) return { fault }
    paths.add(path)
  }
  if (paths.size > categoriesMost) {
    return { fault: `A product is in at most ${categoriesMost.toLocaleString('en-US')} categories: leave some out.` }
  }
  return { value: paths.size === 0 ? null : [...paths] }
}

/** As text: `Material: Oak`, one a line. */
function readCustomFields(given: unknown): ReadValue {
  const list: unknown = typeof given === 'string' ? given.split('\n').filter(line => line.trim() !== '') : given
  if (!Array.isArray(list)) return { fault: 'Custom fields are a list of names and values.' }
  const entries = list.map(entryOf)
  const pairs = new Set<string>()
  const read: { name: string; value: string }[] = []
  for (const [at, entry] of entries.entries()) {
    const which = `Custom field ${at + 1}`
    if (entry === null) return { fault: `${which} needs a name and a value, such as Material: Oak.` }
    const { name, value } = entry
    if (name === '') return { fault: `${which} has no name: give it one, or leave the field out.` }
    if (value === '')
      return { fault: `The custom field “${name.slice(0, 80)}” has no value: give it one, or leave it out.` }
    const fault =
      textFault(`The name of custom field ${at + 1}`, name, customFieldCharactersMost) ??
      textFault(`The custom field “${name.slice(0, 80)}”`, value, customFieldCharactersMost)
    if (fault !== null) return { fault }
    const pair = JSON.stringify([name, value])
    if (pairs.has(pair)) {
      return { fault: `The custom field “${name.slice(0, 80)}” is there twice with the same value: leave one out.` }
    }
    pairs.add(pair)
    read.push({ name, value })
  }
  if (read.length > customFieldsMost) {
    return { fault: `A product has at most ${customFieldsMost} custom fields: leave some out.` }
  }
  return { value: read.length === 0 ? null : read }
}

function entryOf(given: unknown): { name: string; value: string } | null {
  if (typeof given === 'string') {
    const colon = given.indexOf(':')
    return colon < 0 ? null : { name: given.slice(0, colon).trim(), value: given.slice(colon + 1).trim() }
  }
  if (typeof given !== 'object' || given === null) return null
  const { name, value } = given as { name?: unknown; value?: unknown }
  if (typeof name !== 'string' || (typeof value !== 'string' && typeof value !== 'number')) return null
  return { name: name.trim(), value: String(value).trim() }
}
