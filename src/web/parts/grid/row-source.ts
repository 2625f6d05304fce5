import type { QueryKey } from '@tanstack/react-query'

/** A list that is read in pages, each from the `next` of the one before. */
export interface RowSource<Row> {
  /** One key for what is asked for; each page lies below it. */
  readonly key: QueryKey
  /** Rows in a page; only the last has less. */
  readonly limit: number
  readonly read: (after: string | null) => Promise<RowPage<Row>>
}

export interface RowPage<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}
