import type { CatalogWriter, WriteResult } from '../../connector/writer.ts'
import { type ChangeResult, markSending, settleChanges } from '../../database/changes-to-send.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { channelItems } from '../../database/editing.ts'
import { type LayersToWrite, readLayers, writeLayers } from '../../database/layers.ts'
import { applied, type Delta, desiredOf, type Fields, type Layers, wrote } from '../../domain/layers.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import { type Level, otherLevel } from '../../domain/plan.ts'
import { HubError } from '../../runtime/errors.ts'
import { isShared } from '../edit/edited-row.ts'
import { type Batch, type BatchItem, batchesOf, itemIdOf, type PlacedChange, writeOf } from './batches.ts'
import { canGoOnAgain, checkChange, checkWanted, shownOf, valueIn } from './check.ts'
import { PlanDeferred } from './interruptions.ts'
import { Naming } from './naming.ts'
import { readShown } from './read-shown.ts'
import { layersAfterWrite, type SettledItem, settleItem } from './settle.ts'
import type { ApplyWork } from './work.ts'

/**
 * Applies some changes of a plan: reads their products in the store, settles what needs no write, and sends the rest
 * batch by batch. False: an answer was lost, and it has to be read back before anything else is sent.
 */
export async function applyWindow(work: ApplyWork, changes: readonly PlacedChange[]): Promise<boolean> {
  const naming = await Naming.of(work, changes)
  const products = await readShown(
    work,
    changes.map(({ listingId }) => listingId),
    naming,
  )
  const toSend: PlacedChange[] = []
  const settled: { change: PlacedChange; shown: Fields | null; result: ChangeResult }[] = []
  for (const change of changes) {
    const shown = shownOf(change, products)
    const verdict = checkChange(change, shown, canGoOnAgain(work.options.writer))
    const fault = verdict.kind === 'send' ? naming.faultOf(change, products.get(change.listingId)) : verdict.result
    if (fault === null) toSend.push(change)
    else settled.push({ change, shown, result: fault })
  }
  if (settled.length > 0) {
    await work.commitUnlessAsked(tx => settleSeen(tx, work, settled))
  }
  for (const batch of batchesOf(toSend, work.options.writer)) {
    if (!(await applyBatch(work, batch, { products, naming }))) return false
  }
  return true
}

interface SeenChange {
  readonly change: PlacedChange
  readonly shown: Fields | null
  readonly result: ChangeResult
}

/** Settles changes by what the store shows, and keeps what it shows. */
export async function settleSeen(tx: WorkspaceTx, work: ApplyWork, seen: readonly SeenChange[]): Promise<void> {
  const { claim, clock } = work.options
  for (const level of ['product', 'variant'] as const) {
    const ofLevel = seen.filter(({ change }) => change.level === level)
    const rows: LayersToWrite[] = []
    for (const { remoteId, layers, changes } of await layersOf(tx, work, level, ofLevel)) {
      const after = changes.reduce(layersAfterSeen, layers)
      rows.push({ channelId: claim.channelId, remoteId, layers: after, shownAnew: true })
    }
    await writeLayers(tx, level, rows)
    await keepAlsoShown(tx, work, level, alsoSeen(ofLevel))
  }
  await settleChanges(
    tx,
    claim.planId,
    seen.map(({ result }) => result),
    clock.now(),
  )
}

/** What the store shows of the other of both where a product and its only variant have one value. */
function alsoSeen(seen: readonly SeenChange[]): Map<string, Delta> {
  const also = new Map<string, Delta>()
  for (const { change, shown, result } of seen) {
    if (shown === null || result.state !== 'applied' || !isShared(change.field)) continue
    also.set(itemIdOf(change), { [change.field]: valueIn(shown, change.field) })
  }
  return also
}

function layersAfterSeen(layers: Layers, { change, shown, result }: SeenChange): Layers {
  if (shown === null) return layers
  const taken = result.state === 'applied' ? [change] : []
  return layersAfterWrite(layers, [change], { taken, shows: shown })
}

async function layersOf<Row extends { readonly change: PlacedChange }>(
  tx: WorkspaceTx,
  { options: { claim } }: ApplyWork,
  level: Level,
  rows: readonly Row[],
): Promise<{ remoteId: string; layers: Layers; changes: Row[] }[]> {
  const byItem = Map.groupBy(rows, ({ change }) => itemIdOf(change))
  const stored = await readLayers(tx, level, claim.channelId, [...byItem.keys()])
  return stored.map(({ remoteId, layers }) => ({ remoteId, layers, changes: byItem.get(remoteId) ?? [] }))
}

/** What was read of the store before the writes of a window. */
interface Seen {
  readonly products: ReadonlyMap<string, ObservedProduct>
  readonly naming: Naming
}

/** False: an answer was lost. */
async function applyBatch(work: ApplyWork, planned: Batch, seen: Seen): Promise<boolean> {
  const batch = await work.commitUnlessAsked(tx => takeUp(tx, work, planned))
  if (batch.items.length === 0) return true
  const results = await send(work, batch, seen)
  const settled = batch.items.map((item, index) =>
    settleItem(item, results[index] ?? lost, shownOfItem(batch, item, seen)),
  )
  await work.commit(async tx => {
    await settleBatch(tx, work, batch, settled)
    await keepAlsoShown(tx, work, batch.level, alsoShown(batch, results))
  })
  const all = settled.flatMap(item => item.results)
  const deferred = all.find(({ state }) => state === 'deferred')
  if (deferred !== undefined) throw new PlanDeferred(deferred.reason ?? '')
  return all.every(({ state }) => state !== 'unknown')
}

/** What the store showed of a list right before its entries were written; null where nothing is written so. */
function shownOfItem({ isApart }: Batch, { listingId }: BatchItem, { products }: Seen): Fields | null {
  return isApart ? (products.get(listingId)?.fields ?? {}) : null
}

function alsoShown({ items }: Batch, results: readonly WriteResult[]): Map<string, Delta> {
  const also = new Map<string, Delta>()
  for (const [index, { remoteId }] of items.entries()) {
    const alsoShows = results[index]?.alsoShows ?? null
    if (alsoShows !== null) also.set(remoteId, alsoShows)
  }
  return also
}

/** A write to a product may have changed its only variant, and the other way round: then that was sent there, too. */
async function keepAlsoShown(
  tx: WorkspaceTx,
  { options: { claim } }: ApplyWork,
  level: Level,
  shownOf: ReadonlyMap<string, Delta>,
): Promise<void> {
  if (shownOf.size === 0) return
  const { channelId } = claim
  const alsoOf = new Map<string, Delta>()
  for (const { id, oneWithId } of await channelItems(tx, channelId, level, [...shownOf.keys()])) {
    if (oneWithId !== null) alsoOf.set(oneWithId, shownOf.get(id) ?? {})
  }
  const other = otherLevel[level]
  const stored = await readLayers(tx, other, channelId, [...alsoOf.keys()])
  const rows = stored.map(row => {
    const shows = alsoOf.get(row.remoteId) ?? {}
    return { ...row, layers: wrote(row.layers, shows, applied({}, shows)), shownAnew: true }
  })
  await writeLayers(tx, other, rows)
}

/** Says of every field that nobody knows what became of it. */
const lost: WriteResult = { outcomes: {}, shows: null, alsoShows: null }

/** Marks what is about to be sent, but for what is wanted otherwise by now. */
async function takeUp(tx: WorkspaceTx, work: ApplyWork, batch: Batch): Promise<Batch> {
  const { claim, clock } = work.options
  const ids = batch.items.map(({ remoteId }) => remoteId)
  const stored = await readLayers(tx, batch.level, claim.channelId, ids)
  const items = await channelItems(tx, claim.channelId, batch.level, ids)
  // What was left out of the catalog since, or has to be decided on again, is no longer the hub's to write.
  const matched = new Set(items.filter(({ state }) => state === 'matched').map(({ id }) => id))
  const wanted = new Map(
    stored.filter(row => matched.has(row.remoteId)).map(({ remoteId, layers }) => [remoteId, desiredOf(layers)]),
  )
  const superseded: ChangeResult[] = []
  const checked = batch.items.map(item => ({
    ...item,
    changes: item.changes.filter(change => {
      const result = checkWanted(change, wanted.get(item.remoteId) ?? null)
      if (result !== null) superseded.push(result)
      return result === null
    }),
  }))
  await settleChanges(tx, claim.planId, superseded, clock.now())
  const sent = checked.filter(({ changes }) => changes.length > 0)
  await markSending(
    tx,
    claim.planId,
    sent.flatMap(({ changes }) => changes.map(({ seq }) => seq)),
  )
  return { ...batch, items: sent }
}

/** Sends a batch with no transaction open. Rejects only where the hub itself stops or breaks. */
async function send(work: ApplyWork, batch: Batch, seen: Seen): Promise<readonly WriteResult[]> {
  const { writer, stop } = work.options
  try {
    return (await callWriter(writer, batch, seen, stop.signal)).map(result => seen.naming.resultOf(result))
  } catch (error) {
    if (stop.signal.aborted || !(error instanceof HubError)) throw error
    // Refused on the way, perhaps by a stop while a batch was sent in parts: what was written shows when it is read back.
    return batch.items.map(() => lost)
  }
}

async function callWriter(
  writer: CatalogWriter,
  { level, parts, items, isApart }: Batch,
  { products, naming }: Seen,
  signal: AbortSignal,
) {
  const writes = items.map(item => {
    const product = products.get(item.listingId)
    const write = naming.writeOf(writeOf(item), item.changes, product)
    // Entries are told apart by the ids that they have now.
    return isApart ? { ...write, before: product?.fields ?? {}, planned: write.before } : write
  })
  if (isApart) return Promise.all(writes.map(write => writer.writeApart(write, parts, signal)))
  return level === 'variant' ? writer.writeOffers(writes, parts, signal) : writer.writeListings(writes, parts, signal)
}

async function settleBatch(
  tx: WorkspaceTx,
  work: ApplyWork,
  { level, items }: Batch,
  settled: readonly SettledItem[],
): Promise<void> {
  const { claim, clock } = work.options
  const stored = await readLayers(
    tx,
    level,
    claim.channelId,
    items.map(({ remoteId }) => remoteId),
  )
  const layersBefore = new Map(stored.map(({ remoteId, layers }) => [remoteId, layers]))
  const rows = items.flatMap((item, index) => {
    const before = layersBefore.get(item.remoteId)
    const result = settled[index]
    if (before === undefined || result === undefined || result.shows === null) return []
    const layers = layersAfterWrite(before, item.changes, result)
    return [{ channelId: claim.channelId, remoteId: item.remoteId, layers, shownAnew: true }]
  })
  await writeLayers(tx, level, rows)
  const results = settled.flatMap(item => item.results)
  await settleChanges(tx, claim.planId, results, clock.now())
}
