import type { OptionDraft, ProductDraft } from '../catalog/draft.ts'
import { plainDraft } from '../catalog/draft.ts'
import type { Group } from './group.ts'
import { collectProducts, fileNameOf, importedDates, splitPaths, VariantCollector, variantDraft } from './group.ts'
import type { Ledger } from './ledger.ts'
import type { Row, Table } from './table.ts'
import { RowProblem } from './table.ts'

const imagesMax = 1_000

function groupsOf(rows: readonly Row[], ledger: Ledger): Group[] {
  const groups: Group[] = []
  for (const row of rows) {
    const group = groups.at(-1)
    if (row.cell('Item Type').toLowerCase() === 'product') groups.push({ head: row, members: [] })
    else if (group === undefined) ledger.refuse(row, 'There is no product above this row.')
    else group.members.push(row)
  }
  return groups
}

interface Choice {
  readonly kind: string
  readonly name: string
  readonly value: string
}

/** `[S]Size=Large,[RB]Color=Red`; a comma inside a value is one that no bracket follows. */
function parseSkuName(text: string): Choice[] {
  return text.split(/,(?=\[[A-Z]+\])/).flatMap((part): Choice[] => {
    const [, kind, name, value] = /^\[([A-Z]+)\]([^=]*)=(.*)$/s.exec(part.trim()) ?? []
    return kind === undefined || name === undefined || value === undefined
      ? []
      : [{ kind, name: name.trim(), value: value.trim() }]
  })
}

const kinds = new Map<string, OptionDraft['type']>([
  ['S', 'dropdown'],
  ['RB', 'radio_buttons'],
  ['RT', 'rectangles'],
  ['CS', 'swatch'],
])

const isYes = (text: string) => ['Y', 'YES', 'TRUE', '1'].includes(text.toUpperCase())
const isNo = (text: string) => ['N', 'NO', 'FALSE', '0'].includes(text.toUpperCase())

function trackingOf(text: string): ProductDraft['tracking'] {
  const known = text.toLowerCase()
  if (known === 'by product') return 'product'
  return known === 'by option' ? 'variant' : 'none'
}

function imagesOf(head: Row): { file: string; description: string }[] {
  const images: { file: string; description: string }[] = []
  for (let number = 1; number <= imagesMax; number += 1) {
    const file = head.cell(`Product Image File - ${number}`)
    if (file === '') break
    images.push({ file: fileNameOf(file), description: head.cell(`Product Image Description - ${number}`) })
  }
  return images
}

const stockOf = (row: Row) => [Math.max(0, row.whole('Current Stock Level') ?? 0), 0]

function readSku(row: Row, options: readonly Choice[], collector: VariantCollector): readonly Choice[] {
  const choices = parseSkuName(row.cell('Product Name'))
  if (choices.length === 0) throw new RowProblem('The SKU names no options.')
  const wanted = options.length === 0 ? choices : options
  if (choices.map(one => one.name).join('|') !== wanted.map(one => one.name).join('|')) {
    throw new RowProblem('The SKU has other options than the first one of its product.')
  }
  collector.add(
    row,
    variantDraft({
      sku: row.cell('Product Code/SKU'),
      values: choices.map(choice => choice.value),
      stock: stockOf(row),
      upc: row.cell('Product UPC/EAN').slice(0, 14),
    }),
  )
  return wanted
}

function readProduct(group: Group, ledger: Ledger): ProductDraft {
  const { head } = group
  const name = head.cell('Product Name')
  ledger.checkName(name)
  const sku = head.cell('Product Code/SKU')
  ledger.checkSku(sku)
  const condition = head.cell('Product Condition').toLowerCase()
  const draft: Omit<ProductDraft, 'options' | 'variants'> = {
    ...plainDraft,
    ...importedDates,
    name,
    sku,
    type: head.cell('Product Type').toUpperCase() === 'D' ? 'digital' : 'physical',
    description: head.cell('Product Description'),
    price: head.amount('Price') ?? 0,
    salePrice: head.amount('Sale Price') ?? 0,
    retailPrice: head.amount('Retail Price') ?? 0,
    costPrice: head.amount('Cost Price') ?? 0,
    weight: head.amount('Product Weight') ?? 0,
    width: head.amount('Product Width') ?? head.amount('Width') ?? 0,
    height: head.amount('Product Height') ?? head.amount('Height') ?? 0,
    depth: head.amount('Product Depth') ?? head.amount('Depth') ?? 0,
    brand: head.cell('Brand Name'),
    categories: splitPaths(head.cell('Category')),
    tracking: trackingOf(head.cell('Track Inventory')),
    warningLevel: Math.max(0, head.whole('Low Stock Level') ?? 0),
    visible: !isNo(head.cell('Product Visible?')),
    freeShipping: isYes(head.cell('Free Shipping')),
    availability: isNo(head.cell('Allow Purchases?')) ? 'disabled' : 'available',
    condition: condition === 'used' ? 'Used' : condition === 'refurbished' ? 'Refurbished' : 'New',
    upc: head.cell('Product UPC/EAN').slice(0, 14),
    binPicking: head.cell('Bin Picking Number'),
    keywords: head.cell('Search Keywords'),
    pageTitle: head.cell('Page Title').slice(0, 255),
    metaDescription: head.cell('Meta Description'),
    warranty: head.cell('Product Warranty'),
    sortOrder: head.whole('Sort Order') ?? 0,
    images: imagesOf(head),
  }
  const own = variantDraft({ sku, stock: stockOf(head), upc: draft.upc })
  ledger.claimSku(sku)
  const collector = new VariantCollector(ledger)
  let options: readonly Choice[] = []
  for (const row of group.members) {
    ledger.attempt(row, () => {
      const item = row.cell('Item Type').toLowerCase()
      if (item === 'rule') throw new RowProblem('Rules of option sets are not carried over.')
      if (item !== 'sku')
        throw new RowProblem(`“Item Type” is “${row.cell('Item Type')}”; it must be Product, SKU or Rule.`)
      options = readSku(row, options, collector)
      ledger.merge(row, `SKU of the product on line ${head.line}`)
    })
  }
  const [first, ...others] = collector.variants
  return {
    ...draft,
    options: options.map((choice, at) => ({
      name: choice.name,
      type: kinds.get(choice.kind) ?? 'dropdown',
      values: collector.values[at] ?? [],
    })),
    variants: first === undefined ? [own] : [first, ...others],
  }
}

export function readLegacyBigCommerce(table: Table, ledger: Ledger): ProductDraft[] {
  const rows = table.rows.filter(row => !table.overlong.has(row))
  return collectProducts(groupsOf(rows, ledger), ledger, group => readProduct(group, ledger))
}
