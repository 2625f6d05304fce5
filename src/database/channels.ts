import { sql } from 'kysely'
import type { CheckRow } from '../domain/check.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

/** A channel with its API connection, as stored. `settings` is whatever its connector calls settings. */
export interface ChannelRow {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly storeKey: string | null
  readonly attention: string | null
  readonly pausedAt: Date | null
  /** Whether any part of it is switched on. */
  readonly live: boolean
  /** Whether writing is stopped, here or for all channels. */
  readonly stopped: boolean
  readonly createdAt: Date
  readonly connection: ConnectionRow | null
  /** What the store last said of itself; `profile` is as its connector wrote it. */
  readonly profile: { readonly readAt: Date; readonly profile: unknown } | null
  /** The last finished check of the stored credentials. */
  readonly checked: { readonly at: Date; readonly rows: readonly CheckRow[] } | null
}

export interface ConnectionRow {
  readonly settings: unknown
  readonly tokenEnd: string
  readonly clientSecretSaved: boolean
  /** The id of the key that the secrets were sealed with; null where there are none. */
  readonly sealedBy: string | null
  readonly savedAt: Date
  readonly lastWorkedAt: Date | null
  readonly nextCheckAt: Date
  readonly failedChecks: number
}

type Handle = WorkspaceDb | WorkspaceTx

function selectChannels(db: Handle) {
  return db.kysely
    .selectFrom('channel as c')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .leftJoin('channel_connection as k', join =>
      join.onRef('k.workspace_id', '=', 'c.workspace_id').onRef('k.channel_id', '=', 'c.id'),
    )
    .leftJoin('channel_profile as p', join =>
      join.onRef('p.workspace_id', '=', 'c.workspace_id').onRef('p.channel_id', '=', 'c.id'),
    )
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('connection_check as h')
          .whereRef('h.workspace_id', '=', 'c.workspace_id')
          .whereRef('h.channel_id', '=', 'c.id')
          .where('h.of_stored_credentials', '=', true)
          .where('h.finished_at', 'is not', null)
          .orderBy('h.started_at', 'desc')
          .limit(1)
          .select(['h.finished_at', 'h.rows'])
          .as('last'),
      join => join.onTrue(),
    )
    .where('c.workspace_id', '=', db.workspace)
    .where('c.removed_at', 'is', null)
    .select([
      'c.id',
      'c.kind',
      'c.name',
      'c.store_key',
      'c.attention',
      'c.paused_at',
      'c.stopped_at',
      'w.stopped_at as all_stopped_at',
      'c.created_at',
      'k.settings',
      'k.token_end',
      'k.saved_at',
      'k.last_worked_at',
      'k.next_check_at',
      'k.failed_checks',
      'p.read_at',
      'p.profile',
      'last.finished_at as checked_at',
      'last.rows as check_rows',
    ])
    .select(eb => [
      eb
        .exists(
          eb
            .selectFrom('channel_secret as s')
            .select('s.field')
            .whereRef('s.workspace_id', '=', 'c.workspace_id')
            .whereRef('s.channel_id', '=', 'c.id')
            .where('s.field', '=', 'clientSecret'),
        )
        .as('client_secret_saved'),
      eb
        .exists(
          eb
            .selectFrom('channel_live as l')
            .select('l.part')
            .whereRef('l.workspace_id', '=', 'c.workspace_id')
            .whereRef('l.channel_id', '=', 'c.id'),
        )
        .as('live'),
      eb
        .selectFrom('channel_secret as s')
        .select(sql<string>`min(split_part(s.sealed, ':', 2))`.as('key_id'))
        .whereRef('s.workspace_id', '=', 'c.workspace_id')
        .whereRef('s.channel_id', '=', 'c.id')
        .as('sealed_by'),
    ])
}

type SelectedChannel = Awaited<ReturnType<ReturnType<typeof selectChannels>['executeTakeFirstOrThrow']>>

function toChannelRow(row: SelectedChannel): ChannelRow {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    storeKey: row.store_key,
    attention: row.attention,
    pausedAt: row.paused_at,
    live: Boolean(row.live),
    stopped: row.stopped_at !== null || row.all_stopped_at !== null,
    createdAt: row.created_at,
    connection:
      row.token_end === null || row.saved_at === null || row.next_check_at === null
        ? null
        : {
            settings: row.settings,
            tokenEnd: row.token_end,
            clientSecretSaved: Boolean(row.client_secret_saved),
            sealedBy: row.sealed_by,
            savedAt: row.saved_at,
            lastWorkedAt: row.last_worked_at,
            nextCheckAt: row.next_check_at,
            failedChecks: row.failed_checks ?? 0,
          },
    profile: row.read_at === null ? null : { readAt: row.read_at, profile: row.profile },
    // Written by `addCheckRow` alone.
    checked: row.checked_at === null ? null : { at: row.checked_at, rows: row.check_rows as readonly CheckRow[] },
  }
}

/** The channels of the workspace in the order in which they were added. */
export async function listChannels(db: Handle): Promise<ChannelRow[]> {
  const rows = await selectChannels(db).orderBy('c.created_at').orderBy('c.id').execute()
  return rows.map(toChannelRow)
}

export async function findChannel(db: Handle, channelId: string): Promise<ChannelRow | null> {
  const row = await selectChannels(db).where('c.id', '=', channelId).executeTakeFirst()
  return row === undefined ? null : toChannelRow(row)
}

export async function findChannelByName(db: Handle, name: string): Promise<ChannelRow | null> {
  const row = await selectChannels(db).where(sql`lower(c.name)`, '=', name.toLowerCase()).executeTakeFirst()
  return row === undefined ? null : toChannelRow(row)
}

export async function findChannelByStore(db: Handle, storeKey: string): Promise<ChannelRow | null> {
  const row = await selectChannels(db).where('c.store_key', '=', storeKey).executeTakeFirst()
  return row === undefined ? null : toChannelRow(row)
}

/** Nobody else changes the channel for the rest of the transaction. False: it was removed meanwhile. */
export async function lockChannel(tx: WorkspaceTx, channelId: string): Promise<boolean> {
  const row = await tx.kysely
    .selectFrom('channel')
    .select('id')
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', channelId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Rejects with a unique violation of `channel_name` where another channel has the name. */
export async function insertChannel(
  tx: WorkspaceTx,
  channel: { id: string; kind: string; name: string; createdAt: Date },
): Promise<void> {
  await tx.kysely
    .insertInto('channel')
    .values({
      workspace_id: tx.workspace,
      id: channel.id,
      kind: channel.kind,
      name: channel.name,
      store_key: null,
      attention: null,
      paused_at: null,
      created_at: channel.createdAt,
      removed_at: null,
    })
    .execute()
}

interface ChannelChange {
  readonly name?: string
  readonly storeKey?: string
  readonly attention?: string | null
  readonly pausedAt?: Date | null
  readonly removedAt?: Date
}

/** Rejects with a unique violation of `channel_name` or `channel_store` where another channel has either. */
export async function changeChannel(tx: WorkspaceTx, channelId: string, change: ChannelChange): Promise<void> {
  await tx.kysely
    .updateTable('channel')
    .set({
      ...(change.name !== undefined && { name: change.name }),
      ...(change.storeKey !== undefined && { store_key: change.storeKey }),
      ...(change.attention !== undefined && { attention: change.attention }),
      ...(change.pausedAt !== undefined && { paused_at: change.pausedAt }),
      ...(change.removedAt !== undefined && { removed_at: change.removedAt }),
    })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', channelId)
    .execute()
}
