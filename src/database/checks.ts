import { sql } from 'kysely'
import type { CheckRow, ConnectionVerdict } from '../domain/check.ts'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'

/** One run of the connection doctor. */
export interface StoredCheck {
  readonly id: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly verdict: ConnectionVerdict | null
  readonly rows: readonly CheckRow[]
}

type Handle = WorkspaceDb | WorkspaceTx

function selectChecks(db: Handle, channelId: string) {
  return db.kysely
    .selectFrom('connection_check')
    .select(['id', 'started_at', 'finished_at', 'verdict', 'rows'])
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
}

type SelectedCheck = Awaited<ReturnType<ReturnType<typeof selectChecks>['executeTakeFirstOrThrow']>>

function toStoredCheck(row: SelectedCheck): StoredCheck {
  return {
    id: row.id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    verdict: row.verdict,
    // Written by `addCheckRow` alone.
    rows: row.rows as readonly CheckRow[],
  }
}

export async function findCheck(db: Handle, channelId: string, checkId: string): Promise<StoredCheck | null> {
  const row = await selectChecks(db, channelId).where('id', '=', checkId).executeTakeFirst()
  return row === undefined ? null : toStoredCheck(row)
}

/** The newest check of the credentials that the channel holds, running or finished. */
export async function latestCheck(db: Handle, channelId: string): Promise<StoredCheck | null> {
  const row = await selectChecks(db, channelId)
    .where('of_stored_credentials', '=', true)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : toStoredCheck(row)
}

/** Rejects with a unique violation of `connection_check_running` while another check of the channel runs. */
export async function startCheck(
  db: Handle,
  check: { id: string; channelId: string; startedAt: Date; ofStoredCredentials: boolean },
): Promise<void> {
  await db.kysely
    .insertInto('connection_check')
    .values({
      workspace_id: db.workspace,
      id: check.id,
      channel_id: check.channelId,
      started_at: check.startedAt,
      finished_at: null,
      verdict: null,
      of_stored_credentials: check.ofStoredCredentials,
      rows: '[]',
    })
    .execute()
}

export async function addCheckRow(db: Handle, checkId: string, row: CheckRow): Promise<void> {
  await db.kysely
    .updateTable('connection_check')
    .set({ rows: sql`rows || ${JSON.stringify([row])}::jsonb` })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', checkId)
    .execute()
}

export async function finishCheck(
  db: Handle,
  checkId: string,
  end: { finishedAt: Date; verdict: ConnectionVerdict; ofStoredCredentials: boolean },
): Promise<void> {
  await db.kysely
    .updateTable('connection_check')
    .set({ finished_at: end.finishedAt, verdict: end.verdict, of_stored_credentials: end.ofStoredCredentials })
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', checkId)
    .execute()
}

const keptMost = 20

/** Forgets all but the latest checks of a channel. */
export async function trimChecks(db: Handle, channelId: string): Promise<void> {
  const kept = db.kysely
    .selectFrom('connection_check')
    .select('id')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .orderBy('started_at', 'desc')
    .limit(keptMost)
  await db.kysely
    .deleteFrom('connection_check')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('finished_at', 'is not', null)
    .where('id', 'not in', kept)
    .execute()
}

/** Removes checks that their process did not live to finish, in all workspaces. */
export async function dropUnfinishedChecks(db: Db, startedBefore: Date): Promise<void> {
  await db.kysely
    .deleteFrom('connection_check')
    .where('finished_at', 'is', null)
    .where('started_at', '<', startedBefore)
    .execute()
}

/** Removes a check that broke off; one that has ended stays. */
export async function dropCheck(db: Handle, checkId: string): Promise<void> {
  await db.kysely
    .deleteFrom('connection_check')
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', checkId)
    .where('finished_at', 'is', null)
    .execute()
}
