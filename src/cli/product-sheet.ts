import type { FieldRow, ProductDetail, VariantRow } from '../api/contract/catalog.ts'
import { moment, money, pairs, plain, Table } from './format.ts'

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
const indent = '  '

/** `12.00`, or `10.00–14.00` where variants differ. */
export function priceOf({ price, priceMost }: { price: string | null; priceMost: string | null }): string {
  if (price === null) return ''
  return priceMost === null || priceMost === price ? money(price) : `${money(price)}–${money(priceMost)}`
}

/** A product as a sheet of paper has it. The whole text of long values is in the JSON. */
export function productSheet(product: ProductDetail, columnsMost: number | null): string[] {
  const { channels, absent, fields, variants } = product
  return [
    plain(product.name),
    ...pairs([
      ['Id', product.id ?? 'not in the master catalog yet'],
      ...(product.brand === null ? [] : [['Brand', plain(product.brand)] as const]),
      ...(product.state === 'archived' ? [['State', 'archived'] as const] : []),
      ...(product.changedAt === null ? [] : [['Updated in hub', moment(product.changedAt)] as const]),
      ...channels.map(channel => [plain(channel.channelName), sideOf(channel)] as const),
      ...absent.map(
        ({ channelName, wanted }) => [plain(channelName), wanted ? 'waits to be put there' : 'not there'] as const,
      ),
    ]),
    ...fieldLines(fields, channels, columnsMost),
    '',
    variants.length === 1 ? 'Variant' : `Variants (${variants.length})`,
    ...variantLines(variants, channels, columnsMost),
    ...waitingLines(product, columnsMost),
  ]
}

/** Edits that no store has yet: what it shows now, and what it will. */
function waitingLines({ fields, variants, channels }: ProductDetail, columnsMost: number | null): string[] {
  const nameOf = (channelId: string) => channels.find(each => each.channelId === channelId)?.channelName ?? channelId
  const waitingOf = (rows: readonly FieldRow[], of: string) =>
    rows.flatMap(({ label, kind, channels: sides }) =>
      sides
        .filter(({ waits }) => waits)
        .map(({ channelId, value, willBe, from }) => [
          `  ${plain(nameOf(channelId))}`,
          of === '' ? label : `${label} of ${of}`,
          shownValue(value, kind),
          shownValue(willBe, kind),
          from === 'channel' ? 'own' : '',
        ]),
    )
  const rows = [
    ...waitingOf(fields, ''),
    ...variants.flatMap(variant => waitingOf(variant.fields, variant.sku ?? variant.id ?? 'a variant')),
  ]
  if (rows.length === 0) return []
  const table = new Table(
    [
      { title: '  channel', shrinksTo: 12 },
      { title: 'field', shrinksTo: 12 },
      { title: 'in the store now', shrinksTo: 12 },
      { title: 'will be', shrinksTo: 12 },
      { title: '' },
    ],
    columnsMost,
  )
  return ['', 'Not sent yet', ...table.lines(rows)]
}

function sideOf({ remoteId, observedAt, detailsAt, goneAt, goneChoice }: ProductDetail['channels'][number]): string {
  const details = detailsAt === null ? ', its options and modifiers not yet' : ''
  if (goneAt === null) return `id ${plain(remoteId)}, read ${moment(observedAt)}${details}`
  const choice = goneChoice === null ? 'not decided what becomes of it' : goneWords[goneChoice]
  return `id ${plain(remoteId)}, gone from the store since ${moment(goneAt)}: ${choice}`
}

function isEmpty({ master, kind, channels }: FieldRow): boolean {
  return shownValue(master, kind) === '' && channels.every(({ value }) => shownValue(value, kind) === '')
}

/** All fields that somebody has, under the title of their group. */
function fieldLines(
  fields: readonly FieldRow[],
  channels: ProductDetail['channels'],
  columnsMost: number | null,
): string[] {
  const groups = Object.entries(groupTitles)
  const known = fields.filter(field => !isEmpty(field))
  const sorted = groups.flatMap(([group]) => known.filter(field => field.group === group))
  const table = new Table(
    [
      { title: '' },
      { title: 'in the hub', shrinksTo: 12 },
      ...channels.map(({ channelName }) => ({ title: plain(channelName), shrinksTo: 12 })),
    ],
    columnsMost === null ? null : columnsMost - indent.length,
  )
  const [heads = '', ...lines] = table.lines(sorted.map(field => [field.label, ...sides(field, channels)]))
  const titled = groups.flatMap(([group, title]) => {
    const own = lines.filter((_, line) => sorted[line]?.group === group)
    if (own.length === 0) return []
    return ['', title, ...own.map(line => indent + line)]
  })
  return titled.length === 0 ? [] : ['', indent + heads, ...titled.slice(1)]
}

/** What the hub has, and what each channel shows in its place. */
function sides({ master, kind, channels: shownThere }: FieldRow, channels: ProductDetail['channels']): string[] {
  return [
    shownValue(master, kind),
    ...channels.map(({ channelId }) => {
      const side = shownThere.find(each => each.channelId === channelId)
      if (side === undefined) return ''
      if (side.differs) return `${shownValue(side.value, kind)} *`
      return isSame(side.value, master) ? 'same' : shownValue(side.value, kind)
    }),
  ]
}

/** Parts are the same whatever ids a store gave them. */
function isSame(value: unknown, master: unknown): boolean {
  const withoutIds = (key: string, part: unknown) => (key === 'remoteId' ? undefined : part)
  return JSON.stringify(value, withoutIds) === JSON.stringify(master, withoutIds)
}

/** Any value as a short line. */
export function shownValue(value: unknown, kind: FieldRow['kind']): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    const parts = value.slice(0, partsShown).map(partShown)
    const more = value.length - parts.length
    return short(`${parts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  }
  if (typeof value === 'object') return short(partShown(value))
  if (kind === 'money') return money(String(value))
  return short(kind === 'html' ? withoutTags(String(value)) : String(value))
}

/** `front.jpg` of an image, `Color: Moss, Slate` of an option, `Material: oak` of a custom field. */
function partShown(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part)
  const { url, name, value, values, label, ...rest } = part as Record<string, unknown>
  if (typeof url === 'string') return url.split('/').at(-1) ?? url
  if (Array.isArray(values) && values.length > 0) return `${name}: ${values.map(partShown).join(', ')}`
  if (name !== undefined && value !== undefined) return `${name}: ${value}`
  if (name !== undefined || label !== undefined) return String(name ?? label)
  return Object.entries(rest)
    .filter(([key, each]) => key !== 'remoteId' && (typeof each === 'string' || typeof each === 'number'))
    .map(([key, each]) => `${key} ${each}`)
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
        ...(price === null ? [] : [money(price)]),
        ...(stock === null ? [] : [`stock ${stock}`]),
        ...state,
      ].join(', ')
    })
    .join('; ')
}
