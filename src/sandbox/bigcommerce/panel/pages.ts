import { type Html, html } from './html.ts'
import { numberWords } from './words.ts'

const rowsOfList = 50

/** A part of a list, as large as a page shows. */
export interface ListPage<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  readonly number: number
  readonly count: number
  /** How many rows a page takes. */
  readonly size: number
}

/** The page that `page` in the address asks for; one that the list doesn't reach is its last. */
export function pageOf<Row>(all: readonly Row[], query: URLSearchParams, size = rowsOfList): ListPage<Row> {
  const count = Math.max(1, Math.ceil(all.length / size))
  const asked = Math.trunc(Number(query.get('page')))
  const number = asked >= 1 ? Math.min(asked, count) : 1
  const rows = all.slice((number - 1) * size, number * size)
  return { rows, total: all.length, number, count, size }
}

/** The address of a page, with what was searched for; the first page has none of its own. */
export function pageAddress(path: string, parts: Readonly<Record<string, string | number>>): string {
  const given = Object.entries(parts).filter(([name, value]) => value !== '' && !(name === 'page' && value === 1))
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return query === '' ? path : `${path}?${query}`
}

/** How many rows there are, and the ways to the pages before and behind; nothing more where all are on one page. */
export function pager(page: ListPage<unknown>, path: string, parts: Readonly<Record<string, string>> = {}): Html {
  const { number, count, total, rows, size } = page
  const first = (number - 1) * size + 1
  const words = `${numberWords(first)}–${numberWords(first + rows.length - 1)} of ${numberWords(total)}`
  const link = (to: number, name: string, rel: string) =>
    html`<a class="button small" rel="${rel}" href="${pageAddress(path, { ...parts, page: to })}">${name}</a>`
  return html`<nav class="pager" aria-label="Pages"><span>${count === 1 ? `${numberWords(total)} in all` : words}</span>
${number > 1 && link(number - 1, 'Previous', 'prev')}
${number < count && link(number + 1, 'Next', 'next')}</nav>`
}

/** The form that searches a list; its words are in the address. */
export function searchForm(path: string, text: string, label: string): Html {
  return html`<form class="search" method="get" action="${path}" role="search"><label class="hidden" for="q">${label}</label>
<input type="search" id="q" name="q" value="${text}" placeholder="${label}" autocomplete="off" dir="auto">
<button>Search</button>${text !== '' && html`<a class="button" href="${path}">Show all</a>`}</form>`
}
