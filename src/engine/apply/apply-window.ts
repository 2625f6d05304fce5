import type { CatalogWriter, WriteResult } from '../../connector/writer.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { channelItems } from '../../database/editing.ts'
import { type LayersToWrite, readLayers, writeLayers } from '../../database/layers.ts'
import { writeRefusal } from '../../database/live.ts'
import { type ChangeResult, markSending, settleChanges } from '../../database/plans.ts'
import { applied, type Delta, desiredOf, type Fields, type Layers, wrote } from '../../domain/layers.ts'
import { type Level, otherLevel } from '../../domain/plan.ts'
import { HubError } from '../../runtime/errors.ts'
import { type Batch, batchesOf, itemIdOf, type PlacedChange, writeOf } from './batches.ts'
import { checkChange, checkWanted, shownOf } from './check.ts'
import { PlanDeferred, WritingHeld } from './interruptions.ts'
import { readShown } from './read-shown.ts'
import { layersAfterWrite, type SettledItem, settleItem } from './settle.ts'
import type { ApplyWork } from './work.ts'

/**
 * Applies some changes of a plan: reads their products in the store, settles what needs no write, and sends the rest
 * batch by batch. False: an answer was lost, and it has to be read back before anything else is sent.
 */
export async function applyWindow(work: ApplyWork, changes: readonly PlacedChange[]): Promise<boolean> {
  await refuseHeld(work, changes)
  const products = await readShown(
    work,
    changes.map(({ listingId }) => listingId),
  )
  const toSend: PlacedChange[] = []
  const settled: { change: PlacedChange; shown: Fields | null; result: ChangeResult }[] = []
  for (const change of changes) {
    const shown = shownOf(change, products)
    const verdict = checkChange(change, shown)
    if (verdict.kind === 'send') toSend.push(change)
    else settled.push({ change, shown, result: verdict.result })
  }
  if (settled.length > 0) {
    await work.commitUnlessAsked(tx => settleSeen(tx, work, settled))
  }
  for (const batch of batchesOf(toSend, work.options.writer)) {
    if (!(await applyBatch(work, batch))) return false
  }
  return true
}

/** Asks once more than the paced `fetch` does: what is known to be refused is not even read for. */
async function refuseHeld(work: ApplyWork, changes: readonly PlacedChange[]): Promise<void> {
  const { db, claim } = work.options
  for (const part of new Set(changes.map(change => change.part))) {
    const refusal = await writeRefusal(db, claim.channelId, part)
    if (refusal !== null) throw new WritingHeld(refusal.sentence)
  }
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
  }
  await settleChanges(
    tx,
    claim.planId,
    seen.map(({ result }) => result),
    clock.now(),
  )
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

/** False: an answer was lost. */
async function applyBatch(work: ApplyWork, planned: Batch): Promise<boolean> {
  const batch = await work.commitUnlessAsked(tx => takeUp(tx, work, planned))
  if (batch.items.length === 0) return true
  const results = await send(work, batch)
  const settled = batch.items.map((item, index) => settleItem(item, results[index] ?? lost))
  await work.commit(async tx => {
    await settleBatch(tx, work, batch, settled)
    await keepAlsoShown(tx, work, batch, results)
  })
  const all = settled.flatMap(item => item.results)
  const deferred = all.find(({ state }) => state === 'deferred')
  if (deferred !== undefined) throw new PlanDeferred(deferred.reason ?? '')
  return all.every(({ state }) => state !== 'unknown')
}

/** A write to a product may have changed its only variant, and the other way round: then that was sent there, too. */
async function keepAlsoShown(
  tx: WorkspaceTx,
  { options: { claim } }: ApplyWork,
  { level, items }: Batch,
  results: readonly WriteResult[],
): Promise<void> {
  const shownOf = new Map<string, Delta>()
  for (const [index, { remoteId }] of items.entries()) {
    const alsoShows = results[index]?.alsoShows ?? null
    if (alsoShows !== null) shownOf.set(remoteId, alsoShows)
  }
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
  const wanted = new Map(stored.map(({ remoteId, layers }) => [remoteId, desiredOf(layers)]))
  const superseded: ChangeResult[] = []
  const items = batch.items.map(item => ({
    ...item,
    changes: item.changes.filter(change => {
      const result = checkWanted(change, wanted.get(item.remoteId) ?? null)
      if (result !== null) superseded.push(result)
      return result === null
    }),
  }))
  await settleChanges(tx, claim.planId, superseded, clock.now())
  const sent = items.filter(({ changes }) => changes.length > 0)
  await markSending(
    tx,
    claim.planId,
    sent.flatMap(({ changes }) => changes.map(({ seq }) => seq)),
  )
  return { ...batch, items: sent }
}

/** Sends a batch with no transaction open. Rejects only where the hub itself stops or breaks. */
async function send(work: ApplyWork, batch: Batch): Promise<readonly WriteResult[]> {
  const { writer, stop } = work.options
  try {
    return await callWriter(writer, batch, stop.signal)
  } catch (error) {
    if (stop.signal.aborted || !(error instanceof HubError)) throw error
    // Refused on the way, perhaps by a stop while a batch was sent in parts: what was written shows when it is read back.
    return batch.items.map(() => lost)
  }
}

function callWriter(writer: CatalogWriter, { level, part, items }: Batch, signal: AbortSignal) {
  const writes = items.map(writeOf)
  return level === 'variant' ? writer.writeOffers(writes, [part], signal) : writer.writeListings(writes, [part], signal)
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
