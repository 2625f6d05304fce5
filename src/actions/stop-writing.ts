import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { setAllStopped, setChannelStopped } from '../database/live.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { newId } from '../runtime/ids.ts'
import { holdChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

/** One channel, or `null` for all of the workspace, those that are added later too. */
interface Input {
  readonly channelId: string | null
}

/**
 * Stops all writing: no further request that would change a store leaves, also none that waits for its turn. What waits
 * is kept, and reading goes on. Where it was stopped already, that stays with whoever did it. Throws `not_found`.
 */
export async function stopWriting(actor: Actor, db: WorkspaceDb, tools: Tools, { channelId }: Input): Promise<void> {
  mustBeAllowed(actor, 'channels.manage')
  const deed = { at: tools.clock.now(), actor }
  await change(db, tools, deed, { channelId, verb: 'writing_stopped' }, tx =>
    channelId === null ? setAllStopped(tx, deed) : setChannelStopped(tx, channelId, deed),
  )
}

/** Lets writing go on where it was stopped; a channel that was stopped by itself stays so. Throws `not_found`. */
export async function resumeWriting(actor: Actor, db: WorkspaceDb, tools: Tools, { channelId }: Input): Promise<void> {
  mustBeAllowed(actor, 'channels.go_live')
  await change(db, tools, { at: tools.clock.now(), actor }, { channelId, verb: 'writing_resumed' }, tx =>
    channelId === null ? setAllStopped(tx, null) : setChannelStopped(tx, channelId, null),
  )
}

async function change(
  db: WorkspaceDb,
  tools: Tools,
  { at, actor }: { at: Date; actor: Actor },
  { channelId, verb }: { channelId: string | null; verb: string },
  work: (tx: WorkspaceTx) => Promise<boolean>,
): Promise<void> {
  const changed = await db.transaction(async tx => {
    if (channelId !== null) await holdChannel(tx, channelId)
    const done = await work(tx)
    const event = { id: newId('evt', tools.randomBytes), at, actor }
    if (done && channelId === null) await recordEvent(tx, { ...event, verb: `workspace.${verb}` })
    if (done && channelId !== null) await recordEvent(tx, { ...event, verb: `channel.${verb}`, channelId })
    return done
  })
  if (!changed) return
  tools.notices.publish(
    db.workspace,
    channelId === null ? { type: 'writing_changed' } : { type: 'channel_changed', channelId },
  )
}
