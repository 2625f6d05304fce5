import type { EditField } from '../../../api/contract/edits.ts'
import { htmlAsText } from '../html-text.ts'
import { bulkPricesIn, bulkPriceWords } from './bulk-prices.ts'

/** What stands in a control, as text: numbers come as decimal text and stay text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

export function wordsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(word => typeof word === 'string') : []
}

export interface Pair {
  readonly name: string
  readonly value: string
}

export function pairsIn(value: unknown): Pair[] {
  if (!Array.isArray(value)) return []
  return value.map(part => {
    const { name, value: text } = (typeof part === 'object' && part !== null ? part : {}) as Partial<
      Record<string, unknown>
    >
    return { name: textOf(name), value: textOf(text) }
  })
}

/** Whether two values stand for the same in a control. */
export function isAlike({ control }: EditField, a: unknown, b: unknown): boolean {
  if (control === 'flag') return a === b
  if (control === 'images') return JSON.stringify(a ?? []) === JSON.stringify(b ?? [])
  if (control === 'bulkPrices') return JSON.stringify(bulkPricesIn(a)) === JSON.stringify(bulkPricesIn(b))
  if (control === 'pairs') return JSON.stringify(pairsIn(a)) === JSON.stringify(pairsIn(b))
  if (control === 'words' || control === 'categories') return JSON.stringify(wordsIn(a)) === JSON.stringify(wordsIn(b))
  return textOf(a) === textOf(b)
}

const shortMost = 80

/** `Home/Kitchen` with room around its slashes; a slash that is part of a name is written `\/`. */
export function shownPath(path: string): string {
  return path.replaceAll(/\\\/|\//g, slash => (slash === '/' ? ' / ' : '/'))
}

/** Lists of categories as they are read. */
export function categoriesInWords(value: unknown): string {
  return shortened(wordsIn(value).map(shownPath).join(', ') || 'none')
}

/** A value in a few words, for marks and previews. */
export function inWords(kind: EditField['kind'], value: unknown, amount: (text: string) => string): string {
  if (value === null || value === undefined || value === '') return 'none'
  if (kind === 'flag') return value === true ? 'yes' : 'no'
  if (kind === 'list') {
    const prices = (Array.isArray(value) ? value : []).flatMap(part => bulkPriceWords(part) ?? [])
    if (prices.length > 0) return shortened(prices.join(', '))
    const named = pairsIn(value).map(({ name, value: text }) => (name === '' ? text : `${name}: ${text}`))
    const words = wordsIn(value)
    return shortened((words.length > 0 ? words : named).join(', ') || 'none')
  }
  if (kind === 'money') return amount(textOf(value))
  return shortened(kind === 'html' ? htmlAsText(textOf(value)) : textOf(value))
}

function shortened(text: string): string {
  return text.length <= shortMost ? text : `${text.slice(0, shortMost).toWellFormed()}…`
}
