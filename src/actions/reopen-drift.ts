import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { decidedFields, matchedRows } from '../database/drift.ts'
import { recordEvent } from '../database/events.ts'
import { ownersOf } from '../database/ownership.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { ownerOf } from '../domain/ownership.ts'
import { type RowToReopen, reopenDrift as reopenRows } from '../engine/edit/settle-drift.ts'
import { newId } from '../runtime/ids.ts'
import { readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

/**
 * Takes decisions about edits made in the store of a channel back: each field is edited in the store again, and meant as
 * it was. What the store or somebody changed since is left, and so is what the hub doesn't own any more. Nothing is sent
 * to the store. Throws `not_found`.
 */
export async function reopenDrift(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; decisions: readonly string[] },
): Promise<{ reopened: number; left: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { id: channelId } = await readChannel(actor, db, input.channelId)
  const total = { reopened: 0, left: 0 }
  // The latest first: of two decisions about one field the first one said what it was before both.
  for (const decision of [...new Set(input.decisions)].reverse()) {
    const { reopened, left } = await despiteCollisions(() =>
      db.transaction(tx => reopenOne(tx, tools, { actor, channelId, decision })),
    )
    total.reopened += reopened
    total.left += left
  }
  if (total.reopened > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return total
}

async function reopenOne(
  tx: WorkspaceTx,
  tools: Tools,
  { actor, channelId, decision }: { actor: Actor; channelId: string; decision: string },
): Promise<{ reopened: number; left: number }> {
  const decided = await decidedFields(tx, channelId, decision)
  if (decided === null) return { reopened: 0, left: 0 }
  const owners = await ownersOf(tx, channelId)
  const ours = decided.fields.filter(({ level, field }) => ownerOf(owners, level, field) === 'hub')
  const rows: RowToReopen[] = []
  for (const level of ['product', 'variant'] as const) {
    const own = Map.groupBy(
      ours.filter(each => each.level === level),
      ({ remoteId }) => remoteId,
    )
    for (const row of await matchedRows(tx, level, channelId, [...own.keys()])) {
      rows.push({ ...row, level, fields: own.get(row.remoteId) ?? [] })
    }
  }
  const reopened = await reopenRows(tx, channelId, rows, decided.decision)
  if (reopened > 0) {
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at: tools.clock.now(),
      actor,
      verb: 'drift.reopened',
      channelId,
      about: { decision, fields: reopened },
    })
  }
  return { reopened, left: decided.fields.length - reopened }
}
