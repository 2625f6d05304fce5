import type { WorkspaceDb } from '../database/connect.ts'
import { countReviews, type ListedReview, listReviews, type ReviewFilter } from '../database/match-reviews.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type MatchReason, matchReasons } from '../domain/match.ts'
import { reasonHelp, reasonTitles, sentenceOf } from '../engine/pull/words.ts'

export type { ListedReview }

export interface ReasonCount {
  readonly reason: MatchReason
  readonly title: string
  readonly help: string
  readonly waiting: number
}

/** The review list, or what was decided, with how many wait for each reason: in the channel that is asked for. */
export async function readReview(
  actor: Actor,
  db: WorkspaceDb,
  ask: { filter: ReviewFilter; decided: boolean; limit: number; after?: { at: Date | null; id: string } },
): Promise<{ items: (ListedReview & { sentence: string })[]; reasons: ReasonCount[] }> {
  mustBeAllowed(actor, 'catalog.read')
  const items = await listReviews(db, ask)
  const counts = await countReviews(db, ask.filter.channelId)
  return {
    items: items.map(item => ({
      ...item,
      sentence: sentenceOf(item.reason, {
        sku: item.store.sku ?? '',
        other: { sku: item.master.sku ?? '', productName: item.master.productName },
      }),
    })),
    reasons: matchReasons.map(reason => ({
      reason,
      title: reasonTitles[reason],
      help: reasonHelp[reason],
      waiting: counts.find(count => count.reason === reason)?.waiting ?? 0,
    })),
  }
}
