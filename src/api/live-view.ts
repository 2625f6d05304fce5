import type { z } from 'zod'
import type { ChannelLive, Deed } from '../actions/read-live.ts'
import { offeredParts } from '../domain/live.ts'
import { viewActor } from './actor-view.ts'
import type { channelLive, live } from './contract/live.ts'

export function viewLive(of: { allStopped: Deed | null; channels: readonly ChannelLive[] }): z.input<typeof live> {
  const { allStopped, channels } = of
  return {
    allStopped: viewStop(allStopped),
    channels: channels.map(channel => viewChannelLive(channel, allStopped)),
  }
}

export function viewChannelLive(channel: ChannelLive, allStopped: Deed | null): z.input<typeof channelLive> {
  const { channelId, channelName, connected, parts, stopped } = channel
  return {
    channelId,
    channelName,
    connected,
    parts: offeredParts.map(part => {
      const deed = parts.get(part)
      const since = deed?.at.toISOString() ?? null
      return { part, on: deed !== undefined, since, by: deed === undefined ? null : viewActor(deed.actor) }
    }),
    stopped: viewStop(stopped),
    allStopped: viewStop(allStopped),
  }
}

function viewStop(deed: Deed | null): { at: string; by: string } | null {
  return deed === null ? null : { at: deed.at.toISOString(), by: viewActor(deed.actor) }
}
