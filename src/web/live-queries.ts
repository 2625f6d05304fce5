import { queryOptions } from '@tanstack/react-query'
import type { ChannelLive, Live } from '../api/contract/live.ts'
import { call } from './client.ts'
import { obstaclesChanged } from './plan-queries.ts'
import { channelsQuery, queryClient } from './queries.ts'

/** What may be written to the stores, as the shell and the settings of channels show it. */
export const liveQuery = queryOptions({ queryKey: ['live'], queryFn: () => call('GET /api/live') })

/** Somebody switched a part, stopped writing or resumed it: that is also the state of channels. */
export function liveChanged(): void {
  void queryClient.invalidateQueries({ queryKey: liveQuery.queryKey })
  channelStatesChanged()
}

/** Puts a fresh answer where every page reads it. */
export function keepLive(live: Live): void {
  queryClient.setQueryData(liveQuery.queryKey, live)
  channelStatesChanged()
}

/** The same for the answer about one channel. */
export function keepChannelLive(channel: ChannelLive): void {
  queryClient.setQueryData(
    liveQuery.queryKey,
    live =>
      live && {
        allStopped: channel.allStopped,
        channels: live.channels.map(each => (each.channelId === channel.channelId ? channel : each)),
      },
  )
  channelStatesChanged()
}

function channelStatesChanged(): void {
  obstaclesChanged()
  void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
  void queryClient.invalidateQueries({ queryKey: ['channel'] })
}
