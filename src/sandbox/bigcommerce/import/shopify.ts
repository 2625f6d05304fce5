import type { ProductDraft } from '../catalog/draft.ts'
import { plainDraft } from '../catalog/draft.ts'
import type { Group } from './group.ts'
import { collectProducts, fileNameOf, importedDates, VariantCollector, variantDraft } from './group.ts'
import type { Ledger } from './ledger.ts'
import type { Row, Table } from './table.ts'
import { RowProblem } from './table.ts'

const optionNumbers = ['1', '2', '3'] as const

/** Rows of one handle, in the order in which the handles come up. */
function groupsOf(rows: readonly Row[], ledger: Ledger): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const handle = row.cell('Handle')
    const group = groups.get(handle)
    if (handle === '') ledger.refuse(row, 'The row has no handle, so it belongs to no product.')
    else if (group === undefined) groups.set(handle, { head: row, members: [] })
    else group.members.push(row)
  }
  return [...groups.values()]
}

/** Shopify's way of saying that a product has no options. */
const isPlain = (head: Row) => head.cell('Option1 Name') === 'Title' && head.cell('Option1 Value') === 'Default Title'

interface Price {
  readonly price: number
  /** 0 where nothing is off. */
  readonly sale: number
}

/** Where the compare-at price is the higher one, it is the regular price here and the other is the sale price. */
function priceOf(row: Row): Price {
  const price = row.amount('Variant Price') ?? 0
  const compare = row.amount('Variant Compare At Price') ?? 0
  return compare > price ? { price: compare, sale: price } : { price, sale: 0 }
}

function weightOf(row: Row): number {
  return (row.amount('Variant Grams') ?? 0) / 1_000
}

function readProduct(group: Group, ledger: Ledger): ProductDraft {
  const { head } = group
  const name = head.cell('Title')
  ledger.checkName(name)
  const names = isPlain(head)
    ? []
    : optionNumbers.map(number => head.cell(`Option${number} Name`)).filter(option => option !== '')
  const base = priceOf(head)
  const weight = weightOf(head)
  const images: { file: string; description: string; address: string }[] = []
  const collector = new VariantCollector(ledger)

  const addImage = (row: Row): number | null => {
    const address = row.cell('Image Src')
    if (address === '') return null
    images.push({ file: fileNameOf(address), description: row.cell('Image Alt Text'), address })
    return images.length - 1
  }
  const addVariant = (row: Row): void => {
    const values = names.map((_, at) => row.cell(`Option${at + 1} Value`))
    if (values.includes('')) throw new RowProblem('An option of the product has no value on this row.')
    const own = priceOf(row)
    const picture = row.cell('Variant Image')
    const at = images.findIndex(image => image.address === picture)
    collector.add(
      row,
      variantDraft({
        sku: row.cell('Variant SKU'),
        values,
        price: own.price === base.price ? null : own.price,
        salePrice: own.sale > 0 && own.price !== base.price ? own.sale : null,
        weight: weightOf(row) === weight ? null : weightOf(row),
        costPrice: row.amount('Cost per item') ?? 0,
        stock: [Math.max(0, row.whole('Variant Inventory Qty') ?? 0), 0],
        upc: row.cell('Variant Barcode').slice(0, 14),
        imageIndex: picture === '' || at < 0 ? null : at,
      }),
    )
  }

  addImage(head)
  addVariant(head)
  for (const row of group.members) {
    ledger.attempt(row, () => {
      const isVariant = row.cell('Option1 Value') !== '' || row.cell('Variant Price') !== ''
      if (isVariant) addVariant(row)
      const hasImage = addImage(row) !== null
      if (!isVariant && !hasImage) throw new RowProblem('The row holds neither a variant nor a picture.')
      ledger.merge(row, `${isVariant ? 'Variant' : 'Picture'} of the product on line ${head.line}`)
    })
  }

  const [first, ...others] = collector.variants
  if (first === undefined) throw new RowProblem('The product has no variant.')
  const status = head.cell('Status').toLowerCase()
  const isTracked = head.cell('Variant Inventory Tracker') !== ''
  const category = head.cell('Product Category')
  const path = category === '' ? [head.cell('Type')] : category.split('>').map(part => part.trim())
  return {
    ...plainDraft,
    ...importedDates,
    name,
    sku: names.length === 0 ? first.sku : '',
    type: head.cell('Variant Requires Shipping').toLowerCase() === 'false' ? 'digital' : 'physical',
    description: head.cell('Body (HTML)'),
    price: base.price,
    salePrice: base.sale,
    costPrice: first.costPrice,
    weight,
    brand: head.cell('Vendor'),
    categories: path.some(part => part !== '') ? [path.filter(part => part !== '')] : [],
    tracking: isTracked ? (names.length === 0 ? 'product' : 'variant') : 'none',
    visible: head.cell('Published').toLowerCase() !== 'false' && status !== 'draft' && status !== 'archived',
    upc: names.length === 0 ? first.upc : '',
    mpn: head.cell('Google Shopping / MPN'),
    keywords: head.cell('Tags'),
    pageTitle: head.cell('SEO Title').slice(0, 255),
    metaDescription: head.cell('SEO Description'),
    images: images.map(({ file, description }) => ({ file, description })),
    options: names.map((option, at) => ({ name: option, type: 'dropdown', values: collector.values[at] ?? [] })),
    variants: [first, ...others],
  }
}

export function readShopify(table: Table, ledger: Ledger): ProductDraft[] {
  const rows = table.rows.filter(row => !table.overlong.has(row))
  return collectProducts(groupsOf(rows, ledger), ledger, group => readProduct(group, ledger))
}
