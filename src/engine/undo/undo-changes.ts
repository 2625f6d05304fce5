import type { WorkspaceTx } from '../../database/connect.ts'
import { type ChannelItem, channelItems, saveOwnValues } from '../../database/editing.ts'
import { readLayers } from '../../database/layers.ts'
import type { AppliedChange } from '../../database/undo.ts'
import type { FieldValue } from '../../domain/fields.ts'
import type { Layers } from '../../domain/layers.ts'
import { type Level, otherLevel } from '../../domain/plan.ts'
import { undoOf, type WhyKept } from '../../domain/undo.ts'
import { desireFields } from '../edit/desire-fields.ts'
import { keptWords } from './words.ts'

interface PlaceOfValue {
  readonly level: Level
  readonly listingId: string
  readonly offerId: string | null
  readonly name: string
  readonly sku: string
  readonly field: string
}

/** A value that goes back: what the store shows, and what it is to show again. */
export interface UndoneValue extends PlaceOfValue {
  readonly now: FieldValue | null
  readonly will: FieldValue | null
}

/** A value that stays: what it was before, and what it is now. */
export interface KeptValue extends PlaceOfValue {
  readonly was: FieldValue | null
  readonly now: FieldValue | null
  readonly reason: string
}

export interface UndonePart {
  readonly undone: readonly UndoneValue[]
  readonly kept: readonly KeptValue[]
  /** The changes that are taken back. */
  readonly changes: readonly AppliedChange[]
  /** Some of it was undone before, and is still to be sent. */
  readonly waits: boolean
  /** What was there before, and what is there now, as an event keeps it so that it can be taken back. */
  readonly undo: readonly unknown[]
}

interface PartToUndo {
  readonly channelId: string
  readonly changes: readonly AppliedChange[]
  /** False: only what would be. */
  readonly write: boolean
  isOurs(level: Level, field: string): boolean
  /** SKUs that two share which an earlier part has dealt with. */
  readonly seen: Set<string>
}

interface Item {
  readonly row: ChannelItem
  readonly layers: Layers
}

type Items = Readonly<Record<Level, ReadonlyMap<string, Item>>>

/**
 * Takes back what changes wrote to the store of a channel, as far as it still is as they left it: the channel gets values
 * of its own, so no other channel moves. A product and its only variant share their SKU: both go back, or neither. The
 * caller holds all that is concerned (`holdApplied`).
 */
export async function undoChanges(tx: WorkspaceTx, part: PartToUndo): Promise<UndonePart> {
  const { channelId } = part
  const items = await readItems(tx, part)
  const changes = withMirrors(part, items)
  const verdicts = agreed(
    changes.map(change => ({ change, verdict: verdictOf(change, items, part) })),
    items,
  )
  const [undone, kept]: [UndoneValue[], KeptValue[]] = [[], []]
  const backOf = new Map<string, AppliedChange[]>()
  for (const { change, verdict } of verdicts) {
    if (verdict.kind === 'undo') {
      undone.push({ ...placeOf(change), now: verdict.now, will: change.before })
      const key = keyOf(change)
      backOf.set(key, [...(backOf.get(key) ?? []), change])
    } else if (verdict.kind === 'kept') {
      const { why, now } = verdict
      kept.push({ ...placeOf(change), was: change.before, now, reason: keptWords(why, { ...change, now }) })
    }
  }
  const undo: unknown[] = []
  for (const level of ['product', 'variant'] as const) {
    const rows = [...items[level].values()].flatMap(({ row }) => {
      const own = backOf.get(`${level} ${row.id}`)
      return own === undefined
        ? []
        : [{ row, wanted: Object.fromEntries(own.map(({ field, before }) => [field, before])) }]
    })
    const values = rows.map(({ row, wanted }) => ({
      remoteId: row.id,
      overrides: { ...row.overrides, ...wanted },
      pinned: [...new Set([...row.pinned, ...Object.keys(wanted)])].sort(),
    }))
    if (part.write) {
      await saveOwnValues(tx, channelId, level, values)
      const moved = rows.map(({ row, wanted }) => ({ channelId, remoteId: row.id, wanted }))
      await desireFields(tx, level, moved, { write: true })
    }
    undo.push(...rows.map(({ row, wanted }) => undoOfOwn(level, row, wanted)))
  }
  return {
    ...{ undone, kept, undo },
    changes: verdicts.filter(({ verdict }) => verdict.kind === 'undo').map(({ change }) => change),
    waits: verdicts.some(({ verdict }) => verdict.kind === 'waits'),
  }
}

/** The listings and offers that the changes are about, with those whose SKU is one with theirs. */
async function readItems(tx: WorkspaceTx, { channelId, changes }: PartToUndo): Promise<Items> {
  const idsOf = (level: Level) => new Set(changes.filter(change => change.level === level).map(itemIdOf))
  const ids = { product: idsOf('product'), variant: idsOf('variant') }
  const skus = { product: new Set<string>(), variant: new Set<string>() }
  for (const change of changes) if (change.field === 'sku') skus[change.level].add(itemIdOf(change))
  const read = { product: new Map<string, Item>(), variant: new Map<string, Item>() }
  const add = async (level: Level, wanted: Iterable<string>) => {
    const missing = [...wanted].filter(id => !read[level].has(id))
    const rows = await channelItems(tx, channelId, level, missing)
    const stored = await readLayers(tx, level, channelId, missing)
    const layersOf = new Map(stored.map(({ remoteId, layers }) => [remoteId, layers]))
    for (const row of rows) {
      const layers = layersOf.get(row.id)
      if (layers !== undefined) read[level].set(row.id, { row, layers })
    }
    return rows
  }
  for (const level of ['product', 'variant'] as const) {
    const rows = await add(level, ids[level])
    const mirrors = rows.filter(row => skus[level].has(row.id)).map(({ oneWithId }) => oneWithId)
    await add(
      otherLevel[level],
      mirrors.filter(id => id !== null),
    )
  }
  return read
}

/** The changes, and beside each of a SKU that two share the other one's, once, whether it is among them or not. */
function withMirrors({ changes, seen }: PartToUndo, items: Items): AppliedChange[] {
  return changes.flatMap(change => {
    const mirror = mirrorOf(change, items)
    if (mirror === null) return [change]
    if (seen.has(keyOf(change))) return []
    seen.add(keyOf(change)).add(keyOf(mirror))
    return [change, mirror]
  })
}

function mirrorOf(change: AppliedChange, items: Items): AppliedChange | null {
  const other = change.field === 'sku' ? (items[change.level].get(itemIdOf(change))?.row.oneWithId ?? null) : null
  if (other === null) return null
  const level = otherLevel[change.level]
  return { ...change, level, offerId: level === 'variant' ? other : null }
}

type Verdict = ReturnType<typeof undoOf>

function verdictOf(change: AppliedChange, items: Items, { isOurs }: PartToUndo): Verdict {
  const item = items[change.level].get(itemIdOf(change))
  const kept = (why: WhyKept, now: FieldValue | null): Verdict => ({ kind: 'kept', why, now })
  if (item === undefined) return kept('gone', null)
  const verdict = undoOf(change, item.layers)
  if (verdict.kind !== 'undo') return verdict
  if (item.row.state === 'gone') return kept('gone', null)
  if (item.row.state !== 'matched') return kept('not_matched', verdict.now)
  return isOurs(change.level, change.field) ? verdict : kept('not_ours', verdict.now)
}

/** Where one of two that share a SKU keeps it, so does the other. */
function agreed(
  judged: readonly { readonly change: AppliedChange; readonly verdict: Verdict }[],
  items: Items,
): readonly { readonly change: AppliedChange; readonly verdict: Verdict }[] {
  const keptSkus = new Map<string, Verdict>()
  for (const { change, verdict } of judged) {
    if (change.field === 'sku' && verdict.kind === 'kept') keptSkus.set(keyOf(change), verdict)
  }
  return judged.map(({ change, verdict }) => {
    const mirror = mirrorOf(change, items)
    const kept = mirror === null ? undefined : keptSkus.get(keyOf(mirror))
    return verdict.kind === 'undo' && kept !== undefined ? { change, verdict: kept } : { change, verdict }
  })
}

function itemIdOf({ offerId, listingId }: Pick<AppliedChange, 'offerId' | 'listingId'>): string {
  return offerId ?? listingId
}

function keyOf(change: Pick<AppliedChange, 'level' | 'offerId' | 'listingId'>): string {
  return `${change.level} ${itemIdOf(change)}`
}

function placeOf({ level, listingId, offerId, name, sku, field }: AppliedChange): PlaceOfValue {
  return { level, listingId, offerId, name, sku, field }
}

/** The same form as of an edit in a channel. */
function undoOfOwn(level: Level, { id, overrides, pinned }: ChannelItem, wanted: Readonly<Record<string, unknown>>) {
  const fields = Object.keys(wanted)
  const before = {
    overrides: Object.fromEntries(Object.entries(overrides).filter(([field]) => fields.includes(field))),
    pinned: pinned.filter(field => fields.includes(field)),
  }
  return { level, remoteId: id, before, after: { overrides: wanted, pinned: fields } }
}
