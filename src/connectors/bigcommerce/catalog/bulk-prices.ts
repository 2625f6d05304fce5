import {
  bulkPriceKey,
  bulkPricesFault,
  bulkPriceTypes,
  inOrder,
  type BulkPrice as Wanted,
} from '../../../domain/bulk-prices.ts'
import { movePoint, readDecimal, roundDecimal } from '../../../domain/decimal.ts'
import type { FieldValue } from '../../../domain/fields.ts'
import type { EntryKind } from './entries.ts'
import { bulkPriceOf } from './product.ts'
import { idOf } from './read-fields.ts'

/** A bulk price as the hub keeps it; `remoteId` where the store has it. */
export interface BulkPrice extends Wanted {
  readonly remoteId: string | null
}

function bulkPricesOf(value: FieldValue | null | undefined): BulkPrice[] {
  return Array.isArray(value) ? inOrder(value.flatMap(part => entryOf(part) ?? [])) : []
}

function entryOf(part: unknown): BulkPrice | null {
  if (typeof part !== 'object' || part === null) return null
  const { remoteId, from, to, type, amount } = part as Readonly<Record<string, unknown>>
  const known = bulkPriceTypes.find(one => one === type)
  const read = readDecimal(String(amount ?? ''))
  if (typeof from !== 'number' || typeof to !== 'number' || known === undefined || read === null) return null
  return { remoteId: idOf(remoteId), from, to, type: known, amount: read }
}

function bulkPricesValue(prices: readonly BulkPrice[]): FieldValue | null {
  if (prices.length === 0) return null
  return inOrder(prices).map(({ remoteId, ...price }) => ({ ...(remoteId !== null && { remoteId }), ...price }))
}

/** What is wrong with bulk prices, as a sentence with what to do; null where the store would take them. */
export function faultOfBulkPrices(value: FieldValue | null): string | null {
  const prices = bulkPricesOf(value)
  const given = Array.isArray(value) ? value.length : 0
  if (prices.length < given) return 'A bulk price has no quantities, kind or amount: give it all of them.'
  return bulkPricesFault(prices)
}

/** Documented: a percentage goes as text, divided by 100. Some stores may take it as it is shown, as a number. */
function bodyOf({ from, to, type, amount }: BulkPrice, sent = amount): string {
  return `{"quantity_min":${from},"quantity_max":${to},"type":${JSON.stringify(type)},"amount":${sent}}`
}

/** A percentage that came through divided by 100, multiplied by it, or cut to nothing. */
function isMisread(shows: BulkPrice, wanted: BulkPrice): boolean {
  if (shows.type !== 'percent' || wanted.type !== 'percent' || shows.amount === wanted.amount) return false
  const small = movePoint(wanted.amount, -2)
  const others = [small, roundDecimal(small, 4), roundDecimal(small, 2), '0', movePoint(wanted.amount, 2)]
  return shows.from === wanted.from && shows.to === wanted.to && others.includes(shows.amount)
}

/**
 * How the bulk prices of a product are written. Their quantities may not overlap, not even for a moment: one whose
 * quantities change goes before the new one comes.
 */
export const bulkPriceEntries: EntryKind<BulkPrice> = {
  field: 'bulkPrices',
  path: 'bulk-pricing-rules',
  entriesOf: bulkPricesOf,
  valueOf: bulkPricesValue,
  keyOf: price => bulkPriceKey({ ...price }),
  becomes: (old, to) => old.from === to.from && old.to === to.to,
  // The amount goes with the digits that it has, never through a float.
  bodiesOf: price =>
    price.type === 'percent' ? [bodyOf(price, `"${movePoint(price.amount, -2)}"`), bodyOf(price)] : [bodyOf(price)],
  isMisread,
  readRow: row => {
    const entry = entryOf(bulkPriceOf(row))
    return entry === null || entry.remoteId === null ? null : entry
  },
  isExact: true,
  what: ({ from, to }) => `the bulk price for ${to === 0 ? `${from} or more` : `${from} to ${to}`}`,
  words: {
    untold: 'the bulk price',
    refusedFix: 'Change its quantities or amount in the hub, then make a new plan.',
    duplicate: ({ from, to }) =>
      `The product has a bulk price for some of the quantities ${to === 0 ? `${from} or more` : `${from} to ${to}`} already.`,
    duplicateFix: 'Import again, then narrow one of them.',
  },
}
