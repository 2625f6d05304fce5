import { readFileSync } from 'node:fs'
import type { CatalogBuilder } from '../catalog/build.ts'
import type { ProductDraft } from '../catalog/draft.ts'
import { SandboxError, systemCode } from '../error.ts'
import { readBigCommerce } from './bigcommerce.ts'
import { readLegacyBigCommerce } from './bigcommerce-legacy.ts'
import { Ledger } from './ledger.ts'
import type { FileFormat, ImportReport, ImportRow } from './report.ts'
import { readShopify } from './shopify.ts'
import type { Table } from './table.ts'
import { readTable } from './table.ts'

interface Format {
  readonly name: FileFormat
  /** The columns that a file of this format can't be without. */
  readonly columns: readonly string[]
  read(table: Table, ledger: Ledger): ProductDraft[]
}

const formats: readonly Format[] = [
  { name: 'shopify', columns: ['Handle', 'Title', 'Variant Price'], read: readShopify },
  { name: 'bigcommerce', columns: ['Item', 'Name', 'Price'], read: readBigCommerce },
  { name: 'bigcommerce-legacy', columns: ['Item Type', 'Product Name', 'Price'], read: readLegacyBigCommerce },
]

/** Reads the files as UTF-8. @throws SandboxError where one can't be read or is in another encoding */
export function readProductFiles(paths: readonly string[]): string[] {
  return paths.map(path => {
    let bytes: Buffer
    try {
      bytes = readFileSync(path)
    } catch (error) {
      throw new SandboxError(
        'catalog_file_unreadable',
        `The product file ${path} cannot be read (${systemCode(error)}).`,
        'Check the path and that you may read it.',
        error,
      )
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (error) {
      throw new SandboxError(
        'catalog_file_invalid',
        `The product file ${path} is not in UTF-8.`,
        'Save it as “CSV UTF-8” and try again.',
        error,
      )
    }
  })
}

function formatOf(file: string, { columns }: Table): Format {
  // The format that lacks least is the one that was meant, which makes the message about the right columns.
  const ranked = formats
    .map(format => ({ format, missing: format.columns.filter(column => !columns.has(column)) }))
    .sort((a, b) => a.missing.length - b.missing.length)
  const [best] = ranked
  if (best !== undefined && best.missing.length === 0) return best.format
  const wanted = formats.map(format => `${format.columns.join(', ')} (${format.name})`).join('; ')
  throw new SandboxError(
    'catalog_file_invalid',
    `${file}, line 1: the columns are none of a known product export (missing: ${best?.missing.join(', ') ?? 'all'}).`,
    `The first line must hold at least: ${wanted}.`,
  )
}

/** Puts the products of all files into the builder and says what became of every row. */
export function importFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  builder: CatalogBuilder,
): ImportReport {
  const names = new Set<string>()
  const skus = new Set<string>()
  const rows: ImportRow[] = []
  const read = files.map(({ name, text }) => {
    const table = readTable(name, text)
    const format = formatOf(name, table)
    const ledger = new Ledger(name, names, skus)
    for (const row of table.overlong) ledger.refuse(row, 'The row has more cells than the file has columns.')
    for (const draft of format.read(table, ledger)) builder.add(draft)
    rows.push(...ledger.entries(table.rows))
    return { name, format: format.name, rows: table.rows.length }
  })
  const count = (result: ImportRow['result']) => rows.filter(row => row.result === result).length
  return { files: read, rows, taken: count('taken'), merged: count('merged'), refused: count('refused') }
}
