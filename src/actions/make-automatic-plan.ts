import type { ChannelRow } from '../database/channels.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import { countHiddenByItself, keptBack } from '../database/kept-back.ts'
import { ownersOf } from '../database/ownership.ts'
import { readAsOneMoment } from '../database/plan-rows.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import type { Actor } from '../domain/actor.ts'
import { ownerOf } from '../domain/ownership.ts'
import { type LivePart, type PlannedItemChange, partOf } from '../domain/plan.ts'
import { hiddenWithinMs, lookingMs } from '../domain/sending.ts'
import { planChannel } from '../engine/plan/plan-channel.ts'
import { newId } from '../runtime/ids.ts'
import { keepImages, openChannel } from './make-plan.ts'
import type { Tools } from './tools.ts'

export const byItself: Actor = { kind: 'schedule', name: 'send by itself' }

interface AutomaticPlan {
  /** Parts of which nobody is asked: what a person or the store has decided about stays out. */
  readonly unasked: readonly LivePart[]
  /** Parts of which everything that is to do is planned, for a person to look at. */
  readonly asked: readonly LivePart[]
  /** Begin to apply it, unless a brake would hold it. */
  readonly apply: boolean
}

/**
 * `braked`: a brake would hold it, so nothing was made. `busy`: another plan is in the way. `open`: changes that stand in
 * a plan which a person may be looking at were left to him.
 */
export interface AutomaticEnd {
  readonly kind: 'made' | 'nothing' | 'braked' | 'busy'
  readonly open: boolean
}

/** Takes the transaction back without a failure. */
class NotMade extends Error {
  readonly kind: 'nothing' | 'braked'
  constructor(kind: 'nothing' | 'braked') {
    super(kind)
    this.kind = kind
  }
}

/**
 * Makes a plan without having been asked, and where it is to be applied has it applied: both in one transaction, or
 * neither. Asks the store only for pictures that would be taken from it. Throws as `makePlan` does.
 */
export async function makeAutomaticPlan(
  db: WorkspaceDb,
  tools: Tools,
  channel: ChannelRow,
  ask: AutomaticPlan,
): Promise<AutomaticEnd> {
  const opened = await openChannel(db, tools, channel)
  const { session, requestsPerSecond } = opened
  const { writer } = session
  if (writer === undefined) return { kind: 'nothing', open: false }
  const owners = await ownersOf(db, channel.id)
  const parts = new Set([...ask.unasked, ...ask.asked])
  const lostImages = parts.has('images') ? await keepImages(db, tools, channel, opened) : new Map<string, number>()
  const id = newId('pln', tools.randomBytes)
  let open = false
  try {
    await despiteCollisions(() =>
      db.transaction(async tx => {
        open = false
        const at = tools.clock.now()
        await readAsOneMoment(tx)
        const hiddenLately = await countHiddenByItself(tx, channel.id, new Date(at.getTime() - hiddenWithinMs))
        const summary = await planChannel(tx, {
          ...{ id, channelId: channel.id, at, actor: byItself, writer, requestsPerSecond, lostImages },
          automatic: { applyAt: ask.apply ? at : null, hiddenLately },
          isOurs: (level, field) => ownerOf(owners, level, field) === 'hub' && parts.has(partOf(level, field)),
          choose: async changes => {
            const chosen = await chooseUnasked(tx, channel.id, changes, { at, ask })
            open ||= chosen.open
            return chosen.changes
          },
        })
        if (summary.changes + summary.faults === 0) throw new NotMade('nothing')
        if (ask.apply && summary.brakes.length > 0) throw new NotMade('braked')
        await record(tx, tools, 'plan.made', { id, channelId: channel.id, at, changes: summary.changes })
        if (ask.apply) await record(tx, tools, 'plan.apply_started', { id, channelId: channel.id, at })
      }),
    )
  } catch (error) {
    if (error instanceof NotMade) return { kind: error.kind, open }
    if (isUniqueViolation(error, 'plan_applying') || isUniqueViolation(error, 'plan_held')) {
      return { kind: 'busy', open }
    }
    throw error
  }
  tools.notices.publish(db.workspace, { type: 'plan_changed', channelId: channel.id, planId: id })
  if (ask.apply) tools.wakePlans()
  return { kind: 'made', open }
}

/** Of the parts of which nobody is asked, only what nobody has to decide about. */
async function chooseUnasked(
  tx: WorkspaceTx,
  channelId: string,
  changes: readonly PlannedItemChange[],
  { at, ask }: { at: Date; ask: AutomaticPlan },
): Promise<{ changes: PlannedItemChange[]; open: boolean }> {
  const isUnasked = ({ part }: PlannedItemChange) => ask.unasked.includes(part)
  const unasked = changes.filter(change => isUnasked(change) && !change.edited)
  const kept = await keptBack(tx, channelId, unasked, {
    openSince: new Date(at.getTime() - lookingMs),
    // What a plan of the hub's own holds already stays there, unless this one takes its place.
    withHeld: ask.apply,
  })
  const free = new Set(unasked.filter((_, index) => kept[index] === null))
  return {
    changes: changes.filter(change => !isUnasked(change) || free.has(change)),
    open: kept.includes('open'),
  }
}

async function record(
  tx: WorkspaceTx,
  tools: Tools,
  verb: string,
  { id: planId, channelId, at, ...about }: { id: string; channelId: string; at: Date; changes?: number },
): Promise<void> {
  const id = newId('evt', tools.randomBytes)
  await recordEvent(tx, { id, at, actor: byItself, verb, channelId, about: { planId, ...about } })
}
