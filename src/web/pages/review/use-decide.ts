import type { InfiniteData } from '@tanstack/react-query'
import { useMutation } from '@tanstack/react-query'
import type { ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import type { Output } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { tellDone, tellFailure, tellPlain } from '../../parts/undo.tsx'
import { queryClient } from '../../queries.ts'
import { reviewChanged } from '../../review-queries.ts'
import { catalogChanged } from '../../run-queries.ts'
import { doneWords } from './words.ts'

type List = InfiniteData<Output<Routes['GET /api/review']>>

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

interface Decision {
  readonly item: ReviewItem
  readonly decision: ReviewDecision
}

/** Decides one match: it leaves the list at once, and comes back if the hub refuses. */
export function useDecide(reopen: (ids: string[]) => void) {
  return useMutation({
    mutationFn: ({ item, decision }: Decision) =>
      call('POST /api/review/decide', { body: { ids: [item.id], decision } }),
    onMutate: async ({ item }) => {
      await queryClient.cancelQueries({ queryKey: ['review'] })
      takeOut(item.id)
    },
    onSuccess: ({ decided }, { item, decision }) => {
      if (decided === 0) {
        tellPlain('This one was not decided.', 'It no longer waits: somebody else decided it, or it is gone.')
      } else tellDone(doneWords(decision, 1, item), () => reopen([item.id]), messageId)
    },
    onError: tellFailure,
    onSettled: () => {
      // While more decisions are under way, an answer would bring back what was just decided.
      if (queryClient.isMutating({ mutationKey }) <= 1) readAgain()
    },
    mutationKey,
  })
}

const mutationKey = ['review', 'decide']

function takeOut(id: string): void {
  queryClient.setQueriesData<List>({ queryKey: ['review'], predicate: ({ state }) => isList(state.data) }, list => {
    if (list === undefined) return list
    const item = list.pages.flatMap(page => page.items).find(each => each.id === id)
    if (item === undefined || item.decision !== null) return list
    return {
      ...list,
      pages: list.pages.map(page => ({
        ...page,
        items: page.items.filter(each => each.id !== id),
        waiting: page.waiting - 1,
        reasons: page.reasons.map(each =>
          each.reason === item.reason ? { ...each, waiting: each.waiting - 1 } : each,
        ),
      })),
    }
  })
}

function isList(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'pages' in data
}

function readAgain(): void {
  reviewChanged()
  catalogChanged()
}
