import type { PullMode, RowOutcome, RunAccount, RunRow } from '../../domain/run.ts'
import type { StoreSnapshot, Tally } from './checkpoint.ts'

interface Counted {
  readonly mode: PullMode
  readonly state: 'done' | 'cancelled' | 'failed'
  readonly snapshot: StoreSnapshot | null
  readonly tally: Tally
  readonly seen: { readonly products: number; readonly variants: number }
  readonly rows: readonly { readonly outcome: RowOutcome; readonly kind: RunRow['kind']; readonly count: number }[]
  readonly seconds: number
}

/** The reconciliation of a run that ended: what the store said, and what became of it. */
export function accountOf({ mode, state, snapshot, tally, seen, rows, seconds }: Counted): RunAccount {
  const products = (outcome: RowOutcome) => countOf(rows, outcome, ['product'])
  const storeSaid = mode === 'full' ? (snapshot?.total ?? null) : tally.changesSaid
  const isThrough = state === 'done'
  const refused = products('refused')
  const made = products('made')
  const storeSaysNow = tally.storeSaysNow ?? (isThrough ? storeSaid : sumOf(storeSaid, made - products('deleted')))
  const missing = storeSaysNow === null ? 0 : Math.max(0, storeSaysNow - seen.products - refused)
  // What came and went before it was read leaves no trace but in the numbers.
  const vanished = storeSaid === null || storeSaysNow === null ? 0 : Math.max(0, storeSaid + made - storeSaysNow)
  const deleted = Math.max(products('deleted'), mode === 'full' ? vanished : 0)
  // What an earlier import had read is named as gone: whether it went before this one began, nobody can say.
  const unnamed = deleted - products('deleted') - products('gone')
  return {
    storeSaid,
    storeSaysNow,
    taken: seen.products,
    variantsTaken: seen.variants,
    refused,
    madeMeanwhile: made,
    deletedMeanwhile: deleted,
    editedMeanwhile: products('edited'),
    notReached: isThrough ? 0 : missing,
    unexplained: isThrough ? missing : 0,
    gone: products('gone'),
    variantsGone: tally.variantsGone,
    held: products('held'),
    returned: products('returned'),
    newProducts: tally.newProducts,
    newVariants: tally.newVariants,
    changed: tally.changed,
    joined: tally.joined,
    waiting: tally.waiting,
    skuFaults: tally.skuFaults,
    rows: byOutcome(rows),
    unknownFields: tally.unknownFields,
    remarks: [
      ...tally.remarks,
      ...(unnamed > 0 ? [vanishedRemark(unnamed)] : []),
      ...(isThrough ? totalRemarks(tally.storeSaysNow, seen.products + refused) : []),
    ],
    requests: tally.requests,
    requestsLeast: tally.requestsLeast,
    seconds,
  }
}

/** A run that ended before it asked once more knows what there was, and what it saw come and go. */
function sumOf(storeSaid: number | null, since: number): number | null {
  return storeSaid === null ? null : storeSaid + since
}

function vanishedRemark(count: number): string {
  return count === 1
    ? 'One product was deleted in the store before it was read; the store no longer tells which.'
    : `${count} products were deleted in the store before they were read; the store no longer tells which.`
}

/** `storeSays` is null where the store doesn't say, or was not asked at the end. */
function totalRemarks(storeSays: number | null, found: number): string[] {
  if (storeSays === null || storeSays === found) return []
  const difference = Math.abs(storeSays - found)
  return [
    `The store says it has ${storeSays} products, ${difference} ${storeSays > found ? 'more' : 'fewer'} than it shows.`,
  ]
}

function countOf(rows: Counted['rows'], outcome: RowOutcome, kinds: readonly RunRow['kind'][]): number {
  return rows
    .filter(row => row.outcome === outcome && kinds.includes(row.kind))
    .reduce((sum, row) => sum + row.count, 0)
}

function byOutcome(rows: Counted['rows']): Partial<Record<RowOutcome, number>> {
  const counts: Partial<Record<RowOutcome, number>> = {}
  for (const { outcome, count } of rows) counts[outcome] = (counts[outcome] ?? 0) + count
  return counts
}
