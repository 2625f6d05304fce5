/** The formats that product files come in. */
export type FileFormat = 'shopify' | 'bigcommerce' | 'bigcommerce-legacy'

/** What became of one row: a product of its own, a part of the product above it, or nothing. */
export interface ImportRow {
  readonly file: string
  /** The line of the file on which the row begins; the first line is 1. */
  readonly line: number
  readonly result: 'taken' | 'merged' | 'refused'
  /** What the row became, or why it was refused. */
  readonly reason: string
}

/** Every row of every file, in order. */
export interface ImportReport {
  readonly files: readonly { readonly name: string; readonly format: FileFormat; readonly rows: number }[]
  readonly rows: readonly ImportRow[]
  readonly taken: number
  readonly merged: number
  readonly refused: number
}
