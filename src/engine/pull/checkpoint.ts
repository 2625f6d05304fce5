import type { CategoryTree } from '../../domain/observed.ts'
import type { PullMode } from '../../domain/run.ts'

/** Where a pull goes on. Written in the transaction of what it tells of, so that a crash repeats no more than the pages in hand. */
export interface PullCheckpoint {
  readonly step: PullStep
  readonly trees: readonly CategoryTree[] | null
  /** Which tree's categories are read. */
  readonly treeIndex: number
  /** The next page, and how many rows came before it, of the list that is read by page number. */
  readonly page: number
  readonly gotten: number
  /** A page of it could not be read, so what wasn't seen may still be there. */
  readonly partly: boolean
  /** The store as it was when the pull began; null before it was asked. */
  readonly snapshot: StoreSnapshot | null
  /** The key after which products are read. */
  readonly after: string | null
  /** Set where the store ignores keys: the page that is read next, and the total of the page before. */
  readonly byPage: { readonly next: number; readonly total: number | null } | null
  readonly ignoresKeys: boolean
  /** How many products are asked for at a time; less after a page that could not be read. */
  readonly limit: number
  /** Tries in a row that ended because the store was in trouble. */
  readonly failures: number
  readonly tally: Tally
}

export type PullStep =
  | 'adopt'
  | 'categories'
  | 'brands'
  | 'snapshot'
  | 'products'
  | 'details'
  | 'changes'
  | 'verify'
  | 'missing'

/** The steps of each mode, in their order. */
export const stepsOf = {
  full: ['adopt', 'categories', 'brands', 'snapshot', 'products', 'details', 'changes', 'verify', 'missing'],
  changes: ['snapshot', 'products', 'details'],
} as const satisfies Record<PullMode, readonly PullStep[]>

export interface StoreSnapshot {
  readonly total: number | null
  readonly lastKey: string | null
  /** By the store's clock. */
  readonly at: string | null
}

/** What a pull counts on its way. */
export interface Tally {
  readonly requests: number
  readonly requestsLeast: number
  readonly categories: number
  readonly brands: number
  readonly products: number
  readonly variants: number
  readonly details: number
  readonly newProducts: number
  readonly newVariants: number
  readonly joined: number
  readonly waiting: number
  readonly variantsGone: number
  readonly changed: number
  readonly skuFaults: Readonly<Record<string, number>>
  readonly unknownFields: Readonly<Record<string, number>>
  readonly remarks: readonly string[]
  /** The total of the first answer to the question for changes. */
  readonly changesSaid: number | null
  readonly storeSaysNow: number | null
}

const emptyTally: Tally = {
  requests: 0,
  requestsLeast: 0,
  categories: 0,
  brands: 0,
  products: 0,
  variants: 0,
  details: 0,
  newProducts: 0,
  newVariants: 0,
  joined: 0,
  waiting: 0,
  variantsGone: 0,
  changed: 0,
  skuFaults: {},
  unknownFields: {},
  remarks: [],
  changesSaid: null,
  storeSaysNow: null,
}

export function firstCheckpoint(mode: PullMode, limit: number): PullCheckpoint {
  return {
    step: stepsOf[mode][0],
    trees: null,
    treeIndex: 0,
    page: 1,
    gotten: 0,
    partly: false,
    snapshot: null,
    after: null,
    byPage: null,
    ignoresKeys: false,
    limit,
    failures: 0,
    tally: emptyTally,
  }
}

/** Adds up counts by name. */
export function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = new Map(Object.entries(a))
  for (const [name, count] of Object.entries(b)) sum.set(name, (sum.get(name) ?? 0) + count)
  return Object.fromEntries(sum)
}

const remarksMost = 50

export function withRemark(tally: Tally, remark: string): Tally {
  if (tally.remarks.includes(remark) || tally.remarks.length >= remarksMost) return tally
  return { ...tally, remarks: [...tally.remarks, remark] }
}
