import type { Db } from '../database/connect.ts'
import { roleIn } from '../database/users.ts'
import {
  insertWorkspace,
  listWorkspaces,
  lockWorkspaces,
  type Workspace,
  workspacesOf,
} from '../database/workspaces.ts'
import type { Actor } from '../domain/actor.ts'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { newId, type RandomBytes } from '../runtime/ids.ts'

const firstWorkspaceName = 'My business'

/** Makes sure that the hub has a workspace. Two hubs that start at once on one database make one. */
export async function ensureFirstWorkspace(db: Db, tools: { clock: Clock; randomBytes: RandomBytes }): Promise<void> {
  if ((await listWorkspaces(db)).length > 0) return
  await db.transaction(async tx => {
    await lockWorkspaces(tx)
    if ((await listWorkspaces(tx)).length > 0) return
    const id = newId('wsp', tools.randomBytes)
    await insertWorkspace(tx, { id, name: firstWorkspaceName, createdAt: tools.clock.now() })
  })
}

/** Who somebody is before it is known in which workspace he acts. */
export type Visitor = { readonly kind: 'machine' } | { readonly kind: 'person'; userId: string; name: string }

/**
 * The workspace that a visitor acts in, and what he is there: the one he named by id or name, else the first
 * that he may see. Throws `not_found`, also for a workspace that exists but is not his.
 */
export async function enterWorkspace(
  db: Db,
  visitor: Visitor,
  wanted: string | undefined,
): Promise<{ workspace: Workspace; actor: Actor }> {
  const open = visitor.kind === 'machine' ? await listWorkspaces(db) : await workspacesOf(db, visitor.userId)
  const workspace = wanted === undefined ? open[0] : open.find(each => each.id === wanted || each.name === wanted)
  if (workspace === undefined) {
    throw new HubError(
      'not_found',
      wanted === undefined ? 'There is no workspace.' : `There is no workspace ${wanted}.`,
    )
  }
  if (visitor.kind === 'machine') return { workspace, actor: visitor }
  const role = await roleIn(db, workspace.id, visitor.userId)
  return { workspace, actor: { ...visitor, role } }
}
