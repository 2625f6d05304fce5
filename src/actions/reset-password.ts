import type { Db } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import {
  findUserByEmail,
  membersOf,
  replacePassword,
  listUsers as selectUsers,
  type UserRow,
} from '../database/users.ts'
import { workspacesOf } from '../database/workspaces.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { hashPassword } from '../identity/password.ts'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { newId, type RandomBytes } from '../runtime/ids.ts'

/** The members of a workspace; a command on the machine sees everybody. */
export async function listUsers(actor: Actor, db: Db, workspace: string): Promise<UserRow[]> {
  mustBeAllowed(actor, 'users.read')
  return actor.kind === 'machine' ? selectUsers(db) : membersOf(db, workspace)
}

/** Sets a new password and signs the user out everywhere. Throws `not_found`, naming the users that there are. */
export async function resetPassword(
  actor: Actor,
  db: Db,
  tools: { clock: Clock; randomBytes: RandomBytes },
  input: { email: string; password: string },
): Promise<UserRow> {
  mustBeAllowed(actor, 'users.reset_password')
  const passwordHash = await hashPassword(input.password)
  return db.transaction(async tx => {
    const user = await findUserByEmail(tx, input.email)
    if (user === null) {
      throw new HubError('not_found', `No user has the e-mail address ${input.email}.`, {
        hint: 'cartwright users list shows who there is.',
      })
    }
    const at = tools.clock.now()
    await replacePassword(tx, user.id, passwordHash, at)
    for (const workspace of await workspacesOf(tx, user.id)) {
      await recordEvent(tx.inWorkspace(workspace.id), {
        id: newId('evt', tools.randomBytes),
        at,
        actor,
        verb: 'user.password_reset',
        about: { userId: user.id },
      })
    }
    return user
  })
}
