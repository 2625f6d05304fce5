import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import type { ChannelDetail } from '../api/contract/channels.ts'
import { call, HubProblem, HubSilent } from './client.ts'

/** What the pages read, each under one key. Events and answers make them stale; see `events.ts`. */

export const hubQuery = queryOptions({ queryKey: ['hub'], queryFn: () => call('GET /api/hub'), staleTime: 60_000 })

export const kindsQuery = queryOptions({
  queryKey: ['channel-kinds'],
  queryFn: async () => (await call('GET /api/channel-kinds')).kinds,
  staleTime: Number.POSITIVE_INFINITY,
})

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async () => (await call('GET /api/channels')).channels,
})

export const channelQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['channel', channelId],
    queryFn: () => call('GET /api/channels/:channelId', { params: { channelId } }),
  })

const retriesOfASilentHub = 2

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    // The hub is usually on this machine: it answers also when the browser believes to be offline.
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (count, error) => error instanceof HubSilent && count < retriesOfASilentHub,
    },
    mutations: { networkMode: 'always' },
  },
})

/** Puts a fresh answer about a channel where every page reads it. */
export function keepChannel(channel: ChannelDetail): void {
  queryClient.setQueryData(channelQuery(channel.id).queryKey, channel)
  void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
}

let onSignOut = () => {}

/** Says what to do when the hub no longer knows who is asking. */
export function whenSignedOut(act: () => void): void {
  onSignOut = act
}

function noticeSignOut(error: Error): void {
  if (error instanceof HubProblem && error.code === 'not_signed_in') onSignOut()
}
