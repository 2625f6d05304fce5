import type { Made, StoreName } from '../../connector/writer.ts'
import { type ChangeResult, markSending, namesOfPlan, settleChanges } from '../../database/changes-to-send.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import type { StoredChange } from '../../database/plan-changes.ts'
import { isNameNeeded, keepMadeBrand, keepMadeCategory, readStoreNames } from '../../database/store-names.ts'
import { pathOf } from '../../domain/category-paths.ts'
import type { LivePart } from '../../domain/plan.ts'
import type { StoreNames } from '../../domain/store-names.ts'
import { HubError } from '../../runtime/errors.ts'
import { pathFaultWords } from '../names/words.ts'
import { PlanDeferred } from './interruptions.ts'
import { lostAnswerWords } from './words.ts'
import type { ApplyWork } from './work.ts'

/** What a change stands for, or what became of it without a request. */
type Place = { readonly thing: StoreName } | { readonly result: Omit<ChangeResult, 'seq'> }

const wasThere = { state: 'applied', reason: null, fix: null } as const

/**
 * Makes the brands and categories that products of a plan are to have and that the store does not have yet, from the top
 * down, where product data may be written. Each is looked for by its name before it is made. False: an answer was lost,
 * and has to be read back.
 */
export async function makeNames(work: ApplyWork, open: readonly LivePart[]): Promise<boolean> {
  const { db, claim, writer, stop } = work.options
  for (const change of await namesOfPlan(db, claim.planId, 'planned')) {
    stop.signal.throwIfAborted()
    const names = await readStoreNames(db, claim.channelId)
    const place = await placeOf(work, names, change)
    if ('result' in place) {
      await work.commitUnlessAsked(tx => settle(tx, work, change, place.result))
      continue
    }
    if (!open.includes('data')) continue
    const found = await find(work, place.thing)
    if (found !== null) {
      await work.commitUnlessAsked(tx => keep(tx, work, change, place.thing, found))
      continue
    }
    await work.commitUnlessAsked(tx => markSending(tx, claim.planId, [change.seq]))
    const made = await make(work, place.thing)
    // What was made by somebody else in the same moment is there all the same.
    const other = made.status === 'rejected' ? await find(work, place.thing) : null
    await work.commit(tx =>
      made.status === 'applied' || other !== null
        ? keep(tx, work, change, place.thing, made.status === 'applied' ? made.remoteId : (other ?? ''))
        : settle(tx, work, change, { fix: null, ...made, state: made.status }),
    )
    if (made.status === 'deferred') throw new PlanDeferred(made.reason)
    if (made.status === 'unknown') return false
  }
  return true

  async function make({ options }: ApplyWork, thing: StoreName): Promise<Made> {
    try {
      return await writer.makeName(thing, ['data'], options.stop.signal)
    } catch (error) {
      if (stop.signal.aborted || !(error instanceof HubError)) throw error
      return { status: 'unknown', reason: lostAnswerWords }
    }
  }
}

/** Finds out what became of brands and categories that may have been made: those that are not there are made in their turn. */
export async function readBackNames(work: ApplyWork, changes: readonly StoredChange[]): Promise<void> {
  const { db, claim } = work.options
  for (const change of changes) {
    const names = await readStoreNames(db, claim.channelId)
    const thing = thingOf(names, change)
    const found = 'thing' in thing ? await find(work, thing.thing) : null
    await work.commit(tx =>
      'thing' in thing && found !== null
        ? keep(tx, work, change, thing.thing, found)
        : settle(tx, work, change, 'result' in thing ? thing.result : { state: 'planned', reason: null, fix: null }),
    )
  }
}

async function placeOf({ options: { db, claim } }: ApplyWork, names: StoreNames, change: StoredChange): Promise<Place> {
  const { level, name } = change
  const field = level === 'brand' ? 'brand' : 'categories'
  if (!(await isNameNeeded(db, claim.planId, { field, name }))) {
    const reason = 'No product of this plan needs it any more.'
    return { result: { state: 'superseded', reason, fix: null } }
  }
  return thingOf(names, change)
}

function thingOf(names: StoreNames, { level, name }: StoredChange): Place {
  if (level === 'brand') return names.brandId(name) === null ? { thing: { kind: 'brand', name } } : { result: wasThere }
  const missing = names.missingTo(name)
  if ('fault' in missing) return { result: { state: 'rejected', ...pathFaultWords(missing.fault) } }
  const [first, ...below] = missing.steps
  if (first === undefined) return { result: wasThere }
  if (below.length === 0) {
    return { thing: { kind: 'category', name: first.name, treeId: first.treeId, parentId: first.parentId } }
  }
  return {
    result: {
      state: 'rejected',
      reason: `The store does not have “${first.path}”, in which it would be.`,
      fix: 'See what became of that; then make a new plan.',
    },
  }
}

async function find({ options: { writer, stop } }: ApplyWork, thing: StoreName): Promise<string | null> {
  const read = await writer.findName(thing, stop.signal)
  if (!read.ok) throw new PlanDeferred(read.failure.sentence)
  return read.value
}

async function settle(
  tx: WorkspaceTx,
  { options: { claim, clock } }: ApplyWork,
  { seq }: StoredChange,
  { state, reason, fix }: Omit<ChangeResult, 'seq'>,
): Promise<void> {
  await settleChanges(tx, claim.planId, [{ seq, state, reason, fix }], clock.now())
}

async function keep(
  tx: WorkspaceTx,
  work: ApplyWork,
  change: StoredChange,
  thing: StoreName,
  remoteId: string,
): Promise<void> {
  const { channelId } = work.options.claim
  if (thing.kind === 'brand') await keepMadeBrand(tx, channelId, { remoteId, name: thing.name })
  else {
    const { treeId, parentId } = thing
    await keepMadeCategory(tx, channelId, { remoteId, treeId, parentId, path: pathOf(change.name) })
  }
  await settle(tx, work, change, wasThere)
}
