import type { ReactNode } from 'react'
import type { Sort } from '../../list-address.ts'

export interface Column<Row> {
  /** By which the styles know it. */
  readonly key: string
  readonly title: string
  /** What the list is sorted by when its head is pressed; `-` before it where the highest come first. */
  readonly sort?: Sort
  readonly cell: (row: Row) => ReactNode
}

/** The other way round: `price` becomes `-price`. */
export function reversed(sort: Sort): Sort {
  return (sort.startsWith('-') ? sort.slice(1) : `-${sort}`) as Sort
}

/** Where nothing is asked for. */
export const usualSort: Sort = 'name'
