import type { ConnectionInput, Connector, ParsedConnection, Secrets } from '../connector/connector.ts'
import { type ChannelRow, changeChannel, findChannelByStore } from '../database/channels.ts'
import { finishCheck, trimChecks } from '../database/checks.ts'
import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { saveConnection, saveProfile } from '../database/connections.ts'
import { recordEvent } from '../database/events.ts'
import { hasListings } from '../database/listings.ts'
import { stopPlans } from '../database/plan-jobs.ts'
import { hurryRun } from '../database/runs.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { type CheckRow, judge } from '../domain/check.ts'
import { nextCheckAt } from '../engine/next-check.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { openSecrets, sealSecrets } from './channel-secrets.ts'
import { holdChannel, readChannel } from './read-channels.ts'
import { pullIfPossible } from './start-pull.ts'
import { connectorOf, type Tools } from './tools.ts'
import { withCheck } from './with-check.ts'

const tokenEndLength = 4

/**
 * Checks credentials against the store and keeps them only if it accepts them; until then the channel's
 * present credentials stay in force. Nothing is written to the store.
 *
 * An access token that was left empty stands for the stored one, as long as store and client id are the same.
 * `keepUnchecked` keeps credentials although the store is out of reach; the hub then tries by itself.
 *
 * Throws `input_invalid`, `not_found`, `store_already_connected`, `store_differs`, `check_running`,
 * `secret_unreadable`, and `connection_refused` or `store_unreachable` with the id of the check in `about`.
 */
export async function connectChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; form: ConnectionInput; keepUnchecked: boolean },
): Promise<void> {
  mustBeAllowed(actor, 'channels.manage')
  const channel = await readChannel(actor, db, input.channelId)
  const connector = connectorOf(tools, channel.kind)
  const typed = connector.parseConnection(input.form)
  const storeKey = connector.storeKey(typed.settings)
  await mustBeThisChannelsStore(db, channel, storeKey)
  const secrets = await completeSecrets(db, tools, channel, connector, typed)

  const open = (signal: AbortSignal) =>
    tools.stores.open(connector, typed.settings, secrets, { lane: 'person', signal })

  await withCheck(
    actor,
    db,
    tools,
    { channelId: channel.id, ofStoredCredentials: false, open },
    async ({ checkId, rows, session }) => {
      const verdict = judge(rows)
      const keep = verdict === 'connected' || (verdict === 'unreachable' && input.keepUnchecked)
      if (!keep) {
        await finishCheck(db, checkId, { finishedAt: tools.clock.now(), verdict, ofStoredCredentials: false })
        throw notKept(verdict, rows, checkId)
      }
      const profile = verdict === 'connected' ? await session.profile() : null
      const at = tools.clock.now()
      const attention = profile === null ? `${blockingSentence(rows)} The hub tries again by itself.` : null
      await db.transaction(async tx => {
        // Read again: another check may have connected the channel while this one asked the store.
        const before = await holdChannel(tx, channel.id)
        await mustBeThisChannelsStore(tx, before, storeKey)
        const anew = before.storeKey !== storeKey
        await changeChannel(tx, channel.id, { storeKey, attention })
        await saveConnection(tx, {
          channelId: channel.id,
          settings: typed.settings,
          tokenEnd: secrets[connector.tokenField]?.slice(-tokenEndLength) ?? '',
          savedAt: at,
          lastWorkedAt: profile === null ? null : at,
          nextCheckAt: nextCheckAt(at, profile === null ? 1 : 0),
          sealed: sealSecrets(tools.keyring, { workspace: db.workspace, channel: channel.id }, secrets),
        })
        if (profile !== null) await saveProfile(tx, channel.id, profile, at)
        await hurryRun(tx, channel.id, at, { anew })
        if (anew) await stopPlans(tx, channel.id, { at, problem: 'The channel was connected to another store.' })
        await finishCheck(tx, checkId, { finishedAt: at, verdict, ofStoredCredentials: true })
        await trimChecks(tx, channel.id)
        await recordEvent(tx, {
          id: newId('evt', tools.randomBytes),
          at,
          actor,
          verb: profile === null ? 'channel.credentials_kept_unchecked' : 'channel.connected',
          channelId: channel.id,
          about: { storeKey, replaced: channel.connection !== null },
        })
      })
    },
  ).catch(async error => {
    // Two channels were connected to one store at the same moment, and the other came first.
    if (isUniqueViolation(error, 'channel_store')) await mustBeThisChannelsStore(db, channel, storeKey)
    throw error
  })
  tools.notices.publish(db.workspace, { type: 'channel_changed', channelId: channel.id })
  await pullIfPossible(actor, db, tools, { channelId: channel.id, mode: 'full' })
}

/** What a channel has from its store is never mixed with another's; until it has something, another may be tried. */
async function mustBeThisChannelsStore(
  db: WorkspaceDb | WorkspaceTx,
  channel: ChannelRow,
  storeKey: string,
): Promise<void> {
  const other = await findChannelByStore(db, storeKey)
  if (other !== null && other.id !== channel.id) {
    throw storeAlreadyConnected(other)
  }
  const isAnother = channel.storeKey !== null && channel.storeKey !== storeKey
  if (isAnother && (channel.profile !== null || (await hasListings(db, channel.id)))) {
    throw new HubError('store_differs', `“${channel.name}” belongs to another store.`, {
      hint: 'A channel stays with its store, so that nothing of two stores is ever mixed. Add a new channel for this one.',
      about: { channelId: channel.id },
    })
  }
}

export function storeAlreadyConnected(channel: ChannelRow): HubError {
  return new HubError('store_already_connected', `This store is already connected as “${channel.name}”.`, {
    hint: 'Open that channel, or enter the Store Hash of another store.',
    about: { channelId: channel.id, channelName: channel.name },
  })
}

/**
 * Fills in what was left empty from what is stored. The stored token goes nowhere but to the store that it was
 * saved for, and a client secret belongs to its client id alone.
 */
async function completeSecrets(
  db: WorkspaceDb,
  tools: Tools,
  channel: ChannelRow,
  connector: Connector,
  typed: ParsedConnection<unknown>,
): Promise<Secrets> {
  const sameStore = channel.connection !== null && channel.storeKey === connector.storeKey(typed.settings)
  const sameAccount = sameStore && connector.isSameAccount(channel.connection?.settings, typed.settings)
  const tokenTyped = typed.secrets[connector.tokenField] !== undefined
  if (tokenTyped && !sameAccount) return typed.secrets
  if (!tokenTyped && !sameAccount) {
    const message = sameStore
      ? 'Another Client ID means another API account: paste its Access Token too.'
      : 'Paste the Access Token of the API account.'
    throw new HubError('input_invalid', 'The Access Token is missing.', { fields: { [connector.tokenField]: message } })
  }
  try {
    return { ...(await openSecrets(db, tools.keyring, channel.id)), ...typed.secrets }
  } catch (error) {
    // New credentials replace what can't be read any more; only a stored token that is needed stops here.
    if (tokenTyped && error instanceof HubError && error.code === 'secret_unreadable') return typed.secrets
    throw error
  }
}

function blockingSentence(rows: readonly CheckRow[]): string {
  return rows.find(row => row.blocks !== null)?.found ?? ''
}

function notKept(
  verdict: 'connected' | 'refused' | 'unreachable',
  rows: readonly CheckRow[],
  checkId: string,
): HubError {
  const blocking = rows.find(row => row.blocks === verdict)
  const code = verdict === 'refused' ? 'connection_refused' : 'store_unreachable'
  const hint = blocking?.fix ?? (verdict === 'refused' ? 'Nothing was stored.' : 'Nothing was stored. Try again later.')
  return new HubError(code, blocking?.found ?? 'The store did not accept these credentials.', {
    hint,
    about: { checkId },
  })
}
