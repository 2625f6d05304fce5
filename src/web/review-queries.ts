import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { MatchReason } from '../api/contract/review.ts'
import { call } from './client.ts'
import { queryClient } from './queries.ts'

const itemsAtOnce = 50

/** A pair may have hundreds of variants. */
const pairsAtOnce = 20

export interface ReviewFilter {
  readonly reason?: MatchReason | undefined
  readonly channelId?: string | undefined
}

/** What waits, in pairs of products, page by page. */
export const waitingPairsQuery = ({ reason, channelId }: ReviewFilter) =>
  infiniteQueryOptions({
    queryKey: [...waitingPairsKey, { reason, channelId }],
    queryFn: ({ pageParam }) =>
      call('GET /api/review/products', { query: { reason, channelId, limit: pairsAtOnce, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

export const waitingPairsKey = ['review', 'pairs'] as const

/** What was decided, page by page. */
export const decidedQuery = (channelId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['review', 'decided', { channelId }],
    queryFn: ({ pageParam }) =>
      call('GET /api/review', { query: { channelId, decided: 'true', limit: itemsAtOnce, after: pageParam } }),
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
