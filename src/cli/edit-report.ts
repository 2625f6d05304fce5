import type { EditedRow, EditResult } from '../api/contract/edits.ts'
import type { Call } from '../api/contract/routes.ts'
import type { EditBody } from './edit-fields.ts'
import { count, plain, Table, whole } from './format.ts'
import type { CliTools } from './io.ts'
import { shownValue } from './product-sheet.ts'

const faultsShown = 20

/** What all parts of an edit come to. */
export interface Total extends Omit<EditResult, 'next' | 'channels'> {
  readonly preview: boolean
  readonly channels: EditResult['channels']
}

/** Edits part by part to the end. */
export async function doAll(call: Call, body: EditBody, tools: CliTools): Promise<Total> {
  let part = await call('POST /api/edits', { body })
  let total: Total = { ...withoutNext(part), preview: body.preview === true }
  while (part.next !== null) {
    tools.rewrite?.(`${count(total.changed + total.unchanged + total.refused, 'row')} so far …`)
    part = await call('POST /api/edits', { body: { ...body, goOn: { editId: total.editId, after: part.next } } })
    total = added(total, part)
  }
  tools.rewrite?.('')
  return total
}

function withoutNext({ next: _, ...part }: EditResult) {
  return part
}

function added(total: Total, part: EditResult): Total {
  const channels = [...Map.groupBy([...total.channels, ...part.channels], ({ channelId }) => channelId)].map(
    ([channelId, own]) => ({
      channelId,
      products: own.reduce((sum, each) => sum + each.products, 0),
      variants: own.reduce((sum, each) => sum + each.variants, 0),
      notSent: [...new Set(own.flatMap(({ notSent }) => notSent))],
    }),
  )
  return {
    ...total,
    changed: total.changed + part.changed,
    unchanged: total.unchanged + part.unchanged,
    refused: total.refused + part.refused,
    rows: total.rows.length > 0 ? total.rows : part.rows,
    faulty: [...total.faulty, ...part.faulty].slice(0, 100),
    channels,
  }
}

export function totalLines(total: Total, names: ReadonlyMap<string, string>, tools: CliTools): string[] {
  const { changed, unchanged, refused, rows, faulty, channels, preview } = total
  const columns = [
    { title: 'product', shrinksTo: 16 },
    { title: 'SKU', shrinksTo: 8 },
    { title: 'field', shrinksTo: 8 },
    { title: preview ? 'now' : 'before', shrinksTo: 10 },
    { title: 'then', shrinksTo: 10 },
  ]
  const lines = rows.flatMap(({ name, sku, fields }) =>
    fields.map(({ label, before, after }) => [name, sku, label, shownValue(before, 'text'), shownValue(after, 'text')]),
  )
  return [
    `${preview ? 'Would change' : 'Changed'} ${whole(changed)}${unchanged > 0 ? `; ${whole(unchanged)} had these values already` : ''}.`,
    ...(lines.length === 0 ? [] : new Table(columns, tools.outColumns()).lines(lines)),
    ...(changed > rows.length ? [`… and ${whole(changed - rows.length)} more`] : []),
    ...channels.flatMap(channel => effectLines(channel, names)),
    ...(refused === 0 ? [] : [`Not edited: ${whole(refused)}`, ...faulty.slice(0, faultsShown).map(faultLine)]),
    ...(refused > faultsShown ? [`  … and ${whole(refused - faultsShown)} more`] : []),
  ]
}

function effectLines(
  { channelId, products, variants, notSent }: EditResult['channels'][number],
  names: ReadonlyMap<string, string>,
): string[] {
  const name = plain(names.get(channelId) ?? channelId)
  const parts = [
    ...(products > 0 ? [count(products, 'product')] : []),
    ...(variants > 0 ? [count(variants, 'variant')] : []),
  ]
  return [
    ...(parts.length > 0 ? [`To send to ${name} by its next plan: ${parts.join(' and ')}`] : []),
    ...(notSent.length > 0 ? [`${name} keeps its own ${notSent.join(', ')}: the hub does not own that there`] : []),
  ]
}

function faultLine({ id, name, sku, faults }: EditedRow): string {
  const which = [name, sku === '' ? '' : `(${sku})`].filter(word => word !== '').join(' ')
  return `  ${plain(which === '' ? id : which)}: ${faults.map(({ sentence }) => sentence).join(' ')}`
}
