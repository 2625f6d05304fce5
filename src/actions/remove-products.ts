import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { type ChannelItem, channelItems, holdChannelItems } from '../database/editing.ts'
import { recordEvent } from '../database/events.ts'
import {
  type RemovalItem,
  removalsWanted,
  variantsThatStay,
  type WantedRemoval,
  wantRemovals,
  withdrawRemovals,
} from '../database/removals.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { lostWith, type RemovalFault, removalFaultOf } from '../domain/removals.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

export type { RemovalItem, WantedRemoval }

interface RemovalInput {
  readonly channelId: string
  readonly items: readonly RemovalItem[]
}

/** One that can't be deleted, and why. */
export interface FaultyRemoval extends RemovalItem, RemovalFault {
  readonly name: string
  readonly sku: string
}

export interface RemovalResult {
  /** Products and variants that the next plan deletes; in a preview, that it would. */
  readonly wanted: number
  /** What of them no undo brings back. */
  readonly cannotReturn: readonly string[]
  readonly faults: readonly FaultyRemoval[]
}

/**
 * Asks for products of a channel, or variants of them, to be deleted in its store. Nothing is sent: the next plan that a
 * person makes has them, and is sent only with a typed word. With `preview` nothing is written either. Throws `not_found`.
 */
export async function askForRemoval(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: RemovalInput & { readonly preview: boolean },
): Promise<RemovalResult> {
  const { channelId, preview } = input
  mustBeAllowed(actor, preview ? 'catalog.read' : 'catalog.manage')
  if (actor.kind === 'schedule') throw new HubError('not_allowed', 'Only a person has something deleted in a store.')
  await readChannel(actor, db, channelId)
  const items = distinct(input.items)
  const result = await despiteCollisions(() =>
    db.transaction(async tx => {
      const { fine, faults } = await judge(tx, channelId, items)
      if (!preview) await keepWishes(tx, tools, actor, channelId, fine)
      return { wanted: fine.length, cannotReturn: lostWith(countsOf(fine)), faults }
    }),
  )
  if (!preview && result.wanted > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return result
}

/** What was asked for is not wanted any more; gives back how much of it there was. Throws `not_found`. */
export async function withdrawRemoval(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { channelId, items }: RemovalInput,
): Promise<{ withdrawn: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  await readChannel(actor, db, channelId)
  const withdrawn = await db.transaction(async tx => {
    const count = await withdrawRemovals(tx, channelId, items)
    if (count > 0) await record(tx, tools, actor, 'removals.withdrawn', channelId, items)
    return count
  })
  if (withdrawn > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { withdrawn }
}

/** What waits to be deleted in the store of a channel, or `only` of one product: variants before products. Throws `not_found`. */
export async function readRemovals(
  actor: Actor,
  db: WorkspaceDb,
  { channelId, ...ask }: { channelId: string; limit: number; after?: RemovalItem; only?: string },
): Promise<WantedRemoval[]> {
  await readChannel(actor, db, channelId)
  return removalsWanted(db, channelId, ask)
}

/** Keeps that things are to be deleted, with the event that says so; what was asked for already is not asked again. */
export async function keepWishes(
  tx: WorkspaceTx,
  tools: Tools,
  actor: Actor,
  channelId: string,
  items: readonly RemovalItem[],
): Promise<void> {
  const asked = await wantRemovals(tx, channelId, items, { at: tools.clock.now(), actor })
  if (asked > 0) await record(tx, tools, actor, 'removals.wanted', channelId, items)
}

/** Which of these can be deleted, and why the others can’t. They are held until the transaction ends. */
export async function judge(tx: WorkspaceTx, channelId: string, items: readonly RemovalItem[]) {
  const products = items.filter(({ offerId }) => offerId === null)
  const listingIds = [...new Set(items.map(({ listingId }) => listingId))]
  const offerIds = items.flatMap(({ offerId }) => offerId ?? [])
  await holdChannelItems(tx, channelId, { listingIds, offerIds })
  const ids = products.map(({ listingId }) => listingId)
  const listings = byId(await channelItems(tx, channelId, 'product', ids))
  const offers = byId(await channelItems(tx, channelId, 'variant', offerIds))
  const stay = await variantsThatStay(tx, channelId, listingIds, offerIds)
  const fine: RemovalItem[] = []
  const faults: FaultyRemoval[] = []
  for (const item of items) {
    const { listingId, offerId } = item
    const found = offerId === null ? listings.get(listingId) : offers.get(offerId)
    const level = offerId === null ? 'product' : 'variant'
    const fault =
      found === undefined || found.listingId !== listingId
        ? noSuch(level)
        : removalFaultOf({
            ...{ level, state: found.state, hasOptions: found.observed.optionValues !== undefined },
            othersThatStay: stay.get(listingId) ?? 0,
          })
    if (fault === null) fine.push(item)
    else faults.push({ ...item, name: found?.name ?? '', sku: found?.sku ?? '', ...fault })
  }
  return { fine, faults }
}

function noSuch(level: 'product' | 'variant'): RemovalFault {
  return {
    reason: `The channel has no such ${level}.`,
    fix: 'Give its id in the store, as lists of the channel show it.',
  }
}

function byId(items: readonly ChannelItem[]): ReadonlyMap<string, ChannelItem> {
  return new Map(items.map(item => [item.id, item]))
}

function distinct(items: readonly RemovalItem[]): RemovalItem[] {
  return [...new Map(items.map(item => [`${item.listingId} ${item.offerId ?? ''}`, item])).values()]
}

export function countsOf(items: readonly RemovalItem[]) {
  const products = items.filter(({ offerId }) => offerId === null).length
  return { products, variants: items.length - products }
}

async function record(
  tx: WorkspaceTx,
  tools: Tools,
  actor: Actor,
  verb: string,
  channelId: string,
  items: readonly RemovalItem[],
): Promise<void> {
  const [id, at] = [newId('evt', tools.randomBytes), tools.clock.now()]
  await recordEvent(tx, { id, at, actor, verb, channelId, about: { items } })
}
