import type { ChannelSession } from '../connector/connector.ts'
import { changeChannel } from '../database/channels.ts'
import { dropCheck, finishCheck } from '../database/checks.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { noteChecked, saveProfile } from '../database/connections.ts'
import { recordEvent } from '../database/events.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type CheckRow, type ConnectionVerdict, judge } from '../domain/check.ts'
import { keepKnown } from '../domain/store-profile.ts'
import { failedChecksUntilAttention, nextCheckAt } from '../engine/next-check.ts'
import { runCheck } from '../engine/run-check.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { openSecrets } from './channel-secrets.ts'
import { mustHoldChannel, profileOf, readChannel } from './read-channels.ts'
import { connectorOf, type Tools } from './tools.ts'

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
  const { settings } = channel.connection
  const secrets = await openSecrets(db, tools.keyring, channel.id)
  const session = tools.stores.open(connector, settings, secrets, actor.kind === 'schedule' ? 'sweep' : 'person')
  const checkId = newId('chk', tools.randomBytes)
  const startedAt = tools.clock.now()

  const rows = await runCheckOrDrop(db, tools, {
    id: checkId,
    channelId: channel.id,
    startedAt,
    ofStoredCredentials: true,
    session,
  })
  const verdict = judge(rows)
  const profile =
    verdict === 'connected' ? keepKnown(await session.profile(), profileOf(channel), refusedParts(rows)) : null
  const at = tools.clock.now()
  const failedChecks = verdict === 'connected' ? 0 : channel.connection.failedChecks + 1
  const attention = attentionAfter(verdict, rows, failedChecks)

  await db.transaction(async tx => {
    await mustHoldChannel(tx, channel.id)
    await finishCheck(tx, checkId, { finishedAt: at, verdict, ofStoredCredentials: true })
    await noteChecked(tx, channel.id, {
      workedAt: verdict === 'connected' ? at : null,
      failedChecks,
      nextCheckAt: nextCheckAt(at, failedChecks),
    })
    if (profile !== null) await saveProfile(tx, channel.id, profile, at)
    if (attention !== undefined && attention !== channel.attention) {
      await changeChannel(tx, channel.id, { attention })
      await recordEvent(tx, {
        id: newId('evt', tools.randomBytes),
        at,
        actor,
        verb: attention === null ? 'channel.recovered' : 'channel.needs_attention',
        channelId: channel.id,
        about: { attention },
      })
    }
  })
  tools.notices.publish(db.workspace, { type: 'channel_changed', channelId: channel.id })
  return verdict
}

/** The rows of the doctor that say whether a part of the profile may be read. */
function refusedParts(rows: readonly CheckRow[]) {
  const refused = (key: string) => rows.some(row => row.key === key && row.verdict === 'missing')
  return { store: refused('information'), storefronts: refused('storefronts'), shippingZones: refused('shipping') }
}

/** A check that breaks off leaves no half-told rows behind. */
export async function runCheckOrDrop(
  db: WorkspaceDb,
  tools: Tools,
  check: { id: string; channelId: string; startedAt: Date; ofStoredCredentials: boolean; session: ChannelSession },
): Promise<CheckRow[]> {
  try {
    return await runCheck(db, tools.notices, check)
  } catch (error) {
    await dropCheck(db, check.id)
    throw error
  }
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
