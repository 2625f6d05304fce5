import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import { ownersOf } from '../database/ownership.ts'
import { readAsOneMoment } from '../database/plan-rows.ts'
import { holdApplied, madeItems, markUndone, readApplied, type UndoChoice } from '../database/undo.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { ownerOf } from '../domain/ownership.ts'
import { lostWith } from '../domain/removals.ts'
import { cannotReturn } from '../domain/undo.ts'
import { keptRemovals } from '../engine/undo/removals.ts'
import { type KeptValue, type UndonePart, type UndoneValue, undoChanges } from '../engine/undo/undo-changes.ts'
import { newId } from '../runtime/ids.ts'
import { isBeingApplied, planAfter } from './make-plan.ts'
import { readChannel } from './read-channels.ts'
import { readPlan } from './read-plans.ts'
import { countsOf, judge, keepWishes } from './remove-products.ts'
import type { Tools } from './tools.ts'

export type { KeptValue, UndoChoice, UndoneValue }

export interface UndoResult {
  readonly channelId: string
  readonly undone: number
  readonly kept: number
  /** The first ones of each. */
  readonly undoneRows: readonly UndoneValue[]
  readonly keptRows: readonly KeptValue[]
  readonly cannotReturn: readonly string[]
  /** The plan that writes it; null where there is nothing to write. */
  readonly planId: string | null
}

const atATime = 1_000
/** A plan has no more changes than that. */
const partsMost = 10_000
const rowsMost = 200

interface Undoing {
  readonly actor: Actor
  readonly channelId: string
  readonly choice: UndoChoice
  readonly write: boolean
  /** What becomes of what it made: hidden, unless somebody wants it deleted. */
  readonly made: 'hide' | 'delete'
}

type Undone = Omit<UndoResult, 'channelId' | 'planId'> & {
  readonly waits: boolean
}

/**
 * Takes back what a plan wrote, or what was written last of one product, as far as nobody changed it since: the channel
 * gets its values of before as its own, and a new plan has them. Both are done in one transaction, whatever the number of
 * changes: after a kill there is either all of it or nothing. Nothing is sent. With `preview` nothing is written either.
 * What was made is hidden; with `made: 'delete'` the new plan deletes it, as one that somebody asked for. Throws
 * `not_found`, `plan_applying`, and as `makePlan` does.
 */
export async function undoApplied(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { choice, preview, made = 'hide' }: { choice: UndoChoice; preview: boolean; made?: Undoing['made'] },
): Promise<UndoResult> {
  mustBeAllowed(actor, preview ? 'catalog.read' : 'catalog.manage')
  const channelId = await channelOf(actor, db, choice)
  const undoing = { actor, channelId, choice, write: !preview, made }
  if (preview) {
    const undone = await despiteCollisions(() =>
      db.transaction(async tx => {
        await readAsOneMoment(tx)
        return undoAll(tx, tools, undoing)
      }),
    )
    return { ...resultOf(undone), channelId, planId: null }
  }
  const { done, plan } = await planAfter(actor, db, tools, channelId, async (tx, { id, at }) => {
    const undone = await undoAll(tx, tools, undoing)
    return {
      done: undone,
      toPlan: undone.undone > 0 || undone.waits,
      afterwards: () => mark(tx, choice, { by: id, at }),
    }
  })
  if (done.undone > 0) tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { ...resultOf(done), channelId, planId: plan?.id ?? null }
}

function resultOf({ waits: _, ...undone }: Undone) {
  return undone
}

/** Throws `not_found`, and `plan_applying` where the plan has not ended. */
async function channelOf(actor: Actor, db: WorkspaceDb, choice: UndoChoice): Promise<string> {
  if (!('planId' in choice)) return (await readChannel(actor, db, choice.channelId)).id
  const plan = await readPlan(actor, db, choice.planId)
  const channel = await readChannel(actor, db, plan.channelId)
  if (plan.state === 'applying') throw isBeingApplied(plan)
  return channel.id
}

async function undoAll(tx: WorkspaceTx, tools: Tools, undoing: Undoing): Promise<Undone> {
  const { channelId, choice, write } = undoing
  await holdApplied(tx, channelId, choice)
  const owners = await ownersOf(tx, channelId)
  const isOurs = (level: 'product' | 'variant', field: string) => ownerOf(owners, level, field) === 'hub'
  const [undoneRows, keptRows, lost] = [[] as UndoneValue[], [] as KeptValue[], new Set<string>()]
  let [undone, kept, waits, after] = [0, 0, false, 0]
  const seen = new Set<string>()
  for (let part = 0; part < partsMost; part += 1) {
    const changes = await readApplied(tx, choice, { limit: atATime, after })
    const done = await undoChanges(tx, { channelId, changes, write, isOurs, seen })
    undone += done.undone.length
    kept += done.kept.length
    waits ||= done.waits
    undoneRows.push(...done.undone.slice(0, rowsMost - undoneRows.length))
    keptRows.push(...done.kept.slice(0, rowsMost - keptRows.length))
    for (const sentence of cannotReturn(done.changes, undoing)) lost.add(sentence)
    if (write && done.undone.length > 0) await record(tx, tools, undoing, done)
    after = changes.at(-1)?.place ?? after
    if (changes.length < atATime) break
  }
  const isHidden = undoing.made === 'hide' && (await madeItems(tx, choice)).some(({ offerId }) => offerId === null)
  if (isHidden) lost.add(staysHidden)
  const unmade = undoing.made === 'delete' ? await unmake(tx, tools, undoing) : []
  for (const sentence of unmade) lost.add(sentence)
  const removed = await keptRemovals(tx, choice, rowsMost - keptRows.length)
  for (const sentence of removed.cannotReturn) lost.add(sentence)
  return {
    ...{ undone, kept: kept + removed.count, undoneRows, cannotReturn: [...lost] },
    waits: waits || unmade.length > 0,
    keptRows: [...keptRows, ...removed.rows],
  }
}

const staysHidden = 'A product that was made stays in the store: it is hidden there, and not deleted.'

/** Asks for what was made to be deleted, as far as that can be; gives back what does not come back then. */
async function unmake(tx: WorkspaceTx, tools: Tools, { actor, channelId, choice, write }: Undoing): Promise<string[]> {
  const { fine } = await judge(tx, channelId, await madeItems(tx, choice))
  if (write && fine.length > 0) await keepWishes(tx, tools, actor, channelId, fine)
  return lostWith(countsOf(fine))
}

async function record(tx: WorkspaceTx, tools: Tools, { actor, channelId, choice }: Undoing, { undo }: UndonePart) {
  await recordEvent(tx, {
    id: newId('evt', tools.randomBytes),
    at: tools.clock.now(),
    actor,
    verb: 'changes.undone',
    channelId,
    about: { of: choice, changes: undo },
  })
}

/** Of a whole plan it is kept that it was undone; of some of it, or of a product, only what the new plan is. */
async function mark(tx: WorkspaceTx, choice: UndoChoice, { by, at }: { by: string; at: Date }): Promise<void> {
  if (!('planId' in choice)) return
  const { planId, ...narrowed } = choice
  await markUndone(tx, { planId, by, at, whole: Object.keys(narrowed).length === 0 })
}
