import { type ChannelRow, findChannel, lockChannel, listChannels as selectChannels } from '../database/channels.ts'
import { findCheck, latestCheck, type StoredCheck } from '../database/checks.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { StoreProfile } from '../domain/store-profile.ts'
import { HubError } from '../runtime/errors.ts'

export type { ChannelRow, StoredCheck }

/** What the store last said of itself. Written by `connectChannel` and `checkChannel` alone. */
export function profileOf(channel: ChannelRow): StoreProfile | null {
  return channel.profile === null ? null : (channel.profile.profile as StoreProfile)
}

export async function listChannels(actor: Actor, db: WorkspaceDb): Promise<ChannelRow[]> {
  mustBeAllowed(actor, 'channels.read')
  return selectChannels(db)
}

/** Throws `not_found`, also for a channel of another workspace. */
export async function readChannel(actor: Actor, db: WorkspaceDb, channelId: string): Promise<ChannelRow> {
  mustBeAllowed(actor, 'channels.read')
  const channel = await findChannel(db, channelId)
  if (channel === null) throw noSuchChannel()
  return channel
}

export function noSuchChannel(): HubError {
  return new HubError('not_found', 'There is no such channel.', { hint: 'All Channels lists those that there are.' })
}

/**
 * Begins every change of a channel: nobody else changes it before the transaction ends. Gives it back as it is now,
 * which may be another than was read before. Throws `not_found`.
 */
export async function holdChannel(tx: WorkspaceTx, channelId: string): Promise<ChannelRow> {
  const channel = (await lockChannel(tx, channelId)) ? await findChannel(tx, channelId) : null
  if (channel === null) throw noSuchChannel()
  return channel
}

/** A channel with the latest check of the credentials that it holds. */
export async function readChannelWithCheck(
  actor: Actor,
  db: WorkspaceDb,
  channelId: string,
): Promise<{ channel: ChannelRow; lastCheck: StoredCheck | null }> {
  const channel = await readChannel(actor, db, channelId)
  return { channel, lastCheck: await latestCheck(db, channelId) }
}

export async function readCheck(
  actor: Actor,
  db: WorkspaceDb,
  input: { channelId: string; checkId: string },
): Promise<StoredCheck> {
  await readChannel(actor, db, input.channelId)
  const check = await findCheck(db, input.channelId, input.checkId)
  if (check === null) throw new HubError('not_found', 'There is no such check of this channel.')
  return check
}
