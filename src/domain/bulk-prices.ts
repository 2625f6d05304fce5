import { isBelowZero, readDecimal } from './decimal.ts'
import type { FieldValue } from './fields.ts'

/** What a product costs from so many pieces on. */
export interface BulkPrice {
  readonly from: number
  /** 0: any number above. */
  readonly to: number
  readonly type: BulkPriceType
  /** Decimal text. */
  readonly amount: string
}

/** `percent`: so much of the price off; `price`: an amount off each; `fixed`: what each costs. */
export const bulkPriceTypes = ['percent', 'price', 'fixed'] as const
export type BulkPriceType = (typeof bulkPriceTypes)[number]

type ReadValue = { readonly value: FieldValue | null } | { readonly fault: string }

/** A store takes no more of a product. */
const bulkPricesMost = 50
const quantityMost = 2_147_483_647
const example = 'write them like 10-49: 5% or 50+: 18.90 each or 50+: 2 off'

/** As text, one a line: `10-49: 5%`, `50+: 18.90 each`, `50+: 2 off`. They come out in the order of their quantities. */
export function readBulkPrices(given: unknown): ReadValue {
  const list: unknown = typeof given === 'string' ? given.split('\n').filter(line => line.trim() !== '') : given
  if (!Array.isArray(list)) return { fault: `Bulk prices are a list of quantities and what they cost: ${example}.` }
  const read: BulkPrice[] = []
  for (const [at, one] of list.entries()) {
    const price = typeof one === 'string' ? fromText(one) : fromRow(one)
    if (price === null) return { fault: `Bulk price ${at + 1} cannot be read: ${example}.` }
    read.push(price)
  }
  const ordered = inOrder(read)
  const fault = bulkPricesFault(ordered)
  if (fault !== null) return { fault }
  return { value: ordered.length === 0 ? null : ordered.map(price => ({ ...price })) }
}

/** Whatever order they come in, they stand by their quantities. */
export function inOrder<Price extends Pick<BulkPrice, 'from' | 'to'>>(prices: readonly Price[]): Price[] {
  return prices.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

/** What is wrong with bulk prices that stand in order, with what to do; null where a store would take them. */
export function bulkPricesFault(ordered: readonly BulkPrice[]): string | null {
  if (ordered.length > bulkPricesMost) return `A product has at most ${bulkPricesMost} bulk prices: leave some out.`
  for (const [at, price] of ordered.entries()) {
    const fault = faultOf(price)
    if (fault !== null) return fault
    const next = ordered[at + 1]
    if (next !== undefined && (price.to === 0 || next.from <= price.to)) {
      return `The bulk prices for ${quantities(price)} and ${quantities(next)} are for the same quantities: narrow one of them.`
    }
  }
  return null
}

function faultOf({ from, to, type, amount }: BulkPrice): string | null {
  const which = `The bulk price for ${quantities({ from, to })}`
  if (to !== 0 && to <= from) return `${which} ends before it begins: give it a higher last quantity, or none.`
  if (type === 'fixed' && from < 2) return `${which} must begin at 2 or more: for one piece there is the price itself.`
  if (isBelowZero(amount)) return `${which} is below 0: give it another amount.`
  return type === 'percent' && isBelowZero(minusFrom100(amount)) ? `${which} is over 100 %: give it a lower one.` : null
}

/** Below zero where a percentage is over 100. */
function minusFrom100(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  const isOver = whole.length > 3 || Number(whole) > 100 || (Number(whole) === 100 && /[1-9]/.test(fraction))
  return isOver ? '-1' : '0'
}

/** What tells bulk prices apart. */
export function bulkPriceKey({ from, to, type, amount }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([from, to, type, amount])
}

function quantities({ from, to }: Pick<BulkPrice, 'from' | 'to'>): string {
  return to === 0 ? `${from} or more` : `${from} to ${to}`
}

function fromText(text: string): BulkPrice | null {
  const parts = /^\s*(\d{1,10})\s*(?:\+|[-–]\s*(\d{1,10}))\s*:\s*(\S+?)\s*(%|each|off)\s*$/i.exec(text)
  if (parts === null) return null
  const [, from, to = '0', amount, word = ''] = parts
  const type = { '%': 'percent', each: 'fixed', off: 'price' }[word.toLowerCase()]
  return fromRow({ from: Number(from), to: Number(to), type, amount })
}

function fromRow(given: unknown): BulkPrice | null {
  if (typeof given !== 'object' || given === null) return null
  const { from, to = 0, type, amount } = given as Readonly<Record<string, unknown>>
  const read = typeof amount === 'string' || typeof amount === 'number' ? readDecimal(String(amount)) : null
  const known = bulkPriceTypes.find(one => one === type)
  if (!isQuantity(from) || !isQuantity(to) || known === undefined || read === null) return null
  return { from, to, type: known, amount: read }
}

function isQuantity(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= quantityMost
}
