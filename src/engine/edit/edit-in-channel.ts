import type { WorkspaceTx } from '../../database/connect.ts'
import { type ChannelItem, channelItems, holdChannelItems, saveOwnValues } from '../../database/editing.ts'
import { type Edit, type FieldFault, workOut } from '../../domain/edit.ts'
import { definitionOf } from '../../domain/edit-values.ts'
import { type FieldValue, withOverrides } from '../../domain/fields.ts'
import type { Delta, Fields } from '../../domain/layers.ts'
import { type Level, otherLevel } from '../../domain/plan.ts'
import { desireFields } from './desire-fields.ts'
import {
  changesOfEach,
  decimalPlaces,
  type EditedRow,
  type EditsOf,
  isSame,
  type PartOfEdit,
  rowsNotThere,
  sharesEdits,
} from './edited-row.ts'

interface ChannelEdit {
  readonly channelId: string
  readonly level: Level
  readonly ids: readonly string[]
  readonly edits: EditsOf<ChannelItem>
  /** False: only what would be. */
  readonly write: boolean
}

interface Change {
  readonly level: Level
  readonly item: ChannelItem
  readonly overrides: Delta
  readonly pinned: readonly string[]
  /** Of the fields that change. */
  readonly fields: readonly string[]
  readonly faults: readonly FieldFault[]
}

const notEdited = {
  waiting: 'It waits on the review list: decide there what it is, then edit it.',
  left_out: 'It was left out of the catalog on the review list: take that back, then edit it.',
  gone: 'It is gone from the store, so there is nothing to edit.',
} as const

/**
 * Gives listings or offers of a channel values of their own, or takes those away again. What a merchant sets for a
 * channel stays its own, also where the master comes to say the same. No other channel moves.
 */
export async function editInChannel(tx: WorkspaceTx, edit: ChannelEdit): Promise<PartOfEdit> {
  const { channelId, ids, write } = edit
  const held = await holdItems(tx, edit)
  const { items } = held
  const planned = changesOfEach(edit, held, changeOf)
  const rows = planned.map((changes, at): EditedRow => {
    const { id, name, sku } = items[at] as ChannelItem
    const faults = changes.flatMap(change => change.faults)
    return { id, name, sku, faults, fields: faults.length > 0 ? [] : changes.flatMap(fieldsOf) }
  })
  const whole = planned
    .filter((_, at) => rows[at]?.faults.length === 0)
    .flat()
    .filter(({ fields }) => fields.length > 0)
  const effects = []
  for (const one of ['product', 'variant'] as const) {
    const own = whole.filter(change => change.level === one)
    if (write) await saveOwnValues(tx, channelId, one, own.map(ownValuesOf))
    const wanted = own.map(change => ({ channelId, remoteId: change.item.id, wanted: wantedOf(change) }))
    effects.push(...(await desireFields(tx, one, wanted, { write })))
  }
  return {
    rows: [...rows, ...rowsNotThere(ids, items, 'The channel has no such product or variant.')],
    effects,
    undo: whole.map(undoOf),
  }
}

/** The items as they are once nobody else changes them. */
async function holdItems(tx: WorkspaceTx, { channelId, level, ids, edits }: ChannelEdit) {
  const before = await channelItems(tx, channelId, level, ids)
  const mirrorIds = !sharesEdits(edits) ? [] : before.map(({ oneWithId }) => oneWithId).filter(id => id !== null)
  await holdChannelItems(tx, channelId, {
    listingIds: before.map(({ listingId }) => listingId),
    offerIds: level === 'variant' ? ids : mirrorIds,
  })
  const items = await channelItems(tx, channelId, level, ids)
  const mirrors = await channelItems(tx, channelId, otherLevel[level], mirrorIds)
  return { items, mirrors: new Map(mirrors.map(item => [item.id, item])) }
}

function changeOf(level: Level, item: ChannelItem, edits: readonly Edit[]): Change {
  if (item.state !== 'matched') {
    const faults = [{ field: '', sentence: notEdited[item.state] }]
    return { level, item, overrides: item.overrides, pinned: item.pinned, fields: [], faults }
  }
  const { values, faults } = workOut(level, edits, shownBy(level, item), decimalPlaces(item.currency))
  const overrides: Record<string, FieldValue | null> = { ...item.overrides }
  const pinned = new Set(item.pinned)
  for (const [field, read] of values) {
    if (read === 'reset') {
      delete overrides[field]
      pinned.delete(field)
    } else {
      overrides[field] = read.value
      pinned.add(field)
    }
  }
  const fields = [...values.keys()].filter(
    field =>
      pinned.has(field) !== item.pinned.includes(field) ||
      Object.hasOwn(overrides, field) !== Object.hasOwn(item.overrides, field) ||
      !isSame(overrides[field], item.overrides[field]),
  )
  return { level, item, overrides, pinned: [...pinned].sort(), fields, faults }
}

/** What the channel is meant to show. Of what means something in this store alone, the master says nothing. */
function shownBy(
  level: Level,
  { master, overrides, observed }: Pick<ChannelItem, 'master' | 'overrides' | 'observed'>,
) {
  const own = Object.entries(observed).filter(([field]) => definitionOf(level, field)?.storeBound === true)
  return withOverrides({ ...Object.fromEntries(own), ...master }, overrides)
}

function fieldsOf(change: Change) {
  const before: Fields = shownBy(change.level, change.item)
  const after: Fields = shownBy(change.level, { ...change.item, overrides: change.overrides })
  return change.fields.map(field => ({
    level: change.level,
    field,
    before: before[field] ?? null,
    after: after[field] ?? null,
  }))
}

function wantedOf(change: Change): Delta {
  return Object.fromEntries(fieldsOf(change).map(({ field, after }) => [field, after]))
}

function ownValuesOf({ item, overrides, pinned }: Change) {
  return { remoteId: item.id, overrides, pinned }
}

function undoOf({ level, item, overrides, pinned, fields }: Change) {
  const only = (of: Delta, pins: readonly string[]) => ({
    overrides: Object.fromEntries(Object.entries(of).filter(([field]) => fields.includes(field))),
    pinned: pins.filter(field => fields.includes(field)),
  })
  const before = only(item.overrides, item.pinned)
  return { level, remoteId: item.id, before, after: only(overrides, pinned) }
}
