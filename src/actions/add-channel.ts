import { type ChannelRow, findChannel, insertChannel } from '../database/channels.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import { connectorOf, type Tools } from './tools.ts'

/** Adds a channel that is not connected to a store yet. Throws `channel_name_taken`. */
export async function addChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { kind: string; name: string },
): Promise<ChannelRow> {
  mustBeAllowed(actor, 'channels.manage')
  connectorOf(tools, input.kind)
  const id = newId('chn', tools.randomBytes)
  const at = tools.clock.now()
  try {
    await db.transaction(async tx => {
      await insertChannel(tx, { id, kind: input.kind, name: input.name, createdAt: at })
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        at,
        actor,
        verb: 'channel.added',
        channelId: id,
        about: { kind: input.kind, name: input.name },
      })
    })
  } catch (error) {
    throw channelNameTaken(error, input.name) ?? error
  }
  tools.notices.publish(db.workspace, { type: 'channel_changed', channelId: id })
  const channel = await findChannel(db, id)
  invariant(channel !== null, 'a channel is there once it was added')
  return channel
}

/** The error for a name that another channel has, where the database refused for that reason. */
export function channelNameTaken(error: unknown, name: string): HubError | null {
  if (!isUniqueViolation(error, 'channel_name')) return null
  return new HubError('channel_name_taken', `There is already a channel named “${name}”.`, {
    fields: { name: 'Another channel has this name. Choose another one.' },
    cause: error,
  })
}
