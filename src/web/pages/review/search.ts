import type { MatchReason } from '../../../api/contract/review.ts'

/** The part of the review list that is on the screen, as the address says it. */
export interface ReviewSearch {
  readonly reason?: MatchReason | undefined
  readonly channel?: string | undefined
  readonly view?: 'decided' | undefined
}

const reasons: readonly MatchReason[] = [
  'duplicate',
  'case_twin',
  'space_twin',
  'name_differs',
  'barcode_differs',
  'options_differ',
  'several_products',
  'relink',
]

export function readReviewSearch(search: Record<string, unknown>): ReviewSearch {
  return {
    reason: reasons.find(reason => reason === search.reason),
    channel: typeof search.channel === 'string' ? search.channel : undefined,
    view: search.view === 'decided' ? 'decided' : undefined,
  }
}
