import type { FieldWrites, OfferWrite } from '../../connector/writer.ts'
import type { FieldValue } from '../../domain/fields.ts'
import type { Delta } from '../../domain/layers.ts'
import { type Change, type Level, type LivePart, liveParts } from '../../domain/plan.ts'

/** A change with its place in its plan. */
export interface PlacedChange extends Change {
  readonly seq: number
  /** When what became of it was told last: of one that is still to be sent, some of it may have been written since. */
  readonly settledAt?: Date | null
}

/** All that one request writes: what is to change of different products, or of different variants. */
export interface Batch {
  readonly level: Level
  /** Those that its changes belong to. */
  readonly parts: readonly LivePart[]
  readonly items: readonly BatchItem[]
  /** It is one list of one product, with requests of its own. */
  readonly isApart: boolean
}

/** One product or variant with everything that is to change. */
export interface BatchItem {
  readonly remoteId: string
  readonly listingId: string
  readonly changes: readonly PlacedChange[]
}

interface Caps {
  readonly listingsMost: number
  readonly offersMost: number
  /** Fields of products that are written alone. */
  readonly apartFields: ReadonlySet<string>
}

/**
 * Puts changes into as few requests as the caps allow, whatever parts they belong to: products before their variants,
 * what is written apart behind the rest, and everything else in the order of the plan.
 */
export function batchesOf(changes: readonly PlacedChange[], { listingsMost, offersMost, apartFields }: Caps): Batch[] {
  const batches: Batch[] = []
  for (const level of ['product', 'variant'] as const) {
    const most = level === 'product' ? listingsMost : offersMost
    const own = changes.filter(change => change.level === level)
    const isApart = ({ field }: PlacedChange) => level === 'product' && apartFields.has(field)
    const items = itemsOf(own.filter(change => !isApart(change)))
    for (let from = 0; from < items.length; from += most) {
      batches.push(batchOf(level, items.slice(from, from + most), false))
    }
    for (const change of own.filter(isApart).toSorted((a, b) => a.seq - b.seq)) {
      batches.push(batchOf(level, itemsOf([change]), true))
    }
  }
  return batches
}

function batchOf(level: Level, items: readonly BatchItem[], isApart: boolean): Batch {
  const parts = liveParts.filter(part => items.some(({ changes }) => changes.some(change => change.part === part)))
  return { level, parts, items, isApart }
}

function itemsOf(changes: readonly PlacedChange[]): BatchItem[] {
  const items = new Map<string, { remoteId: string; listingId: string; changes: PlacedChange[] }>()
  for (const change of changes.toSorted((a, b) => a.seq - b.seq)) {
    const remoteId = itemIdOf(change)
    const item = items.get(remoteId) ?? { remoteId, listingId: change.listingId, changes: [] }
    items.set(remoteId, item)
    item.changes.push(change)
  }
  return [...items.values()]
}

/** The store's id of the product or variant that a change is about. */
export function itemIdOf({ listingId, offerId }: Change): string {
  return offerId ?? listingId
}

/** What an item says to the store. */
export function writeOf({ remoteId, listingId, changes }: BatchItem): OfferWrite {
  return { remoteId, listingId, ...fieldWritesOf(changes) }
}

export function fieldWritesOf(changes: readonly Change[]): FieldWrites {
  const before: Record<string, FieldValue> = {}
  for (const { field, before: value } of changes) if (value !== null) before[field] = value
  return { fields: deltaOf(changes), before }
}

export function deltaOf(changes: readonly Change[]): Delta {
  const delta: Record<string, FieldValue | null> = {}
  for (const { field, after } of changes) delta[field] = after
  return delta
}
