/**
 * The text of a description, without anything that it could do: no markup of a store is ever put into the page. What is
 * parsed here is in no window, so that neither its scripts run nor its pictures load.
 */
export function htmlAsText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const element of body.querySelectorAll('script, style, template, noscript, iframe, object')) element.remove()
  return textOf(body)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const blocks = new Set([
  'P',
  'DIV',
  'SECTION',
  'ARTICLE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'UL',
  'OL',
  'TABLE',
  'BLOCKQUOTE',
])
const lines = new Set(['LI', 'TR', 'DT', 'DD'])
const deepest = 200

function textOf(node: Node, depth = 0): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replace(/\s+/g, ' ')
  if (depth > deepest) return node.textContent ?? ''
  if (node.nodeName === 'BR') return '\n'
  if (node.nodeName === 'HR') return '\n\n'
  const inner = [...node.childNodes].map(child => textOf(child, depth + 1)).join('')
  if (blocks.has(node.nodeName)) return `\n\n${inner}\n\n`
  if (lines.has(node.nodeName)) return `\n${node.nodeName === 'LI' ? '• ' : ''}${inner.trim()}`
  return node.nodeName === 'TD' || node.nodeName === 'TH' ? `${inner} ` : inner
}
