import { changeChannelCatalog, findChannelCatalog } from '../../database/channel-catalog.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../database/connect.ts'
import { countSeen } from '../../database/listings.ts'
import { countRunRows, deferRun, dropRun, endRun, type RunClaim, type StoredRun } from '../../database/runs.ts'
import type { PullMode, RunAccount, RunProgress } from '../../domain/run.ts'
import { unreachable } from '../../runtime/invariant.ts'
import { accountOf } from './account.ts'
import { adoptRemoved } from './adopt.ts'
import {
  firstCheckpoint,
  type PullCheckpoint,
  type PullStep,
  type StoreSnapshot,
  stepsOf,
  type Tally,
} from './checkpoint.ts'
import { PullRefused, RunCancelled, RunLost, StoreBusy } from './interruptions.ts'
import { markMissing, verifyTotal } from './missing.ts'
import { readDetails } from './read-details.ts'
import { readBrands, readCategories } from './read-lists.ts'
import { overlapMs, readProducts, takeSnapshot } from './read-products.ts'
import { afterFailure, afterStop, nextChangesAt, nextFullAt, nextTryAt } from './schedule.ts'
import { type PullOptions, PullWork } from './work.ts'

/** How a worker's turn with a run ended. */
export type PullEnd =
  | { readonly kind: 'done' | 'cancelled' | 'failed'; readonly account: RunAccount; readonly fault?: unknown }
  /** It goes on by itself later; `fault` is one of the hub's own. */
  | { readonly kind: 'waiting'; readonly fault?: unknown }
  /** Another worker has it. */
  | { readonly kind: 'lost'; readonly fault?: unknown }

/** A fault of the hub itself that comes again and again ends the run; anything else would go round for ever. */
const faultsMost = 5
const faultSentence = 'A fault of the hub itself kept the import from going on; the log says more.'

/**
 * Works on a pull from where it was left, to its end or until the store or somebody stops it. Every page is written in
 * one transaction together with the place to go on from, so it may be killed at any moment.
 * Rejects only where the hub itself stops or breaks; the run then goes on with the next worker.
 */
export async function workPull(options: PullOptions, run: StoredRun): Promise<PullEnd> {
  const work = new PullWork(options, resumeFrom(run, options.reader.pageMost), run.progress)
  const ticking = new AbortController()
  const ticker = work.tick(ticking.signal)
  try {
    if (run.cancelAskedAt !== null) return await finish(work, run, 'cancelled', null)
    for (let step: PullStep | null = work.checkpoint.step; step !== null; step = await takeStep(work, step)) {
      options.stop.signal.throwIfAborted()
    }
    return await finish(work, run, 'done', null)
  } catch (error) {
    const reason = options.stop.signal.aborted ? options.stop.signal.reason : error
    if (reason instanceof RunLost) return { kind: 'lost' }
    if (reason instanceof RunCancelled) return await finish(work, run, 'cancelled', null)
    if (reason instanceof PullRefused) return await finish(work, run, 'failed', reason.message)
    if (reason instanceof StoreBusy) return await putAside(work, reason.message)
    if (options.stop.signal.aborted) throw reason
    if (work.checkpoint.failures + 1 >= faultsMost) {
      return { ...(await finish(work, run, 'failed', faultSentence)), fault: reason }
    }
    return { ...(await putAside(work, faultSentence)), fault: reason }
  } finally {
    ticking.abort()
    await ticker
  }
}

/** Written by `PullWork.commit` alone. */
function resumeFrom(run: StoredRun, pageMost: number): PullCheckpoint {
  return (run.checkpoint as PullCheckpoint | null) ?? firstCheckpoint(run.mode, pageMost)
}

/** Takes one step and says which comes next. */
async function takeStep(work: PullWork, step: PullStep): Promise<PullStep | null> {
  const { mode, db, claim } = work.options
  const steps: readonly PullStep[] = stepsOf[mode]
  const next = steps[steps.indexOf(step) + 1] ?? null
  const then = next ?? step
  switch (step) {
    case 'adopt':
      await adoptRemoved(work, then)
      break
    case 'categories':
      await readCategories(work, then)
      break
    case 'brands':
      await readBrands(work, then)
      break
    case 'snapshot':
      await takeSnapshot(work, then)
      break
    case 'products': {
      const since = mode === 'changes' ? (await findChannelCatalog(db, claim.channelId))?.changesFrom : null
      await readProducts(work, then, since ? new Date(since.getTime() - overlapMs) : undefined)
      break
    }
    case 'details':
      await readDetails(work, then)
      break
    case 'changes':
      await readChangesMeanwhile(work, then)
      break
    case 'verify':
      await verifyTotal(work)
      await readDetails(work, then)
      break
    case 'missing':
      await markMissing(work)
      await readDetails(work, null)
      break
    default:
      return unreachable(step)
  }
  return next
}

/** What was edited while a full pull went on is read once more; its dates say which. */
async function readChangesMeanwhile(work: PullWork, next: PullStep): Promise<void> {
  const at = work.checkpoint.snapshot?.at ?? null
  if (at === null) {
    await work.commit(async () => ({ step: next }))
    return
  }
  // The store tells its clock to the second.
  await readProducts(work, 'changes', new Date(Date.parse(at) - 1_000))
  await readDetails(work, next)
}

async function putAside(work: PullWork, problem: string): Promise<PullEnd> {
  const { db, claim, clock } = work.options
  const failures = work.checkpoint.failures + 1
  const dueAt = nextTryAt(clock.now(), failures)
  const kept = await work.setAside({ failures })
  if (!kept || !(await deferRun(db, claim, { dueAt, problem }))) return { kind: 'lost' }
  work.options.notices.publish(db.workspace, { type: 'run_changed', channelId: claim.channelId, runId: claim.runId })
  return { kind: 'waiting' }
}

type Ending = 'done' | 'cancelled' | 'failed'

async function finish(work: PullWork, run: StoredRun, state: Ending, problem: string | null): Promise<PullEnd> {
  work.enter('done')
  const { db, claim, clock, notices } = work.options
  const end = { run, state, problem, at: clock.now(), progress: work.lastProgress() }
  const account = await endPull(db, claim, end, work.checkpoint.snapshot, work.tally)
  if (account === null) return { kind: 'lost' }
  notices.publish(db.workspace, { type: 'run_changed', channelId: claim.channelId, runId: claim.runId })
  return { kind: state, account }
}

interface PullEnding {
  readonly run: StoredRun
  readonly state: Ending
  readonly problem: string | null
  readonly at: Date
  readonly progress: RunProgress
}

/** Ends a run that cannot be worked on: its channel was removed, or lost its credentials. False: another worker has it. */
export async function abandonPull(
  db: WorkspaceDb,
  claim: RunClaim,
  run: StoredRun,
  end: { state: 'cancelled' | 'failed'; problem: string | null; at: Date },
): Promise<boolean> {
  const { snapshot, tally } = resumeFrom(run, 1)
  const progress = { ...run.progress, phase: 'done' as const, requestsLeft: null, endsAt: null }
  return (await endPull(db, claim, { ...end, run, progress }, snapshot, tally)) !== null
}

/** Writes the account of a run with its end. Null: it is another worker's, and nothing was written. */
async function endPull(
  db: WorkspaceDb,
  claim: RunClaim,
  { run, state, problem, at, progress }: PullEnding,
  snapshot: StoreSnapshot | null,
  tally: Tally,
): Promise<RunAccount | null> {
  const { channelId, runId } = claim
  const account = accountOf({
    mode: run.mode,
    state,
    snapshot,
    tally,
    seen: await countSeen(db, channelId, runId),
    rows: await countRunRows(db, runId),
    seconds: (at.getTime() - (run.startedAt ?? at).getTime()) / 1_000,
  })
  const foundNothing = run.mode === 'changes' && run.actor.kind === 'schedule' && state === 'done' && isEmpty(account)
  const ended = await db.transaction(async tx => {
    if (!(await endRun(tx, claim, { state, at, progress, account, problem }))) return false
    if (state === 'done') await noteRead(tx, claim, { mode: run.mode, account, at, snapshot })
    if (state === 'failed') await changeChannelCatalog(tx, channelId, afterFailure(at))
    if (state === 'cancelled' && !(await wasReadOnce(tx, channelId))) {
      await changeChannelCatalog(tx, channelId, afterStop(at))
    }
    if (foundNothing) await dropRun(tx, runId)
    return true
  })
  return ended ? account : null
}

/** Whether the whole catalog was read before: from then on there is a time for each next look. */
async function wasReadOnce(tx: WorkspaceTx, channelId: string): Promise<boolean> {
  return (await findChannelCatalog(tx, channelId))?.completeAt != null
}

/** Notes how fresh the channel's catalog is, and when it is read next. */
async function noteRead(
  tx: WorkspaceTx,
  { channelId, runId }: RunClaim,
  { mode, account, at, snapshot }: { mode: PullMode; account: RunAccount; at: Date; snapshot: StoreSnapshot | null },
): Promise<void> {
  const changesFrom = snapshot?.at == null ? {} : { changesFrom: new Date(snapshot.at) }
  const heldBefore = mode === 'full' && account.held === 0 ? { heldRunId: null } : {}
  const { present } = await countSeen(tx, channelId, runId)
  const totalOff = account.storeSaysNow === null ? 0 : account.storeSaysNow - present
  const full = mode === 'full' ? { detailsReadAt: at, completeAt: at, totalOff, nextFullAt: nextFullAt(at) } : {}
  // The dates didn't show all: what the store has is not what the hub has, and that is new.
  const differedBefore = (await findChannelCatalog(tx, channelId))?.totalOff ?? 0
  const differs = mode === 'changes' && snapshot?.total != null && snapshot.total - present !== differedBefore
  await changeChannelCatalog(tx, channelId, {
    productsReadAt: at,
    nextChangesAt: nextChangesAt(at),
    ...changesFrom,
    ...heldBefore,
    ...full,
    ...(differs && { nextFullAt: at }),
  })
}

function isEmpty(account: RunAccount): boolean {
  const named = Object.values(account.rows).reduce((sum, count) => sum + count, 0)
  return named === 0 && account.newProducts + account.newVariants + account.changed + account.remarks.length === 0
}
