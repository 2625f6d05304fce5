import { sql } from 'kysely'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'

interface ConnectionToSave {
  readonly channelId: string
  readonly settings: unknown
  readonly tokenEnd: string
  readonly savedAt: Date
  readonly lastWorkedAt: Date | null
  readonly nextCheckAt: Date
  /** By field; a field that is not named is forgotten. */
  readonly sealed: Readonly<Record<string, string>>
}

/** Replaces the channel's credentials, secrets included. */
export async function saveConnection(tx: WorkspaceTx, connection: ConnectionToSave): Promise<void> {
  const row = {
    settings: JSON.stringify(connection.settings),
    token_end: connection.tokenEnd,
    saved_at: connection.savedAt,
    last_worked_at: connection.lastWorkedAt,
    next_check_at: connection.nextCheckAt,
    failed_checks: 0,
  }
  await tx.kysely
    .insertInto('channel_connection')
    .values({ workspace_id: tx.workspace, channel_id: connection.channelId, ...row })
    .onConflict(conflict => conflict.columns(['workspace_id', 'channel_id']).doUpdateSet(row))
    .execute()
  await forgetSecrets(tx, connection.channelId)
  for (const [field, sealed] of Object.entries(connection.sealed)) {
    await tx.kysely
      .insertInto('channel_secret')
      .values({ workspace_id: tx.workspace, channel_id: connection.channelId, field, sealed })
      .execute()
  }
}

/** The sealed values of a channel, by field. */
export async function readSecrets(
  db: WorkspaceDb | WorkspaceTx,
  channelId: string,
): Promise<Readonly<Record<string, string>>> {
  const rows = await db.kysely
    .selectFrom('channel_secret')
    .select(['field', 'sealed'])
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .execute()
  return Object.fromEntries(rows.map(row => [row.field, row.sealed]))
}

async function forgetSecrets(tx: WorkspaceTx, channelId: string): Promise<void> {
  await tx.kysely
    .deleteFrom('channel_secret')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .execute()
}

export async function forgetConnection(tx: WorkspaceTx, channelId: string): Promise<void> {
  await forgetSecrets(tx, channelId)
  await tx.kysely
    .deleteFrom('channel_connection')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .execute()
}

/** Notes how a check of the credentials that were saved at `savedAt` went; others may have taken their place since. */
export async function noteChecked(
  tx: WorkspaceTx,
  channelId: string,
  result: { savedAt: Date; workedAt: Date | null; failedChecks: number; nextCheckAt: Date },
): Promise<void> {
  await tx.kysely
    .updateTable('channel_connection')
    .set({
      ...(result.workedAt !== null && { last_worked_at: result.workedAt }),
      failed_checks: result.failedChecks,
      next_check_at: result.nextCheckAt,
    })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('saved_at', '=', result.savedAt)
    .execute()
}

/** Keeps what the store said of itself. */
export async function saveProfile(tx: WorkspaceTx, channelId: string, profile: unknown, readAt: Date): Promise<void> {
  const row = { read_at: readAt, profile: JSON.stringify(profile) }
  await tx.kysely
    .insertInto('channel_profile')
    .values({ workspace_id: tx.workspace, channel_id: channelId, ...row })
    .onConflict(conflict => conflict.columns(['workspace_id', 'channel_id']).doUpdateSet(row))
    .execute()
}

/**
 * Takes over the channels of all workspaces whose next check is due, those that wait longest first. Each is due again
 * at `unlessDoneBy`, so that one whose check breaks off neither is lost nor holds up the others; of several processes
 * only one gets it.
 */
export async function claimConnectionsDue(
  db: Db,
  { now, unlessDoneBy, tooFarAhead, most }: { now: Date; unlessDoneBy: Date; tooFarAhead: Date; most: number },
): Promise<{ workspace: string; channelId: string }[]> {
  const rows = await db.kysely
    .with('due', qb =>
      qb
        .selectFrom('channel_connection as k')
        .innerJoin('channel as c', join =>
          join.onRef('c.workspace_id', '=', 'k.workspace_id').onRef('c.id', '=', 'k.channel_id'),
        )
        // One that lies far ahead was set by a clock that was wrong for a while.
        .where(eb => eb.or([eb('k.next_check_at', '<=', now), eb('k.next_check_at', '>', tooFarAhead)]))
        .where('c.paused_at', 'is', null)
        .where('c.removed_at', 'is', null)
        .select(['k.workspace_id', 'k.channel_id'])
        .orderBy('k.next_check_at')
        .limit(most)
        .forUpdate('k')
        .skipLocked(),
    )
    .updateTable('channel_connection as target')
    .from('due')
    .set({ next_check_at: unlessDoneBy })
    .whereRef('target.workspace_id', '=', 'due.workspace_id')
    .whereRef('target.channel_id', '=', 'due.channel_id')
    .returning(['target.workspace_id', 'target.channel_id'])
    .execute()
  return rows.map(row => ({ workspace: row.workspace_id, channelId: row.channel_id }))
}

/** Names of the channels, in all workspaces, that hold a secret which was not sealed with this key. */
export async function channelsSealedOtherwise(db: Db, keyId: string): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('channel_secret as s')
    .innerJoin('channel as c', join =>
      join.onRef('c.workspace_id', '=', 's.workspace_id').onRef('c.id', '=', 's.channel_id'),
    )
    .where(sql<boolean>`split_part(s.sealed, ':', 2) <> ${keyId}`)
    .select('c.name')
    .distinct()
    .orderBy('c.name')
    .execute()
  return rows.map(row => row.name)
}

/** The channels of all workspaces whose settings name this API address. */
export async function connectionsAt(
  db: Db,
  apiAddress: string,
): Promise<{ workspace: string; channelId: string; kind: string; settings: object }[]> {
  const rows = await db.kysely
    .selectFrom('channel_connection as k')
    .innerJoin('channel as c', join =>
      join.onRef('c.workspace_id', '=', 'k.workspace_id').onRef('c.id', '=', 'k.channel_id'),
    )
    .where(sql<boolean>`k.settings ->> 'apiAddress' = ${apiAddress}`)
    .select(['k.workspace_id', 'k.channel_id', 'c.kind', 'k.settings'])
    .execute()
  return rows.map(row => ({
    workspace: row.workspace_id,
    channelId: row.channel_id,
    kind: row.kind,
    settings: Object(row.settings),
  }))
}

export async function changeSettings(tx: WorkspaceTx, channelId: string, settings: object): Promise<void> {
  await tx.kysely
    .updateTable('channel_connection')
    .set({ settings: JSON.stringify(settings) })
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .execute()
}
