import type { Tools } from '../../actions/tools.ts'
import { type UndoChoice, undoApplied } from '../../actions/undo-changes.ts'
import { undoEdit } from '../../actions/undo-edit.ts'
import { HubError } from '../../runtime/errors.ts'
import type { undoRoutes } from '../contract/undo.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'
import { labelOf } from '../plan-view.ts'
import { viewRow } from './edits.ts'

const rowsMost = 200

interface Asked {
  readonly plan?: string | undefined
  readonly channelId?: string | undefined
  readonly listingId?: string | undefined
  readonly level?: 'product' | 'variant' | undefined
  readonly offerId?: string | undefined
  readonly field?: string | undefined
}

export function undoHandlers({ tools }: { tools: Tools }): HandlersOf<typeof undoRoutes> {
  return {
    'POST /api/undo-edit': async ({ actor, db, body: { editId, preview = false } }) => {
      const { rows, kept, ...edit } = await undoEdit(actor, db, tools, { ...given({ editId }), preview })
      const faulty = rows.filter(({ faults }) => faults.length > 0)
      const back = rows.filter(({ fields }) => fields.length > 0)
      return {
        ...edit,
        undone: back.length,
        rows: back.slice(0, rowsMost).map(viewRow),
        keptCount: kept.length,
        kept: kept.slice(0, rowsMost).map(one => ({ ...one, label: labelOf(one.level, one.field) })),
        faulty: faulty.slice(0, rowsMost).map(viewRow),
      }
    },

    'POST /api/undo': async ({ actor, db, body: { preview = false, made = 'hide', ...asked } }) => {
      if (made === 'delete' && [asked.level, asked.offerId, asked.field].some(narrowed => narrowed !== undefined)) {
        throw new HubError('input_invalid', 'Only a whole product is deleted.', {
          fields: { made: 'Leave the variant, the level and the field out, or hide what was made.' },
        })
      }
      const { undoneRows, keptRows, kept, ...result } = await undoApplied(actor, db, tools, {
        choice: choiceOf(asked),
        ...{ preview, made },
      })
      return {
        ...result,
        rows: undoneRows.map(row => ({ ...row, label: labelOf(row.level, row.field) })),
        keptCount: kept,
        kept: keptRows.map(row => ({ ...row, label: labelOf(row.level, row.field) })),
        cannotReturn: [...result.cannotReturn],
      }
    },
  }
}

function choiceOf({ plan, channelId, listingId, level, offerId, field }: Asked): UndoChoice {
  const narrowed = given({ level, offerId, field })
  if (plan !== undefined && channelId === undefined) return { planId: plan, ...given({ listingId }), ...narrowed }
  if (plan === undefined && channelId !== undefined && listingId !== undefined) {
    return { channelId, listingId, ...narrowed }
  }
  throw new HubError('input_invalid', 'Say what to undo.', {
    fields: { plan: 'Give either the id of a plan, or a channel and the id of one of its products.' },
  })
}
