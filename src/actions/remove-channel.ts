import { changeChannel } from '../database/channels.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { forgetConnection } from '../database/connections.ts'
import { recordEvent } from '../database/events.ts'
import { stopPlans } from '../database/plan-jobs.ts'
import { stopActiveRun } from '../database/runs.ts'
import { dropWishes } from '../database/wanted.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { newId } from '../runtime/ids.ts'
import { holdChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

/**
 * Takes a channel out of the hub and forgets its credentials for good, and what was still to be made or deleted in its
 * store. What happened to it stays on record, and the store itself is not touched. Throws `not_found`.
 */
export async function removeChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string },
): Promise<void> {
  mustBeAllowed(actor, 'channels.manage')
  const { channelId } = input
  const at = tools.clock.now()
  await db.transaction(async tx => {
    const channel = await holdChannel(tx, channelId)
    await forgetConnection(tx, channel.id)
    await stopActiveRun(tx, channel.id, at)
    await stopPlans(tx, channel.id, { at, problem: 'The channel was removed.' })
    await dropWishes(tx, channel.id)
    await changeChannel(tx, channel.id, { removedAt: at })
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at,
      actor,
      verb: 'channel.removed',
      channelId: channel.id,
      about: { name: channel.name },
    })
  })
  tools.notices.publish(db.workspace, { type: 'channel_changed', channelId })
}
