import type { WorkspaceDb } from '../database/connect.ts'
import { type ChannelLive, type Deed, findAllStopped, listLive } from '../database/live.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { noSuchChannel } from './read-channels.ts'

export type { ChannelLive, Deed }

/** What may be written to every channel, and whether all writing is stopped. */
export async function readLive(
  actor: Actor,
  db: WorkspaceDb,
): Promise<{ allStopped: Deed | null; channels: ChannelLive[] }> {
  mustBeAllowed(actor, 'channels.read')
  return { allStopped: await findAllStopped(db), channels: await listLive(db) }
}

/** The same of one channel. Throws `not_found`, also for a channel of another workspace. */
export async function readChannelLive(
  actor: Actor,
  db: WorkspaceDb,
  channelId: string,
): Promise<{ allStopped: Deed | null; channel: ChannelLive }> {
  mustBeAllowed(actor, 'channels.read')
  const [channel] = await listLive(db, channelId)
  if (channel === undefined) throw noSuchChannel()
  return { allStopped: await findAllStopped(db), channel }
}
