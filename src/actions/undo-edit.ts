import type { WorkspaceDb } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import { editedBefore, findEdit } from '../database/undo.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { EditedRow } from '../engine/edit/edited-row.ts'
import { type KeptEdit, undoEdited } from '../engine/undo/undo-edited.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

export interface UndoneEdit {
  /** The edit that was taken back, and the one that did it, which can be taken back as well. */
  readonly undoes: string
  readonly editId: string
  readonly channelId: string | null
  readonly rows: readonly EditedRow[]
  readonly kept: readonly KeptEdit[]
}

/**
 * Takes back an edit, or the last one, by an edit of the same kind: what somebody edited since stays. Each part of at most
 * 1,000 rows is one transaction; after a kill between two, doing it again does the rest. Nothing is sent to a store: its
 * next plan has what was sent already. Throws `not_found`.
 */
export async function undoEdit(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { editId?: string; preview: boolean },
): Promise<UndoneEdit> {
  mustBeAllowed(actor, input.preview ? 'catalog.read' : 'catalog.manage')
  const edit = await findEdit(db, input.editId)
  if (edit === null) throw new HubError('not_found', 'There is no such edit.')
  const { channelId } = edit
  const editId = newId('edt', tools.randomBytes)
  const at = tools.clock.now()
  const result = { rows: [] as EditedRow[], kept: [] as KeptEdit[] }
  let changed = false
  // The last part first: a row that an edit had twice goes back as it came.
  for (const eventId of edit.eventIds.toReversed()) {
    const part = await despiteCollisions(() =>
      db.transaction(async tx => {
        const rows = await editedBefore(tx, eventId)
        const done = await undoEdited(tx, { channelId, rows, at, write: !input.preview })
        if (input.preview || done.undo.length === 0) return done
        await recordEvent(tx, {
          id: newId('evt', tools.randomBytes),
          ...{ at, actor, verb: 'products.edited' },
          ...(channelId !== null && { channelId }),
          about: { editId, undoes: edit.editId, changes: done.undo },
        })
        return done
      }),
    )
    changed ||= part.undo.length > 0
    result.rows.push(...part.rows)
    result.kept.push(...part.kept)
  }
  if (changed && !input.preview) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { undoes: edit.editId, editId, channelId, ...result }
}
