import type { WorkspaceDb } from '../database/connect.ts'
import {
  countReviews,
  type ListedReview,
  listReviewPairs,
  listReviews,
  type ReviewFilter,
} from '../database/match-reviews.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type MatchReason, matchReasons } from '../domain/match.ts'
import { reasonHelp, reasonTitles, sentenceOf } from '../engine/pull/words.ts'

/** A match on the review list, with why it is asked in words. */
export type ToldReview = ListedReview & { readonly sentence: string }

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
): Promise<{ items: ToldReview[]; reasons: ReasonCount[] }> {
  mustBeAllowed(actor, 'catalog.read')
  return { items: (await listReviews(db, ask)).map(told), reasons: await countReasons(db, ask.filter) }
}

/** The review list by products: what waits of one product of a store against one of the master catalog is together. */
export async function readReviewPairs(
  actor: Actor,
  db: WorkspaceDb,
  ask: { filter: ReviewFilter; limit: number; after?: string },
): Promise<{ pairs: { id: string; items: ToldReview[] }[]; reasons: ReasonCount[] }> {
  mustBeAllowed(actor, 'catalog.read')
  const pairs = await listReviewPairs(db, ask)
  return {
    pairs: pairs.map(({ id, items }) => ({ id, items: items.map(told) })),
    reasons: await countReasons(db, ask.filter),
  }
}

function told(item: ListedReview): ToldReview {
  const { reason, store, master } = item
  const sentence = sentenceOf(reason, {
    sku: store.sku ?? '',
    other: { sku: master.sku ?? '', productName: master.productName },
  })
  return { ...item, sentence }
}

async function countReasons(db: WorkspaceDb, { channelId }: ReviewFilter): Promise<ReasonCount[]> {
  const counts = await countReviews(db, channelId)
  return matchReasons.map(reason => ({
    reason,
    title: reasonTitles[reason],
    help: reasonHelp[reason],
    waiting: counts.find(count => count.reason === reason)?.waiting ?? 0,
  }))
}
