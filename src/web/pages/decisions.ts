import type { CatalogState } from '../../api/contract/catalog.ts'
import { count } from '../format.ts'
import { isUnfinished } from '../parts/run/words.ts'

export interface Decision {
  readonly kind: 'held' | 'gone' | 'waiting' | 'failed' | 'unfinished'
  readonly words: string
}

/** What of an import waits for a person. */
export function decisionsOf(state: CatalogState): Decision[] {
  const { counts, heldRun, activeRun, lastRun } = state
  return [
    ...(isUnfinished(state)
      ? [{ kind: 'unfinished', words: 'The first import was stopped before its end: resume it' } as const]
      : []),
    ...(activeRun === null && lastRun?.state === 'failed'
      ? [{ kind: 'failed', words: 'The last import failed' } as const]
      : []),
    ...(heldRun === null
      ? []
      : [{ kind: 'held', words: `${count(heldRun.held, 'product')} missing at once: gone, or not?` } as const]),
    ...(counts.goneUndecided === 0
      ? []
      : [
          {
            kind: 'gone',
            words: `${count(counts.goneUndecided, 'product')} gone from the store: what becomes of ${counts.goneUndecided === 1 ? 'it' : 'them'}?`,
          } as const,
        ]),
    ...(counts.waiting === 0
      ? []
      : [{ kind: 'waiting', words: `${count(counts.waiting, 'variant')} not matched: the same, or not?` } as const]),
  ]
}
