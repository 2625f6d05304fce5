import { sql } from 'kysely'
import type { Db, Tx } from './connect.ts'

export interface UserRow {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** The sign-in library's name for a password that is kept here. */
const passwordProvider = 'credential'

/** Whether anybody has been signed up yet. */
export async function anyUserExists(db: Db | Tx): Promise<boolean> {
  return (await db.kysely.selectFrom('auth.user').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Makes two attempts to create the first user wait for each other, until the transaction ends. */
export async function lockSignUp(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('cartwright.sign-up'))`.execute(tx.kysely)
}

export async function listUsers(db: Db): Promise<UserRow[]> {
  return db.kysely.selectFrom('auth.user').select(['id', 'name', 'email']).orderBy('createdAt').orderBy('id').execute()
}

export async function membersOf(db: Db, workspace: string): Promise<UserRow[]> {
  return db.kysely
    .selectFrom('membership as m')
    .innerJoin('auth.user as u', 'u.id', 'm.user_id')
    .where('m.workspace_id', '=', workspace)
    .select(['u.id', 'u.name', 'u.email'])
    .orderBy('u.createdAt')
    .orderBy('u.id')
    .execute()
}

export async function findUserByEmail(db: Db | Tx, email: string): Promise<UserRow | null> {
  const row = await db.kysely
    .selectFrom('auth.user')
    .select(['id', 'name', 'email'])
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst()
  return row ?? null
}

/** Writes a user and his password in the shape in which the sign-in library reads them. */
export async function insertUser(
  tx: Tx,
  user: { id: string; name: string; email: string; passwordHash: string; createdAt: Date },
): Promise<UserRow> {
  const row = { id: user.id, name: user.name, email: user.email.toLowerCase() }
  await tx.kysely
    .insertInto('auth.user')
    .values({ ...row, emailVerified: false, createdAt: user.createdAt, updatedAt: user.createdAt })
    .execute()
  await tx.kysely
    .insertInto('auth.account')
    .values({
      id: user.id,
      userId: user.id,
      accountId: user.id,
      providerId: passwordProvider,
      password: user.passwordHash,
      createdAt: user.createdAt,
      updatedAt: user.createdAt,
    })
    .execute()
  return row
}

export async function insertMembership(tx: Tx, workspace: string, userId: string, role: 'owner'): Promise<void> {
  await tx.kysely.insertInto('membership').values({ workspace_id: workspace, user_id: userId, role }).execute()
}

/** The user's role in the workspace, or null where he is no member of it. */
export async function roleIn(db: Db, workspace: string, userId: string): Promise<'owner' | null> {
  const row = await db.kysely
    .selectFrom('membership')
    .select('role')
    .where('workspace_id', '=', workspace)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.role ?? null
}

/** Sets a new password and ends every session of the user. */
export async function replacePassword(tx: Tx, userId: string, passwordHash: string, at: Date): Promise<void> {
  await tx.kysely
    .updateTable('auth.account')
    .set({ password: passwordHash, updatedAt: at })
    .where('userId', '=', userId)
    .where('providerId', '=', passwordProvider)
    .execute()
  await tx.kysely.deleteFrom('auth.session').where('userId', '=', userId).execute()
}
