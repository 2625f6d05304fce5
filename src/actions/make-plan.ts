import type { ChannelSession } from '../connector/connector.ts'
import type { ImageShelf } from '../connector/image-shelf.ts'
import { notWrittenIn } from '../database/changes-again.ts'
import type { ChannelRow } from '../database/channels.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { isCollision } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import { ownersOf } from '../database/ownership.ts'
import { readAsOneMoment } from '../database/plan-rows.ts'
import { findPlan, openPlan, type StoredPlan } from '../database/plans.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { ownerOf } from '../domain/ownership.ts'
import type { PlannedItemChange } from '../domain/plan.ts'
import { keepRemoved } from '../engine/images/keep-removed.ts'
import { openShelf } from '../engine/images/shelf.ts'
import { planChannel } from '../engine/plan/plan-channel.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import { openSecrets } from './channel-secrets.ts'
import { readChannel } from './read-channels.ts'
import { connectorOf, type Tools } from './tools.ts'

const triesMost = 5

/**
 * Computes what would be written so that the store of a channel shows what is wanted of it. Nothing is asked of the store
 * but the pictures of images that would go, to be kept.
 * The plan takes the place of the one that was ready. Throws `not_found`, `channel_not_connected`, `secret_unreadable`, and
 * `plan_applying` with its id in `about`.
 */
export async function makePlan(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string },
): Promise<StoredPlan> {
  return planOf(actor, db, tools, input.channelId)
}

/** The same with only what an earlier plan of the channel did not write, with the values that are wanted by now. */
export async function makePlanOfRest(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { channelId, planId }: { channelId: string; planId: string },
): Promise<StoredPlan> {
  return planOf(actor, db, tools, channelId, tx => changes => notWrittenIn(tx, planId, changes))
}

async function planOf(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  channelId: string,
  choosing?: (tx: WorkspaceTx) => Choose,
): Promise<StoredPlan> {
  const { plan } = await planAfter(actor, db, tools, channelId, async tx => {
    return { done: null, toPlan: true, ...(choosing !== undefined && { choose: choosing(tx) }) }
  })
  invariant(plan !== null, 'a plan is there once it was made')
  return plan
}

type Choose = (changes: readonly PlannedItemChange[]) => Promise<readonly PlannedItemChange[]>

/** What was done before a plan is made, whether there is anything to plan, and what is to be done with the plan. */
interface Done<T> {
  readonly done: T
  readonly toPlan: boolean
  /** Which of the changes it gets; all unless given. */
  readonly choose?: Choose
  readonly afterwards?: () => Promise<void>
}

/**
 * Changes what is wanted of a channel and makes a plan of it, in one transaction: both are done, or neither. The change is
 * done anew where somebody else was in its way. Throws as `makePlan` does.
 */
export async function planAfter<T>(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  channelId: string,
  change: (tx: WorkspaceTx, plan: { id: string; at: Date }) => Promise<Done<T>>,
): Promise<{ done: T; plan: StoredPlan | null }> {
  mustBeAllowed(actor, 'catalog.manage')
  const channel = await readChannel(actor, db, channelId)
  const open = await openChannel(db, tools, channel)
  const { session, requestsPerSecond } = open
  const { writer } = session
  if (writer === undefined) throw new HubError('not_allowed', `“${channel.name}” can only be read.`)
  const lostImages = await keepImages(db, tools, channel, open)
  for (let attempt = 1; ; attempt += 1) {
    const id = newId('pln', tools.randomBytes)
    const at = tools.clock.now()
    try {
      const owners = await ownersOf(db, channel.id)
      const { done, toPlan } = await db.transaction(async tx => {
        await readAsOneMoment(tx)
        const changed = await change(tx, { id, at })
        if (!changed.toPlan) return changed
        const { changes } = await planChannel(tx, {
          ...{ id, channelId: channel.id, at, actor, writer, requestsPerSecond, lostImages },
          isOurs: (level, field) => ownerOf(owners, level, field) === 'hub',
          ...(changed.choose !== undefined && { choose: changed.choose }),
        })
        await changed.afterwards?.()
        const about = { planId: id, changes }
        const evt = newId('evt', tools.randomBytes)
        await recordEvent(tx, { id: evt, at, actor, verb: 'plan.made', channelId: channel.id, about })
        return changed
      })
      if (!toPlan) return { done, plan: null }
      tools.notices.publish(db.workspace, { type: 'plan_changed', channelId: channel.id, planId: id })
      return { done, plan: await findPlan(db, id) }
    } catch (error) {
      const isTaken = isUniqueViolation(error, 'plan_open')
      if (!isTaken && !isCollision(error)) throw error
      const open = await openPlan(db, channel.id)
      if (open?.state === 'applying') throw isBeingApplied(open)
      // Somebody made one at the same moment; this one takes its place.
      if (attempt === triesMost) throw error
    }
  }
}

interface OpenChannel {
  readonly session: ChannelSession
  readonly shelf: ImageShelf
  readonly requestsPerSecond: number | null
}

/** Keeps the pictures that the next plan would take from the store; says of how many of each product that can't be done. */
export async function keepImages(
  db: WorkspaceDb,
  { clock }: Tools,
  channel: ChannelRow,
  { session: { picture }, shelf }: OpenChannel,
): Promise<ReadonlyMap<string, number>> {
  if (picture === undefined) return new Map()
  return keepRemoved({ db, channelId: channel.id, shelf, picture, clock })
}

export async function openChannel(db: WorkspaceDb, tools: Tools, channel: ChannelRow): Promise<OpenChannel> {
  if (channel.connection === null) {
    throw new HubError('channel_not_connected', `“${channel.name}” is not connected to a store yet.`, {
      hint: 'Enter its credentials under Channel settings, API Connection.',
    })
  }
  const connector = connectorOf(tools, channel.kind)
  const { settings } = channel.connection
  const secrets = await openSecrets(db, tools.keyring, channel.id)
  const shelf = openShelf({ db, channelId: channel.id, clock: tools.clock, mayLose: false })
  const session = tools.stores.open(connector, settings, secrets, {
    ...{ lane: 'content', patience: 'person', images: shelf },
  })
  return { session, shelf, requestsPerSecond: tools.stores.budgetState(connector, settings)?.requestsPerSecond ?? null }
}

export function isBeingApplied({ id, channelName }: StoredPlan): HubError {
  return new HubError('plan_applying', `A plan of “${channelName}” is being applied.`, {
    hint: 'Wait for it to end, or cancel it; then make a new plan.',
    about: { planId: id },
  })
}
