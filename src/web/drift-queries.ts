import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { DriftAsk } from './pages/drift/search.ts'
import { queryClient } from './queries.ts'

/** What the pages read of edits made in the stores, and of who owns their fields. */

const rowsAtOnce = 100

/** How many edits of each channel wait for a decision. */
export const driftCountsQuery = queryOptions({
  queryKey: ['drift', 'counts'],
  queryFn: async () => {
    const { channels } = await call('GET /api/drift')
    return new Map(channels.map(({ channelId, count, atLeast }) => [channelId, { count, atLeast }]))
  },
})

export const driftQuery = (channelId: string, ask: DriftAsk) =>
  infiniteQueryOptions({
    queryKey: ['drift', channelId, 'rows', ask],
    queryFn: ({ pageParam }) =>
      call('GET /api/channels/:channelId/drift', {
        params: { channelId },
        query: { ...ask, limit: rowsAtOnce, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

/** How much a search finds, by field; of all fields, whichever the list shows. */
export const driftCountQuery = (channelId: string, search: string | undefined) =>
  queryOptions({
    queryKey: ['drift', channelId, 'count', { search }],
    queryFn: () => call('GET /api/channels/:channelId/drift-count', { params: { channelId }, query: { search } }),
  })

export const ownersQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['owners', channelId],
    queryFn: () => call('GET /api/channels/:channelId/owners', { params: { channelId } }),
  })

/** Somebody decided, or the hub has looked at a store. */
export function driftChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['drift'] })
  void queryClient.invalidateQueries({ queryKey: ['owners'] })
}

export const brakesQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['brakes', channelId],
    queryFn: () => call('GET /api/channels/:channelId/brakes', { params: { channelId } }),
  })
