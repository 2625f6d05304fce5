import { changesInDoubt, nextChanges, planDeferredAgain, wholesOfPlan } from '../../database/changes-to-send.ts'
import { hurryChanges } from '../../database/channel-catalog.ts'
import { writeRefusal } from '../../database/live.ts'
import { deferPlan, endPlan } from '../../database/plan-jobs.ts'
import { type LivePart, liveParts } from '../../domain/plan.ts'
import { nextTryAt } from '../pull/schedule.ts'
import { applyWindow } from './apply-window.ts'
import { PlanCancelled, PlanDeferred, PlanLost, PlanPaused, WritingHeld } from './interruptions.ts'
import { makeNames } from './make-names.ts'
import { type MakeEnd, makeProducts } from './make-products.ts'
import { makeVariants } from './make-variants.ts'
import { readBackDoubts } from './read-back.ts'
import { removeNext } from './remove.ts'
import { faultWords, noAnswerWords } from './words.ts'
import { type ApplyOptions, ApplyWork } from './work.ts'

/**
 * How a worker's turn with a plan ended. `waiting`: it goes on by itself later; `held`: nothing may be written, and it
 * goes on once that has changed; `lost`: another worker has it. `fault` is one of the hub's own.
 */
export interface ApplyEnd {
  readonly kind: 'applied' | 'cancelled' | 'waiting' | 'held' | 'paused' | 'lost'
  readonly fault?: unknown
}

/** A fault of the hub itself that comes again and again ends the plan; anything else would go round for ever. */
const faultsMost = 5
/** More answers in a row than this are not lost by chance. */
const lostMost = 3
/** A plan whose channel may not be written looks so often whether it may again. */
const heldMs = 5_000
/** Most products or variants that are read and held against the plan at a time. */
const itemsMost = 1_000
const listingsMost = 250
/** What lists show of the channel is what an import saw: so soon after the end it looks for what changed. */
const lookAfterMs = 60_000

/**
 * Applies a plan from where it was left, to its end or until the store or somebody stops it. What is about to be sent is
 * marked before, and what became of it is written after, so it may be killed at any moment: the next worker reads back
 * what was marked before it sends anything.
 * Rejects only where the hub itself stops or breaks; the plan then goes on with the next worker.
 */
export async function applyPlan(options: ApplyOptions): Promise<ApplyEnd> {
  const work = new ApplyWork(options)
  const ticking = new AbortController()
  const ticker = work.tick(ticking.signal)
  try {
    await applyAll(work)
    return await finish(work, 'applied', null)
  } catch (error) {
    const { stop, failures } = options
    const reason = stop.signal.aborted ? stop.signal.reason : error
    if (reason instanceof PlanLost) return { kind: 'lost' }
    if (reason instanceof PlanCancelled) return await finish(work, 'cancelled', null)
    if (reason instanceof PlanPaused) return await putAside(work, 'paused', null, 0)
    if (reason instanceof WritingHeld) return await putAside(work, 'held', reason.message, heldMs)
    if (reason instanceof PlanDeferred) return await putAside(work, 'waiting', reason.message, waitMs(work))
    if (stop.signal.aborted) throw reason
    if (failures + 1 >= faultsMost) return { ...(await finish(work, 'cancelled', faultWords)), fault: reason }
    return { ...(await putAside(work, 'waiting', faultWords, waitMs(work))), fault: reason }
  } finally {
    ticking.abort()
    await ticker
  }
}

async function applyAll(work: ApplyWork): Promise<void> {
  const { db, claim, writer, stop } = work.options
  const { planId } = claim
  const itemsEach = { product: writer.listingsMost, variant: writer.offersMost }
  const most = { listings: listingsMost, items: itemsMost, itemsEach }
  await work.commit(tx => planDeferredAgain(tx, planId))
  let lost = 0
  for (;;) {
    stop.signal.throwIfAborted()
    await readBackOrLeave(work)
    const { open, refused } = await openParts(work)
    const areMade = await makeNames(work, open)
    const next = (parts: readonly LivePart[]) =>
      work.commitUnlessAsked(tx => nextChanges(tx, planId, { ...most, parts }))
    const changes = areMade ? await next(open) : []
    // Behind all changes: one of them may give up the name or SKU that what is new is to have.
    const made = areMade && changes.length === 0 ? await makeWholes(work, open) : null
    let isAnswered = made === null ? areMade && (await applyWindow(work, changes)) : made === 'made'
    if (made === 'idle') {
      const [held] = await next([...refused.keys()])
      const [product] = await wholesOfPlan(db, planId, 'new_product', 'planned')
      const [variant] = await wholesOfPlan(db, planId, 'new_variant', 'planned')
      if ((held ?? product ?? variant) !== undefined) {
        throw new WritingHeld(refused.get(held?.part ?? 'data') ?? refused.get('prices') ?? '')
      }
      // What goes from the store goes last.
      const removed = await removeNext(work, refused.get('data') ?? null)
      if (removed === 'none') break
      isAnswered = removed === 'done'
    }
    lost = isAnswered ? 0 : lost + 1
    if (lost >= lostMost) {
      await readBackOrLeave(work)
      throw new PlanDeferred(noAnswerWords)
    }
  }
  // Somebody may have cancelled it with nothing left to send, and it is done nevertheless.
  if ((await changesInDoubt(db, planId, 1)).length > 0) throw new PlanDeferred(noAnswerWords)
}

/** Products first, then variants that others get. */
async function makeWholes(work: ApplyWork, open: readonly LivePart[]): Promise<MakeEnd> {
  const made = await makeProducts(work, open)
  return made === 'idle' ? makeVariants(work, open) : made
}

/**
 * The parts that may be written now, and why the others may not. Asks once more than the paced `fetch` does: what is known
 * to be refused is not even read for, and holds up nothing else.
 */
async function openParts({
  options: { db, claim },
}: ApplyWork): Promise<{ open: LivePart[]; refused: Map<LivePart, string> }> {
  const refused = new Map<LivePart, string>()
  for (const part of liveParts) {
    const refusal = await writeRefusal(db, claim.channelId, part)
    if (refusal !== null) refused.set(part, refusal.sentence)
  }
  return { open: liveParts.filter(part => !refused.has(part)), refused }
}

/** What was cancelled ends also where the store can't be read: what nobody knows of then stays unknown. */
async function readBackOrLeave(work: ApplyWork): Promise<void> {
  try {
    await readBackDoubts(work)
  } catch (error) {
    if (error instanceof PlanDeferred) await work.commitUnlessAsked(async () => undefined)
    throw error
  }
}

function waitMs({ options: { clock, failures } }: ApplyWork): number {
  const now = clock.now()
  return nextTryAt(now, failures + 1).getTime() - now.getTime()
}

async function putAside(
  work: ApplyWork,
  kind: 'waiting' | 'held' | 'paused',
  problem: string | null,
  afterMs: number,
): Promise<ApplyEnd> {
  const { db, claim, clock } = work.options
  const dueAt = new Date(clock.now().getTime() + afterMs)
  const kept = await deferPlan(db, claim, { dueAt, problem })
  tell(work)
  return { kind: kept ? kind : 'lost' }
}

async function finish(work: ApplyWork, state: 'applied' | 'cancelled', problem: string | null): Promise<ApplyEnd> {
  const { claim, clock } = work.options
  try {
    await work.commit(async tx => {
      const at = clock.now()
      await endPlan(tx, claim, { state, at, problem })
      await hurryChanges(tx, claim.channelId, new Date(at.getTime() + lookAfterMs))
    })
  } catch (error) {
    if (error instanceof PlanLost) return { kind: 'lost' }
    throw error
  }
  tell(work)
  return { kind: state }
}

function tell({ options: { notices, db, claim } }: ApplyWork): void {
  notices.publish(db.workspace, { type: 'plan_changed', planId: claim.planId, channelId: claim.channelId })
}
