import type { Outcome, StoreItem } from '../../connector/writer.ts'
import { type ChangeResult, markSending, settleChanges } from '../../database/changes-to-send.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import type { StoredChange } from '../../database/plan-changes.ts'
import {
  countNotMade,
  isRemovalWanted,
  keepRemoved,
  type PlannedRemoval,
  removalsToSend,
} from '../../database/removals.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import { HubError } from '../../runtime/errors.ts'
import { PlanDeferred, WritingHeld } from './interruptions.ts'
import { Naming } from './naming.ts'
import { readShown } from './read-shown.ts'
import { changedSince, imagesOf } from './removal-check.ts'
import { lostAnswerWords, removalWords } from './words.ts'
import type { ApplyWork } from './work.ts'

type Ending = Omit<ChangeResult, 'seq'>

const deleted: Ending = { state: 'applied', reason: null, fix: null }

/**
 * Deletes the next products and variants that a plan names, one request each, once the store has shown that they are still
 * what the plan showed. What is not there any more counts as deleted. `none`: there were none; `lost`: an answer was lost,
 * and has to be read back before anything else is sent. `refusal`: why product data may not be written now.
 */
export async function removeNext(work: ApplyWork, refusal: string | null): Promise<'none' | 'done' | 'lost'> {
  const { db, claim, writer, stop } = work.options
  const changes = await removalsToSend(db, claim.planId, writer.shownMost)
  if (changes.length === 0) return 'none'
  if (refusal !== null) throw new WritingHeld(refusal)
  const naming = await Naming.of(work, [])
  const listingIds = changes.map(({ listingId }) => listingId)
  const products = new Map(await readShown(work, listingIds, naming))
  for (const change of changes) {
    stop.signal.throwIfAborted()
    const product = products.get(change.listingId)
    const ending = await endingBefore(work, change, product)
    if (ending !== null) {
      await work.commitUnlessAsked(tx => settle(tx, work, change, ending))
      continue
    }
    const isWanted = await work.commitUnlessAsked(async tx => {
      const wanted = await isRemovalWanted(tx, claim.channelId, change)
      if (wanted) await markSending(tx, claim.planId, [change.seq])
      else await settle(tx, work, change, { state: 'superseded', reason: removalWords.withdrawn, fix: null })
      return wanted
    })
    if (!isWanted) continue
    const outcome = await remove(work, { ...change, images: imagesOf(change, product) })
    await work.commit(tx => settle(tx, work, change, { reason: null, fix: null, ...outcome, state: outcome.status }))
    if (outcome.status === 'deferred') throw new PlanDeferred(outcome.reason)
    if (outcome.status === 'unknown') return 'lost'
    if (outcome.status === 'applied' && product !== undefined) products.set(product.remoteId, without(product, change))
  }
  return 'done'
}

/** The product as it is once a variant of it was deleted. */
function without(product: ObservedProduct, { offerId }: PlannedRemoval): ObservedProduct {
  return { ...product, variants: product.variants.filter(({ remoteId }) => remoteId !== offerId) }
}

/** Finds out what became of deletions whose answer was lost: what is still there is deleted in its turn. */
export async function readBackRemovals(work: ApplyWork, changes: readonly StoredChange[]): Promise<void> {
  for (const change of changes) {
    const isThere = await has(work, change)
    await work.commit(tx => settle(tx, work, change, isThere ? { state: 'planned', reason: null, fix: null } : deleted))
  }
}

/** What became of a change without a request that writes; null: it is to be sent. */
async function endingBefore(
  work: ApplyWork,
  change: PlannedRemoval,
  product: ObservedProduct | undefined,
): Promise<Ending | null> {
  const { db, claim } = work.options
  const { listingId, offerId } = change
  const isShown = product !== undefined && (offerId === null || product.variants.some(one => one.remoteId === offerId))
  if (!isShown) {
    if (!(await has(work, change))) return deleted
    return { state: 'rejected', ...removalWords.notShown }
  }
  const changed = await changedSince(db, claim.channelId, change, product)
  if (changed !== null) return { state: 'superseded', reason: changed, fix: null }
  if (offerId === null) return null
  if (product.variants.length < 2) return { state: 'rejected', ...removalWords.lastVariant }
  return (await countNotMade(db, claim.planId, listingId)) === 0 ? null : { state: 'rejected', ...removalWords.notMade }
}

async function has({ options: { writer, stop } }: ApplyWork, item: StoredChange): Promise<boolean> {
  const read = await writer.has(item, stop.signal)
  if (!read.ok) throw new PlanDeferred(read.failure.sentence)
  return read.value
}

async function remove({ options: { writer, stop } }: ApplyWork, item: StoreItem): Promise<Outcome> {
  try {
    return await writer.remove(item, ['data'], stop.signal)
  } catch (error) {
    if (stop.signal.aborted || !(error instanceof HubError)) throw error
    return { status: 'unknown', reason: lostAnswerWords }
  }
}

async function settle(
  tx: WorkspaceTx,
  { options: { claim, clock } }: ApplyWork,
  change: StoredChange,
  ending: Ending,
): Promise<void> {
  if (ending.state === 'applied') await keepRemoved(tx, claim.channelId, change, clock.now())
  await settleChanges(tx, claim.planId, [{ ...ending, seq: change.seq }], clock.now())
}
