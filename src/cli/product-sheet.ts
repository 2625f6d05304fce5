import type { FieldRow, ProductDetail, VariantRow } from '../api/contract/catalog.ts'
import { moment, pairs, plain, Table } from './format.ts'

const groupTitles: Readonly<Record<FieldRow['group'], string>> = {
  basics: 'Basics',
  price: 'Price',
  identifiers: 'Identifiers',
  shipping: 'Shipping',
  sale: 'On sale',
  seo: 'Search engines',
  parts: 'Parts',
}
const goneWords = { keep_off: 'kept off this channel', archive: 'archived', make_again: 'to be made again' } as const
const valueWidthMost = 60
const partsShown = 6

/** `12.00`, or `10.00–14.00` where variants differ. */
export function priceOf({ price, priceMost }: { price: string | null; priceMost: string | null }): string {
  if (price === null) return ''
  return priceMost === null || priceMost === price ? price : `${price}–${priceMost}`
}

/** A product as a sheet of paper has it. The whole text of long values is in the JSON. */
export function productSheet(product: ProductDetail, columnsMost: number | null): string[] {
  const { channels, fields, variants } = product
  const groups = Object.entries(groupTitles).flatMap(([group, title]) => {
    const rows = fields.filter(field => field.group === group && !isEmpty(field))
    return rows.length === 0 ? [] : ['', title, ...fieldLines(rows, channels, columnsMost)]
  })
  return [
    plain(product.name),
    ...pairs([
      ['Id', product.id ?? 'not in the master catalog yet'],
      ...(product.brand === null ? [] : [['Brand', plain(product.brand)] as const]),
      ...(product.state === 'archived' ? [['State', 'archived'] as const] : []),
      ...(product.changedAt === null ? [] : [['Changed', moment(product.changedAt)] as const]),
      ...channels.map(channel => [plain(channel.channelName), sideOf(channel)] as const),
    ]),
    ...groups,
    '',
    variants.length === 1 ? 'Variant' : `Variants (${variants.length})`,
    ...variantLines(variants, channels, columnsMost),
  ]
}

function sideOf({ remoteId, observedAt, detailsAt, goneAt, goneChoice }: ProductDetail['channels'][number]): string {
  const details = detailsAt === null ? ', its options and modifiers not yet' : ''
  if (goneAt === null) return `id ${plain(remoteId)}, read ${moment(observedAt)}${details}`
  const choice = goneChoice === null ? 'not decided what becomes of it' : goneWords[goneChoice]
  return `id ${plain(remoteId)}, gone from the store since ${moment(goneAt)}: ${choice}`
}

function isEmpty({ master, kind, channels }: FieldRow): boolean {
  return shown(master, kind) === '' && channels.every(({ value }) => shown(value, kind) === '')
}

function fieldLines(
  rows: readonly FieldRow[],
  channels: ProductDetail['channels'],
  columnsMost: number | null,
): string[] {
  const table = new Table(
    [
      { title: '  field' },
      { title: 'in the hub', shrinksTo: 12 },
      ...channels.map(({ channelName }) => ({ title: plain(channelName), shrinksTo: 12 })),
    ],
    columnsMost,
  )
  return table.lines(
    rows.map(({ label, kind, master, channels: sides }) => [
      `  ${label}`,
      shown(master, kind),
      ...channels.map(({ channelId }) =>
        sideValue(
          { master, kind },
          sides.find(side => side.channelId === channelId),
        ),
      ),
    ]),
  )
}

function sideValue(
  { master, kind }: Pick<FieldRow, 'master' | 'kind'>,
  side: FieldRow['channels'][number] | undefined,
): string {
  if (side === undefined) return ''
  if (side.differs) return `${shown(side.value, kind)} *`
  return JSON.stringify(side.value) === JSON.stringify(master) ? 'same' : shown(side.value, kind)
}

/** Any value as a short line. */
function shown(value: unknown, kind: FieldRow['kind']): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    const parts = value.slice(0, partsShown).map(part => partShown(part))
    const more = value.length - parts.length
    return short(`${parts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  }
  if (typeof value === 'object') return short(partShown(value))
  return short(kind === 'html' ? withoutTags(String(value)) : String(value))
}

function partShown(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part)
  return Object.values(part)
    .filter(value => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .join(' ')
}

/** Descriptions are HTML; what they say is enough here. */
function withoutTags(text: string): string {
  return text
    .replace(/<[a-z!/][^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function short(text: string): string {
  return text.length <= valueWidthMost ? text : `${text.slice(0, valueWidthMost - 1).trimEnd()}…`
}

function variantLines(
  variants: readonly VariantRow[],
  channels: ProductDetail['channels'],
  columnsMost: number | null,
): string[] {
  const table = new Table(
    [
      { title: '  id' },
      { title: 'SKU', shrinksTo: 8 },
      { title: 'options', shrinksTo: 12 },
      ...channels.map(({ channelName }) => ({ title: plain(channelName), shrinksTo: 12 })),
    ],
    columnsMost,
  )
  return table.lines(
    variants.map(({ id, sku, skuFault, skuFilled, optionValues, channels: sides }) => [
      `  ${id ?? '(not matched)'}`,
      [
        sku ?? '',
        ...(skuFilled ? ['(given by the hub)'] : []),
        ...(skuFault === null ? [] : [`(${faultWord(skuFault)})`]),
      ]
        .join(' ')
        .trim(),
      optionValues.map(({ option, value }) => `${option}: ${value}`).join(', '),
      ...channels.map(({ channelId }) => offerOf(sides.filter(side => side.channelId === channelId))),
    ]),
  )
}

function faultWord(fault: NonNullable<VariantRow['skuFault']>): string {
  return { blank: 'no SKU', too_long: 'too long', invalid: 'cannot be used', duplicate: 'twice' }[fault]
}

/** What one store shows of a variant; it may have it twice. */
function offerOf(sides: VariantRow['channels']): string {
  return sides
    .map(({ remoteId, match, sku, price, stock, goneAt }) => {
      const state =
        goneAt !== null ? ['gone'] : match === 'waiting' ? ['not matched'] : match === 'left_out' ? ['left out'] : []
      return [
        `id ${remoteId}`,
        ...(sku === '' ? [] : [sku]),
        ...(price === null ? [] : [price]),
        ...(stock === null ? [] : [`stock ${stock}`]),
        ...state,
      ].join(', ')
    })
    .join('; ')
}
