import { queryOptions } from '@tanstack/react-query'
import type { Output } from '../api/contract/route.ts'
import type { Routes } from '../api/contract/routes.ts'
import { call } from './client.ts'
import { queryClient } from './queries.ts'
import { readAll } from './read-all.ts'

/** What the pages read of what waits to be deleted in a store. Keys begin with `removals` and the channel. */

const atATime = 200

export type Waiting = Output<Routes['GET /api/channels/:channelId/removals']>['removals'][number]

/** The first of a channel; `next` says that there are more. */
export const removalsQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['removals', channelId],
    queryFn: () => call('GET /api/channels/:channelId/removals', { params: { channelId }, query: { limit: atATime } }),
  })

/** Those of one product: itself and its variants. */
export const removalsOfQuery = (channelId: string, listingId: string) =>
  queryOptions({
    queryKey: ['removals', channelId, listingId],
    queryFn: () => readOf(channelId, listingId),
    staleTime: 30_000,
  })

/** No store has as many variants of one product. */
const ofOneMost = 10_000

async function readOf(channelId: string, listingId: string): Promise<readonly Waiting[]> {
  const found = await readAll(ofOneMost, async after => {
    const query = { listingId, limit: atATime, after }
    const page = await call('GET /api/channels/:channelId/removals', { params: { channelId }, query })
    return { rows: page.removals, next: page.next }
  })
  return found ?? []
}

export function removalsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['removals'] })
}
