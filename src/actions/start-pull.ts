import { beginChannelCatalog, findChannelCatalog } from '../database/channel-catalog.ts'
import type { ChannelRow } from '../database/channels.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { activeRun, findRun, insertRun, type StoredRun } from '../database/runs.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { CheckRow } from '../domain/check.ts'
import { emptyProgress, type PullMode } from '../domain/run.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import { holdChannel, readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

/** The row of the doctor that says whether products may be read. */
const productsRow = 'products'

/** What is missing for reading products, as the doctor found it; null where nothing is. */
export function missingPermission(channel: ChannelRow): CheckRow | null {
  const row = channel.checked?.rows.find(({ key }) => key === productsRow)
  return row?.verdict === 'missing' ? row : null
}

/**
 * Asks for the catalog of a channel to be read; a worker does it. The first time, all of it is read, whatever `mode`
 * says. Throws `not_found`, `channel_not_connected`, `permission_missing`, `channel_paused` where nobody but the schedule
 * asks, and `run_active` with the id of the run that goes on in `about`.
 */
export async function startPull(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; mode: PullMode },
): Promise<StoredRun> {
  mustBeAllowed(actor, 'catalog.manage')
  const channel = await readChannel(actor, db, input.channelId)
  if (channel.connection === null) {
    throw new HubError('channel_not_connected', `“${channel.name}” is not connected to a store yet.`, {
      hint: 'Enter its credentials under Channel settings, API Connection.',
    })
  }
  const missing = missingPermission(channel)
  if (missing !== null) {
    throw new HubError('permission_missing', missing.found, missing.fix === null ? {} : { hint: missing.fix })
  }
  const id = newId('run', tools.randomBytes)
  const at = tools.clock.now()
  try {
    await db.transaction(async tx => {
      const { name, pausedAt } = await holdChannel(tx, channel.id)
      // It was found due a moment before somebody paused it.
      if (actor.kind === 'schedule' && pausedAt !== null) throw new HubError('channel_paused', `“${name}” is paused.`)
      await beginChannelCatalog(tx, channel.id)
      const catalog = await findChannelCatalog(tx, channel.id)
      const mode = catalog?.completeAt == null ? 'full' : input.mode
      await insertRun(tx, { id, channelId: channel.id, mode, actor, at, progress: emptyProgress })
      if (actor.kind === 'schedule') return
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        at,
        actor,
        verb: 'pull.started',
        channelId: channel.id,
        about: { runId: id, mode },
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error, 'run_active')) throw error
    const active = await activeRun(db, channel.id)
    tools.wakePulls()
    throw new HubError('run_active', `“${channel.name}” is being imported already.`, {
      hint: 'Wait for it to end, or cancel it under Activity.',
      about: { runId: active?.id ?? '' },
      cause: error,
    })
  }
  tools.notices.publish(db.workspace, { type: 'run_changed', channelId: channel.id, runId: id })
  tools.wakePulls()
  const run = await findRun(db, id)
  invariant(run !== null, 'a run is there once it was started')
  return run
}

/** Starts to read a channel's catalog where that can be done, and is not under way: after connecting. */
export async function pullIfPossible(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; mode: PullMode },
): Promise<void> {
  try {
    await startPull(actor, db, tools, input)
  } catch (error) {
    const expected = ['permission_missing', 'run_active', 'channel_not_connected', 'channel_paused', 'not_found']
    if (error instanceof HubError && expected.includes(error.code)) return
    throw error
  }
}
