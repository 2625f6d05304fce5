import { decideReview, reopenReview } from '../../actions/decide-review.ts'
import { type ReasonCount, readReview, readReviewPairs } from '../../actions/read-review.ts'
import type { Tools } from '../../actions/tools.ts'
import { HubError } from '../../runtime/errors.ts'
import { viewActor } from '../actor-view.ts'
import type { reviewRoutes } from '../contract/review.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'
import { readPlace, usualLimit, writePlace } from '../places.ts'
import { viewReview } from '../review-view.ts'

export function reviewHandlers({ tools }: { tools: Tools }): HandlersOf<typeof reviewRoutes> {
  return {
    'GET /api/review': async ({ actor, db, query }) => {
      const { limit = usualLimit, after, decided, ...filter } = query
      const isDecided = decided === 'true'
      const [at, id] = readPlace(after, isDecided ? ['milliseconds', 'text'] : ['text', 'text']) ?? []
      const { items, reasons } = await readReview(actor, db, {
        filter: given(filter),
        decided: isDecided,
        limit,
        ...(id !== undefined && { after: { at: isDecided ? new Date(Number(at)) : null, id } }),
      })
      const last = items.at(-1)
      const place = last === undefined ? [] : [String(last.decidedAt?.getTime() ?? ''), last.id]
      return {
        items: items.map(viewReview),
        next: items.length < limit ? null : writePlace(place),
        reasons,
        waiting: allWaiting(reasons),
      }
    },

    'GET /api/review/products': async ({ actor, db, query }) => {
      const { limit = usualLimit, after, ...filter } = query
      const [id] = readPlace(after, ['text']) ?? []
      const ask = { filter: given(filter), limit, ...(id !== undefined && { after: id }) }
      const { pairs, reasons } = await readReviewPairs(actor, db, ask)
      const last = pairs.at(-1)
      return {
        pairs: pairs.map(pair => ({ id: pair.id, items: pair.items.map(viewReview) })),
        next: last === undefined || pairs.length < limit ? null : writePlace([last.id]),
        reasons,
        waiting: allWaiting(reasons),
      }
    },

    'POST /api/review/decide': async ({ actor, db, body }) => {
      const { ids, decision, ...filter } = body
      const isFiltered = filter.reason !== undefined || filter.channelId !== undefined
      if (ids === undefined ? filter.reason === undefined : isFiltered) {
        throw new HubError('input_invalid', 'Say which matches are meant.', {
          fields: { ids: 'Give either the ids of some matches, or a reason for all of them, perhaps of one channel.' },
        })
      }
      const what = ids === undefined ? { filter: given(filter) } : { ids }
      const { decided, left, others } = await decideReview(actor, db, tools, { what, decision })
      return { decided, left, others: others.map(each => ({ ...each, decidedBy: viewActor(each.decidedBy) })) }
    },

    'POST /api/review/reopen': ({ actor, db, body }) => reopenReview(actor, db, tools, body),
  }
}

function allWaiting(reasons: readonly ReasonCount[]): number {
  return reasons.reduce((sum, { waiting }) => sum + waiting, 0)
}
