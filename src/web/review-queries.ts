import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { MatchReason } from '../api/contract/review.ts'
import { call } from './client.ts'
import { queryClient } from './queries.ts'

const itemsAtOnce = 50

export interface ReviewFilter {
  readonly reason?: MatchReason | undefined
  readonly channelId?: string | undefined
  readonly decided?: boolean | undefined
}

/** The review list, page by page. */
export const reviewQuery = ({ reason, channelId, decided = false }: ReviewFilter) =>
  infiniteQueryOptions({
    queryKey: ['review', { reason, channelId, decided }],
    queryFn: ({ pageParam }) =>
      call('GET /api/review', {
        query: { reason, channelId, decided: decided ? 'true' : 'false', limit: itemsAtOnce, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

/** How many matches wait for a decision, for the menu. */
export const waitingQuery = queryOptions({
  queryKey: ['review', 'waiting'],
  queryFn: async () => (await call('GET /api/review', { query: { limit: 1 } })).waiting,
  staleTime: 30_000,
})

export function reviewChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['review'] })
}
