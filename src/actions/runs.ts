import { changeChannelCatalog, findChannelCatalog } from '../database/channel-catalog.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { markListingsGone } from '../database/listings.ts'
import {
  addRunRows,
  askCancel,
  findRun,
  listRunRows,
  listRuns,
  type StoredRun,
  type StoredRunRow,
} from '../database/runs.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { RowOutcome } from '../domain/run.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

export type { StoredRun, StoredRunRow }

/** Throws `not_found`. */
export async function readRun(actor: Actor, db: WorkspaceDb, runId: string): Promise<StoredRun> {
  mustBeAllowed(actor, 'catalog.read')
  const run = await findRun(db, runId)
  if (run === null)
    throw new HubError('not_found', 'There is no such run.', {
      hint: 'Activity lists those there are; so does cartwright runs list.',
    })
  return run
}

/** The newest first. */
export async function readRuns(
  actor: Actor,
  db: WorkspaceDb,
  ask: { limit: number; channelId?: string; active?: boolean; after?: { createdAt: Date; id: string } },
): Promise<StoredRun[]> {
  mustBeAllowed(actor, 'catalog.read')
  return listRuns(db, ask)
}

/** Throws `not_found`. */
export async function readRunRows(
  actor: Actor,
  db: WorkspaceDb,
  runId: string,
  ask: { limit: number; after: number; outcome?: RowOutcome },
): Promise<StoredRunRow[]> {
  await readRun(actor, db, runId)
  return listRunRows(db, runId, ask)
}

/** Asks a run to stop; it does so after what is under way. What it has taken stays. Throws `not_found`, `run_ended`. */
export async function cancelRun(actor: Actor, db: WorkspaceDb, tools: Tools, runId: string): Promise<void> {
  mustBeAllowed(actor, 'catalog.manage')
  const run = await readRun(actor, db, runId)
  if (!(await askCancel(db, runId, tools.clock.now()))) {
    throw new HubError('run_ended', 'This run has ended already.', { hint: 'Its page says what became of it.' })
  }
  tools.notices.publish(db.workspace, { type: 'run_changed', channelId: run.channelId, runId })
  tools.wakePulls()
}

const rowsAtATime = 1_000
const pagesMost = 1_000

/**
 * Marks the products that a run held back as gone from the store: the merchant says that they are.
 * Throws `not_found`, and `nothing_held` where nothing waits for this answer.
 */
export async function believeMissing(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  runId: string,
): Promise<{ gone: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const run = await readRun(actor, db, runId)
  const at = tools.clock.now()
  let gone = 0
  await db.transaction(async tx => {
    const catalog = await findChannelCatalog(tx, run.channelId)
    if (catalog?.heldRunId !== runId) {
      throw new HubError('nothing_held', 'This run holds nothing back.', {
        hint: 'The question was answered, or a later import has seen the products again.',
      })
    }
    let after = 0
    for (let page = 1; page <= pagesMost; page += 1) {
      const rows = await listRunRows(tx, runId, { limit: rowsAtATime, after, outcome: 'held' })
      const ids = rows.map(row => row.remoteId)
      const marked = await markListingsGone(tx, run.channelId, ids, at, { unlessSeenAfter: run.createdAt })
      gone += marked.length
      await addRunRows(
        tx,
        runId,
        marked.map(row => ({ ...row, outcome: 'gone', kind: 'product', reason: believedReason, came: '' })),
      )
      after = rows.at(-1)?.seq ?? after
      if (rows.length < rowsAtATime) break
    }
    await changeChannelCatalog(tx, run.channelId, { heldRunId: null })
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at,
      actor,
      verb: 'pull.missing_believed',
      channelId: run.channelId,
      about: { runId, gone },
    })
  })
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  tools.notices.publish(db.workspace, { type: 'run_changed', channelId: run.channelId, runId })
  return { gone }
}

const believedReason = 'Somebody confirmed that it is no longer in the store.'
