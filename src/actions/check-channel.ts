import { changeChannel } from '../database/channels.ts'
import { finishCheck, trimChecks } from '../database/checks.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { noteChecked, saveProfile } from '../database/connections.ts'
import { recordEvent } from '../database/events.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type CheckRow, type ConnectionVerdict, judge } from '../domain/check.ts'
import { keepKnown } from '../domain/store-profile.ts'
import { failedChecksUntilAttention, nextCheckAt } from '../engine/next-check.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { openSecrets } from './channel-secrets.ts'
import { holdChannel, profileOf, readChannel } from './read-channels.ts'
import { connectorOf, type Tools } from './tools.ts'
import { withCheck } from './with-check.ts'

/**
 * Runs the doctor with the credentials that the channel holds, keeps what the store says of itself, and
 * raises or clears the channel's need for attention.
 * Throws `not_found`, `channel_not_connected`, `check_running` or `secret_unreadable`.
 */
export async function checkChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string },
): Promise<ConnectionVerdict> {
  mustBeAllowed(actor, 'channels.manage')
  const channel = await readChannel(actor, db, input.channelId)
  if (channel.connection === null) {
    throw new HubError('channel_not_connected', `“${channel.name}” is not connected to a store yet.`, {
      hint: 'Enter its credentials under Channel settings, API Connection.',
    })
  }
  const connector = connectorOf(tools, channel.kind)
  const secrets = await openSecrets(db, tools.keyring, channel.id)
  const { settings, savedAt, failedChecks: failedBefore } = channel.connection
  const lane = actor.kind === 'schedule' ? 'sweep' : 'person'
  const open = (signal: AbortSignal) => tools.stores.open(connector, settings, secrets, { lane, signal })

  return withCheck(
    actor,
    db,
    tools,
    { channelId: channel.id, ofStoredCredentials: true, open },
    async ({ checkId, rows, session }) => {
      const verdict = judge(rows)
      const told = verdict === 'connected' ? await session.profile() : null
      const at = tools.clock.now()
      const failedChecks = verdict === 'connected' ? 0 : failedBefore + 1
      const attention = attentionAfter(verdict, rows, failedChecks)

      await db.transaction(async tx => {
        const now = await holdChannel(tx, channel.id)
        // What was found out about credentials that were replaced meanwhile says nothing about the new ones.
        const ofPresentCredentials = now.connection?.savedAt.getTime() === savedAt.getTime()
        await finishCheck(tx, checkId, { finishedAt: at, verdict, ofStoredCredentials: ofPresentCredentials })
        await trimChecks(tx, channel.id)
        if (!ofPresentCredentials) return
        const workedAt = verdict === 'connected' ? at : null
        await noteChecked(tx, channel.id, {
          savedAt,
          workedAt,
          failedChecks,
          nextCheckAt: nextCheckAt(at, failedChecks),
        })
        if (told !== null) await saveProfile(tx, channel.id, keepKnown(told, profileOf(now), refusedParts(rows)), at)
        if (attention === undefined || attention === now.attention) return
        await changeChannel(tx, channel.id, { attention })
        await recordEvent(tx, {
          id: newId('evt', tools.randomBytes),
          at,
          actor,
          verb: attention === null ? 'channel.recovered' : 'channel.needs_attention',
          channelId: channel.id,
          about: { attention },
        })
      })
      tools.notices.publish(db.workspace, { type: 'channel_changed', channelId: channel.id })
      return verdict
    },
  )
}

/** The rows of the doctor that say whether a part of the profile may be read. */
function refusedParts(rows: readonly CheckRow[]) {
  const refused = (key: string) => rows.some(row => row.key === key && row.verdict === 'missing')
  return { store: refused('information'), storefronts: refused('storefronts'), shippingZones: refused('shipping') }
}

/** What a person is told after a check; undefined leaves it as it is. */
function attentionAfter(
  verdict: ConnectionVerdict,
  rows: readonly CheckRow[],
  failedChecks: number,
): string | null | undefined {
  if (verdict === 'connected') return null
  const blocking = rows.find(row => row.blocks === verdict)?.found ?? ''
  if (verdict === 'refused') return `${blocking} Replace the credentials under API Connection.`.trim()
  if (failedChecks < failedChecksUntilAttention) return undefined
  return `${blocking} The hub tries again by itself.`.trim()
}
