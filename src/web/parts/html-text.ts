/**
 * The text of a description, without anything that it could do. The markup of a store is never given to the browser,
 * not even to be parsed: it is gone through here, and what is left has no tags.
 */
export function htmlAsText(html: string, decode: (text: string) => string = decodeReferences): string {
  const lower = html.toLowerCase()
  let text = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    text += (open < 0 ? html.slice(at) : html.slice(at, open)).replace(/\s+/g, ' ')
    if (open < 0) break
    const [, slash = '', name = ''] = /^<(\/?)([a-z][a-z0-9-]*|[!?])/.exec(lower.slice(open, open + nameMost)) ?? []
    if (name === '') {
      text += '<'
      at = open + 1
      continue
    }
    at = endOf(html, lower, open, slash === '' ? name : '')
    text += breakOf(name, slash !== '')
  }
  const lines = text
    .replace(/ {2,}/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return decode(lines)
}

const nameMost = 24
/** What stands inside of them is no text. */
const mute = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg', 'title', 'textarea'])
const block =
  /^(?:p|div|section|article|header|footer|main|h[1-6]|ul|ol|dl|table|blockquote|figure|pre|hr|form|fieldset|details)$/

/** Where the text goes on after a tag, a comment, or an element that holds no text. */
function endOf(html: string, lower: string, open: number, opened: string): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  const end = endOfTag(html, open)
  if (!mute.has(opened) || html[end - 2] === '/') return end
  const close = lower.indexOf(`</${opened}`, end)
  return close < 0 ? html.length : endOfTag(html, close)
}

/** A `>` inside of quotes does not end a tag; quotes without an end take all the rest, as in a browser. */
function endOfTag(html: string, open: number): number {
  const stop = /[>"']/g
  stop.lastIndex = open
  for (let match = stop.exec(html); match !== null; match = stop.exec(html)) {
    if (match[0] === '>') return stop.lastIndex
    stop.lastIndex = after(html, match[0], stop.lastIndex)
  }
  return html.length
}

function after(html: string, end: string, from: number): number {
  const found = html.indexOf(end, from)
  return found < 0 ? html.length : found + end.length
}

function breakOf(name: string, isClosing: boolean): string {
  if (block.test(name)) return '\n\n'
  if (name === 'br') return '\n'
  if (name === 'li') return isClosing ? '' : '\n• '
  if (/^(?:tr|dt|dd)$/.test(name)) return isClosing ? '' : '\n'
  return /^t[dh]$/.test(name) ? ' ' : ''
}

/** `&amp;` and its like. There is no tag in what is parsed, so that it can come to nothing but text. */
function decodeReferences(text: string): string {
  const { body } = new DOMParser().parseFromString(text.replaceAll('<', '&lt;').replaceAll('\n', '&#10;'), 'text/html')
  return body.textContent
}
