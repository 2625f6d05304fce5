import type { Edit, FieldFault } from '../../domain/edit.ts'
import { type FieldValue, sameValue } from '../../domain/fields.ts'
import { type Level, otherLevel } from '../../domain/plan.ts'
import type { ChannelEffect } from './desire-fields.ts'

/** What becomes of one field of one product or variant. */
export interface EditedField {
  readonly level: Level
  readonly field: string
  readonly before: FieldValue | null
  readonly after: FieldValue | null
}

/** One product or variant that was asked for. With a fault nothing of it is changed. */
export interface EditedRow {
  readonly id: string
  readonly name: string
  readonly sku: string
  readonly fields: readonly EditedField[]
  readonly faults: readonly FieldFault[]
}

export interface PartOfEdit {
  readonly rows: readonly EditedRow[]
  readonly effects: readonly ChannelEffect[]
  /** What was there before, and what is there now, as an event keeps it so that it can be taken back. */
  readonly undo: readonly unknown[]
}

/** Whether a product and its only variant have a field in common. */
export function isShared(field: string): boolean {
  return field === 'sku'
}

/** The same edits of all, or each one's own, worked out once nobody else changes it. */
export type EditsOf<Item> = readonly Edit[] | ((level: Level, item: Item) => readonly Edit[])

function editsOf<Item>(edits: EditsOf<Item>, level: Level, item: Item): readonly Edit[] {
  return typeof edits === 'function' ? edits(level, item) : edits
}

/**
 * What edits change of each item, and beside it of the one that it is one with, where they concern both: of a product and
 * its only variant.
 */
export function changesOfEach<Item extends { readonly oneWithId: string | null }, Change>(
  { level, edits }: { readonly level: Level; readonly edits: EditsOf<Item> },
  { items, mirrors }: { readonly items: readonly Item[]; readonly mirrors: ReadonlyMap<string, Item> },
  changeOf: (level: Level, item: Item, edits: readonly Edit[]) => Change,
): Change[][] {
  return items.map(item => {
    const own = editsOf(edits, level, item)
    const mirror = item.oneWithId === null ? undefined : mirrors.get(item.oneWithId)
    const change = changeOf(level, item, own)
    return mirror === undefined ? [change] : [change, changeOf(otherLevel[level], mirror, sharedEdits(own))]
  })
}

/** Whether they may concern a product's only variant as well as the product. */
export function sharesEdits<Item>(edits: EditsOf<Item>): boolean {
  return typeof edits === 'function' || sharedEdits(edits).length > 0
}

/** The edits that concern a product's only variant as well as the product. */
function sharedEdits(edits: readonly Edit[]): Edit[] {
  return edits.filter(({ field }) => isShared(field))
}

export function isSame(a: FieldValue | null | undefined, b: FieldValue | null | undefined): boolean {
  return sameValue(a ?? undefined, b ?? undefined)
}

/** The decimal places of a currency; null where it is unknown. */
export function decimalPlaces(currency: string | null): number | null {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return null
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? null
}

export function rowsNotThere(
  ids: readonly string[],
  found: readonly { readonly id: string }[],
  sentence: string,
): EditedRow[] {
  const there = new Set(found.map(({ id }) => id))
  const missing = ids.filter(id => !there.has(id))
  return missing.map(id => ({ id, name: '', sku: '', fields: [], faults: [{ field: '', sentence }] }))
}
