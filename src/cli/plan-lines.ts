import type { Change, Plan } from '../api/contract/plans.ts'
import { count, duration, money, plain, Table, whole } from './format.ts'

/** What a plan comes to, as it is looked at before it is applied. */
export function planLines(plan: Plan): string[] {
  const { changes, products, variants, requests, seconds } = plan
  if (changes === 0 && plan.faults === 0) return ['Nothing is to do: the store shows what is wanted.']
  const whom = [count(products, 'product'), ...(variants > 0 ? [count(variants, 'variant')] : [])].join(', ')
  const long = seconds === null ? null : seconds < 1 ? 'less than a second' : `about ${duration(seconds)}`
  const time = long === null ? '' : `, ${long} with the quota as it is`
  return [
    `${count(changes, 'change')}: ${whom}.`,
    `${count(requests.writes, 'request')} to write, ${whole(requests.reads)} to look before${time}.`,
    ...fieldLines(plan),
    ...plan.waits.map(waitLine),
    ...removalLines(plan),
    ...warningLines(plan),
  ]
}

/** Plans are shown before they are sent, and after: only one that is ready has any. */
function waitLine({ sentence, changes }: Plan['waits'][number]): string {
  return `${plain(sentence)} ${count(changes, 'change')} of it ${changes === 1 ? 'waits' : 'wait'} for that; the rest can be sent.`
}

/** What goes from the store stands apart. */
function removalLines({ id, removals }: Plan): string[] {
  if (removals === null) return []
  const { products, variants, cannotReturn } = removals
  const what = [
    ...(products > 0 ? [count(products, 'product')] : []),
    ...(variants > 0 ? [count(variants, 'variant')] : []),
  ].join(' and ')
  return [
    `Deleted in the store for good: ${what}. cartwright plan show ${id} --field ${products > 0 ? 'product' : 'variant'} names them.`,
    ...cannotReturn.map(sentence => `  ${sentence}`),
  ]
}

function fieldLines({ fields }: Plan): string[] {
  const table = new Table([{ title: '' }, { title: '' }, { title: '', align: 'right' }], null)
  return table.lines(fields.map(({ level, label, changes }) => [`  ${level}`, label, whole(changes)]))
}

function warningLines({ id, faults, edited, brakes }: Plan): string[] {
  const lines: string[] = []
  if (faults > 0) {
    lines.push(
      `${count(faults, 'change')} can’t be sent, as the store would refuse ${faults === 1 ? 'it' : 'them'}: cartwright plan show ${id} --state rejected`,
    )
  }
  if (edited > 0) {
    lines.push(`${count(edited, 'change')} would write over what was edited in the store: add --edited to see them.`)
  }
  for (const { brake, sentence, examples, passed } of brakes) {
    const who = passed === null ? ` Held until you let it pass: cartwright plan pass ${id} ${typed(brake)}` : ''
    lines.push(`${sentence}${who}${passed === null ? '' : ` It was let pass by ${plain(passed.by)}.`}`)
    for (const { name, sku, before, after } of examples) {
      const [was, will] =
        brake === 'category_emptied' ? [count(Number(before), 'product'), 'none'] : [shown(before), shown(after)]
      lines.push(`  ${plain(`${name} ${sku}`).trim()}: ${was} > ${will}`)
    }
  }
  return lines
}

/** As it is typed: `price-cut`. */
export function typed(word: string): string {
  return word.replaceAll('_', '-')
}

export const changeColumns = [
  { title: 'id', align: 'right' },
  { title: 'name', shrinksTo: 12 },
  { title: 'SKU', shrinksTo: 8 },
  { title: 'field' },
  { title: 'old > new', shrinksTo: 16 },
  { title: 'state' },
  { title: 'why', shrinksTo: 12, drops: true },
] as const

export function changeCells(change: Change): string[] {
  const { id, name, sku, label, before, after, state, reason, edited } = change
  const why = reason ?? (edited && state === 'planned' ? 'Edited in the store; it would be written over.' : '')
  return [id, name, sku, label, `${shown(before)} > ${shown(after)}`, typed(state), why]
}

/** As in the file that the API offers. */
export const csvHeads = [
  ...['Change', 'Store id', 'Variant id', 'Name', 'SKU', 'Field', 'Part', 'Old', 'New', 'Edited in the store', 'State'],
  ...['Reason', 'What to do'],
]

export function csvCells(change: Change): string[] {
  const { id, listingId, offerId, name, sku, field, part, before, after, edited, state, reason, fix } = change
  return [
    ...[id, listingId, offerId ?? '', name, sku, field, part, cell(before), cell(after), edited ? 'yes' : 'no', state],
    ...[reason ?? '', fix ?? ''],
  ]
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.some(isImage)) return value.map(imageWords).join(', ')
  return typeof value === 'string' ? money(plain(value)) : cell(value)
}

function isImage(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null && ('file' in entry || 'url' in entry)
}

/** Such as `1 “Front” (thumbnail)`: the order, the text and what is new all show. */
function imageWords(entry: unknown, place: number): string {
  if (!isImage(entry)) return cell(entry)
  const { file, description, isThumbnail } = entry
  const text = typeof description === 'string' && description !== '' ? ` “${plain(description)}”` : ''
  const what = typeof file === 'string' ? ` new picture${text}` : text === '' ? ' without a description' : text
  return `${place + 1}${what}${isThumbnail === true ? ' (thumbnail)' : ''}`
}
