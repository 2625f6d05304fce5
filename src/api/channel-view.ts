import type { z } from 'zod'
import { type ChannelRow, profileOf, type StoredCheck } from '../actions/read-channels.ts'
import { channelState } from '../domain/channel.ts'
import type { CheckRow } from '../domain/check.ts'
import type { channel, channelDetail, check } from './contract/channels.ts'

interface ViewOf {
  /** Of the key that this hub has. */
  readonly keyId: string
  readonly kindTitle: (kind: string) => string
  /** The address of the sandbox store that runs inside this hub, where there is one. */
  readonly sandboxAddress: () => string | null
}

export function viewChannel(row: ChannelRow, { keyId, kindTitle, sandboxAddress }: ViewOf): z.input<typeof channel> {
  const profile = profileOf(row)
  const address = settingOf(row, 'apiAddress')
  const attention = attentionOf(row, keyId)
  return {
    id: row.id,
    kind: row.kind,
    kindTitle: kindTitle(row.kind),
    name: row.name,
    state: channelState({ ...row, connected: row.connection !== null, attention }),
    attention,
    store: profile?.store ? { name: profile.store.name, domain: profile.store.domain } : null,
    checkedAt: row.checked?.at.toISOString() ?? null,
    missingPermissions: missingScopes(row.checked?.rows ?? []),
    sandbox: address !== '' && address === sandboxAddress(),
    createdAt: row.createdAt.toISOString(),
  }
}

export function viewChannelDetail(
  row: ChannelRow,
  lastCheck: StoredCheck | null,
  of: ViewOf,
): z.input<typeof channelDetail> {
  const { connection } = row
  const profile = profileOf(row)
  return {
    ...viewChannel(row, of),
    connection:
      connection === null
        ? null
        : {
            storeHash: settingOf(row, 'storeHash'),
            clientId: settingOf(row, 'clientId'),
            apiAddress: settingOf(row, 'apiAddress'),
            accessTokenEnd: connection.tokenEnd,
            clientSecretSaved: connection.clientSecretSaved,
            savedAt: connection.savedAt.toISOString(),
            lastWorkedAt: connection.lastWorkedAt?.toISOString() ?? null,
            nextTryAt:
              connection.failedChecks > 0 || connection.lastWorkedAt === null
                ? connection.nextCheckAt.toISOString()
                : null,
          },
    profile: profile === null || row.profile === null ? null : { ...profile, readAt: row.profile.readAt.toISOString() },
    lastCheck: lastCheck === null ? null : viewCheck(lastCheck),
  }
}

export function viewCheck(stored: StoredCheck): z.input<typeof check> {
  return {
    id: stored.id,
    startedAt: stored.startedAt.toISOString(),
    finishedAt: stored.finishedAt?.toISOString() ?? null,
    verdict: stored.verdict,
    rows: [...stored.rows],
  }
}

/** Secrets that can't be opened are told before anything else: nothing works without them. */
function attentionOf({ connection, attention }: ChannelRow, keyId: string): string | null {
  if (connection === null) return null
  if (connection.sealedBy === null || connection.sealedBy === keyId) return attention
  return 'The stored credentials were sealed with another key and cannot be read. Put the right key back and start the hub again, or replace the credentials.'
}

/** Several rows may hang on one scope: each scope once. */
function missingScopes(rows: readonly CheckRow[]): string[] {
  const missing = rows
    .filter(({ verdict }) => verdict === 'missing')
    .flatMap(({ scope }) => (scope === null ? [] : [scope.name]))
  return [...new Set(missing)]
}

function settingOf(row: ChannelRow, name: string): string {
  const settings = row.connection?.settings
  if (typeof settings !== 'object' || settings === null || !(name in settings)) return ''
  return String((settings as Record<string, unknown>)[name])
}
