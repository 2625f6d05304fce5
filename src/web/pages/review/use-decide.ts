import type { InfiniteData } from '@tanstack/react-query'
import { useMutation } from '@tanstack/react-query'
import type { MatchReason, OtherDecisions, ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import type { Output } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { tellDone, tellFailure, tellPlain } from '../../parts/undo.tsx'
import { queryClient } from '../../queries.ts'
import { reviewChanged, waitingPairsKey } from '../../review-queries.ts'
import { catalogChanged } from '../../run-queries.ts'
import { doneWords, othersWords } from './words.ts'

type List = InfiniteData<Output<Routes['GET /api/review/products']>>

/** One message at a time: many decisions in a row must not pile up. */
export const messageId = 'review-decision'

/** Takes decisions back, so that they wait again. */
export function useReopen() {
  return useMutation({
    mutationFn: (ids: string[]) => call('POST /api/review/reopen', { body: { ids } }),
    onSuccess: ({ reopened, kept }) => {
      if (reopened > 0) tellDone(`${count(reopened, 'match waits', 'matches wait')} again.`, undefined, messageId)
      const [first] = kept
      if (first !== undefined) {
        tellPlain(
          kept.length === 1 ? 'This decision stays.' : `${kept.length.toLocaleString()} decisions stay.`,
          first.reason,
        )
      }
    },
    onError: tellFailure,
    onSettled: readAgain,
  })
}

interface Wish {
  /** One of them, or more of one pair of products. */
  readonly items: readonly ReviewItem[]
  readonly decision: ReviewDecision
}

/** Decides matches of one pair of products: they leave the list at once, and come back if the hub refuses. */
export function useDecide(reopen: (ids: string[]) => void) {
  return useMutation({
    mutationFn: ({ items, decision }: Wish) =>
      call('POST /api/review/decide', { body: { ids: items.map(({ id }) => id), decision } }),
    onMutate: async ({ items }) => {
      await queryClient.cancelQueries({ queryKey: ['review'] })
      takeOut(new Set(items.map(({ id }) => id)))
    },
    onSuccess: ({ decided, left, others }, { items, decision }) => {
      if (decided > 0) {
        const ids = items.map(({ id }) => id)
        tellDone(doneWords(decision, decided, items[0]), () => reopen(ids), messageId)
      }
      if (left > 0) tellLeft({ left, others })
    },
    onError: tellFailure,
    onSettled: () => {
      // While more decisions are under way, an answer would bring back what was just decided.
      if (queryClient.isMutating({ mutationKey }) <= 1) readAgain()
    },
    mutationKey,
  })
}

/** Says what became of matches that somebody wanted to decide and that did not wait any more. */
export function tellLeft({ left, others }: { left: number; others: OtherDecisions }): void {
  tellPlain(`${count(left, 'match was', 'matches were')} not decided.`, othersWords({ left, others }))
}

const mutationKey = ['review', 'decide']

function takeOut(ids: ReadonlySet<string>): void {
  queryClient.setQueriesData<List>({ queryKey: waitingPairsKey }, list => {
    if (list === undefined) return list
    const taken = list.pages.flatMap(page => page.pairs.flatMap(pair => pair.items)).filter(({ id }) => ids.has(id))
    const takenFor = (reason: MatchReason) => taken.filter(item => item.reason === reason).length
    return {
      ...list,
      pages: list.pages.map(page => ({
        ...page,
        pairs: page.pairs
          .map(pair => ({ ...pair, items: pair.items.filter(({ id }) => !ids.has(id)) }))
          .filter(pair => pair.items.length > 0),
        waiting: page.waiting - taken.length,
        reasons: page.reasons.map(each => ({ ...each, waiting: each.waiting - takenFor(each.reason) })),
      })),
    }
  })
}

function readAgain(): void {
  reviewChanged()
  catalogChanged()
}
