import { stripVTControlCharacters } from 'node:util'

const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const decimalNumber = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 20 })
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** What terminals show two columns wide: the scripts of East Asia, full-width forms, and pictures. */
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** What could move the cursor, colour the screen, or turn the writing direction of the rest of the line. */
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu
const gap = '  '

/** `1,234,567`. */
export function whole(amount: number): string {
  return wholeNumber.format(amount)
}

/** `1,234.50`: decimal text with two digits or as many as it has; what is no decimal number stays as it came. */
export function money(amount: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(amount)) return amount
  return decimalNumber.format(amount as `${number}`)
}

/** `1 product`, `1,200 products`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${whole(amount)} ${amount === 1 ? one : many}`
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(seconds, 0).toFixed(1)} s`
  const all = Math.round(seconds)
  if (all < 60) return `${all} s`
  const [hours, minutes, rest] = [Math.floor(all / 3_600), Math.floor((all % 3_600) / 60), all % 60]
  if (hours > 0) return minutes === 0 ? `${whole(hours)} h` : `${whole(hours)} h ${minutes} min`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

/** `2026-11-26 20:31`, in the time of this machine. */
export function moment(instant: string): string {
  const at = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** A text of somebody else as one line that a terminal shows and does not obey. */
export function plain(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(unprintable, '\ufffd')
}

/** How many columns a terminal needs to show a text. */
export function widthOf(text: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text))) {
    if (!invisible.test(segment)) columns += wide.test(segment) ? 2 : 1
  }
  return columns
}

/** The text, or as much of its beginning as fits, with `…` at the end. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let kept = ''
  let used = 1
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment)
    if (used > columns) break
    kept += segment
  }
  return columns < 1 ? '' : `${kept.trimEnd()}…`
}

function pad(text: string, columns: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(columns - widthOf(text), 0))
  return align === 'right' ? space + text : text + space
}

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Where the terminal is narrow it gives way, but not below this width. */
  readonly shrinksTo?: number
  /** Is left out where the terminal is too narrow all the same; the last such column first. */
  readonly drops?: boolean
}

/**
 * A table that may be printed piece by piece: its columns only grow, so that a long list need not be held to be
 * aligned. `columnsMost` is the width of the terminal; null (a file, a program) cuts nothing.
 */
export class Table {
  readonly #columns: readonly Column[]
  readonly #columnsMost: number | null
  readonly #widths: number[]
  readonly #shown: number[]
  #begun = false

  constructor(columns: readonly Column[], columnsMost: number | null) {
    this.#columns = columns
    this.#columnsMost = columnsMost
    this.#widths = columns.map(({ title }) => widthOf(title))
    this.#shown = [...columns.keys()]
  }

  /** The lines of some rows, with the heads before the first ones. */
  lines(rows: readonly (readonly string[])[]): string[] {
    const cells = rows.map(row => this.#columns.map((_, at) => plain(row[at] ?? '')))
    for (const row of cells) {
      for (const [at, cell] of row.entries()) this.#widths[at] = Math.max(this.#widths[at] ?? 0, widthOf(cell))
    }
    const widths = this.#fit()
    const titles = this.#columns.map(({ title }) => title)
    const heads = this.#begun || titles.every(title => title === '') ? [] : [titles]
    this.#begun = true
    return [...heads, ...cells].map(row =>
      this.#shown
        .map(at => {
          const width = widths[at] ?? 0
          return pad(cut(row[at] ?? '', width), width, this.#columns[at]?.align ?? 'left')
        })
        .join(gap)
        .trimEnd(),
    )
  }

  /** The widths that fit, after leaving out what does not: each column that may, from the last on. */
  #fit(): number[] {
    if (this.#columnsMost === null) return this.#widths
    for (;;) {
      const { widths, over } = this.#shrunk(this.#columnsMost)
      if (over <= 0) return widths
      const dropped = this.#shown.findLastIndex(at => this.#columns[at]?.drops === true)
      if (dropped === -1) return widths
      this.#shown.splice(dropped, 1)
    }
  }

  /** Takes what is too much from the widest of those that may shrink; `over` is what could not be taken. */
  #shrunk(columnsMost: number): { widths: number[]; over: number } {
    const widths = [...this.#widths]
    const wanted = this.#shown.reduce((sum, at) => sum + (widths[at] ?? 0), gap.length * (this.#shown.length - 1))
    let over = wanted - columnsMost
    while (over > 0) {
      const shrinking = this.#shown.filter(at => (widths[at] ?? 0) > (this.#columns[at]?.shrinksTo ?? Infinity))
      const [widest] = shrinking.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))
      if (widest === undefined) break
      widths[widest] = (widths[widest] ?? 0) - 1
      over -= 1
    }
    return { widths, over }
  }
}

/** Lines of a name and a value each, aligned, indented by two. */
export function pairs(rows: readonly (readonly [string, string])[]): string[] {
  const names = Math.max(0, ...rows.map(([name]) => widthOf(name)))
  return rows.map(([name, value]) => `  ${pad(name, names, 'left')}  ${value}`.trimEnd())
}

/**
 * One line of a CSV file (RFC 4180), without the line break at its end. What a spreadsheet would take for a formula gets
 * an apostrophe before it: what a store says must not run there.
 */
export function csvLine(values: readonly string[]): string {
  return values
    .map(value => (/^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(value) ? `'${value}` : value))
    .map(value => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',')
}
