import { sql } from 'kysely'
import type { Db, Tx } from './connect.ts'

export interface Workspace {
  readonly id: string
  readonly name: string
}

/** All workspaces of the hub, the oldest first. */
export async function listWorkspaces(db: Db | Tx): Promise<Workspace[]> {
  return db.kysely.selectFrom('workspace').select(['id', 'name']).orderBy('created_at').orderBy('id').execute()
}

/** The workspaces in which this user has a role, the oldest first. */
export async function workspacesOf(db: Db | Tx, userId: string): Promise<Workspace[]> {
  return db.kysely
    .selectFrom('membership as m')
    .innerJoin('workspace as w', 'w.id', 'm.workspace_id')
    .where('m.user_id', '=', userId)
    .select(['w.id', 'w.name'])
    .orderBy('w.created_at')
    .orderBy('w.id')
    .execute()
}

export async function insertWorkspace(tx: Tx, workspace: { id: string; name: string; createdAt: Date }): Promise<void> {
  await tx.kysely
    .insertInto('workspace')
    .values({ id: workspace.id, name: workspace.name, created_at: workspace.createdAt })
    .execute()
}

/** Makes two attempts to create the first workspace wait for each other, until the transaction ends. */
export async function lockWorkspaces(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('cartwright.first-workspace'))`.execute(tx.kysely)
}
