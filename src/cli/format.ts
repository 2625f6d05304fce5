import { stripVTControlCharacters } from 'node:util'

const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** What terminals show two columns wide: the scripts of East Asia, full-width forms, and pictures. */
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** What could move the cursor, colour the screen, or turn the writing direction of the rest of the line. */
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu
const gap = '  '
const shrunkLeast = 8

/** `1,234,567`. */
export function whole(amount: number): string {
  return wholeNumber.format(amount)
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
  /** Gives way first where the terminal is narrow. */
  readonly shrinks?: boolean
}

/**
 * A table that may be printed piece by piece: its columns only grow, so that a long list need not be held to be
 * aligned. `columnsMost` is the width of the terminal; null (a file, a program) cuts nothing.
 */
export class Table {
  readonly #columns: readonly Column[]
  readonly #columnsMost: number | null
  readonly #widths: number[]
  #begun = false

  constructor(columns: readonly Column[], columnsMost: number | null) {
    this.#columns = columns
    this.#columnsMost = columnsMost
    this.#widths = columns.map(({ title }) => widthOf(title))
  }

  /** The lines of some rows, with the heads before the first ones. */
  lines(rows: readonly (readonly string[])[]): string[] {
    const cells = rows.map(row => this.#columns.map((_, at) => plain(row[at] ?? '')))
    for (const row of cells) {
      for (const [at, cell] of row.entries()) this.#widths[at] = Math.max(this.#widths[at] ?? 0, widthOf(cell))
    }
    const widths = this.#fitted()
    const heads =
      this.#begun || this.#columns.every(({ title }) => title === '') ? [] : [this.#columns.map(c => c.title)]
    this.#begun = true
    return [...heads, ...cells].map(row =>
      row
        .map((cell, at) => pad(cut(cell, widths[at] ?? 0), widths[at] ?? 0, this.#columns[at]?.align ?? 'left'))
        .join(gap)
        .trimEnd(),
    )
  }

  /** Takes the columns that are missing from the widest of those that may shrink. */
  #fitted(): number[] {
    const widths = [...this.#widths]
    if (this.#columnsMost === null) return widths
    let over = widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)) - this.#columnsMost
    while (over > 0) {
      let widest = -1
      for (const [at, width] of widths.entries()) {
        const mayShrink = this.#columns[at]?.shrinks === true && width > shrunkLeast
        if (mayShrink && width > (widths[widest] ?? 0)) widest = at
      }
      if (widest === -1) break
      widths[widest] = (widths[widest] ?? 0) - 1
      over -= 1
    }
    return widths
  }
}

/** Lines of a name and a value each, aligned, indented by two. */
export function pairs(rows: readonly (readonly [string, string])[]): string[] {
  const names = Math.max(0, ...rows.map(([name]) => widthOf(name)))
  return rows.map(([name, value]) => `  ${pad(name, names, 'left')}  ${value}`.trimEnd())
}

/** One line of a CSV file (RFC 4180), without the line break at its end. */
export function csvLine(values: readonly string[]): string {
  return values.map(value => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')
}
