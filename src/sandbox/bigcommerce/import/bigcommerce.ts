import type { OptionDraft, ProductDraft, VariantDraft } from '../catalog/draft.ts'
import { plainDraft } from '../catalog/draft.ts'
import type { Group } from './group.ts'
import { collectProducts, fileNameOf, importedDates, splitPaths, VariantCollector, variantDraft } from './group.ts'
import type { Ledger } from './ledger.ts'
import type { Row, Table } from './table.ts'
import { RowProblem } from './table.ts'

/** Every row follows its product's; what comes before the first product belongs to nothing. */
function groupsOf(rows: readonly Row[], ledger: Ledger): Group[] {
  const groups: Group[] = []
  for (const row of rows) {
    const item = row.cell('Item').toLowerCase()
    const group = groups.at(-1)
    if (item === 'product') groups.push({ head: row, members: [] })
    else if (group === undefined) ledger.refuse(row, 'There is no product above this row.')
    else group.members.push(row)
  }
  return groups
}

interface Choice {
  readonly type: string
  readonly name: string
  readonly value: string
}

/** `Type=Dropdown|Name=Color|Value=Natural|Type=Dropdown|Name=Size|Value=5A` */
function parseOptions(text: string): Choice[] {
  const choices: { type: string; name: string; value: string }[] = []
  for (const part of text.split('|')) {
    const cut = part.indexOf('=')
    const key = part.slice(0, cut).trim().toLowerCase()
    const value = part.slice(cut + 1).trim()
    if (key === 'type') choices.push({ type: value, name: '', value: '' })
    const choice = choices.at(-1)
    if (choice === undefined) continue
    if (key === 'name') choice.name = value
    if (key === 'value') choice.value = value
  }
  return choices
}

const optionTypes = new Map<string, OptionDraft['type']>([
  ['dropdown', 'dropdown'],
  ['swatch', 'swatch'],
  ['radio', 'radio_buttons'],
  ['radio buttons', 'radio_buttons'],
  ['rectangle', 'rectangles'],
  ['rectangles', 'rectangles'],
])

const isYes = (text: string) => ['true', 'yes', 'y', '1'].includes(text.toLowerCase())

function trackingOf(row: Row): ProductDraft['tracking'] {
  const text = row.cell('Inventory Tracking').toLowerCase()
  if (text === 'product' || text === 'variant') return text
  if (text === '' || text === 'none') return 'none'
  throw new RowProblem(`“Inventory Tracking” is “${text}”; it must be none, product or variant.`)
}

const conditions = new Map([
  ['used', 'Used'],
  ['refurbished', 'Refurbished'],
] as const)

function conditionOf(text: string): ProductDraft['condition'] {
  const known = text.toLowerCase()
  return known === 'used' || known === 'refurbished' ? (conditions.get(known) ?? 'New') : 'New'
}

/** `name=value` pairs, parted by semicolons. Guess: the export's own writing of them is not documented. */
function parseCustomFields(text: string): [string, string][] {
  return text.split(';').flatMap((part): [string, string][] => {
    const cut = part.search(/[=:]/)
    const name = part.slice(0, Math.max(cut, 0)).trim()
    const value = part.slice(cut + 1).trim()
    return cut < 1 || value === '' ? [] : [[name.slice(0, 250), value.slice(0, 250)]]
  })
}

function readVariant(row: Row, choices: readonly Choice[]): VariantDraft {
  return variantDraft({
    sku: row.cell('SKU'),
    values: choices.map(choice => choice.value),
    price: row.amount('Price'),
    salePrice: row.amount('Sale Price'),
    weight: row.amount('Weight'),
    costPrice: row.amount('Cost Price') ?? 0,
    stock: [Math.max(0, row.whole('Current Stock') ?? 0), 0],
    upc: row.cell('UPC/EAN').slice(0, 14),
  })
}

/** The parts of a product that its other rows bring. */
function readMembers(group: Group, ledger: Ledger) {
  const collector = new VariantCollector(ledger)
  const images: { file: string; description: string }[] = []
  const videos: { id: string; title: string; description: string }[] = []
  let options: readonly Choice[] = []
  for (const row of group.members) {
    ledger.attempt(row, () => {
      const item = row.cell('Item').toLowerCase()
      if (item === 'variant') {
        const choices = parseOptions(row.cell('Options'))
        if (choices.length === 0) throw new RowProblem('The variant has no options.')
        if (options.length === 0) options = choices
        const differs = choices.map(one => one.name).join('|') !== options.map(one => one.name).join('|')
        if (differs) throw new RowProblem('The variant has other options than the first one of its product.')
        collector.add(row, readVariant(row, choices))
      } else if (item === 'image') {
        const address = row.cell('Image URL (Import)') || row.cell('Internal Image URL (Export)')
        if (address === '') throw new RowProblem('The image has no address.')
        images.push({ file: fileNameOf(address), description: row.cell('Image Description') })
      } else if (item === 'video') {
        const id = row.cell('YouTube ID')
        if (id === '') throw new RowProblem('The video has no YouTube ID.')
        videos.push({ id, title: row.cell('Video Title').slice(0, 255), description: row.cell('Video Description') })
      } else {
        throw new RowProblem(`“Item” is “${row.cell('Item')}”; it must be Product, Variant, Image or Video.`)
      }
      ledger.merge(row, `${row.cell('Item')} of the product on line ${group.head.line}`)
    })
  }
  return { collector, images, videos, options }
}

function readProduct(group: Group, ledger: Ledger): ProductDraft {
  const { head } = group
  const name = head.cell('Name')
  ledger.checkName(name)
  const sku = head.cell('SKU')
  ledger.checkSku(sku)
  const own = readVariant(head, [])
  const draft: Omit<ProductDraft, 'images' | 'videos' | 'options' | 'variants'> = {
    ...plainDraft,
    ...importedDates,
    name,
    sku,
    type: head.cell('Type').toLowerCase() === 'digital' ? 'digital' : 'physical',
    description: head.cell('Description'),
    price: head.amount('Price') ?? 0,
    salePrice: head.amount('Sale Price') ?? 0,
    retailPrice: head.amount('Retail Price') ?? 0,
    costPrice: own.costPrice,
    weight: head.amount('Weight') ?? 0,
    width: head.amount('Width') ?? 0,
    height: head.amount('Height') ?? 0,
    depth: head.amount('Depth') ?? 0,
    // The file names brands by number only.
    brand: head.cell('Brand ID') === '' || head.cell('Brand ID') === '0' ? '' : `Brand ${head.cell('Brand ID')}`,
    categories: splitPaths(head.cell('Categories')),
    tracking: trackingOf(head),
    warningLevel: Math.max(0, head.whole('Low Stock') ?? 0),
    visible: head.cell('Is Visible') === '' || isYes(head.cell('Is Visible')),
    featured: isYes(head.cell('Is Featured')),
    freeShipping: isYes(head.cell('Free Shipping')),
    condition: conditionOf(head.cell('Product Condition')),
    upc: own.upc,
    mpn: head.cell('Manufacturer Part Number'),
    gtin: head.cell('Global Trade Number').slice(0, 14),
    binPicking: head.cell('Bin Picking Number'),
    keywords: head.cell('Search Keywords'),
    pageTitle: head.cell('Page Title').slice(0, 255),
    metaDescription: head.cell('Meta Description'),
    warranty: head.cell('Warranty'),
    sortOrder: head.whole('Sort Order') ?? 0,
    customFields: parseCustomFields(head.cell('Custom Fields')),
  }
  // Only now that nothing in the product's own row can refuse it any more.
  ledger.claimSku(sku)
  const { collector, images, videos, options } = readMembers(group, ledger)
  const [first, ...others] = collector.variants
  return {
    ...draft,
    images,
    videos,
    options: options.map((choice, at) => ({
      name: choice.name,
      type: optionTypes.get(choice.type.toLowerCase()) ?? 'dropdown',
      values: collector.values[at] ?? [],
    })),
    variants: first === undefined ? [{ ...own, price: null, salePrice: null, weight: null }] : [first, ...others],
  }
}

export function readBigCommerce(table: Table, ledger: Ledger): ProductDraft[] {
  const rows = table.rows.filter(row => !table.overlong.has(row))
  return collectProducts(groupsOf(rows, ledger), ledger, group => readProduct(group, ledger))
}
