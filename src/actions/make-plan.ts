import type { ChannelSession } from '../connector/connector.ts'
import type { ChannelRow } from '../database/channels.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { ownersOf } from '../database/ownership.ts'
import { findPlan, openPlan, type StoredPlan } from '../database/plans.ts'
import { isSerializationFailure } from '../database/serialization-failure.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { ownerOf } from '../domain/ownership.ts'
import { planChannel } from '../engine/plan/plan-channel.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import { openSecrets } from './channel-secrets.ts'
import { readChannel } from './read-channels.ts'
import { connectorOf, type Tools } from './tools.ts'

const triesMost = 5

/**
 * Computes what would be written so that the store of a channel shows what is wanted of it. Nothing is asked of the store.
 * The plan takes the place of the one that was ready. Throws `not_found`, `channel_not_connected`, `secret_unreadable`, and
 * `plan_applying` with its id in `about`.
 */
export async function makePlan(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string },
): Promise<StoredPlan> {
  mustBeAllowed(actor, 'catalog.manage')
  const channel = await readChannel(actor, db, input.channelId)
  const { session, requestsPerSecond } = await openChannel(db, tools, channel)
  const { writer } = session
  if (writer === undefined) throw new HubError('not_allowed', `“${channel.name}” can only be read.`)
  for (let attempt = 1; ; attempt += 1) {
    const id = newId('pln', tools.randomBytes)
    const at = tools.clock.now()
    try {
      const owners = await ownersOf(db, channel.id)
      await db.transaction(async tx => {
        const { changes } = await planChannel(tx, {
          ...{ id, channelId: channel.id, at, actor, writer, requestsPerSecond },
          isOurs: (level, field) => ownerOf(owners, level, field) === 'hub',
        })
        const about = { planId: id, changes }
        const evt = newId('evt', tools.randomBytes)
        await recordEvent(tx, { id: evt, at, actor, verb: 'plan.made', channelId: channel.id, about })
      })
      tools.notices.publish(db.workspace, { type: 'plan_changed', channelId: channel.id, planId: id })
      const plan = await findPlan(db, id)
      invariant(plan !== null, 'a plan is there once it was made')
      return plan
    } catch (error) {
      const isTaken = isUniqueViolation(error, 'plan_open')
      if (!isTaken && !isSerializationFailure(error)) throw error
      const open = await openPlan(db, channel.id)
      if (open?.state === 'applying') throw isBeingApplied(channel, open)
      // Somebody made one at the same moment; this one takes its place.
      if (attempt === triesMost) throw error
    }
  }
}

async function openChannel(
  db: WorkspaceDb,
  tools: Tools,
  channel: ChannelRow,
): Promise<{ session: ChannelSession; requestsPerSecond: number | null }> {
  if (channel.connection === null) {
    throw new HubError('channel_not_connected', `“${channel.name}” is not connected to a store yet.`, {
      hint: 'Enter its credentials under Channel settings, API Connection.',
    })
  }
  const connector = connectorOf(tools, channel.kind)
  const { settings } = channel.connection
  const secrets = await openSecrets(db, tools.keyring, channel.id)
  const session = tools.stores.open(connector, settings, secrets, { lane: 'content' })
  return { session, requestsPerSecond: tools.stores.budgetState(connector, settings)?.requestsPerSecond ?? null }
}

function isBeingApplied(channel: ChannelRow, { id }: StoredPlan): HubError {
  return new HubError('plan_applying', `A plan of “${channel.name}” is being applied.`, {
    hint: 'Wait for it to end, or cancel it; then make a new plan.',
    about: { planId: id },
  })
}
