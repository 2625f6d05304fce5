import { sql } from 'kysely'
import type { OwnerOfField, Owners } from '../domain/ownership.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** Who owns the fields of a channel, where it is somebody else than by default. */
export async function ownersOf(db: Handle, channelId: string): Promise<Owners> {
  return db.kysely
    .selectFrom('field_owner')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .orderBy('level')
    .orderBy('field')
    .select(['level', 'field', 'owner'])
    .execute()
}

/** Gives fields of a channel to these owners; those that are not named keep theirs. */
export async function setOwners(tx: WorkspaceTx, channelId: string, owners: readonly OwnerOfField[]): Promise<void> {
  if (owners.length === 0) return
  await sql`
    insert into field_owner (workspace_id, channel_id, level, field, owner)
    select ${tx.workspace}, ${channelId}, level, field, owner
    from jsonb_to_recordset(${JSON.stringify(owners)}::jsonb) as entry (level text, field text, owner text)
    on conflict (workspace_id, channel_id, level, field) do update set owner = excluded.owner
  `.execute(tx.kysely)
}
