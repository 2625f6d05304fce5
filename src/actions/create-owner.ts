import type { Db } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { anyUserExists, insertMembership, insertUser, lockSignUp, type UserRow } from '../database/users.ts'
import { listWorkspaces } from '../database/workspaces.ts'
import { hashPassword } from '../identity/password.ts'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { newId, type RandomBytes } from '../runtime/ids.ts'

/** Whether this hub has its owner yet; until then anybody on the machine may become it. */
export async function ownerExists(db: Db): Promise<boolean> {
  return anyUserExists(db)
}

/**
 * Creates the one user who may sign up. Throws `setup_closed` ever after, also when two try at once.
 * The one action without an actor: whoever does this becomes the first.
 */
export async function createOwner(
  db: Db,
  tools: { clock: Clock; randomBytes: RandomBytes },
  input: { name: string; email: string; password: string },
): Promise<UserRow> {
  if (await anyUserExists(db)) throw setupClosed()
  const passwordHash = await hashPassword(input.password)
  return db.transaction(async tx => {
    await lockSignUp(tx)
    if (await anyUserExists(tx)) throw setupClosed()
    const at = tools.clock.now()
    const id = newId('usr', tools.randomBytes)
    const user = await insertUser(tx, { id, name: input.name, email: input.email, passwordHash, createdAt: at })
    for (const workspace of await listWorkspaces(tx)) {
      await insertMembership(tx, workspace.id, id, 'owner')
      await recordEvent(tx.inWorkspace(workspace.id), {
        id: newId('evt', tools.randomBytes),
        at,
        actor: { kind: 'person', userId: id, name: user.name, role: 'owner' },
        verb: 'owner.created',
      })
    }
    return user
  })
}

function setupClosed(): HubError {
  return new HubError('setup_closed', 'This hub already has an owner.', { hint: 'Sign in instead.' })
}
