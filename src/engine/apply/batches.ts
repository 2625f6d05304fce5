import type { FieldWrites, OfferWrite } from '../../connector/writer.ts'
import type { FieldValue } from '../../domain/fields.ts'
import type { Delta } from '../../domain/layers.ts'
import { type Change, type LivePart, liveParts } from '../../domain/plan.ts'

/** A change with its place in its plan. */
export interface PlacedChange extends Change {
  readonly seq: number
}

/** All that one request writes: one part of different products, or of different variants. */
export type Batch =
  | { readonly level: 'product'; readonly part: LivePart; readonly items: readonly BatchItem[] }
  | { readonly level: 'variant'; readonly part: LivePart; readonly items: readonly BatchItem[] }

/** One product or variant with everything of one part that is to change. */
export interface BatchItem {
  readonly remoteId: string
  readonly listingId: string
  readonly changes: readonly PlacedChange[]
}

interface Caps {
  readonly listingsMost: number
  readonly offersMost: number
}

/**
 * Puts changes into as few requests as the caps allow: products before their variants, the parts in their usual order,
 * and everything else in the order of the plan.
 */
export function batchesOf(changes: readonly PlacedChange[], { listingsMost, offersMost }: Caps): Batch[] {
  const batches: Batch[] = []
  for (const level of ['product', 'variant'] as const) {
    const most = level === 'product' ? listingsMost : offersMost
    for (const part of liveParts) {
      const items = itemsOf(changes.filter(change => change.level === level && change.part === part))
      for (let from = 0; from < items.length; from += most) {
        batches.push({ level, part, items: items.slice(from, from + most) })
      }
    }
  }
  return batches
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
