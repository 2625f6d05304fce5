import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import {
  closeReviews,
  type DecidedReview,
  type Decision,
  decisionsOn,
  holdDecided,
  holdReviews,
  type OtherDecisions,
  type ReviewFilter,
  type ReviewToDecide,
  removeMade,
  reopenReviews,
  setMatches,
  unlinkListings,
  waitingIds,
} from '../database/match-reviews.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { makeMasters, settleCounts } from '../engine/pull/make-masters.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

export type { OtherDecisions }

const atOnceMost = 200
/** A decision about more takes another call. */
const filteredMost = 1_000_000

/**
 * Decides matches of the review list: those with the given ids, or all of a reason and channel.
 * `join`: the store's variant is the master's, and its values that differ become the channel's own.
 * `keep_apart`: it becomes a master variant of its own, without a SKU where another has that.
 * `leave_out`: it stays in the store alone.
 * What somebody else decides meanwhile is left as it is, and told in `others`. All of a reason are those that wait now.
 */
export async function decideReview(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { what: { ids: readonly string[] } | { filter: ReviewFilter }; decision: Decision },
): Promise<{ decided: number; left: number; others: OtherDecisions[] }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { what, decision } = input
  const ids = 'ids' in what ? [...new Set(what.ids)] : await waitingIds(db, what.filter, filteredMost)
  const left: string[] = []
  for (let from = 0; from < ids.length; from += atOnceMost) {
    const part = ids.slice(from, from + atOnceMost)
    // An import that goes on may stand in the way.
    const decided = await despiteCollisions(() =>
      db.transaction(async tx => {
        const reviews = await holdReviews(tx, part)
        await decide(tx, tools, actor, reviews, decision)
        return new Set(reviews.map(({ id }) => id))
      }),
    )
    left.push(...part.filter(id => !decided.has(id)))
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { decided: ids.length - left.length, left: left.length, others: await decisionsOn(db, left) }
}

async function decide(
  tx: WorkspaceTx,
  tools: Tools,
  actor: Actor,
  reviews: readonly ReviewToDecide[],
  decision: Decision,
): Promise<void> {
  if (reviews.length === 0) return
  const at = tools.clock.now()
  const settled =
    decision === 'join'
      ? reviews.map(review => ({ review, made: {}, variantId: review.variantId, productId: review.productId }))
      : decision === 'leave_out'
        ? reviews.map(review => ({ review, made: {}, variantId: null, productId: null }))
        : await makeMasters(tx, { at, randomBytes: tools.randomBytes }, reviews)
  await setMatches(
    tx,
    settled.map(({ review, variantId, productId }) => ({
      channelId: review.channelId,
      offerId: review.offerId,
      listingId: review.listingId,
      match: decision === 'leave_out' ? ('left_out' as const) : ('matched' as const),
      variantId,
      productId,
    })),
  )
  await closeReviews(
    tx,
    decision,
    { actor, at },
    settled.map(({ review, made }) => ({ id: review.id, made })),
  )
  await settleCounts(
    tx,
    reviews,
    settled.map(({ productId }) => productId).filter(id => id !== null),
  )
  await recordEvent(tx, {
    id: newId('evt', tools.randomBytes),
    at,
    actor,
    verb: `match.${decision}`,
    about: { reviews: reviews.map(({ id }) => id) },
  })
}

/**
 * Takes decisions back, so that the matches wait again. What cannot be taken back, because something else was built on
 * it, stays and is named with the reason.
 */
export async function reopenReview(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { ids: readonly string[] },
): Promise<{ reopened: number; kept: { id: string; reason: string }[] }> {
  mustBeAllowed(actor, 'catalog.manage')
  const result = await despiteCollisions(() =>
    db.transaction(async tx => {
      const decided = await holdDecided(tx, input.ids)
      const kept = decided.flatMap(review => whyKept(review) ?? [])
      const free = decided.filter(review => !kept.some(({ id }) => id === review.id))
      await reopen(tx, free)
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        at: tools.clock.now(),
        actor,
        verb: 'match.reopened',
        about: { reviews: free.map(({ id }) => id) },
      })
      return { reopened: free.length, kept }
    }),
  )
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return result
}

function whyKept(review: DecidedReview): { id: string; reason: string } | null {
  if (!review.variantInUse) return null
  return { id: review.id, reason: 'Something else was matched to the variant that this decision made.' }
}

async function reopen(tx: WorkspaceTx, reviews: readonly DecidedReview[]): Promise<void> {
  const waiting = { match: 'waiting' as const, variantId: null, productId: null }
  await setMatches(
    tx,
    reviews.map(({ channelId, offerId, listingId }) => ({ channelId, offerId, listingId, ...waiting })),
  )
  // The last decision about a listing that is taken back leaves nothing of them all, whichever of them came first.
  await unlinkListings(tx, reviews)
  const productIds = reviews
    .flatMap(({ listingProductId, joinedProductId }) => [listingProductId, joinedProductId])
    .filter(id => id !== null)
  await removeMade(tx, { variantIds: reviews.flatMap(({ made }) => made.variantId ?? []), productIds })
  await reopenReviews(
    tx,
    reviews.map(({ id }) => id),
  )
  await settleCounts(tx, reviews, productIds)
}
