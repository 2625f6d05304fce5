import type { WorkspaceTx } from '../../database/connect.ts'
import type { ChannelItem, MasterItem } from '../../database/editing.ts'
import type { Edit } from '../../domain/edit.ts'
import { type EditedBefore, editsBack, type KeptField } from '../../domain/edits-back.ts'
import { type FieldValue, withOverrides } from '../../domain/fields.ts'
import type { Level } from '../../domain/plan.ts'
import { editInChannel } from '../edit/edit-in-channel.ts'
import { editMasters } from '../edit/edit-masters.ts'
import type { PartOfEdit } from '../edit/edited-row.ts'

/** A field that stays, as somebody edited it since. */
export interface KeptEdit extends KeptField {
  readonly level: Level
  readonly id: string
  readonly name: string
  readonly sku: string
  readonly was: FieldValue | null
}

interface EditToUndo {
  /** Null: of the master catalog. */
  readonly channelId: string | null
  readonly rows: readonly EditedBefore[]
  readonly at: Date
  /** False: only what would be. */
  readonly write: boolean
}

/** Takes back what an edit did to these rows, by edits of the same kind, as far as nobody edited them since. */
export async function undoEdited(tx: WorkspaceTx, edit: EditToUndo): Promise<PartOfEdit & { kept: KeptEdit[] }> {
  const { channelId, rows, ...how } = edit
  const kept = new Map<string, KeptEdit>()
  const parts: PartOfEdit[] = []
  const productIds = new Set(rows.filter(({ level }) => level === 'product').map(idOf))
  for (const level of ['product', 'variant'] as const) {
    const rowOf = new Map(rows.filter(row => row.level === level).map(row => [idOf(row), row]))
    const edits = (of: Level, item: MasterItem | ChannelItem): readonly Edit[] => {
      const row = rowOf.get(item.id)
      if (row === undefined) return []
      const back = editsBack(row, nowOf(item))
      for (const one of back.kept) kept.set(`${of} ${item.id} ${one.field}`, keptOf(of, item, row, one))
      // Its product takes the SKU back for both.
      const isShared = of === 'variant' && item.oneWithId !== null && productIds.has(item.oneWithId)
      return back.edits.filter(({ field }) => !isShared || field !== 'sku')
    }
    const ids = [...rowOf.keys()]
    if (ids.length === 0) continue
    parts.push(
      channelId === null
        ? await editMasters(tx, { level, ids, edits, ...how })
        : await editInChannel(tx, { channelId, level, ids, edits, write: how.write }),
    )
  }
  return {
    rows: parts.flatMap(part => part.rows),
    effects: parts.flatMap(part => part.effects),
    undo: parts.flatMap(part => part.undo),
    kept: [...kept.values()],
  }
}

function idOf(row: EditedBefore): string {
  return 'id' in row ? row.id : row.remoteId
}

function nowOf(item: MasterItem | ChannelItem) {
  if ('fields' in item) return { shown: item.fields, overrides: {}, pinned: [] }
  const { master, overrides, pinned } = item
  return { shown: withOverrides(master ?? {}, overrides) as Readonly<Record<string, FieldValue>>, overrides, pinned }
}

function keptOf(
  level: Level,
  { id, name, sku }: MasterItem | ChannelItem,
  row: EditedBefore,
  { field, now }: KeptField,
) {
  const before = 'id' in row ? row.before : row.before.overrides
  return { level, id, name, sku, field, now, was: before[field] ?? null }
}
