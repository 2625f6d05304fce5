import { changeChannel as updateChannel } from '../database/channels.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { cancelActiveRun } from '../database/runs.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { newId } from '../runtime/ids.ts'
import { channelNameTaken } from './add-channel.ts'
import { holdChannel } from './read-channels.ts'
import { pullIfPossible } from './start-pull.ts'
import type { Tools } from './tools.ts'

/**
 * Renames, pauses or resumes a channel. A pause stops the import that goes on; resuming looks for what was changed
 * meanwhile. Throws `not_found` or `channel_name_taken`.
 */
export async function changeChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; name?: string; paused?: boolean },
): Promise<void> {
  mustBeAllowed(actor, 'channels.manage')
  const { channelId, name, paused } = input
  const at = tools.clock.now()
  const event = { at, actor, channelId }
  try {
    await db.transaction(async tx => {
      const before = await holdChannel(tx, channelId)
      if (name !== undefined && name !== before.name) {
        await updateChannel(tx, channelId, { name })
        const about = { from: before.name, to: name }
        await recordEvent(tx, { ...event, id: newId('evt', tools.randomBytes), verb: 'channel.renamed', about })
      }
      if (paused !== undefined && paused !== (before.pausedAt !== null)) {
        await updateChannel(tx, channelId, { pausedAt: paused ? at : null })
        const verb = paused ? 'channel.paused' : 'channel.resumed'
        await recordEvent(tx, { ...event, id: newId('evt', tools.randomBytes), verb })
        if (paused) await cancelActiveRun(tx, channelId, at)
      }
    })
  } catch (error) {
    throw channelNameTaken(error, name ?? '') ?? error
  }
  tools.notices.publish(db.workspace, { type: 'channel_changed', channelId })
  if (paused === false) await pullIfPossible(actor, db, tools, { channelId, mode: 'changes' })
}
