import type { CatalogState } from '../../api/contract/catalog.ts'
import { count } from '../format.ts'

export interface Decision {
  readonly kind: 'held' | 'gone' | 'waiting' | 'failed'
  readonly words: string
}

/** What of an import waits for a person. */
export function decisionsOf({ counts, heldRun, activeRun, lastRun }: CatalogState): Decision[] {
  return [
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
