import type { ChannelRow } from '../database/channels.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import { countHiddenByItself, keptBack } from '../database/kept-back.ts'
import { ownersOf } from '../database/ownership.ts'
import { type ChangeKey, changesTripping } from '../database/plan-brakes.ts'
import { readAsOneMoment } from '../database/plan-rows.ts'
import { openPlans, type StoredPlan } from '../database/plans.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import type { Actor } from '../domain/actor.ts'
import { ownerOf } from '../domain/ownership.ts'
import { type LivePart, type PlannedItemChange, partOf } from '../domain/plan.ts'
import { hiddenWithinMs, lookingMs } from '../domain/sending.ts'
import { planChannel } from '../engine/plan/plan-channel.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import { keepImages, openChannel } from './make-plan.ts'
import type { Tools } from './tools.ts'

export const byItself: Actor = { kind: 'schedule', name: 'send by itself' }

interface AutomaticPlan {
  /** Parts of which nobody is asked: what a person or the store has decided about stays out. */
  readonly unasked: readonly LivePart[]
  /** Parts of which everything that is to do is planned, for a person to look at. */
  readonly asked: readonly LivePart[]
  /** Parts of which only that is planned which waits already in the plan whose place this one takes. */
  readonly waiting: readonly LivePart[]
  /** Begin to apply it, but for what a brake would hold. */
  readonly apply: boolean
  /** Of the parts of which nobody is asked: only these are planned, and what waits already. All unless given. */
  readonly only?: BrakedChanges
}

/**
 * `busy`: another plan is in the way. `open`: changes that stand in a plan which a person may be looking at were left to
 * him. `braked`: what a brake keeps from being sent, for a plan that waits.
 */
export interface AutomaticEnd {
  readonly kind: 'made' | 'nothing' | 'busy'
  readonly open: boolean
  readonly braked: BrakedChanges
}

export type BrakedChanges = ReadonlySet<string>
export const noneBraked: BrakedChanges = new Set()

/** Takes the transaction back without a failure. */
class NotMade extends Error {}

/** Takes it back because of changes that a brake holds. */
class Braked extends Error {
  readonly changes: readonly ChangeKey[]
  constructor(changes: readonly ChangeKey[]) {
    super('a brake holds changes')
    this.changes = changes
  }
}

function keyOf({ level, listingId, offerId, field }: ChangeKey): string {
  return JSON.stringify([level, listingId, offerId, field])
}

/**
 * Makes a plan without having been asked, and where it is to be applied has it applied: both in one transaction, or
 * neither. What trips a brake is left out of one that is applied, and told. Asks the store only for pictures that would be
 * taken from it. Throws as `makePlan` does.
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
  if (writer === undefined) return { kind: 'nothing', open: false, braked: noneBraked }
  const owners = await ownersOf(db, channel.id)
  const parts = new Set([...ask.unasked, ...ask.asked, ...ask.waiting])
  const lostImages = parts.has('images') ? await keepImages(db, tools, channel, opened) : new Map<string, number>()
  const braked = new Set<string>()
  for (;;) {
    const id = newId('pln', tools.randomBytes)
    let open = false
    try {
      await despiteCollisions(() =>
        db.transaction(async tx => {
          open = false
          const at = tools.clock.now()
          await readAsOneMoment(tx)
          const placeOf = ask.apply ? undefined : (await openPlans(tx, channel.id)).find(isHeld)?.id
          const hiddenLately = await countHiddenByItself(tx, channel.id, new Date(at.getTime() - hiddenWithinMs))
          const summary = await planChannel(tx, {
            ...{ id, channelId: channel.id, at, actor: byItself, writer, requestsPerSecond, lostImages },
            automatic: { applyAt: ask.apply ? at : null, hiddenLately },
            isOurs: (level, field) => ownerOf(owners, level, field) === 'hub' && parts.has(partOf(level, field)),
            choose: async changes => {
              const chosen = await chooseChanges(tx, channel.id, changes, { at, ask, braked, placeOf })
              open ||= chosen.open
              return chosen.changes
            },
          })
          if (summary.changes + summary.faults === 0) throw new NotMade()
          if (ask.apply && summary.brakes.length > 0) {
            const brakes = summary.brakes.map(({ brake }) => brake)
            throw new Braked(await changesTripping(tx, id, brakes))
          }
          await record(tx, tools, 'plan.made', { id, channelId: channel.id, at, changes: summary.changes })
          if (ask.apply) await record(tx, tools, 'plan.apply_started', { id, channelId: channel.id, at })
        }),
      )
    } catch (error) {
      if (error instanceof NotMade) return { kind: 'nothing', open, braked }
      if (isUniqueViolation(error, 'plan_applying') || isUniqueViolation(error, 'plan_held')) {
        return { kind: 'busy', open, braked: noneBraked }
      }
      if (!(error instanceof Braked)) throw error
      const before = braked.size
      for (const change of error.changes) braked.add(keyOf(change))
      // Each round leaves some more of them out, so this ends.
      invariant(braked.size > before, 'what trips a brake is among the changes of the plan')
      continue
    }
    tools.notices.publish(db.workspace, { type: 'plan_changed', channelId: channel.id, planId: id })
    if (ask.apply) tools.wakePlans()
    return { kind: 'made', open, braked }
  }
}

function isHeld({ automatic, state }: StoredPlan): boolean {
  return automatic && state === 'ready'
}

/** Of the parts of which nobody is asked, only what nobody has to decide about; or else what waits for that. */
async function chooseChanges(
  tx: WorkspaceTx,
  channelId: string,
  changes: readonly PlannedItemChange[],
  { at, ask, braked, placeOf }: { at: Date; ask: AutomaticPlan; braked: BrakedChanges; placeOf: string | undefined },
): Promise<{ changes: PlannedItemChange[]; open: boolean }> {
  const isAsked = ({ part }: PlannedItemChange) => ask.asked.includes(part)
  const others = changes.filter(change => !isAsked(change))
  const openSince = new Date(at.getTime() - lookingMs)
  const kept = await keptBack(tx, channelId, others, { openSince, withHeld: true, placeOf })
  const whyOf = new Map(others.map((change, index) => [change, kept[index] ?? null]))
  const isChosen = (change: PlannedItemChange): boolean => {
    if (isAsked(change)) return true
    const why = whyOf.get(change)
    // What a plan of the hub's own holds stays there, or comes into the plan that takes its place.
    if (why === 'held') return !ask.apply
    if (ask.waiting.includes(change.part)) return why === 'open'
    return why === null && !change.edited && !braked.has(keyOf(change)) && (ask.only?.has(keyOf(change)) ?? true)
  }
  const isOpen = (change: PlannedItemChange) =>
    ask.unasked.includes(change.part) && !change.edited && whyOf.get(change) === 'open'
  return { changes: changes.filter(isChosen), open: changes.some(isOpen) }
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
