import { sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { PictureKind } from '../domain/pictures.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'

/** A kept picture, without its bytes. */
export interface StoredFile {
  /** The SHA-256 of the bytes, in hexadecimal digits. */
  readonly id: string
  readonly kind: PictureKind
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
  /** As it was first called; empty for none. */
  readonly name: string
}

interface FileToKeep extends StoredFile {
  readonly content: Uint8Array
  readonly at: Date
  readonly actor: Actor
}

/** Keeps a picture; one with the same bytes stays as it is. */
export async function keepFile(tx: WorkspaceTx, { content, at, actor, ...file }: FileToKeep): Promise<void> {
  await tx.kysely
    .insertInto('file')
    .values({ workspace_id: tx.workspace, ...file, made_at: at, actor: JSON.stringify(actor), content })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

export async function findFile(db: WorkspaceDb | WorkspaceTx, id: string): Promise<StoredFile | null> {
  const [file] = await findFiles(db, [id])
  return file ?? null
}

/** Those of these files that there are. */
export async function findFiles(db: WorkspaceDb | WorkspaceTx, ids: readonly string[]): Promise<StoredFile[]> {
  if (ids.length === 0) return []
  return db.kysely
    .selectFrom('file')
    .where('workspace_id', '=', db.workspace)
    .where('id', 'in', ids)
    .select(['id', 'kind', 'bytes', 'width', 'height', 'name'])
    .execute()
}

/** The bytes of a file; null where there is none of this id. */
export async function fileContent(db: WorkspaceDb | WorkspaceTx, id: string): Promise<Uint8Array | null> {
  const row = await db.kysely
    .selectFrom('file')
    .where('workspace_id', '=', db.workspace)
    .where('id', '=', id)
    .select('content')
    .executeTakeFirst()
  return row?.content ?? null
}

/** How many bytes the files of the workspace have together. */
export async function bytesKept(db: WorkspaceDb | WorkspaceTx): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(bytes), 0)::bigint as bytes from file where workspace_id = ${db.workspace}
  `.execute(db.kysely)
  return rows[0]?.bytes ?? 0
}
