/** One execution of a pull, as its row in the database says. */
export type RunState = 'queued' | 'running' | 'waiting' | 'done' | 'cancelled' | 'failed'

/** `full` reads the whole catalog; `changes` what the store says was changed since the last look. */
export type PullMode = 'full' | 'changes'

export type PullPhase = 'adopting' | 'categories' | 'brands' | 'products' | 'details' | 'changes' | 'missing' | 'done'

export interface RunProgress {
  readonly phase: PullPhase
  /** `total` is null where the store didn't say. */
  readonly categories: Counted
  readonly brands: Counted
  readonly products: Counted
  readonly variants: number
  readonly details: Counted
  /** Requests made so far, repeats included. */
  readonly requests: number
  /** Requests that are still needed, as far as is known; null while the store has not said how much it has. */
  readonly requestsLeft: number | null
  /** Products a minute, over the last half minute; null where there was too little time to tell. */
  readonly perMinute: number | null
  /** When it ends if it goes on like this, with the quota as it is; null where nobody can tell. */
  readonly endsAt: string | null
}

export interface Counted {
  readonly done: number
  readonly total: number | null
}

export const emptyProgress: RunProgress = {
  phase: 'categories',
  categories: { done: 0, total: null },
  brands: { done: 0, total: null },
  products: { done: 0, total: null },
  variants: 0,
  details: { done: 0, total: null },
  requests: 0,
  requestsLeft: null,
  perMinute: null,
  endsAt: null,
}

/** What became of one row that a run names. */
export const rowOutcomes = [
  'refused',
  'noted',
  'made',
  'edited',
  'deleted',
  'gone',
  'held',
  'returned',
  'waiting',
] as const
export type RowOutcome = (typeof rowOutcomes)[number]

export type RowKind = 'product' | 'variant' | 'category' | 'brand'

/** A row that the report of a run names, with the reason and what came. */
export interface RunRow {
  readonly outcome: RowOutcome
  readonly kind: RowKind
  readonly remoteId: string
  readonly name: string
  readonly sku: string
  readonly reason: string
  readonly came: string
}

/**
 * The reconciliation at the end of a run: what the store said it has, against what was taken. The store is asked at the
 * beginning and at the end: storeSaid + madeMeanwhile - deletedMeanwhile = storeSaysNow = taken + refused + notReached + unexplained.
 */
export interface RunAccount {
  /** The total of the store's first answer; null where it didn't say. */
  readonly storeSaid: number | null
  /** The total of its last answer. */
  readonly storeSaysNow: number | null
  readonly taken: number
  readonly variantsTaken: number
  readonly refused: number
  /** Products that were made while the run went on; they are among those taken. */
  readonly madeMeanwhile: number
  /** Products that were deleted while the run went on, before or after they were read. */
  readonly deletedMeanwhile: number
  readonly editedMeanwhile: number
  /** Products that were not looked at, as the run was cancelled or failed before it was through; 0 where it was done. */
  readonly notReached: number
  /** Products that the store says it has and that did not come, also when they were looked for; 0 when all is told. */
  readonly unexplained: number
  /** Products whose rows of an earlier run were no longer there, and that are now gone from the store. */
  readonly gone: number
  /** Variants that a product of the store no longer has. */
  readonly variantsGone: number
  /** Products missing in the list that were not marked, because they were too many at once. */
  readonly held: number
  readonly returned: number
  /** What this run brought into the master catalog. */
  readonly newProducts: number
  readonly newVariants: number
  /** Products that were known and showed something else than before. */
  readonly changed: number
  readonly joined: number
  readonly waiting: number
  /** Variants whose SKU has something wrong, by what it is. */
  readonly skuFaults: Readonly<Record<string, number>>
  /** Rows of this run, by what became of them. */
  readonly rows: Readonly<Partial<Record<RowOutcome, number>>>
  /** Fields that no documentation has, with how many rows had them; they were passed over. */
  readonly unknownFields: Readonly<Record<string, number>>
  /** Sentences about what the store did otherwise than documented. */
  readonly remarks: readonly string[]
  readonly requests: number
  readonly requestsLeast: number
  readonly seconds: number
}
